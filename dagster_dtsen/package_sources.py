"""What a package is made from: who signs, for whom, which release, keys, and the one before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from dagster_dtsen import package_restrictions
from dagster_dtsen.envelope import build as envelope
from dagster_dtsen.envelope import certificates, cms
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.parcels import ledger, pseudonym
from dagster_dtsen.parcels.ledger import Package
from dagster_dtsen.parcels.parts import Form
from dagster_dtsen.parcels.pseudonym import Pseudonyms
from dagster_dtsen.release import store, tombstones
from dagster_dtsen.settings import Settings
from dagster_dtsen.sharing.register import Grant


@dataclass(frozen=True)
class Wanted:
    """What is asked for: a grant, the recipient's certificate, and how.

    ``passphrase_to``: the new file that a passphrase is written to, instead of a certificate.
    ``release`` None: the newest in use. ``difference``: against the last package of the grant.
    ``listed``: id of the agency's list whose persons alone are asked about.
    """

    izin: str
    certificate: Path | None
    release: str | None = None
    form: Form = "parquet"
    difference: bool = False
    listed: str | None = None
    passphrase_to: Path | None = None


def agency(settings: Settings, izin: str) -> envelope.Agency:
    """Who signs packages here, as configured. Raises DtsenError E-KIRIM, E-SERTIFIKAT."""
    cert, key, trust = settings.agency_cert, settings.agency_key, settings.agency_trust
    if cert is None or key is None or trust is None:
        reason = "DTSEN_AGENCY_CERT, DTSEN_AGENCY_KEY, DTSEN_AGENCY_TRUST"
        raise DtsenError("E-KIRIM", paket=izin, reason=reason)
    secret = settings.agency_passphrase
    passphrase = secret.get_secret_value() if secret else ""
    return envelope.Agency(
        certificates.load(cert),
        cms.Key(key, passphrase or None),
        certificates.load_trust(trust),
    )


def release(settings: Settings, wanted: str | None, what: str) -> str:
    """The release asked for, which must be in use and hold nobody who was erased since.

    A withdrawn one is handed to nobody; one from before an erasure waits for its new version.
    ``wanted`` None: the newest in use. ``what`` is asked for. Raises DtsenError E-KIRIM and those
    of releases.
    """
    held = {item.name: item for item in store.stored(settings)}
    if not held:
        raise DtsenError("E-RILIS-TIADA", home=settings.home)
    name = list(held)[-1] if wanted is None else store.named(settings, wanted).name
    if name not in held:
        reason = f"rilis {name} ditarik atau diganti / withdrawn or replaced"
        raise DtsenError("E-KIRIM", paket=what, reason=reason)
    if tombstones.unclean(settings, held[name]):
        reason = (
            f"rilis {name} dari sebelum penghapusan orang; bangun versi barunya dahulu / "
            "from before an erasure: build its new version first (dtsen run)"
        )
        raise DtsenError("E-KIRIM", paket=what, reason=reason)
    return name


def look_again(settings: Settings, package: Package, day: dt.date) -> None:
    """Ask of a built package what the build asked: of its release, and of restrictions since.

    Raises as :func:`release` and :func:`package_restrictions.look_again`.
    """
    release(settings, str(package.facts["rilis"]), package.id)
    package_restrictions.look_again(settings, package, day)


def base(settings: Settings, grant: Grant, wanted: Wanted) -> Package | None:
    if not wanted.difference:
        return None
    if wanted.listed:
        reason = "daftar tanpa selisih / a list has no difference"
        raise DtsenError("E-KIRIM", paket=grant.id, reason=reason)
    found = ledger.last_of(settings, grant.id, listed=False)
    if found is None:
        reason = "belum ada paket untuk dibandingkan / no package to compare with"
        raise DtsenError("E-KIRIM", paket=grant.id, reason=reason)
    return found


def only_whole(grant: Grant, wanted: Wanted) -> None:
    """Counts come whole: they have no keys to follow. Raises DtsenError E-KIRIM."""
    if wanted.difference or wanted.listed:
        reason = "hitungan tanpa selisih dan daftar / counts have no difference and no list"
        raise DtsenError("E-KIRIM", paket=grant.id, reason=reason)


def keys(settings: Settings, grant: Grant, before: Package | None) -> Pseudonyms:
    """A difference must be under the keys of its base: others would change every row."""
    asked = grant.asked
    found = pseudonym.load(settings, grant.id, asked.pemohon.lembaga, asked.tujuan)
    if before is not None and before.facts["samaran"] != found.print:
        reason = "kunci samaran berganti; kirim paket penuh / other keys: send a whole package"
        raise DtsenError("E-KIRIM", paket=grant.id, reason=reason)
    return found
