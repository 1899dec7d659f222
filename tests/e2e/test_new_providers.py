"""Providers that came as YAML, SQL and seed rows: what they change, and what they must not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import dbt_bridge, warehouse
from dagster_dtsen.defs.linkage.defs import linkage_base
from dagster_dtsen.linkage.cluster import duplicate_free
from dagster_dtsen.linkage.run import link
from dagster_dtsen.reception import ledger
from dagster_dtsen.reception.receive import receive_provider
from dagster_dtsen.release import control
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings
from tests.conftest import at_home
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
PROVIDERS = ("balikan", "bpjs_ketenagakerjaan", "dapodik", "pemutakhiran")
# what a release runs, less tests and what no question below is about
INTAKE = ["hitungan_kiriman", "pengembalian", "usulan_meninggal", "individu", "individu_terbaca"]
INTAKE += ["rekaman", "temuan", "rekaman_ditolak", "nilai_dikosongkan", "rekaman_dikesampingkan"]
INTAKE += ["temuan_kunci", "temuan_individu", "temuan_usulan", "temuan_balikan", "usulan_terbaca"]
REGISTER = ["rekaman_padan", "padan_individu", "individu_terpilih", "perubahan_individu"]
REGISTER += ["individu_diubah", "individu_terbarui", "kabar_meninggal", "dilaporkan_meninggal"]
REGISTER += ["pertanyaan_dukcapil", "tanggapan_berkas", "jawaban_dukcapil", "tanggapan_dukcapil"]
REGISTER += ["verdik_nik", "dibatasi", "rpt_jawaban_balikan"]
AT_SCHOOL = {"nisn": "0061234567", "jenjang_sekolah_dapodik": "sd", "penerima_pip": "1"}
STREET = "JALAN PEMERIKSAAN 7"
JOINED = {"jumlah_rekaman", "hasil_padan"}
PROPOSED: Row = {"nik": "3171014607990077", "nama": "ZUBAEDAH ASING", "tanggal_lahir": "1999-07-06"}
STRANGER: Row = {"nik": "3171010512910088", "nama": "YUNUS KELANA", "tanggal_lahir": "1991-12-05"}


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
    """The release after the built ones up to the updated register, with a delivery of each."""

    def __init__(self, before: Settings, settings: Settings, people: dict[str, Row]) -> None:
        self.before, self.settings, self.people = before, settings, people

    def rows(self, query: str, *values: object) -> Found:
        with warehouse.connect(self.settings, read_only=True) as con:
            return con.execute(query, list(values)).fetchall()

    def changed(self, who: str) -> dict[str, Any]:
        """Values of a person that are not what they were before these deliveries."""
        old, new = (
            updated(home, self.people[who]["id_individu"]) for home in (self.before, self.settings)
        )
        return {name: value for name, value in new.items() if value != old[name]}


def updated(settings: Settings, person: str | None) -> dict[str, Any]:
    """The updated values of a person, without the order of their sources."""
    query = (
        "select columns(c -> not contains(c, '__sumber')) from updated.individu_terbarui "
        "where id_individu = ?"
    )
    with warehouse.connect(settings, read_only=True) as con:
        (row,) = con.execute(query, [person]).to_arrow_table().to_pylist()
    return dict(row)


@pytest.fixture(scope="module")
def later(built: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Later]:
    folder = tmp_path_factory.mktemp("pemasok")
    shutil.copytree(built.root, folder / "home")
    people = chosen(built)
    lay(folder / "landing", people)
    release = ReleaseId.parse(PERIOD)
    with at_home(folder / "home") as settings:
        with warehouse.connect(settings) as con:
            base = control.open_release(con, settings, release)
            for name in PROVIDERS:
                receive_provider(con, settings, CONTRACTS[name], folder / "landing")
            ledger.build_release_set(con)
        assert base and dbt_bridge.build(settings, ["run", "--select", *INTAKE])
        with warehouse.connect(settings) as con:
            link(con, settings, str(release), linkage_base(settings, base), duplicate_free(con))
        assert dbt_bridge.build(settings, ["run", "--select", *REGISTER])
        yield Later(built, settings, people)


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
    proposed, stranger = (row | {"kode_desa_kemendagri": village} for row in (PROPOSED, STRANGER))
    proposal = ("pemutakhiran", "usulan")
    moved = {"alamat": STREET, "rt": "007", "rw": "003", "kode_desa": village}
    region = str(village)[:4]
    usulan = [
        told(people["pindah"], proposal, id_usulan="1", kode_pengusul=region, **moved),
        told(people["wafat"], proposal, id_usulan="2", jenis_perubahan="meninggal", alamat=STREET),
        told(proposed, proposal, id_usulan="3", jenis_perubahan="baru", jenis_kelamin="P"),
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
    new = "_delivery in (select _delivery from ledger.kiriman where periode = ?)"
    balance = later.rows(
        "select penyedia, jumlah_dibaca, jumlah_diterima, jumlah_dikembalikan "
        f"from reception.hitungan_kiriman where {new} order by penyedia",
        PERIOD,
    )
    assert balance == [
        ("balikan", 2, 1, 1),
        ("bpjs_ketenagakerjaan", 2, 2, 0),
        ("dapodik", 2, 2, 0),
        ("pemutakhiran", 5, 4, 1),
    ]
    returned = later.rows(
        "select penyedia, kode_alasan from reception.pengembalian "
        f"where tindakan = 'tolak' and {new} order by penyedia",
        PERIOD,
    )
    assert returned == [("balikan", "BALIKAN_HASIL"), ("pemutakhiran", "USULAN_TANPA_BUKTI")]


def test_supporting_providers_fill_their_columns_and_no_other(later: Later) -> None:
    for who, filled in (("pekerja", EMPLOYED), ("murid", AT_SCHOOL)):
        changed = later.changed(who)
        assert {name: changed.get(name) for name in filled} == filled
        assert set(changed) - JOINED == set(filled), who


def test_a_checked_address_stands_before_the_card_and_says_its_source(later: Later) -> None:
    changed = later.changed("pindah")
    village = str(later.people["tetangga"]["kode_desa_kemendagri"])
    expected = {"alamat": STREET, "kode_desa_kemendagri": village}
    assert expected == {name: changed.get(name) for name in expected}
    regions = {f"kode_{tier}_kemendagri" for tier in ("kecamatan", "kabupaten_kota", "provinsi")}
    assert set(changed) <= {*expected, "rt", "rw", *regions, *JOINED}
    sources = later.rows(
        "select r.penyedia from updated.individu_terbarui as a "
        "inner join matched.padan_individu as p "
        "on a.id_individu = p.id_individu and a.alamat__sumber = p.urut_alamat "
        "inner join matched.rekaman_padan as r on p.record_key = r.record_key "
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


def test_whom_a_proposal_or_feedback_calls_dead_is_kept_out(later: Later) -> None:
    verdicts = dict(later.rows("select id_individu, verdik_nik from validated.verdik_nik"))
    told = {who: verdicts[row["id_individu"]] for who, row in later.people.items()}
    kept_out = {who for who in told if told[who] == "dilaporkan_meninggal"}
    assert kept_out == {"wafat", "penerima"}
    assert told["pekerja"] == "sesuai"


def test_feedback_is_answered_and_changes_nobody(later: Later) -> None:
    assert len(later.rows("select distinct jawaban from marts.rpt_jawaban_balikan")) == 2
    assert later.changed("penerima") == {}
    assert later.rows("select * from standardised.individu where penyedia = 'balikan'") == []


def test_the_only_new_person_is_the_proposed_one_and_dukcapil_does_not_know_it(
    later: Later,
) -> None:
    born = later.rows(
        "select r.penyedia, r.nama, v.verdik_nik from linkage.peristiwa_individu as e "
        "inner join matched.rekaman_padan as r on e.id_individu = r.id_individu "
        "inner join validated.verdik_nik as v on e.id_individu = v.id_individu "
        "where e.peristiwa = 'lahir'"
    )
    assert born == [("pemutakhiran", PROPOSED["nama"], "tidak_ditemukan")]
    alone = later.rows(
        "select i.penyedia, t.kode_alasan from linkage.peta_pendukung as t "
        "inner join standardised.individu as i on t.record_key = i.record_key "
        "where i.nama = ? order by 1",
        STRANGER["nama"],
    )
    assert alone == [("bpjs_ketenagakerjaan", "TIDAK_PADAN"), ("dapodik", "TIDAK_PADAN")]
