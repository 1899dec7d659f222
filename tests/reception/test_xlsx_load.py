"""Workbooks: the agreed sheet, text cells only, and nothing that runs, links or bursts."""

from __future__ import annotations

from typing import Any

import pytest

from dagster_dtsen.reception.contract import ProviderContract
from tests.reception import workbooks
from tests.reception.deliveries import COLUMNS, PAPUA, Desk, File, contract
from tests.reception.workbooks import BOOK, SHEET, STRINGS, cell, packed, parts, sheet, workbook

HEADER: list[Any] = ["nik", "nama", "kota"]
ROW: list[Any] = [PAPUA, "Ayu", "Solo"]


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.contract = agreement()
    return desk


def agreement(**dialect: str) -> ProviderContract:
    dataset = {"nama": "buku", "format": "xlsx", "merekam": "individu", "kunci": ["nik"]}
    return contract(dataset=[{**dataset, "kolom": COLUMNS, "dialek": dialect}])


def file(content: bytes, records: int = 1) -> File:
    return File(content, records, "buku", "orang.xlsx")


def refusal(desk: Desk, content: bytes) -> tuple[str, str]:
    desk.deliver(file(content))
    receipt = desk.receive()
    assert (receipt.received, desk.count("raw.uji__buku"), desk.count("ledger.berkas")) == (0, 0, 0)
    ((code, detail),) = desk.rows("select kode_alasan, rincian from ledger.kiriman")
    assert PAPUA not in detail
    return code, detail


def changed(part: str, old: str, new: str, *rows: list[Any]) -> bytes:
    content = parts(sheet([HEADER, *(rows or (ROW,))]))
    assert old in content[part]
    return packed(content | {part: content[part].replace(old, new, 1)})


def added(name: str, text: str = "<a/>") -> bytes:
    return packed(parts(sheet([HEADER, ROW])) | {name: text})


def test_text_cells_stay_as_written(desk: Desk) -> None:
    rows: list[list[Any]] = [
        ROW,
        ["0000000000000012", " 1e5 ", "=1+1"],
        [None, "<&>", "a\nb"],
        ["1", "_x0041_ _x000A_", "R\u00e9 \U0001f642"],
    ]
    desk.deliver(file(workbook(*rows), 4))
    assert desk.receive().refused == {}
    assert desk.people("buku") == [
        (1, PAPUA, "Ayu", "Solo"),
        (2, "0000000000000012", " 1e5 ", "=1+1"),
        (3, None, "<&>", "a\nb"),
        (4, "1", "_x0041_ \n", "R\u00e9 \U0001f642"),
    ]


def test_shared_strings_are_joined_and_readings_left_out(desk: Desk) -> None:
    runs = "<si><r><t>Ay</t></r><r><t>u</t></r><rPh><t>aiu</t></rPh></si>"
    content = parts(sheet([HEADER, ROW]))
    content[STRINGS] = workbooks.shared([PAPUA]).replace("</sst>", f"{runs}</sst>")
    row = '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c></row>'
    content[SHEET] = sheet([HEADER]).replace("</sheetData>", f"{row}</sheetData>")
    desk.deliver(file(packed(content)))
    assert desk.receive().refused == {}
    assert desk.people("buku") == [(1, PAPUA, "Ayu", None)]


