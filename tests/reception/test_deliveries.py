"""A delivery is taken whole or refused whole, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.reception import prescan, receive
from dagster_dtsen.reception.receive import receive_provider
from dagster_dtsen.settings import Settings
from tests.reception.deliveries import HEADER, PAPUA, Desk, File, csv_file, parquet_file

GOOD = csv_file("1,a,b", "2,b", "3,c,d", name="baik.csv")
TABLE = pa.table({"nik": [PAPUA, "0012"], "nama": ["A", None], "kota": ["", "B"]})


def test_parquet_text_is_loaded_with_its_record_numbers(desk: Desk) -> None:
    desk.deliver(parquet_file(TABLE))
    assert desk.receive().rows == 2
    assert desk.people("tabel") == [(1, PAPUA, "A", ""), (2, "0012", None, "B")]


def test_record_numbers_of_a_parquet_file_follow_the_file_across_row_groups(desk: Desk) -> None:
    count = 300_001
    texts = pa.array([f"{i:016d}" for i in range(1, count + 1)])
    desk.deliver(parquet_file(pa.table({"nik": texts, "nama": texts, "kota": texts})))
    assert desk.receive().rows == count
    assert desk.rows(
        "select count(*), min(_row_number), count_if(_row_number <> nik::bigint) "
        "from raw.uji__tabel"
    ) == [(count, 1, 0)]


def damaged_pages() -> File:
    whole = parquet_file(TABLE)
    pages = bytearray(whole.content)
    pages[20:40] = b"\xff" * 20
    return File(bytes(pages), 2, "tabel", "tabel.parquet")


def text_that_is_not_utf_8() -> File:
    binary = pa.array([b"\xff\xfe", b"ok"])
    text = pa.Array.from_buffers(pa.string(), 2, binary.buffers())
    return parquet_file(pa.table({"nik": text, "nama": ["a", "b"], "kota": ["a", "b"]}))


def nul_in_a_table() -> File:
    return parquet_file(pa.table({"nik": ["1\0"], "nama": ["a"], "kota": ["b"]}))


def number_as_nik() -> File:
    return parquet_file(pa.table({"nik": [int(PAPUA)], "nama": ["a"], "kota": ["b"]}))


BAD_FILES = [
    (csv_file("1,a,b", records=2), "JUMLAH_TAK_SAMA"),
    (csv_file("1,a,b", "2,c,d", records=1), "JUMLAH_TAK_SAMA"),
    (csv_file("1,a,b", sha256="0" * 64), "SIDIK_TAK_SAMA"),
    (File(b"nik,nama\n1,a\n", 1), "KEPALA_TAK_SESUAI"),
    (File(HEADER + b"1,\xe9,b\n", 1), "ENKODE_SALAH"),
    (File(HEADER + b"1,\0,b\n", 1), "BYTE_NUL"),
    (File(HEADER + b"1,a\r2,b\n", 1), "GANTI_BARIS"),
    (File(HEADER + b"1,a,b\r\n2,b,c\n", 2), "GANTI_BARIS"),
    (File(b"nik,nama,kota\r\n1,a,b\n2,b,c\r\n", 2), "GANTI_BARIS"),
    (File(b"bukan parquet", 1, "tabel", "tabel.parquet"), "PARQUET_RUSAK"),
    (number_as_nik(), "BUKAN_TEKS"),
    (damaged_pages(), "PARQUET_RUSAK"),
    (text_that_is_not_utf_8(), "PARQUET_RUSAK"),
    (nul_in_a_table(), "BYTE_NUL"),
    (parquet_file(TABLE, records=3), "JUMLAH_TAK_SAMA"),
]
NAMES = [
    "fewer",
    "more",
    "hash",
    "header",
    "encoding",
    "nul",
    "bare CR",
    "LF after CRLF",
    "LF and CRLF",
    "no parquet",
    "numeric NIK",
    "damaged pages",
    "text not UTF-8",
    "nul in parquet",
    "parquet count",
]


@pytest.mark.parametrize(("bad", "code"), BAD_FILES, ids=NAMES)
def test_one_bad_file_sends_the_whole_delivery_back(desk: Desk, bad: File, code: str) -> None:
    """The good file before it, with a broken line, was loaded already: nothing of it stays."""
    desk.deliver(GOOD, bad)
    found, detail = desk.refusal()  # asserts that no table kept a row
    assert found == code
    assert bad.name in detail


def test_a_missing_file_sends_the_whole_delivery_back(desk: Desk) -> None:
    folder = desk.deliver(GOOD, csv_file("1,a,b"))
    (folder / "orang.csv").unlink()
    assert desk.refusal() == ("BERKAS_TIADA", "orang.csv")


def test_a_link_is_not_a_delivered_file(desk: Desk, tmp_path: Path) -> None:
    file = csv_file("1,a,b")
    folder = desk.deliver(GOOD, file)
    elsewhere = tmp_path / "elsewhere.csv"
    (folder / file.name).rename(elsewhere)
    (folder / file.name).symlink_to(elsewhere)
    assert desk.refusal() == ("BERKAS_TIADA", "orang.csv")


def test_a_bad_delivery_does_not_stop_the_good_one_after_it(desk: Desk) -> None:
    desk.deliver(csv_file("1,a,b", records=9), folder="a", periode="2026M01")
    desk.deliver(csv_file("2,a,b"), folder="b", periode="2026M02")
    receipt = desk.receive()
    assert (receipt.received, list(receipt.refused.values())) == (1, ["JUMLAH_TAK_SAMA"])
    assert [row[1] for row in desk.people()] == ["2"]


def test_the_same_delivery_again_is_nothing(desk: Desk) -> None:
    desk.deliver(csv_file("1,a,b", "2"), parquet_file(TABLE))
    first = desk.receive()
    tables = ("ledger.kiriman", "ledger.berkas", "ledger.baris_rusak", "raw.uji__orang")
    before = {name: desk.rows(f"select * from {name} order by all") for name in tables}
    again = desk.receive()
    assert (first.received, again.received, again.repeated, again.rows) == (1, 0, 1, 0)
    assert {name: desk.rows(f"select * from {name} order by all") for name in tables} == before


def test_the_same_content_in_another_folder_under_another_name_is_nothing(desk: Desk) -> None:
    desk.deliver(csv_file("1,a,b"), folder="2026T1")
    desk.deliver(csv_file("1,a,b", name="kiriman_ulang.csv"), folder="2026T1-ulang")
    receipt = desk.receive()
    assert (receipt.received, receipt.repeated) == (1, 1)
    assert desk.count("raw.uji__orang") == 1


def test_other_content_under_the_same_label_is_a_delivery_of_its_own(desk: Desk) -> None:
    desk.deliver(csv_file("1,a,b"), folder="a")
    desk.deliver(csv_file("1,a,c"), folder="b")
    assert desk.receive().received == 2


def test_the_id_of_a_delivery_comes_from_its_content_alone(desk: Desk, tmp_path: Path) -> None:
    desk.deliver(csv_file("1,a,b"), parquet_file(TABLE))
    desk.receive()
    other = Settings(home=tmp_path / "other", db_key=None)
    with warehouse.connect(other) as con:
        receive_provider(con, other, desk.contract, desk.landing)
        there = con.execute("select _delivery from ledger.kiriman").fetchall()
    assert there == desk.rows("select _delivery from ledger.kiriman")


def test_a_refused_delivery_is_taken_once_it_is_put_right(desk: Desk) -> None:
    file = csv_file("1,a,b", "2,b,c")
    folder = desk.deliver(file)
    (folder / file.name).write_bytes(HEADER)
    assert desk.refusal()[0] == "SIDIK_TAK_SAMA"
    (folder / file.name).write_bytes(file.content)
    receipt = desk.receive()
    assert (receipt.received, receipt.refused) == (1, {})
    assert len(desk.people()) == 2


def test_a_refusal_seen_again_is_one_line_of_the_ledger(desk: Desk) -> None:
    desk.deliver(csv_file("1,a,b", records=2))
    desk.refusal()
    desk.receive()
    assert desk.count("ledger.kiriman") == 1


def test_an_error_of_the_machine_leaves_no_half_delivery(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.deliver(GOOD)

    def full(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(receive.ledger, "record_accepted", full)
        with pytest.raises(OSError, match="disk full"):
            desk.receive()
    assert desk.count("raw.uji__orang") == desk.count("ledger.kiriman") == 0
    assert desk.receive().received == 1


def test_the_transcoded_copy_is_gone_afterwards(desk: Desk) -> None:
    desk.deliver(File(b"nik;nama;kota\n1;\xe9;b\n", 1, "lama", "lama.csv"), folder="a")
    desk.deliver(File(b"nik;nama;kota\n1;\xe9;b\n", 2, "lama", "lama.csv"), folder="b")
    desk.receive()
    assert list(desk.settings.scratch_dir.iterdir()) == []


def test_a_file_that_is_utf_8_already_is_never_copied(desk: Desk) -> None:
    desk.deliver(csv_file("1,\u00e9,b"))
    assert desk.receive().received == 1
    assert not desk.settings.scratch_dir.exists()


def test_a_folder_named_like_a_pattern_is_read_as_it_is(desk: Desk) -> None:
    desk.landing = desk.landing / "a[1]*?"
    table = pa.table({"nik": ["2"], "nama": ["b"], "kota": ["c"]})
    desk.deliver(csv_file("1,a,b"), parquet_file(table))
    assert desk.receive().refused == {}
    assert (desk.people(), desk.people("tabel")) == ([(1, "1", "a", "b")], [(1, "2", "b", "c")])


def test_a_file_written_to_while_it_is_read_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = desk.deliver(csv_file("1,a,b"))
    honest = prescan.scan_text

    def slow(path: Path, *others: Any) -> prescan.Look:
        look = honest(path, *others)
        (folder / "orang.csv").write_bytes(b"nik,nama,kota\n9,a,b\n")
        return look

    monkeypatch.setattr(prescan, "scan_text", slow)
    assert desk.refusal()[0] == "SIDIK_TAK_SAMA"


def test_a_provider_that_sent_nothing_has_empty_raw_tables(
    desk: Desk, con: duckdb.DuckDBPyConnection
) -> None:
    assert desk.receive().received == 0
    assert desk.people() == desk.people("lama") == desk.people("tabel") == []
    described = con.execute("describe raw.uji__tabel").fetchall()
    assert [(row[0], row[1]) for row in described] == [
        ("_delivery", "VARCHAR"),
        ("_file", "VARCHAR"),
        ("_row_number", "BIGINT"),
        ("nik", "VARCHAR"),
        ("nama", "VARCHAR"),
        ("kota", "VARCHAR"),
    ]
