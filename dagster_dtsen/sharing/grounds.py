"""Who may ask, for whom, at which level, on which ground: findings as (code, what it is about)."""

from __future__ import annotations

from collections.abc import Iterator

from dagster_dtsen.declared import shown
from dagster_dtsen.sharing.application import NATIONAL, Application, Body
from dagster_dtsen.sharing.places import within
from dagster_dtsen.sharing.rules import ANY, Rules

Findings = Iterator[tuple[str, str]]
NAMED = 4  # by name by address
# a bupati or walikota asks for the villages too
_UNDER = {"kabupaten_kota": ("kabupaten_kota", "desa")}
_TASK_FORCE = "satgas"


def bodies(asked: Application, rules: Rules) -> Findings:
    """Whether the applicant asks, the users are its own, and the law names such a recipient."""
    own = asked.pemohon
    if not rules.jenis[own.jenis].mengajukan:
        yield "PEMOHON_BUKAN", own.lembaga
    for user in asked.pengguna:
        if not _under(own, user, rules):
            yield "PENGGUNA_BUKAN", user.lembaga
    grounds = {
        (asked.kegiatan, own.jenis, name, asked.jalur) for name in (own.lembaga, ANY)
    } & rules.penerima
    if not grounds:
        yield (
            "PENERIMA_TIDAK_BERHAK",
            ", ".join(shown(word) for word in (asked.kegiatan, own.lembaga, asked.jalur)),
        )


def _under(own: Body, user: Body, rules: Rules) -> bool:
    if user.jenis not in _UNDER.get(own.jenis, (own.jenis,)):
        return False
    if not rules.jenis[own.jenis].daerah:
        return True
    return within(user.kode_wilayah or "", own.kode_wilayah or "-")


def levels(asked: Application, rules: Rules) -> Findings:
    """Whether each level exists and is open to these bodies for this purpose."""
    for level in asked.tingkat:
        if level not in rules.tingkat:
            yield "TINGKAT_TIDAK_DIKENAL", str(level)
    for body in (asked.pemohon, *asked.pengguna):
        if asked.level > rules.jenis[body.jenis].tingkat_maks:
            yield "TINGKAT_TERLALU_TINGGI", f"{body.lembaga}: {asked.level}"
    if asked.level == NAMED:
        if asked.kepentingan not in rules.kepentingan:
            yield "TINGKAT_4_KEPENTINGAN", shown(asked.kepentingan or "-")
        if rules.perlu_program.get(asked.kegiatan, True) and asked.program is None:
            yield "TINGKAT_4_PROGRAM", asked.pemohon.lembaga


def recommended(asked: Application) -> Findings:
    """Whether the request stays inside the recommendation of the task force, where there is one."""
    own = asked.rekomendasi
    if own is None:
        if asked.jalur == _TASK_FORCE:
            yield "REKOMENDASI_TIADA", asked.jalur
        return
    if NATIONAL not in own.wilayah:
        inside = [code for code in asked.codes if any(within(code, top) for top in own.wilayah)]
        if not asked.codes:
            yield "REKOMENDASI_WILAYAH", NATIONAL
        yield from (
            ("REKOMENDASI_WILAYAH", shown(code)) for code in asked.codes if code not in inside
        )
    for entity, names in asked.variabel.items():
        for name in names:
            if name not in own.variabel.get(entity, ()):
                yield "REKOMENDASI_VARIABEL", f"{entity}.{shown(name)}"
    if own.kriteria is not None and own.kriteria != asked.kriteria:
        yield "REKOMENDASI_KRITERIA", shown(asked.kriteria or "-")
