"""What a run tells of its steps while it goes on: their seconds, and why one failed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dagster_dtsen.errors_disk import says_full
from dagster_dtsen.release.ids import ReleaseId

if TYPE_CHECKING:
    from dagster_shared.error import SerializableErrorInfo

Progress = Callable[[str, float], None]


@dataclass
class Outcome:
    """What a run did: the release, whether it was built now, seconds per step."""

    release: ReleaseId
    built: bool
    steps: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0


class Watch:
    """Keeps the seconds of every step that ended, and tells of it.

    ``disk_full``: a step failed for a full disk, or in tidying up after one.
    """

    def __init__(self, outcome: Outcome, progress: Progress) -> None:
        self.outcome = outcome
        self.progress = progress
        self.began = time.monotonic()
        self.disk_full = False

    def __call__(self, event: object) -> None:
        dagster_event: Any = getattr(event, "dagster_event", None)
        if dagster_event is None:
            return
        if dagster_event.is_step_start:
            self.began = time.monotonic()
        if dagster_event.is_step_success:
            seconds = time.monotonic() - self.began
            self.outcome.steps[dagster_event.step_key] = seconds
            self.progress(dagster_event.step_key, seconds)
        if dagster_event.is_step_failure:
            told = _chain(dagster_event.step_failure_data.error)
            self.disk_full |= any(says_full(item.message) for item in told)


def _chain(error: SerializableErrorInfo | None) -> Iterator[SerializableErrorInfo]:
    """An error of a step and what it came from.

    The exception that leaves the run has another context: it was raised anew.
    """
    waiting = [error]
    while waiting:
        if item := waiting.pop():
            yield item
            waiting += [item.context, item.cause]
