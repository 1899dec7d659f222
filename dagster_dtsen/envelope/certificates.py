"""Certificates of recipients and signers, held against a folder of trust at a given moment."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID

from dagster_dtsen.envelope import revocation
from dagster_dtsen.envelope.chains import (
    CURVES,
    RSA_ISSUER,
    UNREADABLE,
    check_size,
    climb,
    extension,
)
from dagster_dtsen.envelope.refusal import Refused
from dagster_dtsen.errors import DtsenError

RSA_RECIPIENT = 3072  # bits
# e-mail protection is what CMS is known by; the others are Microsoft's and RFC 9336's for documents
_PURPOSES = {
    "encrypt": ("1.3.6.1.4.1.311.80.1",),
    "sign": ("1.3.6.1.5.5.7.3.36", "1.3.6.1.4.1.311.10.3.12"),
}
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.S)
_FILES = {".pem", ".crt", ".cer", ".der", ".crl"}


@dataclass(frozen=True)
class Trust:
    """Whom a folder of trust names; ``signers`` are the only ones that may sign packages."""

    roots: tuple[x509.Certificate, ...]
    intermediates: tuple[x509.Certificate, ...] = ()
    signers: tuple[x509.Certificate, ...] = ()
    lists: tuple[x509.CertificateRevocationList, ...] = ()


def load(path: Path) -> x509.Certificate:
    """The one certificate in a file, PEM or DER. Raises DtsenError E-SERTIFIKAT."""
    try:
        found = _all(path.read_bytes())
    except (OSError, *UNREADABLE):
        raise refusal(path.name, "bukan sertifikat / no certificate") from None
    if len(found) != 1:
        raise refusal(path.name, "berkas memuat lebih dari satu / the file holds several")
    return found[0]


def load_trust(folder: Path) -> Trust:
    """Certificates and revocation lists of a folder (.pem .crt .cer .der .crl), by what they are.

    Authorities that signed themselves are roots, other authorities intermediates, and the rest are
    the signers of packages. Raises DtsenError E-SERTIFIKAT: unreadable, or no root.
    """
    sorts: dict[str, list[x509.Certificate]] = {"root": [], "between": [], "signer": []}
    lists: list[x509.CertificateRevocationList] = []
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    for path in (item for item in paths if item.suffix.lower() in _FILES):
        try:
            content = path.read_bytes()
            if path.suffix.lower() == ".crl" or b"BEGIN X509 CRL" in content:
                lists.append(revocation.parse(content))
                continue
            for item in _all(content):
                sorts[_sort(item)].append(item)
        except (OSError, *UNREADABLE):
            raise refusal(path.name, "tidak terbaca / cannot be read") from None
    if not sorts["root"]:
        raise refusal(folder.name, "tidak ada akar tepercaya / no trusted root in the folder")
    return Trust(
        tuple(sorts["root"]), tuple(sorts["between"]), tuple(sorts["signer"]), tuple(lists)
    )


def check_recipient(
    certificate: x509.Certificate, trust: Trust, moment: dt.datetime, fingerprint_wanted: str
) -> list[x509.Certificate]:
    """Hold a recipient's certificate against everything, at ``moment`` (with time zone).

    ``fingerprint_wanted``: SHA-256 of its DER as the grant names it, hex, colons allowed. Gives
    the chain, root last. Raises DtsenError E-SERTIFIKAT with the first reason found.
    """
    name = fingerprint(certificate)[:16]
    try:
        if fingerprint(certificate) != fingerprint_wanted.replace(":", "").strip().lower():
            raise Refused("sidik bukan yang di izin / fingerprint is not the one of the grant")
        _check_leaf(certificate, "encrypt")
        found = climb([certificate], trust.roots, trust.intermediates, moment)
        revocation.check(found, trust.lists, moment)
    except Refused as reason:
        raise refusal(name, str(reason)) from None
    return found


def check_signer(
    certificate: x509.Certificate,
    trust: Trust,
    signed: dt.datetime,
    moment: dt.datetime,
    extra: Iterable[x509.Certificate] = (),
) -> list[x509.Certificate]:
    """Hold the certificate of a signature made at ``signed`` against ``trust``; the chain.

    Dates count as of the signature, revocation as known at ``moment``; ``extra`` are intermediates
    that came with the signature. Raises Refused.
    """
    if fingerprint(certificate) not in {fingerprint(item) for item in trust.signers}:
        raise Refused("penanda tangan tidak ada di folder kepercayaan / signer is not trusted")
    _check_leaf(certificate, "sign")
    between = (*trust.intermediates, *extra)
    found = climb([certificate], trust.roots, between, signed)
    revocation.check(found, trust.lists, moment, signed)
    return found


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate's DER, 64 hex digits."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def key_fingerprint(key: object) -> str:
    """SHA-256 of a public key (DER, SubjectPublicKeyInfo), 64 hex digits. Raises Refused."""
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise Refused("kunci bukan RSA atau EC / the key is neither RSA nor EC")
    digest = hashes.Hash(hashes.SHA256())
    digest.update(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    return digest.finalize().hex()


def refusal(name: str, reason: str) -> DtsenError:
    """The error of a refused certificate; ``name`` is a file or a fingerprint, never a person."""
    return DtsenError("E-SERTIFIKAT", name=name, reason=reason)


def _check_leaf(certificate: x509.Certificate, purpose: str) -> None:
    """What the certificate itself must be, to be encrypted for or to sign."""
    key = check_size(certificate, RSA_RECIPIENT if purpose == "encrypt" else RSA_ISSUER, CURVES)
    basic = extension(certificate, x509.BasicConstraints)
    if basic is not None and basic.ca:
        raise Refused("sertifikat otoritas / it is an authority's certificate")
    usage = extension(certificate, x509.KeyUsage)
    if usage is None:
        raise Refused("tanpa kegunaan kunci / it has no key usage")
    if purpose == "sign":
        allowed = usage.digital_signature or usage.content_commitment
    elif isinstance(key, rsa.RSAPublicKey):
        allowed = usage.key_encipherment
    else:
        allowed = usage.key_agreement
    purposes = extension(certificate, x509.ExtendedKeyUsage)
    if purposes is not None:
        wanted = (
            *_PURPOSES[purpose],
            ExtendedKeyUsageOID.EMAIL_PROTECTION.dotted_string,
            ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE.dotted_string,
        )
        allowed = allowed and any(item.dotted_string in wanted for item in purposes)
    if not allowed:
        raise Refused("kegunaan kunci tidak mengizinkan / its key usage does not allow this")


def _all(content: bytes) -> list[x509.Certificate]:
    """Every certificate of a file's bytes. Raises ValueError."""
    if b"-----BEGIN" not in content:
        return [x509.load_der_x509_certificate(content)]
    found = [x509.load_pem_x509_certificate(item) for item in _PEM.findall(content)]
    if not found:
        raise ValueError
    return found


def _sort(certificate: x509.Certificate) -> str:
    """What a certificate in a folder of trust is there for."""
    try:
        basic = extension(certificate, x509.BasicConstraints)
        if basic is None or not basic.ca:
            return "signer"
        certificate.verify_directly_issued_by(certificate)
    except (Refused, InvalidSignature, *UNREADABLE):
        return "between"
    return "root"
