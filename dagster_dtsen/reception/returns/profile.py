"""Exploration profile: how full, how varied and how shaped every delivered column is (Pasal 11)."""

from __future__ import annotations

import duckdb

from dagster_dtsen.reception.contract import ProviderContract
from dagster_dtsen.warehouse import quoted

# a column with at most so many values, each held by so many records on average, is taken for coded
_CODED_VALUES = 30
_CODED_RECORDS = 20

# Deliveries new to the release and, to tell drift, those of the period before.
WANTED = """
create or replace temp table diprofil as
select distinct _delivery, dataset, penyedia from ledger.kiriman_rilis where baru
union
select distinct periode_lalu, dataset, penyedia from ledger.kiriman_rilis
where baru and periode_lalu is not null
"""
DDL = """
create or replace table ledger.profil_kolom (
    _delivery varchar, dataset varchar, kolom varchar, urutan integer, jumlah_rekaman bigint,
    jumlah_terisi bigint, jumlah_unik bigint, panjang_min integer, panjang_maks integer,
    jumlah_panjang_lazim bigint, jumlah_angka bigint, jumlah_huruf bigint,
    jumlah_campuran bigint, jumlah_spasi_tepi bigint
);
create or replace table ledger.profil_nilai (
    _delivery varchar, dataset varchar, kolom varchar, nilai varchar, jumlah bigint
);
"""

# The class of a value is digits only, no digit at all, or mixed.
_SHAPES = """
insert into ledger.profil_kolom
with panjang as (
    select _delivery, urutan, max(jumlah) as lazim from (
        select _delivery, urutan, length(nilai), sum(jumlah) as jumlah
        from isi_kolom where nilai is not null group by all
    ) group by _delivery, urutan
)
select
    _delivery, $1, kolom, urutan, sum(jumlah),
    coalesce(sum(jumlah) filter (where nilai is not null), 0), count(nilai),
    min(length(nilai)), max(length(nilai)), coalesce(any_value(lazim), 0),
    coalesce(sum(jumlah) filter (where regexp_full_match(nilai, '[0-9]+')), 0),
    coalesce(sum(jumlah) filter (where not regexp_matches(nilai, '[0-9]')), 0),
    coalesce(sum(jumlah) filter (where regexp_matches(nilai, '[0-9]')
        and not regexp_full_match(nilai, '[0-9]+')), 0),
    sum(spasi)
from isi_kolom left join panjang using (_delivery, urutan)
group by _delivery, kolom, urutan
"""
_CODED = f"""
insert into ledger.profil_nilai
select _delivery, $1, kolom, nilai, jumlah from isi_kolom
where nilai is not null and (_delivery, urutan) in (
    select (_delivery, urutan) from isi_kolom where nilai is not null group by _delivery, urutan
    having count(*) <= {_CODED_VALUES} and sum(jumlah) >= {_CODED_RECORDS} * count(*)
)
"""


def write_profiles(con: duckdb.DuckDBPyConnection, contracts: list[ProviderContract]) -> int:
    """Write ``ledger.profil_kolom`` and ``ledger.profil_nilai``; give the columns profiled.

    One row per delivery, dataset and column as delivered; the column ``*`` is the whole record, so
    that ``jumlah_rekaman - jumlah_unik`` are the doubles. All counts are exact. ``profil_nilai``
    has the values of coded columns with their counts and stays in the working file.
    """
    con.execute(WANTED)
    con.execute(DDL)
    for contract in contracts:
        for dataset in contract.dataset:
            name = dataset.nama
            chosen = (
                f"from raw.{contract.raw_table(name)} where _delivery in (select _delivery from "
                f"diprofil where penyedia = {quoted(contract.penyedia)} "
                f"and dataset = {quoted(name)})"
            )
            con.execute(_record(name, dataset.kolom, chosen))
            con.execute(_values(dataset.kolom, chosen))
            con.execute(_SHAPES, [name])
            con.execute(_CODED, [name])
    row = con.execute("select count(*) from ledger.profil_kolom").fetchall()
    return int(row[0][0])


def _record(dataset: str, columns: list[str], chosen: str) -> str:
    whole = ", ".join(f'"{name}"' for name in columns)
    return (
        "insert into ledger.profil_kolom (_delivery, dataset, kolom, urutan, jumlah_rekaman, "
        f"jumlah_terisi, jumlah_unik) select _delivery, {quoted(dataset)}, '*', 0, count(*), "
        f"count(*), count(distinct hash({whole})) {chosen} group by _delivery"
    )


def _values(columns: list[str], chosen: str) -> str:
    """Each different value once, with the number of records that hold it; blank is none."""
    parts = [
        f"""
        select
            _delivery, {place} as urutan, {quoted(name)} as kolom,
            nullif(trim("{name}"), '') as nilai, count(*) as jumlah,
            count_if("{name}" <> trim("{name}")) as spasi
        {chosen} group by _delivery, nilai
        """
        for place, name in enumerate(columns, 1)
    ]
    return f"create or replace temp table isi_kolom as {' union all '.join(parts)}"
