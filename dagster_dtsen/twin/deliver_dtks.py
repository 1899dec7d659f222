"""The social welfare file: mostly poor families, the dead not always struck off, programmes."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_dtsen.twin import state as s
from dagster_dtsen.twin.coverage import dead_listed, poor_first, standardised
from dagster_dtsen.twin.deliver_dukcapil import birthplace
from dagster_dtsen.twin.programmes import PROGRAMMES, receives
from dagster_dtsen.twin.records import SECOND, Records, Spelling
from dagster_dtsen.twin.rng import Bools, Floats
from dagster_dtsen.twin.texts import address, choose, digits, dmy, join, own_number, patch

MISSED, EDGE = 0.02, 0.5
LETTERS = (("'", "\u2019"), ("ANDRE ", "ANDR\u00c9 "), ("JOSE ", "JOS\u00c9 "))


def listed(world: s.World, log_y: Floats, rate: dict[str, float]) -> Bools:
    """Families (f,) in the file: the chance falls with welfare, about 45% of people in all."""
    able = (1 - MISSED) * np.where(_fresh(world), 0.0, 1.0)
    score = standardised(log_y)
    return poor_first(world, "dtks.keluarga", score, rate["tercakup"], EDGE, able)


def _fresh(world: s.World) -> Bools:
    """People too young to be in the file yet."""
    people = world.people
    return (people.lahir > world.day - 200) & world.dice.chance("dtks.baru", people.id, 0.7)


def draw(world: s.World, inside: Bools, rate: dict[str, float]) -> Records:
    """Who is in the file; ``inside`` says so per family (f,)."""
    people, dice = world.people, world.dice
    held = inside[people.fam] & ~dice.chance("dtks.terlewat", people.id, MISSED)
    held &= ~_fresh(world)
    stays = people.status == s.HIDUP
    stays |= (people.status == s.PINDAH_LN) & dice.chance("dtks.ln", people.id, 0.4)
    living = held & stays
    share = rate["meninggal_tercatat"]
    dead = dead_listed(world, "dtks.mati", share, int(living.sum()), held)
    rows = np.flatnonzero(living | dead)
    records = Records(world, "dtks", rate, rows, people.id[rows])
    twice = rows[records.hit("ganda", factor=1 / (1 - rate["ganda"]))]
    keys = np.r_[people.id[rows], people.id[twice] + SECOND]
    return Records(world, "dtks", rate, np.r_[rows, twice], keys)


def anggota(
    records: Records, log_y: Floats, release: int, code_day: int, register: Spelling
) -> tuple[pa.Table, Records, pa.StringArray]:
    """The file's rows, the records in the same order, and the file's key (ID_ART).

    ``release`` counts the quarters: a few missing NIKs are filled in each. ``code_day`` is the
    day whose region codes are used.
    """
    world, dice = records.world, records.dice
    people, homes = world.people, world.families
    order = np.lexsort((records.key, homes.id[people.fam[records.row]]))
    order = order[np.argsort(dice.bits("dtks.urut", homes.id[people.fam[records.row[order]]]),
                             kind="stable")]  # fmt: skip
    records.row, records.key = records.row[order], records.key[order]
    row, fam, second = records.row, people.fam[records.row], records.key >= SECOND
    records.mark("ganda", second)
    records.mark("meninggal_tercatat", people.status[row] == s.MENINGGAL)
    niks = records.niks(factor=0.97**release)
    desa, address_key = records.homes(records.hit("wilayah_usang"))
    street, rt, rw = address(dice, address_key)
    extra = second & dice.chance("dtks.ganda_nama", records.key, 0.4)
    names = records.names(extra, register)
    names, dates = _broken(records, names)
    lost_kk = records.mark("kk_kosong", records.hit("kk_kosong", homes.id[fam]))
    key = join("ART", own_number(dice, "dtks.art", records.key))
    columns = {
        "ID_DTKS": join("DTKS", own_number(dice, "dtks.id", homes.id[fam])),
        "ID_ART": key,
        "NIK": niks,
        "NO_KK": digits(world.kk_of(row), 16, lost_kk),
        "NAMA": _letters(names),
        "TEMPAT_LAHIR": birthplace(records),
        "TANGGAL_LAHIR": dates,
        "JENIS_KELAMIN": choose(["L", "P"], people.jenis_kelamin[row] - 1),
        "HUB_KELUARGA": digits(people.hub[row], 1),
        "ALAMAT": _letters(street),
        "RT": rt,
        "RW": rw,
        "KODE_DESA": digits(world.regions.code(desa, code_day), 10),
    }
    columns |= _programmes(records, log_y, release)
    return pa.table(columns), records, key


def _broken(records: Records, names: pa.StringArray) -> tuple[pa.StringArray, pa.StringArray]:
    broken = records.mark("baris_rusak", records.hit("baris_rusak"))
    nameless = broken & records.dice.chance("dtks.rusak", records.key, 0.5)
    dateless = broken & ~nameless
    dates = dmy(records.birth_dates(records.world.day, 0.15))
    names = patch(names, nameless, pa.array([""] * int(nameless.sum()), type=pa.string()))
    impossible = pa.array(["00/00/0000"] * int(dateless.sum()), type=pa.string())
    return names, patch(dates, dateless, impossible)


def _letters(texts: pa.StringArray) -> pa.StringArray:
    """Typographic apostrophes and accents, as this provider's system writes them."""
    padded = join(texts, " ")
    for plain, special in LETTERS:
        padded = pc.replace_substring(padded, plain, special)
    return pc.utf8_rtrim_whitespace(padded)


def _programmes(records: Records, log_y: Floats, release: int) -> dict[str, pa.StringArray]:
    world, fam = records.world, records.world.people.fam[records.row]
    return {
        name: digits(receives(world, log_y, name, release)[fam].astype(np.int64), 1)
        for name in PROGRAMMES
    }
