"""The comparisons of :mod:`tests.bench.traced`: one query per variable over the sampled rows."""

from __future__ import annotations

from dagster_dtsen.subject.ask import FAMILY, PERSON, Book, Variable

# variables of a family that are the head's
_HEADS = ("no_kk", "alamat", "rt", "rw")
PREPARE = """
create or replace temp table dipilih as
with undian as (
    select id_individu, id_keluarga from {individu}
    order by md5(id_individu || $seed), id_individu limit $people
)

select id_individu from undian
union
select k.id_individu_kepala from {keluarga} as k
where k.id_keluarga in (select u.id_keluarga from undian as u);

create or replace temp table orang as
select * from {individu} where id_individu in (from dipilih);
create or replace temp table asal as
select * from {asal_individu} where id_individu in (from dipilih);
create or replace temp table rekaman as
select * from {rekaman} where id_individu in (from dipilih);
create or replace temp table isi as
select * from wh.standardised.individu where record_key in (select record_key from rekaman);
create or replace temp table jawaban as
select * from wh.standardised.butir_individu
where record_key in (select record_key from rekaman);
create or replace temp table dasar as
select * from {dasar} where id_individu in (from dipilih);
create or replace temp table ditahan as
select id_individu, variabel from {perubahan_individu}
where ditahan and id_individu in (from dipilih);
create or replace temp table koreksi as
select b.objek, b.id, b.variabel, b.nilai
from wh.updated.koreksi_berlaku as b
where b.id_koreksi in (select id_koreksi from {koreksi} where status = 'diterapkan')
    and b.id_koreksi in (select id_koreksi from wh.ledger.koreksi);
create or replace temp table rumah as
select * from {keluarga}
where id_keluarga in (select id_keluarga from orang);
create or replace temp table asal_rumah as
select * from {asal_keluarga} where id_keluarga in (select id_keluarga from rumah);
create or replace temp table isi_rumah as
select * from wh.standardised.butir_keluarga
where record_key in (select record_key from asal_rumah);
create or replace temp table anggota as
select a.*, i.pbi_nas, i.pbi_pemda from {anggota_keluarga} as a
inner join {individu} as i on a.id_individu = i.id_individu
where a.id_keluarga in (select id_keluarga from rumah);
"""
TABLES = (
    "individu", "keluarga", "asal_individu", "asal_keluarga", "rekaman", "anggota_keluarga",
    "perubahan_individu", "koreksi",
)  # fmt: skip


def _same(left: str, right: str) -> str:
    return f"cast({left} as varchar) is not distinct from cast({right} as varchar)"


def _of_record(row: Variable) -> str:
    """A variable of a person that comes with the records."""
    name, seat = row.name, f"a.{row.name}__sumber"
    return f"""
    select 'individu' as objek, o.id_individu as id, '{name}' as variabel,
        case when {seat} = 0 then 'koreksi' when {seat} = -1 then 'ditahan'
            when {seat} is null then 'kosong' else 'rekaman' end as asal,
        case when {seat} = 0 then k.id is not null and {_same(f"o.{name}", "k.nilai")}
            when {seat} = -1 then t.variabel is not null and {_same(f"o.{name}", f"l.{name}")}
            when {seat} is null then o.{name} is null
            else s.record_key is not null and {_same(f"o.{name}", f"s.{name}")} end as terlacak
    from orang as o
    left join asal as a on o.id_individu = a.id_individu
    left join rekaman as r on o.id_individu = r.id_individu and r.urut_{row.block} = {seat}
    left join isi as s on r.record_key = s.record_key
    left join koreksi as k
        on k.objek = 'individu' and o.id_individu = k.id and k.variabel = '{name}'
    left join dasar as l on o.id_individu = l.id_individu
    left join ditahan as t on o.id_individu = t.id_individu and t.variabel = '{name}'
    """


