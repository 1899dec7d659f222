"""Quality of a release from the reviews of its sample, as rows of a report (Pasal 7)."""

from __future__ import annotations

from typing import Any

import duckdb

from dagster_dtsen.steward.answers import COUNTING
from dagster_dtsen.steward.quality import report, strata_of

TABLE = "ledger.mutu_tinjauan"
SAMPLE = "dasar.sampel_tinjauan"
ALL = "semua"
RELEASE_DAY = "(select tanggal_rilis from kendali.rilis)"
DDL = f"""
create or replace table {TABLE} (
    ukuran varchar, stratum varchar, rilis_sampel varchar, nilai decimal(9, 5),
    bawah decimal(9, 5), atas decimal(9, 5), jumlah_pasangan bigint, ditarik bigint,
    dinilai bigint, dinilai_dua bigint, jumlah_penilai bigint, cukup boolean
)
"""
_COUNTS = """
with jawaban as (from ({answers})),

per_butir as (
    select
        s.id_butir, s.stratum, s.rilis, s.jumlah_stratum,
        count(j.jawaban) filter (j.jawaban <> 'tidak_tahu') as semua
    from {sample} as s
    left join jawaban as j on s.id_butir = j.id_butir
    group by all
)

select
    stratum, any_value(rilis) as rilis, any_value(jumlah_stratum) as pasangan,
    count(*) as ditarik, count(*) filter (semua > 0) as dinilai,
    count(*) filter (semua > 1) as dua
from per_butir
group by stratum
order by stratum
"""


def measures(
    con: duckdb.DuckDBPyConnection, sample: str, day: str = RELEASE_DAY
) -> list[dict[str, Any]]:
    """What the answers up to ``day`` (an SQL date) say of the release whose sample this is.

    Rows of :data:`TABLE`: presisi, recall, salah_penilai, kesepakatan for all strata together, and
    cakupan (share of drawn pairs that were judged) for all and each. No row without a sample; no
    figure while nothing is judged, for an estimate from nothing is only the prior.
    """
    answers = COUNTING.format(day=day)
    counts = con.execute(_COUNTS.format(sample=sample, answers=answers)).fetchall()
    if not counts:
        return []
    reviewers = con.execute(
        f"select count(distinct penilai) from ({answers}) where id_butir in "
        f"(select id_butir from {sample})"
    ).fetchall()[0][0]
    names = ("jumlah_pasangan", "ditarik", "dinilai", "dinilai_dua")
    sums = [sum(int(row[i]) for row in counts) for i in range(2, 6)]
    common = {"rilis_sampel": counts[0][1], "jumlah_penilai": int(reviewers)}
    whole = common | dict(zip(names, sums, strict=True))
    whole["cukup"] = all(int(row[4]) for row in counts)
    nothing = {"nilai": None, "bawah": None, "atas": None}
    # an estimate from no answer would only be what is thought beforehand
    told = report(strata_of(con, sample, f"({answers})")) if whole["dinilai"] else {}
    rows = [
        {"ukuran": measure, "stratum": ALL, **whole, **told.get(measure, nothing)}
        for measure in ("presisi", "recall", "salah_penilai")
    ]
    agreed = nothing | {"nilai": told.get("kesepakatan")}
    rows.append({"ukuran": "kesepakatan", "stratum": ALL, **whole, **agreed})
    rows.append(_covered(ALL, whole))
    for stratum, _, *found in counts:
        own = dict(zip(names, map(int, found), strict=True))
        rows.append(_covered(str(stratum), common | own | {"cukup": own["dinilai"] > 0}))
    return rows


def _covered(stratum: str, facts: dict[str, Any]) -> dict[str, Any]:
    share = round(facts["dinilai"] / facts["ditarik"], 5)
    return {"ukuran": "cakupan", "stratum": stratum, "bawah": None, "atas": None, **facts} | {
        "nilai": share
    }


def build(con: duckdb.DuckDBPyConnection) -> int:
    """Write :data:`TABLE` about the sample of the base release; gives its number of rows."""
    con.execute(DDL)
    rows = measures(con, SAMPLE)
    for row in rows:
        names = ", ".join(row)
        con.execute(
            f"insert into {TABLE} ({names}) values ({', '.join('?' * len(row))})",
            list(row.values()),
        )
    return len(rows)
