"""What decisions changed since the base release: whose cluster may move, and which event is theirs.

Works in the scratch database, after :func:`decided.settle`.
"""

from __future__ import annotations

import duckdb

from dagster_dtsen.linkage.changes import FINGERPRINTS
from dagster_dtsen.linkage.decided import GROUPS, PAIRS
from dagster_dtsen.linkage.limits import SOURCE
from dagster_dtsen.linkage.state import Base

_NO_PAIRS = (
    "(select null::varchar as objek, null::varchar as record_key, null::varchar as "
    "record_key_lain, null::varchar as hubungan where false)"
)
_NO_GROUPS = "(select null::varchar as record_key, null::varchar as kelompok where false)"

# Ties: every member with the lowest of its group, and records that are not one with each other.
_TIES = """
select record_key, kelompok as record_key_lain, 'satu' as hubungan from {groups}
where record_key <> kelompok
union
select record_key, record_key_lain, hubungan from {pairs}
where objek = 'individu' and hubungan = 'beda'
"""

# The same between the main records of groups, whose members may be supporting or absent ones.
_MAIN_TIES = f"""
with utama as (
    select i.record_key, coalesce(k.kelompok, i.record_key) as kelompok
    from {SOURCE} as i
    left join {{groups}} as k on i.record_key = k.record_key
    where
        i.peran = 'utama'
        and (
            k.kelompok is not null
            or i.record_key in (select unnest([record_key, record_key_lain]) from {{pairs}})
        )
),

beda as (
    select distinct
        coalesce(l.kelompok, b.record_key) as kelompok,
        coalesce(r.kelompok, b.record_key_lain) as kelompok_lain
    from {{pairs}} as b
    left join {{groups}} as l on b.record_key = l.record_key
    left join {{groups}} as r on b.record_key_lain = r.record_key
    where b.objek = 'individu' and b.hubungan = 'beda'
)

select record_key, min(record_key) over (partition by kelompok) as record_key_lain from utama
union
select l.record_key, r.record_key
from beda as b
inner join utama as l on b.kelompok = l.kelompok
inner join utama as r on b.kelompok_lain = r.kelompok
"""

_DIFFERENCE = "(from {now} except from {then}) union (from {then} except from {now})"


def find_changed_ties(con: duckdb.DuckDBPyConnection, base: Base | None) -> str:
    """Relation of ``kunci``, ``kunci_lain``: main records whose tie came or went since ``base``.

    Makes ``ikatan_kini``, ``ikatan_lama`` and ``ikatan_diubah`` in the scratch database.
    """
    held = base.tables if base else {}
    now = {"groups": GROUPS, "pairs": PAIRS}
    then = {
        "groups": held.get("keputusan_kelompok", _NO_GROUPS),
        "pairs": held.get("keputusan_berlaku", _NO_PAIRS),
    }
    ties = _DIFFERENCE.format(now="ikatan_kini", then="ikatan_lama")
    main = _DIFFERENCE.format(now="utama_kini", then="utama_lama")
    con.execute(
        f"""
        create table ikatan_kini as {_TIES.format(**now)};
        create table ikatan_lama as {_TIES.format(**then)};
        create table ikatan_diubah as {ties};
        create table utama_kini as {_MAIN_TIES.format(**now)};
        create table utama_lama as {_MAIN_TIES.format(**then)};
        create table sebab_putusan as
        select record_key as kunci, record_key_lain as kunci_lain from ({main})
        """
    )
    return "sebab_putusan"


def find_touched_by_decisions(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``tersentuh_putusan(rekaman_id)`` and ``tepi_putusan(rekaman_id_l, rekaman_id_r)``.

    Records of a changed tie are touched. A touch goes on along the ties of both releases that make
    records one, and from a record of such a tie to every bearer of its NIK, for NIKs of a group
    may count as one. Reads what :func:`changes.find_changes` and :func:`find_changed_ties` made.
    """
    con.execute(
        f"""
        create table anggota_putusan as
        select distinct i.rekaman_id, t.kelompok
        from (
            select unnest([record_key, record_key_lain]) as record_key, record_key_lain as kelompok
            from (from ikatan_kini union from ikatan_lama)
            where hubungan = 'satu'
        ) as t
        inner join {SOURCE} as i on t.record_key = i.record_key;

        create table tersentuh_putusan as
        select rekaman_id from {SOURCE}
        where record_key in (
            select unnest([record_key, record_key_lain]) from ikatan_diubah
        );

        create table tepi_putusan as
        with penanda as (
            select rekaman_id, sidik_nik from {FINGERPRINTS} where sidik_nik is not null
            union all
            select rekaman_id, nik_lama from beda where nik_lama is not null
        ),

        nik_anggota as (
            select distinct rekaman_id, sidik_nik
            from penanda
            where rekaman_id in (select rekaman_id from anggota_putusan)
        )

        select rekaman_id as rekaman_id_l, min(rekaman_id) over (partition by kelompok)
            as rekaman_id_r
        from anggota_putusan
        union
        select a.rekaman_id, p.rekaman_id
        from nik_anggota as a
        inner join penanda as p on a.sidik_nik = p.sidik_nik;
        """
    )
