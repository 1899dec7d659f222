"""One file of a delivery: the hash, the look at its bytes, the load, the count."""

from __future__ import annotations

from pathlib import Path

import duckdb

from dagster_dtsen.reception import ledger, load, prescan, remainder
from dagster_dtsen.reception.contract import ProviderContract
from dagster_dtsen.reception.erased import File
from dagster_dtsen.reception.load_jsonl import load_jsonl
from dagster_dtsen.reception.load_parquet import load_parquet
from dagster_dtsen.reception.load_xlsx import load_xlsx
from dagster_dtsen.reception.note import DeliveryNote, NoteFile
from dagster_dtsen.reception.refusal import Refusal
from dagster_dtsen.reception.target import Target
from dagster_dtsen.settings import Settings


def load_file(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    contract: ProviderContract,
    note: DeliveryNote,
    item: NoteFile,
    folder: Path,
) -> ledger.FileCount:
    """Load one file that the note names; raises Refusal when it is not as promised.

    Of a file from which persons were erased, what is left of it.
    """
    if contract.find(item.dataset) is None:
        raise Refusal("PENGANTAR_TAK_SESUAI", f"dataset {item.dataset}")
    path = folder / item.nama
    stored = note.content_names[item.nama]
    target = target_of(con, settings, contract, (note.delivery_id, item.dataset, stored))
    rest = remainder.find(settings, item.sha256)
    if rest:
        read, broken = remainder.load(target, rest)
    else:
        stamp = prescan.check_hash(path, item)
        try:
            read, broken = _load(target, path, item.jumlah_rekaman)
        except Refusal as refusal:  # a provider knows its files by the names it gave them
            raise Refusal(refusal.code, refusal.detail.replace(stored, item.nama)) from None
        prescan.check_unchanged(path, stamp)
    gone = rest.dihapus if rest else 0
    if read + broken + gone != item.jumlah_rekaman:
        detail = f"{item.nama}: {read + broken + gone} ≠ {item.jumlah_rekaman}"
        raise Refusal("JUMLAH_TAK_SAMA", detail)
    return ledger.FileCount(
        item.dataset, item.nama, stored, item.sha256, item.jumlah_rekaman, read, broken, gone
    )


def target_of(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    contract: ProviderContract,
    file: File,
) -> Target:
    """Where the rows of one file go; its dataset must be the contract's."""
    delivery, name, stored = file
    dataset = contract.find(name)
    assert dataset is not None
    return Target(con, settings, dataset, contract.raw_table(name), delivery, stored)


def _load(target: Target, path: Path, declared: int) -> tuple[int, int]:
    """Load by the format of the contract; returns (records read well, broken)."""
    kind = target.dataset.format
    if kind == "parquet":
        return load_parquet(target, path, declared)
    if kind == "jsonl":
        return load_jsonl(target, path)
    if kind == "xlsx":
        return load_xlsx(target, path)
    if target.dataset.dialek.enkode.startswith("utf-8"):
        look = prescan.scan_text(path, target.dataset)
        return load.load_csv(target, path, look, compressed=kind == "csv.gz")
    return _load_copy(target, path)


def _load_copy(target: Target, path: Path) -> tuple[int, int]:
    """A file is read where it lies; only one of another encoding than UTF-8 is copied to the
    scratch folder, in clear text, while it is loaded."""
    scratch = target.settings.scratch_dir
    scratch.mkdir(parents=True, exist_ok=True)
    clean = scratch / f"{target.delivery}-{target.file_name}.utf8"
    try:
        look = prescan.scan_text(path, target.dataset, clean)
        return load.load_csv(target, clean, look, compressed=False)
    finally:
        clean.unlink(missing_ok=True)
