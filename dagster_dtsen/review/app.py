"""The page's routes: every act is a form, answered with a redirect to the next question."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from hmac import compare_digest
from pathlib import Path
from urllib.parse import parse_qs

import jinja2
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.responses import RedirectResponse as Redirect
from starlette.routing import Route

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.review.gate import STYLE, Session
from dagster_dtsen.review.view import ANSWERS, Desk, Told

_HERE = Path(__file__).parent
_NOT_NOTED = "Tidak ditampilkan: tidak dapat dicatat / not shown: it cannot be noted"
_FORM = 16 << 10  # bytes of a form
EVIDENCE = 64 << 20  # bytes of an evidence file
_STATIC = {"tinjauan.css": "text/css", "tinjauan.js": "text/javascript"}


class Page:
    """Routes around one desk; acts are done one after the other."""

    def __init__(self, desk: Desk, session: Session, stop: Callable[[], None]) -> None:
        self._desk = desk
        self._session = session
        self._stop = stop
        self._turn = asyncio.Lock()
        self._told: Told | None = None
        self._note = ""  # the reason of an answer that was refused
        self._evidence: dict[str, bytes] = {}
        loader = jinja2.FileSystemLoader(_HERE)
        self._template = jinja2.Environment(loader=loader, autoescape=True).get_template(
            "halaman.html.j2"
        )

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/", self.show, methods=["GET"]),
                Route("/jawab", self.answer, methods=["POST"]),
                Route("/lewati", self.skip, methods=["POST"]),
                Route("/batal", self.undo, methods=["POST"]),
                Route("/bukti", self.evidence, methods=["POST"]),
                Route("/selesai", self.close, methods=["POST"]),
                *(Route(f"/{name}", self.static, methods=["GET"]) for name in _STATIC),
            ]
        )

    async def static(self, request: Request) -> Response:
        name = request.url.path.removeprefix("/")
        return Response((_HERE / name).read_bytes(), media_type=_STATIC[name])

    async def show(self, _request: Request) -> Response:
        async with self._turn:
            try:
                view = await run_in_threadpool(self._desk.view)
            except (DtsenError, OSError) as error:
                # what may not be noted is not shown
                why = error.message if isinstance(error, DtsenError) else type(error).__name__
                return PlainTextResponse(f"{_NOT_NOTED}\n{why}", 503)
            told, self._told = self._told, None
            text = self._template.render(
                v=view,
                told=told,
                desk=self._desk,
                csrf=self._session.csrf,
                catatan=self._note,
                tutup=False,
            )
        return HTMLResponse(text)

    async def answer(self, request: Request) -> Response:
        form = await self._form(request)
        if form is None or form.get("jawaban") not in ANSWERS:
            return PlainTextResponse("403", 403)
        async with self._turn:
            evidence = self._evidence.pop(form.get("bukti", ""), None)
            self._told = await run_in_threadpool(
                self._desk.answer,
                form.get("butir", ""),
                form["jawaban"],
                form.get("catatan", ""),
                evidence,
            )
            self._note = form.get("catatan", "") if self._told.kode else ""
        return Redirect("/", 303)

    async def skip(self, request: Request) -> Response:
        form = await self._form(request)
        if form is None:
            return PlainTextResponse("403", 403)
        async with self._turn:
            self._told = await run_in_threadpool(self._desk.skip, form.get("butir", ""))
            self._note = ""
        return Redirect("/", 303)

    async def undo(self, request: Request) -> Response:
        if await self._form(request) is None:
            return PlainTextResponse("403", 403)
        async with self._turn:
            self._told = await run_in_threadpool(self._desk.undo)
            self._note = ""
        return Redirect("/", 303)

    async def evidence(self, request: Request) -> Response:
        """Keep an evidence file in memory until it is used; gives its SHA-256."""
        if not self._own(request.headers.get("x-csrf", "")):
            return PlainTextResponse("403", 403)
        content = await _body(request, EVIDENCE)
        if not content:
            return JSONResponse({"kode": "E-BUKTI-TIADA"}, 413)
        sha256 = hashlib.sha256(content).hexdigest()
        self._evidence = {sha256: content}
        return JSONResponse({"sha256": sha256})

    async def close(self, request: Request) -> Response:
        if await self._form(request) is None:
            return PlainTextResponse("403", 403)
        async with self._turn:
            self._desk.note("selesai")
            self._session.end()
            # nothing can be fetched any more, so the last page brings its style along
            text = self._template.render(
                v=None, told=None, desk=self._desk, csrf="", tutup=True, css=Markup(STYLE)
            )
        self._stop()
        return HTMLResponse(text)

    def _own(self, value: str) -> bool:
        return compare_digest(value.encode(), self._session.csrf.encode())

    async def _form(self, request: Request) -> dict[str, str] | None:
        """Fields of a form of this page; None when it is none."""
        content = await _body(request, _FORM)
        if content is None:
            return None
        found = parse_qs(content.decode("utf-8", "replace"), keep_blank_values=True)
        fields = {name: values[0] for name, values in found.items()}
        return fields if self._own(fields.get("csrf", "")) else None


async def _body(request: Request, most: int) -> bytes | None:
    """The content of a request; None when it is larger than ``most`` bytes."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > most:
            return None
    return bytes(content)
