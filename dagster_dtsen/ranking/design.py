"""The design of a welfare model: a pmt.yml as objects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from dagster_dtsen.errors import DtsenError

ROOM = Path(__file__).resolve().parent
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
    """An item whose codes each add an effect of their own; without codes: those of the survey."""

    nama: str
    kode: tuple[str, ...]
    lewati: Skip | None


@dataclass(frozen=True)
class Numeric:
    """A number that adds coefficient times value; ``rumus`` is its SQL over raw columns."""

    nama: str
    rumus: str
    turunan: bool
    menyusul: bool = False  # older models lack it


@dataclass(frozen=True)
class Candidate:
    """A model to try: how it is fitted, and over which settings.

    ``jenis`` is ols, ridge, lasso or kuantil. ``kumpul``: effects of ``wilayah`` drawn towards zero
    are added. ``pohon``: boosted trees on what is left, with these settings, or none. A candidate
    that is ``hanya_diukur`` is never chosen.
    """

    nama: str
    jenis: str
    parameter: dict[str, Any]
    kumpul: bool
    pohon: dict[str, Any] | None
    hanya_diukur: bool


@dataclass(frozen=True)
class Group:
    """A group of households that errors are told for: SQL over columns that must be there."""

    nama: str
    kolom: tuple[str, ...]
    rumus: str


@dataclass(frozen=True)
class Design:
    """What enters the score and how it is found, as declared in a pmt.yml."""

    model: str
    sasaran: str
    penimbang: str
    strata: str | None
    klaster: str | None
    kunci: str
    tanggal_acuan: str | None
    deflator: dict[str, str] | None
    paling_sedikit: int
    wilayah: str | None
    kuota: tuple[int, ...]
    lipatan: int
    benih: str
    pencarian: int
    kandidat: tuple[Candidate, ...]
    kelompok: tuple[Group, ...]
    kategori: tuple[Categorical, ...]
    numerik: tuple[Numeric, ...]
    angka: tuple[str, ...]
    umur: dict[str, tuple[int, int]]
    catatan: str
    folder: Path

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of all features, categorical first, the pooled region last."""
        own = (*(item.nama for item in self.kategori), *(item.nama for item in self.numerik))
        return (*own, self.wilayah) if self.wilayah else own


def _candidates(entries: list[dict[str, Any]]) -> tuple[Candidate, ...]:
    """One candidate per combination of the settings that are lists."""
    found = []
    for entry in entries:
        own: dict[str, Any] = entry.get("parameter", {})
        lists = {name: value for name, value in own.items() if isinstance(value, list)}
        for values in product(*lists.values()):
            chosen = dict(zip(lists, values, strict=True))
            name = "_".join([entry["nama"], *(str(value) for value in values)])
            found.append(
                Candidate(
                    name,
                    entry["jenis"],
                    own | chosen,
                    bool(entry.get("kumpul")),
                    entry.get("pohon"),
                    bool(entry.get("hanya_diukur")),
                )
            )
    return tuple(found)


def _categorical(entry: dict[str, Any]) -> Categorical:
    skip = entry.get("lewati")
    return Categorical(
        entry["nama"],
        tuple(str(code) for code in entry.get("kode", ())),
        Skip(skip["penentu"], tuple(skip["kode"]), skip["pengganti"]) if skip else None,
    )


@lru_cache(maxsize=1)
def design() -> Design:
    """pmt.yml of this room; read once."""
    return read(ROOM / "pmt.yml")


def read(path: Path) -> Design:
    """A declaration of a model. Raises DtsenError E-RANCANGAN when it cannot be understood."""
    try:
        return _design(yaml.safe_load(path.read_text(encoding="utf-8")), path.parent)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        reason = f"{type(error).__name__} {str(error).splitlines()[0] if str(error) else ''}"
        raise DtsenError("E-RANCANGAN", path=path.name, reason=reason) from None


def _design(raw: dict[str, Any], folder: Path) -> Design:
    choice = raw["pemilihan"]
    return Design(
        model=raw["model"],
        sasaran=raw["sasaran"],
        penimbang=raw["penimbang"],
        strata=raw.get("strata"),
        klaster=raw.get("klaster"),
        kunci=raw["kunci"],
        tanggal_acuan=raw.get("tanggal_acuan"),
        deflator=raw.get("deflator"),
        paling_sedikit=int(raw["rumah_tangga_paling_sedikit"]),
        wilayah=raw.get("wilayah"),
        kuota=tuple(int(share) for share in choice["kuota"]),
        lipatan=int(choice["lipatan"]),
        benih=str(choice["benih"]),
        pencarian=int(choice["rumah_tangga_pencarian"]),
        kandidat=_candidates(raw["kandidat"]),
        kelompok=tuple(
            Group(entry["nama"], tuple(entry["kolom"]), entry["rumus"])
            for entry in raw.get("kelompok", ())
        ),
        kategori=tuple(_categorical(entry) for entry in raw["kategori"]),
        numerik=tuple(
            Numeric(
                entry["nama"],
                entry["rumus"],
                bool(entry.get("turunan")),
                bool(entry.get("menyusul")),
            )
            for entry in raw["numerik"]
        ),
        angka=tuple(raw.get("angka", ())),
        umur={name: (low, high) for name, (low, high) in raw.get("umur", {}).items()},
        catatan=raw.get("catatan", ""),
        folder=folder,
    )


def with_codes(plan: Design, codes: dict[str, list[str]]) -> Design:
    """The design with the codes of the survey where the declaration lists none."""
    known = tuple(
        item if item.kode else replace(item, kode=tuple(codes.get(item.nama, ())))
        for item in plan.kategori
    )
    return replace(plan, kategori=known)


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
