"""Dagster's event log in one SQLite file that stays open while a run writes to it.

A release stores some 1,500 events. The storage that Dagster takes by default opens and closes two
files per event, which costs more than the models of a small release. One run writes at a time
(docs/adr/0003), so one file is enough. A killed process loses nothing here; a power failure can
take the last events, which are history, never data of a release, and leaves the file sound.

The text of an error may quote a person's value, as the engine does with one it cannot convert. Of
an error the log keeps class and place in the code; of the project's own also what it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import sqlalchemy as db
from dagster import EventLogEntry
from dagster._core.storage.event_log import ConsolidatedSqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster_shared.error import SerializableErrorInfo

from dagster_dtsen.errors import DtsenError

WITHHELD = "teks tidak disimpan / text not kept"
# where an event of a run, or what it carries, holds an error
_HOLD_ERRORS = (
    "error_info",
    "dagster_event",
    "event_specific_data",
    "first_step_failure_event",
    "error",
)


class RunHistory(ConsolidatedSqliteEventLogStorage):
    """The consolidated storage with a connection that is kept and not synced at every commit."""

    @cached_property
    def _engine(self) -> db.Engine:
        engine = db.create_engine(
            self._conn_string,
            connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS},
        )

        @db.event.listens_for(engine, "connect")
        def sync_at_checkpoints(connection: Any, _record: Any) -> None:
            connection.execute("PRAGMA synchronous = NORMAL")

        return engine

    @contextmanager
    def _connect(self) -> Iterator[db.Connection]:
        with self._engine.begin() as connection:
            yield connection

    @cached_property
    def _known(self) -> set[str]:
        return set()

    def has_table(self, table_name: str) -> bool:
        """Whether the file has a table; asked at every event, and one that is there stays."""
        if table_name not in self._known and super().has_table(table_name):
            self._known.add(table_name)
        return table_name in self._known

    def store_event(self, event: EventLogEntry) -> None:
        """Store an event of a run without the texts of errors."""
        super().store_event(_quiet(event))

    def dispose(self) -> None:
        """Close the file; called when the instance is left."""
        if "_engine" in self.__dict__:
            self._engine.dispose()
            del self.__dict__["_engine"]
        close: Callable[[], None] = super().dispose
        close()


def _quiet(record: Any) -> Any:
    """An event, or part of one, in which no error but the project's own says anything."""
    if isinstance(record, SerializableErrorInfo):
        own = record.cls_name == DtsenError.__name__
        return record._replace(
            message=record.message if own else f"{record.cls_name}: {WITHHELD}\n",
            cause=_quiet(record.cause),
            context=_quiet(record.context),
        )
    held = [name for name in _HOLD_ERRORS if getattr(record, name, None) is not None]
    return (
        record._replace(**{name: _quiet(getattr(record, name)) for name in held})
        if held
        else record
    )
