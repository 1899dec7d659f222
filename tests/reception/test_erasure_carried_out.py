"""An erasure of a home that has received: once, twice, over several deliveries, stopped halfway."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dagster_dtsen import erasure_archive, erasures, warehouse
from dagster_dtsen.reception import archive, remainder
from dagster_dtsen.reception.receive import Receipt, receive_provider
from dagster_dtsen.settings import Settings
from tests.reception.deliveries import Desk, contract
from tests.reception.erasing import ANI, BUDI, MAPPED, SITI, enter, people, prints_of

Received = tuple[list[tuple[Any, ...]], Receipt]


class Killed(BaseException):
    """Stands for kill -9."""


@pytest.fixture
def own(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk as a home's only provider, with an agreement that says what NIK and name are."""
    desk.contract = contract(dataset=[MAPPED])
    desk.settings = desk.settings.model_copy(update={"landing": desk.landing})
    monkeypatch.setattr(erasure_archive, "load_contracts", lambda: [desk.contract])
    return desk


def again(desk: Desk) -> Received:
    """Everything is received anew by a working file that has nothing; counts of files."""
    with warehouse.connect(desk.settings) as con:
        who = erasures.of(desk.settings)
        receipt = receive_provider(con, desk.settings, desk.contract, desk.landing, who)
        counts = con.execute(
            "select jumlah_dinyatakan, jumlah_terbaca, jumlah_rusak, jumlah_dihapus "
            "from ledger.berkas order by _delivery, _file"
        ).fetchall()
    return counts, receipt


def rests(settings: Settings) -> list[tuple[int, int]]:
    """Of every remainder how many records went and how many cells and lines were emptied."""
    found = [remainder.find(settings, note.stem) for note in remainder.all_notes(settings)]
    return [(item.dihapus, item.dikosongkan) for item in found if item]


def two_deliveries(desk: Desk) -> None:
    desk.deliver(people())
    desk.deliver(people(), folder="lagi", tanggal_kirim="2026-03-01")


def two_files(desk: Desk) -> None:
    desk.deliver(people(), people(name="orang-2.csv"))


@pytest.mark.parametrize("deliver", [two_deliveries, two_files])
def test_a_file_that_stands_twice_counts_once(own: Desk, deliver: Callable[[Desk], None]) -> None:
    deliver(own)
    own.receive()
    enter(own.settings, prints_of(own, "SITI"), "permohonan warga")
    own.con.close()
    assert len(erasures.carry_out(own.settings)) == 1
    assert rests(own.settings) == [(1, 0)]
    counts, receipt = again(own)
    assert (counts, receipt.refused) == ([(3, 2, 0, 1)] * 2, {})


