"""From a certificate to a trusted root: every link checked at one moment (RFC 5280 §6).

``cryptography.x509.verification`` follows the profile of the web: it holds trust anchors to no
date, knows no revocation list and no key usage for encryption. So the chain is walked here; every
signature is checked by ``Certificate.verify_directly_issued_by``. A critical extension that is not
understood is refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtensionOID

from dagster_dtsen.envelope.refusal import Refused

RSA_ISSUER = 2048  # bits
CURVES = (ec.SECP256R1, ec.SECP384R1)
_HASHES = (hashes.SHA256, hashes.SHA384, hashes.SHA512)
_DEPTH = 5  # links from a certificate to its root
_UNDERSTOOD = (
    ExtensionOID.BASIC_CONSTRAINTS,
    ExtensionOID.KEY_USAGE,
    ExtensionOID.EXTENDED_KEY_USAGE,
    ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
    ExtensionOID.CERTIFICATE_POLICIES,
)
# what reading a damaged certificate may end with
UNREADABLE = (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion)
T = TypeVar("T", bound=x509.ExtensionType)


def climb(
    path: list[x509.Certificate],
    roots: Sequence[x509.Certificate],
    between: Sequence[x509.Certificate],
    moment: dt.datetime,
) -> list[x509.Certificate]:
    """``path``, one certificate to begin with, continued to one of ``roots``. Raises Refused."""
    last = path[-1]
    _check_dated(last, moment)
    if len(path) > 1:
        _check_issuer(last, path)
    if len(path) > 1 and last in roots:
        return path
    reason = Refused("tidak berujung pada akar tepercaya / leads to no trusted root")
    if len(path) <= _DEPTH:
        for issuer in (*roots, *between):
            if issuer in path or issuer.subject.public_bytes() != last.issuer.public_bytes():
                continue
            try:
                _check_link(last, issuer)
                return climb([*path, issuer], roots, between, moment)
            except Refused as found:
                reason = found
    raise reason


def _check_link(certificate: x509.Certificate, issuer: x509.Certificate) -> None:
    if not isinstance(certificate.signature_hash_algorithm, _HASHES):
        raise Refused("tanda tangan sertifikat lemah / weak hash in its signature")
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, *UNREADABLE):
        raise Refused("tidak ditandatangani penerbitnya / not signed by its issuer") from None


def _check_dated(certificate: x509.Certificate, moment: dt.datetime) -> None:
    if moment < certificate.not_valid_before_utc:
        raise Refused("belum berlaku / not valid yet")
    if moment > certificate.not_valid_after_utc:
        raise Refused("kedaluwarsa / expired")
    extensions = _extensions(certificate)
    if any(item.critical and item.oid not in _UNDERSTOOD for item in extensions):
        raise Refused("ekstensi kritis tidak dikenal / a critical extension is not known")


def _check_issuer(issuer: x509.Certificate, path: list[x509.Certificate]) -> None:
    basic = extension(issuer, x509.BasicConstraints)
    usage = extension(issuer, x509.KeyUsage)
    if basic is None or not basic.ca or usage is None or not usage.key_cert_sign:
        raise Refused("penerbit bukan otoritas / an issuer is no authority")
    # certificates between the issuer and the first of the path
    if basic.path_length is not None and len(path) - 2 > basic.path_length:
        raise Refused("rantai lebih panjang dari yang diizinkan / chain longer than allowed")
    check_size(issuer, RSA_ISSUER, (*CURVES, ec.SECP521R1))


def check_size(
    certificate: x509.Certificate, bits: int, curves: tuple[type[ec.EllipticCurve], ...]
) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey:
    """The key, RSA of so many bits or EC on one of these curves. Raises Refused."""
    try:
        key = certificate.public_key()
    except UNREADABLE:
        raise Refused("kunci tidak dikenal / its key is not known") from None
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= bits:
        return key
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, curves):
        return key
    raise Refused("kunci terlalu pendek atau jenis lain / its key is too short or of another kind")


def extension(certificate: x509.Certificate, kind: type[T]) -> T | None:
    """The extension of that kind, None where there is none. Raises Refused."""
    try:
        return _extensions(certificate).get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _extensions(certificate: x509.Certificate) -> x509.Extensions:
    try:
        return certificate.extensions
    except (*UNREADABLE, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        raise Refused("ekstensinya rusak / its extensions are damaged") from None
