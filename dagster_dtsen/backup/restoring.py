"""What of the newest generation an older one is restored with: who was erased in between."""

from __future__ import annotations

from dataclasses import replace

from dagster_dtsen.backup.index import Index
from dagster_dtsen.backup.repository import Repository
from dagster_dtsen.errors import DtsenError

# the log, by what the persons are known again, notes and objects of what is left of files
_LOG = "keputusan/penghapusan.jsonl"
_TAKEN = ("keputusan/isi/", "arsip/sisa/")
_OBJECTS, _NOTES = "arsip/", "arsip/pengantar/"


def with_erasures(repository: Repository, index: Index) -> Index:
    """``index`` with the erasures of the newest generation; itself where that has none.

    Archived files that came later are laid out too, as remainders are among them; without a note
    none of them is received. Where the newest list is lost, the newest that can be read counts.
    """
    newest = index if index.number == max(repository.numbers) else _newest(repository) or index
    if newest.number == index.number or all(entry.path != _LOG for entry in newest.entries):
        return index
    found = {entry.path: entry for entry in index.entries}
    for entry in newest.entries:
        original = entry.path.startswith(_OBJECTS) and not entry.path.startswith(_NOTES)
        if entry.path == _LOG or entry.path.startswith(_TAKEN) or original:
            found[entry.path] = entry
    # empty folders of its releases are none of these
    roots = {path.split("/")[0] for path in (_LOG, *_TAKEN, _OBJECTS)}
    folders = {name: mode for name, mode in newest.folders.items() if name.split("/")[0] in roots}
    return replace(index, folders=folders | index.folders, entries=tuple(found.values()))


def _newest(repository: Repository) -> Index | None:
    for number in sorted(repository.numbers, reverse=True):
        try:
            return repository.index(number)
        except DtsenError:
            continue
    return None
