"""Evaluate the published release against a truth: brings linkage, release and evaluation together.

Needed only where a truth exists (the synthetic twin); nothing of a release depends on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.evaluation import evaluate as evaluation
from dagster_dtsen.evaluation.declared import Declared
from dagster_dtsen.evaluation.truth import check_folder
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.release import publish, store
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.settings import Settings


def declared_linkage(con: duckdb.DuckDBPyConnection) -> Declared:
    """The linkage as it is declared for the records of the working file."""
    rules = linkage_model.config()
    main = con.execute(
        "select count(*) from wh.standardised.individu where peran = 'utama'"
    ).fetchall()[0][0]
    return Declared(
        model=str(rules["model"]),
        threshold=linkage_model.threshold(int(main), "pasangan"),
        input_sql=linkage_model.input_sql,
        blocks=linkage_model.blocks(),
        levels=linkage_model.levels(),
        identity_provider=str(rules["penyedia_identitas"]),
        valid_status=str(rules["status_sah"]),
    )


@dataclass(frozen=True)
class Judged:
    """What is held against a truth: the working file, open to read, which holds ``stored``."""

    con: duckdb.DuckDBPyConnection
    stored: store.StoredRelease
    folder: Path


@contextmanager
def judged(settings: Settings, truth: Path) -> Iterator[Judged]:
    """The published release and its truth, which may be inside the twin ``truth``.

    Under the run lock; a publication that was killed is ended first. Raises DtsenError
    E-KEBENARAN-TIADA, E-RILIS-TIADA, E-SEDANG-BERJALAN, E-EVALUASI-USANG, E-SEGEL-RUSAK.
    """
    folder = truth / "truth" if (truth / "truth").is_dir() else truth
    check_folder(folder)
    if not store.stored(settings):  # an empty home is not made by asking
        raise DtsenError("E-RILIS-TIADA", home=settings.home)
    with run_lock(settings):
        publish.finish(settings)
        stored = publish.seen(settings)
        with warehouse.connect(settings, read_only=True) as con:
            check_held(con, stored.name)
            yield Judged(con, stored, folder)


def check_held(con: duckdb.DuckDBPyConnection, published: str) -> None:
    """Raises DtsenError E-EVALUASI-USANG unless the working file holds ``published``."""
    held = store.in_working_file(con)
    if held != published:
        raise DtsenError("E-EVALUASI-USANG", release=published, held=held or "—")


def evaluate_linkage(settings: Settings, truth: Path, examples: int = 0) -> dict[str, Any]:
    """Evaluate the published release and save the result in the home; ``truth`` may be the twin.

    Raises DtsenError E-KEBENARAN-LAIN and those of :func:`judged`.
    """
    with judged(settings, truth) as item:
        declared = declared_linkage(item.con)
        result = evaluation.evaluate(item.con, declared, item.folder, examples=examples)
    evaluation.write(settings, result, str(item.stored.manifest["sidik"]["rilis"]))
    return result
