"""Every finding on a request: a change that brings it, and no finding without a change."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from grant_requests import DAY, EXAMPLES, Change, codes, example, ground

from dagster_dtsen.settings import Settings
from dagster_dtsen.sharing import application, check, papers
from dagster_dtsen.sharing.check import STAGES, Ground, findings

PKH, BOGOR, FACILITY = "kemensos_pkh", "kabupaten_bogor", "bappenas_mikro"


@pytest.fixture(scope="module")
def against(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return ground(Settings(home=tmp_path_factory.mktemp("izin"), db_key=None))


def without(*names: str) -> Change:
    """A request without these papers."""

    def change(asked: dict[str, Any]) -> None:
        asked["dokumen"] = [paper for paper in asked["dokumen"] if paper["jenis"] not in names]

    return change


def put(*path: str | int, to: Any) -> Change:
    """A request with another value at a place."""

    def change(asked: Any) -> None:
        for step in path[:-1]:
            asked = asked[step]
        asked[path[-1]] = to

    return change


def both(*changes: Change) -> Change:
    def change(asked: dict[str, Any]) -> None:
        for each in changes:
            each(asked)

    return change


RECOMMENDED = {
    "nomor": "REK-1/2026", "tanggal": dt.date(2026, 2, 1), "wilayah": ["32"],
    "variabel": {"individu": ["nik"]}, "kriteria": "lain.yml",
}  # fmt: skip
VILLAGE = {
    "lembaga": "desa_lain", "nama": "Desa Lain", "jenis": "desa", "kode_wilayah": "3202012001",
}  # fmt: skip
CASES: dict[str, tuple[str, Change]] = {
    "JENIS_TIDAK_DIKENAL": (PKH, put("pemohon", "jenis", to="koperasi")),
    "PEMOHON_BUKAN": (BOGOR, put("pemohon", to={
        **VILLAGE, "kode_wilayah": "3201012001",
        "pejabat": {"nama": "Kades Contoh", "jabatan": "Kepala desa"},
    })),
    "PENGGUNA_BUKAN": (BOGOR, put("pengguna", 1, to=VILLAGE)),
    "WILAYAH_BADAN": (BOGOR, put("pemohon", "kode_wilayah", to="32")),
    "PENERIMA_TIDAK_BERHAK": (PKH, put("kegiatan", to="pengawasan")),
    "TINGKAT_TIDAK_DIKENAL": (PKH, put("tingkat", to=[3, 5])),
    "TINGKAT_TERLALU_TINGGI": (PKH, both(
        put("pemohon", "jenis", to="nonpemerintah"), put("pengguna", 0, "jenis", to="nonpemerintah")
    )),
    "TINGKAT_4_KEPENTINGAN": (PKH, put("kepentingan", to="promosi")),
    "TINGKAT_4_PROGRAM": (PKH, put("program", to=None)),
    "WILAYAH_TIDAK_DIKENAL": (PKH, put("wilayah", to={"sistem": "kemendagri", "kode": ["99"]})),
    "WILAYAH_DI_LUAR": (BOGOR, put("wilayah", "kode", to=["3201", "3202"])),
    "WILAYAH_BPS": (BOGOR, put("wilayah", "sistem", to="bps")),
    "WILAYAH_TERLALU_KECIL": (
        FACILITY, put("wilayah", to={"sistem": "kemendagri", "kode": ["320101"]})
    ),
    "VARIABEL_TIDAK_DIKENAL": (PKH, put("variabel", to={"individu": ["gaji"]})),
    "VARIABEL_TERLALU_TINGGI": (FACILITY, put("variabel", to={"individu": ["nik"]})),
    "VARIABEL_BUKAN_MIKRO": (FACILITY, put("variabel", to={"individu": ["tempat_lahir"]})),
    "REKOMENDASI_TIADA": (BOGOR, put("rekomendasi", to=None)),
    "REKOMENDASI_WILAYAH": (PKH, put("rekomendasi", to=RECOMMENDED)),
    "REKOMENDASI_VARIABEL": (PKH, put("rekomendasi", to=RECOMMENDED)),
    "REKOMENDASI_KRITERIA": (PKH, put("rekomendasi", to=RECOMMENDED)),
    "LISENSI_TIDAK_DIKENAL": (PKH, put("lisensi", to="bebas")),
    "LISENSI_TINGKAT": (PKH, put("lisensi", to="mikro")),
    "DOKUMEN_KURANG": (PKH, without("nda")),
    "DOKUMEN_BELUM": (PKH, put("dokumen", 0, "tanggal", to=dt.date(2026, 3, 2))),
    "DOKUMEN_KEDALUWARSA": (PKH, put("dokumen", 0, "berlaku_sampai", to=dt.date(2026, 2, 28))),
    "OPERATOR_TIADA": (PKH, put("operator", to=[])),
    "FORUM_ENAM_BULAN": (BOGOR, without("sk_forum_satu_data")),
    "MEDIA_BERKALA": (FACILITY, put("frekuensi", to={"pola": "berkala", "irama": "tahun"})),
    "LAPORAN_TIADA": (PKH, put("kewajiban", "laporan", to=None)),
    "SERTIFIKAT_TIADA": (PKH, put("sertifikat", to=None)),
    "TANPA_SERTIFIKAT": (BOGOR, put("sertifikat", to=None)),
    "KLAUSUL_KURANG": (PKH, put("klausul", to=["maksud_tujuan", "pelaksanaan", "kerahasiaan"])),
    "MASA_LEWAT": (PKH, put("masa", to={
        "dari": dt.date(2025, 1, 1), "sampai": dt.date(2025, 12, 31)
    })),
}  # fmt: skip
ELSEWHERE = {"VARIABEL_TANPA_TINGKAT", "TUNGGAKAN"}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_nothing_stops_the_examples(path: Path, against: Ground) -> None:
    asked = application.read(path)
    assert not [found for found in findings(asked, against, STAGES[-1]) if found.stops]


def test_every_finding_has_a_case_and_words_in_both_languages() -> None:
    words = yaml.safe_load((Path(check.__file__).parent / "findings.yml").read_text())
    assert set(words) == set(CASES) | ELSEWHERE
    for own in words.values():
        assert own["berat"] in ("tolak", "catatan")
        assert own["id"] != own["en"]


@pytest.mark.parametrize("code", sorted(CASES))
def test_a_change_brings_its_finding(code: str, against: Ground) -> None:
    name, change = CASES[code]
    if code != "TANPA_SERTIFIKAT":
        assert code not in codes(name, lambda _asked: None, against)
    assert code in codes(name, change, against)


def test_a_variable_that_nobody_gave_a_level_is_refused(against: Ground) -> None:
    unsaid = replace(against, book={**against.book, ("peringkat", "desil_nasional"): None})
    assert "VARIABEL_TANPA_TINGKAT" in codes(PKH, lambda _asked: None, unsaid)


def test_what_names_people_is_not_for_counts_either(against: Ground) -> None:
    assert "VARIABEL_TERLALU_TINGGI" in codes(
        BOGOR, put("variabel", to={"individu": ["nama"]}), against
    )


def test_an_overdue_report_blocks_the_next_request(against: Ground) -> None:
    late = replace(against, overdue=frozenset({"kemensos"}))
    assert "TUNGGAKAN" in codes(PKH, lambda _asked: None, late)
    assert "TUNGGAKAN" not in codes(BOGOR, lambda _asked: None, late)


def test_the_highest_level_asked_for_rules(against: Ground) -> None:
    """Levels 2 and 4 together ask for the papers of level 4."""
    several = both(put("tingkat", to=[2, 4]), without("nda"))
    assert "DOKUMEN_KURANG" in codes(PKH, several, against)
    assert "DOKUMEN_KURANG" not in codes(PKH, both(put("tingkat", to=[2]), without("nda")), against)


def test_what_comes_later_is_not_asked_for_sooner(against: Ground) -> None:
    bare = both(
        without("pks", "nda"), put("klausul", to=[]), put("sertifikat", to=None),
        put("rekomendasi", to=RECOMMENDED),
    )  # fmt: skip
    assert codes(PKH, bare, against, "pengajuan") == set()
    assert "REKOMENDASI_VARIABEL" in codes(PKH, bare, against, "rekomendasi")
    assert "KLAUSUL_KURANG" not in codes(PKH, bare, against, "rekomendasi")
    assert {"KLAUSUL_KURANG", "DOKUMEN_KURANG", "SERTIFIKAT_TIADA"} <= codes(PKH, bare, against)


@pytest.mark.parametrize(
    ("begins", "longer", "last"),
    [
        (dt.date(2026, 4, 1), None, dt.date(2026, 9, 30)),
        (dt.date(2026, 8, 31), None, dt.date(2027, 2, 27)),
        (dt.date(2026, 4, 1), dt.date(2026, 12, 31), dt.date(2026, 12, 31)),
        (dt.date(2026, 4, 1), dt.date(2026, 5, 1), dt.date(2026, 9, 30)),
        (dt.date(2026, 4, 1), dt.date(2030, 1, 1), dt.date(2027, 3, 31)),
    ],
)
def test_without_a_forum_access_closes_after_six_months(
    begins: dt.date, longer: dt.date | None, last: dt.date, against: Ground
) -> None:
    content = example(BOGOR)
    without("sk_forum_satu_data")(content)
    content["masa"] = {"dari": begins, "sampai": dt.date(2027, 3, 31)}
    content["forum_satu_data"] = {"perpanjangan_sampai": longer}
    asked = application.Application.model_validate(content)
    assert papers.until(asked, against.rules) == last
    assert papers.until(application.read(EXAMPLES[-1]), against.rules) == dt.date(2027, 3, 31)


def test_the_paper_of_a_forum_is_not_asked_of_ministries(against: Ground) -> None:
    assert dt.date(2026, 4, 1) > DAY
    assert codes(PKH, without("sk_forum_satu_data"), against) == set()
