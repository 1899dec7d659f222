"""The population register's file: everyone registered, the dead and the away with their status."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from dagster_dtsen.twin import state as s
from dagster_dtsen.twin.periods import YEAR
from dagster_dtsen.twin.records import SECOND, Records, Spelling
from dagster_dtsen.twin.rng import Bools, Ints
from dagster_dtsen.twin.texts import address, choose, digits, iso, patch

STATUSES = ["AKTIF", "MENINGGAL", "PINDAH LN", "NONAKTIF", "GANDA"]
AKTIF, MENINGGAL, PINDAH_LN, NONAKTIF, GANDA = range(5)
# relation (1-8) to the register's own code: men, women
SIAK_MEN = np.array([0, 1, 2, 4, 5, 6, 7, 10, 9])
SIAK_WOMEN = np.array([0, 1, 3, 4, 5, 6, 7, 10, 9])


def draw(world: s.World, rate: dict[str, float]) -> Records:
    """Who is in the file: one record per person, two for people with two NIKs."""
    people, dice = world.people, world.dice
    fresh = (people.lahir > world.day - 75) & dice.chance("dukcapil.baru", people.id, 0.4)
    share = rate["tercakup"] / (1 - float(fresh[people.status == s.HIDUP].mean()))
    known = dice.chance("dukcapil.tercakup", people.id, min(share, 1.0)) & ~fresh
    rows = np.flatnonzero(known)
    twice = rows[people.nik_kedua[rows] > 0]
    keys = np.r_[people.id[rows], people.id[twice] + SECOND]
    return Records(world, "dukcapil", rate, np.r_[rows, twice], keys)


def penduduk(records: Records) -> tuple[pa.Table, Records, pa.StringArray]:
    """The file's rows, the records in the same order, and the file's key (the NIK)."""
    world = records.world
    people = world.people
    second = records.key >= SECOND
    nik = np.where(second, people.nik_kedua[records.row], people.nik[records.row])
    homes = world.families.desa[people.fam[records.row]]
    order = np.lexsort((records.key, nik, world.kk_of(records.row), world.regions.desa[homes]))
    nik = nik[order]
    records.row, records.key = records.row[order], records.key[order]
    row, second = records.row, second[order]
    records.mark("nik_bersama", people.nik_bersama[row] & ~second)
    records.mark("dua_nik", people.nik_kedua[row] > 0)
    records.mark("tanggal_baku", people.lahir[row] != people.lahir_terdaftar[row])
    desa, address_key = records.homes(records.hit("wilayah_usang"))
    street, rt, rw = address(world.dice, address_key)
    names, dates = _broken(records)
    status, since = _status(records, second)
    sex = people.jenis_kelamin[row]
    relation = np.where(sex == 1, SIAK_MEN[people.hub[row]], SIAK_WOMEN[people.hub[row]])
    in_law = (relation == 7) & world.dice.chance("dukcapil.mertua", people.id[row], 0.35)
    relation = np.where(in_law, 8, relation)
    key = digits(nik, 16)
    table = pa.table(
        {
            "nik": key,
            "no_kk": digits(world.kk_of(row), 16),
            "nama_lgkp": names,
            "tmpt_lhr": birthplace(records),
            "tgl_lhr": dates,
            "jenis_klmin": choose(["LAKI-LAKI", "PEREMPUAN"], sex - 1),
            "stat_kwn": digits(people.kawin[row], 1),
            "stat_hbkel": digits(relation, 1),
            "alamat": street,
            "no_rt": rt,
            "no_rw": rw,
            "kode_desa": digits(world.regions.code(desa, world.day), 10),
            "status": choose(STATUSES, status),
            "tgl_status": iso(since, since < 0),
        }
    )
    return table, records, key


def spelling(table: pa.Table, records: Records) -> Spelling:
    """Names that the file writes otherwise than they are, first records of people only."""
    other = records.has("nama_beda") & ~records.has("baris_rusak") & (records.key < SECOND)
    which = np.flatnonzero(other)
    which = which[np.argsort(records.row[which], kind="stable")]
    names = table["nama_lgkp"].combine_chunks().take(pa.array(which))
    return Spelling(records.row[which], names)


def birthplace(records: Records) -> pa.StringArray:
    """Kabupaten or kota of birth as papers write it."""
    regions = records.world.regions
    every = regions.kab_name(np.arange(len(regions.kab)))
    return choose(every, records.world.people.kab_lahir[records.row])


def _broken(records: Records) -> tuple[pa.StringArray, pa.StringArray]:
    """Names and dates, a few rows without a name or with a date that cannot be."""
    row = records.row
    people = records.world.people
    broken = records.mark("baris_rusak", records.hit("baris_rusak"))
    nameless = broken & records.dice.chance("dukcapil.rusak", records.key, 0.5)
    dateless = broken & ~nameless
    second = records.key >= SECOND
    extra = second & records.dice.chance("dukcapil.dua_nama", records.key, 0.3)
    names = records.names(extra)
    names = patch(names, nameless, pa.array([""] * int(nameless.sum()), type=pa.string()))
    dates = iso(people.lahir_terdaftar[row])
    impossible = pa.array(["1985-02-31"] * int(dateless.sum()), type=pa.string())
    return names, patch(dates, dateless, impossible)


def _status(records: Records, second: Bools) -> tuple[Ints, Ints]:
    """Status code per record and its day (-1 when there is none)."""
    world, row = records.world, records.row
    people, dice = world.people, world.dice
    status, since = people.status[row].copy(), people.tgl_status[row].copy()
    recent = (since > world.day - 45) & dice.chance("dukcapil.lambat", people.id[row], 0.5)
    late = (status == s.MENINGGAL) & (records.hit("status_tertinggal", people.id[row]) | recent)
    records.mark("status_tertinggal", late)
    status[late], since[late] = AKTIF, -1
    adult = people.lahir[row] < world.day - 23 * YEAR
    idle = (status == AKTIF) & adult & records.hit("nonaktif", people.id[row])
    double = second & (status == AKTIF) & dice.chance("dukcapil.ganda", people.id[row], 0.5)
    for which, code in ((idle, NONAKTIF), (double, GANDA)):
        status[which] = code
        fixed = dice.integer("dukcapil.sejak", people.id[row][which], 15_000, 18_500)
        since[which] = fixed
    return status, since
