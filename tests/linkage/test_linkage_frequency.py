from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from linkage_rows import filler, link_rows, load_rows, record

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.frequency import count_terms, rare_share, with_terms
from dagster_dtsen.settings import Settings

COMMON, RARE = "SITI AMINAH", "TUMPAL SIAHAAN"


@pytest.fixture
def least(monkeypatch: pytest.MonkeyPatch) -> int:
    rules = linkage_model.config()["latih"]
    monkeypatch.setitem(rules, "frekuensi_terkecil", 5)
    return 5


def names(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "create or replace table nama as "
        f"select '{COMMON}' as nama_baku, 'dukcapil' as penyedia from range(6) "
        f"union all select '{RARE}', 'dukcapil' from range(2) "
        "union all select 'ORANG ' || i, 'dukcapil' from range(100) t (i) "
        f"union all select '{RARE}', 'dtks' from range(50) "
        "union all select null, 'dukcapil' from range(9)"
    )


def test_only_names_of_many_people_are_in_the_model(
    con: duckdb.DuckDBPyConnection, least: int
) -> None:
    names(con)
    table = count_terms(con, "nama")["nama_baku"]
    assert table["nilai"] == {COMMON: 6}
    assert table["jumlah"] == 108
    assert table["lain"] == 101
    assert table["bagian_lain"] == pytest.approx(2 / (102 * 107))


def test_the_share_of_a_rare_name_does_not_depend_on_the_size_of_the_sample() -> None:
    """Ten times the people, each name with ten times the bearers: nearly the same chance."""
    assert rare_share([10] * 100, 1000) == pytest.approx(rare_share([100] * 100, 10_000), rel=0.11)
    assert rare_share([1] * 1000, 1000) == pytest.approx(1e-6)
    assert rare_share([], 0) > 0


def test_a_name_of_the_input_gets_its_frozen_frequency(
    con: duckdb.DuckDBPyConnection, least: int
) -> None:
    names(con)
    model = {"frekuensi": count_terms(con, "nama")}
    con.execute(f"create table masukan as select unnest(['{COMMON}', 'BARU', null]) as nama_baku")
    query = with_terms(con, model, "from masukan")
    found = dict(con.execute(f"select nama_baku, tf_nama_baku from ({query})").fetchall())
    assert found == {
        COMMON: pytest.approx(6 / 108),
        "BARU": pytest.approx(model["frekuensi"]["nama_baku"]["bagian_lain"]),
        None: None,
    }


def test_the_shipped_model_names_nobody() -> None:
    model = linkage_model.load(Settings(home=Path("nowhere")))
    least = linkage_model.config()["latih"]["frekuensi_terkecil"]
    table: dict[str, Any] = model["frekuensi"]["nama_baku"]
    assert table["nilai"]
    assert min(table["nilai"].values()) >= least
    assert sum(table["nilai"].values()) < table["jumlah"]
    assert 0 < table["bagian_lain"] < least / table["jumlah"]


def test_the_weight_of_a_pair_does_not_depend_on_other_names_of_the_input(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    """Two namesakes more or less change nothing: frequencies are frozen (the size is kept)."""
    pair = [
        record(1, "dukcapil", RARE, "1985-04-03", nik="1101010304850001"),
        record(2, "dtks", RARE, "1985-04-03"),
    ]
    weights = []
    for other in (RARE, "LAIN SEKALI"):
        rest = filler()[2:]
        rest += [
            record(900 + i, "dtks", other, f"19{60 + i}-02-07", desa="9401012001") for i in (0, 1)
        ]
        load_rows(con, pair + rest)
        link_rows(con, settings)
        weights += con.execute(
            "select bobot from wh.linkage.edges where rekaman_id_l = 1 and rekaman_id_r = 2"
        ).fetchall()
    assert weights[0] == weights[1]
