"""Made-up certificates for demonstrations: an authority, who signs, and recipients.

Keys are new at every call and lie without passphrase in the twin's folder: nothing real may be
sealed for them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
AUTHORITY, SIGN, SEAL = ("key_cert_sign", "crl_sign"), ("digital_signature",), ("key_agreement",)
_BEFORE, _AFTER = dt.timedelta(days=1), dt.timedelta(days=730)


@dataclass(frozen=True)
class Holder:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def make(
    name: str, usage: tuple[str, ...], moment: dt.datetime, issuer: Holder | None = None
) -> Holder:
    """A certificate on P-256 for two years; without issuer it is an authority of its own."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{name} (karangan)")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - _BEFORE)
        .not_valid_after(moment + _AFTER)
        .add_extension(x509.BasicConstraints(issuer is None, None), critical=True)
        .add_extension(x509.KeyUsage(**{item: item in usage for item in USAGES}), critical=True)
    )
    return Holder(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)


def lay(
    folder: Path, signers: Sequence[str], recipients: Sequence[str], moment: dt.datetime
) -> None:
    """Write ``akar.pem``, and ``<name>.pem`` and ``<name>.key`` of all who sign or receive.

    For a folder that is there already nothing is done.
    """
    if folder.exists():
        return
    folder.mkdir(mode=0o700, parents=True)
    root = make("Akar", AUTHORITY, moment)
    (folder / "akar.pem").write_bytes(root.certificate.public_bytes(form.Encoding.PEM))
    for names, usage in ((signers, SIGN), (recipients, SEAL)):
        for name in names:
            _write(folder, name, make(name, usage, moment, root))


def trust(folder: Path, target: Path, signers: Sequence[str]) -> Path:
    """A folder of trust beside it: the authority and these signers."""
    target.mkdir(mode=0o700, exist_ok=True)
    for name in ("akar", *signers):
        (target / f"{name}.pem").write_bytes((folder / f"{name}.pem").read_bytes())
    return target


def _write(folder: Path, name: str, holder: Holder) -> None:
    (folder / f"{name}.pem").write_bytes(holder.certificate.public_bytes(form.Encoding.PEM))
    path = folder / f"{name}.key"
    path.touch(mode=0o600)
    path.write_bytes(
        holder.key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    )
