"""Whoever took something of a release that is withdrawn or replaced gets a note, once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dagster_dtsen import journal, notices
from dagster_dtsen.files import write_json
from dagster_dtsen.release import notice, store, versions
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings
from tests.release.hand_made import copied, publish, settings_of
from tests.release.two_releases import lay_both

LIST = {"pihak": "Kementerian Sosial", "kiriman": "kemensos-1", "sidik_paket": "ab12"}


def took(settings: Settings, release: str) -> None:
    """An agency had two lists answered, one of them twice; an account took a table twice."""
    other = LIST | {"kiriman": "kemensos-2", "sidik_paket": "cd34"}
    for entry in (LIST, LIST, other, LIST | {"pihak": "BPJS", "sidik_paket": ""}):
        journal.append(settings.lists_log, entry | {"rilis": release, "tindakan": "dijawab"})
    for entry in ({"objek": "tabel"}, {"objek": "tabel"}, {"objek": "individu"}):
        taken = {"akun": "ani", "id": "individu", "rilis": release, "bentuk": "berkas"}
        journal.append(settings.access_log, taken | entry)


def packaged(settings: Settings, number: int, release: str, agency: str, *states: str) -> None:
    """A package stands in the log, with what became of it."""
    line = {"paket": f"pkh.{number:04d}", "rilis": release, "lembaga": agency}
    for state in ("dibangun", *states):
        told = line | {"manifes": f"{number:02d}ef"} if state == "dibangun" else line
        journal.append(settings.packages_log, told | {"jenis": state})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_of(tmp_path / "home")


def test_without_an_event_nobody_is_told(settings: Settings) -> None:
    publish(settings, "2026T1")
    took(settings, "2026T1.v1")
    assert notices.write(settings) == []
    assert not settings.notices_dir.exists()


def test_a_withdrawal_is_told_to_whoever_took_the_release(settings: Settings) -> None:
    publish(settings, "2026T1")
    publish(settings, "2026T2")
    took(settings, "2026T2.v1")
    took(settings, "2026T1.v1")  # stays in force
    versions.roll_back(settings, "2026T1.v1", "angka <keliru>", "petugas")
    written = notices.write(settings)
    assert sorted(path.name for path in written) == ["akun-ani", "instansi-kementerian-sosial"]
    agency = next(path for path in written if path.name.startswith("instansi"))
    told = json.loads((agency / notice.DATA).read_text())
    assert (told["rilis"], told["keadaan"]) == ("2026T2.v1", "ditarik")
    assert (told["pengganti"], told["neraca"]) == ("2026T1.v1", None)
    assert [row["kiriman"] for row in told["daftar"]] == ["kemensos-1", "kemensos-2"]
    assert told["paket"] == []
    page = (agency / notice.PAGE).read_text()
    assert "angka &lt;keliru&gt;" in page
    assert "kemensos-2" in page
    assert (agency / notice.PAGE).stat().st_mode & 0o777 == 0o600
    account = next(path for path in written if path.name.startswith("akun"))
    assert json.loads((account / notice.DATA).read_text())["tabel"] == ["individu"]
    assert notices.write(settings) == []


def test_a_withdrawal_is_told_to_whoever_got_a_package(settings: Settings) -> None:
    publish(settings, "2026T1")
    publish(settings, "2026T2")
    packaged(settings, 1, "2026T1.v1", "kemensos", "dilepas")  # stays in force
    packaged(settings, 2, "2026T2.v1", "kemensos", "dilepas")
    packaged(settings, 3, "2026T2.v1", "kemensos", "dilepas")
    packaged(settings, 4, "2026T2.v1", "pln", "dibatalkan")
    packaged(settings, 5, "2026T2.v1", "pln")  # is held still
    versions.roll_back(settings, "2026T1.v1", "angka keliru", "petugas")
    (written,) = notices.write(settings)
    assert written.name == "instansi-kemensos"
    told = json.loads((written / notice.DATA).read_text())
    assert told["penerima"] == {"jenis": "instansi", "nama": "kemensos"}
    assert told["paket"] == [
        {"paket": "pkh.0002", "manifes": "02ef"},
        {"paket": "pkh.0003", "manifes": "03ef"},
    ]
    assert (told["daftar"], told["tabel"]) == ([], [])
    page = (written / notice.PAGE).read_text()
    assert "pkh.0003" in page
    assert "03ef" in page
    assert "pkh.0001" not in page
    assert notices.write(settings) == []


def test_an_agency_with_lists_and_packages_gets_one_note_of_both(settings: Settings) -> None:
    publish(settings, "2026T1")
    journal.append(settings.lists_log, LIST | {"rilis": "2026T1.v1", "pihak": "Pemkab Bogor"})
    packaged(settings, 1, "2026T1.v1", "pemkab_bogor", "dilepas")
    ((who, took),) = notices.recipients(settings, "2026T1.v1").items()
    assert who == ("instansi", "Pemkab Bogor")
    assert [len(took[what]) for what in ("daftar", "paket", "tabel")] == [1, 1, 0]


def test_who_takes_a_release_that_is_in_use_again_is_not_told_otherwise(
    settings: Settings,
) -> None:
    publish(settings, "2026T1")
    publish(settings, "2026T2")
    versions.roll_back(settings, "2026T1.v1", "angka keliru", "petugas")
    versions.roll_back(settings, "2026T2.v1", "ternyata benar", "petugas")
    took(settings, "2026T2.v1")
    assert notices.write(settings) == []
    versions.roll_back(settings, "2026T1.v1", "keliru juga", "petugas")
    (agency,) = (path for path in notices.write(settings) if path.name.startswith("instansi"))
    assert agency.parent.name == "ditarik-2026T1.v1-2"
    assert json.loads((agency / notice.DATA).read_text())["alasan"] == "keliru juga"


@pytest.mark.parametrize("target", ["2026T2.v1", "2026T1.v1"])
def test_a_withdrawn_replacement_replaces_nothing(settings: Settings, target: str) -> None:
    publish(settings, "2026T1")
    publish(settings, "2026T2")
    versions.request(settings, ReleaseId.parse("2026T2"), "kiriman salah", "petugas")
    publish(settings, "2026T2", mark="dua")
    versions.roll_back(settings, target, "v2 keliru", "petugas")
    took(settings, "2026T2.v1")
    told = [json.loads((path / notice.DATA).read_text()) for path in notices.write(settings)]
    states = {(item["keadaan"], item["pengganti"]) for item in told}
    assert states == (set() if target == "2026T2.v1" else {("ditarik", "2026T1.v1")})


def test_a_replacement_says_how_many_come_and_go(settings: Settings) -> None:
    lay_both(settings)
    second = store.named(settings, "2026T2.v1")
    # readers have another version of the one that is replaced
    first = store.named(settings, "2026T1.v1").path
    copied(first, "2026T1.v2")
    said = {"rilis": "2026T1.v1", "alasan": "kebijakan diperbaiki"}
    write_json(second.path / store.MANIFEST, second.manifest | {"menggantikan": said})
    took(settings, "2026T1.v1")
    written = notices.write(settings)
    assert len(written) == 2
    told = json.loads((written[0] / notice.DATA).read_text())
    assert (told["keadaan"], told["pengganti"]) == ("digantikan", "2026T2.v1")
    assert told["neraca"]["individu"] == {"sebelum": 14, "masuk": 6, "keluar": 9, "sesudah": 11}
    assert "kebijakan diperbaiki" in (written[0] / notice.PAGE).read_text()


def test_a_note_that_was_cut_off_is_written_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(settings, "2026T1")
    publish(settings, "2026T2")
    took(settings, "2026T2.v1")
    versions.roll_back(settings, "2026T1.v1", "angka keliru", "petugas")

    class Killed(BaseException):
        """Stands for kill -9."""

    def dying(*_: object, **__: object) -> str:
        raise Killed

    with monkeypatch.context() as context:
        context.setattr(notice.json, "dumps", dying)
        with pytest.raises(Killed):
            notices.write(settings)
    assert list(settings.notices_dir.rglob(notice.DATA)) == []
    assert len(notices.write(settings)) == 2
