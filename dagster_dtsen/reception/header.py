"""The header of a file against the promised columns: what is missing, renamed, surplus, doubled."""

from __future__ import annotations

import difflib
import re
from collections import Counter

from dagster_dtsen.reception.contract import DatasetContract
from dagster_dtsen.reception.refusal import Refusal

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z_ .-]*[0-9]{0,2}")
_LONGEST_NAME = 40
_SIMILAR = 0.8
_SHOWN = 20
_DELIMITERS = ",;|\t"


def check_header(found: list[str], contract: DatasetContract, name: str) -> None:
    """Refuse with KEPALA_TAK_SESUAI unless the columns are exactly the promised ones, in any order.

    The detail is that of :func:`difference`.
    """
    told = difference(found, contract.kolom)
    if told:
        raise Refusal("KEPALA_TAK_SESUAI", f"{name}: {told}")


def difference(found: list[str], columns: list[str]) -> str | None:
    """How the names ``found`` differ from the promised ``columns``; None when only in order.

    Names what was promised and is missing or doubled. A surplus cell may be a person's value when
    the header row is absent: it is counted, and named only when the row holds half of the promised
    names and the cell looks like one that is missing.
    """
    promised, times = set(columns), Counter(found)
    missing = [column for column in columns if column not in times]
    extra = [column for column in times if column not in promised]
    doubled = [column for column in columns if times[column] > 1]
    if not missing and len(found) == len(promised):
        return None
    told = [f"kurang/missing {_listed(missing)}", f"lebih/extra {len(extra)}"]
    told.append(f"ganda/doubled {_listed(doubled)}")
    renamed = _renamed(found, extra, missing, columns)
    if renamed:
        told.append("mirip/similar " + ", ".join(f"{a} → {b}" for a, b in renamed[:_SHOWN]))
    delimiter = _other_delimiter(found, promised)
    if delimiter:
        told.append(f"pemisah/delimiter {delimiter!r}?")
    return ", ".join(told)


def _renamed(
    found: list[str], extra: list[str], missing: list[str], promised: list[str]
) -> list[tuple[str, str]]:
    """Surplus cells that are a missing name in other letters, as (cell, promised name)."""
    plain = {_plain(column): column for column in promised}
    if 2 * len({_plain(cell) for cell in found} & plain.keys()) < len(promised):
        return []
    pairs = []
    for cell in extra[:1000]:
        if len(cell) > _LONGEST_NAME or not _IDENTIFIER.fullmatch(cell.strip()):
            continue
        targets = [_plain(column) for column in missing]
        close = difflib.get_close_matches(_plain(cell), targets, n=1, cutoff=_SIMILAR)
        pairs += [(cell, plain[match]) for match in close]
    return pairs


def _plain(cell: str) -> str:
    return re.sub(r"[\s_.-]", "", cell[:1000]).casefold()


def _other_delimiter(found: list[str], promised: set[str]) -> str | None:
    """The delimiter that would make a one-cell header the promised one."""
    if len(found) != 1:
        return None
    return next((d for d in _DELIMITERS if promised <= set(found[0].split(d))), None)


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    more = f", … {len(names)}" if len(names) > _SHOWN else ""
    return f"[{shown}{more}]"
