"""Acts that hold from a day on and can be undone: what corrections and restrictions share.

An act stands in an append-only log, one line each. It is undone by another act that names it, which
may be undone itself.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

import duckdb
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dagster_dtsen import journal
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.journal import holds_number
from dagster_dtsen.steward.check import KEY

# An act is undone by an undo that is not undone itself; chains are decided from their ends.
_OPEN = """
create or replace {kind} {target} as
select {name}, cast(null as varchar) as keadaan, cast(null as varchar) as dibatalkan_oleh
from {source}
where tanggal <= {day};
"""
_SETTLE = """
create or replace temp table _diputuskan as
with pembatal as (
    select t.membatalkan, t.{name}, k.keadaan
    from {source} as t
    inner join {target} as k on t.{name} = k.{name}
    where t.membatalkan is not null
)

select
    k.{name},
    min(case when p.keadaan = 'berlaku' then p.{name} end) as oleh,
    coalesce(bool_or(t.berlaku_sampai < {day}), false) as lewat
from {target} as k
inner join {source} as t on k.{name} = t.{name}
left join pembatal as p on k.{name} = p.membatalkan
where k.keadaan is null
group by k.{name}
having bool_and(p.{name} is null or p.keadaan is not null);

update {target} as k
set
    keadaan = case
        when d.oleh is not null then 'dibatalkan' when d.lewat then 'kedaluwarsa' else 'berlaku'
    end,
    dibatalkan_oleh = d.oleh
from _diputuskan as d
where k.{name} = d.{name};
"""


class Act(BaseModel):
    """Who did it, why, from when to when; ``membatalkan``: the act that this one undoes."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    alasan: str = Field(min_length=1)
    oleh: str = Field(min_length=1)
    tanggal: dt.date
    berlaku_sampai: dt.date | None = None
    membatalkan: str | None = None

    @property
    def id(self) -> str:
        """Derived from the content, so the same act twice is one."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


A = TypeVar("A", bound=Act)


def draft(kind: type[A], code: str, **values: object) -> A:
    """An act of these values. Raises DtsenError ``code``, naming the field."""
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        names = sorted({str(item["loc"][0]) for item in error.errors() if item["loc"]})
        raise DtsenError(code, reason=", ".join(names)) from None


def append(path: Path, act: Act, noted: str | None = None) -> None:
    """Write one line; ``noted``: when it was entered, which is no part of the act."""
    line = {"id": act.id, **act.model_dump(mode="json")}
    journal.append(path, line | ({"dicatat": noted} if noted else {}))


def entries(path: Path, kind: type[A]) -> list[tuple[A, str | None]]:
    """All acts in the order they were entered, each once, with when it was entered."""
    found: dict[str, tuple[A, str | None]] = {}
    for line in journal.entries(path):
        act = kind.model_validate(line)
        found.setdefault(act.id, (act, line.get("dicatat")))
    return list(found.values())


@dataclass
class Acts(Generic[A]):
    """Acts by id and by what they undo."""

    known: dict[str, A] = field(default_factory=dict)
    undone_by: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, acts: Iterable[A]) -> Acts[A]:
        found = cls()
        for act in acts:
            found.add(act)
        return found

    def add(self, act: A) -> None:
        """Take one in; one that is known already changes nothing."""
        if act.id in self.known:
            return
        self.known[act.id] = act
        if act.membatalkan:
            self.undone_by.setdefault(act.membatalkan, []).append(act.id)

    def holds(self, identity: str, day: dt.date) -> bool:
        """Whether an act is in force on ``day``."""
        act = self.known[identity]
        if act.tanggal > day or (act.berlaku_sampai or day) < day:
            return False
        return not self.undone(identity, day)

    def undone(self, identity: str, day: dt.date = dt.date.max) -> bool:
        """Whether an undo of it is in force on ``day``; by default whether one ever is."""
        return any(self.holds(item, day) for item in self.undone_by.get(identity, ()))

    def state(self, identity: str, day: dt.date) -> str:
        """``belum``, ``berlaku``, ``dibatalkan`` or ``kedaluwarsa`` on ``day``."""
        act = self.known[identity]
        if act.tanggal > day:
            return "belum"
        if self.undone(identity, day):
            return "dibatalkan"
        return "kedaluwarsa" if (act.berlaku_sampai or day) < day else "berlaku"

    def find(self, beginning: str, code: str, home: object) -> A:
        """The act whose id begins so. Raises DtsenError ``code``."""
        found = [name for name in self.known if beginning and name.startswith(beginning)]
        if len(found) != 1:
            # what looks like no id is not repeated
            shown = beginning if KEY.fullmatch(beginning) else "?"
            raise DtsenError(code, identity=shown, home=home)
        return self.known[found[0]]

    def chain(self, identity: str) -> set[str]:
        """Ids of what an undo is about in the end, of its undos, of theirs, and so on."""
        while (undone := self.known[identity].membatalkan) in self.known and undone:
            identity = undone
        found = {identity}
        while more := {i for name in found for i in self.undone_by.get(name, ())} - found:
            found |= more
        return found


def check(acts: Acts[A], act: A, code: str) -> None:
    """What every act must hold. Raises DtsenError ``code`` with the reason."""
    target = acts.known.get(act.membatalkan or "")
    again = act.id in acts.known
    texts = (act.alasan, act.oleh)
    rules = {
        "nomor orang / a person's number": any(holds_number(item) for item in texts),
        "alasan, oleh": not all(item.strip() for item in texts),
        "berlaku_sampai tidak sesudah tanggal / the expiry is not after the date": (
            act.berlaku_sampai is not None and act.berlaku_sampai <= act.tanggal
        ),
        f"{act.id} sudah dibatalkan; batalkan pembatalannya, atau ubah tanggal / it was undone; "
        "undo the undo, or give another date": again and acts.undone(act.id),
        "tanggal pembatalan / date of the undo": (
            target is not None and act.tanggal < target.tanggal
        ),
        f"{act.membatalkan} sudah dibatalkan / it is undone already": (
            target is not None and not again and acts.undone(target.id, act.tanggal)
        ),
    }
    for reason, broken in rules.items():
        if broken:
            raise DtsenError(code, reason=reason)


def settle(con: duckdb.DuckDBPyConnection, source: str, target: str, name: str, day: str) -> None:
    """Write ``target(<name>, keadaan, dibatalkan_oleh)`` of the acts taken by ``day``.

    ``source``: relation with the id ``name``, ``tanggal``, ``berlaku_sampai``, ``membatalkan``;
    ``day``: an SQL date; ``keadaan``: berlaku, dibatalkan or kedaluwarsa.
    """
    kind = "temp table" if target.startswith("temp.") else "table"
    words = {"kind": kind, "source": source, "target": target, "name": name, "day": day}
    con.execute(_OPEN.format(**words))
    while con.execute(f"select count(*) from {target} where keadaan is null").fetchall()[0][0]:
        con.execute(_SETTLE.format(**words))
    con.execute("drop table if exists temp._diputuskan")


def fill(con: duckdb.DuckDBPyConnection, table: str, rows: list[list[object]]) -> None:
    """Add rows to a table, in the order of its columns; at once, as logs grow."""
    if not rows:
        return
    content = pa.table({f"k{i}": list(column) for i, column in enumerate(zip(*rows, strict=True))})
    con.register("_baris", content)
    con.execute(f"insert into {table} select * from _baris")
    con.unregister("_baris")
