"""The page opens for one browser on this computer, and for nobody and nothing else."""

from __future__ import annotations

import re
import socket

import pytest

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.review.gate import HEADERS, IDLE, LOOPBACK, REFUSALS, Session
from dagster_dtsen.review.serve import Server, bound
from tests.review.client import HOST, PORT, Browser
from tests.review.fakes import FakeDesk

PATHS = ["/", "/tinjauan.css", "/tinjauan.js", "/lain", "/favicon.ico"]


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def browser(desk: FakeDesk) -> Browser:
    return Browser(desk)


def test_the_token_opens_the_page_once(browser: Browser, desk: FakeDesk) -> None:
    address = f"/masuk/{browser.session.token}"
    first = browser.send("GET", address)
    assert (first.status, first.headers["location"]) == (303, "/")
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert browser.session.token is None
    assert address.removeprefix("/masuk/") not in first.headers["set-cookie"]
    assert browser.send("GET", address).status == 403
    assert desk.notes == ["masuk", "ditolak token"]


@pytest.mark.parametrize("token", ["", "salah", "None", "é"])
def test_no_other_token_opens_it(browser: Browser, token: str) -> None:
    assert browser.send("GET", f"/masuk/{token}").status == 403
    # and it does not spend the right one
    assert browser.enter().status == 200


@pytest.mark.parametrize("path", PATHS)
def test_without_the_cookie_nothing_is_told(browser: Browser, path: str) -> None:
    assert browser.send("GET", path).status == 403
    browser.enter()
    browser.cookie = "lain"
    answer = browser.send("GET", path)
    assert answer.status == 403
    assert "butir1" not in answer.text


@pytest.mark.parametrize("path", ["/jawab", "/lewati", "/batal", "/bukti", "/selesai"])
def test_acts_need_cookie_origin_and_the_value_of_the_page(
    browser: Browser, desk: FakeDesk, path: str
) -> None:
    browser.enter()
    cookie, csrf = browser.cookie, browser.csrf
    fields = {"butir": "butir1", "jawaban": "sama"}
    browser.cookie = ""
    assert browser.post(path, **fields).status == 403
    browser.cookie = cookie
    browser.csrf = "lain"
    assert browser.post(path, **fields).status == 403
    for origin in (None, "null", "http://lain.example", f"http://localhost:{PORT}"):
        body = f"csrf={csrf}&butir=butir1&jawaban=sama".encode()
        assert browser.send("POST", path, body, origin=origin, x_csrf=csrf).status == 403
    assert browser.send("GET", path).status == 405
    assert desk.acts == []
    assert browser.stopped == 0


@pytest.mark.parametrize(
    "host", ["lain.example", f"lain.example:{PORT}", LOOPBACK, f"{LOOPBACK}:1", ""]
)
def test_another_name_of_this_computer_is_refused(
    browser: Browser, desk: FakeDesk, host: str
) -> None:
    browser.enter()
    assert browser.send("GET", "/", host=host).status == 403
    assert desk.notes[-1] == "ditolak alamat"
    assert browser.send("GET", "/", host=f"localhost:{PORT}").status == 200


def test_another_computer_is_refused_whatever_it_knows(browser: Browser) -> None:
    browser.enter()
    assert browser.send("GET", "/", peer="10.0.0.7").status == 403
    other = Browser(FakeDesk())
    assert other.send("GET", f"/masuk/{other.session.token}", peer="10.0.0.7").status == 403
    assert other.session.token is not None


def test_every_answer_forbids_keeping_framing_and_fetching_elsewhere(browser: Browser) -> None:
    answers = [browser.send("GET", "/"), browser.enter(), browser.send("GET", "/lain")]
    for answer in answers:
        for name, value in HEADERS.items():
            assert answer.headers[name.lower()] == value
        assert "server" not in answer.headers
    policy = answers[0].headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_who_knocks_on_and_on_does_not_fill_the_trail(browser: Browser, desk: FakeDesk) -> None:
    for _ in range(REFUSALS + 20):
        browser.send("GET", "/")
    assert len(desk.notes) == REFUSALS


def test_a_session_left_alone_is_over(desk: FakeDesk) -> None:
    clock = [0.0]
    browser = Browser(desk, Session(lambda: clock[0]))
    browser.enter()
    clock[0] += IDLE - 1
    assert browser.page().status == 200
    clock[0] += IDLE - 1
    assert browser.page().status == 200
    clock[0] += IDLE + 1
    assert browser.page().status == 403
    clock[0] -= IDLE
    assert browser.page().status == 403


def test_an_error_tells_its_kind_to_the_trail_and_its_text_to_nobody(
    browser: Browser, desk: FakeDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    browser.enter()
    desk.broken = True
    answer = browser.send("GET", "/")
    assert answer.status == 500
    assert "SITI" not in answer.text
    assert desk.notes[-1] == "galat RuntimeError"
    assert "SITI" not in "".join(capsys.readouterr())


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::1", "localhost", ""])
def test_only_the_loopback_is_served(host: str) -> None:
    with pytest.raises(DtsenError, match="E-ALAMAT-TERBUKA"):
        bound(host, 0)


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        with pytest.raises(DtsenError, match="E-PORT-TERPAKAI"):
            bound(LOOPBACK, taken.getsockname()[1])


def test_the_server_listens_on_the_loopback_alone_and_prints_where(desk: FakeDesk) -> None:
    server = Server(desk)
    try:
        assert server._socket.getsockname() == (LOOPBACK, server.port)
        assert re.fullmatch(
            rf"http://127\.0\.0\.1:{server.port}/masuk/[\w-]{{40,}}", server.address
        )
        assert Server(desk).session.token != server.session.token
    finally:
        server._socket.close()
    assert HOST.startswith(LOOPBACK)
