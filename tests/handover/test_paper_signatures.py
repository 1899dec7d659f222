"""PAdES signatures of papers, verified by pyHanko; a changed byte is noticed."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from pathlib import Path

import pytest
from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import CertificateRegistry
from typer.testing import CliRunner

from dagster_dtsen import cli, handover_signing, handovers
from dagster_dtsen.envelope.certificates import fingerprint
from dagster_dtsen.envelope.cms import Key
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.handover import pades, paper
from dagster_dtsen.settings import Settings
from tests.envelope import pki
from tests.handover import handed


def trust_folder(folder: Path, signer: pki.Holder) -> Path:
    """Root, intermediate and one signer."""
    world = pki.world()
    folder.mkdir()
    (folder / "akar.pem").write_bytes(pki.pem(world.root.certificate))
    (folder / "antara.pem").write_bytes(pki.pem(world.between.certificate))
    (folder / "penanda.pem").write_bytes(pki.pem(signer.certificate))
    return folder


def signer(folder: Path, by: pki.Holder) -> handover_signing.PaperSigner:
    key = by.write(folder / "kunci", "badan")
    trust = trust_folder(folder / "percaya", by)
    return handover_signing.signer(key.with_suffix(".pem"), Key(key), trust, pki.NOW)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A signed record."""
    folder = tmp_path_factory.mktemp("tanda")
    settings = Settings(home=folder / "rumah", db_key=None)
    package = handed.listed(folder / "paket", handed.about(handed.grant(settings, "B"), "B"))
    by = signer(folder, pki.world().agency)
    told = handovers.bast(settings, package, folder / "bast.pdf", paper.BLANK, handed.MOMENT, by)
    assert told["penanda"] == fingerprint(pki.world().agency.certificate)
    return (folder / "bast.pdf").read_bytes()


def test_a_signature_is_pades_and_covers_the_whole_paper(signed: bytes) -> None:
    root = asn1_x509.Certificate.load(pki.world().root.certificate.public_bytes(Encoding.DER))
    found = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    assert [item.field_name for item in found] == [pades.FIELD]
    assert found[0].sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    status = validate_pdf_signature(found[0], ValidationContext(trust_roots=[root]))
    assert status.bottom_line and status.coverage.name == "ENTIRE_FILE"


def test_an_ec_key_signs_too(tmp_path: Path, signed: bytes) -> None:
    world = pki.world()
    own = pki.make("Pejabat EC", pki.key("SECP256R1", 5), world.between, pki.SIGN)
    plain = signed[: signed.index(b"%%EOF") + 6]
    made = signer(tmp_path, own).sign("uji.pdf", plain)
    by = pades.check(made, [world.root.certificate], [world.between.certificate])
    assert by == own.certificate


def test_a_changed_byte_is_noticed(signed: bytes) -> None:
    roots = [pki.world().root.certificate]
    pades.check(signed, roots)
    generator = random.Random("byte")
    start = signed.index(b"/ByteRange")
    for place in (generator.randrange(start) for _ in range(40)):
        changed = bytearray(signed)
        changed[place] ^= 1
        with pytest.raises(pades.NotSigned):
            pades.check(bytes(changed), roots)


def test_the_recipient_may_sign_the_same_paper(signed: bytes) -> None:
    world = pki.world()
    own = pki.make("Penerima", pki.key("SECP256R1", 6), world.between, pki.SIGN)
    secret = own.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    second = signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(own.certificate.public_bytes(Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(secret),
        cert_registry=CertificateRegistry.build([]),
    )
    meta = signers.PdfSignatureMetadata(field_name="PihakKedua")
    both = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(signed)), meta, signer=second)
    by = pades.check(both.getvalue(), [world.root.certificate])
    assert by == world.agency.certificate


def test_so_is_another_root_an_unsigned_paper_and_one_with_more_in_it(signed: bytes) -> None:
    other = pki.make("Akar Lain", pki.key("SECP256R1", 8), None, pki.AUTHORITY, ca=True)
    with pytest.raises(pades.NotSigned):
        pades.check(signed, [other.certificate])
    plain = signed[: signed.index(b"%%EOF") + 6]
    with pytest.raises(pades.NotSigned, match="not signed"):
        pades.check(plain, [pki.world().root.certificate])
    with pytest.raises(pades.NotSigned):
        pades.check(signed + b"\n1 0 obj\n<<>>\nendobj\n", [pki.world().root.certificate])


@pytest.mark.parametrize("harm", ["other key", "not trusted", "usage", "expired", "no key"])
def test_who_may_not_sign_does_not(tmp_path: Path, harm: str) -> None:
    world = pki.world()
    own, trusted = world.agency, world.agency
    if harm == "not trusted":
        trusted = world.rsa
    if harm == "usage":
        own = trusted = world.rsa
    if harm == "expired":
        own = trusted = pki.make(
            "Lama", pki.key("3072", 9), world.between, pki.SIGN, days=(-20, -1)
        )
    key = own.write(tmp_path / "kunci", "badan")
    if harm == "other key":
        key = replace(own, key=pki.key("3072")).write(tmp_path / "lain", "badan")
        (tmp_path / "lain" / "badan.pem").write_bytes(pki.pem(own.certificate))
    if harm == "no key":
        key.write_bytes(b"")
    trust = trust_folder(tmp_path / "percaya", trusted)
    with pytest.raises(DtsenError, match="E-SERAH-TANDA"):
        handover_signing.signer(key.with_suffix(".pem"), Key(key), trust, pki.NOW)


def test_the_passphrase_comes_from_the_environment(settings: Settings, tmp_path: Path) -> None:
    own = pki.world().agency
    content = handed.request(settings, "B")
    key = own.write(tmp_path / "kunci", "badan", "rahasia")
    trust = trust_folder(tmp_path / "percaya", own)
    arguments = [
        "handover", "agreement", content["izin"], "--to", str(tmp_path / "nda.pdf"),
        "--sertifikat", str(key.with_suffix(".pem")), "--kunci", str(key),
        "--trust", str(trust), "--sandi-dari", "SANDI_UJI", "--home", str(settings.home),
    ]  # fmt: skip
    wrong = CliRunner().invoke(cli.app, arguments, env={"SANDI_UJI": "salah"})
    assert wrong.exit_code == 121 and not (tmp_path / "nda.pdf").exists()
    assert "rahasia" not in wrong.output
    done = CliRunner().invoke(cli.app, arguments, env={"SANDI_UJI": "rahasia"})
    assert done.exit_code == 0, done.output
    assert fingerprint(own.certificate) in done.stdout
    by = pades.check((tmp_path / "nda.pdf").read_bytes(), [pki.world().root.certificate])
    assert by == own.certificate
    half = CliRunner().invoke(cli.app, arguments[:6])
    assert half.exit_code == 2
