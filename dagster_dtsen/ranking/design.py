"""The design of the welfare model: pmt.yml as objects, and the features of training rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import yaml

ROOM = Path(__file__).resolve().parent
TRAINING = "wh.standardised.rumah_tangga_latih"
NOT_ASKED = "tidak_ditanya"
MISSING = "kosong"
VALUE = "nilai"
INTERCEPT = ("tetapan", "1")


@dataclass(frozen=True)
class Skip:
    """With one of the codes ``kode`` in ``penentu`` the item is not asked: it is ``pengganti``."""

    penentu: str
    kode: tuple[str, ...]
    pengganti: str


@dataclass(frozen=True)
class Categorical:
    """An item whose codes each add an effect of their own."""

    nama: str
    kode: tuple[str, ...]
    lewati: Skip | None


@dataclass(frozen=True)
class Numeric:
    """A number that adds coefficient times value; ``rumus`` is its SQL over raw columns."""

    nama: str
    rumus: str
    turunan: bool


@dataclass(frozen=True)
class Design:
    """What enters the score, as declared in pmt.yml."""

    model: str
    sasaran: str
    penimbang: str
    paling_sedikit: int
    uji: dict[str, Any]
    kategori: tuple[Categorical, ...]
    numerik: tuple[Numeric, ...]
    umur: dict[str, tuple[int, int]]

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of all features, categorical first."""
        return (*(item.nama for item in self.kategori), *(item.nama for item in self.numerik))


@lru_cache(maxsize=1)
def design() -> Design:
    """pmt.yml of this room; read once."""
    raw = yaml.safe_load((ROOM / "pmt.yml").read_text(encoding="utf-8"))
    return Design(
        model=raw["model"],
        sasaran=raw["sasaran"],
        penimbang=raw["penimbang"],
        paling_sedikit=int(raw["rumah_tangga_paling_sedikit"]),
        uji=raw["uji"],
        kategori=tuple(
            Categorical(
                entry["nama"],
                tuple(entry["kode"]),
                Skip(**entry["lewati"] | {"kode": tuple(entry["lewati"]["kode"])})
                if "lewati" in entry
                else None,
            )
            for entry in raw["kategori"]
        ),
        numerik=tuple(
            Numeric(entry["nama"], entry["rumus"], bool(entry.get("turunan")))
            for entry in raw["numerik"]
        ),
        umur={name: (low, high) for name, (low, high) in raw["umur"].items()},
    )


def rows(plan: Design) -> list[dict[str, Any]]:
    """The design as rows of ``model.rancangan_kesejahteraan`` (see coefficients.py)."""
    counted = [item.nama for item in plan.kategori]
    counted += [item.nama for item in plan.numerik if not item.turunan]
    found: list[dict[str, Any]] = [{"variabel": name, "peran": "butir"} for name in counted]
    for item in plan.kategori:
        if item.lewati:
            found += [
                {
                    "variabel": item.nama,
                    "peran": "lewati",
                    "penentu": item.lewati.penentu,
                    "kode": code,
                    "pengganti": item.lewati.pengganti,
                }
                for code in item.lewati.kode
            ]
    for name, (low, high) in plan.umur.items():
        found.append({"variabel": name, "peran": "umur", "dari": low, "sampai": high})
    return found


def _categorical_sql(item: Categorical, columns: set[str]) -> str:
    if item.lewati is None or item.lewati.penentu not in columns:
        return f"cast({item.nama} as varchar) as {item.nama}"
    codes = ", ".join(f"'{code}'" for code in item.lewati.kode)
    return (
        f"case when {item.lewati.penentu} in ({codes}) then '{item.lewati.pengganti}' "
        f"else {item.nama} end as {item.nama}"
    )


def features(con: duckdb.DuckDBPyConnection, plan: Design, relation: str = TRAINING) -> pa.Table:
    """Features of the households of ``relation`` (n,), in the order of record_key.

    One column per variable of the design (text codes, or decimal(18,6)), then record_key, unit
    (hexadecimal hash of the sampling unit), bobot and sasaran (natural logarithm), both float64.
    A skip whose determining item the survey does not deliver cannot apply.
    """
    columns = {str(row[0]) for row in con.execute(f"describe {relation}").fetchall()}
    chosen = [_categorical_sql(item, columns) for item in plan.kategori]
    chosen += [f"cast({item.rumus} as decimal(18, 6)) as {item.nama}" for item in plan.numerik]
    return con.execute(
        f"""
        select
            {", ".join(chosen)},
            record_key,
            sha256(coalesce({plan.uji["unit"]}, record_key)) as unit,
            cast({plan.penimbang} as double) as bobot,
            ln(cast({plan.sasaran} as double)) as sasaran
        from {relation}
        order by record_key
        """
    ).to_arrow_table()
