"""Ways of choosing one value among the records of a person or family, held against the truth.

Set work on three long tables, whatever they were made of (all values text, never null):

- ``benar (variabel, id, nilai)``: the true value; what has none is not compared;
- ``beku (variabel, id, nilai)``: the value in the release;
- ``kandidat (variabel, id, penyedia, tanggal_acuan, percaya, urut, nomor, nilai)``: what each
  record says; trust and place in the policy's order (null: no say), number of the record.
"""

from __future__ import annotations

from typing import Any

import duckdb

from dagster_dtsen import warehouse

# c2 is tried in both orders, by persons right and by right of those stated; the better one counts
_CHOICES = """
create or replace temp table dasar as
select k.variabel, k.id, k.nilai as benar, b.nilai as sistem
from benar as k
left join beku as b on k.variabel = b.variabel and k.id = b.id
where k.nilai is not null;

create or replace temp table terbaru as
select variabel, id, nilai
from kandidat
qualify row_number() over (
    partition by variabel, id
    order by tanggal_acuan desc, percaya desc nulls last, nomor, penyedia
) = 1;

create or replace temp table satu_penyedia as
select variabel, id, penyedia, nilai
from kandidat
qualify row_number() over (
    partition by variabel, id, penyedia order by tanggal_acuan desc, nomor
) = 1;

create or replace temp table penyedia_nilai as
with hitung as (
    select
        d.variabel, p.penyedia, count(*) as menyebut,
        count(*) filter (p.nilai = d.benar) as cocok
    from dasar as d
    inner join satu_penyedia as p on d.variabel = p.variabel and d.id = p.id
    group by d.variabel, p.penyedia
)

select
    *,
    row_number() over (partition by variabel order by cocok desc, penyedia) as urut_cocok,
    row_number() over (
        partition by variabel order by cocok / menyebut desc, cocok desc, penyedia
    ) as urut_teliti
from hitung;

create or replace temp table sumber as
select
    s.variabel, s.id,
    min(s.nilai) filter (n.urut_cocok = 1) as satu,
    arg_min(s.nilai, n.urut_cocok) as cadangan_cocok,
    arg_min(s.nilai, n.urut_teliti) as cadangan_teliti
from satu_penyedia as s
inner join penyedia_nilai as n on s.variabel = n.variabel and s.penyedia = n.penyedia
group by s.variabel, s.id;

create or replace temp table terbanyak as
select variabel, id, nilai
from (
    select variabel, id, nilai, count(distinct penyedia) as suara, max(percaya) as percaya
    from kandidat
    group by variabel, id, nilai
)
qualify row_number() over (
    partition by variabel, id order by suara desc, percaya desc nulls last, nilai
) = 1;

create or replace temp table pilihan as
select
    d.*, t.nilai as terbaru, s.satu, s.cadangan_cocok, s.cadangan_teliti, m.nilai as terbanyak,
    exists (
        select 1 from kandidat as k
        where k.variabel = d.variabel and k.id = d.id and k.nilai = d.benar
    ) as tersedia
from dasar as d
left join terbaru as t on d.variabel = t.variabel and d.id = t.id
left join sumber as s on d.variabel = s.variabel and d.id = s.id
left join terbanyak as m on d.variabel = m.variabel and d.id = m.id;
"""
_COUNTS = """
select
    variabel, count(*) as n,
    count(*) filter (sistem = benar) as a,
    count(*) filter (terbaru = benar) as b,
    count(*) filter (satu = benar) as c,
    greatest(
        count(*) filter (cadangan_cocok = benar), count(*) filter (cadangan_teliti = benar)
    ) as c2,
    count(*) filter (terbanyak = benar) as terbanyak,
    count(*) filter (tersedia) as tersedia,
    count(*) filter (sistem is null) as kosong_a,
    count(*) filter (terbaru is null) as kosong_b,
    count(*) filter (satu is null) as kosong_c,
    count(*) filter (cadangan_cocok is null) as kosong_c2,
    count(*) filter (tersedia and sistem is distinct from benar) as dapat_diperbaiki
from pilihan
group by variabel
order by variabel
"""
# of those whom the question is truly not put to: how many have a value all the same. Everybody
# has a NIK and every family a floor, so they say whom a variable could be about
_NOT_ASKED = """
with semua as (
    select id, variabel = 'nik' as orang from benar where variabel in ('nik', 'luas_lantai')
),

ditanya as (
    select k.variabel, any_value(s.orang) as orang
    from benar as k
    inner join semua as s on k.id = s.id
    group by k.variabel
)

select v.variabel, count(*) as n, count(b.nilai) as a, count(t.nilai) as b
from ditanya as v
inner join semua as s on v.orang = s.orang
left join beku as b on v.variabel = b.variabel and s.id = b.id
left join terbaru as t on v.variabel = t.variabel and s.id = t.id
where not exists (select 1 from dasar as d where d.variabel = v.variabel and d.id = s.id)
group by v.variabel
"""
# the provider of a wrong value: the first in the policy's order that says just this
_WRONG = """
with pemenang as (
    select
        p.variabel, p.id,
        arg_min(
            k.penyedia, struct_pack(tempat := coalesce(k.urut, 9999), nomor := k.nomor)
        ) as dari
    from pilihan as p
    left join kandidat as k
        on p.variabel = k.variabel and p.id = k.id and p.sistem = k.nilai
    where p.sistem <> p.benar
    group by p.variabel, p.id
)

select variabel, coalesce(dari, '-') as dari, count(*) as n
from pemenang group by all order by all
"""
_PROVIDERS = "select * from penyedia_nilai order by variabel, urut_cocok"


def compare(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """Per variable with a truth the counts of persons (families) whose value is the true one.

    ``n`` compared; ``a`` release, ``b`` latest wins, ``c`` best provider alone (``penyedia_c``),
    ``c2`` that provider and then the others; ``terbanyak`` the value of most providers,
    ``tersedia`` some record has it, ``dapat_diperbaiki`` some record has it and the release not;
    ``kosong_*`` without a value; ``salah_a`` wrong values of the release by provider; ``penyedia``
    what each provider states (``menyebut``) and how much of it is right (``cocok``);
    ``tak_ditanya``: of those without a true value (``n``) how many have one in the release (``a``)
    and when latest wins (``b``).
    """
    con.execute(_CHOICES)
    found = {str(row.pop("variabel")): row for row in warehouse.records(con, _COUNTS)}
    for row in found.values():
        row |= {"penyedia_c": None, "salah_a": {}, "penyedia": {}, "tak_ditanya": {}}
    for row in warehouse.records(con, _NOT_ASKED):
        name = str(row.pop("variabel"))
        if name in found:
            found[name]["tak_ditanya"] = row
    for row in warehouse.records(con, _PROVIDERS):
        into = found[row["variabel"]]
        into["penyedia"][row["penyedia"]] = {key: row[key] for key in ("menyebut", "cocok")}
        if row["urut_cocok"] == 1:
            into["penyedia_c"] = row["penyedia"]
    for row in warehouse.records(con, _WRONG):
        found[row["variabel"]]["salah_a"][row["dari"]] = row["n"]
    return found
