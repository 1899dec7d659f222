"""`python -m tests.bench.microdata --families 330000`: micro data by two codes, attacked, timed.

Made-up people of several seeds go out in several sets of columns. k and l of what went out are
counted by the gate (microdata/check.py) and by pycanon in an environment of its own, which needs
the network once; an attacker who knows one person in twenty looks for them; a large population is
timed against the engine alone, which groups the persons once. Appends a record to
docs/results/microdata.jsonl.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import package_microdata
from dagster_dtsen.settings import PROJECT_DIR, get_settings
from tests.bench.meter import Meter
from tests.bench.run import busy_others, machine
from tests.bench.run import load as busy
from tests.microdata import attack, people
from tests.microdata.people import Released
from tests.proof.results import append, versions

FILE = PROJECT_DIR / "docs" / "results" / "microdata.jsonl"
ORACLE = "pycanon==1.3.6"
SCRIPT = Path(__file__).with_name("microdata_oracle.py")
SEEDS = (1, 2, 3, 4, 5)


def own_python(work: Path) -> Path:
    """An environment with pycanon alone: it needs an older pandas than this project."""
    python = work / "venv" / "bin" / "python"
    uv = Path(sys.executable).with_name("uv")
    for command in (
        [uv, "venv", "-q", "--python", sys.executable, work / "venv"],
        [uv, "pip", "install", "-q", "--python", python, ORACLE, "pyarrow"],
    ):
        subprocess.run([str(part) for part in command], check=True)
    return python


def written(released: Released, name: str, folder: Path) -> dict[str, dict[str, Any]]:
    """The units that went out as files for the other code; what the gate found, by file."""
    found = {}
    for unit in released.micro.units:
        words = [*(column.alias for column in unit.quasi), *unit.flags, "tertaut"]
        sensitive = [column.alias for column in unit.sensitive]
        path = folder / f"{name}-{unit.kind}.parquet"
        listed = ", ".join([*words, *sensitive])
        released.con.execute(
            f"copy (select {listed} from cek_{unit.kind}) to '{path}' (format parquet)"
        )
        path.with_suffix(".json").write_text(json.dumps({"kuasi": words, "peka": sensitive}))
        found[path.stem] = released.micro.told["ditemukan"][unit.kind]
    return found


def compared(work: Path, families: int) -> dict[str, Any]:
    """k and l of all seeds and sets of columns by both codes, and the attacks."""
    folder = work / "tabel"
    folder.mkdir()
    ours: dict[str, dict[str, Any]] = {}
    attacks: dict[str, list[attack.Result]] = {}
    for seed in SEEDS:
        for name, variables in people.SETS.items():
            released = people.release(families, seed, variables)
            ours |= written(released, f"{name}-{seed}", folder)
            if released.micro.of("orang"):
                attacks.setdefault(name, []).append(attack.persons(released))
            released.con.close()
    done = subprocess.run(
        [str(own_python(work)), str(SCRIPT), str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    theirs = json.loads(done.stdout)
    return {
        "keluarga_per_benih": families,
        "benih": len(SEEDS),
        "tabel": len(ours),
        "berbeda": sorted(name for name in ours if ours[name] != theirs[name]),
        "k_terkecil": min(item["k"] for item in theirs.values()),
        "l_terkecil": min(item["l"] for item in theirs.values() if item["l"] is not None),
        "serangan": {
            name: {
                "dicari": sum(item.targets for item in found),
                "peluang_terbesar": round(max(item.largest for item in found), 4),
                "benar_paling_banyak": round(max(item.right for item in found), 4),
            }
            for name, found in attacks.items()
        },
    }


def timed(families: int, name: str) -> dict[str, Any]:
    """Seconds and memory of one large population, against one group by of its persons."""
    with duckdb.connect() as con:
        con.execute("set threads = 2")
        con.execute("set memory_limit = '4GB'")
        people.lay(con, families, 1)
        variables = people.SETS[name]
        count = con.execute("select count(*) from uji_individu").fetchall()[0][0]
        meter = Meter()
        made = people.protect(con, variables)
        meter.mark("melindungi")
        told = package_microdata.verified(con, made.micro, made.tables).told
        meter.mark("memeriksa")
        quasi = [column for column in made.micro.units[0].quasi if column.entity == "individu"]
        listed = ", ".join(column.name for column in quasi)
        start = time.monotonic()
        con.execute(
            f"select count(*) from (select {listed} from uji_individu group by all "
            "having count(*) >= 10)"
        ).fetchall()
        bare = time.monotonic() - start
    stages = {stage["stage"]: stage for stage in meter.report()["stages"]}
    spent = sum(float(stage["wall"]) for stage in stages.values())
    return {
        "keluarga": families,
        "individu": count,
        "tahap": stages,
        "mesin_saja": round(bare, 2),
        "per_mesin_saja": round(spent / bare, 1),
        "hasil": {key: told[key] for key in ("orang", "keluarga", "susunan", "ditemukan")},
    }


def main() -> None:
    """Measure and append the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", type=int, default=330_000)
    parser.add_argument("--small", type=int, default=1_500)
    parser.add_argument("--results", type=Path, default=FILE)
    options = parser.parse_args()
    before = busy_others()
    work = Path(tempfile.mkdtemp(prefix="dtsen-mikro-"))
    try:
        record: dict[str, Any] = {"dua_kode": compared(work, options.small)}
    finally:
        shutil.rmtree(work, ignore_errors=True)
    middle = busy_others()
    record["waktu"] = {name: timed(options.families, name) for name in ("lebar", "sempit")}
    record |= {"mesin": machine(get_settings()), "beban": busy(before, middle, busy_others())}
    append(record | versions(), options.results)
    print(json.dumps(record, indent=1))
    if record["dua_kode"]["berbeda"]:
        sys.exit("dua kode berbeda / the two codes disagree")


if __name__ == "__main__":
    main()
