"""Items of the queues with both records side by side, as worklists show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import duckdb

from dagster_dtsen.warehouse import quoted

QUEUES = ("pasangan", "pesaing", "klaster", "keluarga")
_BATCH = 1_000
_SIDE = {"a": 1, "b": 2, "p": 0}

# (provider, dataset, raw table, key columns) of a dataset of persons
Source = tuple[str, str, str, list[str]]

_RECORD = """
    {x}.record_key as {s}_record_key, {x}.nama as {s}_nama, {x}.nik as {s}_nik,
    strftime({x}.tanggal_lahir, '%Y-%m-%d') as {s}_tanggal_lahir,
    {x}.tempat_lahir as {s}_tempat_lahir, {x}.jenis_kelamin as {s}_jenis_kelamin,
    {x}.hubungan as {s}_hubungan, {x}.no_kk as {s}_no_kk, {x}.alamat as {s}_alamat,
    {x}.wilayah as {s}_wilayah, {x}.kode_desa as {s}_kode_desa, {x}.penyedia as {s}_penyedia,
    {x}.dataset as {s}_dataset, {x}.kunci_penyedia as {s}_kunci_penyedia,
    strftime({x}.tanggal_acuan, '%Y-%m-%d') as {s}_tanggal_acuan, {x}.id_individu as {s}_orang,
    {x}.rekaman_orang as {s}_rekaman_orang
"""


def choose(
    con: duckdb.DuckDBPyConnection,
    queue: str | None,
    top: int | None,
    leave: Iterable[str] = (),
) -> int:
    """Make the table ``butir`` of the items asked for, in their order; gives their number.

    ``leave``: items that are not asked, by id.
    Works in the current database, a throw-away one; ``nomor`` counts from 1. ``pasangan_diminta``
    holds the pairs whose comparisons are wanted, by ``rekaman_id``.
    """
    con.execute(
        "create or replace table dilewati as select unnest($leave::varchar[]) as id_antrean",
        {"leave": sorted(leave)},
    )
    where = "where id_antrean not in (from dilewati)"
    where += f" and antrean = {quoted(queue)}" if queue else ""
    limit = f"limit {int(top)}" if top is not None else ""
    con.execute(
        f"""
        create or replace table butir as
        select row_number() over (order by urutan) as nomor, *
        from (from wh.stewardship.antrean_tinjauan {where} order by urutan {limit});

        create or replace table butir_rekaman as
        select r.id_antrean, r.kelompok, i.*
        from wh.stewardship.antrean_rekaman as r
        inner join wh.standardised.individu as i on r.record_key = i.record_key
        where r.id_antrean in (select id_antrean from butir);

        create or replace table pasangan_diminta as
        select
            a.id_antrean, least(a.rekaman_id, b.rekaman_id) as rekaman_id_l,
            greatest(a.rekaman_id, b.rekaman_id) as rekaman_id_r
        from butir_rekaman as a
        inner join butir_rekaman as b on a.id_antrean = b.id_antrean
        where a.kelompok = 1 and b.kelompok = 2;
        """
    )
    return int(con.execute("select count(*) from butir").fetchall()[0][0])


def _keys_sql(con: duckdb.DuckDBPyConnection, sources: Iterable[Source]) -> str:
    """Query of ``record_key`` and the provider's own key, as delivered, of the records chosen."""
    held = set(con.execute("select distinct penyedia, dataset from butir_rekaman").fetchall())
    parts = ["select null::varchar as record_key, null::varchar as kunci_penyedia where false"]
    for provider, dataset, table, columns in sources:
        if (provider, dataset) in held:
            key = ", ".join(f'k."{name}"' for name in columns)
            parts.append(
                f"select distinct r.record_key, concat_ws(' | ', {key}) from butir_rekaman as r "
                f"inner join wh.raw.{table} as k on r._delivery = k._delivery "
                "and r._file = k._file and r._row_number = k._row_number "
                f"where r.penyedia = {quoted(provider)} and r.dataset = {quoted(dataset)}"
            )
    return " union all ".join(parts)


