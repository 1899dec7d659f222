"""The guard before the page: this computer only, one token once, then one session.

Every request must come from the loopback under a name of it (which stops DNS rebinding) and with
the cookie of the session. What changes something must also come from the page itself: the browser
says so in Origin, and the page's own value is checked by the handlers.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from collections.abc import Callable
from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = "127.0.0.1"
NAMES = (LOOPBACK, "localhost")
COOKIE = "dtsen_tinjauan"
ENTRY = "/masuk/"
REFUSALS = 100  # noted in a session; whoever knocks on and on does not fill the trail
IDLE = 30 * 60  # seconds without a request after which the session is over
STYLE = Path(__file__).with_name("tinjauan.css").read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; "
        f"style-src 'self' 'sha256-{_hash(STYLE)}'; "
        "img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # not no-referrer: forms would then say that they come from nowhere (Origin: null)
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
CLOSED = (
    "403 — Halaman ini hanya terbuka lewat alamat yang dicetak dtsen review, satu kali; sesi yang "
    "diam 30 menit berakhir. Jalankan dtsen review lagi.\n"
    "403 — This page opens only by the address that dtsen review printed, once; a session ends "
    "after 30 idle minutes. Run dtsen review again.\n"
)


class Session:
    """The token of the printed address, then the cookie and the page's own value; one browser."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.token: str | None = secrets.token_urlsafe(32)
        self.csrf = secrets.token_urlsafe(32)
        self._cookie: str | None = None
        self._clock = clock
        self._seen = clock()

    def exchange(self, token: str) -> str | None:
        """The cookie for the token; the token is dead from then on."""
        if self.token is None or not compare_digest(token.encode(), self.token.encode()):
            return None
        self.token = None
        self._cookie = secrets.token_urlsafe(32)
        self._seen = self._clock()
        return self._cookie

    def holds(self, cookie: str) -> bool:
        """Whether this is the cookie of a session that is not over; it lives on from now."""
        if self._cookie is None or not compare_digest(cookie.encode(), self._cookie.encode()):
            return False
        if self._clock() - self._seen > IDLE:
            self.end()
            return False
        self._seen = self._clock()
        return True

    def end(self) -> None:
        """No cookie opens the page any more."""
        self._cookie = None
        self.token = None


class Gate:
    """ASGI application that lets through what :mod:`gate` says, and marks every answer."""

    def __init__(
        self, app: ASGIApp, session: Session, port: int, note: Callable[[str], None]
    ) -> None:
        self._app = app
        self._session = session
        self._hosts = {f"{name}:{port}" for name in NAMES}
        self._note = note
        self._refusals = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        started = False

        async def marked(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                extra = [(k.lower().encode(), v.encode()) for k, v in HEADERS.items()]
                message["headers"] = [*message.get("headers", []), *extra]
            await send(message)

        request = Request(scope)
        refused = self._refuse(request)
        if refused is not None:
            await refused(scope, receive, marked)
            return
        try:
            await self._app(scope, receive, marked)
        except Exception as error:
            # the text of an error may hold values of a person; its kind does not
            self._note(f"galat {type(error).__name__}")
            if not started:
                text = "500 — Galat pada halaman ini / an error on this page"
                await PlainTextResponse(text, 500)(scope, receive, marked)

    def _refuse(self, request: Request) -> Response | None:
        """The answer to a request that is not let through; None for one that is."""
        host = request.headers.get("host", "")
        peer = request.client.host if request.client else ""
        if peer != LOOPBACK or host not in self._hosts:
            return self._closed("alamat")
        if request.method == "GET" and request.url.path.startswith(ENTRY):
            return self._enter(request.url.path.removeprefix(ENTRY))
        if not self._session.holds(_cookie(request)):
            return self._closed("kuki")
        if request.method not in ("GET", "HEAD") and (
            request.headers.get("origin") != f"http://{host}"
        ):
            return self._closed("asal")
        return None

    def _closed(self, why: str) -> Response:
        self._refusals += 1
        if self._refusals <= REFUSALS:
            self._note(f"ditolak {why}")
        return PlainTextResponse(CLOSED, 403)

    def _enter(self, token: str) -> Response:
        cookie = self._session.exchange(token)
        if cookie is None:
            return self._closed("token")
        self._note("masuk")
        answer = RedirectResponse("/", 303)
        answer.set_cookie(COOKIE, cookie, path="/", httponly=True, samesite="strict")
        return answer


def _cookie(request: Request) -> str:
    """The cookie of the session as sent, else empty text."""
    try:
        found = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""
