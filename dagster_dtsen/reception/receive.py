"""Receive every delivery of one provider: check, load all-text, enter the ledger."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from dagster_dtsen.reception import archive, ledger, load
from dagster_dtsen.reception.contract import ProviderContract
from dagster_dtsen.reception.files import load_file
from dagster_dtsen.reception.note import (
    NOTE_NAME,
    DeliveryNote,
    find_deliveries,
    parse_note,
    read_note,
    read_plain,
)
from dagster_dtsen.reception.refusal import Refusal
from dagster_dtsen.settings import Settings


@dataclass
class Receipt:
    """What one pass over a provider's landing folder did (counts of deliveries and records)."""

    provider: str
    received: int = 0
    repeated: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    rows: int = 0


def receive_provider(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    contract: ProviderContract,
    landing: Path,
) -> Receipt:
    """Take in all deliveries of ``contract.penyedia`` below ``landing``, then archived ones.

    A delivery is taken whole or refused whole; one transaction each, so a killed run leaves no
    half delivery. Content received before is skipped. The archive is read for what the ledger does
    not know: it was lost, or the landing folder was purged.
    """
    _prepare(con, contract)
    before = ledger.known_deliveries(con, contract.penyedia)
    receipt = Receipt(contract.penyedia)
    for folder in find_deliveries(landing, contract.penyedia):
        _receive_folder(con, settings, contract, folder, receipt, keep=True)
    for path in archive.note_files(settings, contract.penyedia):
        if path.parent.name not in before:
            _receive_archived(con, settings, contract, path, receipt)
    return receipt


def receive_folder(
    con: duckdb.DuckDBPyConnection, settings: Settings, contract: ProviderContract, folder: Path
) -> Receipt:
    """Take in the one delivery in ``folder`` and archive nothing: a pre-check."""
    _prepare(con, contract)
    receipt = Receipt(contract.penyedia)
    _receive_folder(con, settings, contract, folder, receipt, keep=False)
    return receipt


def _prepare(con: duckdb.DuckDBPyConnection, contract: ProviderContract) -> None:
    ledger.create(con)
    load.create_raw_tables(con, contract)


def _receive_archived(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    contract: ProviderContract,
    path: Path,
    receipt: Receipt,
) -> None:
    note = parse_note(path)
    if ledger.known(con, note.delivery_id):
        ledger.record_repeat(con, note)
        return
    with archive.laid_out(settings, path, note) as folder:
        _receive_folder(con, settings, contract, folder, receipt, keep=False)


def _receive_folder(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    contract: ProviderContract,
    folder: Path,
    receipt: Receipt,
    *,
    keep: bool,
) -> None:
    note: DeliveryNote | None = None
    con.execute("begin")
    try:
        note = read_note(folder, contract)
        known = ledger.known(con, note.delivery_id)
        if known:
            ledger.record_repeat(con, note)
        else:
            files = [load_file(con, settings, contract, note, item, folder) for item in note.berkas]
            ledger.record_accepted(con, note, files)
            receipt.rows += sum(item.read + item.broken for item in files)
        if keep:  # before the ledger says so: what was accepted is never only in transit
            archive.keep(settings, note, folder)
        con.execute("commit")
        receipt.repeated += known
        receipt.received += not known
    except Refusal as refusal:
        con.execute("rollback")
        delivery = _refused_id(contract, folder, note)
        ledger.record_refused(con, delivery, contract.penyedia, note, refusal.code, refusal.detail)
        receipt.refused[delivery] = refusal.code
    except BaseException:
        con.execute("rollback")
        raise


def _refused_id(contract: ProviderContract, folder: Path, note: DeliveryNote | None) -> str:
    """Id of a refused delivery; it must not collide with the good content sent later."""
    seed = note.content_hash if note else _note_hash(folder)
    digest = hashlib.sha256(f"ditolak:{seed}".encode()).hexdigest()[:12]
    return f"{contract.penyedia}-{note.periode if note else 'tanpa-periode'}-x{digest}"


def _note_hash(folder: Path) -> str:
    try:
        return hashlib.sha256(read_plain(folder / NOTE_NAME)).hexdigest()
    except (OSError, Refusal):
        return folder.name
