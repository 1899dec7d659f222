"""Parquet: text columns only, whole, not encrypted, and no more than its bytes can hold."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dagster_dtsen.reception import load_parquet
from dagster_dtsen.reception.refusal import Refusal
from tests.reception.deliveries import Desk, File, contract, parquet_file

PARQUET = contract().dataset[2]


@pytest.mark.parametrize(
    "nik",
    [
        pa.array([9171011203850001]),
        pa.array([9.171011203850001e15]),
        pa.array(["9171011203850001"]).dictionary_encode(),
        pa.array([b"9171011203850001"]),
    ],
    ids=["integer", "float", "dictionary", "bytes"],
)
def test_a_parquet_column_that_is_not_text_is_refused(tmp_path: Path, nik: pa.Array) -> None:
    path = tmp_path / "tabel.parquet"
    pq.write_table(pa.table({"nik": nik, "nama": ["a"], "kota": ["b"]}), path)
    with pytest.raises(Refusal) as caught:
        load_parquet.look_at(path, PARQUET, 1)
    assert (caught.value.code, caught.value.detail) == ("BUKAN_TEKS", "tabel.parquet: nik")


def test_parquet_text_of_any_width_and_empty_columns_pass(tmp_path: Path) -> None:
    path = tmp_path / "tabel.parquet"
    wide = pa.array(["1"], pa.large_string())
    pq.write_table(pa.table({"kota": pa.nulls(1), "nik": wide, "nama": ["a"]}), path)
    assert load_parquet.look_at(path, PARQUET, 1) is None


@pytest.mark.parametrize("content", [b"", b"PAR1", b"nik,nama,kota\n", b"PAR1" + b"\xff" * 50])
def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tabel.parquet"
    path.write_bytes(content)
    with pytest.raises(Refusal, match="PARQUET_RUSAK"):
        load_parquet.look_at(path, PARQUET, 1)


def repeated(rows: int, value: str | None, **options: object) -> File:
    """One value over and over: a dictionary of one entry and run lengths."""
    column = pa.array([value], pa.string()).take(pa.nulls(rows, pa.int64()).fill_null(0))
    table = pa.table({"nik": column, "nama": column, "kota": column})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", **options)
    return File(sink.getvalue().to_pybytes(), rows, "tabel", "tabel.parquet")


def test_values_for_more_than_a_hundred_bytes_of_one_are_refused(desk: Desk) -> None:
    """The footer knows nothing of repeats, so the rows are weighed as they pass."""
    file = repeated(40_000, "x" * 1000)
    assert len(file.content) < 20_000
    desk.deliver(file)
    assert desk.refusal() == ("KEMBANG_BERLEBIH", "tabel.parquet: > 100:1")


def test_the_footer_alone_refuses_what_says_that_it_bursts(desk: Desk) -> None:
    file = repeated(40_000, "x" * 1000, use_dictionary=False)
    desk.deliver(file)
    assert desk.refusal()[0] == "KEMBANG_BERLEBIH"


def test_rows_of_nothing_are_refused_too(tmp_path: Path) -> None:
    path = tmp_path / "tabel.parquet"
    path.write_bytes(repeated(7_000_000, None).content)
    with pytest.raises(Refusal, match="KEMBANG_BERLEBIH"):
        load_parquet.look_at(path, PARQUET, 7_000_000)


def test_a_small_file_may_repeat_itself(desk: Desk) -> None:
    desk.deliver(repeated(20_000, "3171014501900001"))
    assert desk.receive().rows == 20_000


def test_the_footer_is_held_against_the_note_before_a_row_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tabel.parquet"
    path.write_bytes(parquet_file(pa.table({"nik": ["1"], "nama": ["a"], "kota": ["b"]})).content)
    with pytest.raises(Refusal, match="JUMLAH_TAK_SAMA"):
        load_parquet.look_at(path, PARQUET, 2)


@pytest.mark.parametrize(
    "nik",
    [
        pa.array([["1"]]),
        pa.array([{"nik": "1"}]),
        pa.array([True]),
        pa.array([b"0123456789abcdef"], pa.binary(16)),
        pa.array(["1"], pa.string_view()),
    ],
    ids=["list", "struct", "boolean", "fixed bytes", "view"],
)
def test_an_odd_type_is_refused_or_text(desk: Desk, nik: pa.Array) -> None:
    desk.deliver(parquet_file(pa.table({"nik": nik, "nama": ["a"], "kota": ["b"]})))
    if pa.types.is_string_view(nik.type):
        assert desk.receive().refused == {}
        assert desk.people("tabel") == [(1, "1", "a", "b")]
    else:
        assert desk.refusal() == ("BUKAN_TEKS", "tabel.parquet: nik")


@pytest.mark.parametrize("magic", [b"PARE", b"PAR2"])
def test_an_encrypted_footer_is_refused(desk: Desk, magic: bytes) -> None:
    whole = parquet_file(pa.table({"nik": ["1"], "nama": ["a"], "kota": ["b"]}))
    desk.deliver(File(magic + whole.content[4:-4] + magic, 1, "tabel", "tabel.parquet"))
    assert desk.refusal()[0] == "PARQUET_RUSAK"
