"""Erasures of persons (UU 27/2022 Pasal 43, 44): ``<home>/keputusan/penghapusan.jsonl``.

A line says who decided it, why, and how many persons; never which. By what they are known again, so
that no later delivery brings them back, stands beside the log under the hash it names, encrypted in
an encrypted home: keyed fingerprints, and the key they were made with. An erasure is not undone.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence

from pydantic import Field

from dagster_dtsen import journal
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import acts, evidence, trail
from dagster_dtsen.steward.acts import Act

BAD = "E-PENGHAPUSAN-SALAH"
DONE, LEFT = "selesai", "tertinggal"
Print = tuple[str, str]


class Erasure(Act):
    """One erasure. ``individu``: how many persons; ``isi``: SHA-256 of the content.

    ``rilis``: the first release that holds something of them, None when none does;
    ``koreksi``, ``bukti``: contents of corrections and evidence that go with them, by hash.
    """

    individu: int = Field(ge=1)
    isi: str
    rilis: str | None = None
    koreksi: tuple[str, ...] = ()
    bukti: tuple[str, ...] = ()
    permohonan: str | None = None


def entries(settings: Settings) -> list[Erasure]:
    """All erasures in the order they were entered."""
    lines = journal.entries(settings.erasures_file)
    found = [Erasure.model_validate(line) for line in lines if DONE not in line]
    return list({item.id: item for item in found}.values())


def unfinished(settings: Settings) -> list[Erasure]:
    """Erasures that were entered and not carried out to their end."""
    done = {line.get(DONE) for line in journal.entries(settings.erasures_file)}
    return [item for item in entries(settings) if item.id not in done]


def key_of(settings: Settings) -> str:
    """The key of this home's fingerprints (64 hex digits): of the first erasure, else a new one.

    Raises DtsenError E-PENGHAPUSAN-ISI when it is lost.
    """
    known = entries(settings)
    return _content(settings, known[0])[0] if known else secrets.token_hex(32)


def keep(settings: Settings, key: str, prints: list[Print]) -> str:
    """Store fingerprints with their key; the SHA-256 of both."""
    content = json.dumps({"kunci": key, "sidik": sorted(prints)}, sort_keys=True)
    return evidence.keep_bytes(settings, settings.correction_values_dir, content.encode())


def enter(settings: Settings, item: Erasure) -> None:
    """Write the line. Raises DtsenError E-PENGHAPUSAN-SALAH."""
    acts.check(acts.Acts.of(entries(settings)), item, BAD)
    acts.append(settings.erasures_file, item, trail.now())


def finish(settings: Settings, item: Erasure, left: Sequence[str] = ()) -> None:
    """Note that an erasure was carried out: its data are gone but for releases to be built anew.

    ``left``: archived deliveries that could not be read, with whatever they have of the persons.
    """
    told = {LEFT: list(left)} if left else {}
    journal.append(settings.erasures_file, {DONE: item.id, "pada": trail.now()} | told)


def left_behind(settings: Settings) -> dict[str, list[str]]:
    """Per erasure that was carried out, the archived deliveries that it could not read as yet."""
    lines = journal.entries(settings.erasures_file)
    last = {str(line[DONE]): line.get(LEFT, []) for line in lines if DONE in line}
    return {item: left for item, left in last.items() if left}


def prints(settings: Settings) -> tuple[str, tuple[Print, ...]] | None:
    """Key and all fingerprints; None when nobody was erased. Raises E-PENGHAPUSAN-ISI."""
    known = [_content(settings, item) for item in entries(settings)]
    if not known:
        return None
    if len({key for key, _ in known}) != 1:
        raise DtsenError("E-PENGHAPUSAN-ISI", content=entries(settings)[-1].isi)
    return known[0][0], tuple(sorted({item for _, found in known for item in found}))


def contents(settings: Settings) -> set[str]:
    """Contents of corrections that were deleted with a person."""
    return {sha256 for item in entries(settings) for sha256 in item.koreksi}


def _content(settings: Settings, item: Erasure) -> tuple[str, list[Print]]:
    stored = evidence.read_bytes(settings, settings.correction_values_dir, item.isi)
    if stored is None:
        raise DtsenError("E-PENGHAPUSAN-ISI", content=item.isi)
    told = json.loads(stored)
    return str(told["kunci"]), [(str(kind), str(value)) for kind, value in told["sidik"]]
