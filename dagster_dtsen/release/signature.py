"""Detached signature of a manifest: ``manifest.json.sig`` beside it, Ed25519 (RFC 8032).

Signed are the algorithm, the id of the key and the exact bytes of the manifest. The manifest holds
the fingerprint of every table, so the signature is about the whole release. The id of a key is the
SHA-256 of its public half (DER, SubjectPublicKeyInfo; RFC 8410).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import sync, write_json
from dagster_dtsen.release import store
from dagster_dtsen.settings import Settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

SIGNATURE = store.MANIFEST + ".sig"
ALGORITHM = "Ed25519"
PRIVATE, PUBLIC = "tanda_tangan.pem", "tanda_tangan.pub.pem"
_PURPOSE = "dtsen-manifest-1"
_OTHERS = 0o077


def make_pair(folder: Path, passphrase: str | None) -> str:
    """Write a new pair of keys into ``folder``; the id of the key.

    The private key is for this account alone, and encrypted where there is a passphrase. Raises
    DtsenError E-BERKAS-ADA when one of both files is there, and then writes neither.
    """
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    for name in (PRIVATE, PUBLIC):
        if (folder / name).exists():
            raise DtsenError("E-BERKAS-ADA", path=folder / name)
    key = Ed25519PrivateKey.generate()
    secret = key.private_bytes(
        form.Encoding.PEM,
        form.PrivateFormat.PKCS8,
        form.BestAvailableEncryption(passphrase.encode()) if passphrase else form.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo
    )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content, mode in ((PRIVATE, secret, 0o600), (PUBLIC, public, 0o644)):
        _write_new(folder / name, content, mode)
    return key_id(key.public_key())


def key_id(public: Ed25519PublicKey) -> str:
    """SHA-256 of a public key, 64 hex digits."""
    from cryptography.hazmat.primitives import serialization as form

    return hashlib.sha256(
        public.public_bytes(form.Encoding.DER, form.PublicFormat.SubjectPublicKeyInfo)
    ).hexdigest()


def signer(settings: Settings) -> Ed25519PrivateKey | None:
    """The private key that manifests are signed with; None where none is configured.

    Raises DtsenError E-KUNCI-TANDA when the file is missing, can be read by others, is no Ed25519
    key, or does not open with the passphrase.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    path = settings.sign_key
    if path is None:
        return None
    passphrase = settings.sign_passphrase.get_secret_value() if settings.sign_passphrase else ""
    content = _read(path)
    if path.stat().st_mode & _OTHERS:
        raise DtsenError(
            "E-KUNCI-TANDA", path=path, reason="terbaca akun lain / readable by other accounts"
        )
    try:
        key = load_pem_private_key(content, passphrase.encode() or None)
    except TypeError:
        reason = "kata sandi perlu, atau tidak perlu / passphrase needed, or not needed"
        raise DtsenError("E-KUNCI-TANDA", path=path, reason=reason) from None
    except Exception:  # what is no key fails in many ways; none of them may show its content
        reason = "bukan kunci PEM, atau kata sandi salah / no PEM key, or wrong passphrase"
        raise DtsenError("E-KUNCI-TANDA", path=path, reason=reason) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise DtsenError("E-KUNCI-TANDA", path=path, reason=f"bukan / not {ALGORITHM}")
    return key


def public_key(path: Path) -> Ed25519PublicKey:
    """The public key in a PEM file. Raises DtsenError E-KUNCI-TANDA."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(_read(path))
    except ValueError:
        raise DtsenError(
            "E-KUNCI-TANDA", path=path, reason="bukan kunci publik PEM / no PEM public key"
        ) from None
    if not isinstance(key, Ed25519PublicKey):
        raise DtsenError("E-KUNCI-TANDA", path=path, reason=f"bukan / not {ALGORITHM}")
    return key


def sign(settings: Settings, folder: Path) -> str | None:
    """Sign the manifest in ``folder``; the id of the key, None where none is configured.

    Raises DtsenError E-KUNCI-TANDA.
    """
    key = signer(settings)
    if key is None:
        return None
    own = key_id(key.public_key())
    signature = key.sign(_message(own, (folder / store.MANIFEST).read_bytes()))
    write_json(
        folder / SIGNATURE,
        {
            "algoritma": ALGORITHM,
            "kunci": own,
            "tanda_tangan": base64.b64encode(signature).decode(),
        },
    )
    return own


def signed_by(stored: store.StoredRelease) -> str | None:
    """Id of the key that a release says it is signed with, not checked; None for unsigned."""
    found = _read_signature(stored)
    return None if found is None else str(found.get("kunci"))


def told(
    found: Iterable[store.StoredRelease], public: Ed25519PublicKey | None
) -> dict[str, str | None]:
    """Release → id of its key: checked by :func:`check` where a key is given, else as it says."""
    return {
        item.name: check(item, public) if public is not None else signed_by(item) for item in found
    }


def check(stored: store.StoredRelease, public: Ed25519PublicKey) -> str:
    """Hold a release against its signature; the id of the key.

    Raises DtsenError E-TANDA-TIADA (not signed), E-TANDA-LAIN (by another key) and E-TANDA-SALAH:
    the signature is not of these bytes, or the manifest is that of another release.
    """
    from cryptography.exceptions import InvalidSignature

    found, own = _read_signature(stored), key_id(public)
    if found is None:
        raise DtsenError("E-TANDA-TIADA", release=stored.name)
    key = found.get("kunci")
    if isinstance(key, str) and key != own:
        raise DtsenError("E-TANDA-LAIN", release=stored.name, key=key[:64], wanted=own)
    content = (stored.path / store.MANIFEST).read_bytes()
    try:
        if key != own or found.get("algoritma") != ALGORITHM:
            raise InvalidSignature
        public.verify(
            base64.b64decode(str(found.get("tanda_tangan")), validate=True), _message(own, content)
        )
    except (InvalidSignature, binascii.Error):
        raise DtsenError("E-TANDA-SALAH", release=stored.name) from None
    said = json.loads(content)
    if said != stored.manifest or f"{said['id_rilis']}.v{said['versi']}" != stored.name:
        raise DtsenError("E-TANDA-SALAH", release=stored.name)
    return own


def check_required(settings: Settings, *found: store.StoredRelease) -> None:
    """:func:`check` by the key of ``DTSEN_VERIFY_KEY``, where there is one.

    Raises DtsenError E-KUNCI-TANDA and those of :func:`check`.
    """
    if settings.verify_key is not None:
        public = public_key(settings.verify_key)
        for stored in found:
            check(stored, public)


def _message(key: str, manifest: bytes) -> bytes:
    return f"{_PURPOSE}\n{ALGORITHM}\n{key}\n".encode() + manifest


def _read_signature(stored: store.StoredRelease) -> dict[str, Any] | None:
    """The header and signature; empty when the file is there and is none."""
    try:
        found = json.loads((stored.path / SIGNATURE).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise DtsenError(
            "E-KUNCI-TANDA", path=path, reason="tidak terbaca / cannot be read"
        ) from None


def _write_new(path: Path, content: bytes, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    sync(path)
