"""Requests to the page without a network: what a browser sends, and what others might."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from dagster_dtsen.review.gate import COOKIE, LOOPBACK, Session
from dagster_dtsen.review.serve import guarded
from dagster_dtsen.review.view import Desk

PORT = 8123
HOST = f"{LOOPBACK}:{PORT}"


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def item(self) -> str:
        """The question on the page, empty without one."""
        found = re.search(r'data-butir="([^"]*)"', self.text)
        return found[1] if found else ""

    @property
    def told(self) -> str:
        """What the page says became of the last act."""
        found = re.search(r'<div id="kabar"[^>]*>(.*?)</div>', self.text, re.S)
        return re.sub(r"<[^>]+>", "\n", found[1]).strip() if found else ""


@dataclass
class Browser:
    """One browser before one page; ``cookie`` and ``csrf`` as it learnt them."""

    desk: Desk
    session: Session = field(default_factory=Session)
    cookie: str = ""
    csrf: str = ""
    stopped: int = 0

    def __post_init__(self) -> None:
        self.app = guarded(self.desk, self.session, PORT, self._stop)

    def _stop(self) -> None:
        self.stopped += 1

    def send(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        peer: str = LOOPBACK,
        **headers: str | None,
    ) -> Answer:
        """One request; a header that is None is left out."""
        sent = {"host": HOST, "cookie": f"{COOKIE}={self.cookie}" if self.cookie else None}
        if method == "POST":
            sent |= {"origin": f"http://{HOST}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [(k.encode(), v.encode()) for k, v in sent.items() if v is not None],
            "client": (peer, 50_000),
            "server": (LOOPBACK, PORT),
            "scheme": "http",
            "http_version": "1.1",
            "root_path": "",
        }
        return asyncio.run(self._exchange(scope, body))

    async def _exchange(self, scope: dict[str, Any], body: bytes) -> Answer:
        told: list[Any] = []
        waiting = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            return waiting.pop(0) if waiting else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            told.append(message)

        await self.app(scope, receive, send)
        start = told[0]
        headers = {k.decode().lower(): v.decode() for k, v in start["headers"]}
        content = b"".join(item.get("body", b"") for item in told[1:])
        return Answer(start["status"], headers, content)

    def enter(self) -> Answer:
        """Open the printed address and follow it to the page."""
        answer = self.send("GET", f"/masuk/{self.session.token}")
        self.cookie = answer.headers["set-cookie"].split(";")[0].split("=", 1)[1]
        return self.page()

    def page(self) -> Answer:
        answer = self.send("GET", "/")
        found = re.search(r'name="csrf" value="([^"]+)"', answer.text)
        self.csrf = found[1] if found else self.csrf
        return answer

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form as the page does; gives the answer itself, not the page after it."""
        return self.send("POST", path, urlencode({"csrf": self.csrf} | fields).encode())

    def press(self, answer: str, **fields: str) -> Answer:
        """Answer the question on the page, and look at the next one."""
        self.post("/jawab", butir=self.page().item, jawaban=answer, **fields)
        return self.page()
