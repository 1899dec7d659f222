"""What must hold after a release with decisions, said anew in plain Python from the log alone."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from dagster_dtsen.steward.decisions import Decision


def holds(entered: list[Decision], decision: Decision, day: dt.date) -> bool:
    """In force on ``day``: taken by then, not past its end, not undone by an undo in force."""
    if not decision.tanggal <= day <= (decision.berlaku_sampai or day):
        return False
    undos = [item for item in entered if item.membatalkan == decision.id]
    return not any(holds(entered, item, day) for item in undos)


def told(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    rows = con.execute(
        "select status, count(*) from wh.linkage.keputusan_tautan_status group by all"
    ).fetchall()
    return {str(status): int(count) for status, count in rows}


@dataclass(frozen=True)
class _Seen:
    """What the release made of its records."""

    person: dict[str, str | None]
    cluster: dict[str, int]
    valid: dict[str, str]

    @classmethod
    def of(cls, con: duckdb.DuckDBPyConnection) -> _Seen:
        person = con.execute(
            """
            select i.record_key, coalesce(p.id_individu, s.id_individu)
            from wh.standardised.individu as i
            left join wh.linkage.peta_individu as p on i.record_key = p.record_key and p.aktif
            left join wh.linkage.peta_pendukung as s on i.record_key = s.record_key
            """
        ).fetchall()
        cluster = con.execute(
            "select i.record_key, c.klaster from wh.linkage.clusters as c "
            "inner join wh.standardised.individu as i on c.rekaman_id = i.rekaman_id"
        ).fetchall()
        valid = con.execute(
            """
            select i.record_key, i.nik
            from wh.standardised.individu as i
            where
                i.rekaman_id not in (select rekaman_id from wh.linkage.nik_pinjaman)
                and i.nik in (
                    select d.nik from wh.standardised.individu as d
                    where d.penyedia = 'dukcapil' and d.status_kependudukan = 'aktif'
                )
            """
        ).fetchall()
        return cls(dict(person), dict(cluster), dict(valid))

    def one(self, left: str, right: str) -> bool:
        """Whether two records are one: in cluster, in id, and where one of them joined nobody."""
        same = self.person[left] == self.person[right]
        both = left in self.cluster and right in self.cluster
        if both and same != (self.cluster[left] == self.cluster[right]):
            raise AssertionError("cluster and id say different things")
        return same

    def apart(self, left: str, right: str) -> bool:
        nobody = self.person[left] is None and self.person[right] is None
        return nobody or not self.one(left, right)


def judge(con: duckdb.DuckDBPyConnection, entered: list[Decision], day: dt.date) -> list[str]:
    """What is wrong, in words; ``entered`` is the log, in any order."""
    wrong = []
    seen = _Seen.of(con)
    listed = {
        name: (status, cause, set((other or "").split()))
        for name, status, cause, other in con.execute(
            "select id_keputusan, status, sebab, id_lawan from wh.linkage.keputusan_tautan_status"
        ).fetchall()
    }
    taken = {item.id: item for item in entered if item.tanggal <= day}
    if set(listed) != set(taken):
        wrong.append(f"dropped {set(taken) - set(listed)}, invented {set(listed) - set(taken)}")
    held = {name for name, item in taken.items() if holds(entered, item, day)}
    joins = _closure((p, taken[n].bukti) for n in held for p in taken[n].same())
    proven = _closure((p, "x") for n in held if taken[n].bukti for p in taken[n].same())
    apart = {pair: name for name in sorted(held) for pair in taken[name].apart()}
    binding = {
        name
        for (name,) in con.execute(
            "select distinct id_keputusan from wh.linkage.keputusan_berlaku"
        ).fetchall()
    }
    if stale := binding - held:
        wrong.append(f"not in force and binding: {sorted(stale)}")
    for name in sorted(set(taken) & set(listed)):
        item, (status, cause, others) = taken[name], listed[name]
        if name not in held:
            expected = _ended(entered, item, day)
            if status != expected:
                wrong.append(f"{name}: {status}, not {expected}")
            continue
        if status in ("dibatalkan", "kedaluwarsa", "dilanggar"):
            wrong.append(f"{name} in force: {status}")
        present = [
            (pair, relation)
            for pairs, relation in ((item.same(), True), (item.apart(), False))
            for pair in pairs
            if pair[0] in seen.person and pair[1] in seen.person
        ]
        absent = len(item.same()) + len(item.apart()) - len(present)
        broken = [
            (pair, relation)
            for pair, relation in present
            if not (seen.one(*pair) if relation else seen.apart(*pair))
        ]
        if any(not relation for _, relation in broken):
            wrong.append(f"{name}: records that are not one are one")
        if status == "dipatuhi" and (broken or absent):
            wrong.append(f"{name}: said to be obeyed, {len(broken)} broken, {absent} absent")
        if broken and status not in ("bertentangan", "menunggu"):
            wrong.append(f"{name}: {len(broken)} pairs broken, {status}")
        if status == "bertentangan" and not _contradicted(item, joins, apart, others):
            wrong.append(f"{name}: no contradiction with {sorted(others)}")
        if cause == "BUKTI" and (item.bukti or not _niks(item, joins, proven, seen)):
            wrong.append(f"{name}: evidence was not needed")
        if cause == "REKAMAN" and (broken or not absent):
            wrong.append(f"{name}: waits for a record, {len(broken)} broken, {absent} absent")
    return wrong


def _ended(entered: list[Decision], item: Decision, day: dt.date) -> str:
    undos = [other for other in entered if other.membatalkan == item.id]
    undone = any(holds(entered, other, day) for other in undos)
    return "dibatalkan" if undone else "kedaluwarsa"


def _closure(pairs: Iterable[tuple[tuple[str, str], object]]) -> dict[str, frozenset[str]]:
    """Key → all keys it is one with."""
    near: dict[str, set[str]] = defaultdict(set)
    for (left, right), _ in pairs:
        near[left].add(right)
        near[right].add(left)
    found: dict[str, frozenset[str]] = {}
    for start in near:
        if start in found:
            continue
        group, waiting = {start}, [start]
        while waiting:
            more = near[waiting.pop()] - group
            group |= more
            waiting += more
        found |= dict.fromkeys(group, frozenset(group))
    return found


def _contradicted(
    item: Decision,
    joins: dict[str, frozenset[str]],
    apart: dict[tuple[str, str], str],
    others: set[str],
) -> bool:
    """Whether what is one with its records holds a pair that is kept apart, by a named decision."""
    reach = frozenset().union(*(joins.get(key, frozenset()) for key in item.records))
    clashing = {pair for pair in apart if pair[0] in reach and pair[1] in reach}
    return bool(clashing) and bool(others)


def _niks(
    item: Decision,
    joins: dict[str, frozenset[str]],
    proven: dict[str, frozenset[str]],
    seen: _Seen,
) -> bool:
    """Whether what is one with its records bears valid NIKs that no evidence makes one."""
    for key in item.records:
        bearers = [other for other in joins.get(key, ()) if other in seen.valid]
        groups = {min(proven.get(other, {other})) for other in bearers}
        if len(groups) > 1 and len({seen.valid[other] for other in bearers}) > 1:
            return True
    return False


@dataclass(frozen=True)
class Pool:
    """Records to decide on: people of several records, pairs that nearly joined, all keys."""

    clusters: list[list[str]]
    near: list[tuple[str, str]]
    keys: list[str]

    @classmethod
    def of(cls, con: duckdb.DuckDBPyConnection) -> Pool:
        groups = con.execute(
            """
            select list(record_key order by record_key) as anggota from (
                select record_key, id_individu from wh.linkage.peta_individu where aktif
                union all
                select record_key, id_individu from wh.linkage.peta_pendukung
                where id_individu is not null
            )
            group by id_individu having count(*) > 1 order by 1
            """
        ).fetchall()
        near = con.execute(
            """
            select l.record_key, r.record_key
            from wh.linkage.edges as e
            inner join wh.standardised.individu as l on e.rekaman_id_l = l.rekaman_id
            inner join wh.standardised.individu as r on e.rekaman_id_r = r.rekaman_id
            left join wh.linkage.clusters as a on e.rekaman_id_l = a.rekaman_id
            left join wh.linkage.clusters as b on e.rekaman_id_r = b.rekaman_id
            where a.klaster is distinct from b.klaster
            order by e.bobot desc, 1, 2 limit 300
            """
        ).fetchall()
        keys = con.execute(
            "select record_key from wh.standardised.semua order by record_key"
        ).fetchall()
        return cls([row[0] for row in groups], near, [row[0] for row in keys])

    def cluster(self, draw: random.Random) -> list[str]:
        return draw.choice(self.clusters)

    def strangers(self, draw: random.Random) -> list[str]:
        """Any records, some of them away in this release."""
        return draw.sample(self.keys, draw.choice((2, 2, 3, 4)))

    def neighbours(self, draw: random.Random) -> list[str]:
        return list(draw.choice(self.near)) if self.near else self.strangers(draw)
