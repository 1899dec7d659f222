"""A death that the register does not know yet splits no family.

The survivors have a new card, and the dead person stands alone, alive, under the old number.
"""

from __future__ import annotations

import duckdb

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.family_rules import names_of

WIDOWED, HOUSE = "ikut pasangan cerai mati", "ikut serumah"

# x: the last of a base family whom the register has under its old number, there as head or spouse;
# w: its head under a new number. Either w is the widowed spouse of x, who is listed as married; or
# all others went with w, who is not married, and x has the same address: then it is no new
# household. Whoever followed x by a list comes too.
LATE = """
create or replace table keluarga_lama as
with anggota as (
    select b.id_keluarga, b.id_individu, b.kepala_keluarga, b.status_hubungan_keluarga, k.kunci,
        k.asal = 'no_kk ' || {register} as terdaftar
    from {relations} as b
    inner join kunci_kini as k on b.id_individu = k.id_individu
    where b.berlaku_sampai is null and k.kunci is not null
),

terbagi as (
    select id_keluarga from anggota
    where terdaftar
    group by id_keluarga
    having min(kunci) <> max(kunci)
)

select
    a.*,
    count(*) filter (a.terdaftar) over (partition by a.id_keluarga, a.kunci) as sekunci
from anggota as a
semi join terbagi as t on a.id_keluarga = t.id_keluarga;

create or replace table tertinggal as
with seorang as (
    select l.id_keluarga, l.id_individu, l.kunci, d.asal in ('{widow}', '{house}') as sudah
    from keluarga_lama as l
    inner join {base_keys} as d on l.id_individu = d.id_individu
    where
        l.terdaftar and l.sekunci = 1
        and (l.kunci = d.kunci or d.asal in ('{widow}', '{house}'))
),

pindah as (
    select s.id_keluarga, s.id_individu, count(distinct l.kunci) as jumlah_kunci
    from seorang as s
    inner join keluarga_lama as l
        on s.id_keluarga = l.id_keluarga and s.id_individu <> l.id_individu and l.terdaftar
    group by s.id_keluarga, s.id_individu
)

select
    s.id_keluarga, s.kunci as kunci_lama, w.kunci,
    case when w.status_kawin = {widowed} and x.status_kawin = {married} then '{widow}'
        else '{house}' end as asal
from seorang as s
inner join pindah as p on s.id_keluarga = p.id_keluarga and s.id_individu = p.id_individu
inner join kunci_kini as x on s.id_individu = x.id_individu
inner join keluarga_lama as c
    on s.id_keluarga = c.id_keluarga and s.id_individu <> c.id_individu and c.terdaftar
inner join kunci_kini as w on c.id_individu = w.id_individu
inner join {base_keys} as e on c.id_individu = e.id_individu
inner join anggota_register as ax on s.id_individu = ax.id_individu
inner join anggota_register as aw on c.id_individu = aw.id_individu
where
    x.kunci <> w.kunci
    -- w left the number, not x; once x stays for this reason the reason is looked at again
    and (s.sudah or (e.kunci = x.kunci and e.asal = 'no_kk ' || {register}))
    and w.status_hubungan_keluarga = {head}
    and (
        (
            x.status_hubungan_keluarga in ({head}, {spouse})
            and (c.kepala_keluarga or c.status_hubungan_keluarga = {spouse})
            and x.status_kawin = {married} and w.status_kawin = {widowed}
        ) or (
            x.status_hubungan_keluarga = {head}
            and p.jumlah_kunci = 1 and w.status_kawin <> {married}
            and ax.alamat_baku = aw.alamat_baku
            and ax.kode_desa_kemendagri = aw.kode_desa_kemendagri
        )
    )
qualify row_number() over (
    partition by s.id_individu order by w.status_kawin = {widowed} desc, w.id_individu
) = 1;

update kunci_kini as k
set kunci = t.kunci, asal = t.asal
from tertinggal as t
inner join keluarga_lama as b on t.id_keluarga = b.id_keluarga
where k.id_individu = b.id_individu and k.kunci = t.kunci_lama;
"""


def follow(con: duckdb.DuckDBPyConnection, relations: str, base_keys: str) -> None:
    """Let such a person stay with the family: changes ``kunci_kini``.

    ``relations`` and ``base_keys``: relasi_keluarga and kunci_keluarga of the base release. Reads
    ``anggota_register``.
    """
    names = names_of(linkage_model.config())
    con.execute(
        LATE.format(relations=relations, base_keys=base_keys, widow=WIDOWED, house=HOUSE, **names)
    )
    con.execute("drop table keluarga_lama; drop table tertinggal")
