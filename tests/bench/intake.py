"""Reception alone: every file of a twin checked and loaded, then the row rules.

Run as ``python -m tests.bench.intake --landing DIR --home DIR --release ID --report FILE`` by
``make bench``. The first stage is what is measured against the bare engine
(tests/bench/intake_bare.py): notes, hashes, look at the bytes, strict all-text load, ledger. The
copy of the originals to the archive stands apart: it is switched off first and run afterwards.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from dagster_dtsen import cli, dagster_home, dbt_bridge, warehouse
from dagster_dtsen.reception import archive, decisions, ledger, load
from dagster_dtsen.reception.note import NOTE_NAME, find_deliveries, read_note
from dagster_dtsen.reception.receive import receive_folder
from dagster_dtsen.reception.registry import load_contracts
from dagster_dtsen.reception.returns.profile import write_profiles
from dagster_dtsen.reference.villages import load_villages
from dagster_dtsen.release import control
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings
from tests.bench.meter import Meter
from tests.bench.system import main

# what the row rules stand on: seeds, staging views and the tables of regions
_BASE = ["build", "--resource-type", "seed", "--resource-type", "model", "--select"]
_BASE += ["resource_type:seed", "dtsen.staging", "dtsen.rujukan"]
# every record in one shape with its standard codes: rules, standardisation and register read these
_READ = ["rekaman_individu", "individu_terbaca", "rekaman", "rekaman_butir_individu"]
_READ += ["rekaman_butir_keluarga", "keluarga_terkirim", "usulan_terbaca"]
_RULES = ["run", "--select", "dtsen.reception", "--exclude", *_READ]


def run(landing: Path, home: Path, release: str) -> dict[str, Any]:
    """Receive everything below ``landing`` in the empty ``home`` and judge its rows."""
    os.environ["DBT_WRITE_JSON"] = "true"  # the times of the models are read from dbt's artifact
    settings = cli.configure(home, landing)
    dagster_home.prepare_home(settings)
    dbt_bridge.manifest(settings)
    meter = Meter()
    loaded = _receive(settings, meter)
    _archive(settings)
    meter.mark("arsip")
    _close(settings, release)
    with warehouse.connect(settings) as con:
        write_profiles(con, load_contracts())
    meter.mark("profil")
    _must(dbt_bridge.build(settings, _BASE))
    meter.mark("dasar aturan")
    _must(dbt_bridge.build(settings, ["run", "--select", *_READ]))
    models = _times(settings)
    meter.mark("baca rekaman")
    _must(dbt_bridge.build(settings, _RULES))
    meter.mark("aturan baris")
    models |= _times(settings)
    return meter.report() | {"loaded": loaded, "models": models, "counts": _counts(settings)}


def _times(settings: Settings) -> dict[str, float]:
    """Seconds of each model of the last dbt command."""
    found = json.loads((settings.dbt_target_dir / "run_results.json").read_text())["results"]
    return {item["unique_id"].split(".")[-1]: round(item["execution_time"], 2) for item in found}


def _receive(settings: Settings, meter: Meter) -> dict[str, Any]:
    """Wall and CPU seconds and peak of all providers together; XLSX has none of this twin."""
    with warehouse.connect(settings) as con:
        for contract in load_contracts():
            for folder in find_deliveries(settings.landing, contract.penyedia):
                receipt = receive_folder(con, settings, contract, folder)
                _must(receipt.received == 1)
        con.execute("checkpoint")
    meter.mark("terima")
    return meter.stages[-1]


def _archive(settings: Settings) -> None:
    for contract in load_contracts():
        for folder in find_deliveries(settings.landing, contract.penyedia):
            archive.keep(settings, read_note(folder, contract), folder)
            _must((folder / NOTE_NAME).exists())


def _close(settings: Settings, release: str) -> None:
    contracts = load_contracts()
    with warehouse.connect(settings) as con:
        for contract in contracts:
            load.create_raw_tables(con, contract)
        control.open_release(con, settings, ReleaseId.parse(release))
        load_villages(con)
        ledger.record_contracts(con, contracts)
        decisions.replay(con, settings)
        ledger.build_release_set(con)


def _counts(settings: Settings) -> dict[str, int]:
    with warehouse.connect(settings, read_only=True) as con:
        read, findings = con.execute(
            "select (select sum(jumlah_dibaca) from reception.hitungan_kiriman), "
            "(select count(*) from reception.temuan)"
        ).fetchall()[0]
    return {"rekaman": int(read), "temuan": int(findings)}


def _must(done: bool) -> None:
    if not done:
        raise SystemExit("tests.bench.intake: langkah gagal / a step failed")


if __name__ == "__main__":
    main(run)
