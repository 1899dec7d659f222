"""What `dtsen rotate-key` does, under the audit log."""

from __future__ import annotations

from collections.abc import Callable

from dagster_dtsen import audits, rotation
from dagster_dtsen.settings import Settings


def rotate(
    settings: Settings, *, to_open: bool = False, say: Callable[[str], None] = lambda _: None
) -> bool:
    """:func:`rotation.rotate`; the log says that the key was changed or taken away, never a key.

    Raises also what the log raises.
    """
    what = "simpan tanpa sandi" if to_open else "ganti kunci"
    with audits.acting(settings, "putus", "kunci", "basis data", tujuan=what):
        return rotation.rotate(settings, to_open=to_open, say=say)
