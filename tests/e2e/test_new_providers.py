"""Providers that came as YAML, SQL and seed rows: what they change, and what they must not."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.settings import Settings
from tests.e2e.conftest import Runner
from tests.reception.rule_case import Row
from tests.reception.rule_files import CONTRACTS, PERIOD, deliver
from tests.reception.rule_records import CLEAN

pytestmark = pytest.mark.e2e

Found = list[tuple[Any, ...]]
EMPLOYED = {
    "nomor_peserta_ketenagakerjaan": "KPJ1",
    "segmen_ketenagakerjaan": "pu",
    "program_ketenagakerjaan": "JKK JKM JHT",
}
AT_SCHOOL = {"nisn": "0061234567", "jenjang_sekolah_dapodik": "sd", "penerima_pip": "1"}
STREET = "JALAN PEMERIKSAAN 7"
STRANGER: Row = {"nik": "3171014607990077", "nama": "ZUBAEDAH ASING", "tanggal_lahir": "1999-07-06"}


def told(person: Row, dataset: tuple[str, str], **changes: str | None) -> Row:
    """A faultless record of ``dataset`` about this person."""
    born = "tgl_lahir" if "tgl_lahir" in CLEAN[dataset] else "tanggal_lahir"
    whose = {"nik": person["nik"], "nama": person["nama"], born: person["tanggal_lahir"]}
    contract = CONTRACTS[dataset[0]].find(dataset[1])
    assert contract is not None
    unknown = dict.fromkeys({"no_kk", "hubungan", "jenis_kelamin"} & set(contract.kolom))
    place = {"kode_desa": person["kode_desa_kemendagri"]}
    return CLEAN[dataset] | unknown | whose | place | changes


class Later:
    """The release after the built ones, with a delivery of every new provider."""

    def __init__(self, settings: Settings, people: dict[str, Row]) -> None:
        self.settings, self.people = settings, people

    def rows(self, query: str, *values: object) -> Found:
        with warehouse.connect(self.settings, read_only=True) as con:
            return con.execute(query, list(values)).fetchall()

    def person(self, release: str, who: str) -> dict[str, Any]:
        """The published row of one of the people in a release."""
        path = self.settings.releases_dir / f"{release}.v1" / "hasil" / "dim_individu"
        files = warehouse.quoted(path / "**" / "*.parquet")
        with warehouse.connect(self.settings, read_only=True) as con:
            query = f"select * from read_parquet({files}) where id_individu = ?"
            (row,) = (
                con.execute(query, [self.people[who]["id_individu"]]).to_arrow_table().to_pylist()
            )
        return dict(row)

    def changed(self, who: str) -> dict[str, Any]:
        """Published columns that are not what they were, with their new values."""
        before, after = self.person("2026T2", who), self.person(PERIOD, who)
        return {name: value for name, value in after.items() if value != before[name]}


@pytest.fixture(scope="module")
def later(
    built: Settings, tmp_path_factory: pytest.TempPathFactory, shared_patch: pytest.MonkeyPatch
) -> Later:
    folder = tmp_path_factory.mktemp("pemasok")
    shutil.copytree(built.root, folder / "home")
    shutil.copytree(built.landing, folder / "landing")
    people = chosen(built)
    lay(folder / "landing", people)
    runner = Runner(folder / "home", folder / "landing")
    return Later(runner.run(shared_patch, PERIOD), people)


def chosen(built: Settings) -> dict[str, Row]:
    """Published adults with an address, one per part they play; in the order of their NIK."""
    columns = ("id_individu", "nik", "nama", "tanggal_lahir", "kode_desa_kemendagri")
    with warehouse.connect(built, read_only=True) as con:
        rows = con.execute(
            f"select {', '.join(columns)} from marts.dim_individu where alamat is not null "
            "and tanggal_lahir < date '1995-01-01' order by nik limit 40"
        ).fetchall()
    found = [{name: str(value) for name, value in zip(columns, row, strict=True)} for row in rows]
    parts = ("pindah", "wafat", "pekerja", "murid", "penerima")
    people: dict[str, Row] = dict(zip(parts, found[::5], strict=False))
    elsewhere = [
        row for row in found if row["kode_desa_kemendagri"] != found[0]["kode_desa_kemendagri"]
    ]
    people["tetangga"] = elsewhere[-1]
    return people


def lay(landing: Path, people: dict[str, Row]) -> None:
    village = people["tetangga"]["kode_desa_kemendagri"]
    stranger = STRANGER | {"kode_desa_kemendagri": village}
    proposal = ("pemutakhiran", "usulan")
    moved = {"alamat": STREET, "rt": "007", "rw": "003", "kode_desa": village}
    region = str(village)[:4]
    usulan = [
        told(people["pindah"], proposal, id_usulan="1", kode_pengusul=region, **moved),
        told(people["wafat"], proposal, id_usulan="2", jenis_perubahan="meninggal", alamat=STREET),
        told(stranger, proposal, id_usulan="3", jenis_perubahan="baru", jenis_kelamin="P"),
        told(people["murid"], proposal, id_usulan="4", nomor_bukti=None, alamat=STREET),
        told(stranger, proposal, id_usulan="5", jenis_perubahan="meninggal", nik=None),
    ]
    deliver(landing, "pemutakhiran", {"usulan": usulan})
    member = ("bpjs_ketenagakerjaan", "peserta")
    peserta = [
        told(people["pekerja"], member, nomor_kpj="KPJ1"),
        told(stranger, member, nomor_kpj="KPJ2"),
    ]
    deliver(landing, "bpjs_ketenagakerjaan", {"peserta": peserta})
    pupil = ("dapodik", "peserta_didik")
    murid = [
        told(people["murid"], pupil, nisn=AT_SCHOOL["nisn"]),
        told(stranger, pupil, nisn="0069999999"),
    ]
    deliver(landing, "dapodik", {"peserta_didik": murid})
    result = CLEAN["balikan", "penyaluran"]
    whose = {key: people["penerima"][key] for key in ("nik", "nama")}
    penyaluran = [
        result | whose | {"id_balikan": "1", "hasil": "gagal_salur", "alasan": "meninggal"},
        result | whose | {"id_balikan": "2", "hasil": "entah"},
    ]
    deliver(landing, "balikan", {"penyaluran": penyaluran})


def test_every_delivery_is_taken_and_its_balance_holds(later: Later) -> None:
    found = later.rows(
        "select penyedia, jumlah_dibaca, jumlah_diterima, jumlah_dikembalikan "
        "from marts.rpt_penerimaan where periode = ? order by penyedia",
        PERIOD,
    )
    assert found == [
        ("balikan", 2, 1, 1),
        ("bpjs_ketenagakerjaan", 2, 2, 0),
        ("dapodik", 2, 2, 0),
        ("pemutakhiran", 5, 4, 1),
    ]
    packages = later.settings.root / "pengembalian" / PERIOD
    assert {path.name for path in packages.iterdir()} == {row[0] for row in found}


def test_supporting_providers_fill_their_columns_and_no_other(later: Later) -> None:
    joined = {"jumlah_rekaman", "hasil_padan"}
    for who, filled in (("pekerja", EMPLOYED), ("murid", AT_SCHOOL)):
        changed = later.changed(who)
        assert {name: changed.get(name) for name in filled} == filled
        assert set(changed) - joined == set(filled), who


def test_a_checked_address_is_published_with_its_source(later: Later) -> None:
    changed = later.changed("pindah")
    village = later.people["tetangga"]["kode_desa_kemendagri"]
    expected = {"alamat": STREET, "rt": "007", "rw": "003", "kode_desa_kemendagri": village}
    assert expected == {name: later.person(PERIOD, "pindah")[name] for name in expected}
    regions = {f"kode_{tier}_kemendagri" for tier in ("kecamatan", "kabupaten_kota", "provinsi")}
    assert set(changed) <= {*expected, *regions, "jumlah_rekaman", "hasil_padan"}
    sources = later.rows(
        "select r.penyedia from release.beku_asal_individu as a "
        "inner join release.beku_rekaman as r "
        "on a.id_individu = r.id_individu and a.alamat__sumber = r.urut_alamat "
        "where a.id_individu = ?",
        later.people["pindah"]["id_individu"],
    )
    assert sources == [("pemutakhiran",)]


def test_a_reported_death_is_listed_and_changes_nobody(later: Later) -> None:
    assert later.changed("wafat") == {}
    listed = later.rows(
        "select nik, keadaan, nomor_bukti from standardised.usulan_meninggal order by kunci_asal"
    )
    assert listed == [
        (later.people["wafat"]["nik"], "perlu diperiksa", "BA/7/2026"),
        (None, "tidak ditemukan", "BA/7/2026"),
    ]


def test_feedback_changes_nobody(later: Later) -> None:
    assert later.changed("penerima") == {}
    assert later.rows("select * from standardised.individu where penyedia = 'balikan'") == []


def test_the_only_new_person_is_the_proposed_one_and_is_not_published(later: Later) -> None:
    """Supporting records, feedback and reports of death found nobody."""
    born = later.rows(
        "select s.penyedia, s.nama from linkage.peristiwa_individu as e "
        "inner join linkage.peta_individu as p on e.id_individu = p.id_individu "
        "inner join standardised.individu as s on p.record_key = s.record_key "
        "where e.peristiwa = 'lahir'"
    )
    assert born == [("pemutakhiran", STRANGER["nama"])]
    published = "select count(*) from marts.dim_individu where nama = ?"
    assert later.rows(published, STRANGER["nama"]) == [(0,)]
    alone = later.rows(
        "select i.penyedia, t.kode_alasan from linkage.peta_pendukung as t "
        "inner join standardised.individu as i on t.record_key = i.record_key "
        "where i.nama = ? order by 1",
        STRANGER["nama"],
    )
    assert [row[0] for row in alone] == ["bpjs_ketenagakerjaan", "dapodik"]
