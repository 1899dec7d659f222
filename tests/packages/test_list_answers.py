"""Answers to agencies' lists: under the home's key where they lie, the same bytes on their way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import SecretStr

from dagster_dtsen import list_answers
from dagster_dtsen.envelope import certificates, cms, manifest, opened
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.reception.returns import SUMMARY
from dagster_dtsen.settings import Settings
from tests.audit.told import ended
from tests.packages.small_register import World
from tests.reception.test_returns_verdict import REFUSED, TOLD

NIK = b"3201014101900007"
KEY = "kunci-uji-7f3a9c21"
FILES = {
    "hasil_padan.csv": b"kunci;hasil\r\n1;padan\r\n",
    "hasil_padan.parquet": b"PAR1 apa saja PAR1",
    "pengembalian.csv": b"nik\r\n" + NIK + b"\r\n",
    "putusan.html": b"<p>putusan</p>",
    SUMMARY: json.dumps(
        TOLD | {"penyedia": "padankan", "rilis": "2026T1", "lembaga": "Dinas"}
    ).encode(),
}


def lay(settings: Settings) -> Path:
    """An answer as `dtsen match` leaves it."""
    folder = settings.lists_dir / "2026T1.v1" / "dinas" / str(TOLD["kiriman"])
    folder.mkdir(parents=True)
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    list_answers.seal_tables(settings, folder)
    return folder


@pytest.fixture(params=[None, KEY], ids=["open", "encrypted"])
def home(place: World, request: pytest.FixtureRequest) -> World:
    place.settings.db_key = SecretStr(request.param) if request.param else None
    return place


def test_what_is_handed_out_is_what_was_written(home: World) -> None:
    folder, target = lay(home.settings), home.folder / "keluar"
    list_answers.take(home.settings, folder, target, home.moment)
    assert {path.name: path.read_bytes() for path in target.iterdir()} == FILES
    assert target.stat().st_mode & 0o077 == 0
    told = ended(home.settings, "penerima", "tujuan", "rilis")
    assert told[-1] == ("ekspor", "daftar", "Dinas", "pemadanan", "2026T1")
    with pytest.raises(DtsenError, match="E-FOLDER-TERISI"):
        list_answers.take(home.settings, folder, target, home.moment)


def test_an_encrypted_home_holds_no_clear_table(place: World) -> None:
    place.settings.db_key = SecretStr(KEY)
    folder = lay(place.settings)
    held = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {name for name in FILES if held[name] == FILES[name]} == {"putusan.html", SUMMARY}
    assert not any(NIK in content for content in held.values())


def test_the_hash_is_of_what_is_handed_out(place: World) -> None:
    """The same in an open home, in an encrypted one, and in one that was open before."""
    folder = lay(place.settings)
    clear = list_answers.package_hash(place.settings, folder)
    place.settings.db_key = SecretStr(KEY)
    assert list_answers.package_hash(place.settings, folder) == clear
    list_answers.seal_tables(place.settings, folder)
    assert list_answers.package_hash(place.settings, folder) == clear
    (folder / "pengembalian.csv").rename(folder / "pengembalian_lain.csv")
    renamed = list_answers.package_hash(place.settings, folder)
    (folder / "putusan.html").write_text("lain")
    other = list_answers.package_hash(place.settings, folder)
    assert len({clear, renamed, other}) == 3


@pytest.mark.parametrize("harm", ["cut", "another key", "no key"])
def test_a_table_that_does_not_open_has_no_hash(place: World, harm: str) -> None:
    place.settings.db_key = SecretStr(KEY)
    folder = lay(place.settings)
    assert list_answers.package_hash(place.settings, folder)
    path = folder / "hasil_padan.csv"
    if harm == "cut":
        path.write_bytes(path.read_bytes()[:-20])
    else:
        place.settings.db_key = SecretStr("lain") if harm == "another key" else None
    assert list_answers.package_hash(place.settings, folder) == ""
    target = place.folder / "keluar"
    with pytest.raises((OSError, ValueError)):
        list_answers.take(place.settings, folder, target, place.moment)
    assert not target.exists()


def test_an_agency_with_a_certificate_gets_it_sealed(home: World) -> None:
    folder, target, clear = (
        lay(home.settings),
        home.folder / "tersegel",
        home.folder / "terang",
    )
    list_answers.take(home.settings, folder, target, home.moment, home.certificate("kementerian"))
    for path in target.rglob("*"):
        assert not path.is_file() or NIK not in path.read_bytes(), path
    trust = certificates.load_trust(home.trust)
    opened.open_package(target, clear, cms.Key(home.key("kementerian")), trust, home.moment)
    found = {path.name: path.read_bytes() for path in clear.iterdir()}
    assert {name: found[name] for name in FILES} == FILES
    told = manifest.read((clear / manifest.MANIFEST).read_bytes()).about
    assert (told.id_paket, told.lisensi) == (f"padan-{TOLD['kiriman']}", "pemadanan")


def test_a_refusal_is_sealed_too(place: World) -> None:
    folder, target = lay(place.settings), place.folder / "tersegel"
    told = REFUSED | {"penyedia": "padankan", "rilis": "2026T1", "lembaga": "Dinas"}
    (folder / SUMMARY).write_text(json.dumps(told))
    for path in (*folder.glob("*.csv"), *folder.glob("*.parquet")):
        path.unlink()
    list_answers.take(place.settings, folder, target, place.moment, place.certificate("lain"))
    about = manifest.read((target / manifest.MANIFEST).read_bytes()).about
    assert about.penerima == "Dinas"
