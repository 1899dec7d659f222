"""The oracle of the proof `koreksi` notices what it is there to notice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.proof import correction_oracle as oracle
from tests.proof.correction_oracle import Act, Said, Sources

PLACE = ("individu", "i1", "rt")
ACT = Act(
    "k1",
    "2026-04-01",
    rekaman="r1",
    nilai={"rt": "009"},
    dibantah={"rt": frozenset({"001"})},
    pembantah={"rt": frozenset({"dukcapil"})},
)


def _sources(value: str, acuan: str = "2026-04-30", day: str = "2026-06-30") -> Sources:
    said = {PLACE: Said(value, "dukcapil", acuan, walidata=True)}
    return Sources(day, {"r1": "i1"}, {"i1": "f1"}, said)


def _state(*acts: Act, sources: Sources) -> dict[str, str]:
    judged = oracle.judge(acts, sources)
    return {name: state for (name, _), (_, _, state) in judged.states.items()}


def test_the_contradicted_value_again_changes_nothing() -> None:
    judged = oracle.judge([ACT], _sources("001", acuan="2027-01-31", day="2027-03-31"))
    assert judged.applied == {PLACE: "009"}
    assert oracle.stray("individu", "i1", {"rt": "009"}, {"rt": "001"}, judged) == []


def test_a_value_that_should_have_been_corrected_is_noticed() -> None:
    judged = oracle.judge([ACT], _sources("001"))
    found = oracle.stray("individu", "i1", {"rt": "001"}, {"rt": "001"}, judged)
    assert found == ["individu rt: not as corrected"]


def test_a_correction_that_should_have_been_overtaken_is_noticed() -> None:
    judged = oracle.judge([ACT], _sources("002"))
    assert judged.states["k1", "rt"] == ("individu", "i1", "terlampaui")
    found = oracle.stray("individu", "i1", {"rt": "009"}, {"rt": "002"}, judged)
    assert found == ["individu rt: changed without a correction"]


def test_a_stray_change_is_noticed() -> None:
    judged = oracle.judge([ACT], _sources("001"))
    found = oracle.stray(
        "individu", "i1", {"rt": "009", "rw": "003"}, {"rt": "001", "rw": "002"}, judged
    )
    assert found == ["individu rw: changed without a correction"]


@pytest.mark.parametrize(
    ("act", "sources", "state"),
    [
        (replace(ACT, kunci=True), _sources("002"), "diterapkan"),
        (ACT, _sources("002", acuan="2026-03-31"), "diterapkan"),
        (ACT, _sources("009"), "diterapkan"),
        (replace(ACT, asal="warga"), _sources("001"), "menunggu"),
        (replace(ACT, rekaman="r2"), _sources("001"), "tanpa_rekaman"),
    ],
    ids=["locked", "not later", "agreeing", "no evidence", "no record"],
)
def test_states(act: Act, sources: Sources, state: str) -> None:
    assert _state(act, sources=sources) == {"k1": state}


def test_strength_then_date() -> None:
    later = replace(ACT, id="k0", tanggal="2026-04-02")
    strong = replace(ACT, id="k9", tanggal="2026-04-01", asal="warga", bukti=True)
    assert _state(ACT, later, strong, sources=_sources("001")) == {
        "k0": "kalah",
        "k1": "kalah",
        "k9": "diterapkan",
    }


def test_undo_and_undo_of_the_undo_and_expiry() -> None:
    undo = Act("u1", "2026-05-01", membatalkan="k1")
    again = Act("u2", "2026-07-01", membatalkan="u1")
    assert oracle.in_force([ACT, undo, again], "2026-04-30") == [ACT]
    assert oracle.in_force([ACT, undo, again], "2026-06-30") == []
    assert oracle.in_force([ACT, undo, again], "2026-09-30") == [ACT]
    assert oracle.in_force([replace(ACT, sampai="2026-06-29")], "2026-06-30") == []


def test_a_desa_brings_its_regions_and_is_called_as_now() -> None:
    act = replace(ACT, nilai={oracle.DESA: "3601152001"}, dibantah={oracle.DESA: frozenset({"a"})})
    place = ("individu", "i1", oracle.DESA)
    said = {place: Said("b", "dukcapil", "2026-04-30", walidata=True)}
    names = {"3601152001": "3605012001", "a": "b"}
    sources = replace(_sources("001"), said=said, now=lambda code: names.get(code, code))
    judged = oracle.judge([act], sources)
    assert judged.applied["individu", "i1", "kode_kabupaten_kota_kemendagri"] == "3605"
    assert judged.states["k1", oracle.DESA][2] == "diterapkan"


def test_verdicts() -> None:
    sources = _sources("001")
    dead = replace(ACT, nilai={oracle.STATUS: "meninggal"}, bukti=True)
    judged = oracle.judge([dead], sources)
    assert oracle.verdict("i1", "sesuai", judged, sources, set()) == "dilaporkan_meninggal"
    assert oracle.verdict("i1", "nonaktif", judged, sources, set()) == "nonaktif"
    assert oracle.verdict("i1", "sesuai", judged, sources, {"i1"}) == "dibatasi"
    alive = oracle.judge([replace(dead, nilai={oracle.STATUS: "aktif"})], sources)
    assert oracle.verdict("i1", "dilaporkan_meninggal", alive, sources, set()) == "sesuai"
