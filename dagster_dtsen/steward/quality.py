"""From answers of reviewers to the quality of a release (Pasal 7).

An answer is about a drawn pair (``sampel_tinjauan``) and was given without sight of what the
release says or what another reviewer answered. The last answer of a reviewer about a pair counts.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import duckdb

from dagster_dtsen.steward.estimate import Estimate, Interval, Stratum, estimate

ONE, TWO, UNKNOWN = "sama", "beda", "tidak_tahu"
ANSWERS = (ONE, TWO, UNKNOWN)

# `tidak_tahu` tells nothing of the pair; it is counted, and judged as if it were not asked.
_STRATA_SQL = f"""
with terakhir as (
    select id_butir, penilai, jawaban
    from {{answers}}
    qualify row_number() over (
        partition by id_butir, penilai order by tanggal desc, nomor desc
    ) = 1
),

per_butir as (
    select
        s.stratum, s.tergabung, s.jumlah_stratum, s.id_butir,
        count(t.jawaban) filter (t.jawaban = '{ONE}') as sama,
        count(t.jawaban) filter (t.jawaban <> '{UNKNOWN}') as semua
    from {{sample}} as s
    left join terakhir as t on s.id_butir = t.id_butir
    group by all
)

select stratum, tergabung, jumlah_stratum, sama, semua, count(*) as jumlah
from per_butir
group by all
order by stratum, sama, semua
"""


def strata_of(con: duckdb.DuckDBPyConnection, sample: str, answers: str) -> list[Stratum]:
    """Strata of a release's sample with what was judged of them.

    ``sample``: relation of the columns of ``sampel_tinjauan``; ``answers``: relation of
    ``id_butir``, ``penilai``, ``jawaban``, ``tanggal``, ``nomor`` (order of entry).
    """
    found: dict[str, Stratum] = {}
    for name, joined, size, yes, all_, count in con.execute(
        _STRATA_SQL.format(sample=sample, answers=answers)
    ).fetchall():
        stratum = found.setdefault(name, Stratum(str(name), bool(joined), int(size), {}))
        if all_:
            stratum.answers[int(yes), int(all_)] = int(count)
    return list(found.values())


def report(strata: list[Stratum]) -> dict[str, Any]:
    """The estimate and how it came about, for people and for ``rpt_mutu_tinjauan``.

    Keys: ``presisi``, ``recall``, ``salah_penilai`` (each ``nilai``, ``bawah``, ``atas``),
    ``kesepakatan``, ``dinilai``, ``dinilai_dua``, ``cukup`` (something was judged in every
    stratum), ``strata``: name, joined, pairs, judged pairs.
    """
    found: Estimate = estimate(strata)
    judged = [stratum.drawn for stratum in strata]
    return {
        "presisi": _words(found.precision),
        "recall": _words(found.recall),
        "salah_penilai": _words(found.wrong),
        "kesepakatan": None if found.agreement is None else round(found.agreement, 4),
        "dinilai": found.judged,
        "dinilai_dua": found.judged_twice,
        "cukup": bool(strata) and all(judged),
        "strata": [
            {key: value for key, value in asdict(stratum).items() if key != "answers"}
            | {"judged": stratum.drawn}
            for stratum in strata
        ],
    }


def _words(interval: Interval) -> dict[str, float | None]:
    return {"nilai": interval.value, "bawah": interval.low, "atas": interval.high}
