"""CMS (RFC 5652): a file sealed for one certificate, and the detached signature of a manifest.

AES-256-CBC, the key wrapped with RSA-OAEP (SHA-256) or for an EC key by ECDH (SHA-256 KDF,
AES-256 wrap). CBC tells nobody that bytes were changed: the hashes in the signed manifest do.
"""

from __future__ import annotations

import datetime as dt
import errno
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from dagster_dtsen.envelope import openssl, signed_data
from dagster_dtsen.envelope.certificates import Trust, check_signer, fingerprint, key_fingerprint
from dagster_dtsen.envelope.chains import UNREADABLE
from dagster_dtsen.envelope.refusal import Refused
from dagster_dtsen.errors import DtsenError

LARGEST = 200_000_000  # bytes of a part: openssl opens one in three times its size
# what sealing adds, with room: the header, the padding, a frame around every piece of the stream
_LARGEST_SEALED = LARGEST + LARGEST // 50 + 65536
_SKEW = dt.timedelta(minutes=5)
_OTHERS = 0o077
_OAEP = ("rsa_padding_mode:oaep", "rsa_oaep_md:sha256", "rsa_mgf1_md:sha256")


@dataclass(frozen=True)
class Key:
    """A private key in a PEM file, for this account alone, and its passphrase where it has one."""

    path: Path
    passphrase: str | None = None

    def __repr__(self) -> str:
        return "Key()"

    def public_fingerprint(self) -> str:
        """SHA-256 of its public half. Raises DtsenError E-PAKET-KUNCI."""
        secret = self.passphrase.encode() if self.passphrase else None
        try:
            # the bits of rights mean nothing on Windows
            if os.name == "posix" and self.path.stat().st_mode & _OTHERS:
                raise Refused("terbaca akun lain / readable by other accounts")
            return key_fingerprint(
                load_pem_private_key(self.path.read_bytes(), secret).public_key()
            )
        except Refused as reason:
            raise self.refused(str(reason)) from None
        except OSError:
            raise self.refused("tidak terbaca / cannot be read") from None
        except TypeError:
            wrong = "kata sandi perlu, atau tidak perlu / passphrase needed, or not needed"
            raise self.refused(wrong) from None
        except Exception:  # what is no key fails in many ways; none of them may show its content
            wrong = "bukan kunci PEM, atau kata sandi salah / no PEM key, or wrong passphrase"
            raise self.refused(wrong) from None

    def refused(self, reason: str) -> DtsenError:
        """The error of a key that is of no use here."""
        return DtsenError("E-PAKET-KUNCI", path=self.path.name, reason=reason)


@dataclass(frozen=True)
class Signed:
    """A signature that holds: by whose certificate, and when it says it was made."""

    signer: x509.Certificate
    moment: dt.datetime


def scheme(certificate: x509.Certificate) -> str:
    """How the key of a part is wrapped for that certificate, for the manifest."""
    wrap = "RSA-OAEP-SHA256"
    if isinstance(certificate.public_key(), ec.EllipticCurvePublicKey):
        wrap = "ECDH-SHA256-AES256WRAP"
    return f"AES-256-CBC/{wrap}"


def seal(source: openssl.Writer, target: Path, certificate: x509.Certificate) -> openssl.Stream:
    """Seal what ``source`` writes for one certificate, which the caller has checked.

    Sizes and hashes of both sides. Raises DtsenError E-PAKET-SEGEL: over 200 MB, or openssl could
    not; and what ``source`` raises.
    """
    if isinstance(certificate.public_key(), rsa.RSAPublicKey):
        wrap = [word for option in _OAEP for word in ("-keyopt", option)]
    else:
        wrap = ["-keyopt", "ecdh_kdf_md:sha256", "-aes256-wrap"]
    with tempfile.TemporaryDirectory(prefix="dtsen-") as folder:
        recipient = _pem(Path(folder) / "penerima.pem", [certificate])
        plan = ["cms", "-encrypt", "-stream", "-binary", "-outform", "DER", "-aes256"]
        try:
            return openssl.stream(
                [*plan, "-recip", recipient, *wrap],
                source,
                target,
                _LARGEST_SEALED,
                limit_in=LARGEST,
            )
        except openssl.Failed as reason:
            raise cannot(str(reason)) from None


