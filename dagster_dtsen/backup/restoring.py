"""What of the newest generation an older one is restored with: who was erased in between."""

from __future__ import annotations

import re
from dataclasses import replace

from dagster_dtsen.backup.index import Index
from dagster_dtsen.backup.repository import Repository
from dagster_dtsen.errors import DtsenError

# the log, by what the persons are known again, notes and objects of what is left of files
_LOG = "keputusan/penghapusan.jsonl"
_TAKEN = ("keputusan/isi/", "arsip/sisa/")
_OBJECTS, _NOTES = "arsip/", "arsip/pengantar/"
_KEY_CHANGES = "catatan/kunci.jsonl"
# contents under their hash: their bytes change with the key of the database alone
_CONTENT = re.compile(r"(arsip/[0-9a-f]{2}|keputusan/(bukti|isi))/[0-9a-f]{64}")
_MIXED = (
    "setelah generasi {old} ada orang dihapus dan kunci basis data diganti; pulihkan generasi {new}"
    " / after generation {old} persons were erased and the key of the database was changed; "
    "restore generation {new}"
)


def with_erasures(repository: Repository, index: Index) -> Index:
    """``index`` with the erasures of the newest generation; itself where that has no other ones.

    Archived files that came later are laid out too, as remainders are among them; without a note
    none of them is received. Where the newest list is lost, the newest that can be read counts.
    Raises DtsenError E-CADANGAN-GAGAL when these are under another key of the database.
    """
    newest = index if index.number == max(repository.numbers) else _newest(repository) or index
    erased = _sha256(newest, _LOG)
    if erased in (None, _sha256(index, _LOG)):
        return index
    if _under_another_key(index, newest):
        reason = _MIXED.format(old=index.number, new=newest.number)
        raise DtsenError("E-CADANGAN-GAGAL", place=repository.place, reason=reason)
    found = {entry.path: entry for entry in index.entries}
    for entry in newest.entries:
        original = entry.path.startswith(_OBJECTS) and not entry.path.startswith(_NOTES)
        if entry.path == _LOG or entry.path.startswith(_TAKEN) or original:
            found[entry.path] = entry
    # empty folders of its releases are none of these
    roots = {path.split("/")[0] for path in (_LOG, *_TAKEN, _OBJECTS)}
    folders = {name: mode for name, mode in newest.folders.items() if name.split("/")[0] in roots}
    return replace(index, folders=folders | index.folders, entries=tuple(found.values()))


def _sha256(index: Index, path: str) -> str | None:
    return next((entry.sha256 for entry in index.entries if entry.path == path), None)


def _under_another_key(index: Index, newest: Index) -> bool:
    """Whether the key of the database was changed between the two.

    The log notes a change that was stopped too: then what both have is the same to the byte.
    """
    if _sha256(index, _KEY_CHANGES) == _sha256(newest, _KEY_CHANGES):
        return False
    known = {item.path: item.sha256 for item in index.entries if _CONTENT.fullmatch(item.path)}
    return all(known[item.path] != item.sha256 for item in newest.entries if item.path in known)


def _newest(repository: Repository) -> Index | None:
    for number in sorted(repository.numbers, reverse=True):
        try:
            return repository.index(number)
        except DtsenError:
            continue
    return None
