"""Writes the deliveries of a world, one method per occasion, and gathers the truth of them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dagster_dtsen.twin import (
    deliver_bpjs,
    deliver_dtks,
    deliver_dukcapil,
    deliver_p3ke,
    deliver_padankan,
    deliver_pln,
    deliver_regsosek,
    regsosek_units,
)
from dagster_dtsen.twin.deliver_bps import padanan_wilayah
from dagster_dtsen.twin.deliver_kemendagri import perubahan_wilayah
from dagster_dtsen.twin.deliver_susenas import rumah_tangga
from dagster_dtsen.twin.errors_table import rates
from dagster_dtsen.twin.notes import Delivery
from dagster_dtsen.twin.periods import Release, to_day
from dagster_dtsen.twin.records import Spelling
from dagster_dtsen.twin.standing import Standing, standing
from dagster_dtsen.twin.state import World
from dagster_dtsen.twin.truth import Truth
from dagster_dtsen.twin.truth_values import Moment

REGSOSEK_DATE = date(2022, 11, 15)

Counts = dict[str, Any]


class Writer:
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

    def _rates(self, provider: str) -> dict[str, float]:
        return rates(provider, self.hard)

    def regsosek(self, first: Release) -> None:
        """The one delivery of Regsosek, about the world of November 2022."""
        units = regsosek_units.cut(self.world, self._rates("regsosek"))
        keluarga, anggota, key = deliver_regsosek.deliver(units, standing(self.world))
        delivery = self._open("regsosek", "sekali", "2022", REGSOSEK_DATE, first.day_of(1, 15))
        delivery.add("keluarga.csv", "keluarga", keluarga)
        delivery.add("anggota.csv", "anggota", anggota)
        self._close(delivery)
        self.truth.add_records(units.records, "anggota", "2022", key)

    def susenas(self, first: Release, households: int) -> None:
        """The training survey of the March before the first release."""
        survey = date(first.year - 1, 3, 15)
        world = self.world
        day = to_day(survey)
        table = rumah_tangga(world.dice, world.regions, households, day, world.welfare)
        period = f"{survey.year}M03"
        delivery = self._open("susenas", "latih", period, survey, first.day_of(1, 20))
        delivery.add("rumah_tangga.parquet", "rumah_tangga", table)
        self._close(delivery)

    def split(self, release: Release) -> None:
        """Split a kabupaten and deliver the ministry's list of changed codes."""
        world = self.world
        homes = world.families.desa[world.people.fam[world.alive()]]
        world.regions.choose_split(homes, to_day(release.awal))
        delivery = self._open(
            "kemendagri", "perubahan", release.label, release.awal, release.day_of(2, 2)
        )
        delivery.add("perubahan_wilayah.csv", "perubahan_wilayah", perubahan_wilayah(world.regions))
        self._close(delivery)

    def crosswalk(self, release: Release) -> None:
        """The table of BPS and Kemendagri codes at the beginning of a quarter."""
        delivery = self._open("bps", "penuh", release.label, release.awal, release.day_of(2, 3))
        table = padanan_wilayah(self.world.regions)
        delivery.add("padanan_wilayah.csv", "padanan_wilayah", table)
        self._close(delivery)

    def quarter(self, release: Release, number: int) -> None:
        """Truth and the quarterly deliveries at the present day; ``number`` counts quarters."""
        state = standing(self.world)
        self.truth.add_release(Moment(self.world, state, release.label, number))
        self._dtks(release, state, number, self._dukcapil(release))
        self._p3ke(release, state)
        self._bpjs(release, state, number)
        self._pln(release, state)

    def list_to_match(self, release: Release, size: int) -> None:
        """An agency's list of about ``size`` rows, sent when the quarter is over, and its truth."""
        drawn, strangers = deliver_padankan.draw(self.world, self._rates("padankan"), size)
        table, self.truth.listed = deliver_padankan.daftar(drawn, strangers)
        sent = release.day_of(3, 28)
        delivery = self._open("padankan", "padankan", release.label, release.acuan, sent)
        delivery.add("daftar.csv", "daftar", table)
        self._close(delivery)

    def _quarterly(self, release: Release, provider: str, day: int) -> Delivery:
        return self._open(provider, "penuh", release.label, release.acuan, release.day_of(2, day))

    def _dukcapil(self, release: Release) -> Spelling:
        drawn = deliver_dukcapil.draw(self.world, self._rates("dukcapil"))
        table, records, key = deliver_dukcapil.penduduk(drawn)
        delivery = self._quarterly(release, "dukcapil", 10)
        delivery.add("penduduk.parquet", "penduduk", table)
        self._close(delivery)
        self.truth.add_records(records, "penduduk", release.label, key)
        return deliver_dukcapil.spelling(table, records)

    def _dtks(self, release: Release, state: Standing, number: int, register: Spelling) -> None:
        world, rate = self.world, self._rates("dtks")
        inside = deliver_dtks.listed(world, state.every, rate)
        # this provider takes over new region codes one quarter after they came into force
        code_day = world.regions.split_day - 1 if number == 1 else world.day
        table, records, key = deliver_dtks.anggota(
            deliver_dtks.draw(world, inside, rate), state.every, number, code_day, register
        )
        delivery = self._quarterly(release, "dtks", 10)
        delivery.add("anggota.csv", "anggota", table)
        self._close(delivery)
        self.truth.add_records(records, "anggota", release.label, key)

    def _p3ke(self, release: Release, state: Standing) -> None:
        records = deliver_p3ke.draw(self.world, state.every, self._rates("p3ke"))
        keluarga, individu, key = deliver_p3ke.tables(records, state)
        delivery = self._quarterly(release, "p3ke", 8)
        delivery.add("keluarga.parquet", "keluarga", keluarga)
        delivery.add("individu.parquet", "individu", individu)
        self._close(delivery)
        self.truth.add_records(records, "individu", release.label, key)

    def _bpjs(self, release: Release, state: Standing, number: int) -> None:
        records = deliver_bpjs.draw(self.world, self._rates("bpjs_kesehatan"))
        table, key = deliver_bpjs.peserta(records, state, number)
        delivery = self._quarterly(release, "bpjs_kesehatan", 9)
        delivery.add("peserta.jsonl", "peserta", table)
        self._close(delivery)
        self.truth.add_records(records, "peserta", release.label, key)

    def _pln(self, release: Release, state: Standing) -> None:
        meters = deliver_pln.draw(self.world, state, self._rates("pln"))
        table, key = deliver_pln.pelanggan(meters, state)
        delivery = self._quarterly(release, "pln", 6)
        delivery.add("pelanggan.csv.gz", "pelanggan", table)
        self._close(delivery)
        self.truth.add_records(meters.records, "pelanggan", release.label, key)
        self.truth.add_served(meters, release.label, key)
