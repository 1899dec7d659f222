"""What a spreadsheet would make of the delivered values: nothing is rewritten, nothing runs."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from dagster_dtsen.reception.returns import rows

# delivered value → its cell
CELLS = {
    "SITI AMINAH": "SITI AMINAH",
    "Jl. Melati No. 5": "Jl. Melati No. 5",
    "3171010101800001": "'3171010101800001",  # 16 digits: Excel keeps 15
    "0812": "'0812",
    "001": "'001",
    "1E5": "'1E5",
    "01/02/1990": "'01/02/1990",
    "(5)": "'(5)",  # Excel: minus five
    ".5": "'.5",
    "MEI 5": "'MEI 5",
    "Des-03": "'Des-03",
    '=HYPERLINK("http://x")': '\'=HYPERLINK("http://x")',
    "+62811": "'+62811",
    "-1": "'-1",
    "@SUM(A1)": "'@SUM(A1)",
    "\t=1+1": "'\t'=1+1",
    "\r=1+1": "'\r'=1+1",
    " =1+1": "' =1+1",
    "＝1+1": "'＝1+1",
    "'quoted": "''quoted",
    "A;=1+1": "A;'=1+1",  # a cell of its own when the separator is another
    'A,"=1+1': "A,\"'=1+1",
    "A\n@B": "A\n'@B",
    "A-B=C+D": "A-B=C+D",
    "": "",
}


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """One delivery of two datasets; every value of the first is a finding."""
    con = duckdb.connect()
    con.execute("create schema raw; create schema ledger")
    con.execute(
        "create table raw.p__a (_delivery varchar, _file varchar, _row_number bigint, "
        '"Isi" varchar, kolom varchar)'
    )
    con.execute(
        "create table raw.p__b (_delivery varchar, _file varchar, _row_number bigint, lain varchar)"
    )
    con.executemany(
        "insert into raw.p__a values ('d', 'a.csv', ?, ?, '7')",
        [[number, value] for number, value in enumerate(CELLS, 1)],
    )
    con.execute("insert into raw.p__a values ('d2', 'a.csv', 1, 'MILIK KIRIMAN LAIN', null)")
    con.execute("insert into raw.p__b values ('d', 'b.csv', 1, null)")
    con.execute(
        "create table ledger.berkas as select * from (values ('d', 'a'), ('d', 'b'), ('d2', 'a')) "
        "as t (_delivery, dataset)"
    )
    con.execute(
        "create table ledger.baris_rusak as select 'd' as _delivery, 'b' as dataset, "
        "'b.csv' as _file, 3::bigint as _line, '=rusak;1' as teks"
    )
    words = ", ".join(f"'{name}' as {name}" for name in rows._TOLD[4:] if name != "kode_alasan")
    con.execute(
        f"create table paket as "
        f"select _delivery, 'a' as dataset, _file, _file as berkas, _row_number as nomor_rekaman, "
        f"null::bigint as nomor_baris_rusak, 'KODE' as kode_alasan, {words} from raw.p__a "
        f"union all select 'd', 'b', 'b.csv', 'b.csv', null, 3, 'BARIS_RUSAK', {words}"
    )
    return con


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as handle:
        return list(csv.DictReader(handle, delimiter=";"))


def test_cells_begin_so_that_no_spreadsheet_rewrites_or_runs_them(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    rows.write(con, tmp_path, "p", "d")
    found = {line["nomor_rekaman"]: line["Isi"] for line in read(tmp_path / "pengembalian.csv")}
    assert [found[str(number)] for number in range(1, len(CELLS) + 1)] == list(CELLS.values())


def test_the_parquet_file_holds_the_values_untouched(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    rows.write(con, tmp_path, "p", "d")
    found = pq.read_table(tmp_path / "pengembalian.parquet").to_pylist()
    assert [row["Isi"] for row in found if row["dataset"] == "a"] == list(CELLS)
    assert [row["baris_asal"] for row in found if row["dataset"] == "b"] == ["=rusak;1"]


def test_a_delivered_column_of_our_own_name_keeps_its_values(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    rows.write(con, tmp_path, "p", "d")
    line = read(tmp_path / "pengembalian.csv")[0]
    assert (line["kolom"], line["kolom_asal"]) == ("kolom", "'7")


def test_a_package_holds_its_own_delivery_only(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    rows.write(con, tmp_path, "p", "d")
    assert "MILIK" not in (tmp_path / "pengembalian.csv").read_text()
    rows.write(con, tmp_path, "p", "d2")
    assert [line["Isi"] for line in read(tmp_path / "pengembalian.csv")] == ["MILIK KIRIMAN LAIN"]


def test_the_sheet_is_utf_8_with_a_mark_and_windows_line_ends(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    rows.write(con, tmp_path, "p", "d2")
    content = (tmp_path / "pengembalian.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfdataset;berkas;")
    assert content.count(b"\n") == content.count(b"\r\n") == 2
