"""Files inside a page: data addresses, JSON in a script block, hashes for the page's own policy."""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import io
import json
from typing import Any

from dagster_dtsen.dashboard.published import COLUMNS, Table


def csv_text(table: Table) -> str:
    """The table as CSV: a header, rows in their order, an empty field where there is no value."""
    target = io.StringIO()
    writer = csv.DictWriter(target, COLUMNS[table.name], lineterminator="\n")
    writer.writeheader()
    writer.writerows(table.rows)
    return target.getvalue()


def address(content: bytes, kind: str) -> str:
    """A ``data:`` address that holds the bytes."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def packed(text: str) -> bytes:
    """The text under gzip, the same bytes at any time."""
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


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
