"""Events of families since the base release, against those of the truth.

A true family goes on as a family of the register does: where most of its members are, where as many
go as stay with its head. So truth's events are those of its partition, not of its ids.
"""

from __future__ import annotations

from typing import Any

import duckdb

KINDS = ("keluarga_baru", "gabung", "ganti_kepala", "masuk", "keluar")
EVIDENCE = ("status_tertinggal", "di_luar_register", "terlambat")

# Where everybody was and is, by the register (found) and by truth. The register's base: who has no
# event of coming in is where he was.
_MOVES = """
create or replace temp table gerak_temuan as
with lama as (
    select p.id_individu, p.id_keluarga
    from wh.linkage.peta_keluarga as p
    anti join (
        select id_individu from wh.linkage.peristiwa_relasi where peristiwa = 'masuk'
    ) as m on p.id_individu = m.id_individu
    where p.aktif
    union all
    select id_individu, id_keluarga from wh.linkage.peristiwa_relasi where peristiwa = 'keluar'
),

kini as (
    select id_individu, id_keluarga from wh.linkage.peta_keluarga where aktif
)

select o.id_orang, l.id_keluarga as lama, k.id_keluarga as kini
from (select coalesce(l.id_individu, k.id_individu) as id_individu, l.id_keluarga as lama
      from lama as l full join kini as k on l.id_individu = k.id_individu) as s
inner join orang_register as o on s.id_individu = o.id_individu
left join lama as l on s.id_individu = l.id_individu
left join kini as k on s.id_individu = k.id_individu
qualify row_number() over (
    partition by o.id_orang
    order by (l.id_keluarga is not null)::int + (k.id_keluarga is not null)::int desc, s.id_individu
) = 1;

-- only people whom the register had then and has now can be seen to move; births it came to know
create or replace temp table gerak_benar as
select
    g.id_orang,
    case when l.status = 'hidup' then l.id_keluarga_benar end as lama,
    case when k.status = 'hidup' then k.id_keluarga_benar end as kini,
    coalesce(l.hubungan = '1', false) as kepala_lama,
    coalesce(k.hubungan = '1', false) as kepala_kini,
    g.lama is not null as dikenal
from gerak_temuan as g
inner join orang_kini as k on g.id_orang = k.id_orang
left join orang_lalu as l on g.id_orang = l.id_orang;

create or replace temp table lanjutan as
with kelompok as (
    select lama, kini, count(*) as jumlah, bool_or(kepala_lama) as utama, min(id_orang) as pendiri
    from gerak_benar where lama is not null and kini is not null
    group by lama, kini
)

select lama, kini
from kelompok
qualify
    row_number() over (partition by kini order by jumlah desc, utama desc, pendiri) = 1
    and row_number() over (partition by lama order by jumlah desc, utama desc, pendiri) = 1;
"""

# An event is known by the humans it is about. keluarga_baru (lahir, pisah): the new family's
# members who were known before; gabung: the members who come from either family; ganti_kepala:
# the head before and after; masuk, keluar: the member.
_EVENTS = """
create or replace temp table peristiwa_temuan as
select 'keluarga_baru' as peristiwa, list_sort(list(distinct g.id_orang)) as orang
from wh.linkage.peristiwa_keluarga as p
inner join gerak_temuan as g on p.id_keluarga = g.kini and g.lama is not null
where p.peristiwa in ('lahir', 'pisah')
group by p.id_keluarga
union
select 'gabung', list_sort(list(distinct g.id_orang))
from wh.linkage.peristiwa_keluarga as p
inner join gerak_temuan as g
    on p.id_keluarga_lain = g.kini and g.lama in (p.id_keluarga, p.id_keluarga_lain)
where p.peristiwa = 'gabung'
group by p.id_keluarga
union
select 'ganti_kepala', [l.id_orang, k.id_orang]
from wh.linkage.peristiwa_relasi as p
inner join orang_register as k on p.id_individu = k.id_individu
inner join orang_register as l on p.id_individu_lain = l.id_individu
where p.peristiwa = 'ganti_kepala' and k.id_orang <> l.id_orang
union
select p.peristiwa, [o.id_orang]
from wh.linkage.peristiwa_relasi as p
inner join orang_register as o on p.id_individu = o.id_individu
where
    p.peristiwa in ('masuk', 'keluar')
    and p.sebab not in ('terdata', 'hilang', 'kembali')
    -- a birth of before the base that the register came to know now
    and not (
        p.sebab = 'lahir' and o.id_orang in (select id_orang from orang_lalu where status = 'hidup')
    );

create or replace temp table peristiwa_benar as
with baru as (
    select distinct kini from gerak_benar where kini is not null
    except select kini from lanjutan
),

berakhir as (
    select distinct lama from gerak_benar where lama is not null and kini is not null
    except select lama from lanjutan
)

select 'keluarga_baru' as peristiwa, list_sort(list(distinct g.id_orang)) as orang
from gerak_benar as g
inner join baru as b on g.kini = b.kini
where g.lama is not null
group by g.kini
union
select 'gabung', list_sort(list(distinct a.id_orang))
from (
    select distinct g.lama, g.kini
    from gerak_benar as g semi join berakhir as b on g.lama = b.lama
    where g.kini is not null
) as s
inner join lanjutan as j on s.kini = j.kini
inner join gerak_benar as a on a.kini = s.kini and a.lama in (s.lama, j.lama)
group by s.lama, s.kini
union
select 'ganti_kepala', [l.id_orang, k.id_orang]
from lanjutan as j
inner join gerak_benar as l on j.lama = l.lama and l.kepala_lama
inner join gerak_benar as k on j.kini = k.kini and k.kepala_kini
where l.id_orang <> k.id_orang
union
select 'masuk', [g.id_orang]
from gerak_benar as g
left join lanjutan as j on g.kini = j.kini
where
    g.kini is not null and (j.kini is null or g.lama is distinct from j.lama)
    -- whom the register came to know just now came in when he was born
    and (g.lama is null or g.dikenal)
union
select 'keluar', [g.id_orang]
from gerak_benar as g
left join lanjutan as j on g.lama = j.lama
where g.lama is not null and (j.lama is null or g.kini is distinct from j.kini);
"""