@pytest.mark.parametrize("kept", [1, 2])
def test_one_that_was_stopped_counts_once(
    own: Desk, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = f"{SITI},SITI,B,terlalu,banyak"
    other = f"{SITI},TONO,E"  # her number under another name is emptied
    own.deliver(people(broken, other))
    own.deliver(people(f"{SITI},SITI A,D"), folder="lain", tanggal_kirim="2026-03-01")
    own.receive()
    enter(own.settings, prints_of(own, "SITI"), "permohonan warga")
    own.con.close()
    whole, calls = remainder.keep, []

    def dying(*arguments: Any) -> None:
        whole(*arguments)
        calls.append(arguments)
        if len(calls) == kept:
            raise Killed

    with monkeypatch.context() as context:
        context.setattr(remainder, "keep", dying)
        with pytest.raises(Killed):
            erasures.carry_out(own.settings)
    assert len(erasures.carry_out(own.settings)) == 1
    assert sorted(rests(own.settings)) == [(1, 2), (2, 0)]
    counts, receipt = again(own)
    assert (sorted(counts), receipt.refused) == ([(4, 2, 0, 2), (5, 3, 1, 1)], {})


def test_erasures_of_two_persons_in_one_file_add_up_and_of_one_do_not(own: Desk) -> None:
    own.deliver(people(f"{SITI},TONO,E", f"{ANI},JOKO,F"))
    own.receive()
    siti, ani = prints_of(own, "SITI"), prints_of(own, "ANI")
    own.con.close()
    for prints, reason, left in (
        (siti, "permohonan pertama", [(1, 1)]),
        (ani, "permohonan kedua", [(2, 2)]),
        (siti, "permohonan pertama lagi", [(2, 2)]),
    ):
        enter(own.settings, prints, reason)
        assert len(erasures.carry_out(own.settings)) == 1
        assert rests(own.settings) == left
        counts, receipt = again(own)
        assert (counts, receipt.refused) == ([(5, 5 - left[0][0], 0, left[0][0])], {})


def numbers(settings: Settings) -> set[str]:
    """Whose number a file of the archive tells, under whatever name."""
    contents = [path.read_bytes() for path in settings.archive_dir.rglob("*") if path.is_file()]
    return {nik for nik in (BUDI, SITI, ANI) if any(nik.encode() in text for text in contents)}


def test_what_was_left_before_goes_also_after_a_kill(
    own: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    own.deliver(people())
    own.receive()
    siti, ani = prints_of(own, "SITI"), prints_of(own, "ANI")
    own.con.close()
    enter(own.settings, siti, "permohonan pertama")
    erasures.carry_out(own.settings)
    again(own)
    assert numbers(own.settings) == {BUDI, ANI}
    enter(own.settings, ani, "permohonan kedua")

    def dying(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as context:
        context.setattr(remainder, "_drop", dying)
        with pytest.raises(Killed):
            erasures.carry_out(own.settings)
    assert numbers(own.settings) == {BUDI, ANI}
    assert len(erasures.carry_out(own.settings)) == 1
    assert numbers(own.settings) == {BUDI}


def test_without_a_working_file_the_archive_is_read(own: Desk) -> None:
    two_files(own)
    own.receive()
    enter(own.settings, prints_of(own, "SITI"), "permohonan warga")
    own.con.close()
    warehouse.remove_database(own.settings.warehouse_file)
    assert len(erasures.carry_out(own.settings)) == 1
    assert (numbers(own.settings), rests(own.settings)) == ({BUDI, ANI}, [(1, 0)])
    assert [item["keadaan"] for item in erasures.listed(own.settings)] == ["selesai"]
    counts, receipt = again(own)
    assert (counts, receipt.refused) == ([(3, 2, 0, 1)] * 2, {})


@pytest.mark.parametrize("held", [True, False], ids=["working file", "lost"])
def test_a_delivery_that_no_contract_reads_is_told_until_one_does(own: Desk, held: bool) -> None:
    own.deliver(people())
    own.receive()
    siti = prints_of(own, "SITI")
    own.con.close()
    if not held:
        warehouse.remove_database(own.settings.warehouse_file)
    before = own.contract
    own.contract = contract(dataset=[MAPPED | {"nama": "orang_lain"}])
    enter(own.settings, siti, "permohonan warga")
    assert len(erasures.carry_out(own.settings)) == 1
    (told,) = erasures.listed(own.settings)
    (note,) = archive.note_files(own.settings)
    assert (told["keadaan"], told["kiriman"]) == ("tertinggal", [note.parent.name])
    assert numbers(own.settings) == {BUDI, SITI, ANI}
    erasures.carry_out(own.settings)
    assert erasures.listed(own.settings) == [told]
    own.contract = before
    erasures.carry_out(own.settings)
    (told,) = erasures.listed(own.settings)
    assert (told["keadaan"], told["kiriman"]) == ("selesai", [])
    assert numbers(own.settings) == {BUDI, ANI}


@pytest.mark.parametrize("readable", [True, False])
def test_archived_files_that_no_note_names_go(own: Desk, readable: bool) -> None:
    own.deliver(people())
    own.receive()
    siti = prints_of(own, "SITI")
    own.con.close()
    left = own.landing / "sisa.csv"
    left.write_text(f"{SITI},SITI AMINAH,B\n", encoding="utf-8")
    lone = archive.path_of(own.settings, archive.put(own.settings, left))
    half = lone.with_name(f"{lone.name}.baru")
    half.write_bytes(lone.read_bytes())
    (original,) = (path for path in archive.stored_files(own.settings) if path != lone)
    if not readable:
        other = archive.note_files(own.settings)[0].with_name("000000000000.yml")
        other.write_text("berkas: [", encoding="utf-8")
    enter(own.settings, siti, "permohonan warga")
    assert len(erasures.carry_out(own.settings)) == 1
    assert not original.exists()
    assert (lone.exists(), half.exists()) == (not readable, not readable)
