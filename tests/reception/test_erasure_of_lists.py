"""An erasure reads archived lists anew; one that cannot be read does not keep the person unseen."""

from __future__ import annotations

from typing import Any

import pytest

from dagster_dtsen import erasure_archive, erasures, journal, list_workspace, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.reception import archive, remainder
from dagster_dtsen.reception.contract import ProviderContract
from dagster_dtsen.reception.note import NOTE_NAME, parse_note
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import erasures as entered
from tests.reception.deliveries import AGREEMENT, COLUMNS, Desk, contract
from tests.reception.erasing import ANI, BUDI, MAPPED, SITI, enter, people, prints_of

IN_FORCE = AGREEMENT | {"pihak": "Instansi Uji"}
ENDED = IN_FORCE | {"nomor": "PKS/UJI/0"}


def listing(**changes: Any) -> ProviderContract:
    """The contract of lists, with two agreements."""
    terms = {"jenis": "padankan", "peran": "pemohon", "perjanjian": [IN_FORCE, ENDED]}
    return contract(**terms | {"dataset": [MAPPED]} | changes)


def fewer_columns() -> ProviderContract:
    return listing(dataset=[MAPPED | {"kolom": COLUMNS[:2], "kunci": ["nik"]}])


@pytest.fixture
def own(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk with a list in its archive, from which somebody is to be erased."""
    desk.contract = listing()
    desk.settings = desk.settings.model_copy(update={"landing": desk.landing})
    monkeypatch.setattr(erasure_archive, "load_contracts", list)
    monkeypatch.setattr(list_workspace, "contract_of_lists", lambda: desk.contract)
    desk.deliver(people(), jenis="padankan", perjanjian="PKS/UJI/0")
    assert desk.receive().received == 1
    enter(desk.settings, prints_of(desk, "SITI"), "permohonan warga")
    return desk


def carry_out(desk: Desk) -> list[str]:
    """As a start does; nothing of lists is in the working file of a home."""
    desk.con.close()
    warehouse.remove_database(desk.settings.warehouse_file)
    return erasures.carry_out(desk.settings)


def holds(settings: Settings, number: str) -> bool:
    """Whether an archived file tells the number."""
    return any(number.encode() in path.read_bytes() for path in archive.stored_files(settings))


def deleted(settings: Settings) -> list[str]:
    entries = journal.entries(settings.archive_log)
    return [item["sebab"] for item in entries if item["tindakan"] == "hapus_daftar"]


def test_of_a_list_that_can_be_read_the_rest_is_kept(own: Desk) -> None:
    assert len(carry_out(own)) == 1
    (note,) = remainder.all_notes(own.settings)
    assert remainder.check(own.settings, note.stem)
    assert not holds(own.settings, SITI)
    assert holds(own.settings, BUDI)
    assert deleted(own.settings) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (listing(perjanjian=[IN_FORCE]), "PERJANJIAN_TAK_BERLAKU"),
        (fewer_columns(), "PENGANTAR_TAK_SESUAI"),
    ],
    ids=["agreement", "columns"],
)
@pytest.mark.parametrize("again", [False, True], ids=["original", "remainder"])
def test_a_list_that_the_contract_takes_no_longer_goes(
    own: Desk, changed: ProviderContract, code: str, again: bool
) -> None:
    if again:  # somebody else was erased from it while it could be read
        others = prints_of(own, "ANI")
        carry_out(own)
        enter(own.settings, others, "permohonan lain")
    assert holds(own.settings, BUDI)
    own.contract = changed
    assert len(carry_out(own)) == 1
    assert archive.stored_files(own.settings) == remainder.all_notes(own.settings) == []
    assert deleted(own.settings) == [code]
    # once gone it holds nobody up, whatever the contract says
    own.contract = listing()
    enter(own.settings, [("nik", "0" * 64)], "permohonan ketiga")
    assert len(carry_out(own)) == 1
    assert len(deleted(own.settings)) == 1


def test_a_file_that_another_note_had_read_stays(own: Desk) -> None:
    own.deliver(people(), jenis="padankan", tanggal_kirim="2026-03-01")
    own.receive()
    own.contract = listing(perjanjian=[IN_FORCE])
    assert len(carry_out(own)) == 1
    assert len(remainder.all_notes(own.settings)) == 1
    assert not holds(own.settings, SITI)
    assert deleted(own.settings) == []


def test_a_damaged_list_leaves_the_erasure_open(own: Desk) -> None:
    (file,) = archive.stored_files(own.settings)
    content = file.read_bytes()
    file.chmod(0o640)
    file.write_bytes(content[:-1])
    with pytest.raises(DtsenError) as caught:
        carry_out(own)
    assert caught.value.kind.code == entered.BAD
    assert str(file) in caught.value.message
    assert len(entered.unfinished(own.settings)) == 1
    assert deleted(own.settings) == []
    file.write_bytes(content)
    assert len(carry_out(own)) == 1
    assert not holds(own.settings, SITI)


def test_what_is_left_of_a_list_and_damaged_is_named_by_its_note(own: Desk) -> None:
    others = prints_of(own, "ANI")
    carry_out(own)
    for file in archive.stored_files(own.settings):
        file.chmod(0o640)
        file.write_bytes(b"rusak")
    enter(own.settings, others, "permohonan lain")
    with pytest.raises(DtsenError) as caught:
        carry_out(own)
    (note,) = remainder.all_notes(own.settings)
    assert str(note) in caught.value.message
    note.unlink()  # the way out where there is no backup
    assert len(carry_out(own)) == 1
    assert archive.stored_files(own.settings) == []


def test_the_file_sent_again_is_not_archived_and_leaves_landing(own: Desk) -> None:
    carry_out(own)
    folder = own.deliver(people(), jenis="padankan", tanggal_kirim="2026-03-01")
    archive.keep(own.settings, parse_note(folder / NOTE_NAME), folder)
    assert not holds(own.settings, SITI)
    assert len(erasures.empty_landing(own.settings)) == 1
    assert not folder.exists()
    # another file with the person is another list
    other = own.deliver(people(f"{ANI},ANI,D"), jenis="padankan", tanggal_kirim="2026-03-01")
    archive.keep(own.settings, parse_note(other / NOTE_NAME), other)
    assert holds(own.settings, SITI)
    assert erasures.empty_landing(own.settings) == []
    assert other.exists()


def test_a_refused_delivery_stays_in_landing_as_it_came(own: Desk) -> None:
    folder = own.deliver(people(records=9), jenis="padankan", folder="ditolak", periode="2026T2")
    own.deliver(people(f"{ANI},ANI,D", records=9), jenis="padankan", folder="lain")
    assert set(own.receive().refused.values()) == {"JUMLAH_TAK_SAMA"}
    carry_out(own)
    # the file from which somebody was erased goes under whatever note
    assert not folder.exists()
    (left,) = own.landing.glob("uji/*/orang.csv")
    assert SITI.encode() in left.read_bytes()
