"""A synthetic Indonesian population: its history, the deliveries made of it, its truth."""

from __future__ import annotations

from math import ceil
from pathlib import Path

from dagster_dtsen.twin.dynamics import advance
from dagster_dtsen.twin.equations import USUAL, equation
from dagster_dtsen.twin.errors_table import rates
from dagster_dtsen.twin.periods import parse_releases, to_day
from dagster_dtsen.twin.population import found
from dagster_dtsen.twin.regions import load_regions
from dagster_dtsen.twin.rng import Dice
from dagster_dtsen.twin.state import World
from dagster_dtsen.twin.writer import REGSOSEK_DATE, Counts, Writer

# families found in 2020 per family asked for: splits and marriages make up the rest by 2026
FOUNDERS = 0.94


def generate(
    out: Path,
    keluarga: int,
    seed: int,
    releases: list[str],
    hard: bool = False,
    susenas: int = 20_000,
    padankan: int = 0,
    kesejahteraan: str = USUAL,
) -> Counts:
    """Write a twin to ``out``: ``landing/<penyedia>/<periode>/`` and ``truth/``.

    About ``keluarga`` families live at the first release. ``releases`` are consecutive quarters
    such as 2026T1; from the second on one kabupaten is split. ``hard`` takes the higher error
    rates, ``susenas`` is the number of survey households, ``padankan`` the rows of an agency's list
    to be matched with the last release (none by default), ``kesejahteraan`` the name of the welfare
    equation (equations.py). Equal arguments give equal bytes.
    Returns record counts per delivery and the row counts of the truth.
    Raises DtsenError for wrong or non-consecutive releases, E-PERSAMAAN.
    """
    plan = parse_releases(releases)
    dice = Dice(seed)
    world = found(dice, load_regions(dice), ceil(keluarga * FOUNDERS), rates("dukcapil", hard))
    equation(kesejahteraan)
    world.welfare = kesejahteraan
    writer = Writer(out / "landing", world, hard)
    _advance_to(world, to_day(REGSOSEK_DATE), 2)
    writer.regsosek(plan[0])
    writer.susenas(plan[0], susenas)
    for number, release in enumerate(plan):
        if number == 1:
            writer.split(release)
        writer.crosswalk(release)
        _advance_to(world, to_day(release.acuan), 3 if number == 0 else 1)
        writer.quarter(release, number)
    if padankan:
        writer.list_to_match(plan[-1], padankan)
    return {"kiriman": writer.counts, "kebenaran": writer.truth.write(out / "truth", world)}


def _advance_to(world: World, day: int, steps: int) -> None:
    start = world.day
    for step in range(1, steps + 1):
        advance(world, start + (day - start) * step // steps)
