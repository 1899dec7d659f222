"""Whom a package is sealed for: the certificate of the grant, or by exception a passphrase.

The passphrase is written once, into a file that goes to the recipient by another way; it stands in
no log and in no other file, and nobody can be told it again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dagster_dtsen.envelope import age, certificates, cms, manifest
from dagster_dtsen.envelope import build as envelope
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import write_once
from dagster_dtsen.package_sources import Wanted
from dagster_dtsen.settings import Settings
from dagster_dtsen.sharing.register import Grant


def recipient(
    settings: Settings, grant: Grant, wanted: Wanted, signing: envelope.Agency
) -> envelope.Recipient | age.Passphrase:
    """Whom the grant says. Raises DtsenError E-KIRIM, E-SERTIFIKAT, E-BERKAS-ADA."""
    certificate, place, named = wanted.certificate, wanted.passphrase_to, grant.asked.sertifikat
    if certificate is not None and place is None:
        if named is None:
            reason = "izin tanpa sertifikat enkripsi / the grant names no certificate to seal for"
            raise _refused(grant, reason)
        return envelope.Recipient(certificates.load(certificate), named, signing.trust)
    if place is not None and certificate is None:
        _check_exception(grant)
        _check_place(settings, grant, place)
        return age.passphrase()
    raise _refused(grant, "beri --sertifikat atau --sandi-ke, satu saja / give exactly one of them")


@contextmanager
def told(whom: envelope.Recipient | age.Passphrase, path: Path | None) -> Iterator[None]:
    """While a package is built its passphrase, if any, is in its file; a failure takes it away.

    Raises DtsenError E-BERKAS-ADA, E-PAKET-SEGEL (the file cannot be written).
    """
    if path is None or not isinstance(whom, age.Passphrase):
        yield
        return
    with cms.told():
        try:
            write_once(path, f"{whom.text}\n".encode(), 0o600)
        except FileExistsError:
            raise DtsenError("E-BERKAS-ADA", path=path.name) from None
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _check_exception(grant: Grant) -> None:
    """Without a certificate, and of counts alone."""
    if grant.asked.level > manifest.AGE_UP_TO:
        most = manifest.AGE_UP_TO
        reason = f"di atas tingkat {most} harus bersertifikat / above it only with a certificate"
        raise _refused(grant, reason)
    if grant.asked.sertifikat is not None:
        raise _refused(grant, "izin menyebut sertifikat / the grant names a certificate: use it")


def _check_place(settings: Settings, grant: Grant, path: Path) -> None:
    """The passphrase lies nowhere near the package: not in the home, whose copies hold both."""
    if os.path.lexists(path):
        raise DtsenError("E-BERKAS-ADA", path=path.name)
    place = path.resolve()
    if any(place.is_relative_to(own.resolve()) for own in (settings.root, settings.packages_dir)):
        reason = "kata sandi tidak boleh di dalam rumah atau paket / not inside home or package"
        raise _refused(grant, reason)


def _refused(grant: Grant, reason: str) -> DtsenError:
    return DtsenError("E-KIRIM", paket=grant.id, reason=reason)
