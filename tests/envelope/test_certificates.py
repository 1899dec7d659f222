"""Whom a package may be sealed for, and who may sign one; every other certificate is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization as form
from cryptography.x509.oid import ExtendedKeyUsageOID

from dagster_dtsen.envelope import certificates
from dagster_dtsen.envelope.certificates import Trust, check_recipient, check_signer, fingerprint
from dagster_dtsen.envelope.refusal import Refused
from dagster_dtsen.errors import DtsenError
from tests.envelope import packages, pki
from tests.envelope.pki import AUTHORITY, DAY, ENCRYPT_EC, ENCRYPT_RSA, NOW, Holder, key, make

P256 = "SECP256R1"
Case = tuple[Holder, Trust]


def extended(*purposes: x509.ObjectIdentifier) -> Callable[..., x509.CertificateBuilder]:
    return lambda builder: builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)


def odd(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
    unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
    return builder.add_extension(unknown, critical=True)


def own(world: pki.World, kind: str = P256, **rest: object) -> Case:
    """A recipient of the good intermediate, but for what ``rest`` says."""
    return make("Penerima", key(kind, 3), world.between, **rest), world.trust  # type: ignore[arg-type]


def below(world: pki.World, issuer: Holder, *more: Holder) -> Case:
    """A recipient of another issuer, which the folder of trust has as an intermediate."""
    between = tuple(item.certificate for item in (issuer, *more))
    return make("Penerima", key(P256, 3), issuer), replace(world.trust, intermediates=between)


def between(world: pki.World, **rest: object) -> Holder:
    plan = {"usage": AUTHORITY, "ca": True} | rest
    return make("Antara Lain", key(P256, 4), world.root, **plan)  # type: ignore[arg-type]


def other_root(world: pki.World) -> Case:
    root = make("Akar Lain", key(P256, 5), None, AUTHORITY, ca=True)
    return make("Penerima", key(P256, 3), root), world.trust


def same_name_other_key(world: pki.World) -> Case:
    """An issuer that bears the name of the trusted one."""
    false = make("Antara Uji", key(P256, 6), None, AUTHORITY, ca=True)
    return make("Penerima", key(P256, 3), false), world.trust


def listed(world: pki.World, **days: tuple[int, int]) -> Case:
    holder, trust = own(world)
    found = pki.revoked(world.between, *(() if days else (holder,)), **days)
    return holder, replace(trust, lists=(found,))


def list_of_another(world: pki.World) -> Case:
    holder, trust = own(world)
    return holder, replace(trust, lists=(pki.revoked(world.root),))


def list_by_another_key(world: pki.World) -> Case:
    holder, trust = own(world)
    false = make("Antara Uji", key(P256, 6), None, AUTHORITY, ca=True)
    return holder, replace(trust, lists=(pki.revoked(false),))


def revoked_issuer(world: pki.World) -> Case:
    holder, trust = own(world)
    lists = (pki.revoked(world.between), pki.revoked(world.root, world.between))
    return holder, replace(trust, lists=lists)


def too_deep(world: pki.World) -> Case:
    """The good intermediate may have no authority below it."""
    lower = make("Bawah", key(P256, 7), world.between, AUTHORITY, ca=True)
    return below(world, lower, world.between)


def expired_root(world: pki.World) -> Case:
    root = make("Akar Usang", key(P256, 8), None, AUTHORITY, ca=True, days=(-900, -1))
    return make("Penerima", key(P256, 3), root), replace(world.trust, roots=(root.certificate,))


BAD: dict[str, tuple[Callable[[pki.World], Case], str]] = {
    "expired": (lambda w: own(w, days=(-400, -1)), "expired"),
    "not yet valid": (lambda w: own(w, days=(1, 300)), "not valid yet"),
    "other root": (other_root, "no trusted root"),
    "issuer of the same name": (same_name_other_key, "not signed by its issuer"),
    "self-signed": (lambda w: (make("P", key(P256, 3)), w.trust), "no trusted root"),
    "sign only": (lambda w: own(w, usage=pki.SIGN), "key usage does not allow"),
    "no key usage": (lambda w: own(w, usage=None), "no key usage"),
    "EC with the usage of RSA": (lambda w: own(w, usage=ENCRYPT_RSA), "does not allow"),
    "RSA with the usage of EC": (lambda w: own(w, "3072", usage=ENCRYPT_EC), "does not allow"),
    "small RSA": (lambda w: own(w, "2048", usage=ENCRYPT_RSA), "too short"),
    "other curve": (lambda w: own(w, "SECP521R1"), "too short or of another kind"),
    "weak curve": (lambda w: own(w, "SECP224R1"), "too short or of another kind"),
    "web server": (
        lambda w: own(w, more=extended(ExtendedKeyUsageOID.SERVER_AUTH)),
        "does not allow",
    ),
    "unknown critical extension": (lambda w: own(w, more=odd), "critical extension"),
    "an authority": (lambda w: own(w, usage=(*AUTHORITY, "key_agreement"), ca=True), "authority"),
    "revoked": (listed, "revoked"),
    "list out of date": (lambda w: listed(w, days=(-9, -1)), "out of date"),
    "list not yet valid": (lambda w: listed(w, days=(1, 9)), "out of date"),
    "list of another issuer": (list_of_another, "list is not there"),
    "list by another key": (list_by_another_key, "list is not there"),
    "revoked intermediate": (revoked_issuer, "revoked"),
    "expired intermediate": (lambda w: below(w, between(w, days=(-400, -1))), "expired"),
    "intermediate not yet valid": (lambda w: below(w, between(w, days=(2, 9))), "not valid yet"),
    "non-CA as issuer": (lambda w: below(w, between(w, ca=False)), "no authority"),
    "issuer that may not certify": (
        lambda w: below(w, between(w, usage=("crl_sign",))),
        "no authority",
    ),
    "issuer with odd extension": (lambda w: below(w, between(w, more=odd)), "critical extension"),
    "chain too deep": (too_deep, "longer than allowed"),
    "expired root": (expired_root, "expired"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_certificate_is_refused_and_the_reason_told(world: pki.World, name: str) -> None:
    make_case, reason = BAD[name]
    holder, trust = make_case(world)
    with pytest.raises(DtsenError) as caught:
        check_recipient(holder.certificate, trust, NOW, fingerprint(holder.certificate))
    assert caught.value.kind.code == "E-SERTIFIKAT"
    assert reason in caught.value.message
    assert "Penerima" not in caught.value.message


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_good_certificate_is_taken_with_its_whole_chain(world: pki.World, kind: str) -> None:
    certificate = getattr(world, kind).certificate
    spelled = ":".join(certificate.fingerprint(pki.hashes.SHA256()).hex(" ").upper().split())
    chain = check_recipient(certificate, world.trust, NOW, spelled)
    assert chain == [certificate, world.between.certificate, world.root.certificate]


def test_a_current_list_that_does_not_name_it_is_good(world: pki.World) -> None:
    lists = (pki.revoked(world.between, world.rsa), pki.revoked(world.root))
    trust = replace(world.trust, lists=lists)
    certificate = world.ec.certificate
    assert len(check_recipient(certificate, trust, NOW, fingerprint(certificate))) == 3


def test_e_mail_protection_is_a_purpose_to_encrypt_for(world: pki.World) -> None:
    holder, trust = own(world, more=extended(ExtendedKeyUsageOID.EMAIL_PROTECTION))
    assert check_recipient(holder.certificate, trust, NOW, fingerprint(holder.certificate))


def test_another_fingerprint_than_the_grants_is_refused(world: pki.World) -> None:
    with pytest.raises(DtsenError, match="fingerprint"):
        check_recipient(world.rsa.certificate, world.trust, NOW, fingerprint(world.ec.certificate))


def test_dates_are_judged_at_the_moment_given(world: pki.World) -> None:
    certificate = world.ec.certificate
    for days, good in ((-31, False), (-29, True), (299, True), (301, False)):
        try:
            check_recipient(certificate, world.trust, NOW + days * DAY, fingerprint(certificate))
        except DtsenError:
            assert not good, days
        else:
            assert good, days


def test_a_signer_must_be_named_and_may_not_be_any_certificate_of_the_root(
    world: pki.World,
) -> None:
    assert len(check_signer(world.agency.certificate, world.trust, NOW, NOW)) == 3
    other = make("Orang Lain", key(P256, 11), world.between, pki.SIGN)
    with pytest.raises(Refused, match="signer is not trusted"):
        check_signer(other.certificate, world.trust, NOW, NOW)
    pinned = replace(world.trust, signers=(world.ec.certificate,))
    with pytest.raises(Refused, match="does not allow"):
        check_signer(world.ec.certificate, pinned, NOW, NOW)


@pytest.mark.parametrize(
    ("reason", "days", "good"),
    [
        (x509.ReasonFlags.superseded, -2, True),
        (x509.ReasonFlags.superseded, 0, False),
        (x509.ReasonFlags.key_compromise, -2, False),
        (None, -2, False),
    ],
)
def test_a_signature_outlives_only_a_harmless_later_revocation(
    world: pki.World, reason: x509.ReasonFlags | None, days: int, good: bool
) -> None:
    trust = replace(world.trust, lists=(pki.revoked(world.between, world.agency, reason=reason),))
    try:
        check_signer(world.agency.certificate, trust, NOW + days * DAY, NOW)
    except Refused:
        assert not good
    else:
        assert good


def test_a_folder_of_trust_is_read_by_what_lies_in_it(tmp_path: Path, world: pki.World) -> None:
    both = pki.pem(world.root.certificate, world.between.certificate)
    (tmp_path / "rantai.pem").write_bytes(both)
    der = form.Encoding.DER
    (tmp_path / "badan.cer").write_bytes(world.agency.certificate.public_bytes(der))
    (tmp_path / "daftar.crl").write_bytes(pki.revoked(world.between).public_bytes(der))
    (tmp_path / "catatan.txt").write_text("bukan sertifikat")
    found = certificates.load_trust(tmp_path)
    assert replace(found, lists=()) == world.trust
    assert len(found.lists) == 1


@pytest.mark.parametrize("content", [b"", b"bukan", b"-----BEGIN CERTIFICATE-----\nAA=="])
def test_a_file_that_is_no_certificate_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sertifikat.pem"
    path.write_bytes(content)
    with pytest.raises(DtsenError, match="no certificate"):
        certificates.load(path)
    with pytest.raises(DtsenError):
        certificates.load_trust(tmp_path)


def test_pem_and_der_of_a_certificate_are_the_same(tmp_path: Path, world: pki.World) -> None:
    for name, encoding in (("a.pem", form.Encoding.PEM), ("a.der", form.Encoding.DER)):
        (tmp_path / name).write_bytes(world.ec.certificate.public_bytes(encoding))
        assert certificates.load(tmp_path / name) == world.ec.certificate


def test_nothing_is_written_for_a_refused_certificate(tmp_path: Path, world: pki.World) -> None:
    holder, _ = own(world, usage=pki.SIGN)
    with pytest.raises(DtsenError, match="E-SERTIFIKAT"):
        packages.package(tmp_path, world, holder)
    assert not [path for path in tmp_path.rglob("*") if "paket" in path.name]
