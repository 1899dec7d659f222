"""The strict all-text load: nothing is guessed, cast or dropped."""

from __future__ import annotations

import csv
import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reception.deliveries import HEADER, PAPUA, Desk, File, csv_file


def test_values_stay_as_written(desk: Desk) -> None:
    desk.deliver(
        csv_file(
            f"{PAPUA},A,B",
            "0000000000000012,007,1e5",
            " 12 , a b ,+6281",
            "NULL,null,\\N",
            "2026-01-31,31/01/2026,true",
            "#3,# bukan komentar,b",
        )
    )
    assert desk.receive().received == 1
    assert desk.people() == [
        (1, PAPUA, "A", "B"),
        (2, "0000000000000012", "007", "1e5"),
        (3, " 12 ", " a b ", "+6281"),
        (4, "NULL", "null", "\\N"),
        (5, "2026-01-31", "31/01/2026", "true"),
        (6, "#3", "# bukan komentar", "b"),
    ]
    assert desk.broken() == []


def test_a_16_digit_nik_of_papua_keeps_every_digit(desk: Desk) -> None:
    niks = [f"{PAPUA[:12]}{serial:04d}" for serial in range(1, 10_000, 7)]
    desk.deliver(csv_file(*(f"{nik},A,B" for nik in niks)))
    desk.receive()
    assert [row[1] for row in desk.people()] == niks
    types = desk.rows("select distinct typeof(nik) from raw.uji__orang")
    assert types == [("VARCHAR",)]


def test_quotes_delimiters_and_line_ends_inside_quotes_belong_to_the_value(desk: Desk) -> None:
    desk.deliver(csv_file('1,"Ayu ""A"", S.Pd","Jl. 1\nRT 2"', '2,b,"x\r\ny"', '3,"",""'))
    desk.receive()
    assert desk.people() == [
        (1, "1", 'Ayu "A", S.Pd', "Jl. 1\nRT 2"),
        (2, "2", "b", "x\r\ny"),
        (3, "3", None, None),
    ]


def test_columns_are_found_by_name_not_by_place(desk: Desk) -> None:
    desk.deliver(File(b"kota,nik,nama\nSolo,1,Ayu\n", 1))
    desk.receive()
    assert desk.people() == [(1, "1", "Ayu", "Solo")]


def test_the_other_dialect_is_read_as_agreed(desk: Desk) -> None:
    content = 'nik;nama;kota\r\n1;"Ren\u00e9; \u2019Aini";\u20ac\r\n2;b,c;d\r\n'.encode("cp1252")
    desk.deliver(File(content, 2, "lama", "lama.csv"))
    desk.receive()
    assert desk.people("lama") == [
        (1, "1", "Ren\u00e9; \u2019Aini", "\u20ac"),
        (2, "2", "b,c", "d"),
    ]


def test_broken_lines_are_kept_with_number_text_and_error_and_counted(desk: Desk) -> None:
    desk.deliver(csv_file("1,a,b", "2,b", "3,c,d,e", '4,"d"x,f', "5,e,g"))
    receipt = desk.receive()
    assert (receipt.received, receipt.rows) == (1, 5)
    assert [row[1:] for row in desk.people()] == [("1", "a", "b"), ("5", "e", "g")]
    assert desk.broken() == [
        (3, "2,b", "MISSING COLUMNS"),
        (4, "3,c,d,e", "TOO MANY COLUMNS"),
        (5, '4,"d"x,f', "UNQUOTED VALUE"),
    ]
    counts = desk.rows("select jumlah_dinyatakan, jumlah_terbaca, jumlah_rusak from ledger.berkas")
    assert counts == [(5, 2, 3)]
    assert desk.rows(
        "select distinct b.dataset, b.berkas "
        "from ledger.baris_rusak as r join ledger.berkas as b using (_delivery, _file)"
    ) == [("orang", "orang.csv")]


def test_a_broken_line_does_not_shift_the_numbers_of_later_records(desk: Desk) -> None:
    """The provider finds a record by its number in the file, broken ones included."""
    desk.deliver(csv_file("1,a,b", "2,b", "3,c,d"))
    desk.receive()
    assert [(row[0], row[1]) for row in desk.people()] == [(1, "1"), (3, "3")]


def test_one_faulty_quote_breaks_its_own_line_alone(desk: Desk) -> None:
    desk.deliver(csv_file('1,"a"b,c', "", "2,d,e", '3,"x\n\ny",f', "4,5", records=4))
    desk.receive()
    assert [row[1] for row in desk.people()] == ["2", "3"]
    assert [line for line, *_ in desk.broken()] == [2, 6]


def test_an_open_quote_that_swallows_lines_refuses_the_file(desk: Desk) -> None:
    # the engine goes on in the middle of the fourth line: two people are nowhere, and a note that
    # counts what is left agrees
    lines = ("1,a,b", '"2,c,', "3,d,", '4"4,"e ""f"""",g', '5"5,"h, i",', "6,j,")
    desk.deliver(csv_file(*lines, records=4))
    desk.receive()
    assert desk.rows("select status, kode_alasan from ledger.kiriman") == [
        ("ditolak", "KUTIP_RUSAK")
    ]
    assert desk.people() == []
    assert desk.broken() == []


def test_a_line_that_is_too_long_is_broken_and_the_next_one_is_not(desk: Desk) -> None:
    desk.deliver(csv_file(f"1,{'a' * 1_100_000},b", "2,b,c"))
    desk.receive()
    assert [row[1] for row in desk.people()] == ["2"]
    assert [(row[0], row[2]) for row in desk.broken()] == [(2, "LINE SIZE OVER MAXIMUM")]


def test_errors_of_one_delivery_are_not_told_of_the_next(desk: Desk) -> None:
    desk.deliver(csv_file("1,a", "2,b,c"), folder="a", periode="2026M01")
    desk.deliver(csv_file("3,a,b", "4,b,c"), folder="b", periode="2026M02")
    assert desk.receive().received == 2
    assert desk.rows(
        "select k.periode, b.jumlah_rusak from ledger.berkas as b "
        "join ledger.kiriman as k using (_delivery) order by 1"
    ) == [("2026M01", 1), ("2026M02", 0)]
    assert len(desk.broken()) == 1


def test_a_file_of_the_header_alone_is_a_delivery_of_nothing(desk: Desk) -> None:
    desk.deliver(csv_file())
    assert (desk.receive().received, desk.people()) == (1, [])


def test_record_numbers_follow_the_file_at_any_size(desk: Desk) -> None:
    count = 350_000
    body = "".join(f"{i:016d},N,K\n" for i in range(1, count + 1)).encode()
    desk.deliver(File(HEADER + body, count))
    assert desk.receive().rows == count
    assert desk.rows(
        "select count(*), count(distinct _row_number), min(_row_number), max(_row_number), "
        "count_if(_row_number <> nik::bigint) from raw.uji__orang"
    ) == [(count, count, 1, count, 0)]


VALUES = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=("Cs",)), max_size=8
)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=5))
def test_what_a_correct_writer_wrote_is_what_is_loaded(
    desk: Desk, rows: list[tuple[str, str, str]]
) -> None:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    desk.forget()
    desk.deliver(File(HEADER + text.getvalue().encode(), len(rows)))
    assert desk.receive().refused == {}
    loaded = [row[1:] for row in desk.people()]
    assert loaded == [tuple(value or None for value in row) for row in rows]
