"""What goes back to providers, through the row rules of the dbt project."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from dagster_dtsen import dbt_bridge, warehouse
from dagster_dtsen.reception import ledger
from dagster_dtsen.reception.receive import receive_provider
from dagster_dtsen.reception.returns import write_returns
from dagster_dtsen.reception.returns.profile import write_profiles
from dagster_dtsen.reference.villages import load_villages
from dagster_dtsen.release import control
from dagster_dtsen.release.ids import ReleaseId
from tests.conftest import at_home
from tests.reception import known_delivery as known
from tests.reception.returned import Returned

EXCLUDED = """
create schema validated;
create table validated.rekaman_dikeluarkan as
select
    penyedia, dataset, _delivery, _file, _row_number,
    'MENINGGAL' as kode_alasan, 'tidak diikutkan' as tindakan, 'Sudah meninggal' as pesan_id,
    'Has died' as pesan_en, 'Tandai' as saran_id, 'Mark' as saran_en, 'Pasal 15 ayat (3)' as pasal
from raw_of_one
"""
UNMATCHED = """
create schema matched;
create table matched.pemberitahuan_padan as
select
    'pln' as penyedia, 'pelanggan' as dataset, _delivery, _file, _row_number,
    'TIDAK_PADAN' as kode_alasan, '*' as kolom, 'informasi' as tindakan, 'Tidak cocok' as pesan_id,
    'No match' as pesan_en, 'Lengkapi' as saran_id, 'Complete' as saran_en,
    'Pasal 13 ayat (4)' as pasal
