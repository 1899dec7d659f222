"""What an event may say: nobody's number, no id of a person in clear, acts of a closed list."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import pwd
from typing import Any

import pytest

from dagster_dtsen import audits
from dagster_dtsen.audit import log
from dagster_dtsen.audit.event import PERSONS
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from tests.audit.chains import MOMENT, clock, made

NIK = "3201010101010001"
PERSON = "i-aa01"


def refusal(settings: Settings, **values: Any) -> str:
    """The reason an event of these values is refused with; nothing may have been written."""
    with pytest.raises(DtsenError) as caught:
        audits.note(settings, made(**values), clock)
    assert caught.value.kind.code == "E-JEJAK-SALAH"
    assert NIK not in caught.value.message
    assert PERSON not in caught.value.message
    assert not settings.audit_log.exists()
    return str(caught.value.details["reason"])


def test_an_event_says_all_that_was_asked_of_it(settings: Settings) -> None:
    fingerprint = "ab" * 32
    told = audits.note(
        settings,
        made(
            tindakan="ekspor",
            objek={"jenis": "paket", "id": "paket-7"},
            oleh=fingerprint,
            peran="pengguna",
            izin="izin-3",
            penerima="Kemensos",
            tujuan="program keluarga harapan",
            baris=120,
            saringan=f"nik = '{NIK}'",
        ),
        clock,
    )
    (line,) = settings.audit_log.read_bytes().splitlines()
    assert json.loads(line) == told
    hashed = {name: told.pop(name) for name in ("sidik", "saringan", "kunci")}
    assert told == {
        "nomor": 1,
        "pada": "2026-04-01T08:30:00.000+00:00",
        "oleh": fingerprint,
        "peran": "pengguna",
        "tindakan": "ekspor",
        "objek": {"jenis": "paket", "id": "paket-7"},
        "izin": "izin-3",
        "penerima": "Kemensos",
        "tujuan": "program keluarga harapan",
        "baris": 120,
        "hasil": "berhasil",
        "menutup": None,
        "sebab": None,
        "sebelum": "0" * 64,
    }
    fields = told | {"saringan": hashed["saringan"], "kunci": hashed["kunci"]}
    text = "0" * 64 + json.dumps(fields, sort_keys=True, ensure_ascii=False)
    assert hashed["sidik"] == hashlib.sha256(text.encode()).hexdigest()
    assert log.fingerprint(fields) == hashed["sidik"]
    assert NIK.encode() not in line


@pytest.mark.parametrize("kind", PERSONS)
def test_a_person_is_written_as_hmac_alone(settings: Settings, kind: str) -> None:
    told = audits.note(settings, made(objek={"jenis": kind, "id": PERSON}), clock)
    secret = (settings.audit_dir / "kunci").read_bytes()
    message = f"dtsen-jejak-1\n{kind}\n{PERSON}".encode()
    wanted = hmac.new(secret, message, hashlib.sha256).hexdigest()
    assert told["objek"] == {"jenis": kind, "id": None, "hmac": wanted}
    assert told["kunci"] == hashlib.sha256(secret).hexdigest()[:8]
    assert PERSON not in settings.audit_log.read_text()


def test_an_event_about_no_person_needs_no_key(settings: Settings) -> None:
    told = audits.note(settings, made(objek={"jenis": "rilis", "id": "2026T1.v1"}), clock)
    assert told["kunci"] is None
    assert sorted(path.name for path in settings.audit_dir.iterdir()) == [
        "jejak.jsonl",
        "jejak.lock",
    ]


@pytest.mark.parametrize("number", [NIK, "3201 0101 0101 0001", "3201.01.010101-0001"])
@pytest.mark.parametrize("field", ["oleh", "peran", "izin", "penerima", "tujuan", "objek.id"])
def test_what_may_be_a_number_of_a_person_is_refused_anywhere(
    settings: Settings, field: str, number: str
) -> None:
    text = f"atas {number}"
    values = {"objek": {"jenis": "daftar", "id": text}} if field == "objek.id" else {field: text}
    assert refusal(settings, **values).startswith(field)


@pytest.mark.parametrize("field", ["peran", "izin", "penerima", "tujuan"])
def test_the_id_of_the_person_is_refused_in_every_other_field(
    settings: Settings, field: str
) -> None:
    assert refusal(settings, **{field: f"untuk {PERSON}"}).startswith(field)


@pytest.mark.parametrize(
    "values",
    [
        {"tindakan": "intip"},
        {"tindakan": "potong"},
        {"objek": {"jenis": "orang", "id": PERSON}},
        {"objek": {"jenis": "rilis", "id": ""}},
        {"baris": -1},
        {"peran": "a\nb"},
        {"tujuan": "\x1b[2J"},
        {"penerima": "x" * 201},
        {"izin": "\ud800"},
        {"catatan": "lain"},
    ],
)
def test_a_field_that_cannot_be_is_refused_by_its_name(
    settings: Settings, values: dict[str, Any]
) -> None:
    assert next(iter(values)) in refusal(settings, **values)


def test_a_hash_is_no_number_of_a_person(settings: Settings) -> None:
    """One SHA-256 in a hundred has sixteen digits in a row."""
    digits = "1234567890" * 3 + "abcd" + "9" * 30
    told = audits.note(
        settings, made(oleh=digits, objek={"jenis": "sertifikat", "id": digits}), clock
    )
    assert told["oleh"] == told["objek"]["id"] == digits


def test_the_account_is_that_of_the_process_when_none_is_given(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "petugas_uji")
    own = pwd.getpwuid(os.getuid()).pw_name
    assert audits.note(settings, made(oleh=None), clock)["oleh"] == own != "petugas_uji"


def test_the_moment_is_now_when_none_is_given(settings: Settings) -> None:
    assert audits.note(settings, made())["pada"] > MOMENT.isoformat()
