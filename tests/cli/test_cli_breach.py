"""`dtsen breach` and `dtsen audit use`: what they print and how they end."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from dagster_dtsen import audits
from tests.audit.chains import made
from tests.cli.conftest import Run
from tests.cli.test_cli_errors import assert_error
from tests.release.hand_made import settings_of


def ago(hours: float) -> str:
    return (dt.datetime.now(dt.UTC) - dt.timedelta(hours=hours)).isoformat(timespec="seconds")


def test_an_incident_from_its_opening_to_its_end(dtsen: Run, home: Path, tmp_path: Path) -> None:
    letter = tmp_path / "surat.pdf"
    letter.write_bytes(b"surat")
    at = ("--home", home)
    assert "Tidak ada insiden / no incident" in dtsen("breach", "list", *at).stdout
    began = ("--kejadian", "tautan bocor", "--paket", "p-1", "--diketahui", ago(60))
    made_one = dtsen("breach", "open", *began, "--json", *at)
    name = json.loads(made_one.stdout)["insiden"]
    pressing = dtsen("breach", "list", *at)
    assert (pressing.exit_code, "MENDESAK" in pressing.stdout) == (1, True)
    for to in ("subjek", "lembaga_pdp"):
        told = dtsen("breach", "notice", name, "--kepada", to, "--surat", letter, *at)
        assert told.exit_code == 0
    assert dtsen("breach", "list", *at).exit_code == 0
    assert "Dicatat" in dtsen("breach", "close", name, "--penanganan", "ditutup", *at).stdout
    assert "ditutup / closed" in dtsen("breach", "show", name, *at).stdout


def test_refusals_have_their_codes(dtsen: Run, home: Path) -> None:
    at = ("--home", home)
    assert_error(dtsen("breach", "show", "ins-0", *at), "E-INSIDEN-TIADA", 124)
    known = ("--diketahui", "kemarin")
    assert_error(dtsen("breach", "open", "--kejadian", "x", *known, *at), "E-INSIDEN", 123)


def test_alarms_end_with_one_and_use_alone_does_not(dtsen: Run, home: Path, tmp_path: Path) -> None:
    settings, at = settings_of(home), ("--home", home)
    for _ in range(4):
        audits.note(settings, made(objek={"jenis": "tabel", "id": "x"}), result="gagal")
    quiet = dtsen("audit", "use", "--alarms", *at)
    assert (quiet.exit_code, "Tidak ada tanda" in quiet.stdout) == (0, True)
    audits.note(settings, made(objek={"jenis": "tabel", "id": "x"}), result="gagal")
    loud = dtsen("audit", "use", "--alarms", *at)
    assert (loud.exit_code, "gagal_beruntun (5)" in loud.stdout) == (1, True)
    file = tmp_path / "pakai.csv"
    shown = dtsen("audit", "use", "--to", file, *at)
    assert (shown.exit_code, "5 tindakan / acts" in shown.stdout) == (0, True)
    assert file.exists()
    told = json.loads(dtsen("audit", "use", "--json", "--dari", "2020-01-01", *at).stdout)
    assert told["pemakaian"][0]["gagal"] == 5
    assert dtsen("audit", "use", "--dari", "kemarin", *at).exit_code == 2
