"""Receive every delivery of one provider: check, load all-text, enter the ledger."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from dagster_dtsen.reception import archive, erased, ledger, load, purge, remainder
from dagster_dtsen.reception.contract import ProviderContract
from dagster_dtsen.reception.erased import Erased
from dagster_dtsen.reception.files import load_file, target_of
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
from dagster_dtsen.warehouse import quoted, roll_back


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
    erased: Erased | None = None,
) -> Receipt:
    """Take in all deliveries of ``contract.penyedia`` below ``landing``, then archived ones.

    A delivery is taken whole or refused whole; one transaction each, so a killed run leaves no
    half delivery. Content received before is skipped. The archive is read for what the ledger does
    not know: it was lost, or the landing folder was purged. ``erased`` persons are kept out; what
    is left of a file is archived in its place, and its folder in landing goes.
    """
    _prepare(con, contract, erased)
    before = ledger.known_deliveries(con, contract.penyedia)
    receipt = Receipt(contract.penyedia)
    way = _Way(con, settings, contract, receipt, erased)
    for folder in find_deliveries(landing, contract.penyedia):
        _receive_folder(way, folder, keep=True)
    for path in archive.note_files(settings, contract.penyedia):
        if path.parent.name not in before:
            _receive_archived(way, path)
    return receipt


def receive_folder(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    contract: ProviderContract,
    folder: Path,
    erased: Erased | None = None,
) -> Receipt:
    """Take in the one delivery in ``folder`` and archive nothing: a pre-check.

    With ``erased`` what is left of a file is archived.
    """
    _prepare(con, contract, erased)
    receipt = Receipt(contract.penyedia)
    _receive_folder(_Way(con, settings, contract, receipt, erased), folder, keep=False)
    return receipt


@dataclass(frozen=True)
class _Way:
    """Where deliveries of one provider go, and who is kept out of them."""

    con: duckdb.DuckDBPyConnection
    settings: Settings
    contract: ProviderContract
    receipt: Receipt
    erased: Erased | None


def _prepare(
    con: duckdb.DuckDBPyConnection, contract: ProviderContract, who: Erased | None
) -> None:
    ledger.create(con)
    load.create_raw_tables(con, contract)
    if who:
        erased.lay(con, who)


def _receive_archived(way: _Way, path: Path) -> None:
    note = parse_note(path)
    if ledger.known(way.con, note.delivery_id):
        ledger.record_repeat(way.con, note)
        return
    with archive.laid_out(way.settings, path, note) as folder:
        _receive_folder(way, folder, keep=False)


def _receive_folder(way: _Way, folder: Path, *, keep: bool) -> None:
    con, settings, contract, receipt = way.con, way.settings, way.contract, way.receipt
    note: DeliveryNote | None = None
    con.execute("begin")
    try:
        note = read_note(folder, contract)
        known = ledger.known(con, note.delivery_id)
        if known:
            ledger.record_repeat(con, note)
        else:
            files = [load_file(con, settings, contract, note, item, folder) for item in note.berkas]
            files = _without_erased(way, note, files)
            ledger.record_accepted(con, note, files)
            receipt.rows += sum(item.read + item.broken for item in files)
        if keep:  # before the ledger says so: what was accepted is never only in transit
            archive.keep(settings, note, folder)
        con.execute("commit")
        receipt.repeated += known
        receipt.received += not known
    except Refusal as refusal:
        roll_back(con)
        delivery = _refused_id(contract, folder, note)
        ledger.record_refused(con, delivery, contract.penyedia, note, refusal.code, refusal.detail)
        receipt.refused[delivery] = refusal.code
        return
    except BaseException:
        roll_back(con)
        raise
    if keep and any(remainder.find(settings, item.sha256) for item in note.berkas):
        purge.delete(settings, note, folder, note.tanggal_kirim)


def _without_erased(
    way: _Way, note: DeliveryNote, files: list[ledger.FileCount]
) -> list[ledger.FileCount]:
    """The files without erased persons; of those that had any, what is left is archived."""
    if way.erased is None or not way.erased.prints:
        return files
    own = f"_delivery = {quoted(note.delivery_id)}"
    struck = erased.strike(way.con, [way.contract], own)
    found = []
    for file in files:
        place = (note.delivery_id, file.dataset, file.stored)
        gone = struck.get(place)
        if gone:
            target = target_of(way.con, way.settings, way.contract, place)
            remainder.keep(target, file.sha256, file.declared, gone, way.erased.ids)
        removed = gone.removed if gone else 0
        found.append(replace(file, read=file.read - removed, erased=file.erased + removed))
    return found


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
