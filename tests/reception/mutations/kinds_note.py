"""Damage to the delivery around the file: the note, the names, the folder."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

# changes the delivered folder in place; the note lies there, written and right
Damage = Callable[[random.Random, Path], None]


def entry(**changes: Any) -> Damage:
    """Other fields in the note's entry of the file; None takes a field away."""

    def damage(rng: random.Random, folder: Path) -> None:
        def change(document: dict[str, Any]) -> None:
            item = document["berkas"][0]
            for key, value in changes.items():
                item[key] = value(item[key]) if callable(value) else value
                if value is None:
                    del item[key]

        _rewrite(folder, change)

    return damage


def note(**changes: Any) -> Damage:
    """Other fields in the note; None takes a field away."""

    def damage(rng: random.Random, folder: Path) -> None:
        def change(document: dict[str, Any]) -> None:
            document.update(changes)
            for key, value in changes.items():
                if value is None:
                    del document[key]

        _rewrite(folder, change)

    return damage


def text(content: bytes | Callable[[bytes], bytes]) -> Damage:
    """Other bytes as note."""

    def damage(rng: random.Random, folder: Path) -> None:
        path = folder / "pengantar.yml"
        path.write_bytes(content(path.read_bytes()) if callable(content) else content)

    return damage


def _rewrite(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    path = folder / "pengantar.yml"
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(yaml.safe_dump(document), encoding="utf-8")


def _file(folder: Path) -> Path:
    return next(path for path in folder.iterdir() if path.name != "pengantar.yml")


def file_gone(rng: random.Random, folder: Path) -> None:
    """The file named in the note is not there."""
    _file(folder).unlink()


def file_is_link(rng: random.Random, folder: Path) -> None:
    """The file is a link to one of the same content."""
    path = _file(folder)
    path.rename(folder.parent.parent / "di-luar")
    path.symlink_to(folder.parent.parent / "di-luar")


def file_is_folder(rng: random.Random, folder: Path) -> None:
    """A folder stands in place of the file."""
    path = _file(folder)
    path.unlink()
    path.mkdir()


def file_is_pipe(rng: random.Random, folder: Path) -> None:
    """A pipe that nobody writes to stands in place of the file."""
    path = _file(folder)
    path.unlink()
    os.mkfifo(path)


def note_is_link(rng: random.Random, folder: Path) -> None:
    """The note is a link to the same note elsewhere."""
    path = folder / "pengantar.yml"
    path.rename(folder.parent.parent / "pengantar-lain")
    path.symlink_to(folder.parent.parent / "pengantar-lain")


def note_is_pipe(rng: random.Random, folder: Path) -> None:
    """A pipe that nobody writes to stands in place of the note."""
    (folder / "pengantar.yml").unlink()
    os.mkfifo(folder / "pengantar.yml")


def note_is_folder(rng: random.Random, folder: Path) -> None:
    """A folder stands in place of the note."""
    (folder / "pengantar.yml").unlink()
    (folder / "pengantar.yml").mkdir()


def folder_is_link(rng: random.Random, folder: Path) -> None:
    """The delivery folder is a link."""
    folder.rename(folder.parent.parent / "folder-lain")
    folder.symlink_to(folder.parent.parent / "folder-lain")


def byte_changed(rng: random.Random, folder: Path) -> None:
    """One byte of the file differs from what was hashed."""
    path = _file(folder)
    data = bytearray(path.read_bytes())
    data[rng.randrange(len(data))] ^= 1
    path.write_bytes(bytes(data))


LAUGHS = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (98 + i, 98 + i, b",".join([b"*%c" % (97 + i)] * 9)) for i in range(8)
)

KINDS: dict[str, Damage] = {
    "wrong hash": entry(sha256="0" * 64),
    "hash in upper case": entry(sha256=lambda value: value.upper()),
    "no hash": entry(sha256=None),
    "one more": entry(jumlah_rekaman=lambda value: value + 1),
    "one fewer": entry(jumlah_rekaman=lambda value: value - 1),
    "none": entry(jumlah_rekaman=0),
    "negative": entry(jumlah_rekaman=-1),
    "very many": entry(jumlah_rekaman=10**18),
    "count as text": entry(jumlah_rekaman="dua belas"),
    "other dataset": entry(dataset="lain"),
    "traversal": entry(nama="../../etc/passwd"),
    "absolute": entry(nama="/etc/passwd"),
    "the note itself": entry(nama="pengantar.yml"),
    "hidden name": entry(nama=".orang.csv"),
    "a pattern as name": entry(nama="*.csv"),
    "name with nul": entry(nama="a\0.csv"),
    "other name": entry(nama="lain.csv"),
    "variable missing": entry(variabel=["nik", "nama"]),
    "variable surplus": entry(variabel=["nik", "nama", "kota", "lain"]),
    "variables as text": entry(variabel="nik,nama,kota"),
    "no files": note(berkas=[]),
    "files as text": note(berkas="orang.csv"),
    "no period": note(periode=None),
    "period with a way out": note(periode="../2026T1"),
    "other provider": note(penyedia="lain"),
    "other kind": note(jenis="perubahan"),
    "no such kind": note(jenis="semua"),
    "no such date": note(tanggal_acuan="2026-02-31"),
    "dates swapped": note(tanggal_acuan="2026-03-01", tanggal_kirim="2026-02-01"),
    "long ago": note(tanggal_acuan="0001-01-01", tanggal_kirim="0001-01-01"),
    "no agreement": note(perjanjian=""),
    "surplus key": note(catatan="x"),
    "empty": text(b""),
    "no mapping": text(b"- a\n"),
    "no YAML": text(b"{[}"),
    "two documents": text(lambda data: data + b"\n---\na: 1\n"),
    "utf-16": text(lambda data: data.decode().encode("utf-16")),
    "nul behind": text(lambda data: data + b"\0"),
    "tag of Python": text(b"!!python/object/apply:os.system ['false']\n"),
    "aliases": text(LAUGHS),
    "deep": text(b"[" * 50_000),
    "huge": text(b"#" * 1_100_000),
    "file gone": file_gone,
    "file is a link": file_is_link,
    "file is a folder": file_is_folder,
    "file is a pipe": file_is_pipe,
    "note is a link": note_is_link,
    "note is a pipe": note_is_pipe,
    "note is a folder": note_is_folder,
    "folder is a link": folder_is_link,
    "byte changed": byte_changed,
}
