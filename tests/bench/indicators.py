"""The indicator models on a made-up register, against plain counts of the same columns.

    python -m tests.bench.indicators --families 330000

Times every model from the sealed files to the cells of ``agg_sel``; the bare engine counts, per
village, the filled values of the variables that indicators read. Appended to
docs/results/indicators.jsonl.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import dbt_bridge, dictionary, warehouse
from dagster_dtsen.settings import PROJECT_DIR, Settings
from tests.bench.indicators_rows import make
from tests.bench.meter import Meter
from tests.bench.run import busy_others, machine
from tests.project.columns import in_order

RESULTS = PROJECT_DIR / "docs" / "results" / "indicators.jsonl"
FOLDERS = ("path:models/agregat", "path:models/marts/agregat")


def compiled(settings: Settings) -> list[tuple[str, str, str]]:
    """(name, materialisation, SQL) of the models in their order."""
    os.environ["DBT_WRITE_JSON"] = "true"
    arguments = ["compile", "--select", *FOLDERS]
    if not dbt_bridge.build(settings, arguments):
        raise SystemExit("dbt compile")
    manifest = json.loads((settings.dbt_target_dir / "manifest.json").read_text())
    return [
        (f"{node['schema']}.{node['name']}", node["config"]["materialized"], node["compiled_code"])
        for node in in_order(manifest)
        if node["resource_type"] == "model" and node.get("compiled_code")
        if node["schema"] == "agregat" or node["name"] == "agg_sel"
    ]


def bare(con: duckdb.DuckDBPyConnection) -> None:
    """Filled values per village of every variable that an indicator reads, persons and families."""
    book = dictionary.load_book(PROJECT_DIR)
    rows = dictionary.load_catalogue(PROJECT_DIR, book).indicators
    read = {name for row in rows for name in row.variabel.split(";") if name}
    for entitas in ("individu", "keluarga"):
        held = [row.variabel for row in book.variables if row.entitas == entitas]
        counts = ", ".join(f"count(t.{name})" for name in held if name in read)
        con.execute(
            f"create temp table bare_{entitas} as select k.kode_desa_kemendagri, {counts} "
            f"from snapshot.{entitas} as t "
            "inner join (select id_keluarga, kode_desa_kemendagri from snapshot.keluarga) as k "
            "on t.id_keluarga = k.id_keluarga group by k.kode_desa_kemendagri"
        )


def measure(families: int, folder: Path) -> dict[str, Any]:
    """One line of results."""
    settings = Settings(home=folder / "home")
    settings.root.mkdir()
    dbt_bridge.export_environment(settings)
    models = compiled(settings)
    busy = busy_others()
    with warehouse.connect(settings) as con:
        villages, people = make(con, folder, families)
        meter = Meter()
        for name, kind, sql in models:
            con.execute(f"create {kind} {name} as {sql}")
            meter.mark(name)
        cells = int(con.execute("select count(*) from marts.agg_sel").fetchall()[0][0])
        counted = con.execute(
            "select jumlah from marts.agg_sel where tingkat_wilayah = 'nasional' "
            "and kelompok = 'semua' and ukuran = 'penduduk' and kategori = 'jumlah'"
        ).fetchall()[0][0]
        if counted != people:
            raise SystemExit(f"{counted} != {people}")  # a fast wrong answer is none
        plain = Meter()
        bare(con)
        plain.mark("bare")
    own, other = meter.report(), plain.report()
    return {
        "mesin": machine(settings),
        "sibuk_lain": busy,
        "keluarga": families,
        "individu": people,
        "desa": villages,
        "sel": cells,
        "model": own["stages"],
        "wall_s": own["wall"],
        "cpu_s": own["cpu"],
        "puncak_mb": own["peak_mb"],
        "polos_wall_s": other["wall"],
        "polos_cpu_s": other["cpu"],
        "rasio_wall": round(own["wall"] / other["wall"], 1),
        "rasio_cpu": round(own["cpu"] / other["cpu"], 1),
    }


def run(measure: Callable[[int, Path], dict[str, Any]], results: Path, about: str) -> None:
    """Measure once, as the command says, and append the line."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--families", type=int, default=330_000)
    parser.add_argument("--results", type=Path, default=results)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        line = json.dumps(measure(options.families, Path(folder)), ensure_ascii=False)
    with options.results.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    print(line)


if __name__ == "__main__":
    run(measure, RESULTS, str(__doc__))
