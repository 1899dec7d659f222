"""What a decision must hold to be entered; a refusal is a DtsenError with its code."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.journal import holds_number
from dagster_dtsen.steward.book import Book, Clash, joined
from dagster_dtsen.steward.decisions import CONFIRM, JOIN, SEPARATE, SPLIT, UNDO, Decision

KEY = re.compile(r"(?!\d{16}$)[0-9A-Za-z_.-]{4,64}")
SHA256 = re.compile(r"[0-9a-f]{64}")
LARGEST = 200  # records of one decision


@dataclass(frozen=True)
class Register:
    """What the working file knows of some records.

    ``present``: keys in force; ``nik``: something that stands for the valid NIK of a key.
    """

    present: frozenset[str] = frozenset()
    nik: Mapping[str, str] = field(default_factory=dict)


Ask = Callable[[Iterable[str]], Register]


def draft(**values: object) -> Decision:
    """A decision of these values. Raises DtsenError E-KEPUTUSAN-SALAH, naming the field."""
    try:
        return Decision.model_validate(values)
    except ValidationError as error:
        names = sorted({str(item["loc"][0]) for item in error.errors() if item["loc"]})
        raise DtsenError("E-KEPUTUSAN-SALAH", reason=", ".join(names)) from None


def counter(decision: Decision, identity: str) -> Decision:
    """The undo of ``identity`` that makes room for ``decision`` in the same entry."""
    return draft(
        tindakan=UNDO,
        objek=decision.objek,
        alasan=decision.alasan,
        oleh=decision.oleh,
        tanggal=decision.tanggal,
        membatalkan=identity,
        asal=decision.asal,
    )


def enter(book: Book, entry: list[Decision], ask: Ask, home: object = "") -> list[str]:
    """Take ``entry`` (decisions of one act) into ``book``, or refuse it as a whole.

    Gives the keys of records that are not in the register yet; the decision waits for them.
    Raises DtsenError E-KEPUTUSAN-SALAH (what makes no sense), E-KEPUTUSAN-TIADA (an undo of
    nothing), E-KEPUTUSAN-BERTENTANGAN (contradictions, with the ids in the way), E-BUKTI-PERLU.
    """
    for decision in entry:
        _sensible(decision)
        if decision.id in book.known:
            _known_again(book, decision)
        if decision.tindakan == UNDO:
            _undoable(book, decision, home)
    new = [item for item in entry if item.id not in book.known]
    for decision in new:
        book.add(decision)
    around = book.around(entry)
    days = book.days(around, min(item.tanggal for item in entry))
    for decision in reversed(new):
        book.remove(decision)
    stood = [item for item in around if item.id in book.known]
    old = {day: book.clashes(stood, day) for day in days}
    for decision in new:
        book.add(decision)
    try:
        return _judge(book, entry, around, old, ask)
    except DtsenError:
        for decision in reversed(new):
            book.remove(decision)
        raise


def _judge(
    book: Book,
    entry: list[Decision],
    around: list[Decision],
    old: Mapping[dt.date, set[Clash]],
    ask: Ask,
) -> list[str]:
    own = {item.id for item in entry} | {book.root(item).id for item in entry}
    register = ask({key for item in around for key in item.records})
    for day, stood in old.items():
        # what contradicted before is not this entry's doing
        known = {(clash.apart, clash.pair) for clash in stood}
        found = [c for c in book.clashes(around, day) if (c.apart, c.pair) not in known]
        if found:
            names = set().union(*(clash.names for clash in found))
            listed = ", ".join(sorted(names - own or names))
            raise DtsenError("E-KEPUTUSAN-BERTENTANGAN", decisions=listed)
        _evidence(book, entry, around, register, day)
    return sorted({key for item in entry for key in item.records} - register.present)


def _sensible(decision: Decision) -> None:
    """Raises DtsenError E-KEPUTUSAN-SALAH for what no register is needed to see."""
    keys, groups, act = decision.records, decision.kelompok, decision.tindakan
    single = act in (JOIN, CONFIRM)
    expiry = decision.berlaku_sampai
    texts = (decision.alasan, decision.oleh)
    rules = {
        "nomor orang / a person's number": any(holds_number(item) for item in texts),
        "alasan, oleh": not all(item.strip() for item in texts),
        "bukti: SHA-256": not SHA256.fullmatch(decision.bukti or "0" * 64),
        "asal": not KEY.fullmatch(decision.asal or "tanpa"),
        "batalkan: hanya satu id, tanpa rekaman dan tenggat / one id, nothing else": (
            act == UNDO and bool(groups or not decision.membatalkan or expiry)
        ),
        "membatalkan: hanya pada batalkan / of an undo alone": (
            act != UNDO and decision.membatalkan is not None
        ),
        "kunci rekaman / record key": not all(KEY.fullmatch(key) for key in keys),
        "satu rekaman dalam dua kelompok / a record in two groups": len(keys) != len(set(keys)),
        f"lebih dari {LARGEST} rekaman / more than {LARGEST} records": len(keys) > LARGEST,
        "satu kelompok dengan paling sedikit dua rekaman / one group of two or more": (
            single and (len(groups) != 1 or len(keys) < 2)
        ),
        "paling sedikit dua kelompok / two groups or more": (
            act in (SEPARATE, SPLIT) and len(groups) < 2
        ),
        "berlaku_sampai tidak sesudah tanggal / the expiry is not after the date": (
            expiry is not None and expiry <= decision.tanggal
        ),
    }
    for reason, broken in rules.items():
        if broken:
            raise DtsenError("E-KEPUTUSAN-SALAH", reason=reason)


def _known_again(book: Book, decision: Decision) -> None:
    """A decision that stands is one with itself; one that was undone needs another word."""
    if any(book.holds(item, dt.date.max) for item in book.undone_by.get(decision.id, ())):
        reason = (
            f"{decision.id} sudah dibatalkan; batalkan pembatalannya, atau ubah tanggal / "
            "it was undone; undo the undo, or give another date"
        )
        raise DtsenError("E-KEPUTUSAN-SALAH", reason=reason)


def _undoable(book: Book, decision: Decision, home: object) -> None:
    target = book.known.get(str(decision.membatalkan))
    if target is None:
        raise DtsenError("E-KEPUTUSAN-TIADA", decision=decision.membatalkan, home=home)
    if decision.id in book.known:
        return
    if decision.tanggal < target.tanggal or decision.objek != target.objek:
        reason = "batalkan: tanggal atau objek / date or subject"
        raise DtsenError("E-KEPUTUSAN-SALAH", reason=reason)
    if any(book.holds(item, decision.tanggal) for item in book.undone_by.get(target.id, ())):
        reason = f"{target.id} sudah dibatalkan / it is undone already"
        raise DtsenError("E-KEPUTUSAN-SALAH", reason=reason)


def _evidence(
    book: Book, entry: list[Decision], around: list[Decision], register: Register, day: dt.date
) -> None:
    """Two valid NIKs are one person's only by a decision with evidence.

    Joins with evidence make NIKs one; then no component may hold two that are not.
    """
    held = [d for d in around if d.objek == "individu" and book.holds(d.id, day)]
    proven = _components(d for d in held if d.bukti)
    number: dict[str, str] = {}

    def top(name: str) -> str:
        while number.get(name, name) != name:
            name = number[name]
        return name

    for component in proven:
        first, *rest = sorted({register.nik[key] for key in component if key in register.nik}) or [
            ""
        ]
        for name in rest:
            number[top(name)] = top(first)
    own = {key for item in entry for key in book.root(item).records}
    for component in _components(held):
        names = {top(register.nik[key]) for key in component if key in register.nik}
        if len(names) > 1 and component & own:
            raise DtsenError("E-BUKTI-PERLU", count=len(names))


def _components(held: Iterable[Decision]) -> list[set[str]]:
    joins = joined(held)
    found, seen = [], set[str]()
    for start in sorted(joins):
        if start in seen:
            continue
        component, waiting = {start}, [start]
        while waiting:
            for other, _ in joins[waiting.pop()]:
                if other not in component:
                    component.add(other)
                    waiting.append(other)
        seen |= component
        found.append(component)
    return found
