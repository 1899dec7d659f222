"""A stored piece opens as what was written, or not at all."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pyarrow.parquet import encryption

from dagster_dtsen.backup import container
from dagster_dtsen.backup.container import Damaged, Written

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
CHUNK = 64
NAME = "0a" * 16


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(container, "CHUNK", CHUNK)
    yield


def text(length: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(length)


def stored(path: Path, content: bytes, key: bytes | None = KEY, name: str = NAME) -> Written:
    return container.write(io.BytesIO(content), path, key, name)


def read(path: Path, written: Written, key: bytes | None = KEY, name: str = NAME) -> bytes:
    """The content, after the check of length and hash that every reader makes."""
    container.check(path, key, name, written)
    return b"".join(container.read(path, key, name, written.frame))


def refused(path: Path, written: Written, key: bytes | None = KEY, name: str = NAME) -> bool:
    try:
        read(path, written, key, name)
    except Damaged:
        return True
    return False


LENGTHS = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 5 * CHUNK + 7)


@pytest.mark.parametrize("key", [KEY, None], ids=["sealed", "open"])
@pytest.mark.parametrize("length", LENGTHS)
def test_what_was_written_is_read(tmp_path: Path, length: int, key: bytes | None) -> None:
    content = text(length)
    written = stored(tmp_path / "a", content, key)
    assert written.size == length
    assert read(tmp_path / "a", written, key) == content
    if key and length >= CHUNK:
        assert content[:16] not in (tmp_path / "a").read_bytes()


def test_a_limit_ends_the_content_and_the_place_of_the_stream_begins_it(tmp_path: Path) -> None:
    source = io.BytesIO(text(4 * CHUNK))
    source.seek(3)
    written = container.write(source, tmp_path / "a", KEY, NAME, limit=CHUNK + 5)
    assert read(tmp_path / "a", written) == text(4 * CHUNK)[3 : CHUNK + 8]
    source.seek(0)
    empty = container.write(source, tmp_path / "b", KEY, NAME, limit=0)
    assert read(tmp_path / "b", empty) == b""


def test_a_very_large_file_gets_larger_chunks_not_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "_MOST", 4)
    written = stored(tmp_path / "a", text(10 * CHUNK))
    assert read(tmp_path / "a", written) == text(10 * CHUNK)
    assert len(chunk_places(tmp_path / "a")) == 4


def test_what_stands_there_is_not_written_over(tmp_path: Path) -> None:
    stored(tmp_path / "a", b"a")
    with pytest.raises(FileExistsError):
        stored(tmp_path / "a", b"b")


def chunk_places(path: Path) -> list[tuple[int, int]]:
    """Begin and end of every chunk in the stored file."""
    properties = encryption.create_decryption_properties(KEY, aad_prefix=NAME.encode())
    with pq.ParquetFile(path, decryption_properties=properties) as file:
        columns = [
            file.metadata.row_group(i).column(0) for i in range(file.metadata.num_row_groups)
        ]
        return [
            (item.data_page_offset, item.data_page_offset + item.total_compressed_size)
            for item in columns
        ]


def test_a_cut_at_every_border_of_a_chunk_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a"
    written = stored(path, text(4 * CHUNK))
    whole = path.read_bytes()
    borders = {0, len(whole), *(place for pair in chunk_places(path) for place in pair)}
    cuts = {b + d for b in borders for d in (-1, 0, 1)} & set(range(len(whole)))
    assert len(cuts) > 12
    for cut in cuts:
        path.write_bytes(whole[:cut])
        assert refused(path, written), cut
        # a reader that does not know the length is not deceived either
        with pytest.raises(Damaged):
            b"".join(container.read(path, KEY, NAME, container.frame(path, KEY)))
    path.write_bytes(whole + b"\0")
    assert refused(path, written)


@pytest.mark.parametrize("key", [KEY, None], ids=["sealed", "open"])
def test_a_flipped_bit_at_any_byte_is_found(tmp_path: Path, key: bytes | None) -> None:
    path = tmp_path / "a"
    written = stored(path, text(3 * CHUNK), key)
    whole = path.read_bytes()
    generator = random.Random(20261127)
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1 << generator.randrange(8)
        path.write_bytes(changed)
        assert refused(path, written, key), place
    path.write_bytes(whole)
    assert not refused(path, written, key)


def test_chunks_in_another_order_twice_or_left_out_are_found(tmp_path: Path) -> None:
    path = tmp_path / "a"
    written = stored(path, text(4 * CHUNK))
    whole = path.read_bytes()
    places = chunk_places(path)
    assert len({end - start for start, end in places}) == 1
    parts = [whole[start:end] for start, end in places]
    head, tail = whole[: places[0][0]], whole[places[-1][1] :]
    orders = ([1, 0, 2, 3], [0, 1, 3, 2], [0, 0, 2, 3], [3, 2, 1, 0], [0, 1, 2], [0, 1, 2, 3, 3])
    for order in orders:
        path.write_bytes(head + b"".join(parts[i] for i in order) + tail)
        assert refused(path, written), order
    path.write_bytes(head + b"".join(parts) + tail)
    assert not refused(path, written)


def test_chunks_of_another_piece_are_found(tmp_path: Path) -> None:
    """Even one under the same key and name."""
    first, second = tmp_path / "a", tmp_path / "b"
    written = stored(first, text(3 * CHUNK))
    stored(second, text(3 * CHUNK, seed=2))
    (start, end), other = chunk_places(first)[1], second.read_bytes()
    whole = first.read_bytes()
    first.write_bytes(whole[:start] + other[start:end] + whole[end:])
    assert refused(first, written)


def test_another_key_name_or_file_does_not_open(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    written = stored(first, text(CHUNK))
    stored(second, text(CHUNK, seed=2), KEY, "0b" * 16)
    assert refused(first, written, OTHER_KEY)
    assert refused(first, written, KEY, "0b" * 16)
    second.replace(first)
    assert refused(first, written)
    first.unlink()
    assert refused(first, written)


def test_no_two_pieces_are_alike_though_their_content_is(tmp_path: Path) -> None:
    stored(tmp_path / "a", text(CHUNK))
    stored(tmp_path / "b", text(CHUNK))
    first, second = (tmp_path / "a").read_bytes(), (tmp_path / "b").read_bytes()
    # length, nonce, ciphertext: the nonce of the first module begins behind magic and length
    assert first[8:20] != second[8:20]
    assert first != second
