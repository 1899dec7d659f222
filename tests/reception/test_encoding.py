"""Text of another encoding than the declared one is refused, and both are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_dtsen.reception import prescan, stream
from dagster_dtsen.reception.contract import DatasetContract, Dialect
from dagster_dtsen.reception.refusal import Refusal
from tests.reception.deliveries import COLUMNS, HEADER, Desk, File, contract

TEXT = "nik,nama,kota\n1,Ren\u00e9 \u2019Aini,b\n2,a,b\n"
CHUNKS = (1, 3, 64, 1 << 22)


def dataset(encoding: str) -> DatasetContract:
    dialect = Dialect.model_validate({"enkode": encoding})
    return contract().dataset[0].model_copy(update={"dialek": dialect})


def scan(tmp_path: Path, content: bytes, encoding: str) -> str:
    source, target = tmp_path / "orang.csv", tmp_path / "orang.utf8"
    source.write_bytes(content)
    assert prescan.scan_text(source, dataset(encoding), target).columns == COLUMNS
    return target.read_bytes().decode()


@pytest.mark.parametrize("chunk", CHUNKS)
@pytest.mark.parametrize(
    ("declared", "content"),
    [
        ("utf-8", TEXT.encode()),
        ("utf-8", TEXT.encode("utf-8-sig")),
        ("utf-8-sig", TEXT.encode()),
        ("utf-8-sig", TEXT.encode("utf-8-sig")),
        ("cp1252", TEXT.encode("cp1252")),
        ("utf-16", TEXT.encode("utf-16")),
        ("utf-16", b"\xfe\xff" + TEXT.encode("utf-16-be")),
    ],
)
def test_every_declared_encoding_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, declared: str, content: bytes, chunk: int
) -> None:
    monkeypatch.setattr(stream, "CHUNK", chunk)
    assert scan(tmp_path, content, declared) == TEXT


@pytest.mark.parametrize(
    ("declared", "content", "found"),
    [
        ("utf-8", TEXT.encode("cp1252"), "cp1252 (mirip / alike)"),
        ("utf-8", TEXT.encode("utf-16"), "utf-16"),
        ("utf-8", TEXT.encode("utf-16-le"), "utf-16 tanpa BOM / without BOM"),
        ("utf-8", TEXT.encode("utf-16-be"), "utf-16 tanpa BOM / without BOM"),
        ("utf-8", b"\xff\xfe\0\0" + TEXT.encode("utf-32-le"), "utf-32"),
        ("utf-8", b"\x1f\x8b\x08\0\0", "gzip"),
        ("utf-8", b"PK\x03\x04\x14\0\0", "zip / xlsx"),
        ("utf-8", HEADER + b"1,\x81\xff,b\n", "tidak dikenal / unknown"),
        ("cp1252", TEXT.encode(), "utf-8"),
        ("cp1252", HEADER.decode().encode("utf-8-sig"), "utf-8"),
        ("cp1252", TEXT.encode("utf-16"), "utf-16"),
        ("cp1252", HEADER + b"1,\x81,b\n", "tidak dikenal / unknown"),
        ("utf-16", TEXT.encode(), "utf-8"),
        ("utf-16", TEXT.encode("cp1252"), "cp1252 (mirip / alike)"),
        ("utf-16", TEXT.encode("utf-16-le"), "utf-16 tanpa BOM / without BOM"),
    ],
)
def test_declared_and_found_are_named(
    tmp_path: Path, declared: str, content: bytes, found: str
) -> None:
    with pytest.raises(Refusal, match="ENKODE_SALAH") as caught:
        scan(tmp_path, content, declared)
    told = f"orang.csv: dinyatakan/declared {declared}, ditemukan/found {found}"
    assert caught.value.detail == told


@pytest.mark.parametrize(
    ("declared", "content", "code"),
    [
        ("utf-8", HEADER + b"1,a\0,b\n", "BYTE_NUL"),
        ("utf-8", b"\0" + HEADER, "BYTE_NUL"),
        ("utf-16", "nik,nama,kota\n1,a\0,b\n".encode("utf-16"), "BYTE_NUL"),
        ("utf-8", HEADER + b"1,a,b\n\xc3", "ENKODE_SALAH"),
        ("utf-8", HEADER + b"1,\xed\xa0\x80,b\n", "ENKODE_SALAH"),
        ("utf-16", TEXT.encode("utf-16")[:-1], "ENKODE_SALAH"),
        ("utf-16", b"\xff\xfen\0\x00\xd8i\0", "ENKODE_SALAH"),
        ("utf-16", "nik,nama,kota\r1,a,b\r".encode("utf-16"), "GANTI_BARIS"),
    ],
)
def test_what_is_no_text_is_refused(
    tmp_path: Path, declared: str, content: bytes, code: str
) -> None:
    with pytest.raises(Refusal, match=code):
        scan(tmp_path, content, declared)


def test_utf_16_is_loaded_with_every_letter(desk: Desk) -> None:
    (item,) = (d for d in desk.contract.dataset if d.nama == "lama")
    item.dialek = Dialect(enkode="utf-16")
    desk.deliver(File(TEXT.encode("utf-16"), 2, "lama", "lama.csv"))
    assert desk.receive().refused == {}
    assert desk.people("lama") == [(1, "1", "Ren\u00e9 \u2019Aini", "b"), (2, "2", "a", "b")]
    assert list(desk.settings.scratch_dir.iterdir()) == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"1,a,b\r\n2,b,c\n", "LF 2, CRLF 1"),
        (b"1,a\r2,b\n", "CR, LF 2, CRLF 0"),
    ],
)
def test_the_kinds_of_line_ends_found_are_named(desk: Desk, body: bytes, told: str) -> None:
    desk.deliver(File(HEADER + body, 2))
    assert desk.refusal() == ("GANTI_BARIS", f"orang.csv: {told}")
