"""Decisions, corrections, requests and restrictions: in the audit log before they are anywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import (
    audits,
    correction_history,
    corrections,
    requests,
    restrictions,
    stewardship,
)
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import contents
from tests.audit.told import ended, persons, unwritable
from tests.steward.correctable import DAY, A, B, C, lay, wish

START = dt.datetime(2026, 3, 1, 2, 30, tzinfo=dt.UTC)
NEXT = DAY + dt.timedelta(days=1)


@pytest.fixture
def home(settings: Settings) -> Settings:
    return lay(settings)


def logs(home: Settings) -> dict[str, str]:
    """Everything that lies under ``keputusan``, values too."""
    folder = home.root / "keputusan"
    return {path.name: path.read_text() for path in folder.rglob("*") if path.is_file()}


def found(home: Settings, key: str) -> int:
    """Events about a record, but for those of asking."""
    told = audits.who_saw(home, key, kind="rekaman")["peristiwa"]
    return sum(entry["tindakan"] != "telusur" for entry in told)


def decide(home: Settings, **others: Any) -> str:
    values: dict[str, Any] = {"kelompok": [[A, B]], "alasan": "uji", "oleh": "Ani", "tanggal": DAY}
    made = stewardship.Wish(**({"tindakan": "satukan"} | values | others))
    return stewardship.decide(home, made).keputusan.id


def receive(home: Settings) -> str:
    return requests.receive(home, "akses", "Ani", START, record_key=A)[0].permohonan.id


def rule(home: Settings, name: str) -> None:
    requests.decide(home, name, "dikabulkan", "uji", "Ani", START)


def restrict(home: Settings) -> str:
    return restrictions.restrict(home, "uji", "Ani", record_key=A, day=DAY)[0].id


Act = Callable[[Settings, str], object]
# what must be there before, the act, its kind of object, purpose, and who is named beside it
ACTS: dict[str, tuple[Callable[[Settings], str] | None, Act, str, str, int]] = {
    "decision": (None, lambda home, _: decide(home), "keputusan", "satukan", 2),
    "undo of a decision": (
        decide,
        lambda home, name: decide(home, tindakan="batalkan", kelompok=(), membatalkan=name),
        "keputusan",
        "batalkan",
        2,
    ),
    "correction": (
        None,
        lambda home, _: corrections.correct(home, wish()),
        "rekaman",
        "koreksi",
        0,
    ),
    "undo of a correction": (
        lambda home: corrections.correct(home, wish()).koreksi.id,
        lambda home, name: corrections.undo(home, name, "keliru", "Ani", NEXT),
        "koreksi",
        "batalkan koreksi",
        1,
    ),
    "request": (None, lambda home, _: receive(home), "permohonan", "permohonan akses", 1),
    "ruling": (receive, rule, "permohonan", "putusan akses", 1),
    "restriction": (None, lambda home, _: restrict(home), "keputusan", "pembatasan", 1),
    "undo of a restriction": (
        restrict,
        lambda home, name: restrictions.undo(home, name, "keliru", "Ani", NEXT),
        "keputusan",
        "batalkan pembatasan",
        1,
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_stands_in_the_log_with_its_record_or_is_not_done(
    home: Settings, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before, act, kind, purpose, named = ACTS[name]
    target = before(home) if before else ""
    known, seen = logs(home), found(home, A)
    unwritable(home, monkeypatch, lambda: act(home, target))
    assert logs(home) == known
    act(home, target)
    assert logs(home) != known
    assert ended(home, "tujuan")[-1] == ("putus", kind, purpose)
    assert persons(home) == named
    assert found(home, A) == seen + 2
    assert found(home, C) == 0


def test_a_notice_is_an_act_of_its_own(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    name = receive(home)
    rule(home, name)
    known = logs(home)
    unwritable(home, monkeypatch, lambda: requests.tell(home, name, "Ani", START))
    assert logs(home) == known
    requests.tell(home, name, "Ani", START)
    assert ended(home, "tujuan")[-1] == ("putus", "permohonan", "pemberitahuan akses")


def test_what_is_there_already_is_no_act(home: Settings) -> None:
    for _ in range(2):
        corrections.correct(home, wish())
        receive(home)
        restrict(home)
    assert len(ended(home)) == 3


def test_a_file_of_decisions_or_corrections_is_one_act_with_its_rows(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "putus.csv"
    head = "keputusan,tindakan,kelompok,record_key,alasan,tanggal"
    rows = [f"1,satukan,1,{key},uji,{DAY}" for key in (A, B)]
    rows += [f"2,pisahkan,{place},{key},uji,{DAY}" for place, key in ((1, A), (2, C))]
    file.write_text("\n".join([head, *rows]) + "\n")
    unwritable(home, monkeypatch, lambda: stewardship.decide_all(home, file, "Ani"))
    assert logs(home) == {}
    told = stewardship.decide_all(home, file, "Ani")
    assert {row["hasil"] for row in told} == {"diterima"}
    values = tmp_path / "koreksi.csv"
    values.write_text(
        "koreksi,record_key,variabel,nilai,alasan,tanggal\n"
        f"1,{A},nama,SITI AMINAH,uji,{DAY}\n2,{A},tidak_ada,x,uji,{DAY}\n"
    )
    known = logs(home)
    unwritable(home, monkeypatch, lambda: corrections.correct_all(home, values, "Ani"))
    assert logs(home) == known
    corrections.correct_all(home, values, "Ani")
    assert ended(home, "tujuan", "baris") == [
        ("putus", "daftar", "dari berkas", 2),
        ("putus", "daftar", "dari berkas", 1),
    ]


def test_values_of_corrections_are_shown_only_when_that_was_noted(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = corrections.correct(home, wish()).koreksi.id
    count = len(ended(home))
    correction_history.listed(home, DAY)
    correction_history.history(home, name, DAY)
    assert len(ended(home)) == count
    read: list[str] = []
    usual = contents.read

    def reading(settings: Settings, sha256: str) -> contents.Content:
        read.append(sha256)
        return usual(settings, sha256)

    monkeypatch.setattr(contents, "read", reading)
    for ask in (
        lambda: correction_history.listed(home, DAY, values=True),
        lambda: correction_history.history(home, name, DAY, values=True),
    ):
        unwritable(home, monkeypatch, ask)
        assert read == []
    correction_history.listed(home, DAY, values=True)
    correction_history.history(home, name, DAY, values=True)
    assert len(read) == 2
    assert ended(home, "baris")[count:] == [("lihat", "daftar", 1), ("lihat", "koreksi", None)]
    assert found(home, A) == 3
