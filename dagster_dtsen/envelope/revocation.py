"""Revocation lists (RFC 5280 §5): whole, current, signed by the issuer, and what they say.

Partial, indirect and delta lists carry a critical extension; they are not understood and refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from cryptography import x509

from dagster_dtsen.envelope.chains import UNREADABLE, extension
from dagster_dtsen.envelope.refusal import Refused

# a signature made before the certificate was revoked for one of these stays good
_HARMLESS = (
    x509.ReasonFlags.superseded,
    x509.ReasonFlags.cessation_of_operation,
    x509.ReasonFlags.affiliation_changed,
)


def parse(content: bytes) -> x509.CertificateRevocationList:
    """A revocation list, PEM or DER. Raises ValueError."""
    if b"-----BEGIN" in content:
        return x509.load_pem_x509_crl(content)
    return x509.load_der_x509_crl(content)


def check(
    chain: Sequence[x509.Certificate],
    lists: Sequence[x509.CertificateRevocationList],
    moment: dt.datetime,
    signed: dt.datetime | None = None,
) -> None:
    """Hold every certificate of a chain but its root against the lists, as known at ``moment``.

    Where there are lists, the issuer of the first certificate must have one. ``signed``: when a
    signature was made; it outlives a later revocation that does not put the key in doubt. Raises
    Refused.
    """
    for place, (certificate, issuer) in enumerate(pairwise(chain)):
        name = issuer.subject.public_bytes()
        named = [item for item in lists if item.issuer.public_bytes() == name]
        if not named and (place > 0 or not lists):
            continue
        own = [item for item in named if _is_by(item, issuer)]
        if not own:
            raise Refused("tanpa daftar pencabutan penerbitnya / its issuer's list is not there")
        newest = max(own, key=lambda item: item.last_update_utc)
        until = newest.next_update_utc
        if until is None or not newest.last_update_utc <= moment < until:
            raise Refused("daftar pencabutan usang / the revocation list is out of date")
        entry = newest.get_revoked_certificate_by_serial_number(certificate.serial_number)
        if entry is not None and not _harmless(entry, signed):
            raise Refused("dicabut / revoked")


def _is_by(item: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    """Whether the list is signed by that key; one of the same name by another key is not."""
    usage = extension(issuer, x509.KeyUsage)
    if usage is None or not usage.crl_sign:
        return False
    try:
        if any(found.critical for found in item.extensions):
            raise Refused("daftar pencabutan sebagian / the revocation list is a partial one")
        return item.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
    except UNREADABLE:
        return False


def _harmless(entry: x509.RevokedCertificate, signed: dt.datetime | None) -> bool:
    if signed is None or signed >= entry.revocation_date_utc:
        return False
    try:
        reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except (x509.ExtensionNotFound, ValueError):
        return False
    return reason in _HARMLESS
