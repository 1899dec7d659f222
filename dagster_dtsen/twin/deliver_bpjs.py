"""The health insurance file: its members with number, NIK, name, birth date and segment."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from dagster_dtsen.twin import state as s
from dagster_dtsen.twin.programmes import SEGMENTS, insured, segments
from dagster_dtsen.twin.records import SECOND, Records
from dagster_dtsen.twin.standing import Standing
from dagster_dtsen.twin.texts import choose, digits, iso, patch, unique_number


def draw(world: s.World, rate: dict[str, float]) -> Records:
    """Who is in the file, in a hashed order; the doubled come behind."""
    people, dice = world.people, world.dice
    row = np.flatnonzero(insured(world, rate["tercakup"]) & (people.status == s.HIDUP))
    row = row[np.argsort(dice.bits("bpjs.urut", people.id[row]), kind="stable")]
    again = dice.chance("bpjs.ganda", people.id[row], rate["ganda"] / (1 - rate["ganda"]))
    twice = row[again]
    keys = np.r_[people.id[row], people.id[twice] + SECOND]
    return Records(world, "bpjs_kesehatan", rate, np.r_[row, twice], keys)


def peserta(records: Records, standing: Standing, release: int) -> tuple[pa.Table, pa.StringArray]:
    """The file's rows in the order of the records, and the file's key (no_peserta)."""
    world, row, dice = records.world, records.row, records.dice
    people = world.people
    second = records.mark("ganda", records.key >= SECOND)
    broken = records.mark("baris_rusak", records.hit("baris_rusak"))
    nameless = broken & dice.chance("bpjs.rusak", records.key, 0.5)
    dateless = broken & ~nameless
    desa, _ = records.homes(records.hit("wilayah_usang"))
    dates = iso(records.birth_dates(world.day, 0.0))
    every = np.r_[people.id, people.id + SECOND]
    numbers = unique_number(dice, "bpjs.nomor", every, 13)
    key = digits(numbers[np.where(second, row + len(people.id), row)], 13)
    table = pa.table(
        {
            "no_peserta": key,
            "nik": records.niks(),
            "nama": patch(records.names(), nameless, pa.nulls(int(nameless.sum()), pa.string())),
            "tgl_lahir": patch(dates, dateless, pa.array(["1985-02-31"] * int(dateless.sum()))),
            "segmen": choose(SEGMENTS, segments(world, standing, release)[people.fam[row]]),
            "kode_desa": digits(world.regions.code(desa, world.day), 10),
        }
    )
    return table, key
