"""The frozen welfare model: decimals, design, fingerprint, measures, and scoring in Python.

Whatever it was fitted by, a model is a sum of small tables: a number per code, a slope and steps
per number, and a table per pair of variables. SQL scores it by look-up, and each term is a reason.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
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
class Steps:
    """Steps of a number: ``langkah[i]`` is added where i of the ``batas`` are not above it."""

    batas: tuple[Decimal, ...]
    langkah: tuple[Decimal, ...]


@dataclass(frozen=True)
class Pair:
    """What two variables add together, by their boxes, in millionths; box 0 is a missing answer."""

    variabel: tuple[str, str]
    tabel: tuple[tuple[int, ...], ...]

    @property
    def nama(self) -> str:
        """The name of the term."""
        return "*".join(self.variabel)


@dataclass(frozen=True)
class Model:
    """A trained model.

    ``koefisien`` maps variable to code to coefficient: natural logarithm of rupiah per person and
    month, six decimals. Every variable has the code ``kosong``, its mean effect in training;
    numeric variables have ``nilai`` (per unit). ``tangga`` are steps of numbers, ``pasangan``
    tables of pairs (boosted models only). ``rancangan`` are the rows of design.rows, ``latih`` says
    what it was trained on, ``ukuran`` how well it does on households it was not fitted on,
    ``sisaan`` how far such households lie from their prediction (uncertainty.py).
    """

    nama: str
    koefisien: dict[str, dict[str, Decimal]]
    rancangan: list[dict[str, Any]]
    latih: dict[str, Any]
    ukuran: dict[str, Any]
    tangga: dict[str, Steps] = field(default_factory=dict)
    pasangan: tuple[Pair, ...] = ()
    sisaan: dict[str, Any] = field(default_factory=dict)

    def content(self) -> dict[str, Any]:
        """What is written, without the fingerprint; parts that are empty are left out."""
        written: dict[str, Any] = {
            "nama": self.nama,
            "koefisien": {
                name: {code: str(value) for code, value in codes.items()}
                for name, codes in self.koefisien.items()
            },
            "rancangan": self.rancangan,
            "latih": self.latih,
            "ukuran": self.ukuran,
        }
        if self.tangga:
            written["tangga"] = {
                name: {
                    "batas": " ".join(map(str, own.batas)),
                    "langkah": " ".join(map(str, own.langkah)),
                }
                for name, own in self.tangga.items()
            }
        if self.pasangan:
            written["pasangan"] = [
                {
                    "variabel": list(pair.variabel),
                    "tabel": [" ".join(map(str, row)) for row in pair.tabel],
                }
                for pair in self.pasangan
            ]
        if self.sisaan:
            written["sisaan"] = self.sisaan
        return written

    @property
    def sidik(self) -> str:
        """SHA-256 of the content as canonical JSON."""
        text = json.dumps(self.content(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def parse(raw: dict[str, Any]) -> Model:
    """The model of a written content. Raises ValueError, KeyError, TypeError, InvalidOperation."""
    own = dict(raw)
    own["koefisien"] = {
        variable: {code: Decimal(value) for code, value in codes.items()}
        for variable, codes in own["koefisien"].items()
    }
    own["tangga"] = {
        name: Steps(
            tuple(map(Decimal, steps["batas"].split())),
            tuple(map(Decimal, steps["langkah"].split())),
        )
        for name, steps in own.get("tangga", {}).items()
    }
    own["pasangan"] = tuple(
        Pair(
            (pair["variabel"][0], pair["variabel"][1]),
            tuple(tuple(map(int, row.split())) for row in pair["tabel"]),
        )
        for pair in own.get("pasangan", ())
    )
    return Model(**own)


def to_micro(value: Decimal) -> int:
    """A decimal with at most six decimals as a whole number of millionths."""
    return int(value.scaleb(6))


def codes_of(codes: dict[str, Any]) -> list[str]:
    """The codes of a variable in the order of their boxes 1, 2, …"""
    return sorted(code for code in codes if code != MISSING)


def boxes(model: Model, name: str, column: pa.Array) -> Ints:
    """The box (n,) of each answer: 0 missing or unknown, else the place of code or step."""
    codes = model.koefisien[name]
    if VALUE not in codes:
        place = pc.index_in(column, pa.array(codes_of(codes), pa.string())).fill_null(-1)
        return np.asarray(place.to_numpy(zero_copy_only=False), dtype=np.int64) + 1
    steps = model.tangga.get(name)
    blank = column.is_null().to_numpy(zero_copy_only=False)
    edges = np.array([to_micro(edge) for edge in steps.batas] if steps else [], dtype=np.int64)
    reached = np.searchsorted(edges, _micro(column), side="right")
    return np.asarray(np.where(blank, 0, reached + 1), dtype=np.int64)


def predict(model: Model, features: pa.Table) -> Ints:
    """Scores (n,) in millionths of ln rupiah: the integer arithmetic that SQL does in decimals.

    ``features`` has the columns of features.features or of ranking.fitur_keluarga. A code the model
    does not know, and a missing value, take the coefficient ``kosong``.
    """
    total = np.full(len(features), to_micro(model.koefisien[INTERCEPT[0]][INTERCEPT[1]]), np.int64)
    place: dict[str, Ints] = {}
    for name, codes in model.koefisien.items():
        if name == INTERCEPT[0]:
            continue
        column = features.column(name).combine_chunks()
        place[name] = boxes(model, name, column)
        missing = to_micro(codes[MISSING])
        if VALUE in codes:
            total += _number(model, name, column, place[name])
        else:
            table = [missing, *(to_micro(codes[code]) for code in codes_of(codes))]
            total += np.array(table, dtype=np.int64)[place[name]]
    for pair in model.pasangan:
        first, second = pair.variabel
        total += np.array(pair.tabel, dtype=np.int64)[place[first], place[second]]
    return total


def _micro(column: pa.Array) -> Ints:
    value = column.fill_null(0).cast(pa.float64()).to_numpy(zero_copy_only=False)
    return np.asarray(np.rint(value * MICRO), dtype=np.int64)


def _number(model: Model, name: str, column: pa.Array, box: Ints) -> Ints:
    """Slope × value, rounded half away from zero as SQL casts decimals, and the step of its box."""
    codes = model.koefisien[name]
    product = to_micro(codes[VALUE]) * _micro(column)
    rounded = np.sign(product) * ((np.abs(product) + MICRO // 2) // MICRO)
    if name in model.tangga:
        steps = [0, *(to_micro(step) for step in model.tangga[name].langkah)]
        rounded = rounded + np.array(steps, dtype=np.int64)[box]
    return np.asarray(np.where(box == 0, to_micro(codes[MISSING]), rounded))
