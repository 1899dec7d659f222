"""Which pairs are looked at: the blocking rules of linkage.yml as SQL, and what they would cost.

The cost is counted before any pair is made: records that share a rule's keys make n(n - 1) / 2
pairs, whatever veto and conditions leave of them. A run above its budget is refused and the
largest blocks are named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import duckdb

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.warehouse import quoted

NAMED = 3  # largest blocks in the message of a refusal


@dataclass(frozen=True)
class Rule:
    """A blocking rule: ``keys`` equal on both sides, and ``condition`` (SQL over ``l``, ``r``).

    ``shown``: keys whose values may be named to whoever runs the linkage.
    """

    name: str
    keys: tuple[str, ...]
    condition: str | None
    shown: tuple[str, ...] = ()

    @property
    def sql(self) -> str:
        """The rule as one condition over ``l`` and ``r``."""
        parts = [f"l.{key} = r.{key}" for key in self.keys]
        return " and ".join([*parts, *([self.condition] if self.condition else [])])


@dataclass(frozen=True)
class Cost:
    """Candidate pairs that equal keys of a rule make.

    ``largest``: (block, records), biggest first.
    """

    rule: str
    pairs: int
    largest: tuple[tuple[str, int], ...]


def rules_of(declared: dict[str, Any]) -> tuple[Rule, ...]:
    """The blocking rules of linkage.yml, with the NIK veto where declared."""
    found = []
    for rule in declared["blok"]:
        terms = [str(rule["syarat"])] if "syarat" in rule else []
        terms += [str(declared["veto_nik"])] if rule.get("veto") else []
        found.append(
            Rule(
                str(rule["nama"]),
                tuple(rule["kunci"]),
                " and ".join(terms) or None,
                tuple(declared["anggaran"]["disebut"]),
            )
        )
    return tuple(found)


def pairs_sql(rules: tuple[Rule, ...], records: str, fresh: str | None = None) -> str:
    """Query of the candidate pairs: ``rekaman_id_l``, ``rekaman_id_r``, ``match_key`` (index).

    A pair belongs to the first rule that finds it; the lower id is left. ``fresh``: relation of the
    rows of ``records`` of which one must be in every pair; None for all pairs.
    """
    if fresh:
        found = " union all ".join(
            f"select l.rekaman_id, r.rekaman_id, {number} from {fresh} as l "
            f"inner join {records} as r on {rule.sql} where l.rekaman_id <> r.rekaman_id"
            for number, rule in enumerate(rules)
        )
        # few pairs: cheaper put together afterwards than asked of every earlier rule
        return f"""
            select
                least(a, b) as rekaman_id_l, greatest(a, b) as rekaman_id_r,
                min(aturan) as match_key
            from ({found}) as ditemukan (a, b, aturan)
            group by 1, 2
        """
    arms = []
    for number, rule in enumerate(rules):
        before = [f"coalesce({earlier.sql}, false)" for earlier in rules[:number]]
        arms.append(
            f"""
            select l.rekaman_id as rekaman_id_l, r.rekaman_id as rekaman_id_r, {number} as match_key
            from {records} as l
            inner join {records} as r on {rule.sql}
            where
                l.rekaman_id < r.rekaman_id
                {"and not (" + " or ".join(before) + ")" if before else ""}
            """
        )
    return " union all ".join(arms)


def sharing_sql(rules: tuple[Rule, ...], records: str, fresh: str) -> str:
    """Query of those rows of ``records`` that share the keys of a rule with a row of ``fresh``.

    Of each ``rekaman_id`` and what the rules read. One pass over all; a few more than those may be
    among them (equal hashes of the keys).
    """
    shared, read = [], {"nik"}
    for rule in rules:
        keys = f"hash({', '.join(rule.keys)})"
        given = " and ".join(f"{key} is not null" for key in rule.keys)
        shared.append(f"{keys} in (select {keys} from {fresh} where {given})")
        read |= set(re.findall(r"\b[lr]\.(\w+)", rule.sql))
    columns = ", ".join(["rekaman_id", *sorted(read)])
    return f"select {columns} from {records} where {' or '.join(shared)}"


def _cost_sql(rule: Rule, records: str, fresh: str | None) -> str:
    """One row per rule: pairs of equal keys, and the largest blocks with their keys."""
    keys = ", ".join(rule.keys)
    given = " and ".join(f"{key} is not null" for key in rule.keys)
    if fresh:
        own = f"(select {keys}, count(*) as n_baru from {fresh} where {given} group by all)"
        blocks = (
            f"select {keys}, count(*) as n, any_value(n_baru) as n_baru "
            f"from {own} inner join {records} using ({keys}) group by {keys}"
        )
        pairs = "n_baru * (n - n_baru) + n_baru * (n_baru - 1) // 2"
    else:
        blocks = f"select {keys}, count(*) as n from {records} where {given} group by {keys}"
        pairs = "n * (n - 1) // 2"
    named = " || ' + ' || ".join(
        f"cast({key} as varchar)" if key in rule.shown else quoted(key) for key in rule.keys
    )
    return f"""
        select
            {quoted(rule.name)} as aturan, coalesce(sum({pairs}), 0)::bigint as pasangan,
            max_by({named}, n, {NAMED}) as blok, max_by(n, n, {NAMED}) as rekaman
        from ({blocks})
        where n > 1
    """


def costs(
    con: duckdb.DuckDBPyConnection, rules: tuple[Rule, ...], records: str, fresh: str | None = None
) -> list[Cost]:
    """What every rule would make, in the order of the rules."""
    arms = " union all ".join(
        f"select {number} as urutan, * from ({_cost_sql(rule, records, fresh)})"
        for number, rule in enumerate(rules)
    )
    found = con.execute(f"select * exclude (urutan) from ({arms}) order by urutan").fetchall()
    return [
        Cost(str(name), int(pairs), tuple(zip(blocks or (), sizes or (), strict=True)))
        for name, pairs, blocks, sizes in found
    ]


def budget(declared: dict[str, Any], records: int) -> int:
    """Candidate pairs that a run over ``records`` records may make."""
    rule = declared["anggaran"]
    return int(rule["pasangan_tetap"]) + int(rule["pasangan_per_rekaman"]) * records


def guard(found: list[Cost], limit: int) -> None:
    """Refuse a run that would look at more than ``limit`` pairs.

    Raises DtsenError E-BLOK-MAHAL with the costliest rules and their largest blocks; values of
    keys that tell of a person are replaced by the name of the key.
    """
    total = sum(cost.pairs for cost in found)
    if total <= limit:
        return
    worst = sorted(found, key=lambda cost: -cost.pairs)[:NAMED]
    text = "; ".join(
        f"{cost.rule} {cost.pairs:,} ({', '.join(f'{name}: {n:,}' for name, n in cost.largest)})"
        for cost in worst
    )
    raise DtsenError("E-BLOK-MAHAL", pairs=f"{total:,}", limit=f"{limit:,}", blocks=text)
