"""Protection of the counts of a made-up register: rounding, both attacks, differences.

    python -m tests.bench.disclosure --families 330000

The counts are those of the indicator models (tests/bench/indicators.py). Timed are the cells, the
linear programs and the differences, against the bare engine, which writes the same published
counts without any of it. Appended to docs/results/disclosure.jsonl.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from dagster_dtsen import dbt_bridge, tables, warehouse
from dagster_dtsen.disclosure import cells, differencing, policy, protect, system
from dagster_dtsen.disclosure.key import RoundingKey
from dagster_dtsen.settings import PROJECT_DIR, Settings
from tests.bench.indicators import compiled, run
from tests.bench.indicators_rows import make
from tests.bench.meter import Meter
from tests.bench.run import busy_others, machine

RESULTS = PROJECT_DIR / "docs" / "results" / "disclosure.jsonl"
KEY = RoundingKey(bytes(range(32)))


# how far what is told of a district lies from what is true
_FAR = """
with wilayah as (
    select s.kode_wilayah, s.terbit, s.jumlah, j.terbit as terbit_semua, j.jumlah as semua
    from sel as s
    inner join sel as j using (tingkat_wilayah, kode_wilayah, kelompok, nilai_kelompok, ukuran)
    where s.tingkat_wilayah = 'kabupaten_kota' and s.kelompok = 'semua' and not s.tertutup
        and s.ukuran = 'desil' and s.kategori <> 'jumlah' and j.kategori = 'jumlah'
)
select
    (select max(abs(terbit - jumlah) / dasar) from sel
     where tingkat_wilayah = 'kabupaten_kota' and not tertutup) as jumlah_dalam_dasar,
    (select count(distinct kode_wilayah) from wilayah) as kabupaten,
    (select max(abs(100.0 * terbit / terbit_semua - 100.0 * jumlah / semua)) from wilayah)
        as bagian_desil_poin
"""


def measure(families: int, folder: Path) -> dict[str, Any]:
    """One line of results."""
    settings = Settings(home=folder / "home")
    settings.root.mkdir()
    dbt_bridge.export_environment(settings)
    models = compiled(settings)
    busy, rules = busy_others(), policy.settled()
    with warehouse.connect(settings) as con:
        villages, people = make(con, folder, families)
        for name, kind, sql in models:
            con.execute(f"create {kind} {name} as {sql}")
        KEY.hand_over(con)
        seeds = tables.lay_seeds(con)
        meter = Meter()
        count = cells.lay(con, "marts.agg_sel", seeds["indikator"], rules)
        system.lay_regions(con, seeds["kelompok_provinsi"])
        meter.mark("sel")
        told = protect.protect(con, rules)
        meter.mark("serangan")
        differencing.lay_now(con, KEY.print)
        pairs = differencing.attack(con)
        meter.mark("selisih")
        far = warehouse.records(con, _FAR)[0]
        plain = Meter()
        con.execute("create temp table polos as select * from marts.agg_sel order by all")
        plain.mark("polos")
    own, other = meter.report(), plain.report()
    return {
        "mesin": machine(settings),
        "sibuk_lain": busy,
        "keluarga": families,
        "individu": people,
        "desa": villages,
        "sel": count,
        "hasil": asdict(told) | asdict(pairs),
        "galat_kabupaten": {
            name: None if value is None else round(float(value), 3) for name, value in far.items()
        },
        "tahap": own["stages"],
        "wall_s": own["wall"],
        "cpu_s": own["cpu"],
        "puncak_mb": own["peak_mb"],
        "polos_wall_s": other["wall"],
        "rasio_wall": round(own["wall"] / other["wall"], 1),
    }


if __name__ == "__main__":
    run(measure, RESULTS, str(__doc__))
