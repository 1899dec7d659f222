"""How the parts of a package are closed: for a certificate, or by exception with a passphrase."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509

from dagster_dtsen.envelope import age, cms, openssl
from dagster_dtsen.envelope.certificates import fingerprint, key_fingerprint
from dagster_dtsen.envelope.manifest import AGE

_SCRIPTS = {True: "buka_sandi.sh", False: "buka.sh"}


@dataclass(frozen=True)
class Seal:
    """What a manifest says of it, and what closes a part.

    ``certificate``, ``key``: SHA-256, None of a passphrase.
    """

    scheme: str
    certificate: str | None
    key: str | None
    close: Callable[[openssl.Writer, Path], openssl.Stream]

    @property
    def script(self) -> str:
        """The template of the script that opens it."""
        return _SCRIPTS[self.scheme == AGE]


def for_certificate(certificate: x509.Certificate) -> Seal:
    """For whom holds the key of a certificate, which the caller has checked."""
    return Seal(
        cms.scheme(certificate),
        fingerprint(certificate),
        key_fingerprint(certificate.public_key()),
        lambda source, target: cms.seal(source, target, certificate),
    )


def with_passphrase(secret: age.Passphrase) -> Seal:
    """For whom is told the passphrase by another way."""
    return Seal(AGE, None, None, lambda source, target: age.seal(source, target, secret))
