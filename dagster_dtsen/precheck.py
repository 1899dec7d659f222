"""`dtsen receive`: the verdict on a delivery before it is sent, in a home that is deleted.

The same code takes the delivery in and the same SQL looks at its rows; nothing is stored.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dagster_dtsen import dbt_bridge, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.reception import decisions, ledger, lists, load, verdict
from dagster_dtsen.reception.contract import ProviderContract
from dagster_dtsen.reception.note import NOTE_NAME, DeliveryNote, parse_note
from dagster_dtsen.reception.receive import receive_folder
from dagster_dtsen.reception.refusal import Refusal
from dagster_dtsen.reception.registry import load_contracts
from dagster_dtsen.reference.villages import load_villages
from dagster_dtsen.release import control
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings, get_settings

# everything the row rules read and write; tests of the project's own SQL have no place here
_BUILD = ["build", "--select", "+hitungan_kiriman", "+pengembalian"]
_BUILD += ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]


def check(folder: Path) -> verdict.Verdict:
    """The verdict on the delivery in ``folder``: note, bytes, load, row rules.

    Raises DtsenError E-LANDING-TIADA when there is no such folder.
    """
    if not folder.is_dir():
        raise DtsenError("E-LANDING-TIADA", path=folder)
    contracts = {item.penyedia: item for item in load_contracts()}
    with _throw_away_home() as settings:
        try:
            note = parse_note(folder / NOTE_NAME)
        except Refusal as refusal:
            return verdict.refused(settings, refusal.code, refusal.detail)
        about = {"kiriman": note.delivery_id, "penyedia": note.penyedia, "periode": note.periode}
        contract = contracts.get(note.penyedia)
        if contract is None:
            return about | verdict.refused(settings, "PENGANTAR_TAK_SESUAI", "penyedia")
        about["rilis"] = str(ReleaseId.of_date(note.tanggal_kirim))
        return about | _judge(settings, note, contract, list(contracts.values()), folder)


def _judge(
    settings: Settings,
    note: DeliveryNote,
    contract: ProviderContract,
    contracts: list[ProviderContract],
    folder: Path,
) -> verdict.Verdict:
    with warehouse.connect(settings) as con:
        receipt = receive_folder(con, settings, contract, folder)
        if receipt.refused:
            code, detail = con.execute(
                "select kode_alasan, rincian from ledger.kiriman where status = 'ditolak'"
            ).fetchall()[0]
            return verdict.refused(settings, code, detail)
        control.open_release(con, settings, ReleaseId.of_date(note.tanggal_kirim))
        for other in contracts:
            load.create_raw_tables(con, other)
        load_villages(con)
        ledger.record_contracts(con, contracts)
        decisions.replay(con, settings)
        ledger.build_release_set(con)
        lists.put_in_force(con)
    if not dbt_bridge.build(settings, _BUILD):
        raise DtsenError("E-TAHAP-GAGAL", step="dbt_intake", reason="dbt")
    with warehouse.connect(settings, read_only=True) as con:
        return verdict.accepted(con)


@contextmanager
def _throw_away_home() -> Iterator[Settings]:
    """A home under a key nobody knows; what a kill leaves behind cannot be read."""
    before = dict(os.environ)
    root = Path(tempfile.mkdtemp(prefix="dtsen-"))
    os.environ |= {
        "DTSEN_HOME": str(root / "home"),
        "DTSEN_DB_KEY": secrets.token_hex(32),
    }
    get_settings.cache_clear()
    try:
        yield get_settings()
    finally:
        os.environ.clear()
        os.environ.update(before)
        get_settings.cache_clear()
        shutil.rmtree(root, ignore_errors=True)
