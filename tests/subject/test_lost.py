"""Values that lost, and why; numbers of other people are masked."""

from __future__ import annotations

from typing import Any

from dagster_dtsen.subject import held, lost
from tests.subject.conftest import (
    CARD,
    ME,
    NIK,
    OTHER_NIK,
    RULES,
    Make,
    person,
    record,
    said,
)
from tests.subject.test_held import FIX, ROW, SEATS

BLOCKS = "select 'individu' as entitas, 'identitas' as blok, null::varchar as sifat_menang"
RECORDS = {
    "r1": record("r1", "dukcapil", "2026-04-30", identitas=1, kependudukan=1, kelahiran=1),
    "r2": record("r2", "regsosek", "2022-11-15", identitas=3, kelahiran=2, pendidikan=1),
    "r3": record("r3", "dukcapil", "2025-04-30", identitas=2),
    "r4": record("r4", "dtks", "2020-04-30"),
}
SAID = {
    "r1": said("r1", nik=NIK, no_kk=CARD, nama="ANI", tanggal_lahir="1980-04-29"),
    "r2": said("r2", nik=OTHER_NIK, nama="ANNI", tanggal_lahir="1980-04-29"),
    "r3": said("r3", nik=NIK, nama="A N I"),
    "r4": said("r4", nama="ANI S", penerima_pkh="1"),
}


def working() -> dict[str, str]:
    columns = "k.* exclude (record_key)"
    joined = [
        f"select v.*, {columns} from ({SAID[key]}) as v cross join ({RECORDS[key]}) as k"
        for key in SAID
    ]
    return {
        "rekaman_padan": " union all ".join(joined),
        "padan_individu": " union all ".join(RECORDS.values()),
        "padan_butir_individu": f"select 'r2' as record_key, '{ME}' as id_individu, "
        "1 as urut_pendidikan",
        "butir_individu": "select 'r2' as record_key, '05' as ijazah, '3' as sekolah",
        "aturan_pembaruan": RULES,
        "aturan_blok": BLOCKS,
    }


def reasons(made: Make, seats: str = SEATS, **more: str) -> dict[tuple[str, str], Any]:
    ask = made(person(ROW, seats, *RECORDS.values(), **more), work=working())
    told = lost.of_person(ask, held.hold(ask, ask.at, ME), ME)
    assert told["tersedia"]
    return {(row["variabel"], row["record_key"]): row for row in told["baris"]}


def test_every_loser_is_told_with_its_reason(made: Make) -> None:
    found = reasons(made)
    why = {key: row["sebab"]["kode"] for key, row in found.items()}
    assert why == {
        ("nik", "r2"): "kurang_dipercaya",
        ("nama", "r2"): "kurang_dipercaya",
        ("nama", "r3"): "lebih_lama",
        ("nama", "r4"): "tanpa_aturan",
        ("penerima_pkh", "r4"): "terlalu_lama",
    }
    assert found["nama", "r3"]["urut"] == 2
    assert found["penerima_pkh", "r4"]["arti"] == ["Ya", "Yes"]


def test_a_number_that_is_not_the_person_s_own_is_masked(made: Make) -> None:
    assert reasons(made)["nik", "r2"]["nilai"] == "*" * 14 + OTHER_NIK[-2:]


def test_a_correction_outranks_all(made: Make) -> None:
    seats = SEATS.replace("1 as nama__", "0 as nama__")
    fixed = reasons(made, seats, koreksi=FIX.format(name="nama"))
    assert {fixed["nama", key]["sebab"]["kode"] for key in ("r2", "r3")} == {"koreksi"}


def test_a_change_that_waits_is_told_as_such(made: Make) -> None:
    seats = SEATS.replace("1 as nama__", "-1 as nama__")
    row = ROW.replace("'ANI' as nama", "'LAMA' as nama")
    ask = made(person(row, seats, *RECORDS.values()), work=working())
    told = lost.of_person(ask, held.hold(ask, ask.at, ME), ME)
    why = {r["record_key"]: r["sebab"]["kode"] for r in told["baris"] if r["variabel"] == "nama"}
    assert why["r1"] == "menunggu_petugas"
    assert (why["r2"], why["r3"]) == ("kurang_dipercaya", "lebih_lama")


def test_who_was_asked_first_and_said_nothing_is_told(made: Make) -> None:
    seats = SEATS.replace("1 as nama__", "2 as nama__")
    tables = working()
    tables["rekaman_padan"] = tables["rekaman_padan"].replace(
        "'ANI' as nama,", "null::varchar as nama,"
    )
    row = ROW.replace("'ANI' as nama", "'A N I' as nama")
    ask = made(person(row, seats, *RECORDS.values()), work=tables)
    told = lost.of_person(ask, held.hold(ask, ask.at, ME), ME)
    why = {r["record_key"]: r["sebab"]["kode"] for r in told["baris"] if r["variabel"] == "nama"}
    assert why["r1"] == "tidak_mengisi"


def test_of_another_release_only_the_records_are_told(made: Make) -> None:
    ask = made(person(ROW, SEATS, *RECORDS.values()))
    told = lost.of_person(ask, held.hold(ask, ask.at, ME), ME)
    assert not told["tersedia"]
    assert "no longer at hand" in told["kata"][1]
    assert {row["record_key"] for row in told["rekaman"]} == set(RECORDS)
