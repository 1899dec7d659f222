"""Steps that must be signed, with certificates and openssl as an official would use them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from grant_requests import PKH, example, lay
from typer.testing import CliRunner

from dagster_dtsen import cli, grants
from dagster_dtsen.envelope import cms
from dagster_dtsen.envelope.certificates import fingerprint
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from tests.envelope import pki

ID, TO = "kemensos-pkh-2026", "disetujui"
WAY = ("diajukan", "diverifikasi_teknis", "diverifikasi_substansi", "direkomendasikan")


@pytest.fixture
def ready(settings: Settings, tmp_path: Path) -> Settings:
    """A recommended request; its term lies around the time of the clock, as signatures do."""
    today = dt.datetime.now(dt.UTC).date()
    content = example("kemensos_pkh")
    content["masa"] = {"dari": today, "sampai": today + dt.timedelta(days=300)}
    for paper in content["dokumen"]:
        paper["tanggal"] = today
    grants.enter(settings, lay(tmp_path / "pkh.yml", content), pki.NOW, PKH)
    for to in WAY:
        grants.move(settings, ID, to, pki.NOW)
    return settings


def signed(said: bytes, by: pki.Holder, folder: Path) -> Path:
    """A detached signature as a file."""
    world = pki.world()
    key = by.write(folder / "kunci", "penanda")
    made = cms.sign(said, by.certificate, [world.between.certificate], cms.Key(key))
    path = folder / "langkah.p7s"
    path.write_bytes(made)
    return path


def test_a_trusted_signature_takes_the_step_and_stays_on_record(
    ready: Settings, tmp_path: Path
) -> None:
    world = pki.world()
    run, home = CliRunner().invoke, ["--home", str(ready.home)]
    said = run(cli.app, ["grants", "statement", ID, TO, *home]).stdout.encode()
    signature = signed(said, world.agency, tmp_path)
    trust = world.write_trust(tmp_path / "kepercayaan")
    options = ["--tanda-tangan", str(signature), "--trust", str(trust), *home]
    done = run(cli.app, ["grants", "move", ID, TO, *options])
    assert done.exit_code == 0, done.stderr
    grant = grants.find(ready, ID, pki.NOW.date())
    assert grant.keadaan == TO
    assert grant.langkah[-1]["sertifikat"] == fingerprint(world.agency.certificate)


@pytest.mark.parametrize("what", ["other statement", "other signer", "no file", "bit"])
def test_no_other_signature_takes_it(ready: Settings, tmp_path: Path, what: str) -> None:
    world = pki.world()
    grant = grants.find(ready, ID, pki.NOW.date())
    said = grants.statement(grant, "aktif" if what == "other statement" else TO, "")
    by = world.rsa if what == "other signer" else world.agency
    signature = signed(said, by, tmp_path)
    if what == "no file":
        signature.unlink()
    if what == "bit":
        content = bytearray(signature.read_bytes())
        content[-1] ^= 1
        signature.write_bytes(content)
    moment = dt.datetime.now(dt.UTC)
    signer = grants.approvers(world.write_trust(tmp_path / "kepercayaan"), moment)
    with pytest.raises(DtsenError, match="E-IZIN-TANDA"):
        grants.move(ready, ID, TO, moment, signature=signature, signer=signer)
    assert grants.find(ready, ID, pki.NOW.date()).keadaan == WAY[-1]
