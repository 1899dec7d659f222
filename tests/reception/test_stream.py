"""Bytes out of a gzip file: one whole member within the ratio, or a refusal."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

import pytest

from dagster_dtsen.reception import stream
from dagster_dtsen.reception.refusal import Refusal
from tests.reception.deliveries import Desk, File

BODY = b"nik,nama,kota\n" + b"".join(b"%016d,N%d,K\n" % (i, i * 7919) for i in range(1, 400))
RECORDS = 399
PACKED = gzip.compress(BODY, mtime=0)


def unpack(tmp_path: Path, content: bytes) -> bytes:
    path = tmp_path / "orang.csv.gz"
    path.write_bytes(content)
    return b"".join(stream.chunks(path, compressed=True))


def with_name(name: bytes) -> bytes:
    sink = io.BytesIO()
    with gzip.GzipFile(name.decode(), "wb", fileobj=sink, mtime=0) as handle:
        handle.write(BODY)
    return sink.getvalue()


def with_flag(flag: int, field: bytes) -> bytes:
    return PACKED[:3] + bytes([flag]) + PACKED[4:10] + field + PACKED[10:]


def bomb(size: int) -> bytes:
    return gzip.compress(b"0" * size, 9, mtime=0)


@pytest.mark.parametrize("chunk", [1, 7, 100, 1 << 22])
def test_the_content_comes_out_whole_at_any_chunk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(stream, "CHUNK", chunk)
    assert unpack(tmp_path, PACKED) == BODY
    assert unpack(tmp_path, with_name(b"pelanggan.csv")) == BODY
    assert unpack(tmp_path, gzip.compress(b"", mtime=0)) == b""


DAMAGED = {
    "empty": b"",
    "plain text": BODY,
    "zip": b"PK\x03\x04" + BODY,
    "zlib": zlib.compress(BODY),
    "raw deflate": PACKED[10:-8],
    "header only": PACKED[:10],
    "cut in the middle": PACKED[: len(PACKED) // 2],
    "cut by one byte": PACKED[:-1],
    "no trailer": PACKED[:-8],
    "wrong checksum": PACKED[:-8] + b"\0\0\0\0" + PACKED[-4:],
    "wrong length": PACKED[:-4] + b"\0\0\0\0",
    "a changed byte": PACKED[:60] + bytes([PACKED[60] ^ 1]) + PACKED[61:],
    "two members": PACKED + PACKED,
    "an empty second member": PACKED + gzip.compress(b"", mtime=0),
    "trailing zeros": PACKED + b"\0" * 512,
    "trailing text": PACKED + b"x",
    "a comment the engine cannot read": with_flag(16, b"catatan\0"),
    "encrypted": with_flag(32, b""),
    "another method": PACKED[:2] + b"\x09" + PACKED[3:],
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refusal, match="GZIP_RUSAK"):
        unpack(tmp_path, DAMAGED[name])


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_delivery_is_refused_whole(desk: Desk, name: str) -> None:
    desk.deliver(File(DAMAGED[name], RECORDS, "padat", "orang.csv.gz"))
    assert desk.refusal()[0] == "GZIP_RUSAK"
    assert desk.count("raw.uji__padat") == 0


def test_a_file_that_bursts_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    content = bomb(200_000_000)
    assert len(content) < 200_000
    path = tmp_path / "orang.csv.gz"
    path.write_bytes(content)
    seen = 0
    with pytest.raises(Refusal, match="KEMBANG_BERLEBIH"):
        for chunk in stream.chunks(path, compressed=True):
            seen += len(chunk)
    assert seen <= len(content) * stream.MAX_RATIO


def test_the_ratio_is_that_of_the_whole_file(tmp_path: Path) -> None:
    noise = b"".join(b"%d,%d\n" % (i, i * i % 7919) for i in range(5_000))
    assert unpack(tmp_path, gzip.compress(noise, mtime=0)) == noise
    with pytest.raises(Refusal, match="KEMBANG_BERLEBIH"):
        unpack(tmp_path, gzip.compress(noise + b" " * 60_000_000, mtime=0))


@pytest.mark.parametrize("content", [PACKED, with_name(b"x.csv"), with_flag(4, b"\x02\0ab")])
def test_a_packed_file_is_loaded_from_where_it_lies(desk: Desk, content: bytes) -> None:
    desk.deliver(File(content, RECORDS, "padat", "orang.csv.gz"))
    assert desk.receive().refused == {}
    people = desk.people("padat")
    assert len(people) == RECORDS
    assert people[0] == (1, f"{1:016d}", "N7919", "K")
    assert not desk.settings.scratch_dir.exists()


def test_broken_lines_of_a_packed_file_are_kept(desk: Desk) -> None:
    body = b"nik,nama,kota\n1,a,b\n2,b\n3,c,d\n"
    desk.deliver(File(gzip.compress(body, mtime=0), 3, "padat", "orang.csv.gz"))
    assert desk.receive().rows == 3
    assert desk.people("padat") == [(1, "1", "a", "b"), (3, "3", "c", "d")]
    assert desk.broken() == [(3, "2,b", "MISSING COLUMNS")]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"nik,nama,kota\n1,a\0,b\n", "BYTE_NUL"),
        (b"nik,nama,kota\n1,\xe9,b\n", "ENKODE_SALAH"),
        (b"nik,nama,kota\r1,a,b\r", "GANTI_BARIS"),
        (b"nama,kota\na,b\n", "KEPALA_TAK_SESUAI"),
        (b"", "KEPALA_TAK_SESUAI"),
        (b"nik,nama,kota\n1,a,b\n2,a,b\n", "JUMLAH_TAK_SAMA"),
        (gzip.compress(b"nik,nama,kota\n1,a,b\n", mtime=0), "ENKODE_SALAH"),
    ],
)
def test_bytes_are_looked_at_after_unpacking(desk: Desk, body: bytes, code: str) -> None:
    desk.deliver(File(gzip.compress(body, mtime=0), 1, "padat", "orang.csv.gz"))
    assert desk.refusal()[0] == code


def test_a_packed_file_under_a_plain_contract_is_not_unpacked(desk: Desk) -> None:
    desk.deliver(File(PACKED, RECORDS, "orang", "orang.csv.gz"))
    assert desk.refusal()[0] in {"BYTE_NUL", "ENKODE_SALAH", "GANTI_BARIS", "KEPALA_TAK_SESUAI"}
