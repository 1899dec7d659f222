"""Papers as PDF by Typst: a template and its data in a folder of their own, and nothing else.

The data reach a template as a file, never as markup. A template can read no other file and fetch
no package. Same template, same data, same time stamp: same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tempfile
from pathlib import Path
from typing import Any

import typst

from dagster_dtsen.errors import DtsenError

TEMPLATES = Path(__file__).parent / "templates"
TEMPLATE, DATA = "naskah.typ", "data.json"
SHARED = "umum.typ"
# the largest form of an agency, in bytes
MOST_BYTES = 500_000
# whatever could run what is not in the template itself, or fetch a package
_MORE = re.compile(r"\b(?:import|include|eval)\b")


def source(own: Path, shipped: str) -> str:
    """The agency's own template where there is one, else the shipped one of that name.

    Raises DtsenError E-TEMPLAT-RUSAK.
    """
    if not own.is_file():
        return "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in (SHARED, shipped))
    try:
        content = own.read_bytes()
        if len(content) > MOST_BYTES:
            raise _unusable(own, "terlalu besar / too large")
        text = content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(own, type(error).__name__) from None
    if found := _MORE.search(text):
        raise _unusable(own, f"tidak boleh memuat / may not hold {found[0]}")
    return text


def pdf(own: Path, shipped: str, page: dict[str, Any], stamp: dt.datetime) -> bytes:
    """The paper as PDF/A; ``stamp``: the time it bears. Raises DtsenError E-TEMPLAT-RUSAK."""
    text = source(own, shipped)
    with tempfile.TemporaryDirectory(prefix="dtsen-") as place:
        folder = lay(Path(place), text, page)
        try:
            made: bytes = typst.compile(
                str(folder / TEMPLATE),
                root=str(folder),
                ignore_system_fonts=True,  # the same file on every machine
                package_path=str(folder / "tiada"),
                package_cache_path=str(folder / "tiada"),
                timestamp=stamp,
                pdf_standards=["a-2b"],
            )
        except typst.TypstError as error:
            raise _unusable(own, str(error).splitlines()[0][:160]) from None
    return made


def lay(folder: Path, text: str, page: dict[str, Any]) -> Path:
    """The two files that a template sees, in an empty folder."""
    (folder / TEMPLATE).write_text(text, encoding="utf-8")
    data = json.dumps(page, sort_keys=True, ensure_ascii=False)
    (folder / DATA).write_text(data, encoding="utf-8")
    return folder


def _unusable(path: Path, reason: str) -> DtsenError:
    return DtsenError("E-TEMPLAT-RUSAK", path=path.name, reason=reason)
