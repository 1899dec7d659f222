"""Small damages to a text file: every line is read, kept as broken, or the delivery is refused."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.reception.deliveries import HEADER, Desk, File

ROWS = [b"9171011203850001,BUDI,SOLO", b"3171014501900002,AYU,DEPOK", b"0000000000000012,A,B"]
BODY = b"\n".join(ROWS) + b"\n"
PIECES = [
    b"",
    b'"',
    b'""',
    b",",
    b";",
    b"\n",
    b"\r",
    b"\r\n",
    b"\n\n",
    b"#",
    b"\\",
    b"\t",
    b"\0",
    b"\x1a",
    b"\xc3\xa9",
    b"\xe9",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xa8",
]
DAMAGE = st.tuples(st.integers(0, len(BODY)), st.integers(0, 6), st.sampled_from(PIECES))
FAST = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
Damage = tuple[int, int, bytes]


def damaged(body: bytes, damages: list[Damage]) -> bytes:
    """``body`` with pieces cut out and put in."""
    for place, cut, piece in damages:
        at = min(place, len(body))
        body = body[:at] + piece + body[at + cut :]
    return body


def data_lines(body: bytes) -> int:
    """Lines that hold anything."""
    return sum(1 for line in body.split(b"\n") if line.rstrip(b"\r"))


@FAST
@given(st.lists(DAMAGE, min_size=1, max_size=3), st.integers(0, 5))
@example([(26, 0, b"\r")], 3)  # CRLF on one line only
@example([(len(BODY), 0, b"4,a,b\r")], 4)
@example([(0, len(BODY), b"")], 0)
def test_a_damaged_file_is_accounted_for_or_refused_and_never_an_error(
    desk: Desk, damages: list[Damage], records: int
) -> None:
    body = damaged(BODY, damages)
    desk.forget()
    desk.deliver(File(HEADER + body, records))
    receipt = desk.receive()  # raises nothing
    loaded, broken = desk.count("raw.uji__orang"), desk.count("ledger.baris_rusak")
    if receipt.refused:
        assert (receipt.received, loaded, broken) == (0, 0, 0)
        return
    assert receipt.received == 1
    assert loaded + broken == records == receipt.rows
    if b'"' in body:  # a quoted record may hold line ends
        assert records <= data_lines(body)
    else:
        assert records == data_lines(body)


@FAST
@given(st.integers(0, len(HEADER) - 2), st.integers(0, 4), st.sampled_from(PIECES))
def test_a_damaged_header_is_read_right_or_refused(
    desk: Desk, place: int, cut: int, piece: bytes
) -> None:
    header = HEADER[:place] + piece + HEADER[place + cut :]
    desk.forget()
    desk.deliver(File(header + BODY, 3))
    receipt = desk.receive()
    if receipt.refused:
        assert desk.count("raw.uji__orang") == 0
    else:
        assert [row[1:] for row in desk.people()] == [
            tuple(line.decode().split(",")) for line in ROWS
        ]
