"""Measures of pairs, of clusters and B-cubed: over everything, by provider, error and subgroup."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from dagster_dtsen.evaluation.measures import Floats, Ints, measure
from dagster_dtsen.evaluation.subgroups import compared, order

LEVELS = ("edge", "klaster")

# one row per pair and person it is charged to; `salah` counts half a false pair
_EVENTS_SQL = """
create or replace temp view kejadian as
select
    'edge' as tingkat, id_orang, id_orang as orang_l, id_orang as orang_r, penyedia, kesalahan,
    tanpa_nik, 1 as benar, edge::int as temu, 0 as salah
from pasangan_benar
union all
select
    'klaster', id_orang, id_orang, id_orang, penyedia, kesalahan, tanpa_nik, 1, klaster::int, 0
from pasangan_benar
union all
select
    tingkat, unnest([orang_l, orang_r]), orang_l, orang_r, penyedia, kesalahan, tanpa_nik, 0, 0, 1
from pasangan_salah
"""

# a false pair belongs to the subgroups of either person, as it belongs to the errors of either
_SUBGROUP_EVENTS_SQL = """
create or replace temp view kejadian_kelompok as
select
    k.*,
    list_distinct(
        list_concat(l.kelompok, r.kelompok, case when k.tanpa_nik then ['tanpa_nik'] end)
    ) as kelompok
from kejadian as k
left join orang_kelompok as l on k.orang_l = l.id_orang
left join orang_kelompok as r on k.orang_r = r.id_orang
"""

_GROUPS_SQL = """
with bernama as (
    select *, {name} as nama from {events}
),

per_orang as (
    select
        tingkat, nama, id_orang,
        sum(temu) as temu, sum(benar) as benar, sum(salah) as salah
    from bernama
    group by all
)

select tingkat, nama, temu, benar, salah, count(*) as orang
from per_orang
group by all
order by all
"""

# Bagga and Baldwin (1998): per record the share of its cluster that is its person (precision) and
# the share of its person's records that are in its cluster (recall)
_BCUBED_SQL = """
with sel as (
    select id_individu, id_orang, count(*) as n
    from rekaman_benar
    group by all
),

ukuran as (
    select
        id_orang, n,
        sum(n) over (partition by id_individu) as klaster,
        sum(n) over (partition by id_orang) as orang
    from sel
),

per_orang as (
    select
        id_orang,
        round(sum(n * n / klaster), 6) as presisi,
        round(sum(n * n / orang), 6) as recall,
        sum(n) as rekaman
    from ukuran
    group by id_orang
)

select presisi, recall, rekaman, count(*) as orang
from per_orang
group by all
order by all
"""

# a pair with two errors counts under both
EACH_ERROR = "unnest(case when len(kesalahan) = 0 then ['tanpa_kesalahan'] else kesalahan end)"
# kind of stratum -> view of the events, stratum
_KINDS = {
    "semua": ("kejadian", "'semua'"),
    "penyedia": ("kejadian", "penyedia"),
    "kesalahan": ("kejadian", EACH_ERROR),
    "kelompok": ("kejadian_kelompok", "unnest(kelompok)"),
}

Table = dict[str, NDArray[Any]]


def _columns(con: duckdb.DuckDBPyConnection, sql: str) -> Table:
    return {name: np.asarray(found) for name, found in con.execute(sql).fetchnumpy().items()}


def _values(found: Table, which: Any) -> tuple[Floats, Ints]:
    hit, true, false = (
        found[name][which].astype(np.float64) for name in ("temu", "benar", "salah")
    )
    return np.stack([hit, hit + false / 2, hit, true], -1), found["orang"][which].astype(np.int64)


def _summary(found: Table, which: Any, draws: int, seed: int) -> dict[str, Any]:
    values, people = _values(found, which)
    hit, predicted, _, true = people.astype(np.float64) @ values
    counts = {
        "benar": round(float(true)),
        "ditemukan": round(float(hit)),
        "salah": round(float(predicted - hit)),
    }
    return counts | measure(values, people, draws, seed)


def stratified(con: duckdb.DuckDBPyConnection, draws: int, seed: int) -> dict[str, Any]:
    """Measures of ``pasangan_benar`` and ``pasangan_salah``; reads ``orang_kelompok``.

    Keys ``semua``, ``penyedia`` (pair of providers), ``kesalahan`` (error on either record),
    ``kelompok`` (subgroup of either person, or no NIK); below them the stratum, then ``edge`` and
    ``klaster``, each with counts ``benar``, ``ditemukan``, ``salah`` and the measures of
    :func:`measure`; of a subgroup also :func:`~dagster_dtsen.evaluation.subgroups.difference`.
    """
    con.execute(_EVENTS_SQL)
    con.execute(_SUBGROUP_EVENTS_SQL)
    result: dict[str, Any] = {}
    for kind, (events, name) in _KINDS.items():
        found = _columns(con, _GROUPS_SQL.format(events=events, name=name))
        result[kind] = {
            str(stratum): {
                level: _summary(
                    found, (found["nama"] == stratum) & (found["tingkat"] == level), draws, seed
                )
                for level in LEVELS
            }
            for stratum in sorted(set(found["nama"].tolist()), key=order)
        }
    result["kelompok"] = compared(result["kelompok"], result["semua"].get("semua", {}))
    return result


def bcubed(con: duckdb.DuckDBPyConnection, draws: int, seed: int) -> dict[str, Any]:
    """B-cubed measures of ``id_individu`` over all records of ``rekaman_benar``."""
    found = _columns(con, _BCUBED_SQL)
    precision, recall, records = (
        found[name].astype(np.float64) for name in ("presisi", "recall", "rekaman")
    )
    values = np.stack([precision, records, recall, records], -1)
    return measure(values, found["orang"].astype(np.int64), draws, seed)
