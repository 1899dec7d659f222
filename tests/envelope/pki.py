"""A public key infrastructure made for one test run; its keys never leave the temporary folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from dagster_dtsen.envelope.certificates import Trust
from dagster_dtsen.twin.certificates import USAGES

# certificates are judged as of now: openssl's signatures bear the time of the clock
# signatures bear the real time: packages are read an hour later, however slow all other tests are
NOW = dt.datetime.now(dt.UTC).replace(microsecond=0) + dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
ENCRYPT_RSA, ENCRYPT_EC = ("key_encipherment",), ("key_agreement",)
SIGN = ("digital_signature", "content_commitment")
AUTHORITY = ("key_cert_sign", "crl_sign")


@cache
def key(kind: str, number: int = 0) -> Any:
    """A private key: RSA of so many bits, or a curve; ``number`` tells those of a kind apart."""
    if kind.isdigit():
        return rsa.generate_private_key(65537, int(kind))
    return ec.generate_private_key(getattr(ec, kind)())


@dataclass(frozen=True)
class Holder:
    """A certificate and its private key."""

    certificate: x509.Certificate
    key: Any

    def write(self, folder: Path, name: str, passphrase: str | None = None) -> Path:
        """``<name>.pem`` and ``<name>.key`` in a folder; path of the key."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.pem").write_bytes(pem(self.certificate))
        secret = self.key.private_bytes(
            form.Encoding.PEM,
            form.PrivateFormat.PKCS8,
            form.BestAvailableEncryption(passphrase.encode())
            if passphrase
            else form.NoEncryption(),
        )
        path = folder / f"{name}.key"
        path.touch(mode=0o600)
        path.write_bytes(secret)
        return path


def pem(*certificates: x509.Certificate) -> bytes:
    return b"".join(item.public_bytes(form.Encoding.PEM) for item in certificates)


def make(
    name: str,
    own: Any,
    issuer: Holder | None = None,
    usage: tuple[str, ...] | None = ENCRYPT_EC,
    ca: bool = False,
    days: tuple[int, int] = (-30, 300),
    more: Callable[[x509.CertificateBuilder], x509.CertificateBuilder] = lambda builder: builder,
    path_length: int | None = None,
) -> Holder:
    """A certificate; ``days``: first and last day from now. Without issuer it signs itself."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + days[0] * DAY)
        .not_valid_after(NOW + days[1] * DAY)
        .add_extension(x509.BasicConstraints(ca, path_length if ca else None), critical=True)
    )
    if usage is not None:
        flags = {item: item in usage for item in USAGES}
        builder = builder.add_extension(x509.KeyUsage(**flags), critical=True)
    signer = issuer.key if issuer else own
    return Holder(more(builder).sign(signer, hashes.SHA256()), own)


def revoked(
    issuer: Holder,
    *holders: Holder,
    days: tuple[int, int] = (-1, 7),
    reason: x509.ReasonFlags | None = None,
) -> x509.CertificateRevocationList:
    """The issuer's list that names these, valid for ``days`` from now; revoked a day ago."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(NOW + days[0] * DAY)
        .next_update(NOW + days[1] * DAY)
    )
    for holder in holders:
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(holder.certificate.serial_number)
            .revocation_date(NOW - DAY)
        )
        if reason:
            entry = entry.add_extension(x509.CRLReason(reason), critical=False)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(issuer.key, hashes.SHA256())


@dataclass(frozen=True)
class World:
    """Root, intermediate, agency and two recipients who trust each other's root."""

    root: Holder
    between: Holder
    agency: Holder
    rsa: Holder
    ec: Holder

    @property
    def trust(self) -> Trust:
        return Trust(
            (self.root.certificate,), (self.between.certificate,), (self.agency.certificate,)
        )

    def write_trust(self, folder: Path) -> Path:
        """The folder that a recipient has: root and agency; the intermediate is in signatures."""
        folder.mkdir(parents=True)
        (folder / "akar.pem").write_bytes(pem(self.root.certificate))
        (folder / "penanda.crt").write_bytes(pem(self.agency.certificate))
        return folder


@cache
def world() -> World:
    """The good ones."""
    root = make("Akar Uji", key("SECP384R1"), None, AUTHORITY, ca=True)
    between = make("Antara Uji", key("SECP256R1"), root, AUTHORITY, ca=True, path_length=0)
    return World(
        root,
        between,
        make("Badan Uji", key("3072", 9), between, SIGN),
        make("Kementerian Uji", key("3072"), between, ENCRYPT_RSA),
        make("Dinas Uji", key("SECP256R1", 2), between, ENCRYPT_EC),
    )
