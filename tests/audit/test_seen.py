"""Who saw a person: all events about one id, nothing about anybody else."""

from __future__ import annotations

import json

import pytest

from dagster_dtsen import audits
from dagster_dtsen.audit import log, pseudonym, seen
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from tests.audit.chains import PEOPLE, clock, lay, made
from tests.release.hand_made import EXTRA, publish

ONE, TWO, THREE = PEOPLE
RELEASE = {"jenis": "rilis", "id": "2026T1.v1"}


def test_exactly_the_events_about_the_id_are_told(settings: Settings) -> None:
    audits.note(settings, made(), clock)
    audits.note(settings, made(objek={"jenis": "individu", "id": TWO}), clock)
    with audits.recorded(settings, made(tindakan="jelaskan", tujuan="permohonan akses"), clock):
        pass
    audits.note(settings, made(objek={"jenis": "keluarga", "id": ONE}, oleh="lain"), clock)
    found = seen.who_saw(settings, ONE)["peristiwa"]
    assert [(row["nomor"], row["objek"], row["hasil"]) for row in found] == [
        (1, "individu", "berhasil"),
        (3, "individu", "mulai"),
        (4, "individu", "berhasil"),
        (5, "keluarga", "berhasil"),
    ]
    assert found[1]["tujuan"] == "permohonan akses"
    assert seen.who_saw(settings, THREE)["peristiwa"] == []


def test_nothing_of_third_parties_is_told(settings: Settings) -> None:
    lay(settings, 30)
    audits.note(settings, made(saringan=f"id = '{TWO}'"), clock)
    told = json.dumps(seen.who_saw(settings, ONE))
    hashes = [entry["objek"].get("hmac") for entry in log.entries(settings)]
    hashes += [entry[name] for entry in log.entries(settings) for name in ("saringan", "sidik")]
    assert len({text for text in hashes if text}) > 30
    assert not [text for text in hashes if text and text in told]
    assert not [person for person in PEOPLE if person in told]


def test_what_the_log_cannot_tell_is_counted(settings: Settings) -> None:
    """Rows of a whole table, and events under a key that is not here any more."""
    lay(settings, 6)
    table = {"jenis": "tabel", "id": "individu"}
    audits.note(settings, made(tindakan="ekspor", objek=table, baris=900), clock)
    told = seen.who_saw(settings, ONE)
    assert (told["massal"], told["tak_tercari"]) == (5, 0)
    (settings.audit_dir / "kunci").unlink()
    pseudonym.make_key(settings)
    told = seen.who_saw(settings, ONE)
    assert (told["peristiwa"], told["tak_tercari"]) == ([], 2)


def test_events_under_a_former_key_are_found(settings: Settings) -> None:
    audits.note(settings, made(), clock)
    path = settings.audit_dir / "kunci"
    path.rename(path.with_name(f"kunci.{pseudonym.present(settings).id}"))
    pseudonym.make_key(settings)
    audits.note(settings, made(), clock)
    told = seen.who_saw(settings, ONE)
    assert [row["nomor"] for row in told["peristiwa"]] == [1, 2]
    assert told["tak_tercari"] == 0


def test_the_question_is_recorded_and_is_no_part_of_its_answer(settings: Settings) -> None:
    audits.note(settings, made(), clock)
    told = audits.who_saw(settings, ONE, "permohonan akses")
    assert [row["nomor"] for row in told["peristiwa"]] == [1]
    assert told["rantai"]["keadaan"] == "tanpa_jangkar"
    again = audits.who_saw(settings, ONE)
    assert [row["tindakan"] for row in again["peristiwa"]] == ["lihat", "telusur", "telusur"]
    assert again["peristiwa"][2]["baris"] == 1


def test_a_number_is_no_id(settings: Settings) -> None:
    with pytest.raises(DtsenError) as caught:
        audits.who_saw(settings, "3201010101010001")
    assert caught.value.kind.code == "E-JEJAK-SALAH"
    assert not settings.audit_log.exists()


def test_an_event_that_names_persons_beside_its_object_is_about_each(settings: Settings) -> None:
    named = [{"jenis": "rekaman", "id": "r-1"}, {"jenis": "individu", "id": ONE}]
    audits.note(settings, made(objek={"jenis": "pertanyaan", "id": "b1"}, orang=named), clock)
    assert "r-1" not in settings.audit_log.read_text()
    for name in ("r-1", ONE):
        (seen,) = audits.who_saw(settings, name)["peristiwa"]
        assert (seen["objek"], seen["nomor"]) == ("pertanyaan", 1)
        assert "orang" not in seen
    assert audits.who_saw(settings, TWO)["peristiwa"] == []


def test_persons_named_are_no_other_things_and_no_text_holds_their_ids(settings: Settings) -> None:
    for orang, purpose in (
        ([{"jenis": "tabel", "id": "x"}], None),
        ([{"jenis": "individu", "id": ONE}], f"melihat {ONE}"),
        ([{"jenis": "individu", "id": str(place)} for place in range(201)], None),
    ):
        with pytest.raises(DtsenError, match="E-JEJAK-SALAH"):
            audits.note(settings, made(objek=RELEASE, orang=orang, tujuan=purpose), clock)
    assert not settings.audit_log.exists()


def test_of_very_many_persons_none_is_lost(settings: Settings) -> None:
    many = [("individu", f"i-{place}") for place in range(450)]
    with audits.acting(settings, "putus", "daftar", "orang", many):
        pass
    assert [len(entry["orang"]) for entry in log.entries(settings)] == [200, 200, 50, 50]
    assert len(max(settings.audit_log.read_bytes().split(b"\n"), key=len)) < 24 << 10
    for name in ("i-0", "i-200", "i-449"):
        assert audits.who_saw(settings, name)["peristiwa"]
    assert audits.verify(settings)["kerusakan"] == []


def test_who_saw_a_record_saw_the_person_it_became(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Noted before there was a person; the newest release says whose the record is."""
    person, family = "id_individu-0001", "id_keluarga-0001"
    records = [("rekaman", f"record_key-000{place}") for place in (1, 2)]
    audits.looked(settings, "pertanyaan", "b1", records)
    assert audits.who_saw(settings, person)["peristiwa"] == []
    monkeypatch.setitem(
        EXTRA, "rekaman", "'id_individu-' || lpad(i::varchar, 4, '0') as id_individu"
    )
    publish(settings, "2026T1", mark="rekaman")
    for name, kind in ((person, "individu"), (family, "keluarga")):
        told = audits.who_saw(settings, name, kind=kind)
        assert told["peristiwa"][0]["tindakan"] == "lihat"
        assert told["rekaman"] == 1
    assert audits.who_saw(settings, "id_individu-0009")["rekaman"] == 0
    assert not [name for _, name in records if name in settings.audit_log.read_text()]


def test_a_release_without_that_column_is_asked_nothing(settings: Settings) -> None:
    publish(settings, "2026T1")
    assert audits.who_saw(settings, "id_individu-0001")["rekaman"] == 0
