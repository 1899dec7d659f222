"""Attacks on the one place where rows leave: every level × region × variable, requests that lie.

Each cell of the made-up register says which variable it is of and in which village: whatever comes
out can be held against what the grant permits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import duckdb
import pytest
from grant_requests import example, ground

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from dagster_dtsen.sharing import entitled, places
from dagster_dtsen.sharing.application import Application
from dagster_dtsen.sharing.check import Ground
from dagster_dtsen.sharing.register import Grant

DAY = dt.date(2026, 5, 1)
VILLAGES = (
    "3201012001", "3201012002", "3201022001", "3202012001", "3301012001", "1101012001",
    "320101", "3201", "32", None,
)  # fmt: skip
REGIONS = (None, ["32"], ["3201"], ["320101"], ["3201012001"], ["3202", "11"])
LEVELS = (1, 2, 3, 4)
SOURCES = {entity: f"reg_{entity}" for entity in entitled.ENTITIES}


@pytest.fixture(scope="module")
def against(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return ground(Settings(home=tmp_path_factory.mktemp("izin"), db_key=None))


@pytest.fixture(scope="module")
def register(against: Ground) -> Iterator[duckdb.DuckDBPyConnection]:
    """One family per village with one row per entity; regions and ids as they are."""
    with duckdb.connect() as con:
        for entity in entitled.ENTITIES:
            names = [name for own, name in against.book if own == entity]
            if "id_keluarga" not in names:
                names.append("id_keluarga")
            rows = []
            for number, village in enumerate(VILLAGES):
                row = [_cell(entity, name, number, village) for name in names]
                rows.append(f"({', '.join(row)})")
            columns = ", ".join(f'"{name}"' for name in names)
            con.execute(
                f"create table reg_{entity} as from (values {', '.join(rows)}) as t ({columns})"
            )
        yield con


def _cell(entity: str, name: str, number: int, village: str | None) -> str:
    if name == "id_keluarga":
        return f"'K{number}'"
    if entity == "keluarga" and name in places.COLUMNS:
        digits = places.DIGITS[places.COLUMNS[name]]
        known = village is not None and len(village) >= digits
        return f"'{village[:digits]}'" if known and village else "cast(null as varchar)"
    return f"'{entity}.{name}@{village or '-'}'"


def grant(
    level: int, region: list[str] | None, variables: dict[str, list[str]], **more: Any
) -> Grant:
    """An active grant that nobody checked."""
    content = example("kemensos_pkh")
    content["tingkat"] = [level]
    content["wilayah"] = "nasional" if region is None else {"sistem": "kemendagri", "kode": region}
    content["variabel"] = variables
    asked = Application.model_validate(content | more)
    return Grant(asked, "0" * 64, "aktif", (), ())


def villages(region: list[str] | None) -> set[str | None]:
    """The villages that a grant of these regions reaches."""
    if region is None:
        return set(VILLAGES)
    return {v for v in VILLAGES if v and any(v.startswith(code) for code in region)}


@pytest.mark.parametrize("region", REGIONS, ids=str)
@pytest.mark.parametrize("level", LEVELS)
def test_no_cell_leaves_that_the_grant_does_not_permit(
    level: int,
    region: list[str] | None,
    against: Ground,
    register: duckdb.DuckDBPyConnection,
) -> None:
    """One variable at a time, all of the dictionary."""
    smallest = places.DIGITS[against.rules.tingkat[level].wilayah_terendah]
    given = 0
    for (entity, name), lowest in against.book.items():
        asked = grant(level, region, {entity: [name]})
        digits = places.DIGITS.get(places.COLUMNS.get(name, ""), 0)
        allowed = level >= 3 and lowest is not None and lowest <= level and digits <= smallest
        if not allowed:
            with pytest.raises(DtsenError, match="E-IZIN-BATAS"):
                entitled.of(asked, against.rules, against.book, DAY)
            continue
        permitted = entitled.of(asked, against.rules, against.book, DAY)
        found = register.execute(entitled.rows(permitted, entity, SOURCES)).fetchall()
        expected = [
            (_plain(entity, name, number, village),)
            for number, village in enumerate(VILLAGES)
            if village in villages(region)
        ]
        assert sorted(found, key=str) == sorted(expected, key=str), (entity, name)
        given += len(found)
    assert (given > 0) == (level >= 3)


def _plain(entity: str, name: str, number: int, village: str | None) -> str | None:
    cell = _cell(entity, name, number, village)
    return None if cell.startswith("cast") else cell.strip("'")


def test_all_variables_together_come_in_the_order_asked_for(
    against: Ground, register: duckdb.DuckDBPyConnection
) -> None:
    names = ["nama", "nik", "tanggal_lahir"]
    permitted = entitled.of(
        grant(4, ["3202"], {"individu": names}), against.rules, against.book, DAY
    )
    found = register.execute(entitled.rows(permitted, "individu", SOURCES))
    assert [column[0] for column in found.description] == names
    assert found.fetchall() == [tuple(f"individu.{name}@3202012001" for name in names)]


def test_criteria_narrow_and_never_widen(
    against: Ground, register: duckdb.DuckDBPyConnection
) -> None:
    register.execute(
        "create or replace table dipilih as from (values ('K0'), ('K4')) t(id_keluarga)"
    )
    permitted = entitled.of(
        grant(4, ["32"], {"individu": ["nik"]}), against.rules, against.book, DAY
    )
    found = register.execute(entitled.rows(permitted, "individu", SOURCES, "dipilih")).fetchall()
    assert found == [("individu.nik@3201012001",)]


def test_an_entity_that_is_not_granted_has_no_statement(against: Ground) -> None:
    permitted = entitled.of(grant(4, None, {"individu": ["nik"]}), against.rules, against.book, DAY)
    for entity in ("keluarga", "peringkat", "relasi", "lain", "individu; drop table x"):
        with pytest.raises(DtsenError, match="E-IZIN-BATAS"):
            entitled.rows(permitted, entity, SOURCES)


@pytest.mark.parametrize(
    "state", ["reviu_kesiapan", "disetujui", "perjanjian", "berakhir", "dicabut"]
)
def test_only_an_active_grant_gives(state: str, against: Ground) -> None:
    asked = replace(grant(4, None, {"individu": ["nik"]}), keadaan=state)
    with pytest.raises(DtsenError, match="E-IZIN-BATAS"):
        entitled.of(asked, against.rules, against.book, DAY)


@pytest.mark.parametrize(
    ("day", "gives"),
    [
        (dt.date(2026, 3, 31), False),
        (dt.date(2026, 4, 1), True),
        (dt.date(2027, 3, 31), True),
        (dt.date(2027, 4, 1), False),
    ],
)
def test_a_grant_gives_within_its_term_alone(day: dt.date, gives: bool, against: Ground) -> None:
    asked = grant(4, None, {"individu": ["nik"]})
    if gives:
        assert entitled.of(asked, against.rules, against.book, day).tingkat == 4
        return
    with pytest.raises(DtsenError, match="E-IZIN-BATAS"):
        entitled.of(asked, against.rules, against.book, day)


LOCAL = {
    "lembaga": "pemkab", "nama": "Pemkab", "jenis": "kabupaten_kota", "kode_wilayah": "3201",
    "pejabat": {"nama": "Bupati", "jabatan": "Bupati"},
}  # fmt: skip


@pytest.mark.parametrize("region", [None, ["32"], ["3202"], ["320101", "3301"], [""]])
def test_a_local_government_never_gets_beyond_its_own(
    region: list[str] | None, against: Ground
) -> None:
    asked = grant(4, region, {"individu": ["nik"]}, pemohon=LOCAL)
    with pytest.raises(DtsenError, match="E-IZIN-BATAS"):
        entitled.of(asked, against.rules, against.book, DAY)


def test_a_level_above_the_cap_or_another_code_system_gives_nothing(against: Ground) -> None:
    body = example("kemensos_pkh")["pemohon"] | {"jenis": "nonpemerintah"}
    bps = {"sistem": "bps", "kode": ["3201"]}
    for more in ({"pemohon": body}, {"wilayah": bps}):
        asked = grant(4, ["32"], {"individu": ["nik"]}, **more)
        with pytest.raises(DtsenError, match="E-IZIN-BATAS"):
            entitled.of(asked, against.rules, against.book, DAY)


@pytest.mark.parametrize(
    "text", ["32' or '1'='1", "32') or true --", "%", "_", "\\", "3201;drop table reg_individu"]
)
def test_texts_in_place_of_codes_and_columns_reach_nothing(
    text: str, against: Ground, register: duckdb.DuckDBPyConnection
) -> None:
    permitted = entitled.of(
        grant(4, [text], {"individu": ["nik"]}), against.rules, against.book, DAY
    )
    assert register.execute(entitled.rows(permitted, "individu", SOURCES)).fetchall() == []
    assert len(register.execute("from reg_individu").fetchall()) == len(VILLAGES)
    for name in (text, f'nik" , "{text}', "nik, nama"):
        with pytest.raises(DtsenError, match="E-IZIN-BATAS"):
            entitled.of(grant(4, None, {"individu": [name]}), against.rules, against.book, DAY)
