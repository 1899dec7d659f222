"""How a check is broken: one change to the tables, named after the check."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Break:
    """``sql`` breaks ``check`` of ``gate`` and nothing else of its contract but ``also``.

    ``also`` is None where a column is gone: Soda asks for all figures of a table in one query,
    which then fails as a whole.
    """

    gate: str
    check: str
    sql: str
    also: tuple[str, ...] | None = ()

    def __str__(self) -> str:
        return f"{self.gate}:{self.check}"


def on(gate: str, table: str, gone: str, changes: dict[str, str | tuple[str, ...]]) -> list[Break]:
    """Breaks of one contract: a checked column ``gone``, and ``changes`` by check.

    A tuple names, after its SQL, what must fail with it.
    """
    contract = table.split(".")[1]
    rename = f"alter table {table} rename {gone} to kolom_lain"
    found = [Break(gate, f"{contract}/schema", rename, None)]
    for check, change in changes.items():
        sql, *also = (change,) if isinstance(change, str) else change
        names = tuple(f"{contract}/{name}" for name in also)
        found.append(Break(gate, f"{contract}/{check}", sql.replace("@", table), names))
    return found