def test_columns_are_found_by_name_and_empty_rows_are_no_records(desk: Desk) -> None:
    rows: list[list[Any]] = [
        [],
        ["kota", None, "nik", "nama"],
        [],
        ["Solo", None, "1", "Ayu"],
        [""],
    ]
    desk.deliver(file(packed(parts(sheet(rows)))))
    assert desk.receive().refused == {}
    assert desk.people("buku") == [(1, "1", "Ayu", "Solo")]


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        ('<row r="3"><c r="A3"><v>9171011203850001</v></c></row>', "VALUE NOT TEXT"),
        ('<row r="3"><c r="A3"><v>9.171011203850001E15</v></c></row>', "VALUE NOT TEXT"),
        ('<row r="3"><c r="B3" s="14"><v>46023</v></c></row>', "VALUE NOT TEXT"),
        ('<row r="3"><c r="B3" t="b"><v>1</v></c></row>', "VALUE NOT TEXT"),
        ('<row r="3"><c r="B3" t="e"><v>#REF!</v></c></row>', "VALUE NOT TEXT"),
        ('<row r="3"><c r="B3" t="str"><f>A1</f><v>nik</v></c></row>', "FORMULA"),
        ('<row r="3"><c r="B3"><f>A1</f></c></row>', "FORMULA"),
        (f'<row r="3">{cell("F3", "x")}</row>', "TOO MANY COLUMNS"),
        (f'<row r="3">{cell("A3", "1" * 1_000_001)}</row>', "LINE SIZE OVER MAXIMUM"),
    ],
)
def test_a_row_that_is_not_text_is_kept_with_number_text_and_error(
    desk: Desk, bad: str, error: str
) -> None:
    content = parts(sheet([HEADER, ROW]))
    tail = f'{bad}<row r="4">{cell("A4", "4")}</row></sheetData>'
    content[SHEET] = content[SHEET].replace("</sheetData>", tail)
    desk.deliver(file(packed(content, 0), 3))
    assert desk.receive().rows == 3
    assert [row[:2] for row in desk.people("buku")] == [(1, PAPUA), (3, "4")]
    ((line, text, told),) = desk.broken()
    assert (line, told, len(text) <= 1000) == (3, error, True)
    assert "9171011203850001" not in bad or text == "9171011203850001"


def test_a_book_of_numbers_is_refused(desk: Desk) -> None:
    assert refusal(desk, workbook([int(PAPUA), "Ayu", "Solo"])) == ("BUKAN_TEKS", "orang.xlsx")


def test_another_sheet_with_content_is_refused_unless_the_sheet_is_agreed(desk: Desk) -> None:
    both = packed(parts(sheet([["catatan"]]), sheet([HEADER, ROW])))
    assert refusal(desk, both) == ("XLSX_LEMBAR", "orang.xlsx: lembar / sheets: 2")
    desk.contract = agreement(lembar="Lain")
    assert desk.receive().refused == {}
    assert desk.people("buku") == [(1, PAPUA, "Ayu", "Solo")]


def test_empty_sheets_beside_it_do_no_harm(desk: Desk) -> None:
    desk.deliver(file(packed(parts(sheet([]), sheet([HEADER, ROW]), sheet([[]])))))
    assert desk.receive().refused == {}


def test_an_agreed_sheet_that_is_missing_is_refused(desk: Desk) -> None:
    desk.contract = agreement(lembar="Data 2026")
    assert refusal(desk, workbook(ROW))[0] == "XLSX_LEMBAR"


