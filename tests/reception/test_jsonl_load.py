"""JSON lines: an object of the agreed keys with text or null; anything else is kept as broken."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dagster_dtsen.reception import load_jsonl, stream
from tests.reception.deliveries import PAPUA, Desk, File

GOOD = {"nik": PAPUA, "nama": "Ayu", "kota": "Solo"}


def line(**changes: object) -> str:
    return json.dumps(GOOD | changes, ensure_ascii=False)


def jsonl(*lines: str, records: int | None = None) -> File:
    content = "".join(f"{text}\n" for text in lines).encode()
    return File(content, len(lines) if records is None else records, "baris", "orang.jsonl")


def errors(desk: Desk) -> list[tuple[int, str]]:
    return [(row[0], row[2]) for row in desk.broken()]


def test_values_stay_as_written(desk: Desk) -> None:
    desk.deliver(
        jsonl(
            line(),
            line(nik="0000000000000012", nama="1e5", kota=" a "),
            line(nik=None, nama="", kota="null"),
            '{"kota":"\\u00e9\\n\\"x\\"","nama":"Ren\u00e9 \u2028 \U0001f642","n\\u0069k":"1"}',
            '  {"nik" : "2" , "nama":"a","kota":"b"}\t',
        )
    )
    assert desk.receive().received == 1
    assert desk.people("baris") == [
        (1, PAPUA, "Ayu", "Solo"),
        (2, "0000000000000012", "1e5", " a "),
        (3, None, "", "null"),
        (4, "1", "Ren\u00e9 \u2028 \U0001f642", '\u00e9\n"x"'),
        (5, "2", "a", "b"),
    ]
    assert desk.broken() == []
    assert not desk.settings.scratch_dir.exists()


BROKEN = {
    '{"nik":9171011203850001,"nama":"a","kota":"b"}': "VALUE NOT TEXT",
    '{"nik":9.17e15,"nama":"a","kota":"b"}': "VALUE NOT TEXT",
    '{"nik":NaN,"nama":"a","kota":"b"}': "VALUE NOT TEXT",
    '{"nik":true,"nama":"a","kota":"b"}': "VALUE NOT TEXT",
    '{"nik":{"nik":"1"},"nama":"a","kota":"b"}': "VALUE NOT TEXT",
    '{"nik":["1"],"nama":"a","kota":"b"}': "VALUE NOT TEXT",
    '{"nik":"1","nik":"2","nama":"a","kota":"b"}': "KEYS NOT AS AGREED",
    '{"nik":"1","n\\u0069k":"1","nama":"a","kota":"b"}': "KEYS NOT AS AGREED",
    '{"nik":"1","nama":"a"}': "KEYS NOT AS AGREED",
    '{"nik":"1","nama":"a","kota":"b","lain":"c"}': "KEYS NOT AS AGREED",
    '{"NIK":"1","nama":"a","kota":"b"}': "KEYS NOT AS AGREED",
    "{}": "KEYS NOT AS AGREED",
    '["1","a","b"]': "NOT AN OBJECT",
    '"1"': "NOT AN OBJECT",
    "null": "NOT AN OBJECT",
    "12": "NOT AN OBJECT",
    '{"nik":"1","nama":"a","kota":"b",}': "NOT JSON",
    '{"nik":"1","nama":"a","kota":"b" , }': "NOT JSON",
    '{"nik":"1","nama":"a","kota":"b"}{"nik":"2","nama":"a","kota":"b"}': "NOT JSON",
    '{"nik":"1","nama":"a","kota":"b"},': "NOT JSON",
    "{'nik':'1','nama':'a','kota':'b'}": "NOT JSON",
    '{"nik":"1","nama":"a","kota":"b"': "NOT JSON",
    '{"nik":"1","nama":"a\tb","kota":"b"}': "NOT JSON",
    '{"nik":"1","nama":"\\ud800","kota":"b"}': "NOT JSON",
    '{"nik":"1","nama":"\\x41","kota":"b"}': "NOT JSON",
    '{"nik":"1","nama":"a","kota":"b"} // c': "NOT JSON",
    "1,a,b": "NOT JSON",
    "[" * 200_000: "NOT JSON",
    '{"nik":' * 50_000 + '"1"' + "}" * 50_000: "KEYS NOT AS AGREED",
    f'{{"nik":"1","nama":"{"a" * 1_000_001}","kota":"b"}}': "LINE SIZE OVER MAXIMUM",
}


@pytest.mark.parametrize(("text", "error"), BROKEN.items(), ids=[text[:40] for text in BROKEN])
def test_a_line_that_is_not_as_agreed_is_kept_with_number_and_error(
    desk: Desk, text: str, error: str
) -> None:
    desk.deliver(jsonl(line(), text, line(nik="3")))
    receipt = desk.receive()
    assert (receipt.received, receipt.rows) == (1, 3)
    assert [row[:2] for row in desk.people("baris")] == [(1, PAPUA), (3, "3")]
    assert errors(desk) == [(2, error)]
    kept = desk.broken()[0][1]
    assert kept == text[:1000]


def test_blank_lines_are_no_records_and_count_as_lines(desk: Desk) -> None:
    desk.deliver(jsonl(line(), "", " \t", line(nik="2"), "x", "", records=3))
    assert desk.receive().rows == 3
    assert [row[:2] for row in desk.people("baris")] == [(1, PAPUA), (2, "2")]
    assert errors(desk) == [(5, "NOT JSON")]


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_the_last_line_counts_with_and_without_its_end(desk: Desk, end: bytes) -> None:
    middle = end or b"\n"
    content = line().encode() + middle + line(nik="2").encode() + end
    desk.deliver(File(b"\xef\xbb\xbf" + content, 2, "baris", "orang.jsonl"))
    assert desk.receive().received == 1
    assert [row[1] for row in desk.people("baris")] == [PAPUA, "2"]


def test_an_empty_file_is_a_delivery_of_nothing(desk: Desk) -> None:
    desk.deliver(File(b"", 0, "baris", "orang.jsonl"))
    assert (desk.receive().received, desk.people("baris")) == (1, [])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"nik":"1","nama":"a\0","kota":"b"}\n', "BYTE_NUL"),
        (b'{"nik":"1","nama":"a\\u0000","kota":"b"}\n', "BYTE_NUL"),
        (b'{"nik":"1","nama":"\xe9","kota":"b"}\n', "ENKODE_SALAH"),
        (b'{"nik":"1","nama":"\xed\xa0\x80","kota":"b"}\n', "ENKODE_SALAH"),
        (line().encode("utf-16"), "ENKODE_SALAH"),
        (line().encode() + b"\r" + line().encode() + b"\r", "GANTI_BARIS"),
        (b'{"nik":1,"nama":"a","kota":"b"}\n', "BUKAN_TEKS"),
        (b'{"nik":"1","nama":"a"}\n', "KEPALA_TAK_SESUAI"),
        (b"nik,nama,kota\n1,a,b\n", "KEPALA_TAK_SESUAI"),
        (b'[{"nik":"1","nama":"a","kota":"b"}]\n', "KEPALA_TAK_SESUAI"),
        (f"{line()}\n{line()}\n".encode(), "JUMLAH_TAK_SAMA"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_refused(desk: Desk, content: bytes, code: str) -> None:
    desk.deliver(File(content, 1, "baris", "orang.jsonl"))
    refused, detail = desk.refusal()
    assert refused == code
    assert desk.count("raw.uji__baris") == 0
    assert PAPUA not in detail


@pytest.mark.parametrize("chunk", [1, 3, 64, 1 << 22])
def test_borders_of_chunks_change_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(stream, "CHUNK", chunk)
    lines = (line(nama="R\u00e9\U0001f642"), "x", line(nik="2"), "", line(nik="3"))
    desk.deliver(jsonl(*lines, records=4))
    assert desk.receive().rows == 4
    assert [row[:3] for row in desk.people("baris")] == [
        (1, PAPUA, "R\u00e9\U0001f642"),
        (3, "2", "Ayu"),
        (4, "3", "Ayu"),
    ]
    assert errors(desk) == [(2, "NOT JSON")]


def test_a_line_without_end_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_jsonl, "MAX_LINE_BYTES", 10)
    batches = list(load_jsonl.line_batches(["a" * 8] * 1000 + ["\nb\n"]))
    assert [len(text) for batch in batches for text in batch] == [11, 1]


PIECES = ['"', '""', ",", ":", "\n", "\r\n", "{", "}", "\\", "\\u0000", "1", "null", " ", "\ufeff"]
BODY = f"{line()}\n{line(nik='2')}\n{line(nik='3')}\n"
DAMAGE = st.tuples(st.integers(0, len(BODY)), st.integers(0, 8), st.sampled_from(["", *PIECES]))
FAST = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@FAST
@given(st.lists(DAMAGE, min_size=1, max_size=3), st.integers(0, 5))
@example([(0, len(BODY), "")], 0)
def test_a_damaged_file_is_accounted_for_or_refused_and_never_an_error(
    desk: Desk, damages: list[tuple[int, int, str]], records: int
) -> None:
    body = BODY
    for place, cut, piece in damages:
        body = body[:place] + piece + body[place + cut :]
    desk.forget()
    desk.deliver(File(body.encode(), records, "baris", "orang.jsonl"))
    receipt = desk.receive()
    loaded, broken = desk.count("raw.uji__baris"), desk.count("ledger.baris_rusak")
    if receipt.refused:
        assert (receipt.received, loaded, broken) == (0, 0, 0)
        return
    assert loaded + broken == records == receipt.rows
    assert records == sum(1 for text in body.split("\n") if text.strip(" \t\r"))


TEXTS = st.none() | st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)))


@FAST
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=5), st.booleans())
def test_what_a_correct_writer_wrote_is_what_is_loaded(
    desk: Desk, rows: list[tuple[str | None, str | None, str | None]], ascii_only: bool
) -> None:
    names = ("nik", "nama", "kota")
    texts = [
        json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=ascii_only) for row in rows
    ]
    desk.forget()
    desk.deliver(jsonl(*texts))
    assert desk.receive().refused == {}
    assert [row[1:] for row in desk.people("baris")] == rows
