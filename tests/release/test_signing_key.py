"""Keys that sign: made for one account, never overwritten, refused when they cannot be trusted."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from pydantic import SecretStr

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import signature
from dagster_dtsen.settings import Settings


def signer(settings: Settings, path: Path, passphrase: str | None = None) -> str:
    """The id of the key, or the code and reason it is refused with."""
    secret = SecretStr(passphrase) if passphrase else None
    own = settings.model_copy(update={"sign_key": path, "sign_passphrase": secret})
    try:
        key = signature.signer(own)
    except DtsenError as error:
        assert not passphrase or passphrase not in error.message
        return f"{error.kind.code}: {error.details['reason']}"
    assert key is not None
    return signature.key_id(key.public_key())


def test_a_pair_is_made_once(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "kunci"
    made = signature.make_pair(folder, None)
    assert (folder / signature.PRIVATE).stat().st_mode & 0o777 == 0o600
    assert signer(settings, folder / signature.PRIVATE) == made
    assert signature.key_id(signature.public_key(folder / signature.PUBLIC)) == made
    before = (folder / signature.PRIVATE).read_bytes()
    for gone in (signature.PUBLIC, signature.PRIVATE):
        with pytest.raises(DtsenError) as caught:
            signature.make_pair(folder, None)
        assert caught.value.kind.code == "E-BERKAS-ADA"
        (folder / gone).rename(tmp_path / gone)
        with pytest.raises(DtsenError):
            signature.make_pair(folder, None)
        (tmp_path / gone).rename(folder / gone)
    assert (folder / signature.PRIVATE).read_bytes() == before


def test_two_pairs_are_two_keys(tmp_path: Path) -> None:
    assert signature.make_pair(tmp_path / "a", None) != signature.make_pair(tmp_path / "b", None)


def test_a_passphrase_is_needed_and_must_be_right(settings: Settings, tmp_path: Path) -> None:
    made = signature.make_pair(tmp_path, "sandi")
    path = tmp_path / signature.PRIVATE
    assert b"ENCRYPTED" in path.read_bytes()
    assert signer(settings, path, "sandi") == made
    for wrong in (None, "lain"):
        assert signer(settings, path, wrong).startswith("E-KUNCI-TANDA")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_private_key_that_others_can_read_is_refused(
    settings: Settings, tmp_path: Path, mode: int
) -> None:
    made = signature.make_pair(tmp_path, None)
    path = tmp_path / signature.PRIVATE
    path.chmod(mode)
    assert "terbaca akun lain" in signer(settings, path)
    path.chmod(0o400)
    assert signer(settings, path) == made


@pytest.mark.parametrize("content", [b"", b"bukan kunci", b"\xff\xfe"])
def test_what_is_no_key_is_refused(settings: Settings, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kunci.pem"
    path.write_bytes(content)
    path.chmod(0o600)
    assert signer(settings, path).startswith("E-KUNCI-TANDA")
    with pytest.raises(DtsenError) as caught:
        signature.public_key(path)
    assert caught.value.kind.code == "E-KUNCI-TANDA"


def test_another_kind_of_key_is_refused(settings: Settings, tmp_path: Path) -> None:
    other = generate_private_key(SECP256R1())
    path, public = tmp_path / "kunci.pem", tmp_path / "publik.pem"
    path.touch(mode=0o600)
    path.write_bytes(
        other.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    )
    public.write_bytes(
        other.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    )
    assert "Ed25519" in signer(settings, path)
    with pytest.raises(DtsenError) as caught:
        signature.public_key(public)
    assert caught.value.kind.code == "E-KUNCI-TANDA"


def test_an_empty_setting_is_no_key(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DTSEN_SIGN_KEY", "DTSEN_VERIFY_KEY"):
        monkeypatch.setenv(name, "")
    empty = Settings(home=settings.home)
    assert (empty.sign_key, empty.verify_key) == (None, None)
    assert signature.signer(empty) is None


def test_the_id_of_a_key_is_what_openssl_says(tmp_path: Path) -> None:
    """Whoever gets a public key can compute its id without this system."""
    made = signature.make_pair(tmp_path, None)
    command = ["openssl", "pkey", "-pubin", "-in", str(tmp_path / signature.PUBLIC)]
    try:
        der = subprocess.run([*command, "-outform", "DER"], capture_output=True, check=True).stdout
    except FileNotFoundError:
        pytest.skip("no openssl here")
    assert hashlib.sha256(der).hexdigest() == made
