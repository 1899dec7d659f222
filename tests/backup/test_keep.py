"""`--keep`: which generations go, with what, and when none does."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_dtsen import backups, display_backup
from dagster_dtsen.backup import repository, write
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from tests.backup.homes import opened, put, restored


def test_old_generations_go_with_what_only_they_needed(settings: Settings, place: Path) -> None:
    model = "model/linkage.json"
    for number in range(4):
        put(settings.root, model, f'{{"n": {number}}}'.encode())
        backups.backup(settings, place)
    found = opened(place)
    models = {
        number: entry.piece
        for number in found.numbers
        for entry in found.index(number).entries
        if entry.path == model
    }
    assert len(set(models.values())) == 4
    told = backups.backup(settings, place, keep=2)
    assert told["dilepas"] == [1, 2, 3]
    found = opened(place)
    assert found.numbers == [4, 5]
    assert models[3] not in found.names()
    assert models[4] in found.names()
    assert sorted(path.name for path in (place / "indeks").iterdir()) == ["4", "5"]
    backups.verify(settings, place)
    assert restored(settings, place, 4)[model] == b'{"n": 3}'
    with pytest.raises(DtsenError, match="E-CADANGAN-TIADA"):
        backups.verify(settings, place, number=1)


def test_nothing_is_let_go_while_a_list_that_stays_is_damaged(
    settings: Settings, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = "model/linkage.json"
    for number in range(3):
        put(settings.root, model, f'{{"n": {number}}}'.encode())
        backups.backup(settings, place)
    (place / repository.INDEXES / "2").write_bytes(b"x")
    before = set(opened(place).names())
    put(settings.root, model, b"lain")
    told = backups.backup(settings, place, keep=3)
    assert (told["generasi"], told["dilepas"], told["daftar_rusak"]) == (4, [], [2])
    assert before < set(opened(place).names())
    assert opened(place).numbers == [1, 2, 3, 4]
    display_backup.made(told)
    assert "Daftar rusak / damaged lists: 2;" in capsys.readouterr().out
    assert restored(settings, place, 1)[model] == b'{"n": 0}'
    # once it is among those that go, it goes
    told = backups.backup(settings, place, keep=3)
    assert (told["generasi"], told["dilepas"], told["daftar_rusak"]) == (5, [1, 2], [])
    assert before - set(opened(place).names())
    backups.verify(settings, place)
    assert restored(settings, place, 3)[model] == b'{"n": 2}'


def test_the_newest_generation_is_never_let_go(settings: Settings, place: Path) -> None:
    backups.backup(settings, place)
    assert write.prune(opened(place), 0).repository.numbers == [1]
    backups.verify(settings, place)


def test_numbers_are_not_given_twice(settings: Settings, place: Path) -> None:
    for number in (1, 2, 3):
        assert backups.backup(settings, place, keep=1)["generasi"] == number
