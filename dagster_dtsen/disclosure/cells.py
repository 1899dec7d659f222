"""True counts made ready: every cell that could be there, what is small, what must be closed."""

from __future__ import annotations

import duckdb

from dagster_dtsen.disclosure import rounding
from dagster_dtsen.disclosure.policy import Means, Policy

CELLS = "sel"
MEAN, WHOLE = "total", "jumlah"
_KEY = ", ".join(rounding.NAME)


def lay(con: duckdb.DuckDBPyConnection, source: str, indicators: str, policy: Policy) -> int:
    """Lay out the temporary table ``sel`` of the true counts in ``source``; how many there are.

    One row per cell, ``nomor`` from 0 in the order of their names: counts, rules of its tier, the
    published count, whether it is sensitive, whether closed. Regions of few families are left out,
    they are part of what is left over of the region above. A cell that no unit falls into is added
    with 0 where others of its kind stand: a gap would tell that nobody is there. ``indicators`` is
    the relation of the seed. A key must have been handed over (:class:`key.RoundingKey`).
    """
    con.execute(f"create or replace temp table sel_besar as {_large(source, policy)}")
    con.execute(f"create or replace temp table sel_penuh as {_filled('sel_besar', indicators)}")
    con.execute(f"create or replace temp table sebutan as {_same_units()}")
    drawn = rounding.draw("p", "l.dasar")
    con.execute(
        f"create or replace temp table {CELLS} as with berlapis as ("
        f"select p.*, l.tingkat, l.dasar, l.sel_kecil, l.keluarga_kecil, {drawn} as tarikan, "
        "coalesce(i.peka, p.ukuran like 'desil%') as peka, coalesce(i.jenis, '') as jenis "
        "from (select * from sel_penuh inner join sebutan using (ukuran, kategori, satuan)) as p "
        f"inner join {policy.rows()} on p.tingkat_wilayah = l.tingkat_wilayah "
        "and p.satuan = l.satuan "
        f"left join {indicators} as i on p.ukuran = i.indikator) "
        f"select (row_number() over (order by {_KEY}) - 1)::bigint as nomor, b.*, "
        f"{rounding.rounded('b.jumlah', 'b.dasar', 'b.tarikan')} as terbit, "
        # many units of few families: rounding would not hide the families
        "b.keluarga > 0 and b.keluarga < b.keluarga_kecil and b.jumlah >= b.sel_kecil as tertutup "
        "from berlapis as b"
    )
    return int(con.execute(f"select count(*) from {CELLS}").fetchall()[0][0])


def _large(source: str, policy: Policy) -> str:
    """SQL of the counts of regions that are large enough to be told by themselves."""
    return (
        f"with besar as (select tingkat_wilayah, kode_wilayah from {source} "
        f"inner join (select distinct tingkat_wilayah, keluarga_terkecil from {policy.rows()}) "
        "using (tingkat_wilayah) where kelompok = 'semua' "
        "group by tingkat_wilayah, kode_wilayah, keluarga_terkecil "
        "having max(keluarga) >= keluarga_terkecil) "
        f"select s.* from {source} as s inner join besar using (tingkat_wilayah, kode_wilayah)"
    )


def _filled(source: str, indicators: str) -> str:
    """SQL of the counts, with a row of 0 for every kind of cell that a region lacks."""
    kinds = "tingkat_wilayah, kelompok, nilai_kelompok, ukuran, kategori, satuan"
    return (
        f"with ada as (select * from {source} where kategori <> '{MEAN}'), "
        # an indicator about one part of the country has its cells there alone
        f"jenis as (select distinct {kinds} from ada where ukuran not in "
        f"(select indikator from {indicators} where wilayah <> 'semua')), "
        "tempat as (select distinct tingkat_wilayah, kode_wilayah from ada), "
        "semua as (select t.kode_wilayah, j.* from jenis as j inner join tempat as t "
        "on j.tingkat_wilayah = t.tingkat_wilayah) "
        "select tingkat_wilayah, kode_wilayah, kelompok, nilai_kelompok, ukuran, kategori, "
        "satuan, coalesce(a.jumlah, 0)::bigint as jumlah, "
        "coalesce(a.keluarga, 0)::bigint as keluarga "
        f"from semua full join ada as a using ({_KEY}, satuan)"
    )


def _same_units() -> str:
    """SQL of ``disebut``: one name for all measures with the same counts in the same cells."""
    return (
        "with tanda as (select ukuran, kategori, satuan, count(*) as banyak, "
        "bit_xor(hash(tingkat_wilayah, kode_wilayah, kelompok, nilai_kelompok, jumlah)) as sidik, "
        "sum(jumlah) as semua from sel_penuh group by ukuran, kategori, satuan) "
        "select ukuran, kategori, satuan, min(ukuran || '/' || kategori) over "
        "(partition by satuan, banyak, sidik, semua) as disebut from tanda"
    )


def lay_means(con: duckdb.DuckDBPyConnection, indicators: str, policy: Policy) -> None:
    """Lay out ``rata_terbit``: means in their steps, closed where few units make most of them.

    Closed too where rounding of the units behind it leaves less of the total open than its largest
    part: who knows all others could work that one out.
    """
    rules: Means = policy.rata_rata
    steps = ", ".join(f"('{unit}', {step}::decimal(18, 4))" for unit, step in rules.langkah.items())
    con.execute(
        "create or replace temp table rata_terbit as select "
        f"{', '.join(f's.{name}' for name in rounding.NAME if name != 'kategori')}, "
        "case when s.jumlah >= greatest("
        f"{rules.satuan_terkecil}, l.sel_kecil) and s.keluarga >= l.keluarga_kecil "
        f"and s.terbesar_1 <= {rules.terbesar_satu} * s.total "
        f"and s.terbesar_1 + s.terbesar_2 <= {rules.terbesar_dua} * s.total "
        "and s.terbesar_1 <= (l.dasar - 1) * s.total / s.jumlah "
        "then (round(s.total / s.jumlah / h.langkah) * h.langkah)::decimal(18, 2) end as nilai "
        f"from sel_besar as s inner join {policy.rows()} "
        "on s.tingkat_wilayah = l.tingkat_wilayah and s.satuan = l.satuan "
        f"inner join {indicators} as i on s.ukuran = i.indikator "
        f"inner join (values {steps}) as h(satuan_nilai, langkah) "
        f"on i.satuan_nilai = h.satuan_nilai where s.kategori = '{MEAN}'"
    )
