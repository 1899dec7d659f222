"""Fingerprints of records, and which records say another thing than in the base release.

Today's fingerprints stand in ``wh.linkage.sidik_rekaman`` from the start of a linkage on; what
they were in the base release is kept for those that differ (``beda``).
"""

from __future__ import annotations

import duckdb

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage import register
from dagster_dtsen.linkage.limits import SOURCE, VALUES
from dagster_dtsen.linkage.state import Base
from dagster_dtsen.warehouse import quoted

FINGERPRINTS = "wh.linkage.sidik_rekaman"


def fingerprints_sql(source: str = SOURCE) -> str:
    """Query of ``rekaman_id``, ``sidik``, ``sidik_nik``, ``sidik_kartu``, ``identitas``, ``sah``.

    63-bit hashes of what the linkage reads of a record, of its NIK, and of its card and birth date
    (of this engine's version, which is part of the rules); ``identitas``: a record of the identity
    provider; ``sah``: one with the status of a valid NIK. ``jawaban`` is left empty.
    """
    rules = linkage_model.config()
    provider, status = quoted(rules["penyedia_identitas"]), quoted(rules["status_sah"])
    return f"""
        select
            r.rekaman_id,
            cast(hash({", ".join(f"r.{value}" for value in VALUES)}) >> 1 as bigint) as sidik,
            {register.nik_hash("r")} as sidik_nik,
            {register.card_hash("r")} as sidik_kartu,
            r.penyedia = {provider} as identitas,
            coalesce(r.penyedia = {provider} and r.status_kependudukan = {status}, false) as sah,
            cast(null as tinyint) as jawaban
        from {source} as r
    """


def take_fingerprints(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``wh.linkage.sidik_rekaman`` of all records, what the register knows included."""
    con.execute(
        f"""
        create schema if not exists wh.linkage;
        create or replace temp table sidik_sendiri as {fingerprints_sql()};
        create or replace table {FINGERPRINTS} as {register.answers_sql("sidik_sendiri")};
        drop table temp.sidik_sendiri
        """
    )


def find_changes(con: duckdb.DuckDBPyConnection) -> None:
    """Bring ``wh.linkage.sidik_rekaman`` from the base to today, and say what differs.

    Made in the current (scratch) database: ``berubah(rekaman_id)``: records that are new or say
    something else, or of which the register knows something else; ``hilang``: records that are no
    more; ``nik_berubah(sidik_nik)``: NIKs of which a record of the identity provider came, went or
    changed: what such a NIK means for others that bear it has to be asked again; ``beda`` has all
    that differ, with the NIK of the base (``nik_lama``). What the register knows is asked of new
    and changed records, of those with a NIK or card of a changed record of the register, and of
    those with a NIK of such a card: whether its bearer is a twin depends on the others there.
    """
    con.execute(
        f"""
        create table beda as
        select
            coalesce(k.rekaman_id, d.rekaman_id) as rekaman_id,
            k.rekaman_id is null as hilang,
            d.rekaman_id is null as datang,
            k.sidik, k.sidik_nik, k.sidik_kartu, coalesce(k.sah, false) as sah, k.jawaban,
            d.sidik_nik as nik_lama, d.sidik_kartu as kartu_lama,
            coalesce(k.identitas, d.identitas) as identitas
        from ({fingerprints_sql()}) as k
        full join {FINGERPRINTS} as d on k.rekaman_id = d.rekaman_id
        where k.sidik is distinct from d.sidik;

        create table nik_berubah as
        select distinct nik as sidik_nik
        from (select unnest([sidik_nik, nik_lama]) as nik from beda where identitas)
        where nik is not null;

        delete from {FINGERPRINTS} where rekaman_id in (select rekaman_id from beda);

        insert into {FINGERPRINTS} by name
        select * exclude (hilang, datang, nik_lama, kartu_lama) from beda where not hilang;

        create table kartu_berubah as
        select distinct kartu as sidik_kartu
        from (select unnest([sidik_kartu, kartu_lama]) as kartu from beda where identitas)
        where kartu is not null;

        create table tanya as
        with nik_ditanya as (
            from nik_berubah
            union
            select sidik_nik from {FINGERPRINTS}
            where identitas and sidik_nik is not null and sidik_kartu in (from kartu_berubah)
        )

        from {FINGERPRINTS}
        where
            jawaban is null
            or sidik_kartu in (from kartu_berubah)
            or sidik_nik in (from nik_ditanya);

        create table jawaban_lain as
        select k.rekaman_id, k.jawaban
        from ({register.answers_sql(FINGERPRINTS, "tanya")}) as k
        inner join tanya as d on k.rekaman_id = d.rekaman_id
        where k.jawaban is distinct from d.jawaban;

        insert into beda by name
        select
            j.rekaman_id, false as hilang, false as datang, d.sidik_nik, d.sidik_nik as nik_lama,
            d.identitas
        from jawaban_lain as j
        inner join {FINGERPRINTS} as d on j.rekaman_id = d.rekaman_id
        where d.jawaban is not null;

        update {FINGERPRINTS} as d set jawaban = j.jawaban
        from jawaban_lain as j where d.rekaman_id = j.rekaman_id;

        create table berubah as select rekaman_id from beda where not hilang;

        create table hilang as select rekaman_id from beda where hilang;
        """
    )


def changed_keys(con: duckdb.DuckDBPyConnection, base: Base, found: bool) -> str:
    """Relation of ``kunci``: keys of records that say another thing than in ``base``.

    ``found``: :func:`find_changes` was asked; it is found out here otherwise.
    """
    changed = "select rekaman_id from beda where not hilang and not datang"
    if not found:
        before = base["sidik_rekaman"]
        columns = con.execute(f"describe from {before}").fetchall()
        # a base of older code did not keep the answers apart
        told = ["sidik", "jawaban"] if "jawaban" in {row[0] for row in columns} else ["sidik"]
        differs = " or ".join(f"k.{column} <> d.{column}" for column in told)
        changed = f"""
            select k.rekaman_id
            from {FINGERPRINTS} as k
            inner join {before} as d on k.rekaman_id = d.rekaman_id
            where {differs}
        """
    con.execute(
        f"""
        create table kunci_berubah as
        select record_key as kunci from {SOURCE} where rekaman_id in ({changed})
        """
    )
    return "kunci_berubah"
