"""The delivery note: read, checked against the agreement, and never a reason to stop a run."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from dagster_dtsen.reception.note import find_deliveries
from tests.reception.deliveries import Desk, File, csv_file


def test_a_note_that_agrees_is_taken(desk: Desk) -> None:
    desk.deliver(csv_file("1,a,b"), tambahan="kolom yang tidak dikenal")
    receipt = desk.receive()
    assert (receipt.received, receipt.refused) == (1, {})
    assert desk.rows(
        "select penyedia, jenis, sumber, periode, tanggal_acuan, tanggal_kirim, jatuh_tempo, "
        "perjanjian, status, kode_alasan from ledger.kiriman"
    ) == [
        (
            "uji",
            "penuh",
            "administrasi",
            "2026T1",
            dt.date(2026, 1, 31),
            dt.date(2026, 2, 10),
            dt.date(2026, 2, 15),
            "PKS/UJI/1",
            "diterima",
            None,
        )
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("penyedia: [", "ParserError"),
        ("", ""),
        ("- uji\n- penuh\n", ""),
        ("penyedia: uji\n", "berkas, jatuh_tempo, jenis"),
        ("!!python/object/apply:os.getcwd []\n", "ConstructorError"),
        ("tanggal_acuan: 2026-02-31\n", "ValueError"),
        ("[" * 5000, "RecursionError"),
        ("# " + "x" * 1_000_001, "ukuran / size"),
    ],
    ids=["yaml", "empty", "list", "short", "object", "no such day", "deep", "huge"],
)
def test_an_unreadable_note_refuses_the_delivery(desk: Desk, text: str, told: str) -> None:
    folder = desk.deliver(csv_file("1,a,b"))
    (folder / "pengantar.yml").write_text(text)
    code, detail = desk.refusal()
    assert code == "PENGANTAR_RUSAK"
    assert detail.startswith(told)


def test_a_note_that_is_no_text_refuses_the_delivery(desk: Desk) -> None:
    folder = desk.deliver(csv_file("1,a,b"))
    (folder / "pengantar.yml").write_bytes(b"penyedia: \xe9\xff")
    assert desk.refusal() == ("PENGANTAR_RUSAK", "UnicodeDecodeError")


def test_a_folder_without_a_note_is_refused_and_not_overlooked(desk: Desk) -> None:
    folder = desk.deliver(csv_file("1,a,b"))
    (folder / "pengantar.yml").unlink()
    assert desk.refusal() == ("PENGANTAR_RUSAK", "FileNotFoundError")


@pytest.mark.parametrize(
    "field",
    ["jenis", "sumber", "periode", "tanggal_acuan", "tanggal_kirim", "jatuh_tempo", "perjanjian"],
)
def test_a_missing_field_is_named(desk: Desk, field: str) -> None:
    desk.deliver(csv_file("1,a,b"), **{field: None})
    assert desk.refusal() == ("PENGANTAR_RUSAK", field)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("jenis", "bulanan"),
        ("sumber", "kabar"),
        ("periode", ""),
        ("periode", "../../lain"),
        ("periode", "2026/T1"),
        ("periode", "T" * 21),
        ("tanggal_kirim", "kemarin"),
        ("perjanjian", ""),
        ("berkas", []),
    ],
)
def test_a_value_outside_the_form_is_named_by_its_field(
    desk: Desk, field: str, value: object
) -> None:
    desk.deliver(csv_file("1,a,b"), **{field: value})
    assert desk.refusal() == ("PENGANTAR_RUSAK", field)


@pytest.mark.parametrize("name", ["../orang.csv", "/etc/hostname", ".orang.csv", "a/b.csv", ""])
def test_a_file_name_never_leads_out_of_the_folder(desk: Desk, name: str) -> None:
    file = csv_file("1,a,b")
    desk.deliver(file, berkas=[file.entry() | {"nama": name}])
    assert desk.refusal() == ("PENGANTAR_RUSAK", "berkas.0.nama")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"penyedia": "dukcapil"}, "penyedia"),
        ({"jenis": "perubahan"}, "jenis perubahan ≠ penuh"),
    ],
)
def test_a_note_that_contradicts_the_agreement_is_refused(
    desk: Desk, change: dict[str, str], told: str
) -> None:
    desk.deliver(csv_file("1,a,b"), **change)
    code, detail = desk.refusal()
    assert code == "PENGANTAR_TAK_SESUAI"
    assert detail.startswith(told)


def test_an_unknown_dataset_is_refused(desk: Desk) -> None:
    desk.deliver(csv_file("1,a,b", dataset="lainnya"))
    assert desk.refusal() == ("PENGANTAR_TAK_SESUAI", "dataset lainnya")


def test_columns_that_were_not_promised_are_refused(desk: Desk) -> None:
    """The note's own list of variables must be the agreed one."""
    file = csv_file("1,a,b")
    columns = file.entry()["variabel"]
    desk.deliver(file, berkas=[file.entry() | {"variabel": [*columns[1:], "agama"]}])
    code, detail = desk.refusal()
    assert code == "PENGANTAR_TAK_SESUAI"
    told = f"variabel {file.dataset}: kurang/missing [{columns[0]}], lebih/extra 1"
    assert detail.startswith(told)


