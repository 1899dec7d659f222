"""Values, verdicts and ranks that differ between two releases, and who gave the new value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import duckdb

from dagster_dtsen.release.difference_sources import (
    FAMILY,
    PERSON,
    UNKNOWN,
    Variable,
    sources_sql,
)
from dagster_dtsen.release.difference_views import REGION, Columns

_CHANGED = """
create or replace temp table berubah_{entity} as
select id, wilayah, orang, beda.v as variabel, beda.j as jenis
from (
    select
        k.id_{entity} as id, k.{region} as wilayah, k.{person} as orang,
        unnest(list_filter([{each}], lambda x: x is not null)) as beda
    from kini_{entity} as k
    inner join lama_{entity} as l on k.id_{entity} = l.id_{entity}
    where {any}
)
"""
_EACH = (
    "case when k.{0} is distinct from l.{1} then {{'v': '{2}', 'j': case when k.{2} is null "
    "then 'mengosongkan' when l.{2} is null then 'melengkapi' else 'memperbarui' end}} end"
)

# of DuckDB, as they begin
_NUMBERS = (
    *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"),
    *("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"),
    *("DECIMAL", "FLOAT", "DOUBLE"),
)

_STATES = """
create or replace temp table verdik_berubah as
with dua as (
    select
        k.id_individu, l.verdik_nik as nik_lama, k.verdik_nik as nik,
        l.verdik_no_kk as kk_lama, k.verdik_no_kk as kk,
        coalesce(i.{region}, d.{region}) as wilayah
    from kini_verdik_individu as k
    inner join lama_verdik_individu as l on k.id_individu = l.id_individu
    left join kini_individu as i on k.id_individu = i.id_individu
    left join lama_individu as d on k.id_individu = d.id_individu
)

select 'verdik_nik' as perihal, id_individu as id, nik_lama as dari, nik as ke, wilayah
from dua where nik_lama is distinct from nik
union all
select 'verdik_no_kk', id_individu, kk_lama, kk, wilayah
from dua where kk_lama is distinct from kk;

create or replace temp table desil as
select
    k.id_keluarga as id, cast(l.desil_nasional as varchar) as dari,
    cast(k.desil_nasional as varchar) as ke, i.{region} as wilayah
from kini_fct_peringkat_kesejahteraan as k
inner join lama_fct_peringkat_kesejahteraan as l on k.id_keluarga = l.id_keluarga
left join kini_keluarga as i on k.id_keluarga = i.id_keluarga;

insert into verdik_berubah
select 'status_peringkat', k.id_keluarga, l.status_peringkat, k.status_peringkat, i.{region}
from kini_fct_peringkat_kesejahteraan as k
inner join lama_fct_peringkat_kesejahteraan as l on k.id_keluarga = l.id_keluarga
left join kini_keluarga as i on k.id_keluarga = i.id_keluarga
where l.status_peringkat is distinct from k.status_peringkat;
"""


def build(
    con: duckdb.DuckDBPyConnection,
    variables: Sequence[Variable],
    old: Columns,
    new: Columns,
    *,
    adjacent: bool,
) -> list[str]:
    """Write the temporary tables of what changed; gives the variables that one release lacks.

    ``nilai_berubah`` (objek, id, wilayah, variabel, penyedia, id_aturan, jenis) of those who stand
    in both, ``verdik_berubah`` (perihal, id, dari, ke, wilayah) and ``desil`` (id, dari, ke,
    wilayah; also where it stayed). ``old``, ``new``: columns of the tables of both releases.
    """
    blocks = _blocks(con)
    compared, lacking = [], []
    for known in variables:
        block = blocks.get((known.entity, known.name), UNKNOWN) if known.block else ""
        variable = replace(known, block=block)
        held = [variable.name in side[variable.entity] for side in (old, new)]
        if all(held):
            compared.append(variable)
        elif any(held):
            lacking.append(variable.name)
    for entity, person in ((PERSON, "id_individu"), (FAMILY, "id_individu_kepala")):
        own = [v.name for v in compared if v.entity == entity]
        pairs = [(*_sides(name, old[entity], new[entity]), name) for name in own]
        differs = [f"k.{now} is distinct from l.{before}" for now, before, _ in pairs]
        con.execute(
            _CHANGED.format(
                entity=entity,
                region=REGION,
                person=person,
                each=", ".join(_EACH.format(*pair) for pair in pairs) or "null",
                any=" or ".join(differs) or "false",
            )
        )
    con.execute(sources_sql(compared, new, adjacent))
    con.execute(_STATES.format(region=REGION))
    return sorted(set(lacking))


def _blocks(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    """Entity and variable → block as the newer release had it; the dictionary may be another."""
    rows = con.execute(
        "select distinct entitas, variabel, blok from kini_rpt_rencana_variabel"
    ).fetchall()
    return {(entity, name): block for entity, name, block in rows}


def _sides(name: str, old: dict[str, str], new: dict[str, str]) -> tuple[str, str]:
    """The column on both sides, where its type changed as numbers if both are, else as text."""
    kinds = {old[name], new[name]}
    if len(kinds) == 1:
        return name, name
    if all(kind.startswith(_NUMBERS) and not kind.endswith("]") for kind in kinds):
        # the nearest FLOAT of a number is seldom its nearest DOUBLE
        return (f"{name}::float", f"{name}::float") if "FLOAT" in kinds else (name, name)
    return f"{name}::varchar", f"{name}::varchar"
