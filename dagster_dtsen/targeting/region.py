"""The region of a programme: codes of a named system, as Kemendagri codes of the release date."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from dagster_dtsen.declared import shown
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.targeting.criteria import Place

KEMENDAGRI, BPS = "kemendagri", "bps"
# digits of a code → its tier, the coarse first
TIERS = {
    KEMENDAGRI: {2: "provinsi", 4: "kabupaten_kota", 6: "kecamatan"},
    BPS: {2: "provinsi", 4: "kabupaten_kota", 7: "kecamatan"},
}
_PAIRS = ("kode_bps", "kode_kemendagri", "tingkat", "berlaku_dari", "berlaku_sampai")
_LARGEST = 32_000_000


def column(tier: str) -> str:
    """The column of the sealed families that holds a code of this tier."""
    return f"kode_{tier}_kemendagri"


def names(seed: Path) -> dict[str, str]:
    """Code → name of every region down to the kecamatan, the name it bore last."""
    with seed.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["tingkat"] in _tiers()]
    rows.sort(key=lambda row: row["berlaku_dari"])
    return {row["kode"]: row["nama"] for row in rows}


def _tiers() -> set[str]:
    return set(TIERS[KEMENDAGRI].values())


def resolve(place: Place, file: Path, known: Iterable[str], date: dt.date) -> list[str]:
    """The Kemendagri codes that a place of the criteria ``file`` stands for, in order.

    ``known``: codes of the list of regions and of the release. BPS codes go through the crosswalk
    the file names, by the pairs in force on ``date``. Raises DtsenError E-KRITERIA-WILAYAH.
    """
    try:
        codes = _codes(place, file, date)
        unknown = sorted(codes - set(known))
        if unknown:
            raise _WrongError(f"kode tidak dikenal / unknown code {unknown[0]}")
    except _WrongError as error:
        raise DtsenError("E-KRITERIA-WILAYAH", file=file.name, reason=str(error)) from None
    return sorted(codes)


class _WrongError(Exception):
    """Why a place cannot be used."""


def _codes(place: Place, file: Path, date: dt.date) -> set[str]:
    tiers = TIERS.get(place.sistem)
    if tiers is None:
        allowed = ", ".join(TIERS)
        raise _WrongError(f"sistem {shown(place.sistem)}; yang berlaku / allowed {allowed}")
    for code in place.kode:
        if not (code.isascii() and code.isdecimal() and len(code) in tiers):
            digits = ", ".join(map(str, tiers))
            raise _WrongError(f"kode {place.sistem} {shown(code)}: angka / digits {digits}")
    if place.sistem == KEMENDAGRI:
        if place.padanan is not None:
            raise _WrongError(f"padanan: hanya untuk / only for {BPS}")
        return set(place.kode)
    if place.padanan is None:
        raise _WrongError(
            "rilis hanya memuat kode Kemendagri, kode bps perlu padanan / the release holds "
            "Kemendagri codes alone, bps codes need padanan"
        )
    return _mapped(set(place.kode), _pairs(file.parent / place.padanan, date))


def _pairs(path: Path, date: dt.date) -> set[tuple[str, str]]:
    """BPS and Kemendagri codes of a tier down to the kecamatan that belong together on a day."""
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError
        with path.open(encoding="utf-8", newline="") as handle:
            return {
                (row["kode_bps"], row["kode_kemendagri"])
                for row in csv.DictReader(handle)
                if row["tingkat"] in _tiers() and _in_force(row, date)
            }
    except (OSError, ValueError, KeyError, TypeError, csv.Error):
        text = f"padanan tidak terbaca / cannot be read: {', '.join(_PAIRS)}"
        raise _WrongError(text) from None


def _in_force(row: dict[str, str], date: dt.date) -> bool:
    """Whether a pair holds on a day; its last day is still one."""
    last = row["berlaku_sampai"]
    since = dt.date.fromisoformat(row["berlaku_dari"])
    return since <= date and (not last or date <= dt.date.fromisoformat(last))


def _mapped(codes: set[str], pairs: set[tuple[str, str]]) -> set[str]:
    """All their Kemendagri codes; refused where one is missing or holds other places too."""
    without = sorted(codes - {bps for bps, _ in pairs})
    if without:
        raise _WrongError(f"kode bps {without[0]} tanpa padanan / without a pair")
    mapped = {kemendagri for bps, kemendagri in pairs if bps in codes}
    wider = sorted((k, bps) for bps, k in pairs if k in mapped and bps not in codes)
    if wider:
        raise _WrongError(
            f"kode Kemendagri {wider[0][0]} juga memuat / also holds bps {wider[0][1]}, "
            "yang tidak disebut / which is not named"
        )
    return mapped
