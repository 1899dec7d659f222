"""The look at bytes before anything parses them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from dagster_dtsen.reception import prescan, stream
from dagster_dtsen.reception.contract import DatasetContract
from dagster_dtsen.reception.note import NoteFile
from dagster_dtsen.reception.refusal import Refusal
from tests.reception.deliveries import COLUMNS, HEADER, contract

CSV = contract().dataset[0]
OLD = contract().dataset[1]
CHUNKS = (3, 4, 5, 7, 8, 11, 16, 1 << 22)


def scan(tmp_path: Path, content: bytes, dataset: DatasetContract = CSV) -> tuple[list[str], bytes]:
    """Header columns and the UTF-8 copy; without a copy what is found is the same."""
    source, target = tmp_path / "orang.csv", tmp_path / "orang.utf8"
    source.write_bytes(content)
    look = prescan.scan_text(source, dataset, target)
    assert prescan.scan_text(source, dataset) == look
    return look.columns, target.read_bytes()


def refused(tmp_path: Path, content: bytes, dataset: DatasetContract = CSV) -> Refusal:
    with pytest.raises(Refusal) as caught:
        scan(tmp_path, content, dataset)
    return caught.value


def test_a_clean_file_is_copied_byte_by_byte(tmp_path: Path) -> None:
    content = HEADER + b'1,"Ayu ""A"" \xc3\xa9\nB",Solo\r\n'
    assert scan(tmp_path, content) == (COLUMNS, content)


def test_a_byte_order_mark_is_taken_off(tmp_path: Path) -> None:
    content = HEADER + b"1,a,b\n"
    assert scan(tmp_path, b"\xef\xbb\xbf" + content) == (COLUMNS, content)


def test_a_byte_order_mark_inside_the_file_stays(tmp_path: Path) -> None:
    content = HEADER + "1,\ufeffa,b\n".encode()
    assert scan(tmp_path, content)[1] == content


def test_windows_1252_becomes_utf_8(tmp_path: Path) -> None:
    content = "nik;nama;kota\r\n1;Ren\u00e9 \u2019Aini;\u20ac\r\n"
    columns, copy = scan(tmp_path, content.encode("cp1252"), OLD)
    assert columns == COLUMNS
    assert copy.decode("utf-8") == content


@pytest.mark.parametrize("chunk", CHUNKS)
def test_borders_of_chunks_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(stream, "CHUNK", chunk)
    content = "nik,nama,kota\r\n1,R\u00e9n\u00e9 \u20ac \U0001f642,b\r\n2,\u2019,c\r\n".encode()
    assert scan(tmp_path, content) == (COLUMNS, content)


@pytest.mark.parametrize("chunk", CHUNKS)
@pytest.mark.parametrize(
    "content",
    [
        b"nik,nama,kota\r1,a,b\r2,b,c\r",
        b"nik,nama,kota\n1,a,b\r2,b,c\n",
        b"nik,nama,kota\r\n1,a,b\r\r\n2,b,c\r\n",
        b"nik,nama,kota\r\n1,a,b\r\n2,b,c\r\r\n",
        b"nik,nama,kota\r\n1,a,b\r\n2,b,c\r",
    ],
    ids=["all", "one", "before CRLF", "before the last CRLF", "last byte"],
)
def test_a_bare_carriage_return_is_refused_wherever_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, chunk: int
) -> None:
    monkeypatch.setattr(stream, "CHUNK", chunk)
    assert refused(tmp_path, content).code == "GANTI_BARIS"


def test_an_empty_file_has_no_header(tmp_path: Path) -> None:
    assert refused(tmp_path, b"").code == "KEPALA_TAK_SESUAI"


def test_a_header_may_be_reordered_and_quoted(tmp_path: Path) -> None:
    assert scan(tmp_path, b'"kota",nik,"nama"\r\nb,1,a\r\n')[0] == ["kota", "nik", "nama"]


def test_a_first_line_longer_than_any_header_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, b"x" * 300_000).code == "KEPALA_TAK_SESUAI"


def test_the_file_must_be_the_one_the_note_names(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    entry = NoteFile(nama="a.csv", dataset="orang", sha256="0" * 64, jumlah_rekaman=0, variabel=[])
    with pytest.raises(Refusal, match="BERKAS_TIADA"):
        prescan.check_hash(path, entry)
    path.write_bytes(b"isi")
    with pytest.raises(Refusal, match="SIDIK_TAK_SAMA"):
        prescan.check_hash(path, entry)
    entry.sha256 = hashlib.sha256(b"isi").hexdigest()
    prescan.check_hash(path, entry)
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    with pytest.raises(Refusal, match="BERKAS_TIADA"):
        prescan.check_hash(link, entry)
    with pytest.raises(Refusal, match="BERKAS_TIADA"):
        prescan.check_hash(tmp_path, entry)
