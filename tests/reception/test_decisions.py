"""Revocations: recorded once, replayed, and held by every release from their date on."""

from __future__ import annotations

import datetime as dt

import pytest

from dagster_dtsen import journal
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.reception import decisions, receipts
from dagster_dtsen.reception.decisions import Decision
from dagster_dtsen.settings import Settings
from tests.reception.deliveries import Desk, contract, csv_file


def revocation(delivery: str, day: str, reason: str = "salah ekspor") -> Decision:
    return Decision(
        tindakan=decisions.REVOKE,
        kiriman=delivery,
        alasan=reason,
        oleh="pengelola",
        tanggal=dt.date.fromisoformat(day),
    )


def in_force(desk: Desk, cut_off: str) -> list[str]:
    decisions.replay(desk.con, desk.settings)
    desk.build_release_set(cut_off)
    return [r[0] for r in desk.rows("select _delivery from ledger.kiriman_rilis where efektif")]


def deliver_two(desk: Desk) -> tuple[str, str]:
    """Of two reference dates; (older, newer)."""
    for day in (5, 6):
        desk.deliver(csv_file(f"{day},a,b"), folder=f"m{day}", tanggal_acuan=dt.date(2026, 1, day))
    desk.receive()
    rows = desk.rows("select _delivery from ledger.kiriman order by tanggal_acuan")
    return rows[0][0], rows[1][0]


def test_a_revoked_delivery_is_outside_releases_from_its_date_on(desk: Desk) -> None:
    older, newer = deliver_two(desk)
    decisions.revoke(desk.settings, revocation(newer, "2026-06-30"), [])
    assert in_force(desk, "2026-06-29") == [newer]
    assert in_force(desk, "2026-06-30") == [older]
    assert in_force(desk, "2026-09-30") == [older]


def test_the_same_decision_is_recorded_once_and_another_reason_is_another(desk: Desk) -> None:
    older, _ = deliver_two(desk)
    first = revocation(older, "2026-03-31")
    assert decisions.revoke(desk.settings, first, ["2026T1.v2"])
    assert not decisions.revoke(desk.settings, first, ["2026T1.v2"])
    assert decisions.revoke(desk.settings, revocation(older, "2026-03-31", "lain"), [])
    lines = journal.entries(desk.settings.decisions_file)
    assert [line["merencanakan"] for line in lines] == [["2026T1.v2"], []]
    for _ in range(2):
        assert decisions.replay(desk.con, desk.settings) == 2
        assert desk.count("ledger.keputusan") == 2


@pytest.mark.parametrize("reason", ["NIK 3171014501900001 salah", "3171 0145 0190 0001"])
def test_no_number_of_a_person_enters_the_log(settings: Settings, reason: str) -> None:
    with pytest.raises(DtsenError) as caught:
        decisions.revoke(settings, revocation("x", "2026-03-31", reason), [])
    assert caught.value.kind.code == "E-KEPUTUSAN-SALAH"
    assert "3171" not in caught.value.message
    assert not settings.decisions_file.exists()


def statuses(desk: Desk) -> dict[str, str]:
    found = receipts.facts(desk.con, decisions.decisions(desk.settings))
    return {item["kiriman"]: item["status"] for item in found}


def test_statuses_follow_from_ledger_and_decisions(desk: Desk) -> None:
    desk.deliver(csv_file("1,a,b"), folder="a", tanggal_kirim=dt.date(2026, 2, 10))
    desk.deliver(csv_file("2,a,b"), folder="b", tanggal_kirim=dt.date(2026, 2, 20))
    desk.deliver(csv_file("3,a,b", "4,a"), folder="c", periode="2026T2")
    desk.deliver(csv_file("5,a,b", records=9), folder="d", periode="2026T3")
    desk.receive()
    assert sorted(statuses(desk).values()) == [
        "digantikan",
        "diterima",
        "diterima_sebagian",
        "ditolak",
    ]
    by_status = {status: delivery for delivery, status in statuses(desk).items()}
    decisions.revoke(desk.settings, revocation(by_status["diterima"], "2026-03-31"), [])
    after = statuses(desk)
    assert after[by_status["diterima"]] == "dicabut"
    assert after[by_status["digantikan"]] == "diterima"  # nothing stands in its place any more


def test_a_delivery_is_superseded_only_when_all_its_datasets_are(desk: Desk) -> None:
    old = csv_file("1;a;b", dataset="lama", name="lama.csv")
    old.content = b"nik;nama;kota\n1;a;b\n"
    desk.deliver(csv_file("1,a,b"), old, folder="a", tanggal_kirim=dt.date(2026, 2, 10))
    desk.deliver(csv_file("2,a,b"), folder="b", tanggal_kirim=dt.date(2026, 2, 20))
    desk.receive()
    found = {item["tanggal_kirim"]: item for item in receipts.facts(desk.con, [])}
    first, second = found["2026-02-10"], found["2026-02-20"]
    assert (first["status"], second["status"]) == ("diterima", "diterima")
    assert first["digantikan_oleh"] == [second["kiriman"]]
    assert second["menggantikan"] == [first["kiriman"]]


def test_the_same_content_sent_anew_says_what_it_repeats(desk: Desk) -> None:
    desk.deliver(csv_file("1,a,b"), folder="a", tanggal_kirim=dt.date(2026, 2, 10))
    desk.deliver(csv_file("1,a,b"), folder="b", tanggal_kirim=dt.date(2026, 2, 20))
    desk.receive()
    first, second = receipts.facts(desk.con, [])
    assert (first["mengulang"], second["mengulang"]) == ([], [first["kiriman"]])


def test_changes_of_one_period_replace_each_other_and_add_up_over_periods(desk: Desk) -> None:
    desk.contract = contract(jenis="perubahan")
    for number, period in enumerate(("2026M01", "2026M02", "2026M02")):
        desk.deliver(
            csv_file(f"{number},a,b"),
            folder=f"k{number}",
            jenis="perubahan",
            periode=period,
            tanggal_kirim=dt.date(2026, 2, 10 + number),
        )
    desk.receive()
    desk.build_release_set("2026-03-31")
    found = desk.rows(
        "select periode, tanggal_kirim, efektif from ledger.kiriman_rilis order by tanggal_kirim"
    )
    assert [(row[0], row[2]) for row in found] == [
        ("2026M01", True),
        ("2026M02", False),
        ("2026M02", True),
    ]


def test_a_receipt_is_written_once_and_holds_no_value_of_a_person(desk: Desk) -> None:
    desk.deliver(csv_file("3171014501900001,SARI MELATI,x"))
    desk.receive()
    found = receipts.facts(desk.con, [])
    assert receipts.write(desk.settings, found) == 1
    assert receipts.write(desk.settings, found) == 0
    texts = [path.read_text() for path in desk.settings.receipts_dir.rglob("*.*")]
    assert len(texts) == 2
    for text in texts:
        assert found[0]["kiriman"] in text
        assert found[0]["berkas"][0]["sha256"] in text
        assert "3171014501900001" not in text
        assert "SARI" not in text
