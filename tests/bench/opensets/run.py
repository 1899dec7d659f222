"""`python -m tests.bench.opensets.run [--set febrl3]`: the linkage on third-party gold sets.

Every set is declared in a YAML file here. What its declaration asks for (``laporan``) is measured
and appended to docs/results/opensets.jsonl; what stands there for the present code, settings and
data is not measured again. ``--part tune`` is for choosing settings and keeps nothing. Ends with 1
when a figure is below the floor of its declaration (``lantai``).
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen.settings import PROJECT_DIR
from tests.bench.opensets import data, engine, table
from tests.bench.opensets import declared as declaration
from tests.bench.opensets.measures import measure
from tests.proof.results import append, read, versions

FILE = PROJECT_DIR / "docs" / "results" / "opensets.jsonl"
KIND = "openset"
THREADS = 2


def link(declared: declaration.Declared, part: str, folder: Path) -> dict[str, Any]:
    """One set, one part, from the Parquet files to the figures."""
    began = time.monotonic()
    seconds: dict[str, float] = {}

    def mark(name: str) -> None:
        seconds[name] = round(time.monotonic() - began - sum(seconds.values()), 2)

    with duckdb.connect(config={"threads": THREADS}) as con:
        engine.open_tables(con, declared, folder)
        engine.prepare(con, declared, part)
        mark("prepare")
        model, prior = engine.train(con, declared)
        mark("train")
        candidates = engine.score(con, declared, model, prior)
        mark("score")
        engine.build_clusters(con, declared)
        mark("cluster")
        difference = engine.splink_difference(con, declared, model)
        mark("compare")
        records, people = con.execute(
            "select count(*), count(distinct orang) from kebenaran"
        ).fetchall()[0]
        result = measure(con, float(declared["ambang"]["pasangan"]))
    return {
        "records": int(records),
        "people": int(people),
        "prior_weight": round(prior, 4),
        "thresholds": declared["ambang"],
        "candidates": candidates,
        "splink_difference": difference,
        "seconds": seconds,
        "result": result,
    }


def below(declared: declaration.Declared, record: dict[str, Any]) -> list[str]:
    """What of ``lantai`` a record does not reach, in words."""
    found = []
    for name, least in declared.get("lantai", {}).items():
        kind, measured = name.split(".")
        value = record["result"][kind][measured]
        if value is None or value < least:
            found.append(f"{record['set']} {record['part']}: {name} {value} < {least}")
    return found


def main() -> None:
    """Measure what is missing and say it; or print the table of docs/linkage.md."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.opensets.run", description=__doc__)
    parser.add_argument("--set", action="append", choices=declaration.names(), dest="sets")
    parser.add_argument("--part", choices=list(engine.PARTS), help="default: what the set reports")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--results", type=Path, default=FILE)
    options = parser.parse_args()
    known = read(KIND, options.results)
    if options.table:
        print(table.markdown(known))
        return
    folder, content = data.tables()
    low: list[str] = []
    print(table.HEADER)
    for name in options.sets or declaration.names():
        declared = declaration.load(name)
        for part in [options.part] if options.part else declared["laporan"]:
            asked = {
                "kind": KIND,
                "set": name,
                "part": part,
                "versions": versions(),
                "export": content["packages"],
                "settings": declaration.settings_hash(declared),
                "data": {key: content["tables"][key] for key in declared["sumber"].values()},
            }
            same = [record for record in known if record.items() >= asked.items()]
            record = same[-1] if same else asked | link(declared, part, folder)
            if not same and part != "tune":
                append(record, options.results)
            print(table.line(record), flush=True)
            low += below(declared, record)
    if low:
        sys.exit("\n".join(low))


if __name__ == "__main__":
    main()
