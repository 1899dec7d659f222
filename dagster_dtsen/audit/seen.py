"""Who saw a person: the events about one id, without anything about anybody else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dagster_dtsen.audit import log, pseudonym
from dagster_dtsen.audit.event import PERSONS, refused
from dagster_dtsen.journal import holds_number
from dagster_dtsen.settings import Settings

# of an event what tells nothing about others: neither the filter nor the hashes of the chain
TOLD = (
    "nomor",
    "pada",
    "oleh",
    "peran",
    "tindakan",
    "izin",
    "penerima",
    "tujuan",
    "baris",
    "rilis",
    "hasil",
    "menutup",
    "sebab",
)


def who_saw(
    settings: Settings, identity: str, before: int | None = None, records: Iterable[str] = ()
) -> dict[str, Any]:
    """The events about a person, family or record, up to event ``before`` (without it).

    ``records``: keys of records that are this one's; events that name one are about it too.
    ``tak_tercari``: events about somebody under a key that is not here, so it is not known whether
    they are about this one. ``massal``: events about no single person that hold rows of some
    (tables, packages, lists): whether this one was among them the log does not know. Raises
    DtsenError E-JEJAK-SALAH for a number instead of an id, and E-JEJAK-TEMPAT.
    """
    check(identity)
    keys = pseudonym.known(settings)
    names = [(kind, identity) for kind in PERSONS] + [("rekaman", item) for item in records]
    wanted = {key.of(*name) for key in keys for name in names}
    ids = {key.id for key in keys}
    found, unknown, bulk = [], 0, 0
    for entry in log.entries(settings):
        if before is not None and entry["nomor"] >= before:
            break
        thing, named = entry["objek"], entry.get("orang") or ()
        if thing.get("hmac") in wanted or not wanted.isdisjoint(named):
            kept = {name: entry.get(name) for name in TOLD}
            found.append(kept | {"objek": thing["jenis"]})
        elif named or thing["jenis"] in PERSONS:
            unknown += entry["kunci"] not in ids
        else:
            bulk += bool(entry.get("baris"))
    return {"peristiwa": found, "tak_tercari": unknown, "massal": bulk}


def check(identity: str) -> None:
    """Raises DtsenError E-JEJAK-SALAH for a number of a person: no event is about one."""
    if holds_number(identity):
        raise refused("ID: nomor orang / a person's number")
