"""A steward at work: thirty pairs by keyboard, one taken back, and the next linkage obeys."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dagster_dtsen import decision_history, stewardship, warehouse
from dagster_dtsen.linkage.decided import LEDGER
from dagster_dtsen.linkage.run import link
from dagster_dtsen.review.serve import Server
from dagster_dtsen.reviews_queue import QueueDesk
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import in_force, trail
from dagster_dtsen.steward.decisions import decisions
from dagster_dtsen.steward.worklist_answers import key_of
from tests.linkage.linkage_rows import SINGLE
from tests.review.chromium import BROWSER, Tab, browser
from tests.review.conftest import DAY

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(BROWSER is None, reason="needs Chromium (.ci/run installs it)"),
]

PAIRS = 32
# both records of a person that the linkage joined by the NIK, as the queue would ask about them
ITEMS = [(f"r{100_000 + 2 * i:06d}", f"r{100_001 + 2 * i:06d}") for i in range(PAIRS)]
IDS = [key_of("pasangan", *pair) for pair in ITEMS]


@pytest.fixture
def busy(home: Settings) -> Settings:
    """The home with 32 questions about persons of two records."""
    with warehouse.connect(home) as con:
        for table in ("antrean_tinjauan", "antrean_rekaman", "antrean_dampak"):
            con.execute(f"delete from wh.stewardship.{table}")
        for number, (item, pair) in enumerate(zip(IDS, ITEMS, strict=True), 1):
            con.execute(
                "insert into wh.stewardship.antrean_tinjauan by name select ? as id_antrean, "
                "'pasangan' as antrean, 'individu' as objek, 'BAWAH_AMBANG' as alasan, "
                "50 as prioritas, ? as urutan, true as satu_orang, 3.1 as bobot, "
                "-0.9 as jarak_ambang, 2 as jumlah_rekaman, 1 as keluarga_berubah, "
                "false as layak_bantuan, false as layak_berbeda, '2026T2' as rilis_pertama, "
                "0 as umur_rilis",
                [item, number],
            )
            for group, key in enumerate(pair, 1):
                con.execute(
                    "insert into wh.stewardship.antrean_rekaman values (?, ?, ?)",
                    [item, group, key],
                )
    return home


@contextmanager
def served(home: Settings) -> Iterator[Server]:
    """The page of one steward, in a thread of its own."""
    server = Server(QueueDesk(home, "Ani", date=DAY, share=0.0))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server
    server.stop()
    thread.join(10)
    assert not thread.is_alive()


def on(tab: Tab) -> str:
    """The question on the page, once it is whole and no act is under way."""
    ready = "document.readyState === 'complete' && !document.body.dataset.kirim"
    return str(tab.ask(f"{ready} ? (document.body.dataset.butir || '-') : ''") or "")


def told(tab: Tab) -> str:
    return str(tab.ask("document.getElementById('kabar').innerText") or "").strip()


def press(tab: Tab, key: str, before: str) -> str:
    """Press a key that answers; gives the question after it."""
    tab.press(key)
    return str(tab.wait(lambda: (found := on(tab)) and found != before and found))


def one(home: Settings) -> list[bool]:
    """For every pair whether the linkage says that it is one person, after a new release."""
    with warehouse.connect(home) as con:
        in_force.replay(con, home)
        in_force.build(con, "date '2026-09-30'")
        link(con, home, "2026T3", None, SINGLE, LEDGER)
        found = dict(
            con.execute(
                "select record_key, id_individu from wh.linkage.peta_individu where aktif"
            ).fetchall()
        )
    return [found[left] == found[right] for left, right in ITEMS]


def test_thirty_pairs_are_decided_by_keyboard_and_hold(busy: Settings, tmp_path: Path) -> None:
    assert one(busy) == [True] * PAIRS
    apart = {i for i in range(30) if i % 3}
    with served(busy) as server, browser(tmp_path / "profil") as tab:
        tab.open(server.address)
        now = tab.wait(lambda: on(tab))
        for place in range(30):
            assert now == IDS[place]
            now = press(tab, "2" if place in apart else "1", now)
            assert told(tab) == f"Dicatat: {'dua' if place in apart else 'satu'} orang."
        # the last one was a slip: taken back and answered otherwise
        assert press(tab, "u", now) == IDS[29]
        now = press(tab, "1", IDS[29])
        apart.discard(29)
        # help, a reason by keyboard, not knowing, skipping
        tab.press("?")
        tab.wait(lambda: tab.ask("document.getElementById('bantuan').open"))
        tab.press("Escape")
        tab.press("c")
        tab.call("Input.insertText", text="berkas 12")
        tab.press("2")  # a digit in the reason answers nothing
        tab.press("Escape")
        assert on(tab) == IDS[30]
        assert press(tab, "1", IDS[30]) == IDS[31]
        assert press(tab, "0", IDS[31]) == "-"
        assert tab.ask("document.querySelector('h1').innerText") == "Daftar ini habis"
        assert "/masuk/" not in str(tab.ask("location.href"))
        problems = [
            event["params"]
            for event in tab.events
            if event["method"] in ("Runtime.exceptionThrown", "Log.entryAdded")
        ]
        assert problems == []
        hosts = {
            event["params"]["request"]["url"].split("/")[2]
            for event in tab.events
            if event["method"] == "Network.requestWillBeSent"
            and event["params"]["request"]["url"].startswith("http")
        }
        assert hosts == {f"127.0.0.1:{server.port}"}
        tab.press("q")
        tab.wait(lambda: tab.ask("document.querySelector('h1').innerText") == "Sesi selesai")
    entered = decisions(busy)
    assert len([item for item in entered if item.records]) == 32
    assert "berkas 12" in entered[-1].alasan
    acts = [line["tindak"] for line in trail.entries(busy)]
    assert (acts.count("putus"), acts.count("batal"), acts.count("tidak_tahu")) == (32, 1, 1)
    assert acts.count("lihat") >= 33
    # the next release obeys
    assert one(busy) == [place not in apart for place in range(PAIRS)]
    # one is undone afterwards, and its history says so
    target = next(item for item in entered if item.asal == IDS[1])
    stewardship.decide(
        busy,
        stewardship.Wish("batalkan", "keliru", "Ani", tanggal=DAY, membatalkan=target.id),
    )
    assert one(busy) == [place not in apart - {1} for place in range(PAIRS)]
    history = decision_history.history(busy, target.id)
    assert sorted((row["tindakan"], row["hubungan"]) for row in history) == [
        ("batalkan", "pembatalan"),
        ("pisahkan", "ini"),
    ]


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_fits_its_width(busy: Settings, tmp_path: Path, width: int) -> None:
    with served(busy) as server, browser(tmp_path / "profil") as tab:
        tab.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=700,
            deviceScaleFactor=1,
            mobile=False,
        )
        tab.open(server.address)
        tab.wait(lambda: on(tab))
        assert tab.ask("document.documentElement.scrollWidth") <= width
        # every button can be reached and is large enough for a finger
        heights = tab.ask(
            "[...document.querySelectorAll('.tombol button')].map(b => b.offsetHeight)"
        )
        assert len(heights) == 7
        assert min(heights) >= 38
