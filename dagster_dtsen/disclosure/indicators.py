"""Published cells as indicators: share, count or mean, against target and the release before."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from dagster_dtsen.disclosure import rounding
from dagster_dtsen.disclosure.cells import CELLS
from dagster_dtsen.disclosure.policy import Policy
from dagster_dtsen.disclosure.system import BASIS, SHARE

INDICATORS = "indikator_terbit"
OPEN, SMALL, CLOSED = "terbit", "terlalu_kecil", "tertutup"
_PLACE = tuple(name for name in rounding.NAME if name not in ("ukuran", "kategori"))


def lay(
    con: duckdb.DuckDBPyConnection,
    release: str,
    seeds: Mapping[str, str],
    policy: Policy,
    before: str | None = None,
) -> None:
    """Lay out ``indikator_terbit`` from the protected cells: nothing in it that they do not tell.

    ``seeds``: relations ``indikator``, ``target_indikator`` and ``wilayah`` (kode, nama).
    ``before``: relation of the same table as last published of an earlier release.
    """
    place = ", ".join(f"c.{name}" for name in _PLACE)
    told = "case when not c.tertutup then c.terbit end"
    con.execute(
        f"create or replace temp table {INDICATORS} as with sel_ as (select {place}, c.ukuran, "
        f"max({told}) filter (c.kategori in ('{SHARE}', 'jumlah')) as pembilang, "
        f"max({told}) filter (c.kategori = '{BASIS}') as penyebut, "
        f"max(c.dasar) as dasar from {CELLS} as c where c.jenis <> '' group by all), "
        f"nilai_ as ({_values(seeds, policy)}), "
        "target_ as (select indikator, max_by(nilai, tahun)::decimal(18, 2) as target "
        f"from {seeds['target_indikator']} group by indikator), "
        "tempat as (select kode, any_value(nama) as nama "
        f"from {seeds['wilayah']} group by kode) "
        f"select '{release}' as rilis, n.tingkat_wilayah, n.kode_wilayah, w.nama as nama_wilayah, "
        "n.kelompok, n.nilai_kelompok, n.ukuran as indikator, n.pembilang, n.penyebut, n.nilai, "
        "n.keadaan, t.target, (n.nilai - t.target)::decimal(18, 2) as selisih_target, "
        f"{_change(before)} order by n.tingkat_wilayah, n.kode_wilayah, indikator, n.kelompok, "
        "n.nilai_kelompok"
    )


def _values(seeds: Mapping[str, str], policy: Policy) -> str:
    closed = (
        "s.jenis_ <> 'bagian' and s.pembilang is null and s.penyebut is null "
        "or s.jenis_ = 'bagian' and (s.pembilang is null or s.penyebut is null)"
    )
    same = " and ".join(f"s.{name} = r.{name}" for name in (*_PLACE, "ukuran"))
    whole = (
        "case jenis_ when 'bagian' then least(100, 100.0 * pembilang / penyebut) "
        "when 'jumlah' then pembilang else rata end"
    )
    wide = f"jenis_ = 'bagian' and 100.0 * dasar > {policy.galat_persen_maks} * penyebut"
    return (
        f"with jenis as (select s.*, i.jenis as jenis_, r.nilai as rata from sel_ as s "
        f"inner join {seeds['indikator']} as i on s.ukuran = i.indikator "
        f"left join rata_terbit as r on {same}), "
        f"dinilai as (select s.*, {closed} as tutup, ({wide}) "
        "or (jenis_ = 'rata_rata' and rata is null) as kecil from jenis as s) "
        f"select * exclude (jenis_, rata, tutup, kecil, dasar), case when tutup then '{CLOSED}' "
        f"when kecil then '{SMALL}' else '{OPEN}' end as keadaan, "
        f"case when not tutup and not kecil then ({whole}) end::decimal(18, 2) as nilai "
        "from dinilai"
    )


def _change(before: str | None) -> str:
    common = (
        " from nilai_ as n left join target_ as t on n.ukuran = t.indikator "
        "left join tempat as w on n.kode_wilayah = w.kode"
    )
    if before is None:
        return (
            "null::varchar as rilis_lalu, null::decimal(18, 2) as nilai_lalu, "
            f"null::decimal(18, 2) as perubahan{common}"
        )
    same = " and ".join(f"n.{name} = b.{name}" for name in _PLACE)
    return (
        "b.rilis as rilis_lalu, b.nilai as nilai_lalu, "
        f"(n.nilai - b.nilai)::decimal(18, 2) as perubahan{common} "
        f"left join {before} as b on {same} and n.ukuran = b.indikator"
    )
