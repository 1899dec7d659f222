"""An agency's list to be matched: people of the twin with errors, doubles, the dead and strangers.

Only made when asked for, so that no other delivery and no truth table depends on it.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from dagster_dtsen.twin import state as s
from dagster_dtsen.twin.names import spell
from dagster_dtsen.twin.periods import ddmmyy
from dagster_dtsen.twin.records import SECOND, Records
from dagster_dtsen.twin.rng import Ids, Ints
from dagster_dtsen.twin.state import World
from dagster_dtsen.twin.texts import choose, digits, iso, patch

# shares of the rows: people once, their second rows, the dead, people nobody knows
SHARES = {"orang": 0.76, "ganda": 0.04, "meninggal": 0.03, "asing": 0.17}
SEXES = ["L", "P"]


def _first(world: World, purpose: str, rows: Ints, count: int) -> Ints:
    """``count`` of people rows in a hashed order."""
    order = np.argsort(world.dice.bits(purpose, world.people.id[rows]), kind="stable")
    return rows[order][:count]


def draw(world: World, rate: dict[str, float], size: int) -> tuple[Records, int]:
    """Records of people the twin knows, and how many strangers come beside them.

    Kinds in order: once, second rows of the first of these, the dead.
    """
    people = world.people
    once = _first(world, "padankan.orang", world.alive(), round(size * SHARES["orang"]))
    again = once[: round(size * SHARES["ganda"])]
    gone = np.flatnonzero(people.status == s.MENINGGAL)
    dead = _first(world, "padankan.mati", gone, round(size * SHARES["meninggal"]))
    row = np.r_[once, again, dead]
    key = np.r_[people.id[once], people.id[again] + SECOND, people.id[dead]]
    return Records(world, "padankan", rate, row, key), round(size * SHARES["asing"])


def _strangers(world: World, count: int) -> pa.Table:
    """Nobody's rows: name, birth date and home are of three people, the NIK is of none."""
    people, dice = world.people, world.dice
    ids: Ids = np.arange(1, count + 1, dtype=np.int64)
    alive = world.alive()
    names, births, homes = (
        alive[dice.integer(f"padankan.asing.{part}", ids, 0, len(alive) - 1)]
        for part in ("nama", "lahir", "rumah")
    )
    sex = people.jenis_kelamin[names]
    born = people.lahir_terdaftar[births] + dice.integer("padankan.asing.hari", ids, 1, 20)
    born = np.minimum(born, world.day - 1)
    region = people.nik[births] // 10**10
    coded = ddmmyy(born) + np.where(sex == 2, 400_000, 0)
    serial = 9000 + dice.integer("padankan.asing.urut", ids, 0, 999)
    desa = world.families.desa[people.fam[homes]]
    return pa.table(
        {
            "nik": digits((region * 10**6 + coded) * 10**4 + serial, 16),
            "nama": spell(people.nama[names]),
            "tgl_lahir": iso(born),
            "jenis_kelamin": choose(SEXES, sex - 1),
            "no_kk": pa.nulls(count, pa.string()),
            "kode_desa": digits(world.regions.code(desa, world.day), 10),
        }
    )


def daftar(records: Records, strangers: int) -> tuple[pa.Table, pa.Table]:
    """The list in a hashed order, and its truth: ``kunci``, ``id_orang`` or null, ``jenis``,
    ``kesalahan``."""
    world, row, dice = records.world, records.row, records.dice
    people = world.people
    broken = records.mark("baris_rusak", records.hit("baris_rusak"))
    desa, _ = records.homes(records.hit("wilayah_usang"))
    names = records.names()
    known = pa.table(
        {
            "nik": records.niks(),
            "nama": patch(names, broken, pa.nulls(int(broken.sum()), pa.string())),
            "tgl_lahir": iso(records.birth_dates(world.day, 0.0)),
            "jenis_kelamin": choose(SEXES, people.jenis_kelamin[row] - 1),
            "no_kk": digits(
                world.kk_of(row), 16, records.mark("kk_kosong", records.hit("kk_kosong"))
            ),
            "kode_desa": digits(world.regions.code(desa, world.day), 10),
        }
    )
    kind = np.where(people.status[row] == s.MENINGGAL, 2, (records.key >= SECOND).astype(np.int64))
    kinds = choose(["orang", "ganda", "meninggal", "asing"], np.r_[kind, np.full(strangers, 3)])
    table = pa.concat_tables([known, _strangers(world, strangers)])
    number = np.arange(1, table.num_rows + 1, dtype=np.int64)
    order = pa.array(np.argsort(dice.bits("padankan.urut", number), kind="stable"))
    key = pa.StringArray.from_pandas([f"R-{i:06d}" for i in number])
    person = pa.array(
        np.r_[people.id[row], np.zeros(strangers, dtype=np.int64)],
        mask=np.r_[np.zeros(len(row), dtype=np.bool_), np.ones(strangers, dtype=np.bool_)],
    )
    errors = pa.concat_arrays([records.errors(), pa.array([""] * strangers, type=pa.string())])
    truth = pa.table(
        {
            "kunci": key,
            "id_orang": person.take(order),
            "jenis": kinds.take(order),
            "kesalahan": errors.take(order),
        }
    )
    return table.take(order).add_column(0, "kunci", key), truth
