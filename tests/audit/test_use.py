"""Use by recipient out of the log, and alarms that speak at their threshold and not below it."""

from __future__ import annotations

import datetime as dt
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import audit_use, audits
from dagster_dtsen.audit import alarms
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from tests.audit.chains import PEOPLE, made

# a Wednesday, 10.00 in Jakarta
WORK = dt.datetime(2026, 4, 1, 3, 0, tzinfo=dt.UTC)
NIGHT = dt.datetime(2026, 4, 1, 15, 0, tzinfo=dt.UTC)
SUNDAY = dt.datetime(2026, 4, 5, 3, 0, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 4, 20, 3, 0, tzinfo=dt.UTC)
Lay = Callable[[Settings, int], None]


def at(moment: dt.datetime) -> Callable[[], dt.datetime]:
    return lambda: moment


def noted(
    settings: Settings, moment: dt.datetime = WORK, result: Any = "berhasil", **v: Any
) -> None:
    audits.note(settings, made(**v), at(moment), result)


def table(name: str = "individu") -> dict[str, str]:
    return {"jenis": "tabel", "id": name}


def person(name: str) -> dict[str, str]:
    return {"jenis": "individu", "id": name}


def speaking(settings: Settings, moment: dt.datetime = LATER) -> set[str]:
    return {alarm["id"] for alarm in audit_use.told(settings, moment)["alarm"]}


def test_use_is_counted_by_recipient_grant_purpose_act_and_month(settings: Settings) -> None:
    grant = {"izin": "izin-1", "penerima": "Kemensos", "tujuan": "PKH", "tindakan": "ekspor"}
    with audits.recorded(settings, made(objek=table(), **grant), at(WORK)) as outcome:
        outcome.rows = 40
    noted(settings, objek={"jenis": "paket", "id": "p-1"}, oleh="lain", baris=2, **grant)
    noted(settings, objek={"jenis": "paket", "id": "p-1"}, baris=3, **grant)
    noted(settings, dt.datetime(2026, 4, 30, 18, tzinfo=dt.UTC), objek=table(), baris=5, **grant)
    with pytest.raises(ValueError), audits.recorded(settings, made(objek=table()), at(WORK)):
        raise ValueError
    rows = audit_use.told(settings, LATER)["pemakaian"]
    names = ("penerima", "tindakan", "bulan", "jumlah", "baris", "paket", "akun", "gagal")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("Kemensos", "ekspor", "2026-04", 3, 45, 1, 2, 0),
        # half past midnight in Jakarta is the next month
        ("Kemensos", "ekspor", "2026-05", 1, 5, 0, 1, 0),
        (None, "lihat", "2026-04", 1, 0, 0, 1, 1),
    ]


def test_days_bound_what_is_counted_and_both_belong(settings: Settings) -> None:
    for day in (1, 2, 3):
        noted(settings, WORK.replace(day=day))
    day = dt.date(2026, 4, 2)
    (row,) = audit_use.told(settings, LATER, day, day)["pemakaian"]
    assert row["jumlah"] == 1


def test_no_person_is_told_and_the_file_is_private(settings: Settings, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        noted(settings, oleh=name, penerima="=1+1;x")
    file = tmp_path / "pakai.csv"
    told = audit_use.told(settings, LATER, file=file)
    pseudonyms = {entry["objek"]["hmac"] for entry in audits.log.entries(settings)}
    assert {alarm["id"] for alarm in told["alarm"]} == {"satu_orang_banyak_akun"}
    assert not [item for item in (*pseudonyms, *PEOPLE) if item in f"{told}{file.read_text()}"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text("utf-8-sig").splitlines()[1].startswith('"\'=1+1;x";;;lihat;2026-04;3;')
    with pytest.raises(DtsenError) as caught:
        audit_use.told(settings, LATER, file=file)
    assert caught.value.kind.code == "E-BERKAS-ADA"


def test_a_line_that_was_cut_and_an_empty_log_do_no_harm(settings: Settings) -> None:
    assert audit_use.told(settings, LATER)["pemakaian"] == []
    noted(settings)
    with settings.audit_log.open("ab") as handle:
        handle.write(b'{"baris": nul\xc3')
    assert audit_use.told(settings, LATER)["pemakaian"][0]["jumlah"] == 1


def outside(settings: Settings, short: int) -> None:
    for place in range(alarms.rules().alarm[0].ambang - short):
        noted(settings, (NIGHT, SUNDAY)[0], objek=table(f"t{place}"))
    noted(settings, WORK, objek=table())


def far_rows(settings: Settings, short: int) -> None:
    for _ in range(5):
        noted(settings, objek=table(), tindakan="ekspor", baris=100)
    noted(settings, objek=table(), tindakan="ekspor", baris=2000 - short)


def many_accounts(settings: Settings, short: int) -> None:
    for place in range(3 - short):
        noted(settings, oleh=f"akun{place}")
    noted(settings, oleh="akun0")


def many_persons(settings: Settings, short: int) -> None:
    """Those of the own queue do not count."""
    queue = [person(f"i-antre{place}") for place in range(5)]
    question = {"jenis": "pertanyaan", "id": "b1"}
    noted(settings, objek=question, orang=queue)
    for thing in (*queue, *(person(f"i-x{place}") for place in range(20 - short))):
        noted(settings, tindakan="jelaskan", objek=thing)


def failures(settings: Settings, short: int) -> None:
    for place in range(5):
        result = "berhasil" if short and place == 2 else "gagal"
        noted(settings, result=result, objek=table())


def no_receipt(settings: Settings, short: int) -> None:
    package = {"jenis": "paket", "id": "p-1"}
    noted(settings, tindakan="serah", objek=package)
    if short:
        noted(settings, tindakan="terima", objek=package)


CASES = {
    "di_luar_jam": outside,
    "baris_jauh": far_rows,
    "satu_orang_banyak_akun": many_accounts,
    "satu_akun_banyak_orang": many_persons,
    "gagal_beruntun": failures,
    "tanpa_tanda_terima": no_receipt,
}


def test_every_alarm_of_the_file_is_tried() -> None:
    assert {alarm.id for alarm in alarms.rules().alarm} == set(CASES)
    assert all(len(set(alarm.kata)) == 2 for alarm in alarms.rules().alarm)


@pytest.mark.parametrize("name", CASES)
def test_an_alarm_speaks_at_its_threshold_and_not_below(
    settings: Settings, tmp_path: Path, name: str
) -> None:
    CASES[name](settings, 0)
    assert speaking(settings) == {name}
    below = settings.model_copy(update={"home": tmp_path / "lain"})
    CASES[name](below, 1)
    assert speaking(below) == set()


def test_weekends_are_no_working_days(settings: Settings) -> None:
    for place in range(10):
        noted(settings, SUNDAY, objek=table(f"t{place}"))
    (alarm,) = audit_use.told(settings, LATER)["alarm"]
    (finding,) = alarm["temuan"]
    assert (finding["akun"], finding["hari"], finding["jumlah"]) == ("uji", "2026-04-05", 10)
    assert finding["peristiwa"] == list(range(1, 11))


def test_a_receipt_is_waited_for_its_days(settings: Settings) -> None:
    no_receipt(settings, 0)
    assert speaking(settings, WORK + dt.timedelta(days=6)) == set()
    assert speaking(settings, WORK + dt.timedelta(days=7)) == {"tanpa_tanda_terima"}
