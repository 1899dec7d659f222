"""Every row rule fires on a record made for it and on no other, and the seed says what follows."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import dbt_bridge, warehouse
from dagster_dtsen.reception import ledger, lists
from dagster_dtsen.reception.receive import receive_provider
from dagster_dtsen.reference.villages import load_villages
from dagster_dtsen.release import control
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import PROJECT_DIR, Settings
from tests.conftest import at_home
from tests.reception import rule_files
from tests.reception import rule_records as records

SEED = PROJECT_DIR / "dbt_project" / "seeds" / "aturan" / "kode_alasan.csv"
LAYERS = ["resource_type:seed", "dtsen.staging", "dtsen.rujukan", "dtsen.reception"]
# a person's record in one shape, and what it stands on
INDIVIDU = ["pokok_nama", "alamat_terurai", "individu"]
# counted before the row rules by a step of its own
PROFILE = ["profil_kiriman"]
# code → consequence after the change; the seed in the project stays as it is
CHANGED = {
    "NIK_BENTUK": "tolak",
    "NIK_TANGGAL": "peringatan",
    "NIK_WILAYAH": "kosongkan",
    "NAMA_BUKAN_NAMA": "peringatan",
}
Rows = list[tuple[Any, ...]]


def reasons() -> list[dict[str, str]]:
    with SEED.open(newline="") as handle:
        return list(csv.DictReader(handle))


@dataclass
class Warehouse:
    """A home in which the deliveries of ``rule_records`` have been judged."""

    settings: Settings

    def rows(self, query: str) -> Rows:
        with warehouse.connect(self.settings, read_only=True) as con:
            return con.execute(query).fetchall()

    def person(self, dtks_case: str) -> Rows:
        """(nik) of the standardised dtks record whose case has this code, if it was accepted."""
        cases = records.CASES["dtks", "anggota"]
        (number,) = (i for i, case in enumerate(cases, 1) if case.codes == {dtks_case})
        return self.rows(
            "select nik from standardised.individu "
            f"where penyedia = 'dtks' and _row_number = {number}"
        )


@pytest.fixture(scope="module")
def judged(project_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """Reception, row rules and standardised persons; seeds as the project has them."""
    home = tmp_path_factory.mktemp("aturan") / "home"
    shutil.copytree(project_home / "dbt", home / "dbt")
    landing = tmp_path_factory.mktemp("landing")
    rule_files.lay(landing)
    with at_home(home) as settings:
        with warehouse.connect(settings) as con:
            control.open_release(con, settings, ReleaseId.parse(rule_files.PERIOD))
            load_villages(con)
            for contract in rule_files.CONTRACTS.values():
                assert not receive_provider(con, settings, contract, landing).refused
            ledger.record_contracts(con, rule_files.CONTRACTS.values())
            ledger.build_release_set(con)
            lists.put_in_force(con)
        kinds = ["--resource-type", "model", "--resource-type", "seed"]
        assert dbt_bridge.build(
            settings,
            ["build", *kinds, "--select", *LAYERS, *INDIVIDU, "--exclude", *PROFILE],
        )
        yield Warehouse(settings)


@pytest.fixture(scope="module")
def changed(judged: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """The same deliveries under other consequences, changed in the seed's table alone."""
    home = tmp_path_factory.mktemp("diubah") / "home"
    shutil.copytree(judged.settings.root, home)
    with at_home(home) as settings:
        with warehouse.connect(settings) as con:
            for code, consequence in CHANGED.items():
                con.execute(
                    "update aturan.kode_alasan set tindakan = ? where kode = ?", [consequence, code]
                )
        models = ["temuan", "rekaman_ditolak", "nilai_dikosongkan", "hitungan_kiriman", *INDIVIDU]
        assert dbt_bridge.build(settings, ["run", "--select", *models])
        yield Warehouse(settings)


def test_every_record_gets_the_codes_of_its_faults_and_no_other(judged: Warehouse) -> None:
    found: dict[tuple[str, str, int], set[str]] = {}
    for provider, dataset, number, code in judged.rows(
        "select penyedia, dataset, _row_number, kode_alasan from reception.temuan"
    ):
        found.setdefault((provider, dataset, number), set()).add(code)
    expected = {
        (provider, dataset, number): case.codes
        for (provider, dataset), cases in records.CASES.items()
        for number, case in enumerate(cases, start=1)
        if case.codes
    }
    assert found == expected


def test_every_row_rule_of_the_seed_has_a_record_that_breaks_it() -> None:
    fired = {code for cases in records.CASES.values() for case in cases for code in case.codes}
    # a line that cannot be split is no record: tests of the loaders and of the returns
    told = {row["kode"] for row in reasons() if row["tingkat"] == "baris"} - {"BARIS_RUSAK"}
    matching = {row["kode"] for row in reasons() if row["tindakan"] == "informasi"}
    matching |= {"NIK_MILIK_ORANG_LAIN"}  # told after linkage
    assert fired == told - matching


def test_every_reason_has_a_rule_messages_a_fix_and_an_article() -> None:
    for row in reasons():
        assert all(row.values()), row["kode"]
        assert row["pesan_id"] != row["pesan_en"]
    codes = [row["kode"] for row in reasons()]
    assert len(codes) == len(set(codes))


