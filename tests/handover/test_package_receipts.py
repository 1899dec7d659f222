"""Receipts: signed by the recipient about exactly one package, recorded once, missed in time."""

from __future__ import annotations

import base64
import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dagster_dtsen import audits, cli, handover_receipts, journal
from dagster_dtsen.audit import log
from dagster_dtsen.envelope import cms
from dagster_dtsen.handover import receipt
from dagster_dtsen.settings import Settings
from tests.envelope import pki
from tests.handover import handed

TODAY = dt.datetime.now(dt.UTC).date()


@dataclass
class Given:
    """A home with one package, and the recipient's signer."""

    settings: Settings
    package: Path
    scratch: Path
    signer: pki.Holder

    def statement(self, day: dt.date = TODAY) -> bytes:
        return handover_receipts.statement(self.package, day).text()

    def take(
        self, said: bytes, by: pki.Holder | None = None, about: bytes | None = None, name: str = ""
    ) -> Result:
        """Hand in a statement, signed by ``by`` about ``about``."""
        own = by or self.signer
        key = own.write(self.scratch / "kunci", own.certificate.subject.rfc4514_string()[3:])
        chain = [pki.world().between.certificate]
        made = cms.sign(about or said, own.certificate, chain, cms.Key(key))
        (self.scratch / "terima.json").write_bytes(said)
        (self.scratch / "terima.p7s").write_bytes(made)
        return CliRunner().invoke(cli.app, [
            "handover", "receipt", name or self.package.name, str(self.scratch / "terima.json"),
            "--tanda-tangan", str(self.scratch / "terima.p7s"),
            "--trust", str(self.scratch / "percaya"), "--home", str(self.settings.home),
        ])  # fmt: skip

    @property
    def recorded(self) -> list[dict[str, Any]]:
        return journal.entries(self.settings.package_receipts_file)


@pytest.fixture
def given(settings: Settings, tmp_path: Path) -> Given:
    content = handed.request(settings, "B")
    package = handed.sealed(settings, handed.about(content, "B"), tmp_path / "bahan")
    world = pki.world()
    signer = pki.make("Penerima", pki.key("SECP256R1", 6), world.between, pki.SIGN)
    folder = tmp_path / "percaya"
    folder.mkdir()
    (folder / "akar.pem").write_bytes(pki.pem(world.root.certificate))
    # the agency is there as well: it may sign packages, but no receipt of its own
    (folder / "badan.pem").write_bytes(pki.pem(world.agency.certificate))
    (folder / "penerima.pem").write_bytes(pki.pem(signer.certificate))
    return Given(settings, package, tmp_path, signer)


def test_a_statement_needs_no_home_and_has_one_text(given: Given, tmp_path: Path) -> None:
    missing = tmp_path / "tiada"
    arguments = ["handover", "statement", str(given.package), "--diterima", TODAY.isoformat()]
    done = CliRunner().invoke(cli.app, arguments, env={"DTSEN_HOME": str(missing)})
    assert done.exit_code == 0 and done.stdout.encode() == given.statement()
    assert not missing.exists()
    told = json.loads(done.stdout)
    assert told["penerima"] == "Kementerian Sosial" and told["nomor"] == 1
    assert receipt.read(given.statement(), "x").text() == given.statement()


def test_a_good_receipt_is_recorded_once_with_its_proof(given: Given) -> None:
    said = given.statement()
    done = given.take(said)
    assert done.exit_code == 0 and "dicatat / recorded" in done.stdout
    assert len(given.recorded) == 1
    line = given.recorded[0]
    proof = base64.b64decode(line["tanda_tangan"])
    assert proof == (given.scratch / "terima.p7s").read_bytes()
    again = given.take(said)
    assert again.exit_code == 0 and "recorded before, the same" in again.stdout
    assert len(given.recorded) == 1
    last = journal.entries(given.settings.audit_log)[-1]
    assert (last["tindakan"], last["hasil"]) == ("terima", "berhasil")
    assert (last["izin"], last["penerima"]) == ("kemensos-pkh-2026", "kemensos")
    assert audits.verify(given.settings)["kerusakan"] == []


def test_a_contradicting_one_is_refused(given: Given) -> None:
    """The package is of today, so the other day is that of a clock beyond midnight."""
    assert given.take(given.statement()).exit_code == 0
    line = given.recorded[0] | {"diterima": (TODAY - dt.timedelta(days=1)).isoformat()}
    given.settings.package_receipts_file.write_text(json.dumps(line) + "\n")
    refused = given.take(given.statement())
    assert refused.exit_code == 122 and "another content" in refused.stderr
    assert len(given.recorded) == 1


