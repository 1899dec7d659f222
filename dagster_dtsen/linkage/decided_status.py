"""What became of every decision in this release, told from the finished persons and families."""

from __future__ import annotations

import duckdb

from dagster_dtsen.linkage.decided import CREATE, PAIRS, WITHHELD, Given
from dagster_dtsen.linkage.limits import SOURCE

TABLE = "wh.linkage.keputusan_tautan_status"
STATES = ("dipatuhi", "menunggu", "bertentangan", "dibatalkan", "kedaluwarsa", "dilanggar")

_EMPTY = f"""
create or replace table {TABLE} (
    id_keputusan varchar, tindakan varchar, objek varchar, alasan varchar, oleh varchar,
    tanggal date, berlaku_sampai date, bukti varchar, membatalkan varchar, asal varchar,
    status varchar, sebab varchar, id_lawan varchar, pasangan bigint, pasangan_dipatuhi bigint,
    pasangan_menunggu bigint, pasangan_ditahan bigint
)
"""

# A pair waits while one of its records is not in the release; supporting records that joined nobody
# are together nowhere. `bersama`: both are with one person, or one family.
_STATUS = f"""
insert into {TABLE} by name
with letak as (
    select i.record_key, coalesce(p.id_individu, s.id_individu) as id_individu, k.id_keluarga
    from {SOURCE} as i
    left join wh.linkage.peta_individu as p on i.record_key = p.record_key and p.aktif
    left join wh.linkage.peta_pendukung as s on i.record_key = s.record_key
    left join wh.linkage.peta_keluarga as k
        on coalesce(p.id_individu, s.id_individu) = k.id_individu and k.aktif
    where i.record_key in (select unnest([record_key, record_key_lain]) from {PAIRS})
),

pasangan as (
    select
        b.id_keputusan, b.objek, b.hubungan,
        l.record_key is not null and r.record_key is not null as hadir,
        case
            when b.objek = 'keluarga' then l.id_keluarga = r.id_keluarga
            when l.id_individu is null and r.id_individu is null then b.hubungan = 'satu'
            else l.id_individu is not distinct from r.id_individu
        end as bersama
    from {PAIRS} as b
    left join letak as l on b.record_key = l.record_key
    left join letak as r on b.record_key_lain = r.record_key
),

dihitung as (
    select
        id_keputusan,
        count(*) as pasangan,
        count(*) filter (not hadir) as pasangan_menunggu,
        count(*) filter (hadir and coalesce(bersama, false) = (hubungan = 'satu'))
            as pasangan_dipatuhi
    from pasangan
    group by id_keputusan
),

ditahan as (
    select
        id_keputusan, count(*) as pasangan_ditahan,
        string_agg(distinct id_lawan, ' ' order by id_lawan) as id_lawan,
        bool_or(sebab = 'BERTENTANGAN') as bertentangan
    from {WITHHELD}
    group by id_keputusan
),

gabungan as (
    select
        t.*, k.keadaan, k.dibatalkan_oleh, x.id_lawan, x.bertentangan,
        coalesce(h.pasangan, 0) + coalesce(x.pasangan_ditahan, 0) as pasangan,
        coalesce(h.pasangan_dipatuhi, 0) as pasangan_dipatuhi,
        coalesce(h.pasangan_menunggu, 0) as pasangan_menunggu,
        coalesce(x.pasangan_ditahan, 0) as pasangan_ditahan
    from {{states}} as k
    inner join {{facts}} as t on k.id_keputusan = t.id_keputusan
    left join dihitung as h on k.id_keputusan = h.id_keputusan
    left join ditahan as x on k.id_keputusan = x.id_keputusan
),

dinilai as (
    select
        * exclude (id_lawan),
        case when keadaan = 'dibatalkan' then dibatalkan_oleh else id_lawan end as id_lawan,
        pasangan - pasangan_dipatuhi - pasangan_menunggu - pasangan_ditahan as pasangan_lain
    from gabungan
)

select
    id_keputusan, tindakan, objek, alasan, oleh, tanggal, berlaku_sampai, bukti, membatalkan, asal,
    case
        when keadaan <> 'berlaku' then keadaan
        when bertentangan then 'bertentangan'
        when pasangan_lain > 0 and objek = 'individu' then 'dilanggar'
        when pasangan_ditahan > 0 or pasangan_menunggu > 0 or pasangan_lain > 0 then 'menunggu'
        else 'dipatuhi'
    end as status,
    case
        when keadaan <> 'berlaku' or bertentangan then null
        when pasangan_ditahan > 0 then 'BUKTI'
        when pasangan_menunggu > 0 then 'REKAMAN'
        when pasangan_lain > 0 and objek = 'keluarga' then 'KELUARGA'
    end as sebab,
    id_lawan, pasangan, pasangan_dipatuhi, pasangan_menunggu, pasangan_ditahan
from dinilai
"""


def write(con: duckdb.DuckDBPyConnection, given: Given | None) -> dict[str, int]:
    """Write ``linkage.keputusan_tautan_status``: every decision taken by the release date.

    Its facts, and ``status``: dipatuhi, menunggu (``sebab`` REKAMAN: a record is not in the
    release; BUKTI: two valid NIKs and no evidence; KELUARGA: families do not follow it),
    bertentangan (``id_lawan``: the decisions that keep its records apart), dibatalkan (by
    ``id_lawan``), kedaluwarsa; dilanggar must not be. Gives a count per status.
    """
    con.execute(CREATE + _EMPTY)
    if given is not None:
        con.execute(_STATUS.format(states=given.states, facts=given.facts))
    found = con.execute(f"select status, count(*) from {TABLE} group by all").fetchall()
    return dict.fromkeys(STATES, 0) | {str(name): int(count) for name, count in found}
