"""Regions of bodies and of requests: findings as (code, what it is about). Kemendagri codes."""

from __future__ import annotations

from collections.abc import Iterator

from dagster_dtsen.declared import shown
from dagster_dtsen.sharing.application import Application
from dagster_dtsen.sharing.rules import Level, Rules

# digits of a Kemendagri code by tier
DIGITS = {"nasional": 0, "provinsi": 2, "kabupaten_kota": 4, "kecamatan": 6, "desa": 10}
KEMENDAGRI = "kemendagri"
# columns that tell a region, and its tier
COLUMNS = {f"kode_{tier}_kemendagri": tier for tier in DIGITS if DIGITS[tier]}


def within(code: str, top: str) -> bool:
    """Whether a region is ``top`` or lies in it; every region lies in the empty code."""
    return len(code) >= len(top) and code.startswith(top)


def finer(variable: str, level: Level) -> bool:
    """Whether a column tells a smaller region than the level is told for."""
    tier = COLUMNS.get(variable)
    return tier is not None and DIGITS[tier] > DIGITS[level.wilayah_terendah]


def own(asked: Application, rules: Rules) -> Iterator[tuple[str, str]]:
    """Whether each body has a region of its tier, and only then."""
    for body in (asked.pemohon, *asked.pengguna):
        if len(body.kode_wilayah or "") != DIGITS[rules.jenis[body.jenis].lingkup]:
            yield "WILAYAH_BADAN", body.lembaga


def asked_for(asked: Application, rules: Rules, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Whether the regions exist, lie in the bounds of the applicant and are told at this level."""
    bound = asked.pemohon.kode_wilayah or ""
    level = rules.tingkat.get(asked.level)
    for entity, names in asked.variabel.items():
        yield from (
            ("WILAYAH_TERLALU_KECIL", f"{entity}.{shown(name)}")
            for name in names
            if level and finer(name, level)
        )
    local = rules.jenis[asked.pemohon.jenis].daerah
    if isinstance(asked.wilayah, str):
        if local:
            yield "WILAYAH_DI_LUAR", asked.wilayah
        return
    if asked.wilayah.sistem != KEMENDAGRI:
        if local:
            yield "WILAYAH_BPS", asked.wilayah.sistem
        return
    for code in asked.wilayah.kode:
        if code not in known:
            yield "WILAYAH_TIDAK_DIKENAL", shown(code)
        if local and not within(code, bound):
            yield "WILAYAH_DI_LUAR", shown(code)
        if level and len(code) > DIGITS[level.wilayah_terendah]:
            yield "WILAYAH_TERLALU_KECIL", shown(code)
