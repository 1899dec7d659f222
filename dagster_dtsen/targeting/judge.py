"""The families and persons of a release judged by compiled criteria, in temporary tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from dagster_dtsen.targeting.check import Book
from dagster_dtsen.targeting.criteria import PERSON, Criteria
from dagster_dtsen.targeting.sql import Compiler, someone, within

CHANCES = [f"peluang_desil_{number}" for number in range(1, 11)]
FAMILY_TABLE, PERSON_TABLE, MEMBERS_TABLE = "keluarga", "individu", "anggota_keluarga"
RANKS, CHANCES_TABLE = "fct_peringkat_kesejahteraan", "fct_ketidakpastian_peringkat"
NEEDED = (FAMILY_TABLE, PERSON_TABLE, MEMBERS_TABLE, RANKS)

_MEMBERS = """
anggota as (
    select j.id_keluarga, {sums}
    from {anggota_keluarga} as j
    inner join {individu} as m on j.id_individu = m.id_individu
    group by j.id_keluarga
),
"""
# one row per family, or per person where persons are the unit
_JUDGED = """
create or replace temp table sasaran_{number} as
with {members}
dinilai as (
    select
        k.id_keluarga,
        {person} as id_individu,
        k.kode_provinsi_kemendagri as provinsi,
        k.kode_kabupaten_kota_kemendagri as kabupaten_kota,
        {weight} as orang,
        r.peringkat_nasional,
        {deciles} as di_desil,
        {region} as di_wilayah,
        ({rules}) as terpenuhi,
        ({today}) as kini,
        {chance} as peluang
    from {keluarga} as k
    {persons}
    left join {fct_peringkat_kesejahteraan} as r on k.id_keluarga = r.id_keluarga
    {chances}
    {summed}
),

berkeadaan as (
    select
        *,
        case
            when not di_wilayah then 'luar_wilayah'
            when di_wilayah is null then 'wilayah_kosong'
            when di_desil is null then 'tanpa_peringkat'
            when not di_desil then 'luar_desil'
            when not terpenuhi then 'tak_memenuhi'
            when terpenuhi is null then 'jawaban_kosong'
            else 'memenuhi'
        end as keadaan,
        -- those the criteria mean once the deciles are known for certain
        coalesce(di_wilayah and terpenuhi, false) and peluang is not null as calon,
        coalesce(di_wilayah, true) and coalesce(terpenuhi, true) as mungkin
    from dinilai
)

select
    *,
    keadaan = 'memenuhi' and {quota} as dipilih
from berkeadaan
"""
_ORDER = (
    "row_number() over (partition by keadaan order by peringkat_nasional nulls last, "
    "id_keluarga, id_individu) <= {quota}"
)
_FAMILIES = """
create or replace temp table sasaran_keluarga_{number} as
select
    id_keluarga,
    provinsi,
    kabupaten_kota,
    max(peluang) as peluang,
    cast(sum(case when dipilih then orang else 0 end) as integer) as orang,
    cast(count(case when dipilih then 1 end) as integer) as pilih,
    cast(count(case when calon then 1 end) as integer) as calon,
    cast(count(case when mungkin and not calon then 1 end) as integer) as mungkin
from sasaran_{number}
group by id_keluarga, provinsi, kabupaten_kota
"""
_PERSONS = (
    "inner join {anggota_keluarga} as j on k.id_keluarga = j.id_keluarga "
    "inner join {individu} as o on j.id_individu = o.id_individu"
)


@dataclass(frozen=True)
class Source:
    """An open release: SQL per table, that of the chances may be missing; columns per entity."""

    con: duckdb.DuckDBPyConnection
    relations: Mapping[str, str]
    columns: Mapping[str, frozenset[str]]
    book: Book
    date: dt.date

    @property
    def chances(self) -> str | None:
        return self.relations.get(CHANCES_TABLE)


def judge(source: Source, number: int, criteria: Criteria, codes: Sequence[str]) -> None:
    """Make the temporary tables of one programme; ``codes``: its region, none is everywhere."""
    compiler = Compiler(source.book, source.date)
    rules, today = (compiler.all_of(each) for each in (criteria.syarat, criteria.penerima_kini))
    persons = criteria.satuan == PERSON
    tables = source.relations
    chance = "cast(null as decimal(6, 4))"
    if source.chances and criteria.desil:
        added = " + ".join(f"u.{CHANCES[decile - 1]}" for decile in sorted(criteria.desil))
        chance = f"cast({added} as decimal(6, 4))"
    deciles = ", ".join(str(decile) for decile in sorted(criteria.desil or ()))
    query = _JUDGED.format(
        **tables,
        number=number,
        members=members(source, compiler),
        summed=joined("anggota", "a") if compiler.members else "",
        chances=joined(source.chances, "u") if source.chances else "",
        person="o.id_individu" if persons else "cast(null as varchar)",
        weight="1" if persons else "k.jumlah_anggota_keluarga",
        persons=_PERSONS.format(**tables) if persons else "",
        deciles=f"r.desil_nasional in ({deciles})" if criteria.desil else "true",
        region=within(codes),
        rules=rules,
        today=today if criteria.penerima_kini else "cast(null as boolean)",
        chance=chance,
        quota=_ORDER.format(quota=int(criteria.kuota)) if criteria.kuota else "true",
    )
    source.con.execute(query)
    source.con.execute(_FAMILIES.format(number=number))


def joined(relation: str, alias: str) -> str:
    """A relation of families joined to the families asked, all of these kept."""
    return f"left join {relation} as {alias} on k.id_keluarga = {alias}.id_keluarga"


def members(source: Source, compiler: Compiler) -> str:
    """The query ``anggota``: what the compiled rules ask of the members of each family."""
    if not compiler.members:
        return ""
    sums = ", ".join(f"{someone(each)} as a{at}" for at, each in enumerate(compiler.members))
    return _MEMBERS.format(**source.relations, sums=sums)
