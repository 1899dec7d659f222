"""What the CSV of a table must be, written by the standard library."""

from __future__ import annotations

import csv
import io
from typing import Any


def csv_text(columns: tuple[str, ...], rows: list[dict[str, Any]]) -> str:
    target = io.StringIO()
    writer = csv.DictWriter(target, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue()
