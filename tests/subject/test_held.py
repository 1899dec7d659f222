"""Every value with its source: a record, a correction, the release before, nobody."""

from __future__ import annotations

import json
from typing import Any

from dagster_dtsen.subject import held
from dagster_dtsen.subject.ask import Question
from tests.subject.conftest import (
    CARD,
    ME,
    NIK,
    OTHER_NIK,
    Make,
    line,
    older,
    person,
    record,
    said,
)

REGISTER = record("r1", "dukcapil", "2026-04-30", identitas=1, kependudukan=1, kelahiran=1)
VISIT = record("r2", "regsosek", "2022-11-15", identitas=2, pendidikan=1)
ROW = (
    f"'{NIK}' as nik, '{CARD}' as no_kk, 'ANI' as nama, date '1980-04-29' as tanggal_lahir, "
    "null::varchar as penerima_pkh, '320101' as kode_kecamatan_kemendagri, '05' as ijazah, "
    "'2' as sekolah, 'JT' as status_butir"
)
SEATS = (
    "1 as nik__sumber, 1 as no_kk__sumber, 1 as nama__sumber, 1 as tanggal_lahir__sumber, "
    "null::int as penerima_pkh__sumber, null::int as kode_kecamatan_kemendagri__sumber, "
    "1 as pendidikan__sumber"
)
FIX = (
    "select 'k1' as id_koreksi, '{name}' as variabel, 'individu' as objek, '" + ME + "' as id, "
    "date '2026-05-01' as tanggal, true as berbukti, 201 as id_aturan, 'diterapkan' as status"
)


def told(ask: Question) -> list[dict[str, Any]]:
    return held.lines(ask, held.hold(ask, ask.at, ME), ME)


def test_a_value_names_its_record_and_the_rule(made: Make) -> None:
    lines = told(made(person(ROW, SEATS, REGISTER, VISIT)))
    name = line(lines, "nama")
    assert (name["nilai"], name["sumber"]["jenis"]) == ("ANI", "rekaman")
    assert (name["sumber"]["record_key"], name["sumber"]["baris"]) == ("r1", 7)
    assert name["aturan"]["id"] == 1
    assert "Rule 1: Identity from dukcapil, trust 90" in name["aturan"]["kata"][1]
    answer = line(lines, "ijazah")
    assert (answer["sumber"]["record_key"], answer["aturan"]["id"]) == ("r2", 31)
    assert line(lines, "sekolah")["keadaan"]["kata"] == ["Tidak ditanyakan", "Not asked"]
    assert line(lines, "penerima_pkh")["sumber"]["jenis"] == "tiada"


def test_a_correction_is_named_with_its_rule(made: Make) -> None:
    for name, seats in (("nama", SEATS.replace("1 as nama__", "0 as nama__")), ("ijazah", SEATS)):
        ask = made(person(ROW, seats, REGISTER, VISIT, koreksi=FIX.format(name=name)))
        found = line(told(ask), name)
        assert found["sumber"]["jenis"] == "koreksi"
        assert (found["sumber"]["id_koreksi"], found["aturan"]["id"]) == ("k1", 201)
    assert line(told(ask), "sekolah")["sumber"]["jenis"] == "rekaman"


def test_a_corrected_village_brings_its_regions_along(made: Make) -> None:
    name = "kode_kecamatan_kemendagri"
    seats = SEATS.replace(f"null::int as {name}__", f"0 as {name}__")
    fix = FIX.format(name="kode_desa_kemendagri")
    found = line(told(made(person(ROW, seats, REGISTER, koreksi=fix))), name)
    assert found["sumber"]["id_koreksi"] == "k1"


def test_a_change_that_waits_keeps_the_source_of_the_release_before(made: Make) -> None:
    waits = (
        f"select '{ME}' as id_individu, 'tanggal_lahir' as variabel, 'memperbarui' as perubahan, "
        "7 as id_aturan, true as ditahan"
    )
    seats = SEATS.replace("1 as tanggal_lahir__", "-1 as tanggal_lahir__")
    before = person(ROW, SEATS, record("r0", "dukcapil", "2026-01-31", identitas=1, kelahiran=1))
    found = line(
        told(made(person(ROW, seats, REGISTER, perubahan_individu=waits), before)), "tanggal_lahir"
    )
    source = found["sumber"]
    assert (source["jenis"], source["rilis"], source["record_key"]) == ("dasar", "2026T1", "r0")
    assert found["aturan"]["id"] == 7
    assert "menunggu petugas" in found["aturan"]["kata"][0]


def test_a_release_of_older_code_is_told_as_far_as_it_goes(made: Make) -> None:
    before = person(ROW, SEATS, REGISTER, VISIT)
    del before["aturan_pembaruan"]
    found = line(told(older(made({}, before))), "nama")
    assert (found["sumber"]["jenis"], found["aturan"]["id"]) == ("rekaman", None)
    assert found["aturan"]["kata"][0] == "tidak tercatat dalam rilis ini"


def test_who_is_left_out_has_values_in_the_working_file_alone(made: Make) -> None:
    at = {
        "dikeluarkan": f"select '{ME}' as id_individu, 'milik_orang_lain' as verdik_nik, "
        "'kk_sesuai' as verdik_no_kk, 'milik_orang_lain' as alasan",
        "rekaman": REGISTER,
    }
    row = f"select '{ME}' as id_individu, '{OTHER_NIK}' as nik, '{CARD}' as no_kk, 'ANI' as nama"
    ask = made(at, work={"individu_terbarui": f"{row}, 1 as nik__sumber, 1 as nama__sumber"})
    kept = held.hold(ask, ask.at, ME)
    assert kept.unpublished
    lines = held.lines(ask, kept, ME)
    assert line(lines, "nama")["nilai"] == "ANI"
    # the number is somebody else's, and so may be the card
    assert line(lines, "nik")["nilai"] == "*" * 14 + OTHER_NIK[-2:]
    assert line(lines, "no_kk")["nilai"] == "*" * 14 + CARD[-2:]


def test_no_value_is_told_unasked(made: Make) -> None:
    ask = made(person(ROW, SEATS, REGISTER, VISIT), work={"rekaman_padan": said("r1", nama="ANI")})
    text = json.dumps(told(ask.__class__(**{**vars(ask), "values": False})), default=str)
    assert '"nilai"' not in text
    assert [value for value in (NIK, CARD, "ANI", "1980-04-29") if value in text] == []
