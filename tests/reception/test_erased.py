"""Erased persons stay out of what is delivered, and nothing else does."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from dagster_dtsen.reception import archive, erased, remainder
from dagster_dtsen.reception.erased import Erased
from dagster_dtsen.reception.receive import Receipt, receive_provider
from tests.reception.deliveries import COLUMNS, Desk, contract, csv_file
from tests.reception.erasing import KEY, MAPPED, prints_where

NIK, OTHER = "3201014507900001", "3201010101900002"


@pytest.fixture
def mapped(desk: Desk) -> Desk:
    """The desk, with an agreement that says which columns are NIK and name."""
    desk.contract = contract(dataset=[MAPPED])
    return desk


def known_by(desk: Desk, where: str) -> Erased:
    """Fingerprints of the raw records that ``where`` finds."""
    return Erased(KEY, tuple(prints_where(desk, where)), ("a1",))


def receive(desk: Desk, who: Erased) -> Receipt:
    return receive_provider(desk.con, desk.settings, desk.contract, desk.landing, who)


def people(desk: Desk) -> list[tuple[int, str | None, str]]:
    return desk.rows("select _row_number, nik, nama from raw.uji__orang order by 1")


def bytes_of(root: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file())


def forgotten(desk: Desk, who: Erased) -> Receipt:
    """The working file is lost; landing and archive are read again."""
    desk.con.execute("drop schema raw cascade; drop schema ledger cascade")
    return receive(desk, who)


def erase_siti(desk: Desk) -> Erased:
    """A delivery of three, of whom the second is erased; the working file is made anew."""
    desk.deliver(csv_file("3201010101900001,BUDI,A", f"{NIK},SITI AMINAH,B", f"{OTHER},ANI,C"))
    assert receive(desk, Erased(KEY, (), ())).received == 1
    who = known_by(desk, f"nik = '{NIK}'")
    forgotten(desk, who)
    return who


def test_what_is_left_takes_the_place_of_the_original(mapped: Desk) -> None:
    erase_siti(mapped)
    assert [row[0] for row in people(mapped)] == [1, 3]
    assert mapped.rows(
        "select jumlah_dinyatakan, jumlah_terbaca, jumlah_rusak, jumlah_dihapus from ledger.berkas"
    ) == [(3, 2, 0, 1)]
    assert not list(mapped.landing.glob("uji/*"))
    assert NIK.encode() not in bytes_of(mapped.settings.root / "arsip")
    (note,) = remainder.all_notes(mapped.settings)
    assert not archive.path_of(mapped.settings, note.stem).exists()
    assert remainder.check(mapped.settings, note.stem)


def test_the_same_file_sent_again_brings_nobody_back(mapped: Desk) -> None:
    who = erase_siti(mapped)
    before = people(mapped)
    mapped.deliver(csv_file("3201010101900001,BUDI,A", f"{NIK},SITI AMINAH,B", f"{OTHER},ANI,C"))
    assert receive(mapped, who).repeated == 1
    assert not list(mapped.landing.glob("uji/*"))
    # with another date it is another delivery with the same file
    mapped.deliver(
        csv_file("3201010101900001,BUDI,A", f"{NIK},SITI AMINAH,B", f"{OTHER},ANI,C"),
        tanggal_kirim="2026-03-01",
    )
    assert receive(mapped, who).received == 1
    assert people(mapped) == sorted(before * 2)
    assert NIK.encode() not in bytes_of(mapped.settings.root / "arsip")


def test_without_the_working_file_the_archive_gives_the_same(mapped: Desk) -> None:
    who = erase_siti(mapped)
    before = people(mapped)
    assert forgotten(mapped, who).received == 1
    assert people(mapped) == before


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (f"{NIK},SITI AMINAH,Z", []),
        (f"{NIK},AMINAH S,Z", []),
        (f"{NIK},BUDI SANTOSO,Z", [(1, None, "BUDI SANTOSO")]),
        (f"{OTHER},SITI AMINAH,Z", [(1, OTHER, "SITI AMINAH")]),
        (f"{OTHER},SITI AMINAH,B", []),
    ],
    ids=["hers", "one word of her name", "her NIK, another's name", "her name alone", "her key"],
)
def test_a_later_delivery(mapped: Desk, line: str, left: list[tuple[int, str | None, str]]) -> None:
    who = erase_siti(mapped)
    before = set(people(mapped))
    mapped.deliver(csv_file(line), periode="2026T2", folder="2026T2")
    receive(mapped, who)
    assert set(people(mapped)) - before == set(left)
    # nothing is rewritten where nothing was found
    assert len(remainder.all_notes(mapped.settings)) == (1 if left and left[0][1] else 2)


def test_a_broken_line_with_the_number_keeps_none_of_its_text(mapped: Desk) -> None:
    who = erase_siti(mapped)
    broken = f"{NIK},SITI,B,terlalu,banyak"
    mapped.deliver(
        csv_file("3201010101900009,TONO,D", broken, "1,2,3,4,5"), periode="2026T2", folder="b"
    )
    receive(mapped, who)
    texts = [row[0] for row in mapped.rows("select teks from ledger.baris_rusak order by _line")]
    assert texts == [erased.ERASED_TEXT, "1,2,3,4,5"]
    forgotten(mapped, who)
    assert [row[0] for row in mapped.rows("select teks from ledger.baris_rusak order by _line")]
    assert NIK.encode() not in bytes_of(mapped.settings.root / "arsip")


def test_a_name_told_by_a_family_goes_with_the_person(mapped: Desk) -> None:
    family = {
        "nama": "keluarga",
        "merekam": "keluarga",
        "format": "csv",
        "kunci": ["kota"],
        "kolom": COLUMNS,
        "menyebut": {"nama": "kota"},
    }
    erase_siti(mapped)
    mapped.contract = contract(dataset=[MAPPED, family])
    erased.lay(mapped.con, Erased(KEY, (), ()))
    query = erased.collected(
        mapped.contract,
        mapped.contract.dataset[0],
        f"(select '{NIK}' as nik, 'SITI AMINAH' as nama, 'B' as kota)",
    )
    rows = mapped.con.execute(f"select jenis, sidik from ({query}) as s(jenis, sidik, nik)")
    who = Erased(KEY, tuple((a, b) for a, b in rows.fetchall() if b), ("a1",))
    mapped.deliver(
        csv_file("1,Siti Aminah,B", "1,Siti Aminah,C", "1,Budi,B", dataset="keluarga"), folder="k"
    )
    receive(mapped, who)
    told = mapped.rows("select nama, kota from raw.uji__keluarga order by _row_number")
    assert told == [(None, "B"), ("Siti Aminah", "C"), ("Budi", "B")]


def test_another_key_knows_nobody(mapped: Desk) -> None:
    who = erase_siti(mapped)
    other = Erased(secrets.token_hex(32), who.prints, who.ids)
    mapped.deliver(csv_file(f"{NIK},SITI AMINAH,B"), periode="2026T2", folder="2026T2")
    receive(mapped, other)
    assert len(people(mapped)) == 3
