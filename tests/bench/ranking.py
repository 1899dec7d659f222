"""The ranking model against the truth of the twin's survey: errors, an oracle, time.

Trained on the survey of a seed, judged on other households of the same world. The oracle is the
same trainer with one covariate more: what the welfare equation tells of a household.

    python -m tests.bench.ranking                       one line per equation and seed
    python -m tests.bench.ranking --train 345000        the same, trained at national size
    python -m tests.bench.ranking --households 345000   time of training at national size
    python -m tests.bench.ranking --package             train the shipped model anew
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from dagster_dtsen.ranking.candidates import build, texts
from dagster_dtsen.ranking.design import Design, Numeric, design
from dagster_dtsen.ranking.features import STRATUM, TARGET, UNIT, WEIGHT, features
from dagster_dtsen.ranking.measures import difference, errors, loss, rank_correlation
from dagster_dtsen.ranking.model import MICRO, Model, predict
from dagster_dtsen.ranking.register import SHIPPED
from dagster_dtsen.ranking.survey import sample
from dagster_dtsen.ranking.train import save, train
from dagster_dtsen.settings import PROJECT_DIR, Settings
from dagster_dtsen.twin.equations import EQUATIONS
from tests.bench.ranking_survey import load
from tests.bench.run import machine

RESULTS = PROJECT_DIR / "docs" / "results" / "ranking.jsonl"
HOUSEHOLDS, JUDGED = 20_000, 40_000
# the shipped model is that of this seed, whatever the twin is made of
SHIPPED_SEED = 1


def oracle_of(plan: Design) -> Design:
    """The design with the equation's own value as one more number."""
    return replace(plan, numerik=(*plan.numerik, Numeric("persamaan", "persamaan", False)))


def judged(con: duckdb.DuckDBPyConnection, models: dict[str, tuple[Design, Model]]) -> Any:
    """Errors of each model on the households of ``uji``, and against the first, the yardstick."""
    found: dict[str, Any] = {}
    first = None
    for name, (plan, model) in models.items():
        table = features(con, plan, "uji")
        truth = table.column(TARGET).to_numpy()
        held = sample(table.column(WEIGHT).to_numpy(), texts(table, UNIT), texts(table, STRATUM))
        score = predict(model, table) / MICRO
        own = loss(truth, score, held, plan.kuota[0])
        first = first or own
        told = errors(truth, score, held, plan.kuota[0])
        found[name] = {
            "eksklusi": round(told["eksklusi"]["nilai"], 5),
            "inklusi": round(told["inklusi"]["nilai"], 5),
            "galat_baku_eksklusi": round(told["eksklusi"]["galat_baku"], 5),
            "lebih_baik_persen": round(100 * (1 - own[0] / first[0]), 2),
            "galat_baku_selisih_persen": round(
                100 * difference(held, own[1], first[1]) / first[0], 2
            ),
            "korelasi_peringkat": round(rank_correlation(truth, score, held.weight), 5),
        }
        quantiles = model.sisaan.get("kuantil")
        if quantiles:
            found[name]["cakupan_90"] = round(_covered(model, truth, score, held.weight), 5)
    return found


def _covered(model: Model, truth: Any, score: Any, weight: Any) -> float:
    """Share of judged households inside the model's interval of 90 %."""
    levels = model.sisaan["peluang"]
    rows = np.array([[float(v) for v in row.split()] for row in model.sisaan["kuantil"]])
    at = np.searchsorted([float(b) for b in model.sisaan["batas"]], score, side="right")
    low, high = (rows[at, levels.index(level)] for level in ("0.050", "0.950"))
    inside = (truth - score >= low) & (truth - score <= high)
    return float(np.average(inside, weights=weight))


def measure(seed: int, welfare: str, households: int = HOUSEHOLDS) -> dict[str, Any]:
    """One line of results: plain least squares, the chosen model, the oracle."""
    plan = design()
    with duckdb.connect() as con:
        load(con, seed, households + JUDGED, welfare, households)
        started = time.process_time()
        chosen = train(con, plan, "latih")
        cpu = time.process_time() - started
        yardstick = build(plan, features(con, plan, "latih"), plan.kandidat[0])
        knowing = replace(oracle_of(plan), kandidat=_kept(plan, ("ols_kumpul", "pohon_pasangan")))
        oracle = train(con, knowing, "latih")
        found = judged(
            con,
            {"ols": (plan, yardstick), "dipilih": (plan, chosen), "orakel": (knowing, oracle)},
        )
    return {
        "persamaan": welfare,
        "seed": seed,
        "kandidat": chosen.latih["kandidat"],
        "rumah_tangga": households,
        "diuji": JUDGED,
        "cpu_s": round(cpu, 1),
        "kuota": plan.kuota[0],
        "model": found,
    }


def _kept(plan: Design, names: tuple[str, ...]) -> Any:
    return tuple(item for item in plan.kandidat if item.nama in names)


def timed(households: int, seed: int, welfare: str) -> dict[str, Any]:
    """Processor and clock time of one training."""
    with duckdb.connect() as con:
        load(con, seed, households, welfare, households)
        clock, processor = time.monotonic(), time.process_time()
        model = train(con, design(), "latih")
        return {
            "latih": households,
            "seed": seed,
            "persamaan": welfare,
            "kandidat": model.latih["kandidat"],
            "cpu_s": round(time.process_time() - processor, 1),
            "wall_s": round(time.monotonic() - clock, 1),
        }


def package() -> Path:
    """Train the shipped model on the survey of the twin and write it into the package."""
    with duckdb.connect() as con:
        load(con, SHIPPED_SEED, HOUSEHOLDS, "baku", HOUSEHOLDS)
        return save(train(con, design(), "latih"), SHIPPED)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--welfare", default=",".join(EQUATIONS))
    parser.add_argument("--households", type=int)
    parser.add_argument("--train", type=int, default=HOUSEHOLDS)
    parser.add_argument("--package", action="store_true")
    arguments = parser.parse_args()
    if arguments.package:
        print(package())
        return
    for welfare in arguments.welfare.split(","):
        for seed in arguments.seeds.split(","):
            if arguments.households:
                line = timed(arguments.households, int(seed), welfare)
            else:
                line = measure(int(seed), welfare, arguments.train)
            line = {"mesin": machine(Settings())} | line
            with RESULTS.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
            print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main()
