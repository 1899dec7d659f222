"""`python -m tests.bench.families --families 10000 --seeds 1 [--hard]`: three releases, families.

Makes a twin of three releases, standardises each by the real path, links them one from the other
and evaluates families, heads and events against the truth. Appends one line per twin to
docs/results/families.jsonl.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from dagster_dtsen import appraise, cli, orchestrate, twin, warehouse
from dagster_dtsen.evaluation.families import family_quality
from dagster_dtsen.evaluation.truth import check_folder
from dagster_dtsen.linkage import state
from dagster_dtsen.linkage.run import link
from dagster_dtsen.settings import PROJECT_DIR, Settings
from tests.bench.quality import seeds_of
from tests.proof.results import append, versions

FILE = PROJECT_DIR / "docs" / "results" / "families.jsonl"
RELEASES = ["2026T1", "2026T2", "2026T3"]
SINGLE = ("dukcapil/penduduk",)
INPUT = ("standardised.individu", "ledger.kiriman", "kendali.rilis")


def standardise(settings: Settings, work: Path) -> None:
    """The release job up to the standardised records, once per release; kept beside each other."""
    import dagster as dg

    from tests.tools.part_of_run import needed, run_part

    intake = needed(dg.AssetSelection.groups("reception", "standardised"))
    with orchestrate.run_lock(settings):
        orchestrate.start(settings)
        for release in RELEASES:
            run_part(release, intake)
            with warehouse.connect(settings) as con:
                con.execute(f"attach {warehouse.quoted(work / f'{release}.duckdb')} as simpan")
                for name in INPUT:
                    con.execute(
                        f"create schema if not exists simpan.{name.split('.')[0]}; "
                        f"create table simpan.{name} as from wh.{name}"
                    )
                con.execute("detach simpan")


def chain(work: Path, truth: Path) -> dict[str, Any]:
    """Link every release from the one before; what the evaluation says of each."""
    settings = Settings(home=work / "rantai", db_key=None)
    base = None
    found: dict[str, Any] = {}
    with warehouse.connect(settings) as con:
        for release in RELEASES:
            con.execute(
                f"attach {warehouse.quoted(work / f'{release}.duckdb')} as asal (read_only)"
            )
            for name in INPUT:
                con.execute(
                    f"create schema if not exists wh.{name.split('.')[0]}; "
                    f"create or replace table wh.{name} as from asal.{name}"
                )
            con.execute("detach asal")
            counts = link(con, settings, release, base, SINGLE)["keluarga"]
            declared = appraise.declared_linkage(con)
            quality = family_quality(
                con, truth, release, declared.identity_provider, declared.valid_status
            )
            wrong = con.execute(
                "select (select count(*) from (select id_individu from wh.linkage.relasi_keluarga "
                "where berlaku_sampai is null group by all having count(*) > 1)), "
                "(select count(*) from (select id_keluarga from wh.linkage.relasi_keluarga "
                "where berlaku_sampai is null group by all "
                "having count(*) filter (kepala_keluarga) <> 1))"
            ).fetchall()[0]
            found[release] = {
                "counts": counts,
                "quality": quality,
                "persons_in_two_families": wrong[0],
                "families_without_one_head": wrong[1],
            }
            con.execute(f"create schema wh.s{release}")
            for name in state.CARRIED:
                con.execute(f"create table wh.s{release}.{name} as from wh.linkage.{name}")
            base = state.Base({name: f"wh.s{release}.{name}" for name in state.CARRIED})
    return found


def total(found: dict[str, Any]) -> dict[str, Any]:
    """Events of all releases together, by kind."""
    result: dict[str, Any] = {}
    for outcome in found.values():
        for kind, counts in (outcome["quality"]["peristiwa"] or {}).items():
            into = result.setdefault(kind, {"benar": 0, "temuan": 0, "cocok": 0, "sebab": {}})
            for name in ("benar", "temuan", "cocok"):
                into[name] += counts[name]
            for what in ("luput", "keliru"):
                for reason, number in counts[what].items():
                    key = f"{what} {reason}"
                    into["sebab"][key] = into["sebab"].get(key, 0) + number
    for into in result.values():
        into["presisi"] = round(into["cocok"] / into["temuan"], 4) if into["temuan"] else None
        into["recall"] = round(into["cocok"] / into["benar"], 4) if into["benar"] else None
    return result


def main() -> None:
    """Measure every seed asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.families", description=__doc__)
    parser.add_argument("--families", type=int, default=10_000)
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--hard", action="store_true")
    parser.add_argument("--work", type=Path, default=PROJECT_DIR / "data" / "families")
    parser.add_argument("--results", type=Path, default=FILE)
    options = parser.parse_args()
    for seed in seeds_of(options.seeds):
        work = options.work / f"{options.families}-{seed}-{'hard' if options.hard else 'default'}"
        work.mkdir(parents=True)
        began = time.monotonic()
        twin.generate(work, options.families, seed, RELEASES, hard=options.hard, susenas=500)
        check_folder(work / "truth")
        standardise(cli.configure(work / "home", work / "landing"), work)
        found = chain(work, work / "truth")
        record = {
            "kind": "families",
            "families": options.families,
            "seed": seed,
            "hard": options.hard,
            "seconds": round(time.monotonic() - began, 1),
            "releases": found,
            "events": total(found),
            "versions": versions(),
        }
        append(record, options.results)
        print(seed, found["2026T1"]["quality"], record["events"], flush=True)


if __name__ == "__main__":
    main()
