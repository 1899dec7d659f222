"""The profile of a delivery: exact counts, and no value that few records hold."""

from __future__ import annotations

import duckdb
import pytest

from dagster_dtsen.reception.returns import pages, profile, profile_page
from tests.reception.deliveries import contract

# twelve of one code, twelve of another, nine of a third (a rare one), one blank, one in spaces
CODES = ["A"] * 12 + ["B"] * 12 + ["LANGKA"] * 9 + [" ", " A "]


DATASET = contract().dataset[0]
CONTRACT = contract(dataset=[DATASET])
TABLE = f"raw.{CONTRACT.raw_table(DATASET.nama)}"


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """A new delivery, the one of the period before, and an older one."""
    con = duckdb.connect()
    con.execute("create schema raw; create schema ledger; create schema reception")
    columns = ", ".join(f'"{name}" varchar' for name in DATASET.kolom)
    con.execute(
        f"create table {TABLE} (_delivery varchar, _file varchar, _row_number int, {columns})"
    )
    con.execute(
        f"create table ledger.kiriman_rilis as select *, '{DATASET.nama}' as dataset, "
        f"'{CONTRACT.penyedia}' as penyedia from (values ('kini', true, 'lalu'), "
        "('lalu', false, 'tua'), ('tua', false, null)) as t (_delivery, baru, periode_lalu)"
    )
    rows = [("kini", number, code) for number, code in enumerate(CODES, 1)]
    for delivery, number, code in [*rows, ("lalu", 1, "A"), ("tua", 1, "A")]:
        con.execute(
            f"insert into {TABLE} values (?, 'f', ?, ?, ?, 'sama')",
            [delivery, number, f"31{number:014d}", code],
        )
    profile.write_profiles(con, [CONTRACT])
    return con


def shape(con: duckdb.DuckDBPyConnection, place: int) -> tuple[object, ...]:
    return con.execute(
        "select jumlah_rekaman, jumlah_terisi, jumlah_unik, panjang_min, panjang_maks, "
        "jumlah_panjang_lazim, jumlah_angka, jumlah_huruf, jumlah_campuran, jumlah_spasi_tepi "
        "from ledger.profil_kolom where _delivery = 'kini' and urutan = ?",
        [place],
    ).fetchall()[0]


def test_every_count_of_a_column_is_exact(con: duckdb.DuckDBPyConnection) -> None:
    assert shape(con, 1) == (35, 35, 35, 16, 16, 35, 35, 0, 0, 0)
    assert shape(con, 2) == (35, 34, 3, 1, 6, 25, 0, 34, 0, 2)
    assert shape(con, 0)[:3] == (35, 35, 35)


def test_only_new_deliveries_and_the_period_before_are_profiled(
    con: duckdb.DuckDBPyConnection,
) -> None:
    found = con.execute("select distinct _delivery from ledger.profil_kolom order by 1").fetchall()
    assert found == [("kini",), ("lalu",)]


def test_values_are_kept_of_coded_columns_only(con: duckdb.DuckDBPyConnection) -> None:
    assert "31" not in str(con.execute("select nilai from ledger.profil_nilai").fetchall())


@pytest.mark.parametrize(("smallest", "shown"), [(9, True), (10, False)])
def test_the_page_shows_no_value_that_too_few_records_hold(
    con: duckdb.DuckDBPyConnection, smallest: int, shown: bool
) -> None:
    name = DATASET.kolom[1]
    # so small a delivery has no coded column of its own
    con.execute("delete from ledger.profil_nilai")
    con.execute(
        f"insert into ledger.profil_nilai select 'kini', '{DATASET.nama}', "
        f"'{name}', v.nilai, v.jumlah "
        "from (values ('A', 13), ('B', 12), ('LANGKA', 9)) as v (nilai, jumlah)"
    )
    con.execute(
        "create or replace table reception.profil_kiriman as select p.*, 'p' as penyedia, "
        "'lalu' as periode_lalu, 0.5 as andil_terisi, 0.5 as andil_panjang_lazim, "
        "0::bigint as jumlah_kembar, 1::bigint as jumlah_rekaman_lalu, 1.0 as andil_terisi_lalu, "
        "0.2 as pergeseran_bentuk, null as pergeseran_nilai "
        "from ledger.profil_kolom as p where _delivery = 'kini'"
    )
    head = {"kiriman": "kini", "lembaga": "Lembaga", "penyedia": "p"}
    page = pages.html("profil.html.j2", profile_page.page(con, head, smallest))
    assert ("LANGKA" in page) == shown
    assert "lainnya" in page or shown
    assert "31000000" not in page
    assert "20,0%" in page
