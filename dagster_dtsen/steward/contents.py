"""The values of corrections: ``keputusan/isi/<sha256>``, encrypted in an encrypted home.

A log is not encrypted, so it names the hash of a content alone. Every content has a salt of 16
random bytes: the hash of a birth date could be guessed, that of a birth date and a salt cannot.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import erasures, evidence
from dagster_dtsen.steward.values import Values

# variable → provider → values, in order
Contradicted = dict[str, dict[str, list[str]]]


@dataclass(frozen=True)
class Content:
    """``nilai``: variable → value, None for no value; ``dibantah``: what providers said then."""

    nilai: Values
    dibantah: Contradicted = field(default_factory=dict)


def keep(settings: Settings, content: Content) -> str:
    """Store a content with a salt of its own; gives the SHA-256 of both."""
    text = json.dumps(
        {
            "garam": secrets.token_hex(16),
            "nilai": content.nilai,
            "dibantah": content.dibantah,
        },
        sort_keys=True,
        ensure_ascii=False,
    )
    return evidence.keep_bytes(settings, settings.correction_values_dir, text.encode())


def read(settings: Settings, sha256: str) -> Content:
    """A content as it was stored; of a person who was erased, an empty one.

    Raises DtsenError E-KOREKSI-ISI when it is lost or damaged.
    """
    stored = evidence.read_bytes(settings, settings.correction_values_dir, sha256)
    if stored is None and sha256 in erasures.contents(settings):
        return Content({})
    if stored is None:
        raise DtsenError("E-KOREKSI-ISI", content=sha256)
    told = json.loads(stored)
    return Content(told["nilai"], told["dibantah"])
