"""A synthetic Indonesian population: its history, the deliveries made of it, its truth."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil
from pathlib import Path
from typing import Any

from dagster_dtsen.twin import deliver_dtks, deliver_dukcapil, deliver_regsosek, regsosek_units
from dagster_dtsen.twin.deliver_kemendagri import perubahan_wilayah
from dagster_dtsen.twin.deliver_susenas import rumah_tangga
from dagster_dtsen.twin.dynamics import advance
from dagster_dtsen.twin.errors_table import rates
from dagster_dtsen.twin.notes import Delivery
from dagster_dtsen.twin.periods import Release, parse_releases, to_day
from dagster_dtsen.twin.population import found
from dagster_dtsen.twin.regions import load_regions
from dagster_dtsen.twin.rng import Dice
from dagster_dtsen.twin.standing import standing
from dagster_dtsen.twin.state import World
from dagster_dtsen.twin.truth import Truth

REGSOSEK_DATE = date(2022, 11, 15)
# families found in 2020 per family asked for: splits and marriages make up the rest by 2026
FOUNDERS = 0.94

Counts = dict[str, Any]


def generate(
    out: Path,
    keluarga: int,
    seed: int,
    releases: list[str],
    hard: bool = False,
    susenas: int = 20_000,
) -> Counts:
    """Write a twin to ``out``: ``landing/<penyedia>/<periode>/`` and ``truth/``.

    About ``keluarga`` families live at the first release. ``releases`` are consecutive quarters
    such as 2026T1; from the second on one kabupaten is split. ``hard`` takes the higher error
    rates, ``susenas`` is the number of survey households. Equal arguments give equal bytes.
    Returns record counts per delivery and the row counts of the truth.
    Raises DtsenError for wrong or non-consecutive releases.
    """
    plan = parse_releases(releases)
    dice = Dice(seed)
    world = found(dice, load_regions(dice), ceil(keluarga * FOUNDERS), rates("dukcapil", hard))
    writer = _Writer(out / "landing", world, hard)
    _advance_to(world, to_day(REGSOSEK_DATE), 2)
    writer.regsosek(plan[0])
    writer.susenas(plan[0], susenas)
    for number, release in enumerate(plan):
        if number == 1:
            writer.split(release)
        _advance_to(world, to_day(release.acuan), 3 if number == 0 else 1)
        writer.quarter(release, number)
    return {"kiriman": writer.counts, "kebenaran": writer.truth.write(out / "truth", world)}


def _advance_to(world: World, day: int, steps: int) -> None:
    start = world.day
    for step in range(1, steps + 1):
        advance(world, start + (day - start) * step // steps)


class _Writer:
    """Writes the deliveries of a world at its present day and gathers counts and truth."""

    def __init__(self, landing: Path, world: World, hard: bool) -> None:
        self.landing, self.world, self.hard = landing, world, hard
        self.truth = Truth()
        self.counts: dict[str, dict[str, int]] = {}

    def _open(self, provider: str, kind: str, period: str, acuan: date, sent: date) -> Delivery:
        due = sent + timedelta(days=5)
        return Delivery(self.landing, provider, kind, period, acuan, sent, due)

    def _close(self, delivery: Delivery) -> None:
        self.counts[f"{delivery.penyedia}/{delivery.periode}"] = delivery.close()

    def regsosek(self, first: Release) -> None:
        units = regsosek_units.cut(self.world, rates("regsosek", self.hard))
        keluarga, anggota, records, key = deliver_regsosek.deliver(units, standing(self.world))
        delivery = self._open("regsosek", "sekali", "2022", REGSOSEK_DATE, first.day_of(1, 15))
        delivery.add("keluarga.csv", "keluarga", keluarga)
        delivery.add("anggota.csv", "anggota", anggota)
        self._close(delivery)
        self.truth.add_records(records, "anggota", "2022", key)

    def susenas(self, first: Release, households: int) -> None:
        survey = date(first.year - 1, 3, 15)
        table = rumah_tangga(self.world.dice, self.world.regions, households, to_day(survey))
        period = f"{survey.year}M03"
        delivery = self._open("susenas", "latih", period, survey, first.day_of(1, 20))
        delivery.add("rumah_tangga.parquet", "rumah_tangga", table)
        self._close(delivery)

    def split(self, release: Release) -> None:
        world = self.world
        homes = world.families.desa[world.people.fam[world.alive()]]
        world.regions.choose_split(homes, to_day(release.awal))
        delivery = self._open(
            "kemendagri", "perubahan", release.label, release.awal, release.day_of(2, 2)
        )
        delivery.add("perubahan_wilayah.csv", "perubahan_wilayah", perubahan_wilayah(world.regions))
        self._close(delivery)

    def quarter(self, release: Release, number: int) -> None:
        world, sent = self.world, release.day_of(2, 10)
        state = standing(world)
        self.truth.add_release(world, state, release.label)
        drawn = deliver_dukcapil.draw(world, rates("dukcapil", self.hard))
        table, records, key = deliver_dukcapil.penduduk(drawn)
        self._quarterly(release, "dukcapil", "penduduk.parquet", "penduduk", table, sent)
        self.truth.add_records(records, "penduduk", release.label, key)
        rate = rates("dtks", self.hard)
        inside = deliver_dtks.listed(world, state.every, rate)
        # this provider takes over new region codes one quarter after they came into force
        code_day = world.regions.split_day - 1 if number == 1 else world.day
        table, records, key = deliver_dtks.anggota(
            deliver_dtks.draw(world, inside, rate), state.every, number, code_day
        )
        self._quarterly(release, "dtks", "anggota.csv", "anggota", table, sent)
        self.truth.add_records(records, "anggota", release.label, key)

    def _quarterly(
        self, release: Release, provider: str, file: str, dataset: str, table: Any, sent: date
    ) -> None:
        delivery = self._open(provider, "penuh", release.label, release.acuan, sent)
        delivery.add(file, dataset, table)
        self._close(delivery)
