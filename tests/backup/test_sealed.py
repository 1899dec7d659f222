"""What a backup folder tells without its key, and what in it cannot be changed unseen."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from dagster_dtsen import backups
from dagster_dtsen.backup import repository
from dagster_dtsen.backup.keys import Keys
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import write_json
from dagster_dtsen.settings import Settings
from tests.backup.homes import content, opened, put


def test_an_open_backup_is_made_and_read_only_when_asked_for(
    settings: Settings, place: Path
) -> None:
    bare = settings.model_copy(update={"backup_key": None})
    with pytest.raises(DtsenError, match="E-CADANGAN-KUNCI"):
        backups.backup(bare, place)
    assert not place.exists()
    backups.backup(bare, place, plain=True)
    assert b"".join(content(place / "isi").values()).count(b"satu") > 0
    for other in (bare, settings):
        with pytest.raises(DtsenError, match="E-CADANGAN-KUNCI"):
            backups.verify(other, place)
        backups.verify(other, place, plain=True)
    with pytest.raises(DtsenError, match="E-CADANGAN-KUNCI"):
        backups.backup(settings, place)


def test_a_sealed_backup_tells_nothing_without_its_key(settings: Settings, place: Path) -> None:
    backups.backup(settings, place)
    names = " ".join(path.relative_to(place).as_posix() for path in place.rglob("*"))
    texts = b"".join(content(place).values())
    assert len(texts) > 10_000
    for word in ("dukcapil", "2026T1", "individu", "satu", "kunci-cadangan"):
        assert word not in names
        assert word.encode() not in texts
    hashes = {entry.sha256 for entry in opened(place).index().entries}
    assert not any(item[:16] in names or item.encode() in texts for item in hashes)


def test_no_two_pieces_share_a_key(settings: Settings, place: Path) -> None:
    backups.backup(settings, place)
    put(settings.root, "model/linkage.json", b"lain")
    backups.backup(settings, place)
    found = opened(place)
    names = found.names()
    keys = {found.keys.piece(name[32:]) for name in names}
    keys |= {found.keys.piece(str(item["indeks"])[32:]) for item in found.generations}
    assert len(keys) == len(names) + 2 > 20
    assert Keys.of("a", "00" * 16) != Keys.of("a", "01" * 16)


def test_the_head_is_sealed_and_says_which_list_belongs_to_which_generation(
    settings: Settings, place: Path
) -> None:
    backups.backup(settings, place)
    put(settings.root, "model/linkage.json", b"lain")
    backups.backup(settings, place)
    head = place / repository.HEAD
    text = head.read_text()
    told = json.loads(text)
    first, second = told["generasi"]
    swapped = [{**first, "indeks": second["indeks"]}, second]
    for change in ({"generasi": swapped}, {"generasi": [first]}, {"bentuk": 2}, {"segel": "00"}):
        write_json(head, told | change)
        with pytest.raises(DtsenError, match="E-CADANGAN-RUSAK"):
            backups.verify(settings, place)
    for broken in ("", "{", "[]", "{}", text[:-5]):
        head.write_text(broken)
        with pytest.raises(DtsenError, match="E-CADANGAN-RUSAK"):
            backups.verify(settings, place)
    write_json(head, told | {"sandi": {**told["sandi"], "garam": "00" * 16}})
    with pytest.raises(DtsenError, match="E-CADANGAN-KUNCI"):
        backups.verify(settings, place)
    head.write_text(text)
    indexes = place / repository.INDEXES
    one, two = (indexes / "1").read_bytes(), (indexes / "2").read_bytes()
    (indexes / "1").write_bytes(two)
    with pytest.raises(DtsenError, match=r"E-CADANGAN-RUSAK.*indeks/1"):
        backups.verify(settings, place)
    (indexes / "1").write_bytes(one)
    backups.verify(settings, place)


def test_a_forged_list_of_an_open_backup_cannot_leave_the_home(
    settings: Settings, place: Path, tmp_path: Path
) -> None:
    backups.backup(settings, place, plain=True)
    found = opened(place, None)
    index = found.index()
    for name in ("../luar", "/luar", "arsip/../../luar", "a\0b"):
        entries = (dataclasses.replace(index.entries[0], path=name),)
        forged = dataclasses.replace(index, number=2, entries=entries)
        (place / repository.ASIDE).mkdir(exist_ok=True)
        changed = found.commit(forged)
        with pytest.raises(DtsenError, match="E-CADANGAN-RUSAK"):
            backups.restore(
                settings.model_copy(update={"home": tmp_path / "r"}), place, 2, plain=True
            )
        assert changed.numbers == [1, 2]
    assert not (tmp_path / "luar").exists()
