"""What an erasure leaves of archived files: deliveries by the working file, lists read anew."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from dagster_dtsen import journal, keyed, list_workspace, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.reception import archive, erased, ledger, load, remainder
from dagster_dtsen.reception.contract import ProviderContract
from dagster_dtsen.reception.erased import Erased, File
from dagster_dtsen.reception.files import target_of
from dagster_dtsen.reception.note import DeliveryNote, check_note, parse_note
from dagster_dtsen.reception.receive import receive_folder
from dagster_dtsen.reception.refusal import Refusal
from dagster_dtsen.reception.registry import load_contracts
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward.erasures import BAD

# refused by the contract of today, not for what the files are
_NOT_AGREED = ("PENGANTAR_TAK_SESUAI", "PERJANJIAN_TAK_BERLAKU")


def rewrite(settings: Settings, who: Erased) -> list[str]:
    """What is left of archived deliveries takes their place; the working file is thrown away after.

    Those that the working file has not, all of them when it is lost, are read again. Gives those
    that cannot be read: they stay as they came.
    """
    read = _rewrite_read(settings, who) if settings.warehouse_file.exists() else set()
    lists = list_workspace.contract_of_lists().penyedia
    named = {path.parts[-2] for path in archive.note_files(settings) if path.parts[-3] != lists}
    return read_again(settings, who, named - read)


def read_again(settings: Settings, who: Erased, deliveries: Collection[str]) -> list[str]:
    """The same for these archived deliveries, each in a working file of its own."""
    contracts = {item.penyedia: item for item in load_contracts()}
    read, left = set[str](), set[str]()
    for path in archive.note_files(settings) if deliveries else []:
        provider, delivery = path.parts[-3:-1]
        if delivery not in deliveries or delivery in read:
            continue
        contract = contracts.get(provider)
        told = contract is not None and not _read(settings, contract, path, who)
        (read if told else left).add(delivery)
    return sorted(left - read)


def _rewrite_read(settings: Settings, who: Erased) -> set[str]:
    """Rewrite what the working file has taken in and the contracts of today know; ids of those."""
    contracts = {item.penyedia: item for item in load_contracts()}
    with warehouse.connect(settings) as con:
        con.execute("begin")
        ledger.create(con)
        for contract in contracts.values():
            load.create_raw_tables(con, contract)
        erased.lay(con, who)
        struck = erased.strike(con, contracts.values())
        rows = con.execute(
            "select _delivery, dataset, _file, sha256, penyedia, jumlah_dinyatakan "
            "from ledger.berkas inner join ledger.kiriman using (_delivery)"
        ).fetchall()
        known: dict[File, tuple[str, str, int]] = {tuple(row[:3]): row[3:] for row in rows}
        for file, gone in struck.items():
            sha256, provider, declared = known[file]
            target = target_of(con, settings, contracts[provider], file)
            remainder.keep(target, sha256, declared, gone, who.ids)
        con.execute("rollback")
    told = {(own.penyedia, item.nama) for own in contracts.values() for item in own.dataset}
    unread = {file[0] for file, row in known.items() if (row[1], file[1]) not in told}
    return {file[0] for file in known} - unread


def _read(settings: Settings, contract: ProviderContract, path: Path, who: Erased) -> str | None:
    """Receive the archived delivery of this note without these persons; why it is refused."""
    try:
        note = check_note(parse_note(path), contract)
        with (
            list_workspace.workspace(settings) as own,
            archive.laid_out(settings, path, note) as folder,
            warehouse.connect(own) as con,
        ):
            receipt = receive_folder(con, own, contract, folder, who)
    except Refusal as refusal:
        return refusal.code
    except keyed.UNREADABLE:
        return "SIDIK_TAK_SAMA"
    return next(iter(receipt.refused.values()), None)


def rewrite_lists(settings: Settings, who: Erased) -> None:
    """Agencies' lists are in no working file: each archived one is read again, without them.

    One that the contract takes no longer goes as a whole. Raises DtsenError E-PENGHAPUSAN-SALAH,
    before any goes, when one that stands cannot be read for another reason.
    """
    contract = list_workspace.contract_of_lists()
    read: set[str] = set()
    refused: list[tuple[DeliveryNote, str]] = []
    for path in archive.note_files(settings, contract.penyedia):
        note, code = parse_note(path), _read(settings, contract, path, who)
        if code:
            refused.append((note, code))
        else:
            read |= {item.sha256 for item in note.berkas}
    standing = [(note, code, _unread(settings, note, read)) for note, code in refused]
    for note, code, files in standing:
        if files and code not in _NOT_AGREED:
            original = archive.path_of(settings, files[0])
            path = original if original.exists() else remainder.note_of(settings, files[0])
            raise DtsenError(BAD, reason=f"{note.delivery_id}: {code} ({path})")
    # it can be answered never again, the agency has it, and waiting would stop every run
    for note, code, files in standing:
        _let_go(settings, note, code, files)


def _unread(settings: Settings, note: DeliveryNote, read: set[str]) -> list[str]:
    """Files of a refused list that stand in the archive, and that no other note had read."""
    files = {item.sha256 for item in note.berkas} - read
    return sorted(sha256 for sha256 in files if archive.stands(settings, sha256))


def _let_go(settings: Settings, note: DeliveryNote, code: str, files: list[str]) -> None:
    """Delete files of an archived list, noted before; its note stays."""
    if not files:
        return
    entry = {"tindakan": "hapus_daftar", "kiriman": note.delivery_id, "berkas": files}
    journal.append(settings.archive_log, entry | {"sebab": code})
    for sha256 in files:
        remainder.forget(settings, sha256)
