"""age (age-encryption.org/v1): a part sealed with a passphrase, for whom has no certificate.

The library seals with a passphrase in memory alone, so parts are smaller than others. Deriving the
key takes what a second allows on this computer, up to 1 GB: a much slower one refuses to open.
"""

from __future__ import annotations

import hashlib
import io
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

import pyrage

from dagster_dtsen.envelope import cms, openssl
from dagster_dtsen.envelope.manifest import Entry
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import write_once

LARGEST = 40_000_000  # bytes of a part: three times that much of memory, less than the key takes
# letters and digits that are not taken for one another, read aloud or written down
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 7, 4
_NAME = "(kata sandi / passphrase)"
_TOO_MUCH_WORK = "xcessive work"


@dataclass(frozen=True)
class Passphrase:
    """What a package is sealed with instead of a certificate; it does not show itself."""

    text: str = field(repr=False)


def passphrase() -> Passphrase:
    """A new one from the system's random source, of 138 bits."""
    groups = ("".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))
    return Passphrase("-".join(groups))


def seal(source: openssl.Writer, target: Path, secret: Passphrase) -> openssl.Stream:
    """Seal what ``source`` writes into the new file ``target``; nothing clear leaves the memory.

    Sizes and hashes of both sides. Raises DtsenError E-PAKET-SEGEL: over 40 MB, or the library
    could not; and what ``source`` raises.
    """
    clear = io.BytesIO()
    sink = openssl.Sink(clear, LARGEST)
    try:
        source(cast(BinaryIO, sink))
        sealed = pyrage.passphrase.encrypt(clear.getvalue(), secret.text)
    except openssl.Failed as reason:
        raise cms.cannot(str(reason)) from None
    except pyrage.EncryptError:
        raise cms.cannot("age") from None
    write_once(target, sealed, 0o600)
    return openssl.Stream(sink.size, sink.sha256, len(sealed), _sha256(sealed))


def unseal(source: Path, target: Path, secret: Passphrase, entry: Entry) -> None:
    """Open a part into the new file ``target``, if it is what ``entry`` says, sealed and clear.

    Raises openssl.Failed where it is another, DtsenError E-PAKET-KUNCI for a wrong passphrase, and
    E-PAKET-SEGEL where opening would take this computer too long.
    """
    sealed = io.BytesIO()
    openssl.from_file(source)(cast(BinaryIO, openssl.Sink(sealed, entry.byte_tersegel or 0)))
    if _sha256(sealed.getvalue()) != entry.sha256_tersegel:
        raise openssl.Failed("sidik lain / another hash")
    try:
        clear = pyrage.passphrase.decrypt(sealed.getvalue(), secret.text)
    except pyrage.DecryptError as error:
        # the bytes are those that were signed, so what does not fit is the passphrase
        if _TOO_MUCH_WORK in str(error):
            raise cms.cannot("komputer terlalu lambat / this computer is too slow") from None
        raise refused("kata sandi salah / wrong passphrase") from None
    if (len(clear), _sha256(clear)) != (entry.byte, entry.sha256):
        raise openssl.Failed("isi lain / another content")
    write_once(target, clear, 0o600)


def refused(reason: str) -> DtsenError:
    """The error of a passphrase that is of no use here."""
    return DtsenError("E-PAKET-KUNCI", path=_NAME, reason=reason)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