OUTSIDE = workbooks.relations(("r1", "externalLinkPath", "file:///etc/passwd"))
OUTSIDE = OUTSIDE.replace("/></Rel", ' TargetMode="External"/></Rel')
LAUGHS = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>'
WHOLE = workbook(ROW)
REFUSED = {
    "empty": (b"", "XLSX_RUSAK"),
    "csv": (b"nik,nama,kota\n1,a,b\n", "XLSX_RUSAK"),
    "old or encrypted": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "XLSX_RUSAK"),
    "cut": (WHOLE[:-40], "XLSX_RUSAK"),
    "cut in the middle": (WHOLE[: len(WHOLE) // 2], "XLSX_RUSAK"),
    "a zip of something": (packed({"a.txt": "a"}), "XLSX_RUSAK"),
    "no sheet part": (packed({k: v for k, v in parts("").items() if k != SHEET}), "XLSX_RUSAK"),
    "broken xml": (changed(SHEET, "</row>", ""), "XLSX_RUSAK"),
    "rows out of order": (changed(SHEET, 'row r="2"', 'row r="1"'), "XLSX_RUSAK"),
    "cell of another row": (changed(SHEET, 'c r="A2"', 'c r="A3"'), "XLSX_RUSAK"),
    "cell twice": (changed(SHEET, 'c r="B2"', 'c r="A2"'), "XLSX_RUSAK"),
    "column too far": (changed(SHEET, 'c r="C2"', 'c r="ZZZ2"'), "XLSX_RUSAK"),
    "string that is none": (
        changed(SHEET, "</row></sheetData>", '<c r="D2" t="s"><v>7</v></c></row></sheetData>'),
        "XLSX_RUSAK",
    ),
    "doctype": (changed(SHEET, "<worksheet", f"{LAUGHS}<worksheet"), "XLSX_BERBAHAYA"),
    "doctype in the book": (changed(BOOK, "<workbook", f"{LAUGHS}<workbook"), "XLSX_BERBAHAYA"),
    "macro": (added("xl/vbaProject.bin"), "XLSX_BERBAHAYA"),
    "macro type": (
        changed("[Content_Types].xml", "></", '><Override ContentType="x.macroEnabled.main"/></'),
        "XLSX_BERBAHAYA",
    ),
    "external link": (added("xl/externalLinks/externalLink1.xml"), "XLSX_BERBAHAYA"),
    "external target": (added("xl/worksheets/_rels/sheet1.xml.rels", OUTSIDE), "XLSX_BERBAHAYA"),
    "embedded": (added("xl/embeddings/a.xlsx"), "XLSX_BERBAHAYA"),
    "nested archive": (added("xl/media/a.zip"), "XLSX_BERBAHAYA"),
    "traversal": (added("../../etc/passwd"), "XLSX_BERBAHAYA"),
    "absolute": (added("/etc/passwd"), "XLSX_BERBAHAYA"),
    "names alike": (added("XL/Worksheets/Sheet1.xml"), "XLSX_BERBAHAYA"),
    "many entries": (
        packed(parts(sheet([HEADER])) | {f"a{i}.xml": "" for i in range(1001)}),
        "XLSX_BERBAHAYA",
    ),
    "bomb": (added("xl/a.xml", "0" * 30_000_000), "KEMBANG_BERLEBIH"),
    "merged": (
        changed(
            SHEET, "</worksheet>", '<mergeCells><mergeCell ref="A1:A2"/></mergeCells></worksheet>'
        ),
        "XLSX_LEMBAR",
    ),
    "no header": (packed(parts(sheet([]))), "KEPALA_TAK_SESUAI"),
    "header that was not agreed": (packed(parts(sheet([["nik"], ROW]))), "KEPALA_TAK_SESUAI"),
    "doubled column": (packed(parts(sheet([[*HEADER, "nik"], ROW]))), "KEPALA_TAK_SESUAI"),
    "nul": (workbook([PAPUA, "a_x0000_", "b"]), "BYTE_NUL"),
    "count": (workbook(ROW, ROW), "JUMLAH_TAK_SAMA"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_workbook_that_is_not_as_agreed_is_refused(desk: Desk, name: str) -> None:
    content, code = REFUSED[name]
    assert refusal(desk, content)[0] == code


def test_a_link_in_a_cell_is_not_followed_and_does_no_harm(desk: Desk) -> None:
    link = workbooks.relations(("r1", "hyperlink", "mailto:a@b.example"))
    link = link.replace("/></Rel", ' TargetMode="External"/></Rel')
    desk.deliver(file(added("xl/worksheets/_rels/sheet1.xml.rels", link)))
    assert desk.receive().refused == {}


def test_a_password_is_told(desk: Desk) -> None:
    content = bytearray(WHOLE)
    place = content.rindex(b"PK\x01\x02")
    content[place + 8] |= 1
    assert refusal(desk, bytes(content)) == ("XLSX_RUSAK", "orang.xlsx: sandi / password")
