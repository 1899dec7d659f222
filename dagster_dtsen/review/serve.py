"""Serving the page on this computer's loopback, and nowhere else."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.review.app import Page
from dagster_dtsen.review.gate import ENTRY, LOOPBACK, Gate, Session
from dagster_dtsen.review.view import Desk


def bound(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one.

    Raises DtsenError E-ALAMAT-TERBUKA for any address but the loopback, E-PORT-TERPAKAI.
    """
    if host != LOOPBACK:
        raise DtsenError("E-ALAMAT-TERBUKA", host=host)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError:
        listener.close()
        raise DtsenError("E-PORT-TERPAKAI", port=port) from None
    return listener


def guarded(desk: Desk, session: Session, port: int, stop: Callable[[], None]) -> Gate:
    """The page behind its guard."""
    return Gate(Page(desk, session, stop).app(), session, port, desk.note)


class Server:
    """One page for one steward; :meth:`run` returns when the session ends or is interrupted."""

    def __init__(self, desk: Desk, host: str = LOOPBACK, port: int = 0) -> None:
        """Raises what :func:`bound` raises."""
        self._socket = bound(host, port)
        self.port = int(self._socket.getsockname()[1])
        self.session = Session()
        # no log of requests, no banner, no traceback: any of them could tell of a person
        config = uvicorn.Config(
            guarded(desk, self.session, self.port, self.stop),
            access_log=False,
            log_level="critical",
            server_header=False,
            lifespan="off",
            ws="none",
            proxy_headers=False,
            timeout_graceful_shutdown=2,
        )
        self._server = uvicorn.Server(config)

    @property
    def address(self) -> str:
        """The address that opens the page, once."""
        return f"http://{LOOPBACK}:{self.port}{ENTRY}{self.session.token}"

    def run(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self.session.end()
            self._socket.close()

    def stop(self) -> None:
        self._server.should_exit = True
