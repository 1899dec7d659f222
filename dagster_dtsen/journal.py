"""An append-only log: one JSON object per line, flushed before anything follows from it."""

from __future__ import annotations

import json
import os
import pwd
import re
from pathlib import Path
from typing import Any

_TAIL = 1 << 16  # bytes in which a whole line is found
# the length of a NIK or a family card number: no person's number belongs in a log
_NUMBER_OF_A_PERSON = re.compile(r"\d[\d .-]{14,}\d")


def holds_number(text: str) -> bool:
    """Whether a text holds what may be a person's number."""
    return _NUMBER_OF_A_PERSON.search(text) is not None


def account() -> str:
    """The account of this process by the operating system, whatever the environment says."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def append(path: Path, entry: dict[str, Any]) -> None:
    """Add one line and make it durable; a line cut short by a kill is closed first.

    A line that a full disk cuts is taken back. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(entry, sort_keys=True, ensure_ascii=False) + "\n"
    with path.open("a+b", buffering=0) as handle:
        end = handle.seek(0, os.SEEK_END)
        if end > 0:
            handle.seek(end - 1)
            if handle.read(1) != b"\n":
                text = "\n" + text
        line, done = text.encode(), 0
        try:
            while done < len(line):
                done += handle.write(line[done:])
            os.fsync(handle.fileno())
        except OSError:
            # unless another process has added a line since
            if handle.seek(0, os.SEEK_END) == end + done:
                handle.truncate(end)
            raise


def entries(path: Path) -> list[dict[str, Any]]:
    """All whole lines in the order of writing; a line cut short was never told to anyone."""
    if not path.exists():
        return []
    found = []
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict):
            found.append(entry)
    return found


def last(path: Path) -> dict[str, Any] | None:
    """The last whole line, without reading the others."""
    if not path.exists():
        return None
    with path.open("rb") as handle:
        handle.seek(max(0, path.stat().st_size - _TAIL))
        lines = handle.read().decode(errors="replace").split("\n")
    for line in reversed(lines):
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict):
            return entry
    return None
