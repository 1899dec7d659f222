"""What the page shows and sends: forms that work without a script, nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import re
import threading
import time
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from urllib.parse import urlencode

import pytest

from dagster_dtsen.review import app as page
from dagster_dtsen.review.serve import Server
from tests.review.client import Browser
from tests.review.fakes import DANGER, FakeDesk


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def browser(desk: FakeDesk) -> Browser:
    found = Browser(desk)
    found.enter()
    return found


def test_values_are_shown_as_text(browser: Browser) -> None:
    text = browser.page().text
    assert DANGER not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    browser.press("sama", catatan="salah")
    browser.post("/jawab", butir="butir1", jawaban="sama", catatan="salah")
    assert DANGER not in browser.page().text


def test_nothing_comes_from_elsewhere_and_no_script_stands_in_the_page(browser: Browser) -> None:
    text = browser.page().text
    assert re.findall(r'(?:src|href|action)="([^"]+)"', text) == [
        "data:,",
        "/tinjauan.css",
        "/jawab",
        "/lewati",
        "/batal",
        "/selesai",
        "/tinjauan.js",
    ]
    assert not re.search(r"<script(?! src=)|<style|\son\w+=|style=", text)
    for name in ("tinjauan.css", "tinjauan.js"):
        asset = browser.send("GET", f"/{name}")
        assert asset.status == 200
        assert not re.search(r"https?:|url\(|@import|eval|innerHTML", asset.text)


def test_every_key_is_a_button_and_every_field_has_a_name(browser: Browser) -> None:
    text = browser.page().text
    for key in "120LU?Q":
        assert re.search(rf'data-key="{re.escape(key)}"[^>]*><kbd>{re.escape(key)}</kbd>', text)
    for name in re.findall(r'<input id="([\w-]+)"', text):
        assert f'<label for="{name}">' in text
    assert 'lang="id"' in text
    assert 'scope="row"' in text
    assert 'role="status" aria-live="polite"' in text


def test_an_answer_is_told_and_the_next_question_asked(browser: Browser, desk: FakeDesk) -> None:
    assert browser.page().item == "butir1"
    after = browser.press("sama", catatan="berkas 7")
    assert (after.item, after.told) == ("butir2", "Dicatat.")
    assert desk.acts == [("jawab", "butir1", "sama", "berkas 7", "")]
    assert browser.page().told == ""
    browser.post("/lewati", butir="butir2")
    browser.post("/batal", butir="butir2")
    assert desk.acts[1:] == [("lewati", "butir2"), ("batal",)]
    done = browser.press("tidak_tahu")
    assert done.item == ""
    assert "Daftar ini habis" in done.text


def test_a_refusal_is_shown_and_asks_for_evidence(browser: Browser) -> None:
    assert re.search(r'class="bukti" hidden', browser.page().text)
    answer = browser.press("sama", catatan="salah")
    assert answer.told.startswith("E-UJI")
    assert answer.item == "butir1"
    assert not re.search(r'class="bukti" hidden', answer.text)
    # what was written is not lost
    assert 'value="salah"' in answer.text
    browser.post("/lewati", butir="butir1")
    assert 'value="salah"' not in browser.page().text


@pytest.mark.parametrize("answer", ["", "mungkin", "SAMA"])
def test_no_other_answer_is_taken(browser: Browser, desk: FakeDesk, answer: str) -> None:
    assert browser.post("/jawab", butir="butir1", jawaban=answer).status == 403
    assert desk.acts == []


def test_evidence_goes_with_the_answer_it_was_chosen_for_and_is_forgotten(
    browser: Browser, desk: FakeDesk
) -> None:
    sent = browser.send("POST", "/bukti", b"berita acara", x_csrf=browser.csrf)
    sha256 = hashlib.sha256(b"berita acara").hexdigest()
    assert sent.text == f'{{"sha256":"{sha256}"}}'
    browser.press("sama", bukti=sha256)
    browser.press("sama", bukti=sha256)
    assert [act[-1] for act in desk.acts] == ["berita acara", ""]


def test_what_is_too_large_is_not_read_to_its_end(
    browser: Browser, desk: FakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "EVIDENCE", 10)
    for content in (b"x" * 11, b""):
        assert browser.send("POST", "/bukti", content, x_csrf=browser.csrf).status == 413
    assert (
        browser.post("/jawab", butir="butir1", jawaban="sama", catatan="x" * 20_000).status == 403
    )
    assert desk.acts == []


def test_the_end_of_the_session_closes_the_page_for_good(browser: Browser, desk: FakeDesk) -> None:
    end = browser.post("/selesai")
    assert "Sesi selesai" in end.text
    assert browser.stopped == 1
    assert desk.notes[-1] == "selesai"
    assert browser.page().status == 403
    # its style is in it, and is the one that the policy knows
    (style,) = re.findall(r"<style>(.*?)</style>", end.text, re.S)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in end.headers["content-security-policy"]


def test_a_real_server_serves_the_page_and_says_nothing(
    desk: FakeDesk, capfd: pytest.CaptureFixture[str]
) -> None:
    server = Server(desk)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    address = server.address
    for _ in range(100):
        try:
            text = opener.open(address, timeout=5).read().decode()
            break
        except urllib.error.URLError:
            time.sleep(0.05)
    assert "butir1" in text
    with pytest.raises(urllib.error.HTTPError, match="403"):
        opener.open(address, timeout=5)
    csrf = re.search(r'name="csrf" value="([^"]+)"', text)
    assert csrf
    base = f"http://127.0.0.1:{server.port}"
    request = urllib.request.Request(
        f"{base}/selesai", urlencode({"csrf": csrf[1]}).encode(), {"Origin": base}
    )
    assert "Sesi selesai" in opener.open(request, timeout=5).read().decode()
    thread.join(10)
    assert not thread.is_alive()
    assert capfd.readouterr() == ("", "")