from raw.pln__pelanggan where _row_number = 1
"""
BILINGUAL = ("pesan_id", "pesan_en")


@pytest.fixture(scope="module")
def returned(project_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Returned]:
    """Reception and row rules on the known deliveries; one accepted person is excluded later."""
    landing = tmp_path_factory.mktemp("landing")
    known.lay(landing)
    # the project is parsed; processes share the home it was parsed in, so what runs is elsewhere
    with at_home(tmp_path_factory.mktemp("pengembalian") / "home") as settings:
        with warehouse.connect(settings) as con:
            control.open_release(con, settings, ReleaseId.parse("2026T1"))
            load_villages(con)
            for contract in known.CONTRACTS.values():
                receive_provider(con, settings, contract, landing)
            ledger.record_contracts(con, known.CONTRACTS.values())
            ledger.build_release_set(con)
            write_profiles(con, list(known.CONTRACTS.values()))
        arguments = ["build", "--resource-type", "model", "--resource-type", "seed"]
        layers = ["resource_type:seed", "dtsen.staging", "dtsen.rujukan", "dtsen.reception"]
        assert dbt_bridge.build(settings, [*arguments, "--select", *layers])
        with warehouse.connect(settings) as con:
            con.execute(
                "create temp table raw_of_one as select 'dukcapil' as penyedia, "
                "'penduduk' as dataset, _delivery, _file, _row_number "
                "from raw.dukcapil__penduduk where _row_number = 1"
            )
            con.execute(EXCLUDED)
            con.execute(UNMATCHED)
            counts = write_returns(con, settings, "2026T1")
            rows = con.execute(
                "select penyedia, jumlah_dibaca, jumlah_diterima, jumlah_dikembalikan "
                "from reception.hitungan_kiriman where efektif"
            ).fetchall()
        names = ("dibaca", "diterima", "dikembalikan")
        balance = {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}
        yield Returned(settings.returns_dir / "2026T1", counts, balance)


def test_every_record_read_is_accepted_or_returned(returned: Returned) -> None:
    assert returned.balance == {
        "dukcapil": known.DUKCAPIL_BALANCE,
        "dtks": known.DTKS_BALANCE,
        "pln": known.PLN_BALANCE,
        "bpjs_kesehatan": known.BPJS_BALANCE,
    }
    for row in returned.balance.values():
        assert row["dibaca"] == row["diterima"] + row["dikembalikan"]


@pytest.mark.parametrize(
    ("provider", "expected"),
    [
        ("dukcapil", known.DUKCAPIL_FINDINGS),
        ("pln", known.PLN_FINDINGS),
        ("bpjs_kesehatan", known.BPJS_FINDINGS),
    ],
)
def test_the_findings_of_each_record_are_the_ones_the_rules_give(
    returned: Returned, provider: str, expected: dict[int, set[str]]
) -> None:
    found: dict[int, set[str]] = {}
    for line in returned.lines(provider):
        later = line["tindakan"] in {"tidak diikutkan", "informasi"}
        if not later and line["kode_alasan"] != "BARIS_RUSAK":
            found.setdefault(int(line["nomor_rekaman"]), set()).add(line["kode_alasan"])
    assert found == expected


def test_a_number_in_place_of_a_nik_is_a_broken_line(returned: Returned) -> None:
    lines = returned.lines("bpjs_kesehatan")
    broken = [line for line in lines if line["kode_alasan"] == "BARIS_RUSAK"]
    assert [(line["nomor_rekaman"], line["nomor_baris_rusak"]) for line in broken] == [("", "2")]


def test_a_supporting_record_that_matches_nobody_is_told_and_stays_accepted(
    returned: Returned,
) -> None:
    lines = [line for line in returned.lines("pln") if line["kode_alasan"] == "TIDAK_PADAN"]
    assert [(line["nomor_rekaman"], line["tindakan"]) for line in lines] == [("1", "informasi")]
    assert returned.balance["pln"]["diterima"] == 3


def test_a_broken_line_is_returned_by_its_line_number(returned: Returned) -> None:
    lines = [line for line in returned.lines("dtks") if line["kode_alasan"] == "BARIS_RUSAK"]
    assert [(line["nomor_rekaman"], line["nomor_baris_rusak"]) for line in lines] == [("", "3")]


def test_a_later_exclusion_is_told_without_changing_the_balance(returned: Returned) -> None:
    lines = [line for line in returned.lines("dukcapil") if line["kode_alasan"] == "MENINGGAL"]
    assert [(line["nomor_rekaman"], line["tindakan"]) for line in lines] == [
        ("1", "tidak diikutkan")
    ]
    assert returned.balance["dukcapil"]["dikembalikan"] == 5


@pytest.mark.parametrize("provider", ["dukcapil", "dtks", "pln", "bpjs_kesehatan"])
def test_counts_of_the_summary_equal_the_lines(returned: Returned, provider: str) -> None:
    lines, summary = returned.lines(provider), returned.summary(provider)
    counted = Counter((line["dataset"], line["kode_alasan"], line["tindakan"]) for line in lines)
    told = {
        (item["dataset"], item["kode_alasan"], item["tindakan"]): item["jumlah"]
        for item in summary["alasan"]
    }
    assert told == counted
    assert returned.counts[summary["kiriman"]] == len(lines) > 0
    assert summary["kiriman"] == returned.folder(provider).name
    (balance,) = summary["neraca"]
    assert {key: balance[key] for key in ("dibaca", "diterima", "dikembalikan")} == (
        returned.balance[provider]
    )


def test_messages_are_bilingual(returned: Returned) -> None:
    for provider in ("dukcapil", "dtks", "pln", "bpjs_kesehatan"):
        for item in (*returned.lines(provider), *returned.summary(provider)["alasan"]):
            indonesian, english = (item[name] for name in BILINGUAL)
            assert indonesian
            assert english
            assert indonesian != english


def test_a_refused_delivery_gets_a_bilingual_summary_of_its_own(returned: Returned) -> None:
    summary = returned.summary("kemendagri")
    assert summary["status"] == "ditolak"
    assert summary["kode_alasan"] == "KEPALA_TAK_SESUAI"
    assert summary["pesan_id"]
    assert summary["pesan_en"]
    assert not (returned.folder("kemendagri") / "pengembalian.csv").exists()


def test_a_returned_record_comes_with_every_column_as_it_was_delivered(returned: Returned) -> None:
    columns = known.CONTRACTS["dukcapil"].dataset[0].kolom
    for record in returned.records("dukcapil"):
        delivered = known.PERSONS[record["nomor_rekaman"] - 1]
        assert {name: record[name] for name in columns} == delivered


def test_a_broken_line_comes_with_its_text(returned: Returned) -> None:
    records = returned.records("dtks")
    (broken,) = (record for record in records if record["kode_alasan"] == "BARIS_RUSAK")
    assert broken["baris_asal"] == known.DTKS_LINES[1]
    assert broken["NIK"] is None
    assert [record["baris_asal"] for record in records].count(None) == len(records) - 1


def test_the_sheet_says_the_same_as_the_parquet_file(returned: Returned) -> None:
    for provider in ("dukcapil", "dtks", "pln", "bpjs_kesehatan"):
        lines, records = returned.lines(provider), returned.records(provider)
        assert [list(line) for line in lines] == [list(record) for record in records]
        for line, record in zip(lines, records, strict=True):
            shown = {key: str(value or "") for key, value in record.items()}
            assert {key: line[key].removeprefix("'") for key in shown} == shown


def test_a_correction_is_told_against_the_delivery_it_corrects(returned: Returned) -> None:
    difference = returned.summary("dtks")["selisih"]
    assert difference["pembanding"]["hari_perbaikan"] == 5
    counted = {
        (row["kode_alasan"] or "", row["hasil"]): row["jumlah"] for row in difference["hasil"]
    }
    assert counted == Counter(row[:2] for row in known.DTKS_DIFFERENCE)
    path = returned.folder("dtks") / "selisih.csv"
    with path.open(newline="", encoding="utf-8-sig") as handle:
        lines = list(csv.DictReader(handle, delimiter=";"))
    names = ("kode_alasan", "hasil", "nomor_rekaman", "nomor_rekaman_lama")
    assert {tuple(line[name] for name in names) for line in lines} == known.DTKS_DIFFERENCE
    assert len(lines) == len(known.DTKS_DIFFERENCE)


def test_a_first_delivery_has_no_difference(returned: Returned) -> None:
    first = min((returned.root / "dtks").iterdir(), key=lambda f: (f / "selisih.csv").exists())
    for folder in (first, returned.folder("pln")):
        assert json.loads((folder / "ringkasan.json").read_text())["selisih"] is None
        assert not (folder / "selisih.csv").exists()


def test_no_summary_holds_a_value_of_a_person_and_no_package_one_of_another_provider(
    returned: Returned,
) -> None:
    files = [*returned.root.rglob("*.json"), *returned.root.rglob("*.html")]
    texts = {path: path.read_text() for path in files}
    assert len(texts) == 17
    for path, text in texts.items():
        for value in known.VALUES:
            assert value not in text, path.name
    sheet = (returned.folder("pln") / "pengembalian.csv").read_text()
    assert known.NIKS[1] in sheet
    assert known.NIKS[6] not in sheet


def test_others_on_this_machine_cannot_open_the_packages(returned: Returned) -> None:
    assert returned.root.parent.stat().st_mode & 0o077 == 0


def test_writing_again_gives_the_same_files(returned: Returned) -> None:
    before = {path: path.read_bytes() for path in returned.root.rglob("*") if path.is_file()}
    home = returned.root.parent.parent
    with at_home(home) as settings, warehouse.connect(settings) as con:
        assert write_returns(con, settings, "2026T1") == returned.counts
        con.execute("update kendali.rilis set versi = 2")
        write_returns(con, settings, "2026T1")
        con.execute("update kendali.rilis set versi = 1")
    later = returned.root.with_name("2026T1.v2")
    assert {later / path.relative_to(returned.root) for path in before} <= set(later.rglob("*"))
    after = {path: path.read_bytes() for path in returned.root.rglob("*") if path.is_file()}
    assert after == before
