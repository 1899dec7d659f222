"""Parts: rows in their order over several files, CSV that a spreadsheet leaves as it is."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import duckdb
import pytest

from dagster_dtsen.parcels import parts
from dagster_dtsen.parcels.parts import Form
from dagster_dtsen.reception.returns.rows import for_spreadsheet

QUERY = (
    "select '32010101' || lpad(i::varchar, 8, '0') as nik, i::smallint as n, "
    "date '2026-01-01' + i::integer as hari from range(5000) as t (i) order by nik"
)


def written(folder: Path, query: str, form: Form, full: int) -> list[tuple[str, int]]:
    found = []
    with duckdb.connect() as con:
        for part in parts.parts(con, query, "individu", form, full, batch=500):
            with (folder / part.name).open("xb") as file:
                found.append((part.name, part.write(file)))
    return found


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_rows_go_over_several_parts_and_none_is_lost(tmp_path: Path, form: Form) -> None:
    found = written(tmp_path, QUERY, form, full=20_000)
    assert len(found) > 1
    assert [name for name, _ in found] == [
        f"individu-{n:04}.{form}" for n in range(1, len(found) + 1)
    ]
    assert sum(count for _, count in found) == 5000
    reader = "read_parquet" if form == "parquet" else "read_csv"
    more = "" if form == "parquet" else ", delim = ';', types = {'nik': 'varchar'}"
    with duckdb.connect() as con:
        read = con.execute(f"select nik from {reader}('{tmp_path}/*'{more})").fetchall()
    assert read == [(f"32010101{n:08}",) for n in range(5000)]


def test_a_table_without_rows_is_one_part(tmp_path: Path) -> None:
    assert written(tmp_path, f"from ({QUERY}) where false", "parquet", 1) == [
        ("individu-0001.parquet", 0)
    ]
    with duckdb.connect() as con:
        names = con.execute(f"describe from '{tmp_path}/individu-0001.parquet'").fetchall()
    assert [(row[0], row[1]) for row in names] == [
        ("nik", "VARCHAR"),
        ("n", "SMALLINT"),
        ("hari", "DATE"),
    ]


def test_a_cell_of_csv_runs_nothing_and_keeps_its_digits(tmp_path: Path) -> None:
    """Texts of the guard of return packages, here behind the writer of packages."""
    values = ["3201010101900001", "=1+1", "@x", "-5", "01", "MEI 5", 'a;"=2"', "BUDI", None]
    listed = ", ".join(
        "(null)" if v is None else "('" + v.replace("'", "''") + "')" for v in values
    )
    query = f"select {for_spreadsheet('nilai')} from (values {listed}) as t (nilai)"
    written(tmp_path, query, "csv", 1 << 20)
    text = (tmp_path / "individu-0001.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    read = [
        row[0] if row else ""
        for row in csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";")
    ]
    assert read[1:] == [
        "'3201010101900001", "'=1+1", "'@x", "'-5", "'01", "'MEI 5", "a;\"'=2\"", "BUDI", "",
    ]  # fmt: skip