def unseal(source: Path, target: Path, key: Key, size: int) -> openssl.Stream:
    """Open a sealed file into the new file ``target``, at most ``size`` bytes.

    What comes out must be held against its hash before it is used. Raises openssl.Failed.
    """
    plan = ["cms", "-decrypt", "-binary", "-inform", "DER", "-inkey", str(key.path.absolute())]
    return openssl.stream(
        [*plan, "-passin", openssl.PASSPHRASE],
        openssl.from_file(source),
        target,
        size,
        key.passphrase,
    )


def sign(
    content: bytes, certificate: x509.Certificate, chain: Sequence[x509.Certificate], key: Key
) -> bytes:
    """Detached signature (DER, SHA-256, signingTime of this computer), with ``chain`` inside.

    Raises DtsenError E-PAKET-KUNCI: not the key of that certificate; E-PAKET-SEGEL.
    """
    if key.public_fingerprint() != key_fingerprint(certificate.public_key()):
        raise key.refused("bukan kunci sertifikat penanda tangan / not the signer's key")
    with tempfile.TemporaryDirectory(prefix="dtsen-") as folder:
        own = _pem(Path(folder) / "penanda.pem", [certificate])
        plan = ["cms", "-sign", "-binary", "-md", "sha256", "-outform", "DER", "-signer", own]
        plan += ["-inkey", str(key.path.absolute()), "-passin", openssl.PASSPHRASE]
        if chain:
            plan += ["-certfile", _pem(Path(folder) / "rantai.pem", chain)]
        try:
            return openssl.run(plan, content, key.passphrase)
        except openssl.Failed as reason:
            raise cannot(str(reason)) from None


def verify(content: bytes, signature: bytes, trust: Trust, moment: dt.datetime) -> Signed:
    """Hold a detached signature against ``trust``: signer, chain at its signing time, revocation.

    ``moment``: when it is checked; a signature from later than that is refused. Raises Refused.
    """
    if not trust.signers:
        raise Refused("folder kepercayaan tanpa penanda tangan / no signer in the trust folder")
    frame = signed_data.read(signature)
    signed = frame.moment
    if signed > moment + _SKEW:
        raise Refused("dari masa depan / from the future")
    try:
        inside = [x509.load_der_x509_certificate(item) for item in frame.certificates]
    except UNREADABLE:
        raise Refused("bukan CMS / no CMS") from None
    with tempfile.TemporaryDirectory(prefix="dtsen-") as folder:
        place = Path(folder)
        (place / "tanda.p7s").write_bytes(signature)
        (place / "isi").write_bytes(content)
        # the signer comes from the folder of trust, never from the message; the chain is checked
        # below, and the system's own authorities (-CApath by default) have no say
        plan = ["cms", "-verify", "-binary", "-inform", "DER", "-in", str(place / "tanda.p7s")]
        plan += ["-content", str(place / "isi"), "-noverify", "-nointern"]
        plan += ["-no-CAfile", "-no-CApath", "-no-CAstore", "-out", os.devnull]
        plan += ["-certfile", _pem(place / "tepercaya.pem", trust.signers)]
        plan += ["-signer", str(place / "oleh.pem")]
        try:
            openssl.run(plan)
        except openssl.Failed:
            raise Refused("tidak cocok dengan manifes / it does not match the manifest") from None
        signer = x509.load_pem_x509_certificate((place / "oleh.pem").read_bytes())
    if (signer.issuer.public_bytes(), signer.serial_number) != (frame.issuer, frame.serial):
        raise Refused("menyebut penanda tangan lain / it names another signer")
    found = check_signer(signer, trust, signed, moment, inside)
    # no signature covers the certificates beside it: those of the chain may stand there, no others
    if any(item not in found for item in inside):
        raise Refused("memuat sertifikat lain / it holds other certificates")
    return Signed(signer, signed)


@contextmanager
def told() -> Iterator[None]:
    """What the file system refuses becomes an error with a code; a full disk has one of its own."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise cannot(os.strerror(error.errno or errno.EIO)) from None


def cannot(reason: str) -> DtsenError:
    """The error of what cannot be sealed."""
    return DtsenError("E-PAKET-SEGEL", reason=reason)


def signer_name(certificate: x509.Certificate) -> str:
    """Subject of a signer with the start of its fingerprint, to be shown."""
    return f"{certificate.subject.rfc4514_string()} ({fingerprint(certificate)[:16]})"


def _pem(path: Path, certificates: Sequence[x509.Certificate]) -> str:
    path.write_bytes(b"".join(item.public_bytes(Encoding.PEM) for item in certificates))
    return str(path)
