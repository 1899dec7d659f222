"""`dtsen twin packages`: the example grants on their whole way, to packages of the twin.

Made-up officials sign with made-up certificates. Nothing is skipped: every step, signature and seal
is the one a real grant goes through.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from dagster_dtsen import (
    demonstration_papers,
    grants,
    open_data,
    package_release,
    package_sources,
    packages,
    tables,
)
from dagster_dtsen.envelope import certificates, cms
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.parcels import ledger
from dagster_dtsen.parcels.ledger import Package
from dagster_dtsen.release import store
from dagster_dtsen.settings import PROJECT_DIR, Settings
from dagster_dtsen.sharing import entitled
from dagster_dtsen.sharing.register import ACTIVE, Grant
from dagster_dtsen.twin import certificates as made_up

Clock = Callable[[], dt.datetime]
# example request -> criteria that it names
EXAMPLES: dict[str, str | None] = {
    "kemenko_pm": None,
    "kemensos_pkh": "pkh.yml",
    "bappenas_mikro": None,
    "peneliti_mikro": None,
    "provinsi_jateng": None,
    "bpkp": None,
    "pln": None,
}
AGENCY, APPROVERS = "penerbit", ("pejabat-satu", "pejabat-dua")
WAY = (
    "diajukan",
    "diverifikasi_teknis",
    "diverifikasi_substansi",
    "direkomendasikan",
    "disetujui",
    "perjanjian",
    ACTIVE,
)
_TERM, _REPORT, _FEEDBACK = (dt.timedelta(days=days) for days in (364, 180, 90))


class _Plain(yaml.SafeDumper):
    """YAML without references, which requests may not have."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def run(settings: Settings, folder: Path, clock: Clock) -> list[Package]:
    """Grants and packages of every release of the home, as far as they are not there yet.

    Counts of every release are published first, and the open page of the newest. A grant that
    recurs gets the first release whole and the later ones as differences (of counts, all whole),
    another one the newest. Keys lie in ``folder``. Raises what the acts raise.
    """
    keys = folder / "kunci"
    signers = (AGENCY, *APPROVERS, *demonstration_papers.receivers(list(EXAMPLES)))
    made_up.lay(keys, signers, list(EXAMPLES), clock())
    own = settings.model_copy(
        update={
            "agency_cert": keys / f"{AGENCY}.pem",
            "agency_key": keys / f"{AGENCY}.key",
            "agency_trust": made_up.trust(keys, folder / "percaya", [AGENCY]),
        }
    )
    made_up.trust(keys, folder / "pejabat", APPROVERS)
    releases = [item.name for item in store.stored(own)]
    for release in releases:
        tables.build(own, release)
    open_data.page(own, None, None)
    found = []
    for name, criteria in EXAMPLES.items():
        grant = _granted(own, folder, name, criteria, clock)
        again = grant.asked.frekuensi.pola == "berkala"
        for release in releases if again else releases[-1:]:
            found += _package(own, folder, grant, name, release, clock)
    return found


def _granted(
    settings: Settings, folder: Path, name: str, criteria: str | None, clock: Clock
) -> Grant:
    """The grant of one example, active; its term begins on this day where it is new."""
    asked = yaml.safe_load((PROJECT_DIR / "docs" / "grants" / f"{name}.yml").read_text())
    try:
        return grants.find(settings, asked["izin"], clock().date())
    except DtsenError as error:
        if error.kind.code != "E-IZIN-TIADA":
            raise
    day = clock().date()
    sealed_for = certificates.load(folder / "kunci" / f"{name}.pem")
    changed: dict[str, Any] = {
        "sertifikat": certificates.fingerprint(sealed_for),
        "masa": {"dari": day, "sampai": day + _TERM},
        "kewajiban": {
            duty: None if asked["kewajiban"][duty] is None else day + wait
            for duty, wait in (("laporan", _REPORT), ("balikan", _FEEDBACK))
        },
    }
    request = folder / f"{name}.yml"
    request.write_text(
        yaml.dump(asked | changed, Dumper=_Plain, sort_keys=False, allow_unicode=True)
    )
    file = PROJECT_DIR / "docs" / "programmes" / criteria if criteria else None
    grant = grants.enter(settings, request, clock(), file)
    for to in WAY:
        with _signed(folder, APPROVERS[0], grants.statement(grant, to, "")) as signature:
            moment = clock()
            signer = grants.approvers(folder / "pejabat", moment)
            grant = grants.move(settings, grant.id, to, moment, signature=signature, signer=signer)
    return grant


def _package(
    settings: Settings, folder: Path, grant: Grant, name: str, release: str, clock: Clock
) -> list[Package]:
    """The package of one release for a grant; none where it was given already."""
    own = [item for item in ledger.packages(settings) if item.facts["izin"] == grant.id]
    if any(item.facts["rilis"] == release and item.state == ledger.RELEASED for item in own):
        return []
    for item in own:
        if item.state == ledger.BUILT:
            package_release.discard(settings, item.id, "peragaan terhenti", clock())
    wanted = package_sources.Wanted(
        grant.id,
        folder / "kunci" / f"{name}.pem",
        release,
        difference=grant.asked.level >= entitled.ROWS_FROM
        and ledger.last_of(settings, grant.id) is not None,
    )
    package = packages.build(settings, wanted, clock())
    if package.state == ledger.BUILT:
        said = package_release.statement(package)
        with (
            _signed(folder, APPROVERS[0], said) as first,
            _signed(folder, APPROVERS[1], said) as second,
        ):
            package = package_release.release(
                settings, package.id, [first, second], folder / "pejabat", clock()
            )
    demonstration_papers.papers(settings, folder, package, name, clock())
    return [package]


@contextmanager
def _signed(folder: Path, name: str, said: bytes) -> Iterator[Path]:
    """The signature of a made-up official about these bytes, as a file."""
    keys = folder / "kunci"
    certificate = certificates.load(keys / f"{name}.pem")
    made = cms.sign(said, certificate, [], cms.Key(keys / f"{name}.key"))
    with tempfile.TemporaryDirectory(prefix="dtsen-") as place:
        path = Path(place) / "tanda.p7s"
        path.write_bytes(made)
        yield path