def test_an_empty_nik_is_told_and_a_malformed_one_blanked_and_both_records_stay(
    judged: Warehouse,
) -> None:
    assert judged.person("NIK_KOSONG") == [(None,)]
    assert judged.person("NIK_BENTUK") == [(None,)]
    assert judged.person("NIK_JENIS_KELAMIN") == [("3171010607800001",)]
    told = judged.rows(
        "select kode_alasan, tindakan from reception.pengembalian where penyedia = 'dtks' "
        "and kode_alasan in ('NIK_KOSONG', 'NIK_BENTUK') order by 1"
    )
    assert told == [("NIK_BENTUK", "kosongkan"), ("NIK_KOSONG", "peringatan")]


def test_only_refused_records_count_as_returned(judged: Warehouse) -> None:
    refusing = {row["kode"] for row in reasons() if row["tindakan"] == "tolak"}
    for provider, dataset, read, accepted, returned in judged.rows(
        "select penyedia, dataset, jumlah_dibaca, jumlah_diterima, jumlah_dikembalikan "
        "from reception.hitungan_kiriman"
    ):
        cases = records.CASES[provider, dataset]
        assert read == len(cases) == accepted + returned
        assert returned == sum(bool(case.codes & refusing) for case in cases), dataset


def test_a_reported_death_is_accepted_and_no_record_of_a_person(judged: Warehouse) -> None:
    cases = records.CASES["pemutakhiran", "usulan"]
    (death,) = (i for i, case in enumerate(cases, 1) if "meninggal" in case.changes.values())
    aside = "select _row_number, sebab from reception.rekaman_dikesampingkan"
    assert judged.rows(aside) == [(death, "laporan_meninggal")]
    refused = {
        row for (row,) in judged.rows(
            "select _row_number from reception.rekaman_ditolak where penyedia = 'pemutakhiran'"
        )
    }  # fmt: skip
    taken = judged.rows(
        "select _row_number from standardised.individu where penyedia = 'pemutakhiran'"
    )
    assert death not in refused
    assert {row for (row,) in taken} == set(range(1, len(cases) + 1)) - refused - {death}


def test_the_seed_alone_decides_what_a_finding_leads_to(
    judged: Warehouse, changed: Warehouse
) -> None:
    assert judged.person("NIK_BENTUK") == [(None,)]
    assert changed.person("NIK_BENTUK") == []
    assert judged.person("NIK_TANGGAL") == [(None,)]
    assert changed.person("NIK_TANGGAL") == [("3171013207800001",)]
    assert judged.person("NIK_WILAYAH") == [("9999990607800001",)]
    assert changed.person("NIK_WILAYAH") == [(None,)]
    assert judged.person("NAMA_BUKAN_NAMA") == []
    assert changed.person("NAMA_BUKAN_NAMA") == [("3171010607800001",)]


def test_the_balance_follows_the_changed_consequence(judged: Warehouse, changed: Warehouse) -> None:
    query = (
        "select jumlah_dibaca, jumlah_diterima, jumlah_dikembalikan "
        "from reception.hitungan_kiriman where penyedia = 'pln'"
    )
    # of four customers one is named N/A and one has a malformed NIK
    assert judged.rows(query) == [(4, 3, 1)]
    assert changed.rows(query) == [(4, 3, 1)]
    refused = "select _row_number from reception.rekaman_ditolak where penyedia = 'pln'"
    assert (judged.rows(refused), changed.rows(refused)) == ([(3,)], [(4,)])


def test_findings_hold_fingerprints_of_values_and_no_value(judged: Warehouse) -> None:
    prints = dict(
        judged.rows(
            "select kode_alasan, sidik_nilai from reception.temuan "
            "where penyedia = 'dtks' and kode_alasan like 'N%'"
        )
    )
    assert prints["NIK_KOSONG"] is None
    given = [value for value in prints.values() if value]
    assert len(given) == len(set(given)) > 10
    assert all(len(value) == 32 for value in given)
    # the same value of the same column in two deliveries; another column, another fingerprint
    (malformed,) = judged.rows(
        "select distinct sidik_nilai from reception.temuan where kode_alasan = 'NIK_BENTUK'"
    )
    assert malformed == (prints["NIK_BENTUK"],)
    values = {"12AB", "3171013207800001", "SARI 2", "9999999999", "31/02/1980"}
    for row in judged.rows("select * from reception.pengembalian"):
        assert not values & {str(item) for item in row}


def test_another_key_gives_other_fingerprints_and_none_is_the_plain_hash(
    judged: Warehouse,
) -> None:
    key = warehouse.fingerprint_key
    assert key(None) == key(None) != key("rahasia") != key("lain")
    plain = "select left(sha256('12AB'), 32)"
    (found,) = judged.rows(
        "select distinct sidik_nilai from reception.temuan where kode_alasan = 'NIK_BENTUK'"
    )
    assert judged.rows(plain) != [found]


def test_the_key_of_the_fingerprints_stands_in_no_file(judged: Warehouse) -> None:
    key = warehouse.fingerprint_key(judged.settings.secret()).encode()
    texts = [path for path in (judged.settings.root / "dbt").rglob("*") if path.is_file()]
    assert texts
    assert [path.name for path in texts if key in path.read_bytes()] == []
