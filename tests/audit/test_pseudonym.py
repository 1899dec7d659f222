"""The key of pseudonyms: outside where configured, for one account, never replaced unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_dtsen import audits
from dagster_dtsen.audit import pseudonym
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from tests.audit.chains import PEOPLE, clock, lay, made


@pytest.fixture
def outside(settings: Settings, tmp_path: Path) -> Settings:
    """The key is configured and not there yet."""
    return settings.model_copy(update={"audit_key_file": tmp_path / "brankas" / "jejak"})


def code(settings: Settings) -> str:
    with pytest.raises(DtsenError) as caught:
        audits.note(settings, made(), clock)
    return caught.value.kind.code


def test_a_configured_key_is_made_only_when_asked_for(outside: Settings, tmp_path: Path) -> None:
    assert code(outside) == "E-JEJAK-TEMPAT"
    assert not (tmp_path / "brankas").exists()
    made_id = pseudonym.make_key(outside)
    path = tmp_path / "brankas" / "jejak"
    assert (path.stat().st_mode & 0o777, len(path.read_bytes())) == (0o600, 32)
    assert audits.note(outside, made(), clock)["kunci"] == made_id
    assert not (outside.audit_dir / "kunci").exists()
    before = path.read_bytes()
    with pytest.raises(DtsenError) as caught:
        pseudonym.make_key(outside)
    assert caught.value.kind.code == "E-BERKAS-ADA"
    assert path.read_bytes() == before


def test_a_key_inside_the_home_is_not_outside(settings: Settings) -> None:
    inside = settings.model_copy(update={"audit_key_file": settings.root / "kunci"})
    assert code(inside) == "E-JEJAK-TEMPAT"


@pytest.mark.parametrize(("size", "mode"), [(31, 0o600), (33, 0o600), (0, 0o600), (32, 0o640)])
def test_a_file_that_is_no_key_or_is_read_by_others_is_refused(
    outside: Settings, tmp_path: Path, size: int, mode: int
) -> None:
    path = tmp_path / "jejak"
    path.write_bytes(b"k" * size)
    path.chmod(mode)
    assert code(outside.model_copy(update={"audit_key_file": path})) == "E-JEJAK-TEMPAT"


def test_the_key_of_a_home_is_made_once_and_a_lost_one_is_told(settings: Settings) -> None:
    lay(settings, 4)
    path = settings.audit_dir / "kunci"
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(pseudonym.known(settings)) == 1
    path.unlink()
    assert code(settings) == "E-JEJAK-TEMPAT"
    assert not path.exists()
    # events about nobody go on without it, and a new key is made on request
    audits.note(settings, made(objek={"jenis": "rilis", "id": "2026T1.v1"}), clock)
    pseudonym.make_key(settings)
    audits.note(settings, made(), clock)


def test_pseudonyms_differ_by_key_kind_and_person(settings: Settings, tmp_path: Path) -> None:
    other = settings.model_copy(update={"home": tmp_path / "lain"})
    found = {
        pseudonym.present(home).of(kind, person)
        for home in (settings, other)
        for kind in ("individu", "keluarga", pseudonym.FILTER)
        for person in PEOPLE
    }
    assert len(found) == 2 * 3 * len(PEOPLE)
    assert pseudonym.present(settings).of("individu", PEOPLE[0]) in found
    assert "secret" not in repr(pseudonym.present(settings))


def test_a_former_key_must_be_the_one_its_name_says(settings: Settings) -> None:
    first = pseudonym.present(settings).id
    path = settings.audit_dir / "kunci"
    path.rename(path.with_name(f"kunci.{first}"))
    second = pseudonym.make_key(settings)
    assert [key.id for key in pseudonym.known(settings)] == [second, first]
    path.with_name(f"kunci.{first}").rename(path.with_name("kunci.00000000"))
    with pytest.raises(DtsenError) as caught:
        pseudonym.known(settings)
    assert caught.value.kind.code == "E-JEJAK-TEMPAT"