def lay_out(con: duckdb.DuckDBPyConnection, sources: Iterable[Source]) -> None:
    """Make the table ``rekaman_tampil``: what a steward sees of every record chosen.

    Codes in words, region names, the provider's own key, and of the person the number of records
    and their sources.
    """
    con.execute(
        f"""
        create or replace table rekaman_tampil as
        with orang as (
            select
                p.id_individu, count(*) as jumlah,
                string_agg(distinct p.penyedia, ', ' order by p.penyedia) as sumber
            from wh.matched.rekaman_padan as p
            where p.id_individu in (
                select m.id_individu from wh.matched.rekaman_padan as m
                where m.record_key in (select record_key from butir_rekaman)
            )
            group by p.id_individu
        )

        select
            r.*, coalesce(j.label_id, r.jenis_kelamin) as jenis_kelamin_kata, m.id_individu,
            h.label_id as hubungan, r.kode_desa_kemendagri as kode_desa, k.kunci_penyedia,
            nullif(concat_ws(', ', d.nama, c.nama, b.nama, v.nama), '') as wilayah,
            o.jumlah || ' rekaman: ' || o.sumber as rekaman_orang
        from butir_rekaman as r
        left join ({_keys_sql(con, sources)}) as k on r.record_key = k.record_key
        left join wh.matched.rekaman_padan as m on r.record_key = m.record_key
        left join orang as o on m.id_individu = o.id_individu
        left join wh.klasifikasi.daftar_kode as j
            on j.daftar = 'jenis_kelamin' and r.jenis_kelamin = j.kode
        left join wh.klasifikasi.daftar_kode as h
            on h.daftar = 'status_hubungan_keluarga' and r.status_hubungan_keluarga = h.kode
        left join wh.rujukan.wilayah as d on r.kode_desa_kemendagri = d.kode_kemendagri
        left join wh.rujukan.wilayah as c on r.kode_kecamatan_kemendagri = c.kode_kemendagri
        left join wh.rujukan.wilayah as b on r.kode_kabupaten_kota_kemendagri = b.kode_kemendagri
        left join wh.rujukan.wilayah as v on r.kode_provinsi_kemendagri = v.kode_kemendagri
        """
    )


def records_sql(sides: Iterable[str]) -> str:
    """Columns of records of ``rekaman_tampil`` under these aliases, named by them."""
    return ", ".join(
        _RECORD.format(x=name, s=name).replace(
            f"{name}.jenis_kelamin as", f"{name}.jenis_kelamin_kata as"
        )
        for name in sides
    )


def rows(con: duckdb.DuckDBPyConnection, scores: str) -> Iterator[dict[str, Any]]:
    """Items in order, one dict each: the item, records under ``a_``, ``b_`` and ``p_`` (for
    comparison), what a decision touches on either side, and ``bidang``, the comparisons.

    ``scores``: relation of :func:`linkage.explain_pairs.score_pairs`.
    """
    sides = records_sql(_SIDE)
    joins = "\n".join(
        f"left join rekaman_tampil as {name} "
        f"on t.id_antrean = {name}.id_antrean and {name}.kelompok = {group}"
        for name, group in _SIDE.items()
    )
    result = con.execute(
        f"""
        with bidang as (
            select
                p.id_antrean,
                list({{
                    'perbandingan': s.perbandingan, 'nama_bidang': s.nama_bidang,
                    'tingkat': s.tingkat, 'arti': s.arti, 'bobot': s.bobot
                }} order by s.nomor) as bidang
            from pasangan_diminta as p
            inner join {scores} as s
                on p.rekaman_id_l = s.rekaman_id_l and p.rekaman_id_r = s.rekaman_id_r
            group by p.id_antrean
        )

        select
            t.* exclude (id_individu, id_individu_lain, id_keluarga),
            e.label_id as sebab, e.sebab_id, n.ambang_klaster, n.rilis as id_rilis, {sides},
            x.layak_bantuan as a_layak, x.desil_dasar as a_desil, x.penerima_bantuan as a_penerima,
            y.layak_bantuan as b_layak, y.desil_dasar as b_desil, y.penerima_bantuan as b_penerima,
            case when t.objek = 'individu' then d.bidang end as bidang
        from butir as t
        cross join wh.linkage.ambang as n
        inner join wh.aturan.alasan_antrean as e on t.alasan = e.alasan
        {joins}
        left join bidang as d on t.id_antrean = d.id_antrean
        left join wh.stewardship.antrean_dampak as x
            on t.id_antrean = x.id_antrean and x.kelompok = 1
        left join wh.stewardship.antrean_dampak as y
            on t.id_antrean = y.id_antrean and y.kelompok = 2
        order by t.nomor
        """
    )
    names = [str(column[0]) for column in result.description or ()]
    while batch := result.fetchmany(_BATCH):
        for values in batch:
            yield dict(zip(names, values, strict=True))
