"""Files inside a page: data addresses, JSON in a script block, hashes for the page's own policy."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from typing import Any

from dagster_dtsen.dashboard.published import COLUMNS, Table


def packed(table: Table) -> str:
    """The table column by column as JSON under gzip, in base64: the same bytes at any time.

    Values are texts as a CSV writes them, null where there is none. By columns it is half as large
    as by rows, and the page makes its CSV from it.
    """
    names = COLUMNS[table.name]
    columns = [[_text(row[name]) for row in table.rows] for name in names]
    told = json.dumps({"kolom": names, "isi": columns}, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(gzip.compress(told.encode(), compresslevel=9, mtime=0)).decode()


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def address(content: bytes, kind: str) -> str:
    """A ``data:`` address that holds the bytes."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def script_json(told: Any) -> str:
    """JSON that can stand inside a script block: no ``<`` that could end it."""
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c")


def policy(style: str, script: str) -> str:
    """Content-Security-Policy of a page with one style and one script and nothing from outside."""
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
