"""True counts of made-up families over made-up regions, as the mart `agg_sel` holds them."""

from __future__ import annotations

import duckdb

# families hang on hashes of their number: another number of them changes nobody
_FAMILIES = """
create or replace temp table orang as
with k as (
    select i as keluarga, md5_number_lower(i || 'w{seed}') as w,
        md5_number_lower(i || 'd{seed}') as d from range({n}) as t(i)
),
letak as (
    select *,
        (11 + w % {prov})::varchar as prov,
        (w // 7 % 3 + 1)::varchar as kab,
        lpad((w // 31 % {kec} + 1)::varchar, 2, '0') as kec,
        -- some villages are large and some hold a handful
        lpad((floor(sqrt((w // 101 % 49)::double))::bigint % {desa} + 1)::varchar, 4, '0') as desa,
        (d % 10 + 1) as desil,
        (d // 10 % 4 + 1) as ukuran
    from k
),
desa as (
    select keluarga, desil, prov as k2, prov || '0' || kab as k4, prov || '0' || kab || kec as k6,
        prov || '0' || kab || kec || desa as k10, ukuran
    from letak
)
select d.*, a, md5_number_lower(keluarga || 's{seed}' || a) % 2 as jk,
    md5_number_lower(keluarga || 'x{seed}' || a) % 100 as acak
from desa as d, range(d.ukuran::bigint) as r(a)
"""
_PLACES = {
    "nasional": "'ID'",
    "kelompok_provinsi": "case when k2 < '13' then 'BARAT' else 'TIMUR' end",
    "provinsi": "k2",
    "kabupaten_kota": "k4",
    "kecamatan": "k6",
    "desa": "k10",
}


def lay(
    con: duckdb.DuckDBPyConnection, families: int = 3000, seed: int = 1, *, kec: int = 3,
    desa: int = 5, prov: int = 4,
) -> None:  # fmt: skip
    """Lay out the temporary tables ``agg_sel``, ``indikator`` and ``kelompok_provinsi``."""
    con.execute(_FAMILIES.format(n=families, seed=seed, kec=kec, desa=desa, prov=prov))
    count(con)


def count(con: duckdb.DuckDBPyConnection) -> None:
    """Count the persons of the table ``orang`` as they stand."""
    parts = [part for tier, place in _PLACES.items() for part in _tier(tier, place)]
    con.execute(f"create or replace temp table agg_sel as {' union all '.join(parts)}")
    con.execute(
        "create or replace temp table indikator as from (values "
        "('sakit', 'bagian', 'semua', true, 'persen', null), "
        "('sekolah', 'rata_rata', 'semua', false, 'tahun', null), "
        "('pekerja', 'jumlah', 'semua', false, 'orang', null)) "
        "as t(indikator, jenis, wilayah, peka, satuan_nilai, arah)"
    )
    con.execute(
        "create or replace temp table kelompok_provinsi as "
        "select distinct case when k2 < '13' then 'BARAT' else 'TIMUR' end as kelompok, "
        "k2 as kode_provinsi_kemendagri from orang"
    )


def _tier(tier: str, place: str) -> list[str]:
    groups = {"semua": "'semua'"}
    if tier in ("nasional", "kelompok_provinsi", "provinsi", "kabupaten_kota"):
        groups["jenis_kelamin"] = "case jk when 0 then 'laki_laki' else 'perempuan' end"
    found = []
    for group, value in groups.items():
        own = (tier, place, group, value)
        found += [
            _cells(*own, "sakit", "'penyebut'", "individu", "true"),
            _cells(*own, "sakit", "'pembilang'", "individu", "acak < 6", "true"),
            _cells(*own, "pekerja", "'jumlah'", "individu", "acak >= 70", "true"),
            _cells(*own, "sekolah", "'penyebut'", "individu", "acak > 20"),
            _cells(*own, "sekolah", "'total'", "individu", "acak > 20"),
        ]
    own = (tier, place, "semua", "'semua'")
    return [
        *found,
        _cells(*own, "desil", "'jumlah'", "keluarga", "true"),
        _cells(*own, "desil", "desil::varchar", "keluarga", "true"),
    ]


def _cells(
    tier: str, place: str, group: str, value: str, measure: str, kind: str, unit: str,
    test: str, basis: str = "",
) -> str:  # fmt: skip
    """SQL of the cells of one kind; ``basis``: zeros stand wherever this holds."""
    families = f"count(distinct keluarga) filter ({test})"
    count = f"count(*) filter ({test})" if unit == "individu" else families
    told = ["null"] * 3
    if kind == "'total'":
        years = f"acak / 10) filter ({test}"
        told = [f"sum({years})", f"max({years})", f"list_sort(list({years}), 'desc')[2]"]
    total, first, second = (f"({text})::decimal(20, 2)" for text in told)
    return (
        f"select '{tier}' as tingkat_wilayah, {place} as kode_wilayah, '{group}' as kelompok, "
        f"{value} as nilai_kelompok, '{measure}' as ukuran, {kind} as kategori, "
        f"'{unit}' as satuan, "
        f"{count} as jumlah, {families} as keluarga, {total} as total, {first} as terbesar_1, "
        f"{second} as terbesar_2 from orang group by all having {count} > 0 or {bool(basis)}"
    )
