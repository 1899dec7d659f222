"""The frozen welfare model: coefficients with six decimals, design, fingerprint, metrics."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dagster_dtsen.ranking.design import INTERCEPT, MISSING, VALUE

MICRO = 1_000_000
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Model:
    """A trained model.

    ``koefisien`` maps variable to code to coefficient: natural logarithm of rupiah per person and
    month, six decimals. Every variable has the code ``kosong``, its mean effect in training;
    numeric variables have ``nilai`` (per unit). ``rancangan`` are the rows of design.rows,
    ``latih`` says what it was trained on, ``ukuran`` how well it does on the holdout.
    """

    nama: str
    koefisien: dict[str, dict[str, Decimal]]
    rancangan: list[dict[str, Any]]
    latih: dict[str, Any]
    ukuran: dict[str, str]

    def content(self) -> dict[str, Any]:
        """What is written, without the fingerprint."""
        return {
            "nama": self.nama,
            "koefisien": {
                name: {code: str(value) for code, value in codes.items()}
                for name, codes in self.koefisien.items()
            },
            "rancangan": self.rancangan,
            "latih": self.latih,
            "ukuran": self.ukuran,
        }

    @property
    def sidik(self) -> str:
        """SHA-256 of the content as canonical JSON."""
        text = json.dumps(self.content(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def to_micro(value: Decimal) -> int:
    """A decimal with at most six decimals as a whole number of millionths."""
    return int(value.scaleb(6))


def predict(model: Model, features: pa.Table) -> Ints:
    """Scores (n,) in millionths of ln rupiah: the integer arithmetic that SQL does in decimals.

    ``features`` has the columns of design.features or of ranking.fitur_keluarga. A code the model
    does not know, and a missing value, take the coefficient ``kosong``.
    """
    total = np.full(len(features), to_micro(model.koefisien[INTERCEPT[0]][INTERCEPT[1]]), np.int64)
    for name, codes in model.koefisien.items():
        if name == INTERCEPT[0]:
            continue
        missing = to_micro(codes[MISSING])
        column = features.column(name).combine_chunks()
        if VALUE in codes:
            total += _linear(column, to_micro(codes[VALUE]), missing)
        else:
            known = [code for code in codes if code != MISSING]
            place = pc.index_in(column, pa.array(known)).fill_null(len(known))
            table = np.array([to_micro(codes[code]) for code in known] + [missing], dtype=np.int64)
            total += table[place.to_numpy(zero_copy_only=False)]
    return total


def _linear(column: pa.Array, slope: int, missing: int) -> Ints:
    """slope × value, rounded half away from zero to millionths, as SQL casts decimals."""
    blank = column.is_null().to_numpy(zero_copy_only=False)
    value = np.rint(column.fill_null(0).cast(pa.float64()).to_numpy() * MICRO).astype(np.int64)
    product = slope * value
    rounded = np.sign(product) * ((np.abs(product) + MICRO // 2) // MICRO)
    return np.where(blank, missing, rounded)
