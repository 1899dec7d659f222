"""What each blocking rule is good for: true pairs it finds, and those that it alone finds."""

from __future__ import annotations

from typing import Any

import duckdb

from dagster_dtsen.evaluation.declared import Declared

_SQL = """
with aturan as (
    select {flags}
    from pasangan_benar as p
    inner join masukan_blok as l on p.rekaman_id_l = l.rekaman_id
    inner join masukan_blok as r on p.rekaman_id_r = r.rekaman_id
)

select count(*), {counts}
from aturan
"""


def block_recall(con: duckdb.DuckDBPyConnection, declared: Declared) -> dict[str, Any]:
    """Recall of the blocking rules on ``pasangan_benar``, whatever came of the pairs later.

    Gives per rule ``ditemukan`` (true pairs it finds) and ``sendiri`` (true pairs no other rule
    finds), and under ``semua`` the pairs that any rule finds. Reads the whole input.
    """
    query = declared.input_sql("wh.standardised.individu")
    con.execute(f"create or replace temp table masukan_blok as {query}")
    names = [f"b{number}" for number in range(len(declared.blocks))]
    flags = [
        f"coalesce({sql}, false) as {name}"
        for name, (_, sql) in zip(names, declared.blocks, strict=True)
    ]
    total = " + ".join(f"cast({name} as integer)" for name in names)
    counts = [f"count(*) filter ({name})" for name in names]
    counts += [f"count(*) filter ({name} and {total} = 1)" for name in names]
    counts += [f"count(*) filter ({' or '.join(names)})"]
    pairs, *found = con.execute(
        _SQL.format(flags=", ".join(flags), counts=", ".join(counts))
    ).fetchall()[0]
    con.execute("drop table masukan_blok")
    rules = {
        name: {"ditemukan": int(hit), "sendiri": int(alone)}
        for (name, _), hit, alone in zip(
            declared.blocks, found[: len(names)], found[len(names) : -1], strict=True
        )
    }
    return {"pasangan": int(pairs), "semua": int(found[-1]), "aturan": rules}
