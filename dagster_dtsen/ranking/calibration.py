"""Intervals of a model measured anew on visited families of the register instead of its survey.

A register's answers are older and more often wrong than a survey's, so a model errs more there than
where it was trained. Spending measured at a random sample of ranked families says by how much; rank
and score stay as they are.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dagster_dtsen import warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.ranking.candidates import texts
from dagster_dtsen.ranking.foreign import scan
from dagster_dtsen.ranking.model import Model
from dagster_dtsen.ranking.survey import sample
from dagster_dtsen.ranking.uncertainty import spread_of
from dagster_dtsen.settings import Settings

# fewer families say too little of the outer twentieths
FEWEST, FOLDS = 300, 5
_KEY, _SPENT, _WEIGHT, _UNIT = "id_keluarga", "pengeluaran_per_kapita", "penimbang", "psu"

_READ = """
select
    cast(id_keluarga as varchar) as id_keluarga,
    try_cast({spent} as double) as pengeluaran_per_kapita,
    try_cast({weight} as double) as penimbang,
    cast({unit} as varchar) as psu
from {source}
order by all
"""


def visits(settings: Settings, path: Path) -> pa.Table:
    """Visited families (n,) of a CSV, or a Parquet file by its ending, in the order of their id.

    Columns ``id_keluarga``, ``pengeluaran_per_kapita`` (rupiah per month) and, where the file has
    them, ``penimbang`` (else 1) and ``psu`` (else the family). Raises DtsenError E-KALIBRASI.
    """
    try:
        with warehouse.sealed_reader(settings, path) as (con, name):
            source = scan(warehouse.quoted(name), path.suffix.lower())
            has = {str(row[0]) for row in con.execute(f"describe from {source}").fetchall()}
            missing = sorted({_KEY, _SPENT} - has)
            if missing:
                raise DtsenError("E-KALIBRASI", reason=f"kolom / columns: {', '.join(missing)}")
            table: pa.Table = con.execute(
                _READ.format(
                    source=source,
                    spent=_SPENT,
                    weight=_WEIGHT if _WEIGHT in has else "1",
                    unit=_UNIT if _UNIT in has else _KEY,
                )
            ).to_arrow_table()
    except OSError as error:
        raise DtsenError("E-KALIBRASI", reason=f"{path.name}: {error.strerror}") from None
    except duckdb.Error as error:
        raise DtsenError("E-KALIBRASI", reason=f"{path.name}: {type(error).__name__}") from None
    _check(table)
    return table


def _check(table: pa.Table) -> None:
    """Every row must count: a family once, spending and weight above zero."""
    keys = table.column(_KEY).to_pylist()
    wrong = {
        "id_keluarga kosong atau berulang / empty or repeated": len(keys)
        - len({key for key in keys if key}),
        "psu kosong / empty": table.column(_UNIT).null_count,
    }
    for name in (_SPENT, _WEIGHT):
        values = table.column(name).to_pylist()
        wrong[f"{name} <= 0"] = sum(
            not (value is not None and 0 < value < math.inf) for value in values
        )
    found = [f"{what}: {amount}" for what, amount in wrong.items() if amount]
    if found:
        raise DtsenError("E-KALIBRASI", reason="; ".join(found))


def _folds(units: npt.NDArray[np.str_], seed: str) -> npt.NDArray[np.int64]:
    """Fold (n,) of each family: whole sampling units, dealt in the order of a hash."""
    names, at = np.unique(units, return_inverse=True)
    keys = [hashlib.sha256(f"{seed}|{name}".encode()).hexdigest() for name in names]
    place = np.empty(len(names), dtype=np.int64)
    place[np.argsort(keys)] = np.arange(len(names)) % FOLDS
    return place[at]


def calibrated(model: Model, visited: pa.Table, release: str) -> Model:
    """``model`` with the intervals of ``visited``: columns of :func:`visits` and ``skor`` (n,).

    Bands, quantiles and their coverage are made as from the survey (uncertainty.py).
    Raises DtsenError E-KALIBRASI with fewer than FEWEST families.
    """
    if len(visited) < FEWEST:
        reason = f"keluarga berperingkat / ranked families: {len(visited)} < {FEWEST}"
        raise DtsenError("E-KALIBRASI", reason=reason)
    spent, score, weight = (
        visited.column(name).to_numpy().astype(np.float64) for name in (_SPENT, "skor", _WEIGHT)
    )
    unit = texts(visited, _UNIT)
    told: dict[str, Any] = spread_of(
        score,
        np.log(spent) - score,
        sample(weight, unit, np.full(len(unit), "")),
        _folds(unit, model.sidik),
    )
    told["kalibrasi"] = {"rilis": release, "keluarga": len(visited), "sidik_model": model.sidik}
    return replace(model, sisaan=told)
