"""What is no correction is refused with its code, and leaves no trace."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import jinja2
import pytest
import yaml

from dagster_dtsen import correction_records, corrections, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import policy
from dagster_dtsen.steward.values import well_formed
from tests.project.tree import DBT
from tests.steward.correctable import DAY, NIK, RIGHT_NIK, lay, wish


@pytest.fixture
def home(settings: Settings) -> Settings:
    return lay(settings)


def refused(home: Settings, **others: Any) -> DtsenError:
    """The refusal; nothing was written."""
    with pytest.raises(DtsenError) as caught:
        corrections.correct(home, wish(**others))
    assert not (home.root / "keputusan").exists()
    for value in others.get("isi", {}).values():
        assert not value or len(value) < 5 or value not in caught.value.message
    return caught.value


@pytest.mark.parametrize(
    ("code", "others"),
    [
        ("E-KOREKSI-SALAH", {"isi": {}}),
        ("E-KOREKSI-SALAH", {"objek": "rumah"}),
        ("E-KOREKSI-SALAH", {"alasan": "  "}),
        ("E-KOREKSI-SALAH", {"oleh": ""}),
        ("E-KOREKSI-SALAH", {"alasan": f"NIK {NIK}"}),
        ("E-KOREKSI-SALAH", {"oleh": "3171 0101 0180 0001"}),
        ("E-KOREKSI-SALAH", {"asal": "tetangga"}),
        ("E-KOREKSI-SALAH", {"berlaku_sampai": DAY}),
        ("E-KOREKSI-SALAH", {"key": NIK}),
        ("E-KOREKSI-SALAH", {"key": None}),
        ("E-KOREKSI-SALAH", {"individu": "I1"}),
        # a citizen's word without evidence cannot be locked
        ("E-KOREKSI-SALAH", {"asal": "warga", "kunci": True}),
        ("E-INDIVIDU-TIADA", {"key": None, "individu": "I9"}),
        ("E-RILIS-TIADA", {"tanggal": None}),
        ("E-BUKTI-TIADA", {"bukti": Path("tiada")}),
        ("E-PERMOHONAN-TIADA", {"permohonan": "0123"}),
        ("E-KOREKSI-VARIABEL", {"isi": {"warna": "merah"}}),
        ("E-KOREKSI-VARIABEL", {"isi": {"id_individu": "I9"}}),
        ("E-KOREKSI-VARIABEL", {"isi": {RIGHT_NIK: "nik"}}),
        ("E-KOREKSI-VARIABEL", {"isi": {"luas_lantai": "36"}, "objek": "individu"}),
        ("E-KOREKSI-VARIABEL", {"isi": {"nama": "SITI"}, "objek": "keluarga"}),
        *(("E-KOREKSI-BUKTI", {"isi": {name: value}}) for name, value in {
            "nik": RIGHT_NIK, "no_kk": "3171010101800002", "tanggal_lahir": "1980-01-02",
            "jenis_kelamin": "1", "status_kependudukan": "meninggal",
            "status_hubungan_keluarga": "1"}.items()),
        ("E-KOREKSI-BUKTI", {"isi": {"nik": None}, "asal": "warga"}),
        *(("E-KOREKSI-NILAI", {"isi": {name: value}}) for name, value in [
            ("nama", " "), ("nama", "X" * 201), ("nama", "dua\nbaris"), ("tanggal_lahir", "1-2-80"),
            ("tanggal_lahir", "19800230"), ("jenis_kelamin", "L"), ("status_kependudukan", "mati"),
            ("jumlah_jam_kerja", "empat"), ("jumlah_jam_kerja", "-1"), ("desil_p3ke", "40000"),
            ("nik", "317101010180000"), ("nik", "3171013301800001"), ("nik", "0" * 16),
            ("nik", "3171010101800000"), ("no_kk", "3171014101800001"), ("rt", "1"),
            ("kode_desa_kemendagri", "3171"), ("nisn", "12345")]),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_code_and_leaves_no_trace(
    home: Settings, code: str, others: dict[str, Any]
) -> None:
    error = refused(home, **others)
    assert error.kind.code == code
    indonesian, english = error.message.splitlines()
    assert indonesian.startswith(f"[{code}] ") and english.startswith(f"[{code}] ")


@pytest.mark.parametrize(
    ("codes", "fault"),
    [
        (("99", None, None, None), "bukan kode wilayah"),
        ((None, None, None, "1101019999"), "bukan kode wilayah"),
        (("12", None, "110101", None), "tidak bersarang"),
        ((None, "1102", None, "1101012001"), "tidak bersarang"),
        (("11", "1101", "110101", "1101012001"), None),
        (("11", None, None, None), None),
    ],
)
def test_regions_exist_and_lie_in_each_other(
    settings: Settings, codes: tuple[str | None, ...], fault: str | None
) -> None:
    isi = {name: code for name, code in zip(correction_records.REGIONS, codes, strict=True) if code}
    if fault is None:
        assert corrections.correct(settings, wish(isi=isi)).baru
        return
    with pytest.raises(DtsenError, match=fault) as caught:
        corrections.correct(settings, wish(isi=isi))
    assert caught.value.kind.code == "E-KOREKSI-NILAI"


def test_variables_that_need_evidence_are_variables(settings: Settings) -> None:
    known = correction_records.vocabulary(settings)["individu"]
    rules = policy.load(settings)
    assert rules.needing_evidence <= set(known)
    assert {"nik", "no_kk", "status_kependudukan"} <= rules.needing_evidence
    # a lock is opened by corrections alone; only a citizen's bare word changes nothing
    for (asal, berbukti, terkunci), rule in rules.rules.items():
        assert (rule.dibuka_oleh == "koreksi") is terkunci
        assert rule.mengubah is (asal == "petugas" or berbukti)
    assert len({rule.kekuatan for rule in rules.rules.values()}) == len(rules.rules)


def test_types_of_the_dictionary_are_types_that_values_can_have(settings: Settings) -> None:
    known = correction_records.vocabulary(settings)
    types = {item.tipe for names in known.values() for item in names.values()}
    assert types <= {"varchar", "date", "smallint", "integer", "bigint"}


def _macro(name: str, number: str) -> str:
    """The SQL that the rules on delivered rows ask of a number."""
    variables = yaml.safe_load((DBT / "dbt_project.yml").read_text())["vars"]
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(DBT / "macros"), undefined=jinja2.StrictUndefined
    )
    environment.globals |= {
        "var": variables.__getitem__,
        "matches": lambda text, pattern: f"regexp_full_match({text}, '{pattern}')",
    }
    module: Any = environment.get_template("nik.sql").module
    return str(getattr(module, name)(warehouse.quoted(number)))


def test_numbers_have_the_shape_that_delivered_ones_must_have(settings: Settings) -> None:
    with (DBT / "dbt_project.yml").open() as handle:
        fillers = yaml.safe_load(handle)["vars"]["isian_bukan_nomor"]
    numbers = [NIK, RIGHT_NIK, NIK[:-1], "0" + NIK[1:], NIK[:12] + "0000", "9" * 16, "1" * 16]
    numbers += [NIK[:6] + date + NIK[10:] for date in ("0013", "3201", "4101", "7112", "7201")]
    numbers += [word for word in fillers if word.isdigit()] + ["317101010180000a", ""]
    with warehouse.connect(settings) as con:
        for macro in ("nik_is_well_formed", "no_kk_is_well_formed"):
            for number in numbers:
                rows = con.execute(f"select {_macro(macro, number)}").fetchall()
                shape = well_formed(number, nik=macro.startswith("nik"))
                assert rows == [(shape,)], (macro, number)


def test_the_seeds_have_no_kind_twice() -> None:
    with (DBT / "seeds" / "aturan" / "aturan_koreksi.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len({(r["asal"], r["berbukti"], r["terkunci"]) for r in rows}) == len(rows)
    assert min(int(row["id_aturan"]) for row in rows) == 201
