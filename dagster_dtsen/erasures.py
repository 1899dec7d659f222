"""Erasure of persons: out of archive, landing, register, history, and of every release.

Entered once, it is carried out from there on whatever stops it: what is left of the archived files
takes their place, all that is derived goes, and the releases that held something are built anew as
new versions; when they stand, the rows of the old ones are destroyed. Receiving data afterwards,
and restoring a backup, keep the persons out.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dagster_dtsen import (
    audits,
    erasure_archive,
    erasure_scope,
    last_run,
    rotation_state,
    warehouse,
)
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.reception import purge, remainder
from dagster_dtsen.reception.erased import Erased
from dagster_dtsen.reception.note import NOTE_NAME, DeliveryNote, NoteFile, parse_note
from dagster_dtsen.reception.refusal import Refusal
from dagster_dtsen.release import acts, store, tombstones
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.requests import request_of
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import erasures, requests
from dagster_dtsen.steward.acts import draft
from dagster_dtsen.steward.erasures import BAD, Erasure


def of(settings: Settings) -> Erased | None:
    """Fingerprints of everybody who was erased, for reception; None when nobody was.

    Raises DtsenError E-PENGHAPUSAN-ISI.
    """
    known = erasures.prints(settings)
    if known is None:
        return None
    ids = tuple(item.id for item in erasures.entries(settings))
    return Erased(known[0], known[1], ids)


def erase(
    settings: Settings,
    individuals: Sequence[str],
    reason: str,
    by: str,
    day: dt.date,
    request: str | None = None,
) -> Erasure:
    """Enter the erasure of the persons with these ids, and carry it out but for the releases.

    Raises DtsenError E-PENGHAPUSAN-SALAH, E-INDIVIDU-TIADA, E-PERMOHONAN-TIADA or -SALAH,
    E-RILIS-TIADA (the working file does not hold the newest version in use), E-SEDANG-BERJALAN.
    """
    who = {"tujuan": "penghapusan", "baris": len(set(individuals))}
    about = [("individu", name) for name in individuals]
    with run_lock(settings), audits.acting(settings, "putus", "daftar", "orang", about, **who):
        chain = store.stored(settings)
        with last_run.holding(settings, "linkage", *erasure_scope.TABLES) as (con, _):
            # another version knows other ids
            if not chain or store.in_working_file(con) != chain[-1].name:
                raise DtsenError("E-RILIS-TIADA", home=settings.home)
            key = erasures.key_of(settings)
            prints, records = erasure_scope.known_by(con, settings, key, individuals)
        values, proofs = erasure_scope.only_about(settings, records)
        item = draft(
            Erasure,
            BAD,
            alasan=reason,
            oleh=by,
            tanggal=day,
            individu=len(set(individuals)),
            isi=erasures.keep(settings, key, prints),
            rilis=erasure_scope.first_release(settings, Erased(key, tuple(prints), ())),
            koreksi=values,
            bukti=proofs,
            permohonan=request_of(settings, requests.cases(settings), request, "penghapusan"),
        )
        erasures.enter(settings, item)
        carry_out(settings)
    return item


def carry_out(settings: Settings) -> list[str]:
    """Carry out erasures that were entered and not ended; ids of those ended now.

    The caller holds the run lock. What is left to do afterwards is to build releases anew.
    Raises DtsenError E-PENGHAPUSAN-SALAH when an archived list cannot be read.
    """
    waiting = erasures.unfinished(settings)
    behind = erasures.left_behind(settings)
    who = of(settings) if waiting or behind else None
    if who is None:
        return []
    if not waiting:
        _catch_up(settings, who, behind)
        return []
    left = erasure_archive.rewrite(settings, who)
    erasure_archive.rewrite_lists(settings, who)
    settle(settings, waiting)
    remainder.sweep(settings)
    for landed in _landed_again(settings):
        _without(settings, *landed)
    warehouse.remove_database(settings.warehouse_file)
    settings.warehouse_print.unlink(missing_ok=True)
    rotation_state.abandon(settings)  # copies of all this, under another key
    for item in waiting:
        erasures.finish(settings, item, left)
    return [item.id for item in waiting]


def _catch_up(settings: Settings, who: Erased, behind: dict[str, list[str]]) -> None:
    """Archived deliveries that could not be read when persons were erased, once they can be."""
    wanted = {delivery for deliveries in behind.values() for delivery in deliveries}
    left = set(erasure_archive.read_again(settings, who, wanted))
    for item in erasures.entries(settings):
        before = behind.get(item.id, [])
        if not left.issuperset(before):
            erasures.finish(settings, item, sorted(left.intersection(before)))


def settle(settings: Settings, entered: Iterable[Erasure]) -> None:
    """Let go all that is derived from originals or says their values, of these erasures.

    Done again it is nothing.
    """
    remainder.tidy(settings)
    told = {entry["penghapusan"] for entry in acts.erasures(settings)}
    for item in entered:
        for sha256 in item.koreksi:
            (settings.correction_values_dir / sha256).unlink(missing_ok=True)
        for sha256 in item.bukti:
            (settings.evidence_dir / sha256).unlink(missing_ok=True)
        if item.rilis is None:
            continue
        if item.id not in told:
            more = {"penghapusan": item.id, "individu": item.individu}
            acts.enter(settings, acts.ERASE, item.rilis, item.alasan, item.oleh, **more)
        for folder in (settings.returns_dir, settings.lists_dir, settings.worklists_dir):
            _drop_from(folder, ReleaseId.parse(item.rilis))


def settle_restored(settings: Settings) -> list[str]:
    """Keep everybody out of a restored home who was erased after it was backed up.

    Versions from before their erasure are destroyed at once; names of those.
    """
    settle(settings, erasures.entries(settings))
    return tombstones.bury(settings, now=True)


def empty_landing(settings: Settings) -> list[str]:
    """Delivered files go of which a remainder is archived, when they are delivered again.

    A run for releases that stand reads no delivery, and would leave them lying. Gives what went or
    could not go, for display.
    """
    told = []
    for note, folder, rest in _landed_again(settings):
        try:
            _without(settings, note, folder, rest)
            how = "dihapus / deleted"
        except OSError as error:
            how = f"tidak terhapus / not deleted ({error.strerror})"
        told.append(f"{note.penyedia}/{folder.name}: {len(rest)} berkas / files {how}")
    return told


def _landed_again(settings: Settings) -> Iterator[tuple[DeliveryNote, Path, list[NoteFile]]]:
    """Notes in landing with their folder and those of their files that have a remainder."""
    known = erasures.entries(settings)
    for path in sorted(settings.landing.glob(f"*/*/{NOTE_NAME}")) if known else []:
        try:
            note = parse_note(path)
        except Refusal:
            continue
        rest = [item for item in note.berkas if remainder.find(settings, item.sha256)]
        if rest:
            yield note, path.parent, rest


def _without(settings: Settings, note: DeliveryNote, folder: Path, rest: list[NoteFile]) -> None:
    """Delete these files of a landing folder, all of it when it holds no others."""
    names = {NOTE_NAME, *(item.nama for item in note.berkas)}
    if names >= {item.name for item in folder.iterdir()}:
        purge.delete(settings, note, folder, note.tanggal_kirim)
        return
    for item in rest:
        (folder / item.nama).unlink(missing_ok=True)


def _drop_from(folder: Path, first: ReleaseId) -> None:
    """Folders of releases from ``first`` on, of whatever version, go."""
    for path in sorted(folder.glob("*")) if folder.is_dir() else []:
        try:
            release = ReleaseId.parse(path.name.split(".v")[0])
        except DtsenError:
            continue
        if path.is_dir() and release >= first:
            shutil.rmtree(path)


def listed(settings: Settings) -> list[dict[str, Any]]:
    """Erasures in the order of entry, and how far each is.

    ``keadaan``: ``belum`` (its data are not gone yet), ``membangun`` (versions ``sisa`` from before
    it still have their rows, for a new one has not been built), ``tertinggal`` (archived deliveries
    ``kiriman`` cannot be read under the contracts of today, and stay as they came), ``selesai``.
    """
    behind = erasures.left_behind(settings)
    open_ids = {item.id for item in erasures.unfinished(settings)}
    found = []
    for item in erasures.entries(settings):
        left = [
            version.name
            for version in store.whole(settings)
            if item.id in tombstones.unclean(settings, version)
        ]
        unread = behind.get(item.id, [])
        done = "membangun" if left else "tertinggal" if unread else "selesai"
        state = "belum" if item.id in open_ids else done
        about = item.model_dump(mode="json", exclude={"isi", "koreksi", "bukti", "membatalkan"})
        about |= {"keadaan": state, "sisa": left, "kiriman": unread}
        found.append({"id_penghapusan": item.id, **about})
    return found
