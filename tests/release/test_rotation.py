"""Another key for a home: the same contents, the old key refused, no key written anywhere."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dagster_dtsen import rotation, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import sha256
from dagster_dtsen.release import signature, store
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.settings import Settings
from tests.release.hand_made import copied, settings_of
from tests.release.keyed_home import NEW, OLD, OTHER, few_tables, make, opens, rotating, told


@pytest.fixture(autouse=True)
def _few_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    few_tables(monkeypatch)


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return make(tmp_path / "home", OLD)


def rotate(settings: Settings, old: str | None = OLD, new: str | None = NEW) -> bool:
    return rotation.rotate(rotating(settings, old, new), to_open=new is None)


def state(home: Settings) -> dict[str, str]:
    """Every file below the home but the lock, by hash."""
    return {
        str(path.relative_to(home.root)): sha256(path)
        for path in sorted(home.root.rglob("*"))
        if path.is_file() and path.name != "dtsen.lock"
    }


def refused(code: str, settings: Settings, old: str | None, new: str | None) -> None:
    before = state(settings)
    with pytest.raises(DtsenError) as caught:
        rotate(settings, old, new)
    assert caught.value.kind.code == code
    assert not any(key in caught.value.message for key in (OLD, NEW, OTHER))
    assert state(settings) == before


@pytest.mark.parametrize(("old", "new"), [(OLD, NEW), (None, NEW), (OLD, None)])
def test_the_home_opens_by_the_new_key_alone_and_holds_the_same(
    tmp_path: Path, old: str | None, new: str | None
) -> None:
    home = make(tmp_path / "home", old)
    before = told(home, old)
    assert rotate(home, old, new)
    assert [opens(home, key) for key in (old, new, OTHER)] == [False, True, False]
    assert told(home, new) == before
    assert not home.rotation_dir.exists()
    contents = {path: path.read_bytes() for path in home.root.rglob("*") if path.is_file()}
    secrets = [key for key in (OLD, NEW) if key]
    for secret in [*secrets, *(warehouse.parquet_key(key) for key in secrets)]:
        assert not [path for path, content in contents.items() if secret.encode() in content]
    clear = [path for path, content in contents.items() if b"RAHASIA" in content]
    assert bool(clear) == (new is None)


def test_old_versions_are_rotated_too_and_the_manifest_says_so(home: Settings) -> None:
    folder = home.releases_dir / "2026T1.v1"
    manifest = sha256(folder / store.MANIFEST)
    copied(folder, "2026T1.v2")
    assert rotate(home)
    own = settings_of(home.root, NEW)
    section = json.loads((folder / store.MANIFEST).read_text())["rotasi"]
    assert section == {"kali": 1, "manifes_sebelum": manifest}
    with warehouse.connect(own) as con:
        for item in store.versions(own):
            relation = item.table(own, "snapshot", "individu")
            assert con.execute(f"select count(*) from {relation}").fetchall()[0][0] > 0
    assert rotate(home, NEW, OTHER)
    assert json.loads((folder / store.MANIFEST).read_text())["rotasi"]["kali"] == 2


def test_a_wrong_old_key_is_refused_before_anything_is_changed(home: Settings) -> None:
    for wrong in (OTHER, None):
        refused("E-KUNCI-SALAH", home, wrong, NEW)
    assert opens(home, OLD)


def test_a_key_that_is_missing_or_the_same_is_refused(home: Settings) -> None:
    refused("E-KUNCI-BARU", home, OLD, OLD)
    before = state(home)
    for keys, to_open in ((rotating(home, OLD, None), False), (rotating(home, OLD, NEW), True)):
        with pytest.raises(DtsenError) as caught:
            rotation.rotate(keys, to_open=to_open)
        assert caught.value.kind.code == "E-KUNCI-BARU"
    assert state(home) == before


def test_an_empty_home_has_no_key_to_change(settings: Settings) -> None:
    with pytest.raises(DtsenError) as caught:
        rotate(settings, None, NEW)
    assert caught.value.kind.code == "E-RILIS-TIADA"


@pytest.mark.parametrize("place", ["arsip", "keputusan/bukti", "keputusan/isi", "padanan"])
def test_a_damaged_file_stops_it_before_the_change(home: Settings, place: str) -> None:
    path = next(item for item in (home.root / place).rglob("*") if item.is_file())
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-9] + b"x" * 9)
    with pytest.raises(DtsenError) as caught:
        rotate(home)
    assert caught.value.kind.code == "E-ROTASI-BERKAS"
    assert path.name in caught.value.message
    assert warehouse_opens(home, OLD)
    assert not warehouse_opens(home, NEW)


def test_a_damaged_release_stops_it_before_the_change(home: Settings) -> None:
    path = home.releases_dir / "2026T2.v1/snapshot/individu/data.parquet"
    path.write_bytes(path.read_bytes()[:-9] + b"x" * 9)
    with pytest.raises(DtsenError) as caught:
        rotate(home)
    assert caught.value.kind.code == "E-SEGEL-RUSAK"
    assert warehouse_opens(home, OLD)
    assert not warehouse_opens(home, NEW)


def warehouse_opens(home: Settings, key: str) -> bool:
    own = settings_of(home.root, key)
    assert not rotation.finish(own)
    try:
        with warehouse.connect(own):
            return True
    except DtsenError:
        return False


def test_a_run_at_work_is_waited_for_by_nobody(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DTSEN_DB_KEY", OLD)
    monkeypatch.setenv("DTSEN_NEW_DB_KEY", NEW)
    with run_lock(home):
        words = [sys.executable, "-m", "dagster_dtsen.cli", "rotate-key", "--home", str(home.root)]
        found = subprocess.run(words, capture_output=True, text=True, check=False)
    assert found.returncode == 7
    assert opens(home, OLD)


def test_a_signed_release_is_signed_again_and_an_unsigned_one_is_not(
    home: Settings, tmp_path: Path
) -> None:
    signature.make_pair(tmp_path / "kunci", None)
    signing = home.model_copy(update={"sign_key": tmp_path / "kunci" / signature.PRIVATE})
    public = signature.public_key(tmp_path / "kunci" / signature.PUBLIC)
    signature.sign(signing, home.releases_dir / "2026T1.v1")
    refused("E-KUNCI-BARU", home, OLD, NEW)  # signed, and no key to sign with
    assert rotate(signing)
    own = settings_of(home.root, NEW)
    assert signature.check(store.named(own, "2026T1"), public)
    assert signature.signed_by(store.named(own, "2026T2")) is None


def test_what_was_tampered_with_is_not_signed_anew(home: Settings, tmp_path: Path) -> None:
    signature.make_pair(tmp_path / "kunci", None)
    signing = home.model_copy(update={"sign_key": tmp_path / "kunci" / signature.PRIVATE})
    folder = home.releases_dir / "2026T1.v1"
    signature.sign(signing, folder)
    manifest = json.loads((folder / store.MANIFEST).read_text())
    (folder / store.MANIFEST).write_text(json.dumps(manifest | {"kiriman": ["lain"]}))
    refused("E-TANDA-SALAH", signing, OLD, NEW)
    signature.make_pair(tmp_path / "lain", None)
    signature.sign(
        home.model_copy(update={"sign_key": tmp_path / "lain" / signature.PRIVATE}), folder
    )
    refused("E-TANDA-LAIN", signing, OLD, NEW)


def test_the_log_says_when_and_no_key(home: Settings) -> None:
    assert rotate(home)
    line = home.keys_log.read_text()
    assert json.loads(line)["bagian"] == [
        "rilis/2026T1.v1",
        "rilis/2026T2.v1",
        "arsip",
        "keputusan",
        "padanan",
        "pengembalian",
        "paket_isi",
        "gudang.duckdb",
    ]
    assert home.keys_log.exists()
    assert not any(key in line for key in (OLD, NEW))