OTHER = {
    "package": {"id_paket": "PKT-B-0002"},
    "manifest": {"sidik_manifes": "0" * 64},
    "recipient": {"penerima": "Kementerian Lain"},
    "number": {"nomor": 2},
    "number as text": {"nomor": "1"},
    "early": {"diterima": (TODAY - dt.timedelta(days=1)).isoformat()},
    "future": {"diterima": (TODAY + dt.timedelta(days=2)).isoformat()},
    "no day": {"diterima": "kemarin"},
    "more": {"lain": 1},
    "form": {"bentuk": "lain"},
}


@pytest.mark.parametrize("what", OTHER)
def test_a_statement_about_anything_else_is_refused(given: Given, what: str) -> None:
    told = json.loads(given.statement()) | OTHER[what]
    said = (json.dumps(told, sort_keys=True, ensure_ascii=False) + "\n").encode()
    refused = given.take(said)
    assert refused.exit_code == 122, refused.output
    assert given.recorded == []
    assert journal.entries(given.settings.audit_log)[-1]["hasil"] == "gagal"


@pytest.mark.parametrize("what", ["spaces", "doubled", "text", "large"])
def test_nor_is_another_text_of_it_taken(given: Given, what: str) -> None:
    said = given.statement()
    said = {
        "spaces": said + b" ",
        "doubled": said.replace(b'{"bentuk"', b'{"nomor": 2, "bentuk"'),
        "text": b"[]",
        "large": b"[" * 20_000,
    }[what]
    assert given.take(said).exit_code == 122
    assert given.recorded == []


@pytest.mark.parametrize("what", ["other text", "stranger", "agency"])
def test_only_the_recipient_signs_it(given: Given, what: str) -> None:
    world, said = pki.world(), given.statement()
    stranger = pki.make("Asing", pki.key("SECP256R1", 7), world.between, pki.SIGN)
    refused = {
        "other text": lambda: given.take(said, about=said + b" "),
        "stranger": lambda: given.take(said, by=stranger),
        "agency": lambda: given.take(said, by=world.agency),
    }[what]()
    assert refused.exit_code == 122 and given.recorded == []


@pytest.mark.parametrize("name", ["PKT-B-0002", "../paket/PKT-B-0001", ".", "-"])
def test_it_must_be_a_package_of_this_home(given: Given, name: str) -> None:
    assert given.take(given.statement(), name=name).exit_code in (2, 122)
    assert given.recorded == []


def test_without_the_audit_log_nothing_is_recorded(
    given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(log.Chain, "add", full)
    assert given.take(given.statement()).exit_code != 0
    assert given.recorded == []


def listed(given: Given, day: dt.date) -> tuple[int, list[dict[str, Any]]]:
    done = CliRunner().invoke(cli.app, [
        "handover", "list", "--pada", day.isoformat(), "--json",
        "--home", str(given.settings.home),
    ])  # fmt: skip
    return done.exit_code, json.loads(done.stdout)


def test_a_missing_receipt_is_an_alarm_after_its_days(given: Given) -> None:
    days = given.settings.tanda_terima_hari
    code, found = listed(given, TODAY + dt.timedelta(days=days))
    assert (code, found[0]["keadaan"], found[0]["hari_menunggu"]) == (0, "menunggu", days)
    code, found = listed(given, TODAY + dt.timedelta(days=days + 1))
    assert (code, found[0]["keadaan"]) == (1, "terlambat")
    assert listed(given, TODAY - dt.timedelta(days=1)) == (0, [])
    given.take(given.statement())
    code, found = listed(given, TODAY + dt.timedelta(days=400))
    assert (code, found[0]["keadaan"], found[0]["diterima"]) == (0, "diterima", TODAY.isoformat())


def test_a_package_that_changed_is_an_alarm_at_once(given: Given) -> None:
    given.take(given.statement())
    assert listed(given, TODAY)[0] == 0
    path = given.package / "manifest.json"
    text = path.read_text()
    path.write_text(text.replace('"lisensi": "bnba"', '"lisensi": "lain"'))
    assert listed(given, TODAY)[0] == 1
    path.write_text(text[:-3])
    code, found = listed(given, TODAY)
    assert (code, found[0]["keadaan"]) == (1, "rusak")


def test_the_list_is_printed(given: Given) -> None:
    done = CliRunner().invoke(cli.app, ["handover", "list", "--home", str(given.settings.home)])
    assert done.exit_code == 0 and "menunggu / waiting" in done.stdout
    empty = CliRunner().invoke(cli.app, ["handover", "list", "--home", str(given.scratch / "x")])
    assert empty.exit_code == 0 and "no package was handed over" in empty.stdout
