"""A reader in a process of its own: opens the published file anew each time and holds one handle.

Prints one JSON object: errors, mixes, releases seen, and what the held handle showed.
Knows nothing of the package but the form of the published file.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb

TABLES = {
    "hasil": ("dim_individu", "fct_peringkat_kesejahteraan"),
    "snapshot": ("rekaman",),
}


def opened(path: Path) -> duckdb.DuckDBPyConnection:
    """The published file, attached read-only."""
    con = duckdb.connect(":memory:")
    con.execute(f"attach '{path}' as wh (read_only)")
    con.execute("use wh")
    return con


def marks(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The release named by the file, then the marks in the rows of its tables, without doubles."""
    found = [con.execute("select id_rilis from main.rilis").fetchall()[0][0]]
    for schema, names in TABLES.items():
        for name in names:
            rows = con.execute(f"select distinct tanda from {schema}.{name}").fetchall()
            found += [row[0] for row in rows]
    return list(dict.fromkeys(found))


def main(path: Path, ready: Path, enough: Path, readings: int) -> None:
    """Read anew and through a held handle, at least so often and until ``enough`` appears.

    ``ready`` appears once the handle is open.
    """
    held = opened(path)
    told = {"errors": [], "mixes": [], "seen": [], "held": [marks(held)]}
    ready.touch()
    done = 0
    while done < readings or not enough.exists():
        done += 1
        try:
            con = opened(path)
            found = marks(con)
            con.close()
            old = marks(held)
        except duckdb.Error as error:
            told["errors"].append(str(error))
            continue
        if len(found) != 1:
            told["mixes"].append(found)
        if found[0] not in told["seen"]:
            told["seen"].append(found[0])
        if old not in told["held"]:
            told["held"].append(old)
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
