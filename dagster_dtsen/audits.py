"""The audit log with the keys of this installation: what acts are recorded with.

Brings together the room `audit` and the key that signs release manifests (release/signature.py).
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature

from dagster_dtsen.audit import acts, head, log, seen
from dagster_dtsen.audit import verify as chains
from dagster_dtsen.audit.acts import Outcome
from dagster_dtsen.audit.event import DONE, Event, Kind, Result, event
from dagster_dtsen.audit.head import Checker, Signer
from dagster_dtsen.audit.log import BROKEN, Clock, Entry
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import signature
from dagster_dtsen.settings import Settings

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


def exported(
    settings: Settings, kind: Kind, name: str, purpose: str | None = None
) -> AbstractContextManager[Outcome]:
    """Somebody takes a table or list of people away."""
    thing = {"jenis": kind, "id": name}
    taken = event(tindakan="ekspor", objek=thing, peran="petugas", tujuan=purpose)
    return recorded(settings, taken)


def explained(settings: Settings, kind: Kind, identity: str, purpose: str | None = None) -> Entry:
    """Values of a person, family or record are about to be shown."""
    thing = {"jenis": kind, "id": identity}
    return note(settings, event(tindakan="jelaskan", objek=thing, peran="petugas", tujuan=purpose))


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
    settings: Settings, identity: str, purpose: str | None = None, kind: str = "individu"
) -> dict[str, Any]:
    """:func:`audit.seen.who_saw`; that it was asked is recorded first, and not part of the answer.

    ``rantai`` is what :func:`verify` says of the log the answer comes from.
    """
    seen.check(identity)
    asked = event(
        tindakan="telusur",
        objek={"jenis": kind, "id": identity},
        peran="petugas",
        tujuan=purpose,
    )
    told = verify(settings)
    with recorded(settings, asked) as outcome:
        found = seen.who_saw(settings, identity, outcome.number)
        outcome.rows = len(found["peristiwa"])
    return found | {"rantai": told}
