"""`dtsen rehearse`: what another model or policy would do to the ranks of the published release.

Brings the sealed release, the register of models and the ranking's own SQL together. Nothing is
published, approved or written into the home; counts of families leave, no row of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import rehearsal_space, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.ranking import policy, rehearsal_counts, rehearsal_words, store
from dagster_dtsen.ranking.model import Model
from dagster_dtsen.ranking.policy import Policy
from dagster_dtsen.rehearsal_space import RANK, Space
from dagster_dtsen.release import intact, signature
from dagster_dtsen.release import store as releases
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.release.tables import RESULT
from dagster_dtsen.settings import Settings

Row = dict[str, Any]
_SAME = (
    "skor_kesejahteraan", "peringkat_nasional", "desil_nasional", "status_peringkat",
    "alasan_tanpa_peringkat",
)  # fmt: skip
# what a rehearsal keeps of one ranking
_RANKS = """
create or replace table gladi.{side} as
select id_keluarga, desil_nasional from ranking.peringkat_keluarga
"""
_RISKS = """
create or replace table gladi.risiko_{side} as
select
    program,
    sum(case when di_bawah then risiko end) as salah_masuk,
    sum(case when not di_bawah then risiko end) as salah_keluar
from ranking.risiko_batas
group by program
"""
_MOVES = """
create or replace table gladi.pindah as
select c.*, d.desil_nasional as desil_dari, k.desil_nasional as desil_ke
from gladi.ciri as c
inner join gladi.{before} as d on c.id_keluarga = d.id_keluarga
inner join gladi.{after} as k on c.id_keluarga = k.id_keluarga
"""


@dataclass(frozen=True)
class Side:
    """A model and a policy that rank the release."""

    model: Model
    rules: Policy


def rehearse(
    settings: Settings, model: str | None, policy_file: Path | None, *, former: bool = False
) -> Row:
    """Rank the release in use by another model, another policy, or both; document of counts.

    ``model``: a name of the register, or the path of a model's JSON. ``former``: the other one was
    there before, so that moves are told from it to the release.

    The release is first ranked by its own model and the policy here, which must give what was
    published to the last place: E-GLADI-DASAR otherwise, since a difference would not be the
    change's. Raises DtsenError E-RILIS-TIADA, E-SEDANG-BERJALAN, E-SEGEL-RUSAK, E-KUNCI-SALAH,
    E-MODEL-LAIN, E-MODEL-TIADA, E-GLADI-KEBIJAKAN, E-TAHAP-GAGAL, those of a signature that is
    asked for.
    """
    in_use = releases.stored(settings)
    if not in_use:
        raise DtsenError("E-RILIS-TIADA", home=settings.home)
    stored = in_use[-1]
    rules = policy.in_force(settings, stored.manifest["satuan_desil"])
    other_rules = policy.changed(rules, policy_file) if policy_file else rules
    own = store.of_fingerprint(settings, stored.manifest["model"].get("kesejahteraan", ""))
    if own is None:
        raise _not_reproduced(stored, "modelnya tiada / its model is gone")
    base = Side(own, rules)
    other = Side(store.chosen(settings, model) if model else own, other_rules)
    with run_lock(settings):
        intact.complete(stored)
        signature.check_required(settings, stored)
        with rehearsal_space.space(settings, stored) as space:
            _rank_both(space, stored, base, other)
            with warehouse.connect(space) as con:
                return _document(con, space, stored, base, other, former)


def _rank_both(space: Space, stored: releases.StoredRelease, base: Side, other: Side) -> None:
    anew = base.rules.aturan_validasi != other.rules.aturan_validasi
    if not rehearsal_space.rank(space, stored, base.model, base.rules, anew):
        raise _not_reproduced(stored, "SQL peringkat gagal / the ranking's SQL failed")
    with warehouse.connect(space) as con:
        different = _different(con, space, stored)
        if different:
            raise _not_reproduced(stored, f"{different} keluarga berbeda / families differ")
        con.execute("create schema if not exists gladi")
        con.execute(f"create or replace table gladi.ciri as {rehearsal_counts.traits()}")
        _keep(con, "rilis")
    if not rehearsal_space.rank(space, stored, other.model, other.rules, anew):
        raise DtsenError("E-TAHAP-GAGAL", step="dtsen rehearse", reason="dbt")
    with warehouse.connect(space) as con:
        _keep(con, "lain")


def _keep(con: duckdb.DuckDBPyConnection, side: str) -> None:
    con.execute(_RANKS.format(side=side))
    con.execute(_RISKS.format(side=side))


def _not_reproduced(stored: releases.StoredRelease, reason: str) -> DtsenError:
    return DtsenError("E-GLADI-DASAR", release=stored.name, reason=reason)


def _different(con: duckdb.DuckDBPyConnection, space: Space, stored: releases.StoredRelease) -> int:
    """Families whose rank is not the published one, or that only one of both has."""
    unlike = " or ".join(f"p.{name} is distinct from r.{name}" for name in _SAME)
    found = con.execute(
        f"select count(*) from {stored.table(space, RESULT, RANK)} as p "
        "full join ranking.peringkat_keluarga as r on p.id_keluarga = r.id_keluarga "
        f"where p.id_keluarga is null or r.id_keluarga is null or {unlike}"
    ).fetchall()
    return int(found[0][0])


def _document(
    con: duckdb.DuckDBPyConnection,
    space: Space,
    stored: releases.StoredRelease,
    base: Side,
    other: Side,
    former: bool,
) -> Row:
    sides = {"rilis": base, "lain": other}
    before, after = ("lain", "rilis") if former else ("rilis", "lain")
    con.execute(_MOVES.format(before=before, after=after))
    name, limit = rehearsal_counts.LOWEST
    first, second = ({name: limit} | sides[side].rules.batas_program for side in (before, after))
    moves = "gladi.pindah"
    programmes = rehearsal_counts.limits(con, moves, first, second)
    return {
        "rilis": stored.name,
        "tanggal_rilis": stored.manifest["tanggal_rilis"],
        "sisi_rilis": "ke" if former else "dari",
        "dari": _told(sides[before]),
        "ke": _told(sides[after]),
        "ubah": _changes(sides[before], sides[after]),
        "nama": _names(space, programmes),
        "ringkasan": rehearsal_counts.summary(con, moves),
        "matriks": rehearsal_counts.matrix(con, moves),
        "batas": programmes,
        "provinsi": rehearsal_counts.limits(con, moves, first, second, "provinsi"),
        "kelompok": rehearsal_counts.groups(con, moves, first, second),
        "galat": _errors(con, before, after),
    }


def _told(side: Side) -> Row:
    return {"model": side.model.nama, "sidik_model": side.model.sidik} | {
        name: value
        for name, value in side.rules.lines().items()
        if not name.startswith("aturan_validasi.")
    }


def _changes(before: Side, after: Side) -> list[Row]:
    """What differs between both sides, rule by rule."""
    found = []
    if before.model.sidik != after.model.sidik:
        labels = [f"{side.model.nama}.{side.model.sidik[:12]}" for side in (before, after)]
        found.append({"aturan": "model", "dari": labels[0], "ke": labels[1]})
    old, new = before.rules.lines(), after.rules.lines()
    for name in old:
        if old[name] != new[name]:
            found.append({"aturan": name, "dari": old[name], "ke": new[name]})
    return found


def _names(settings: Settings, programmes: list[Row]) -> dict[str, list[str]]:
    """Words of programmes and provinces, Indonesian and English."""
    lowest = rehearsal_counts.LOWEST[0]
    named = {lowest: list(rehearsal_words.said(lowest))}
    for row in policy.seed_rows(settings, "batas_program"):
        named[row["program"]] = [row["label_id"], row["label_en"]]
    known = {row["program"] for row in programmes}
    return {name: words for name, words in named.items() if name in known}


def _errors(con: duckdb.DuckDBPyConnection, before: str, after: str) -> list[Row]:
    """Families wrongly in and out on average, as each model says of itself; no row without."""
    found = warehouse.records(
        con,
        f"""
        select
            d.program,
            cast(round(d.salah_masuk) as integer) as salah_masuk_dari,
            cast(round(k.salah_masuk) as integer) as salah_masuk_ke,
            cast(round(d.salah_keluar) as integer) as salah_keluar_dari,
            cast(round(k.salah_keluar) as integer) as salah_keluar_ke
        from gladi.risiko_{before} as d
        full join gladi.risiko_{after} as k on d.program = k.program
        order by 1
        """,
    )
    return [
        {
            name: value if name == "program" or value is None else rehearsal_counts.hidden(value)
            for name, value in row.items()
        }
        for row in found
    ]