def _of_questionnaire(row: Variable) -> str:
    """An answer of a person."""
    name, seat = row.name, f"a.{row.block}__sumber"
    return f"""
    select 'individu' as objek, o.id_individu as id, '{name}' as variabel,
        case when k.id is not null then 'koreksi' when {seat} is null then 'kosong'
            else 'butir_individu' end as asal,
        case when k.id is not null then {_same(f"o.{name}", "k.nilai")}
            when {seat} is null then o.{name} is null
            else s.record_key is not null and {_same(f"o.{name}", f"s.{name}")} end as terlacak
    from orang as o
    left join asal as a on o.id_individu = a.id_individu
    left join rekaman as r on o.id_individu = r.id_individu and r.urut_{row.block} = {seat}
    left join jawaban as s on r.record_key = s.record_key
    left join koreksi as k
        on k.objek = 'individu' and o.id_individu = k.id and k.variabel = '{name}'
    """


def _of_family(row: Variable) -> str:
    """An answer of a family, or what another provider says of it."""
    name = row.name
    item = f"substr(r.butir_terpakai, {row.place}, 1) = '1'"
    mark = item if row.place else f"r.{name}__dipakai"
    said = "r.record_key is not null"
    return f"""
    select 'keluarga' as objek, o.id_keluarga as id, '{name}' as variabel,
        case when k.id is not null then 'koreksi' when {said} then 'butir_keluarga'
            else 'kosong' end as asal,
        case when k.id is not null then {_same(f"o.{name}", "k.nilai")}
            when {said} then s.record_key is not null and {_same(f"o.{name}", f"s.{name}")}
            else o.{name} is null end as terlacak
    from rumah as o
    left join asal_rumah as r on o.id_keluarga = r.id_keluarga and {mark}
    left join isi_rumah as s on r.record_key = s.record_key
    left join koreksi as k
        on k.objek = 'keluarga' and o.id_keluarga = k.id and k.variabel = '{name}'
    """


def _of_head(row: Variable) -> str:
    return f"""
    select 'keluarga' as objek, o.id_keluarga as id, '{row.name}' as variabel,
        'kepala' as asal, coalesce({_same(f"o.{row.name}", f"h.{row.name}")}, false) as terlacak
    from rumah as o left join orang as h on o.id_individu_kepala = h.id_individu
    """


# what the register computes: the head, numbers of members, subsidies of members
_COMPUTED = """
    select 'keluarga' as objek, o.id_keluarga as id, x.variabel, 'turunan' as asal, x.terlacak
    from rumah as o
    left join (
        select id_keluarga, count(*) as n, min(pbi_nas) as nas, min(pbi_pemda) as pemda,
            min(case when kepala_keluarga then id_individu end) as kepala
        from anggota group by id_keluarga
    ) as g on o.id_keluarga = g.id_keluarga
    left join (
        select p.id_keluarga, count(*) as n
        from wh.validated.dikeluarkan as d
        inner join wh.matched.padan_relasi as p on d.id_individu = p.id_individu
        inner join wh.aturan.aturan_validasi as v on d.alasan = v.verdik and v.dihitung
        group by p.id_keluarga
    ) as d on o.id_keluarga = d.id_keluarga
    cross join lateral (values
        ('id_individu_kepala', o.id_individu_kepala is not distinct from g.kepala),
        ('jumlah_anggota_keluarga', o.jumlah_anggota_keluarga is not distinct from g.n),
        ('jumlah_anggota_dihitung', o.jumlah_anggota_dihitung = g.n + coalesce(d.n, 0)),
        ('pbi_nas', o.pbi_nas is not distinct from g.nas),
        ('pbi_pemda', o.pbi_pemda is not distinct from g.pemda)
    ) as x(variabel, terlacak)
"""
# delivery, file and row are those under which the record was received
_PLACES = """
    select 'rekaman' as objek, r.record_key as id, '_row_number' as variabel, 'letak' as asal,
        m.record_key is not null as terlacak
    from rekaman as r
    left join wh.reception.rekaman as m
        on r.record_key = m.record_key and r._delivery = m._delivery
        and r._file = m._file and r._row_number = m._row_number
"""


def queries(book: Book) -> list[str]:
    found = []
    for row in book.of(PERSON):
        if row.block:
            found.append(_of_questionnaire(row) if row.place else _of_record(row))
    for row in book.of(FAMILY):
        if row.name in _HEADS or row.name.endswith("_kemendagri"):
            found.append(_of_head(row))
        elif row.block:
            found.append(_of_family(row))
    return [*found, _COMPUTED, _PLACES]
