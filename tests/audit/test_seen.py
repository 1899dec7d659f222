"""Who saw a person: all events about one id, nothing about anybody else."""

from __future__ import annotations

import json

import pytest

from dagster_dtsen import audits
from dagster_dtsen.audit import log, pseudonym, seen
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from tests.audit.chains import PEOPLE, clock, lay, made

ONE, TWO, THREE = PEOPLE


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