def test_one_file_named_twice_is_refused(desk: Desk) -> None:
    file = csv_file("1,a,b")
    desk.deliver(file, berkas=[file.entry(), file.entry()])
    assert desk.refusal() == ("PENGANTAR_TAK_SESUAI", "berkas ganda / doubled file")


def test_deliveries_are_the_folders_that_hold_anything_in_name_order(tmp_path: Path) -> None:
    for name in ("2026T2", "2026T1", "2026T3"):
        (tmp_path / "uji" / name).mkdir(parents=True)
    (tmp_path / "uji" / "2026T2" / "a").touch()
    (tmp_path / "uji" / "2026T1" / "a").touch()
    (tmp_path / "uji" / "catatan.txt").touch()
    assert [path.name for path in find_deliveries(tmp_path, "uji")] == ["2026T1", "2026T2"]
    assert find_deliveries(tmp_path, "tiada") == []


def test_the_reason_of_a_refusal_never_holds_a_value_of_the_file(desk: Desk) -> None:
    desk.deliver(File(b"3171014501900001,BUDI,SOLO\n", 0))
    _, detail = desk.refusal()
    assert not {"3171014501900001", "BUDI", "SOLO"} & set(detail.replace(",", " ").split())


def test_a_note_that_names_no_agreement_of_the_contract_is_refused(desk: Desk) -> None:
    desk.deliver(csv_file("1,a,b"), perjanjian="PKS/UJI/9")
    assert desk.refusal()[0] == "PERJANJIAN_TAK_BERLAKU"


@pytest.mark.parametrize("sent", ["2024-12-31", "2028-01-01"])
def test_an_agreement_holds_on_the_days_of_its_validity_only(desk: Desk, sent: str) -> None:
    day = dt.date.fromisoformat(sent)
    desk.deliver(csv_file("1,a,b"), tanggal_kirim=day, tanggal_acuan=min(day, dt.date(2026, 1, 31)))
    assert desk.refusal() == (
        "PERJANJIAN_TAK_BERLAKU",
        "PKS/UJI/1: 2025-01-01 - 2027-12-31",
    )


@pytest.mark.parametrize("sent", ["2025-01-01", "2027-12-31"])
def test_the_first_and_the_last_day_of_an_agreement_count(desk: Desk, sent: str) -> None:
    day = dt.date.fromisoformat(sent)
    desk.deliver(csv_file("1,a,b"), tanggal_kirim=day, tanggal_acuan=min(day, dt.date(2026, 1, 31)))
    assert desk.receive().received == 1


def test_another_type_of_source_than_agreed_is_refused(desk: Desk) -> None:
    desk.deliver(csv_file("1,a,b"), sumber="lainnya")
    assert desk.refusal() == ("PENGANTAR_TAK_SESUAI", "sumber lainnya ≠ administrasi")


@pytest.mark.parametrize("kind", ["note", "folder", "pipe"])
def test_a_note_is_read_from_a_plain_file_in_a_plain_folder(
    desk: Desk, tmp_path: Path, kind: str
) -> None:
    folder = desk.deliver(csv_file("1,a,b"))
    elsewhere = tmp_path / "lain"
    note = folder / "pengantar.yml"
    if kind == "pipe":
        note.unlink()
        os.mkfifo(note)
    else:
        moved = note if kind == "note" else folder
        moved.rename(elsewhere)
        moved.symlink_to(elsewhere)
    assert desk.refusal()[0] == "PENGANTAR_RUSAK"
