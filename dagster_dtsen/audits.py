"""The audit log with the keys of this installation: what acts are recorded with.

Brings together the room `audit` and the key that signs release manifests (release/signature.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature

from dagster_dtsen import journal
from dagster_dtsen.audit import acts, head, log, seen
from dagster_dtsen.audit import verify as chains
from dagster_dtsen.audit.acts import Outcome
from dagster_dtsen.audit.event import (
    DONE,
    FAILED,
    MOST_PERSONS,
    REFUSED,
    Act,
    Event,
    Kind,
    Result,
    event,
)
from dagster_dtsen.audit.head import Checker, Signer
from dagster_dtsen.audit.log import BROKEN, Clock, Entry
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import as_of, signature, store
from dagster_dtsen.settings import Settings

# kind and id
Person = tuple[str, str]
# what a person is told of each kind of damage
WORDS = {
    "diubah": "diubah / edited",
    "dihapus": "dihapus / deleted",
    "ditukar": "ditukar urutannya / reordered",
    "disisipkan": "disisipkan / inserted",
    "dipangkas": "dipangkas / truncated",
    "ditulis_ulang": "ditulis ulang / rewritten",
    "kepala_salah": "kepala tidak sah / a head proves nothing",
}


def recorded(
    settings: Settings, made: Event, clock: Clock = log.now
) -> AbstractContextManager[Outcome]:
    """:func:`audit.acts.recorded` with heads signed by the key of release manifests."""
    return acts.recorded(settings, made, partial(signer, settings), clock)


def note(settings: Settings, made: Event, clock: Clock = log.now, result: Result = DONE) -> Entry:
    """:func:`audit.acts.note`, likewise."""
    return acts.note(settings, made, partial(signer, settings), clock, result)


@contextmanager
def acting(
    settings: Settings, act: Act, kind: Kind, name: str, orang: Iterable[Person] = (), **said: Any
) -> Iterator[Outcome]:
    """An act of somebody at work here. ``orang``: whom it shows or decides on, each once.

    ``said``: further fields of the event. More persons than one event holds are noted before it.
    Raises as :func:`audit.acts.recorded` does.
    """
    made = [_about(act, kind, name, part, said) for part in _parts(orang)]
    for early in made[:-1]:
        note(settings, early)
    with recorded(settings, made[-1]) as outcome:
        yield outcome


def looked(settings: Settings, kind: Kind, name: str, orang: Iterable[Person], **said: Any) -> None:
    """Something about these persons is about to be shown."""
    for part in _parts(orang):
        note(settings, _about("lihat", kind, name, part, said))


def _parts(orang: Iterable[Person]) -> list[list[Person]]:
    own = list(dict.fromkeys(orang))
    return [own[place : place + MOST_PERSONS] for place in range(0, len(own) or 1, MOST_PERSONS)]


def _about(act: Act, kind: Kind, name: str, orang: list[Person], said: dict[str, Any]) -> Event:
    persons = [{"jenis": what, "id": who} for what, who in orang]
    thing = {"jenis": kind, "id": name}
    return event(tindakan=act, objek=thing, peran="petugas", orang=persons, **said)


def exported(
    settings: Settings, kind: Kind, name: str, release: str | None = None
) -> AbstractContextManager[Outcome]:
    """Somebody takes a table or list of people away."""
    return acting(settings, "ekspor", kind, name, rilis=release)


def explained(
    settings: Settings,
    kind: Kind,
    identity: str,
    purpose: str | None = None,
    release: str | None = None,
) -> Entry:
    """Values of a person, family or record are about to be shown."""
    said = {"tujuan": purpose, "rilis": release}
    return note(settings, _about("jelaskan", kind, identity, [], said))


def began(settings: Settings, act: Act) -> list[Entry]:
    """Acts of a kind in their order, but those that failed; one killed on its way counts."""
    found, failed = [], set()
    for entry in log.entries(settings):
        if entry["hasil"] in (FAILED, REFUSED):
            failed.add(entry["menutup"])
        elif entry["tindakan"] == act and entry["menutup"] is None:
            found.append(entry)
    return [entry for entry in found if entry["nomor"] not in failed]


def delivery(name: str) -> str:
    """A delivery's id as an event holds it: a dash may make one long number of period and hash."""
    return name.replace("-", "_") if journal.holds_number(name) else name


