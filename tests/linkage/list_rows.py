"""A small register and agencies' lists that are matched with it. All people are invented."""

from __future__ import annotations

from typing import Any

import duckdb
from linkage_rows import Row, filler, link_rows, load_rows, record

from dagster_dtsen import warehouse
from dagster_dtsen.linkage import lists
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.matching import outcome
from dagster_dtsen.settings import Settings

NIK_A, NIK_B, NIK_C = "1101010101900001", "1101014203880001", "1101010506700001"
NIK_D, NIK_E = "1101014302950001", "1101014302950009"
HOME, AWAY = "1101012001", "5103042007"
# of the register: two providers know A and B; C is known as dead and not published
REGISTER = [
    record(1, "dukcapil", "AGUS SALIM WIRATAMA", "1990-01-01", nik=NIK_A, desa=HOME),
    record(2, "dtks", "AGUS SALIM WIRATAMA", "1990-01-01", nik=NIK_A, desa=HOME),
    record(3, "dukcapil", "RATNA DEWI LESTARI", "1988-03-02", nik=NIK_B, jenis_kelamin="2"),
    record(4, "regsosek", "RATNA LESTARI", "1988-03-02", nik=NIK_B, jenis_kelamin="2"),
    record(5, "dukcapil", "KROMO PAWIRO SEJATI", "1970-06-05", nik=NIK_C,
           status_kependudukan="meninggal"),
    # of one name, date and village, with two NIKs that nobody else bears
    record(6, "dukcapil", "SITI AMINAH", "1995-02-03", nik=NIK_D, no_kk="1101010101010006"),
    record(7, "dukcapil", "SITI AMINAH", "1995-02-03", nik=NIK_E, no_kk="1101010101010007"),
]  # fmt: skip
Found = dict[int, tuple[str, str, str | None]]


def row(number: int, nama: str, lahir: str | None, **others: Any) -> Row:
    """A row of the list: no family list, no place in the register's sources."""
    own = {"peran": "pemohon", "dataset": "daftar", "no_kk": None, "nik": None}
    return record(number, "padankan", nama, lahir, **(own | others))


def matched(
    con: duckdb.DuckDBPyConnection, settings: Settings, rows: list[Row], many: int = 30
) -> dict[str, Any]:
    """Link the register, match ``rows`` (and ``many`` strangers); ``hasil_daftar`` is left."""
    strangers = [
        row(9000 + i, f"ASING{i:02d} LAIN", f"2001-01-{i % 27 + 1:02d}", desa=AWAY)
        for i in range(many)
    ]
    listed = rows + strangers
    load_rows(con, listed)
    con.execute("create schema wh.asing; create table wh.asing.daftar as select *, 'f' as _file, "
                "rekaman_id as _row_number from wh.standardised.individu")  # fmt: skip
    load_rows(con, REGISTER + filler())
    link_rows(con, settings)
    con.execute(
        "create table wh.asing.terbit as select id_individu from wh.linkage.peta_individu "
        "where rekaman_id not in (5)"
    )
    con.execute("create table wh.asing.mentah as select 'f' as _file, _row_number, "
                "'k' || _row_number as kunci from wh.asing.daftar")  # fmt: skip
    con.execute("create table wh.asing.berkas as select 'f' as _file, 'daftar.csv' as berkas")
    with warehouse.scratch(con, settings, "uji"):
        con.execute("use uji")
        model = linkage_model.load(settings)
        alike = outcome.config()["nama_cocok"]
        scored = lists.score_list(con, model, "wh.asing.daftar", alike)
        decided = outcome.decide(
            con,
            scored,
            published="wh.asing.terbit",
            listed="wh.asing.daftar",
            raw="wh.asing.mentah",
            files="wh.asing.berkas",
        )
        con.execute("create table wh.asing.hasil as from hasil_daftar")
        con.execute("create table wh.asing.calon as from calon_orang")
    return decided | {"skor": scored}


def found(con: duckdb.DuckDBPyConnection) -> Found:
    rows = con.execute(
        "select nomor_baris, hasil, sebab, keyakinan from wh.asing.hasil where nomor_baris < 9000"
    ).fetchall()
    return {number: (outcome_, reason, band) for number, outcome_, reason, band in rows}
