"""Return packages on their way out: rows under the home's key, taken as files or sealed."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from dagster_dtsen import cli, returns_taken, warehouse
from dagster_dtsen.envelope import certificates, cms, manifest, opened
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.reception.returns import SUMMARY, rows
from tests.packages.small_register import World
from tests.reception.test_returns_verdict import TOLD

NIK = "3201014101900007"
KEY = "kunci-uji-7f3a9c21"
NAME = str(TOLD["kiriman"])


@pytest.fixture(params=[None, KEY], ids=["open", "encrypted"])
def home(place: World, request: pytest.FixtureRequest) -> World:
    """A home with the return package of one delivery, as a run leaves it."""
    key = SecretStr(request.param) if request.param else None
    place.settings.db_key = key
    folder = place.settings.returns_dir / "2026T1" / str(TOLD["penyedia"]) / NAME
    folder.mkdir(parents=True)
    (folder / SUMMARY).write_text(json.dumps(TOLD | {"rilis": "2026T1"}))
    (folder / "putusan.html").write_text("<p>putusan</p>")
    told = ", ".join(f"'x' as {name}" for name in rows._TOLD)
    with warehouse.rekeying(place.settings, place.settings) as con:
        con.execute(f"create temp table isi_paket as select {told}, '{NIK}' as nik, '=1' as nama")
        if key is None:
            rows.write_table(con, folder / rows.NAME, "isi_paket", "berkas", rows._TOLD)
        else:
            options = warehouse.parquet_options(place.settings)
            con.execute(f"copy isi_paket to '{folder}/{rows.NAME}.parquet' ({options})")
    return place


def held(folder: Path) -> dict[str, Any]:
    """What the recipient reads: the CSV as text and the Parquet as rows."""
    with (folder / "pengembalian.csv").open(encoding="utf-8-sig", newline="") as file:
        sheet = list(csv.DictReader(file, delimiter=";"))
    with duckdb.connect() as con:
        table = con.execute(f"select nik, nama from '{folder}/pengembalian.parquet'").fetchall()
    return {"csv": [(row["nik"], row["nama"]) for row in sheet], "parquet": table}


def test_the_rows_are_handed_out_as_they_were_delivered(home: World) -> None:
    target = home.folder / "kembali"
    returns_taken.take(home.settings, NAME, target, home.moment)
    assert held(target) == {"csv": [(f"'{NIK}", "'=1")], "parquet": [(NIK, "=1")]}
    assert {path.name for path in target.iterdir()} >= {SUMMARY, "putusan.html"}
    assert target.stat().st_mode & 0o077 == 0
    last = json.loads(home.settings.audit_log.read_text().splitlines()[-1])
    assert (last["tindakan"], last["tujuan"], last["hasil"]) == ("ekspor", rows.NAME, "berhasil")
    with pytest.raises(DtsenError, match="E-FOLDER-TERISI"):
        returns_taken.take(home.settings, NAME, target, home.moment)


def test_a_provider_with_a_certificate_gets_them_sealed(home: World) -> None:
    target, clear = home.folder / "tersegel", home.folder / "terang"
    certificate = home.certificate("kementerian")
    returns_taken.take(home.settings, NAME, target, home.moment, certificate)
    for path in target.rglob("*"):
        assert not path.is_file() or NIK.encode() not in path.read_bytes(), path
    opened.open_package(
        target,
        clear,
        cms.Key(home.key("kementerian")),
        certificates.load_trust(home.trust),
        home.moment,
    )
    assert held(clear)["parquet"] == [(NIK, "=1")]
    told = manifest.read((clear / manifest.MANIFEST).read_bytes()).about
    assert (told.id_paket, told.hak_alih) == (f"kembali-{NAME}", False)


def test_an_encrypted_home_holds_no_clear_row(place: World) -> None:
    """What a run writes there, by the writer of a run."""
    place.settings.db_key = SecretStr(KEY)
    folder = place.folder / "paket"
    folder.mkdir()
    with warehouse.rekeying(place.settings, place.settings) as con:
        con.execute("create schema ledger; create schema raw")
        con.execute(
            "create table ledger.berkas (_delivery varchar, dataset varchar, _file bigint); "
            "create table ledger.baris_rusak (_delivery varchar, dataset varchar, _file bigint, "
            "_line bigint, teks varchar); insert into ledger.berkas values ('d', 'art', 1)"
        )
        con.execute(
            f"create table raw.dtks__art as select 'd' as _delivery, 1 as _file, 1 as _row_number, "
            f"'{NIK}' as nik"
        )
        columns = [name for name in rows._TOLD if name not in ("dataset", "nomor_rekaman")]
        told = ", ".join(f"null as {name}" for name in columns)
        con.execute(
            "create temp table paket as select 'dtks' as penyedia, 'd' as _delivery, "
            f"'art' as dataset, 1 as _file, 1 as nomor_rekaman, {told}"
        )
        rows.write(con, folder, "dtks", "d", warehouse.parquet_options(place.settings))
        relation = warehouse.read_parquet(place.settings, str(folder / "pengembalian.parquet"))
        assert con.execute(f"select nik from {relation}").fetchall() == [(NIK,)]
    assert [path.name for path in folder.iterdir()] == ["pengembalian.parquet"]
    assert NIK.encode() not in (folder / "pengembalian.parquet").read_bytes()


def test_without_its_log_nothing_is_handed_out(home: World) -> None:
    home.settings.audit_log.unlink(missing_ok=True)
    home.settings.audit_log.mkdir(parents=True)
    target = home.folder / "kembali"
    with pytest.raises((DtsenError, OSError)):
        returns_taken.take(home.settings, NAME, target, home.moment)
    assert not target.exists()


def test_the_command_hands_out(home: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DTSEN_HOME", str(home.settings.home))
    if home.settings.secret():
        monkeypatch.setenv("DTSEN_DB_KEY", KEY)
    target = home.folder / "kembali"
    result = CliRunner().invoke(cli.app, ["returns", NAME, "--to", str(target)])
    assert result.exit_code == 0, result.output
    assert str(target) in result.stdout
    assert held(target)["parquet"] == [(NIK, "=1")]
    lone = CliRunner().invoke(cli.app, ["returns", NAME, "--sertifikat", str(target)])
    assert lone.exit_code == 2
