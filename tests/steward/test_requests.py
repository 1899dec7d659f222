"""Requests and restrictions: their clock, their order, and what a release knows of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_dtsen import corrections, requests, restrictions, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import acts, rights
from dagster_dtsen.steward import requests as log
from dagster_dtsen.steward import restrictions as restricted
from dagster_dtsen.steward.restrictions import Restriction
from tests.steward.correctable import DAY, NIK, A, B, wish

START = dt.datetime(2026, 3, 1, 9, 30, tzinfo=log.ZONE)
SECOND = dt.timedelta(seconds=1)


def hours(number: float) -> dt.datetime:
    """So many hours after the request came."""
    return START + dt.timedelta(hours=number)


def receive(settings: Settings, right: str = "perbaikan", **others: Any) -> str:
    values: dict[str, Any] = {"record_key": A, "received": START, "by": "petugas"}
    case, _ = requests.receive(settings, right, **(values | others))
    return case.permohonan.id


def decide(settings: Settings, name: str, moment: dt.datetime, **others: Any) -> None:
    values = {"ruling": "dikabulkan", "reason": "berkas lengkap", "by": "petugas"}
    requests.decide(settings, name, moment=moment, **(values | others))


def tell(settings: Settings, name: str, moment: dt.datetime) -> None:
    requests.tell(settings, name, "petugas", moment)


def state(settings: Settings, moment: dt.datetime) -> str:
    (row,) = requests.listed(settings, moment)
    return str(row["keadaan"])


def test_a_request_on_time_to_the_second(settings: Settings) -> None:
    name = receive(settings)
    assert requests.listed(settings, START - SECOND) == []
    assert state(settings, hours(72)) == "terbuka"
    assert state(settings, hours(72) + SECOND) == "lewat_tenggat"
    decide(settings, name[:6], hours(70))
    assert state(settings, hours(69)) == "terbuka"
    assert state(settings, hours(72)) == "menunggu_pemberitahuan"
    # decided and not told is not done
    assert state(settings, hours(72) + SECOND) == "lewat_tenggat"
    tell(settings, name, hours(72))
    assert state(settings, hours(72)) == state(settings, hours(99)) == "selesai_tepat_waktu"
    (row,) = requests.listed(settings, hours(99))
    assert row["tenggat"] == "2026-03-04T09:30:00+07:00"
    assert row["diberitahukan_pada"] == row["tenggat"]
    assert row["jam_terpakai"] == 72
    assert requests.listed(settings, hours(99), late=True) == []


def test_a_second_late_is_late(settings: Settings) -> None:
    name = receive(settings)
    decide(settings, name, hours(1), ruling="ditolak")
    tell(settings, name, hours(72) + SECOND)
    assert state(settings, hours(72) + SECOND) == "selesai_terlambat"
    assert len(requests.listed(settings, hours(72) + SECOND)) == 1


def test_other_zones_are_the_same_moment(settings: Settings) -> None:
    name = receive(settings)
    assert name == receive(settings, received=dt.datetime(2026, 3, 1, 2, 30, tzinfo=dt.UTC))
    assert len(log.cases(settings)) == 1
    assert receive(settings, "akses") != name


def refused(settings: Settings, code: str, act: Any) -> None:
    before = settings.requests_file.read_text() if settings.requests_file.exists() else ""
    with pytest.raises(DtsenError) as caught:
        act()
    assert caught.value.kind.code == code
    assert len(caught.value.message.splitlines()) == 2
    after = settings.requests_file.read_text() if settings.requests_file.exists() else ""
    assert after == before


def test_steps_go_one_after_another(settings: Settings) -> None:
    name = receive(settings)
    bad, missing = "E-PERMOHONAN-SALAH", "E-PERMOHONAN-TIADA"
    refused(settings, bad, lambda: tell(settings, name, hours(2)))
    refused(settings, missing, lambda: decide(settings, "ffff", hours(1)))
    refused(settings, missing, lambda: tell(settings, "ffff", hours(1)))
    refused(settings, bad, lambda: decide(settings, name, hours(-1)))
    refused(settings, bad, lambda: decide(settings, name, hours(1), reason=f"NIK {NIK}"))
    refused(settings, bad, lambda: decide(settings, name, hours(1), reason=""))
    refused(settings, bad, lambda: decide(settings, name, hours(1), ruling="mungkin"))
    refused(settings, "E-KOREKSI-TIADA", lambda: decide(settings, name, hours(1), correction="ff"))
    decide(settings, name, hours(1))
    decide(settings, name, hours(1))
    refused(settings, bad, lambda: decide(settings, name, hours(2)))
    refused(settings, bad, lambda: tell(settings, name, hours(0.5)))
    tell(settings, name, hours(3))
    tell(settings, name, hours(3))
    refused(settings, bad, lambda: tell(settings, name, hours(4)))
    assert len(settings.requests_file.read_text().splitlines()) == 3


@pytest.mark.parametrize(
    ("code", "others"),
    [
        ("E-PERMOHONAN-SALAH", {"right": "lupa"}),
        ("E-PERMOHONAN-SALAH", {"received": dt.datetime(2026, 3, 1)}),
        ("E-PERMOHONAN-SALAH", {"note": f"NIK {NIK}"}),
        ("E-PERMOHONAN-SALAH", {"record_key": NIK}),
        ("E-PERMOHONAN-SALAH", {"record_key": None}),
        ("E-PERMOHONAN-SALAH", {"individu": "I1"}),
        ("E-INDIVIDU-TIADA", {"record_key": None, "individu": "I1"}),
        ("E-BUKTI-TIADA", {"proof": Path("tiada")}),
    ],
)
def test_what_is_no_request_is_refused(
    settings: Settings, code: str, others: dict[str, Any]
) -> None:
    refused(settings, code, lambda: receive(settings, **others))


@pytest.mark.parametrize("text", ["2026-03-01T09:30", "kemarin", "2026-03-01"])
def test_a_moment_has_a_zone(text: str) -> None:
    with pytest.raises(DtsenError, match="E-PERMOHONAN-SALAH"):
        requests.moment_of(text)
    assert requests.moment_of("2026-03-01T09:30+07:00") == START


def test_a_correction_answers_a_request_for_one(settings: Settings) -> None:
    name, other = receive(settings), receive(settings, "akses")
    item = corrections.correct(settings, wish(permohonan=name[:8], asal="warga")).koreksi
    assert item.permohonan == name
    with pytest.raises(DtsenError, match="E-PERMOHONAN-SALAH"):
        corrections.correct(settings, wish(permohonan=other, on=1))
    refused(
        settings,
        "E-PERMOHONAN-SALAH",
        lambda: decide(settings, other, hours(1), correction=item.id),
    )
    decide(settings, name, hours(1), correction=item.id[:7])
    row = requests.listed(settings, hours(2))[0]
    assert {row["koreksi"], requests.listed(settings, hours(2))[1]["koreksi"]} == {item.id, None}


def test_a_release_knows_requests_by_the_end_of_its_day(settings: Settings) -> None:
    name = receive(settings)
    receive(settings, "akses", received=dt.datetime(2026, 3, 2, 0, 0, tzinfo=log.ZONE))
    decide(settings, name, dt.datetime(2026, 3, 1, 23, 59, 59, tzinfo=log.ZONE))
    tell(settings, name, dt.datetime(2026, 3, 2, 0, 0, tzinfo=log.ZONE))
    lines = settings.requests_file.read_text().splitlines()
    settings.requests_file.write_text("\n".join(reversed(lines)) + "\n")
    with duckdb.connect() as con:
        assert log.lay(con, log.cases(settings), dt.date(2026, 2, 28)) == 0
        assert log.lay(con, log.cases(settings), dt.date(2026, 3, 1)) == 1
        (row,) = con.execute("from ledger.permohonan").fetchall()
        assert row == (name, A, "perbaikan", "2026-03-01T09:30:00+07:00",
                       "2026-03-04T09:30:00+07:00", "2026-03-01T23:59:59+07:00", "dikabulkan",
                       None, "menunggu_pemberitahuan")  # fmt: skip
        log.lay(con, log.cases(settings), dt.date(2026, 3, 2))
        query = "select keadaan from ledger.permohonan order by diterima_pada"
        assert con.execute(query).fetchall() == [("selesai_tepat_waktu",), ("terbuka",)]


def on(number: int) -> dt.date:
    return DAY + dt.timedelta(days=number)


def test_a_restriction_holds_until_its_end_or_an_undo(settings: Settings) -> None:
    asked = receive(settings, "pembatasan")
    kept, new = restrictions.restrict(
        settings, "sengketa", "petugas", record_key=A, day=DAY, request=asked
    )
    assert new and kept.permohonan == asked
    short, _ = restrictions.restrict(settings, "uji", "p", record_key=B, day=DAY, until=on(2))
    again = restrictions.restrict(settings, "uji", "p", record_key=B, day=DAY, until=on(2))
    assert again == (short, False)
    undo, _ = restrictions.undo(settings, kept.id[:6], "selesai", "petugas", on(1))
    restrictions.undo(settings, undo.id, "belum", "petugas", on(3))
    shown = {}
    entered = [item for item, _ in restricted.entries(settings)]
    for day in (-1, 0, 1, 2, 3):
        with duckdb.connect() as con:
            assert restricted.lay(con, entered[::-1], f"date '{on(day)}'") == (2 if day >= 0 else 0)
            rows = con.execute("select id_pembatasan, keadaan from ledger.pembatasan").fetchall()
        shown[day] = dict(rows)
        listed = {row["id_pembatasan"]: row["keadaan"] for row in
                  restrictions.listed(settings, on(day))}  # fmt: skip
        assert all(listed[name] == state for name, state in rows)
    assert shown[0] == {kept.id: "berlaku", short.id: "berlaku"}
    assert shown[1] == shown[2] == {kept.id: "dibatalkan", short.id: "berlaku"}
    assert shown[3] == {kept.id: "berlaku", short.id: "kedaluwarsa"}
    with warehouse.connect(settings) as con:
        told = rights.replay(con, settings, f"date '{on(60)}'")
    assert told == {"koreksi": 0, "koreksi_dibantah": 0, "permohonan": 1, "pembatasan": 2}


@pytest.mark.parametrize(
    ("code", "others"),
    [
        ("E-PEMBATASAN-SALAH", {"record_key": None}),
        ("E-PEMBATASAN-SALAH", {"record_key": NIK}),
        ("E-PEMBATASAN-SALAH", {"reason": f"NIK {NIK}"}),
        ("E-PEMBATASAN-SALAH", {"until": DAY}),
        ("E-PERMOHONAN-TIADA", {"request": "ffff"}),
        ("E-RILIS-TIADA", {"day": None}),
    ],
)
def test_what_is_no_restriction_is_refused(
    settings: Settings, code: str, others: dict[str, Any]
) -> None:
    values: dict[str, Any] = {"reason": "uji", "by": "p", "record_key": A, "day": DAY}
    with pytest.raises(DtsenError) as caught:
        restrictions.restrict(settings, **(values | others))
    assert caught.value.kind.code == code
    assert not settings.restrictions_file.exists()


def test_undos_of_restrictions_name_something_that_holds(settings: Settings) -> None:
    with pytest.raises(DtsenError, match="E-PEMBATASAN-TIADA"):
        restrictions.undo(settings, "ffff", "uji", "p", DAY)
    item, _ = restrictions.restrict(settings, "uji", "p", record_key=A, day=on(1))
    with pytest.raises(DtsenError, match="E-PEMBATASAN-SALAH"):
        restrictions.undo(settings, item.id, "uji", "p", DAY)
    restrictions.undo(settings, item.id, "uji", "p", on(2))
    with pytest.raises(DtsenError, match="E-PEMBATASAN-SALAH"):
        restrictions.undo(settings, item.id, "lagi", "p", on(3))
    bad = Restriction(alasan="x", oleh="p", tanggal=DAY, membatalkan=item.id, record_key=A)
    with pytest.raises(DtsenError, match="E-PEMBATASAN-SALAH"):
        restricted.check(acts.Acts.of([item]), bad)
