"""PAdES signatures (ETSI EN 319 142-1, level B-B) in PDF, by pyHanko.

Nothing is fetched: certificates come from the caller, and there is no time stamp from outside.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError, ValueErrorWithMessage
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import CertificateRegistry

# where the agency's signature stands; the recipient may add one beside it
FIELD = "PihakPertama"
# either says that a certificate may sign papers, as with packages
_USAGE = KeyUsageConstraints(
    key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False
)


@dataclass(frozen=True)
class Signer:
    """Who signs: certificate, the chain to its root (root last), and the private key."""

    certificate: x509.Certificate
    chain: Sequence[x509.Certificate]
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

    def __repr__(self) -> str:
        return "Signer()"


class NotSigned(Exception):
    """A PDF could not be signed, or its signature does not hold; says why."""


def sign(pdf: bytes, signer: Signer) -> bytes:
    """The PDF with an invisible signature over all of it, which holds. Raises NotSigned."""
    store = CertificateRegistry.build([_asn1(item) for item in signer.chain])
    secret = signer.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    own = signers.SimpleSigner(
        signing_cert=_asn1(signer.certificate),
        signing_key=keys.PrivateKeyInfo.load(secret),
        cert_registry=store,
        embed_roots=False,
    )
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        made: io.BytesIO = signers.sign_pdf(writer, meta, signer=own)
    except (SigningError, PdfError) as error:
        raise NotSigned(type(error).__name__) from None
    signed = made.getvalue()
    check(signed, signer.chain[-1:], signer.chain[:-1])
    return signed


def check(
    pdf: bytes, roots: Sequence[x509.Certificate], between: Sequence[x509.Certificate] = ()
) -> x509.Certificate:
    """Who signed a PDF for the agency; all that follows must be further signatures.

    Revocation is not looked at: that is a matter of the folder of trust (docs/package.md). Raises
    NotSigned.
    """
    trusted = ValidationContext(
        trust_roots=[_asn1(item) for item in roots],
        other_certs=[_asn1(item) for item in between],
        allow_fetching=False,
    )
    try:
        all_signed = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        found = {item.field_name: item for item in all_signed}
        if FIELD not in found:
            raise NotSigned("tanpa tanda tangan / not signed")
        status = validate_pdf_signature(found[FIELD], trusted, key_usage_settings=_USAGE)
        # what stands behind the last signature is nobody's word
        whole = all_signed[-1].evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
    except (PdfError, ValueErrorWithMessage, ValueError, KeyError, TypeError) as error:
        raise NotSigned(type(error).__name__) from None
    if not (whole and status.bottom_line):
        raise NotSigned(
            "diubah atau bukan oleh yang dipercaya / changed, or not by whom is trusted"
        )
    return x509.load_der_x509_certificate(status.signing_cert.dump())


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
