"""Purge of transit: the landing folder is temporary, the archive keeps the originals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from dagster_dtsen import journal
from dagster_dtsen.reception import archive, remainder
from dagster_dtsen.reception.note import NOTE_NAME, DeliveryNote, parse_note
from dagster_dtsen.reception.refusal import Refusal
from dagster_dtsen.reception.stream import sha256_of
from dagster_dtsen.settings import Settings


@dataclass(frozen=True)
class Purged:
    """One landing folder: gone when ``reason`` is None, else why it stays."""

    folder: Path
    delivery: str | None
    reason: str | None


def purge(
    settings: Settings, published: Collection[str], until: dt.date, *, dry_run: bool = False
) -> list[Purged]:
    """Delete landing folders of deliveries sent up to ``until`` that are safe elsewhere.

    Safe means: part of a published release, nothing but the note and its files in the folder, and
    every file stands in the archive with the very content it has here. The act is logged before
    the first file goes; the note goes last, so a stopped purge is finished by the next one.
    """
    found = []
    for folder in sorted(path.parent for path in settings.landing.glob(f"*/*/{NOTE_NAME}")):
        try:
            note = parse_note(folder / NOTE_NAME)
        except Refusal as refusal:
            found.append(Purged(folder, None, refusal.code))
            continue
        reason = _why_not(settings, note, folder, published, until)
        found.append(Purged(folder, note.delivery_id, reason))
        if reason is None and not dry_run:
            delete(settings, note, folder, until)
    return found


def _why_not(
    settings: Settings, note: DeliveryNote, folder: Path, published: Collection[str], until: dt.date
) -> str | None:
    if note.tanggal_kirim > until:
        return "belum waktunya / not yet"
    if note.delivery_id not in published:
        return "belum dalam rilis terbit / in no published release"
    names = {item.nama: item.sha256 for item in note.berkas}
    here = sorted(path.name for path in folder.iterdir())
    if folder.is_symlink() or set(here) - {*names, NOTE_NAME}:
        return "ada berkas lain / other files"
    for name in here:
        if name != NOTE_NAME and _sha256(folder / name) != names[name]:
            return f"{name}: SIDIK_TAK_SAMA"
    if not all(
        archive.check(settings, sha256) or remainder.check(settings, sha256)
        for sha256 in names.values()
    ):
        return "arsip tidak utuh / the archive is not whole"
    return None


def _sha256(path: Path) -> str | None:
    if path.is_symlink() or not path.is_file():
        return None
    return sha256_of(path)


def delete(settings: Settings, note: DeliveryNote, folder: Path, until: dt.date) -> None:
    """Delete a landing folder, which holds nothing but the note and its files."""
    archive.keep_note(settings, note, folder)
    entry = {
        "tindakan": "hapus_transit",
        "kiriman": note.delivery_id,
        "berkas": sorted(item.sha256 for item in note.berkas),
        "sampai": until.isoformat(),
    }
    journal.append(settings.archive_log, entry)
    for item in note.berkas:
        (folder / item.nama).unlink(missing_ok=True)
    (folder / NOTE_NAME).unlink()
    folder.rmdir()
