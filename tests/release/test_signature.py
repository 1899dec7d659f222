"""A signed manifest holds only with its own bytes, its own release and its own key."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from pydantic import SecretStr

from dagster_dtsen import differences, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import as_of, history, signature, store
from dagster_dtsen.settings import Settings
from tests.release.hand_made import publish, settings_of
from tests.release.test_recover import Killed

PASSPHRASE = "sandi-uji-81f0"
NAMES = ("2026T1", "2026T2")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pairs of keys: ``satu`` with a passphrase, ``dua`` without."""
    folder = tmp_path_factory.mktemp("kunci")
    signature.make_pair(folder / "satu", PASSPHRASE)
    signature.make_pair(folder / "dua", None)
    return folder


@pytest.fixture(scope="module")
def signed_home(keys: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two signed releases and an unsigned one."""
    home = tmp_path_factory.mktemp("tertanda") / "home"
    for name in NAMES:
        publish(signing(settings_of(home), keys), name)
    publish(settings_of(home), "2026T3")
    return home


@pytest.fixture
def home(signed_home: Path, tmp_path: Path) -> Settings:
    """A copy that a test may touch."""
    shutil.copytree(signed_home, tmp_path / "home")
    return settings_of(tmp_path / "home")


def signing(settings: Settings, keys: Path, pair: str = "satu") -> Settings:
    secret = SecretStr(PASSPHRASE) if pair == "satu" else None
    own = {"sign_key": keys / pair / signature.PRIVATE, "sign_passphrase": secret}
    return settings.model_copy(update=own)


def verdict(settings: Settings, keys: Path, name: str = "2026T1", pair: str = "satu") -> str:
    """``cocok`` or the code of the refusal."""
    public = signature.public_key(keys / pair / signature.PUBLIC)
    try:
        signature.check(store.named(settings, name), public)
    except DtsenError as error:
        return error.kind.code
    return "cocok"


def test_a_signature_holds_by_its_own_key_alone(home: Settings, keys: Path) -> None:
    assert [verdict(home, keys, name) for name in NAMES] == ["cocok", "cocok"]
    assert verdict(home, keys, pair="dua") == "E-TANDA-LAIN"
    assert verdict(home, keys, "2026T3") == "E-TANDA-TIADA"


def test_every_byte_of_the_manifest_counts(home: Settings, keys: Path) -> None:
    path = home.releases_dir / "2026T1.v1" / store.MANIFEST
    content = path.read_bytes()
    places = [*range(0, len(content), max(1, len(content) // 60)), len(content) - 1]
    for place in places:
        changed = bytearray(content)
        changed[place] ^= 1
        path.write_bytes(bytes(changed))
        found = store.StoredRelease(
            store.ReleaseId.parse("2026T1"), 1, path.parent, json.loads(content)
        )
        with pytest.raises(DtsenError) as caught:
            signature.check(found, signature.public_key(keys / "satu" / signature.PUBLIC))
        assert caught.value.kind.code == "E-TANDA-SALAH", place
    path.write_bytes(content + b"\n")
    assert verdict(home, keys) == "E-TANDA-SALAH"
    path.write_bytes(content)
    assert verdict(home, keys) == "cocok"


def test_the_signature_of_another_release_does_not_fit(home: Settings, keys: Path) -> None:
    first, second = (home.releases_dir / f"{name}.v1" for name in NAMES)
    shutil.copyfile(second / signature.SIGNATURE, first / signature.SIGNATURE)
    assert verdict(home, keys) == "E-TANDA-SALAH"


def test_a_release_in_the_place_of_another_does_not_fit(home: Settings, keys: Path) -> None:
    """Manifest, signature and files all belong together, but not to that name."""
    first, second = (home.releases_dir / f"{name}.v1" for name in NAMES)
    shutil.rmtree(second)
    shutil.copytree(first, second)
    assert verdict(home, keys, "2026T2") == "E-TANDA-SALAH"
    first.rename(home.releases_dir / "2026T1.v2")
    assert verdict(home, keys, "2026T1") == "E-TANDA-SALAH"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"algoritma": "RSA"}, "E-TANDA-SALAH"),
        ({"tanda_tangan": "AAAA"}, "E-TANDA-SALAH"),
        ({"tanda_tangan": "???"}, "E-TANDA-SALAH"),
        ({"tanda_tangan": None}, "E-TANDA-SALAH"),
        ({"kunci": "0" * 64}, "E-TANDA-LAIN"),
        ({"kunci": None}, "E-TANDA-SALAH"),
    ],
)
def test_a_changed_signature_is_refused(
    home: Settings, keys: Path, change: dict[str, object], code: str
) -> None:
    path = home.releases_dir / "2026T1.v1" / signature.SIGNATURE
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    assert verdict(home, keys) == code


@pytest.mark.parametrize("content", ["", "[]", "bukan json", "\x00"])
def test_what_is_no_signature_is_not_taken_for_unsigned(
    home: Settings, keys: Path, content: str
) -> None:
    (home.releases_dir / "2026T1.v1" / signature.SIGNATURE).write_text(content)
    assert verdict(home, keys) == "E-TANDA-SALAH"
    assert signature.signed_by(store.named(home, "2026T1")) is not None


def test_a_manifest_signed_anew_by_somebody_else_is_of_another_key(
    home: Settings, keys: Path
) -> None:
    folder = home.releases_dir / "2026T1.v1"
    signature.sign(signing(home, keys, "dua"), folder)
    assert verdict(home, keys) == "E-TANDA-LAIN"
    # with the id of the right key written over it
    path = folder / signature.SIGNATURE
    own = signature.key_id(signature.public_key(keys / "satu" / signature.PUBLIC))
    path.write_text(json.dumps(json.loads(path.read_text()) | {"kunci": own}))
    assert verdict(home, keys) == "E-TANDA-SALAH"


def test_a_home_that_asks_for_signatures_opens_nothing_else(home: Settings, keys: Path) -> None:
    def asking(pair: str) -> Settings:
        return home.model_copy(update={"verify_key": keys / pair / signature.PUBLIC})

    with as_of.opened(asking("satu"), "2026T1") as found:
        assert found.stored.name == "2026T1.v1"
    replayed(asking("satu"), "2026T2")
    for pair, name, code in (
        ("satu", "2026T3", "E-TANDA-TIADA"),
        ("dua", "2026T1", "E-TANDA-LAIN"),
    ):
        settings = asking(pair)
        for act in (opened, compared, replayed):
            with pytest.raises(DtsenError) as caught:
                act(settings, name)
            assert caught.value.kind.code == code, act.__name__


def opened(settings: Settings, name: str) -> None:
    with as_of.opened(settings, name):
        pass


def compared(settings: Settings, name: str) -> None:
    differences.between(settings, name, name)


def replayed(settings: Settings, name: str) -> None:
    with warehouse.connect(settings) as con:
        history.rebuild(con, settings, history.chain_of(settings, store.named(settings, name)))


def test_publication_stops_without_a_usable_key_and_publishes_nothing(
    settings: Settings, keys: Path, tmp_path: Path
) -> None:
    broken = settings.model_copy(update={"sign_key": tmp_path / "tiada.pem"})
    with pytest.raises(DtsenError) as caught:
        publish(broken, "2026T1")
    assert caught.value.kind.code == "E-KUNCI-TANDA"
    assert store.stored(settings) == []


def test_a_run_killed_before_the_signature_leaves_no_release(
    settings: Settings, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dying(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(signature, "sign", dying)
        with pytest.raises(Killed):
            publish(signing(settings, keys), "2026T1")
    assert store.stored(settings) == []
