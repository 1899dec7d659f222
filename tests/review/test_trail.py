"""The audit trail: every view and every act, no value of a person, and no line lost unseen."""

from __future__ import annotations

import json

from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import trail
from dagster_dtsen.steward.decisions import decisions
from tests.review.client import Browser
from tests.review.test_queue_desk import Sit, say
from tests.worklist.queue_rows import CLOSE, DANGER, FAMILY, NIK, PAIR

VALUES = (NIK, "AHMAD", "SLAMET", "MELATI", DANGER, "1985-04-03")


def test_every_view_and_every_act_is_in_the_trail_without_a_value(
    desk: Sit, home: Settings
) -> None:
    sitting = desk()
    browser = Browser(sitting)
    browser.enter()
    browser.press("sama")
    browser.press("tidak_tahu")
    browser.press("sama", catatan=f"lihat {NIK}")
    browser.post("/batal")
    browser.post("/lewati", butir=CLOSE)
    browser.post("/selesai")
    lines = trail.entries(home)
    assert [(line["tindak"], line.get("butir")) for line in lines] == [
        ("mulai", None),
        ("masuk", None),
        ("lihat", PAIR),
        ("lihat", PAIR),
        ("putus", PAIR),
        ("lihat", CLOSE),
        ("lihat", CLOSE),
        ("tidak_tahu", CLOSE),
        ("lihat", FAMILY),
        ("lihat", FAMILY),
        ("ditolak", FAMILY),
        ("lihat", FAMILY),
        ("batal", CLOSE),
        ("lewati", CLOSE),
        ("selesai", None),
    ]
    assert lines[4]["id_keputusan"] == decisions(home)[0].id
    assert lines[4]["jawaban"] == "sama"
    assert lines[10]["kode"] == "E-KEPUTUSAN-SALAH"
    assert {(line["oleh"], line["sesi"]) for line in lines} == {("Ani", lines[0]["sesi"])}
    assert all(line["waktu"].startswith("20") and line["akun"] for line in lines)
    text = home.review_trail_file.read_text() + home.review_opinions_file.read_text()
    for value in (*VALUES, browser.cookie, browser.csrf):
        assert value not in text
    assert home.worklists_dir.stat().st_mode & 0o777 == 0o700


def test_a_line_that_was_changed_or_taken_out_shows(desk: Sit, home: Settings) -> None:
    say(desk(), "sama")
    desk("Budi").view()
    assert trail.broken_at(home) is None
    whole = home.review_trail_file.read_text()
    lines = whole.splitlines(keepends=True)
    home.review_trail_file.write_text("".join(lines[:1] + lines[2:]))
    assert trail.broken_at(home) == 2
    changed = json.loads(lines[2]) | {"jawaban": "beda"}
    home.review_trail_file.write_text("".join([*lines[:2], json.dumps(changed) + "\n", *lines[3:]]))
    assert trail.broken_at(home) == 3
    home.review_trail_file.write_text(whole)
    assert trail.broken_at(home) is None
