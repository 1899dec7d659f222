"""Acts under the log: written before they are let through, and again when they have ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from dagster_dtsen.audit import head, log
from dagster_dtsen.audit.event import BEGUN, DONE, FAILED, Event, Result
from dagster_dtsen.audit.head import Signing
from dagster_dtsen.audit.log import Clock, Entry
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings


@dataclass
class Outcome:
    """What the act may tell of itself. ``number``: the event it began with; ``rows``: a count."""

    number: int
    rows: int | None = None
    result: Result = DONE


def note(
    settings: Settings,
    event: Event,
    signing: Signing,
    clock: Clock = log.now,
    result: Result = DONE,
) -> Entry:
    """Add one event that needs no second one, and a head when one is due.

    Raises DtsenError E-JEJAK-SALAH, E-JEJAK-RUSAK, E-JEJAK-TEMPAT, and OSError.
    """
    entry = _add(settings, event, clock, result)
    _anchor(settings, entry, signing, clock)
    return entry


@contextmanager
def recorded(
    settings: Settings, event: Event, signing: Signing, clock: Clock = log.now
) -> Iterator[Outcome]:
    """Let an act through only when the log says that it begins; then note how it ended.

    An act that raises is noted as failed, with the code or kind of its error and never its words,
    and goes on raising. Raises as :func:`note` does, before the act, or after it when its end could
    not be noted: what it made must then not be handed out.
    """
    begun = _add(settings, event, clock, BEGUN)
    outcome = Outcome(int(begun["nomor"]))
    try:
        _anchor(settings, begun, signing, clock)
        yield outcome
    except BaseException as error:
        cause = error.kind.code if isinstance(error, DtsenError) else type(error).__name__
        _add(settings, event, clock, FAILED, outcome.number, cause)
        raise
    told = event if outcome.rows is None else event.model_copy(update={"baris": outcome.rows})
    ended = _add(settings, told, clock, outcome.result, outcome.number)
    _anchor(settings, ended, signing, clock)


def _add(
    settings: Settings,
    event: Event,
    clock: Clock,
    result: Result,
    closes: int | None = None,
    cause: str | None = None,
) -> Entry:
    with log.chain(settings, clock) as chain:
        head.refuse_shorter(settings, chain)
        return chain.add(event, result, closes, cause)


def _anchor(settings: Settings, entry: Entry, signing: Signing, clock: Clock) -> None:
    if head.due(settings, entry):
        head.write(settings, entry, signing, clock)
