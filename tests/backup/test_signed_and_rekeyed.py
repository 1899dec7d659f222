"""What keys do to a backup: signatures travel with their manifests, two keys never mix."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_dtsen import backups, journal, rotation_state
from dagster_dtsen.backup import kept
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import write_json
from dagster_dtsen.release import signature, store
from dagster_dtsen.settings import Settings


def test_a_signature_comes_back_with_its_manifest(
    settings: Settings, place: Path, tmp_path: Path
) -> None:
    signature.make_pair(tmp_path / "kunci", None)
    signing = settings.model_copy(update={"sign_key": tmp_path / "kunci" / signature.PRIVATE})
    signature.sign(signing, settings.releases_dir / "2026T1.v1")
    backups.backup(settings, place)
    target = settings.model_copy(update={"home": settings.root.with_name("pulih")})
    backups.restore(target, place)
    first, second = store.versions(target)
    written = settings.releases_dir / "2026T1.v1" / signature.SIGNATURE
    assert (first.path / signature.SIGNATURE).read_bytes() == written.read_bytes()
    assert signature.signed_by(second) is None


@pytest.mark.parametrize("state", [rotation_state.SWAPPING, rotation_state.CLEARING])
def test_a_home_with_files_of_two_keys_is_not_copied(
    settings: Settings, place: Path, state: str
) -> None:
    settings.rotation_dir.mkdir(exist_ok=True)
    write_json(settings.rotation_journal, {"keadaan": state})
    refused(settings, place)
    write_json(settings.rotation_journal, {"keadaan": rotation_state.PREPARING})
    assert backups.backup(settings, place)["generasi"] == 1


def test_a_key_changed_meanwhile_leaves_no_generation(
    settings: Settings, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.backup(settings, place)
    listed = kept.pieces

    def then_changed(*arguments: object) -> list[kept.Piece]:
        found = listed(*arguments)  # type: ignore[arg-type]
        journal.append(settings.keys_log, {"tindakan": "ganti_kunci"})
        return found

    with monkeypatch.context() as patch:
        patch.setattr(kept, "pieces", then_changed)
        refused(settings, place)
    assert [item["generasi"] for item in backups.verify(settings, place)] == [1]
    assert backups.backup(settings, place)["generasi"] == 2


def refused(settings: Settings, place: Path) -> None:
    with pytest.raises(DtsenError) as caught:
        backups.backup(settings, place)
    assert caught.value.kind.code == "E-CADANGAN-GAGAL"
