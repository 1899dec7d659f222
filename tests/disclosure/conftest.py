"""A connection with made-up counts, laid out and ready for the attack."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from dagster_dtsen.disclosure import cells, policy, system
from dagster_dtsen.disclosure.key import RoundingKey
from tests.disclosure import made_up

# as the policy in force, but regions are told however small
LOOSE = policy.settled().model_copy(
    update={
        "lapis": [
            layer.model_copy(update={"keluarga_terkecil": 0}) for layer in policy.settled().lapis
        ]
    }
)
KEY = RoundingKey(bytes(range(32)))


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    KEY.hand_over(connection)
    yield connection
    connection.close()


def laid(con: duckdb.DuckDBPyConnection, families: int = 1200, seed: int = 1, **size: int) -> None:
    """Made-up counts of so many families in 4 provinces, 12 districts, 180 villages, or fewer."""
    made_up.lay(con, families, seed, **size)
    cells.lay(con, "agg_sel", "indikator", LOOSE)
    system.lay_regions(con, "kelompok_provinsi")
