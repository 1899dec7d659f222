"""The archive: accepted originals by hash, apart from transit and from the working file.

``arsip/<aa>/<sha256>`` holds a file as it came, or, in an encrypted home, in a Parquet file of
chunks under AES-GCM. ``arsip/pengantar/<penyedia>/<kiriman>/<sha12>.yml`` holds every note of a
delivery. A ledger that is lost is built again from here.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dagster_dtsen import journal, keyed
from dagster_dtsen.reception import stream
from dagster_dtsen.reception.note import NOTE_NAME, DeliveryNote
from dagster_dtsen.reception.refusal import Refusal
from dagster_dtsen.settings import Settings

NOTES, REST = "pengantar", "sisa"
_USE = "arsip"  # apart from the keys of the database and of the release files


def path_of(settings: Settings, sha256: str) -> Path:
    """Where the file with this hash stands, or would stand."""
    return settings.archive_dir / sha256[:2] / sha256


def stands(settings: Settings, sha256: str) -> bool:
    """Whether the archive has this file, or what is left of it (:mod:`remainder`)."""
    rest = settings.archive_dir / REST / f"{sha256}.json"
    return rest.exists() or path_of(settings, sha256).exists()


def put(settings: Settings, source: Path) -> str:
    """Archive a file under its own hash, which is given back."""
    sha256 = stream.sha256_of(source)
    if not path_of(settings, sha256).exists():
        _store(settings, source, sha256)
    return sha256


def stored_files(settings: Settings) -> list[Path]:
    """Every archived original, in name order."""
    return sorted(
        path
        for path in settings.archive_dir.glob("[0-9a-f][0-9a-f]/*")
        if path.name == path.name.split(".")[0]
    )


def rekey(old: Settings, new: Settings, source: Path, target: Path) -> bool:
    """Keep an archived original under the key of ``new`` at ``target``.

    False, and nothing is kept, when it does not open under the key of ``old`` or is not what its
    name says.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f"{target.name}.baru")
    aside.unlink(missing_ok=True)
    try:
        chunks = _chunks(old, source)
        whole = keyed.write(aside, chunks, new.secret(), _USE) == source.name
    except keyed.UNREADABLE:
        whole = False
    if whole:
        _settle(aside, target)
    else:
        aside.unlink(missing_ok=True)
    return whole


def note_files(settings: Settings, provider: str = "*") -> list[Path]:
    """Archived notes in name order; several of one delivery when it came with other words."""
    return sorted((settings.archive_dir / NOTES).glob(f"{provider}/*/*.yml"))


def keep(settings: Settings, note: DeliveryNote, folder: Path) -> None:
    """Put the files and the note of an accepted delivery in; what stands there stays as it is.

    Refuses with SIDIK_TAK_SAMA when a file has changed since it was checked, BERKAS_TIADA when it
    is gone.
    """
    added = [item for item in note.berkas if not stands(settings, item.sha256)]
    for item in added:
        if not (folder / item.nama).is_file():
            raise Refusal("BERKAS_TIADA", item.nama)
        _store(settings, folder / item.nama, item.sha256)
    new_note = keep_note(settings, note, folder)
    if added or new_note:
        entry = {
            "tindakan": "arsip",
            "kiriman": note.delivery_id,
            "berkas": sorted(item.sha256 for item in added),
            "pengantar": new_note,
        }
        journal.append(settings.archive_log, entry)


def keep_note(settings: Settings, note: DeliveryNote, folder: Path) -> bool:
    """Keep one more note of a delivery; False when this very note stands there."""
    content = (folder / NOTE_NAME).read_bytes()
    name = f"{hashlib.sha256(content).hexdigest()[:12]}.yml"
    target = settings.archive_dir / NOTES / note.penyedia / note.delivery_id / name
    if target.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_suffix(".baru")
    aside.write_bytes(content)
    _settle(aside, target)
    return True


def check(settings: Settings, sha256: str) -> bool:
    """True when the archive holds this file and its content still has this hash."""
    digest = hashlib.sha256()
    try:
        for chunk in _chunks(settings, path_of(settings, sha256)):
            digest.update(chunk)
    except keyed.UNREADABLE:
        return False
    return digest.hexdigest() == sha256


@contextmanager
def laid_out(settings: Settings, note_file: Path, note: DeliveryNote) -> Iterator[Path]:
    """One archived delivery as a landing folder in the scratch folder, while it is read.

    Files of a home without a key are links to the archive; otherwise they are clear copies.
    """
    folder = settings.scratch_dir / f"arsip-{note.delivery_id}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        shutil.copyfile(note_file, folder / NOTE_NAME)
        for item in note.berkas:
            source = path_of(settings, item.sha256)
            if not source.exists():
                continue  # reception says which file is missing
            _lay(settings, source, folder / item.nama)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def readable(settings: Settings, sha256: str) -> Iterator[Path]:
    """One archived file to read, in the scratch folder; raises OSError when it is not there."""
    settings.scratch_dir.mkdir(parents=True, exist_ok=True)
    target = settings.scratch_dir / f"arsip-{sha256[:12]}"
    target.unlink(missing_ok=True)
    try:
        _lay(settings, path_of(settings, sha256), target)
        yield target
    finally:
        target.unlink(missing_ok=True)


def _lay(settings: Settings, source: Path, target: Path) -> None:
    if settings.secret():
        _copy_clear(settings, source, target)
    else:
        os.link(source, target)


def _store(settings: Settings, source: Path, sha256: str) -> None:
    target = path_of(settings, sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f"{sha256}.baru")
    aside.unlink(missing_ok=True)
    if keyed.write(aside, keyed.clear_chunks(source), settings.secret(), _USE) != sha256:
        aside.unlink()
        raise Refusal("SIDIK_TAK_SAMA", source.name)
    _settle(aside, target)


def _settle(aside: Path, target: Path) -> None:
    """Flush, close to writing, and rename into place in one step."""
    with aside.open("rb") as handle:
        os.fsync(handle.fileno())
    aside.chmod(0o440)
    aside.replace(target)


def _chunks(settings: Settings, source: Path) -> Iterator[bytes]:
    return keyed.chunks(source, settings.secret(), _USE)


def _copy_clear(settings: Settings, source: Path, target: Path) -> None:
    with target.open("wb") as sink:
        for chunk in _chunks(settings, source):
            sink.write(chunk)
