"""`python -m tests.bench.traced --home H --people 1000 --seed 1`: is every value where it says?

For sampled people, the families they are in and the heads of these, every value of the newest
release is compared with the record, correction or older release that its provenance names. The
working file must hold that release. Ends with 1 when a value is not traced.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import subjects, warehouse
from dagster_dtsen.release import store
from dagster_dtsen.release.tables import SNAPSHOT
from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import records
from tests.bench.traced_sql import PREPARE, TABLES, queries


def check(settings: Settings, people: int, seed: int) -> dict[str, Any]:
    """Counts by origin (``asal`` → terlacak, tidak) and the values that are not traced."""
    chain = store.stored(settings)
    newest, base = chain[-1], chain[-2] if len(chain) > 1 else chain[-1]
    sealed = newest.manifest["lapisan"][SNAPSHOT]
    if missing := [name for name in TABLES if name not in sealed]:
        raise SystemExit(f"{newest.release}: rilis kode lama / of older code: {', '.join(missing)}")
    sources = {name: newest.table(settings, SNAPSHOT, name) for name in TABLES}
    book = subjects.book(settings)
    with warehouse.connect(settings, read_only=True) as con:
        held = con.execute("select id_rilis from wh.kendali.rilis").fetchall()[0][0]
        if held != str(newest.release):
            raise SystemExit(f"{held}: gudang berisi rilis lain dari {newest.release}")
        _prepare(con, sources | {"dasar": base.table(settings, SNAPSHOT, "individu")}, people, seed)
        con.execute(f"create temp table jejak as {' union all '.join(queries(book))}")
        # provenance names one record: two would be two lines
        con.execute(
            "create temp table nilai as select objek, id, variabel, min(asal) as asal, "
            "count(*) = 1 and bool_and(coalesce(terlacak, false)) as terlacak "
            "from jejak group by objek, id, variabel"
        )
        counts = records(
            con,
            "select asal, count(*) filter (terlacak) as terlacak, "
            "count(*) filter (not terlacak) as tidak from nilai group by asal order by asal",
        )
        wrong = records(con, "from nilai where not terlacak order by all")
        size = records(
            con, "select (select count(*) from orang) as orang, count(*) as keluarga from rumah"
        )[0]
    return {"rilis": held, **size, "asal": counts, "tidak": wrong}


def _prepare(
    con: duckdb.DuckDBPyConnection, sources: dict[str, str], people: int, seed: int
) -> None:
    """The sampled people and all that provenance may name, in temporary tables."""
    for statement in PREPARE.format(**sources).split(";\n"):
        if statement.strip():
            names = {"seed": str(seed), "people": people}
            used = {key: value for key, value in names.items() if f"${key}" in statement}
            con.execute(statement, used)


def show(told: dict[str, Any]) -> None:
    """The counts, and the first values that are not traced."""
    print(
        f"{told['rilis']}: {told['orang']} orang / people, {told['keluarga']} keluarga / families"
    )
    for row in told["asal"]:
        print(
            f"  {row['asal']:<16} terlacak / traced {row['terlacak']:>8}  tidak {row['tidak']:>6}"
        )
    for row in told["tidak"][:20]:
        print(f"  ! {row['objek']} {row['id']} {row['variabel']} ({row['asal']})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    told = check(Settings(home=given.home), given.people, given.seed)
    show(told)
    raise SystemExit(1 if told["tidak"] else 0)


if __name__ == "__main__":
    main()
