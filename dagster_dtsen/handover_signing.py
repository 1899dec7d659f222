"""Who signs hand-over papers: a certificate, its key and the folder of trust that names it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from dagster_dtsen.envelope import certificates, cms
from dagster_dtsen.envelope.refusal import Refused
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.handover import pades


@dataclass(frozen=True)
class PaperSigner:
    """Signs papers; ``name``: SHA-256 of its certificate."""

    name: str
    signer: pades.Signer

    def sign(self, file: str, pdf: bytes) -> bytes:
        """The signed paper. Raises DtsenError E-SERAH-TANDA."""
        try:
            return pades.sign(pdf, self.signer)
        except pades.NotSigned as reason:
            raise _refused(file, str(reason)) from None


def signer(certificate: Path, key: cms.Key, trust: Path, moment: dt.datetime) -> PaperSigner:
    """Hold a certificate against the folder of trust, as for packages, and the key against it.

    Raises DtsenError E-SERAH-TANDA, and E-SERTIFIKAT for files that are no certificates.
    """
    own = certificates.load(certificate)
    trusted = certificates.load_trust(trust)
    try:
        chain = certificates.check_signer(own, trusted, moment, moment)
        if key.public_fingerprint() != certificates.key_fingerprint(own.public_key()):
            raise Refused("bukan kunci sertifikat itu / not the key of that certificate")
    except Refused as reason:
        raise _refused(certificate.name, str(reason)) from None
    except DtsenError as error:
        raise _refused(str(error.details["path"]), str(error.details["reason"])) from None
    secret = key.passphrase.encode() if key.passphrase else None
    private = load_pem_private_key(key.path.read_bytes(), secret)
    # what else there is has no fingerprint and was refused above
    assert isinstance(private, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
    return PaperSigner(certificates.fingerprint(own), pades.Signer(own, chain[1:], private))


def _refused(file: str, reason: str) -> DtsenError:
    return DtsenError("E-SERAH-TANDA", file=file, reason=reason)
