"""Dagster's event log in one SQLite file that stays open while a run writes to it.

A release stores some 1,500 events. The storage that Dagster takes by default opens and closes two
files per event, which costs more than the models of a small release. One run writes at a time
(docs/adr/0003), so one file is enough. A killed process loses nothing here; only a power failure
can take the last events, and they are history, never data of a release.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import sqlalchemy as db
from dagster._core.storage.event_log import ConsolidatedSqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS


class RunHistory(ConsolidatedSqliteEventLogStorage):
    """The consolidated storage with a connection that is kept and not synced at every commit."""

    @cached_property
    def _engine(self) -> db.Engine:
        engine = db.create_engine(
            self._conn_string,
            connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS},
        )

        @db.event.listens_for(engine, "connect")
        def no_sync(connection: Any, _record: Any) -> None:
            connection.execute("PRAGMA synchronous = OFF")

        return engine

    @contextmanager
    def _connect(self) -> Iterator[db.Connection]:
        with self._engine.begin() as connection:
            yield connection

    def dispose(self) -> None:
        """Close the file; called when the instance is left."""
        if "_engine" in self.__dict__:
            self._engine.dispose()
            del self.__dict__["_engine"]
        close: Callable[[], None] = super().dispose
        close()
