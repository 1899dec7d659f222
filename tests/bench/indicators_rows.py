"""A sealed snapshot of made-up families for the indicator models, by SQL, as large as asked for."""

from __future__ import annotations

from pathlib import Path

import duckdb

from dagster_dtsen import dictionary, warehouse
from dagster_dtsen.dictionary import Variable
from dagster_dtsen.dictionary.items import items_of
from dagster_dtsen.settings import PROJECT_DIR

# of a hundred answers two are empty, and one of a thousand families lacks its village
_FAMILIES = """
create temp table k as
select
    'K' || lpad(i::varchar, 10, '0') as id_keluarga,
    'I' || lpad((i * 10)::varchar, 12, '0') as id_individu_kepala,
    i as nomor,
    (11 + i % 9)::varchar as kode_provinsi_kemendagri,
    kode_provinsi_kemendagri || lpad((i % 5)::varchar, 2, '0') as kode_kabupaten_kota_kemendagri,
    kode_kabupaten_kota_kemendagri || lpad((i % 7)::varchar, 2, '0') as kode_kecamatan_kemendagri,
    case when i % 1000 <> 999 then
        kode_kecamatan_kemendagri || (1 + i % 2) || lpad((i % 4)::varchar, 3, '0')
    end as kode_desa_kemendagri,
    (i % 5 + 1)::smallint as jumlah_anggota_dihitung
from range({families}) as t (i)
"""
_PERSONS = """
create temp table o as
select
    'I' || lpad((k.nomor * 10 + u.n)::varchar, 12, '0') as id_individu,
    k.id_keluarga,
    k.nomor * 10 + u.n as nomor,
    date '1940-01-01' + ((k.nomor * 31 + u.n * 997) % 29000)::integer as tanggal_lahir,
    2022 - year(tanggal_lahir) as umur_saat_pendataan
from k, unnest(range(k.jumlah_anggota_dihitung)) as u (n)
"""
_RANKS = """
create table ranking.peringkat_keluarga as
select id_keluarga, case when nomor % 50 <> 0 then (nomor % 10 + 1)::smallint end as desil_nasional
from k
"""


def make(con: duckdb.DuckDBPyConnection, folder: Path, families: int) -> tuple[int, int]:
    """Views ``snapshot.individu`` and ``snapshot.keluarga`` over files below ``folder``.

    Answers are a hash of person and item. Gives the number of villages and of persons.
    """
    book = dictionary.load_book(PROJECT_DIR)
    for schema in ("snapshot", "ranking", "kendali", "wilayah", "indikator", "agregat", "marts"):
        con.execute(f"create schema {schema}")
    con.execute(_FAMILIES.format(families=families))
    con.execute(_PERSONS)
    con.execute(_RANKS)
    con.execute("create table kendali.rilis as select date '2026-03-31' as tanggal_rilis")
    for entitas, table in (("individu", "o"), ("keluarga", "k")):
        known = {row[0] for row in con.execute(f"describe {table}").fetchall()}
        wanted = [row for row in book.variables if row.entitas == entitas]
        answers = [
            _answer(book, row, n)
            for n, row in enumerate(wanted)
            if row.variabel not in known and row.variabel != "status_butir"
        ]
        letters = f"repeat('J', {len(items_of(book, entitas))}) as status_butir"
        path = folder / f"{entitas}.parquet"
        rows = f"select * exclude (nomor), {', '.join(answers)}, {letters} from {table}"
        con.execute(f"copy ({rows}) to {warehouse.quoted(path)} (format parquet)")
        con.execute(
            f"create view snapshot.{entitas} as "
            f"select * from read_parquet({warehouse.quoted(path)})"
        )
    for schema, name in (
        ("wilayah", "tingkat_wilayah"),
        ("indikator", "kelompok_provinsi"),
        ("indikator", "kelompok_indikator"),
    ):
        seed = PROJECT_DIR / "dbt_project" / "seeds" / schema / f"{name}.csv"
        con.execute(
            f"create table {schema}.{name} as select * from "
            f"read_csv({warehouse.quoted(seed)}, all_varchar = true)"
        )
    con.execute("alter table wilayah.tingkat_wilayah alter urutan type smallint")
    villages, people = con.execute(
        "select (select count(distinct kode_desa_kemendagri) from k), (select count(*) from o)"
    ).fetchall()[0]
    return int(villages), int(people)


def _answer(book: dictionary.Book, row: Variable, number: int) -> str:
    """A made-up value of the variable's kind under its name."""
    drawn = f"hash(nomor, {number})"
    if codes := [code.kode for code in book.codes if code.daftar == row.daftar_kode]:
        listed = ", ".join(f"'{code}'" for code in codes)
        value = f"list_extract([{listed}], ({drawn} % {len(codes)} + 1)::integer)"
    elif row.tipe == "varchar":
        value = f"({drawn} % 100000)::varchar"
    elif row.tipe in ("smallint", "integer", "bigint"):
        value = f"({drawn} % 90)::{row.tipe}"
    else:
        return f"null::{row.tipe} as {row.variabel}"
    return f"case when {drawn} % 50 <> 7 then {value} end as {row.variabel}"
