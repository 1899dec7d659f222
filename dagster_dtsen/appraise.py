"""Evaluate the published release against a truth: brings linkage, release and evaluation together.

Needed only where a truth exists (the synthetic twin); nothing of a release depends on it.
"""

from __future__ import annotations

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


def published_and_truth(settings: Settings, truth: Path) -> tuple[Path, store.StoredRelease]:
    """The folder of a truth, which may be inside the twin ``truth``, and the published release.

    Raises DtsenError E-KEBENARAN-TIADA, E-RILIS-TIADA.
    """
    folder = truth / "truth" if (truth / "truth").is_dir() else truth
    check_folder(folder)
    name = publish.published(settings)
    stored = next((item for item in store.stored(settings) if item.name == name), None)
    if stored is None:
        raise DtsenError("E-RILIS-TIADA", home=settings.home)
    return folder, stored


def evaluate_linkage(settings: Settings, truth: Path, examples: int = 0) -> dict[str, Any]:
    """Evaluate the published release and save the result in the home; ``truth`` may be the twin.

    Raises DtsenError E-KEBENARAN-TIADA, E-RILIS-TIADA, E-SEDANG-BERJALAN, E-EVALUASI-USANG,
    E-KEBENARAN-LAIN.
    """
    folder, stored = published_and_truth(settings, truth)
    with run_lock(settings), warehouse.connect(settings, read_only=True) as con:
        evaluation.working_release(con, stored.name)
        result = evaluation.evaluate(con, declared_linkage(con), folder, examples=examples)
    evaluation.write(settings, result, str(stored.manifest["sidik"]["rilis"]))
    return result