def beginning(identity: str) -> str:
    """Of a shorter hash what names an object: whole it may look like a person's number."""
    return identity if len(identity) == len(log.FIRST) else identity[:12]


def signer(settings: Settings) -> Signer | None:
    """What signs heads; None where no key is configured. Raises DtsenError E-KUNCI-TANDA."""
    key = signature.signer(settings)
    return None if key is None else Signer(signature.key_id(key.public_key()), key.sign)


def checker(settings: Settings, public_key: Path | None = None) -> Checker | None:
    """What checks heads: this key, else that of ``DTSEN_VERIFY_KEY``, else the signing key's half.

    Raises DtsenError E-KUNCI-TANDA.
    """
    wanted = public_key or settings.verify_key
    if wanted is not None:
        public = signature.public_key(wanted)
    else:
        private = signature.signer(settings)
        if private is None:
            return None
        public = private.public_key()

    def holds(message: bytes, signed: bytes) -> bool:
        try:
            public.verify(signed, message)
        except InvalidSignature:
            return False
        return True

    return Checker(signature.key_id(public), holds)


def verify(settings: Settings, public_key: Path | None = None) -> dict[str, Any]:
    """:func:`audit.verify.verify` with the key of this installation."""
    return chains.verify(settings, checker(settings, public_key))


def refuse_broken(told: dict[str, Any]) -> None:
    """Raises DtsenError E-JEJAK-RUSAK for what :func:`verify` found broken."""
    if told["kerusakan"]:
        first = told["kerusakan"][0]
        parts = [WORDS[first["jenis"]], first["sebab"]]
        if first["sampai"] is not None:
            parts.append(f"kepala / head {first['sampai']}")
        damage = ", ".join(part for part in parts if part)
        raise DtsenError(BROKEN, number=first["nomor"], damage=damage)


def anchor(settings: Settings, clock: Clock = log.now) -> Path | None:
    """Write the head of the last event now, of a log that holds; None when the log is empty.

    Raises DtsenError E-JEJAK-RUSAK, E-JEJAK-TEMPAT, E-KUNCI-TANDA, and OSError.
    """
    refuse_broken(verify(settings))
    with log.chain(settings, clock) as chain:
        last = chain.last
    return None if last is None else head.write(settings, last, partial(signer, settings), clock)


def who_saw(
    settings: Settings, identity: str, purpose: str | None = None, kind: Kind = "individu"
) -> dict[str, Any]:
    """:func:`audit.seen.who_saw`; that it was asked is recorded first, and not part of the answer.

    Of a person or family also the events about its records in the newest release. ``rantai`` is
    what :func:`verify` says of the log the answer comes from. Raises also DtsenError E-KUNCI-SALAH.
    """
    seen.check(identity)
    told = verify(settings)
    with acting(settings, "telusur", kind, identity, tujuan=purpose) as outcome:
        own = records_of(settings, identity, kind)
        found = seen.who_saw(settings, identity, outcome.number, own)
        outcome.rows = len(found["peristiwa"])
    return found | {"rekaman": len(own), "rantai": told}


def records_of(settings: Settings, identity: str, kind: str = "individu") -> list[str]:
    """Keys of the records of a person, or of the members of a family, in the newest release.

    None where the release has no such table or lost its rows for an erasure.
    """
    chain = store.stored(settings)
    if kind == "rekaman" or not chain or chain[-1].destroyed:
        return []
    with as_of.opened(settings, chain[-1].name) as newest:
        held = {table.name: set(table.columns) for table in newest.tables}
        if "id_individu" not in held.get("rekaman", ()):
            return []
        who = "id_individu = $id"
        if {"id_individu", "id_keluarga"} <= held.get("anggota_keluarga", set()):
            members = newest.relation(newest.table("anggota_keluarga"))
            who += f" or id_individu in (select id_individu from {members} where id_keluarga = $id)"
        rows = newest.con.execute(
            f"select record_key from {newest.relation(newest.table('rekaman'))} "
            f"where {who} order by 1",
            {"id": identity},
        ).fetchall()
    return [str(row[0]) for row in rows]
