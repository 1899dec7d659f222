"""Who gave the new value of what changed between two releases, and by which rule, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dagster_dtsen.release.difference_views import Columns
from dagster_dtsen.warehouse import quoted

PERSON, FAMILY = "individu", "keluarga"
_OF_HEAD = ("no_kk", "alamat", "rt", "rw")  # and regions
_KEPT, _FIXED, _MADE, _NONE, UNKNOWN = (
    "dasar",
    "koreksi",
    "turunan",
    "tanpa_sumber",
    "tak_diketahui",
)


@dataclass(frozen=True)
class Variable:
    """A variable of the dictionary; ``place``: its letter in ``butir_terpakai``, 0 for none.

    ``block``: of the update policy, empty for what is derived.
    """

    entity: str
    name: str
    block: str
    place: int

    @property
    def of_head(self) -> bool:
        """Whether a family has it from its head."""
        return self.entity == FAMILY and (
            self.name in _OF_HEAD or self.name.endswith("_kemendagri")
        )


# seat: place of the source in the block's order; 0 a correction, -1 a value of the base release
_SOURCES = """
create or replace temp table nilai_berubah as
with berubah as (
    select 'individu' as objek, * from berubah_individu
    union all
    select 'keluarga', * from berubah_keluarga
),

variabel as (
    select * from (values {variables}) as v (objek, variabel, blok, huruf, lewat)
),

kursi as (
    select b.objek, b.id, b.variabel, case b.variabel {seats} end as kursi
    from berubah as b
    inner join variabel as v on b.objek = v.objek and b.variabel = v.variabel and v.lewat = 'orang'
    inner join kini_asal_individu as a on b.orang = a.id_individu
),

sumber as (
    select r.id_individu, u.blok, u.urut, r.penyedia
    from kini_rekaman as r
    cross join lateral (select unnest([{orders}], recursive := true)) as u
    where r.id_individu in (select orang from berubah) and u.urut is not null
),

jawaban as (
    select b.objek, b.id, b.variabel, min(r.penyedia) as penyedia,
        count(distinct r.penyedia) as ragam
    from berubah as b
    inner join variabel as v on b.objek = v.objek and b.variabel = v.variabel
    inner join kini_asal_keluarga as r on b.id = r.id_keluarga
    where
        (v.lewat = 'butir' and substr(r.butir_terpakai, v.huruf, 1) = '1')
        or (v.lewat = 'urut' and case v.blok {asked} end is not null)
    group by all
),

dikoreksi as (
    select objek, id, variabel, max(id_aturan) as id_aturan
    from kini_koreksi
    where status = 'diterapkan'
    group by all
),

dinamai as (
    select
        b.objek, b.id, b.wilayah, b.variabel, v.blok, c.id_aturan as aturan_koreksi,
        case
            when {adjacent} and w.perubahan = 'wilayah_berubah' then w.perubahan
            else b.jenis
        end as jenis,
        case
            when c.id is not null or k.kursi = 0 then '{fixed}'
            when v.lewat = 'turunan' then '{made}'
            when k.kursi = -1 then '{kept}'
            when s.penyedia is not null then s.penyedia
            when j.ragam = 1 then j.penyedia
            when v.lewat = 'buta' or k.kursi is not null or j.ragam > 1 then '{unknown}'
            else '{none}'
        end as penyedia
    from berubah as b
    inner join variabel as v on b.objek = v.objek and b.variabel = v.variabel
    left join kursi as k on b.objek = k.objek and b.id = k.id and b.variabel = k.variabel
    left join sumber as s on b.orang = s.id_individu and v.blok = s.blok and k.kursi = s.urut
    left join jawaban as j on b.objek = j.objek and b.id = j.id and b.variabel = j.variabel
    left join dikoreksi as c
        on
            c.objek = case when v.lewat = 'orang' then 'individu' else b.objek end
            and c.id = case when v.lewat = 'orang' then b.orang else b.id end
            and c.variabel = case
                when b.variabel like 'kode\\_%\\_kemendagri' escape '\\' then 'kode_desa_kemendagri'
                else b.variabel
            end
    left join kini_perubahan_individu as w
        on b.orang = w.id_individu and b.variabel = w.variabel and v.lewat = 'orang'
)

select
    d.objek, d.id, d.wilayah, d.variabel, d.penyedia,
    coalesce(d.aturan_koreksi, a.id_aturan) as id_aturan, d.jenis
from dinamai as d
left join variabel as v on d.objek = v.objek and d.variabel = v.variabel
left join kini_aturan_pembaruan as a
    on
        a.entitas = case when v.lewat = 'orang' then 'individu' else d.objek end
        and d.blok = a.blok and d.penyedia = a.penyedia
"""


def _way(variable: Variable, block: str, source: str | None, house: set[str]) -> str:
    """How the provider is found: by the person's seat, the letter or order of a family's record.

    ``buta``: not at all, as the newer release does not tell.
    """
    if not block and not variable.place:
        return "turunan"
    if variable.entity == PERSON or variable.of_head:
        return "orang" if source and block != UNKNOWN else "buta"
    if variable.place:
        return "butir" if house else "buta"
    return "urut" if block in house else "buta"


def sources_sql(compared: Sequence[Variable], new: Columns, adjacent: bool) -> str:
    """Statement that writes ``nilai_berubah`` from ``berubah_<entity>``; reads the views.

    ``compared``: with the blocks of the newer release, whose columns are ``new``.
    """
    asked, held = new["asal_keluarga"], new["asal_individu"]
    house = {name.removeprefix("urut_") for name in asked if name.startswith("urut_")}
    block_of = {v.name: v.block for v in compared if v.entity == PERSON}
    rows, seats = [], {}
    for v in compared:
        block = block_of.get(v.name, v.block) if v.of_head else v.block
        source = next((c for c in (f"{v.name}__sumber", f"{block}__sumber") if c in held), None)
        way = _way(v, block, source, house)
        rows.append(f"('{v.entity}', '{v.name}', {quoted(block)}, {v.place}, '{way}')")
        if way == "orang":
            seats[v.name] = f"when '{v.name}' then a.{source}"
    orders = [
        f"{{'blok': '{name.removeprefix('urut_')}', 'urut': r.{name}::integer}}"
        for name in new["rekaman"]
        if name.startswith("urut_")
    ]
    return _SOURCES.format(
        variables=", ".join(rows) or "('', '', '', 0, '')",
        seats=" ".join(seats.values()) or "when '' then null::smallint",
        orders=", ".join(orders) or "{'blok': '', 'urut': null::integer}",
        asked=" ".join(f"when '{b}' then r.urut_{b}" for b in sorted(house)) or "when '' then null",
        adjacent=adjacent,
        fixed=_FIXED,
        made=_MADE,
        kept=_KEPT,
        none=_NONE,
        unknown=UNKNOWN,
    )