# Why an event of truth was not found or one found is not true, as far as evidence explains it.
_REASONS = """
create or replace temp table bukti_orang as
select
    o.id_orang,
    bool_or(i.penyedia = $register) as terdaftar,
    bool_or(coalesce(i.status_kependudukan = $status, false)) as aktif
from orang_register as o
inner join wh.linkage.peta_individu as p on o.id_individu = p.id_individu and p.aktif
inner join wh.standardised.individu as i on p.record_key = i.record_key
group by o.id_orang;

create or replace temp table selisih as
with beda as (
    select 'luput' as hasil, peristiwa, orang from (
        from peristiwa_benar except from peristiwa_temuan
    )
    union all
    select 'keliru', peristiwa, orang from (
        from peristiwa_temuan except from peristiwa_benar
    )
),

-- everybody of the families, before and after, that the humans of the event are or were in
sekitar as (
    select distinct b.hasil, b.peristiwa, b.orang, s.id_orang
    from (select *, unnest(orang) as seorang from beda) as b
    inner join gerak_benar as g on b.seorang = g.id_orang
    inner join gerak_benar as s
        on
            s.id_orang = g.id_orang
            or s.lama in (g.lama, g.kini) or s.kini in (g.lama, g.kini)
)

select
    s.hasil, s.peristiwa, s.orang,
    case
        when bool_or(l.status <> 'hidup' and list_contains(s.orang, s.id_orang)) then 'terlambat'
        when bool_or(k.status <> 'hidup' and coalesce(e.aktif, false)) then 'status_tertinggal'
        when bool_or(k.status = 'hidup' and not coalesce(e.terdaftar, false))
            then 'di_luar_register'
        else 'lain'
    end as sebab
from sekitar as s
inner join orang_kini as k on s.id_orang = k.id_orang
left join orang_lalu as l on s.id_orang = l.id_orang
left join bukti_orang as e on s.id_orang = e.id_orang
group by s.hasil, s.peristiwa, s.orang
"""


def family_events(con: duckdb.DuckDBPyConnection, register: str, valid: str) -> dict[str, Any]:
    """Per kind of event: ``benar`` (true), ``temuan`` (found), ``cocok`` (both) with precision and
    recall, ``luput`` and ``keliru`` by reason, and ``recall_terbukti``, ``presisi_terbukti``:
    without those that the register cannot tell (``EVIDENCE``).

    Reads the temporary tables of :func:`families.family_quality`.
    """
    con.execute(_MOVES + _EVENTS)
    make_evidence, make_reasons = _REASONS.split(";\n", 1)
    con.execute(make_evidence, {"register": register, "status": valid})
    con.execute(make_reasons)
    found: dict[str, Any] = {}
    for kind in KINDS:
        true, seen, both = con.execute(
            "select (select count(*) from peristiwa_benar where peristiwa = $k), "
            "(select count(*) from peristiwa_temuan where peristiwa = $k), "
            "(select count(*) from (from peristiwa_benar where peristiwa = $k "
            "intersect from peristiwa_temuan where peristiwa = $k))",
            {"k": kind},
        ).fetchall()[0]
        reasons = con.execute(
            "select hasil, sebab, count(*) from selisih where peristiwa = ? group by all "
            "order by all",
            [kind],
        ).fetchall()
        found[kind] = {
            "benar": int(true),
            "temuan": int(seen),
            "cocok": int(both),
            "presisi": _ratio(both, seen),
            "recall": _ratio(both, true),
            "presisi_terbukti": _ratio(both, seen - _excused(reasons, "keliru")),
            "recall_terbukti": _ratio(both, true - _excused(reasons, "luput")),
            "luput": {str(s): int(n) for h, s, n in reasons if h == "luput"},
            "keliru": {str(s): int(n) for h, s, n in reasons if h == "keliru"},
        }
    return found


def _excused(reasons: list[Any], outcome: str) -> int:
    return sum(int(n) for h, s, n in reasons if h == outcome and s in EVIDENCE)


def _ratio(part: float, whole: float) -> float | None:
    return round(float(part) / float(whole), 5) if whole else None
