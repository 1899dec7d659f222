"""The file for ending extreme poverty: families with a decile of its own, and their members."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from scipy.special import ndtr

from dagster_dtsen.twin import state as s
from dagster_dtsen.twin.coverage import dead_listed, poor_first, standardised
from dagster_dtsen.twin.periods import YEAR
from dagster_dtsen.twin.records import Records
from dagster_dtsen.twin.rng import Bools, Floats, Ints
from dagster_dtsen.twin.standing import Standing
from dagster_dtsen.twin.texts import address, choose, digits, join, own_number, patch, ymd

# weight of real welfare in the file's own score; people left out; width of the soft edge
SIGHT, MISSED, EDGE = 0.8, 0.03, 0.25
AGE_GIVEN = 0.7
RELATIONS = [
    "KEPALA KELUARGA", "ISTRI/SUAMI", "ANAK", "MENANTU", "CUCU", "ORANG TUA/MERTUA",
    "PEMBANTU/SOPIR", "LAINNYA",
]  # fmt: skip
MARITAL = ["BELUM KAWIN", "KAWIN", "CERAI HIDUP", "CERAI MATI"]
# questionnaire item -> column and labels in the order of its codes
HOUSING: dict[str, tuple[str, list[str]]] = {
    "r301a": ("kepemilikan_rumah",
              ["MILIK SENDIRI", "KONTRAK/SEWA", "BEBAS SEWA", "DINAS", "LAINNYA"]),
    "r303": ("jenis_lantai",
             ["MARMER/GRANIT", "KERAMIK", "PARKET/VINIL", "UBIN/TEGEL", "KAYU/PAPAN",
              "SEMEN/BATA MERAH", "BAMBU", "TANAH", "LAINNYA"]),
    "r306a": ("sumber_air_minum",
              ["AIR KEMASAN", "AIR ISI ULANG", "LEDING", "SUMUR BOR/POMPA", "SUMUR TERLINDUNG",
               "SUMUR TAK TERLINDUNG", "MATA AIR TERLINDUNG", "MATA AIR TAK TERLINDUNG",
               "AIR PERMUKAAN", "AIR HUJAN", "LAINNYA"]),
    "r307a": ("sumber_penerangan",
              ["PLN METERAN", "PLN TANPA METERAN", "LISTRIK NON-PLN", "BUKAN LISTRIK"]),
    "r308": ("bahan_bakar_memasak",
             ["LISTRIK", "GAS 5,5 KG", "GAS 12 KG", "GAS 3 KG", "GAS KOTA", "BIOGAS",
              "MINYAK TANAH", "BRIKET", "ARANG", "KAYU BAKAR", "LAINNYA", "TIDAK MEMASAK"]),
}  # fmt: skip


def own_score(world: s.World, log_y: Floats) -> Floats:
    """The file's own view of the welfare of families (f,), about standard normal."""
    noise = world.dice.normal("p3ke.skor", world.families.id)
    return np.asarray(SIGHT * standardised(log_y) + (1 - SIGHT**2) ** 0.5 * noise)


def draw(world: s.World, log_y: Floats, rate: dict[str, float]) -> Records:
    """Who is in the file, families together in a hashed order and their heads first."""
    people, homes, dice = world.people, world.families, world.dice
    head = (people.hub == s.KEPALA) & (people.status == s.HIDUP)
    fresh = people.lahir > world.day - 300
    missed = (dice.chance("p3ke.terlewat", people.id, MISSED) | fresh) & ~head
    score = own_score(world, log_y)
    inside = poor_first(world, "p3ke.keluarga", score, rate["tercakup"], EDGE, 1.0 * ~missed)
    inside &= homes.aktif
    held = inside[people.fam] & ~missed
    living = held & (people.status == s.HIDUP)
    share = rate["meninggal_tercatat"]
    dead = dead_listed(world, "p3ke.mati", share, int(living.sum()), held)
    row = np.flatnonzero(living | (dead & held))
    family = homes.id[people.fam[row]]
    gone = people.status[row] != s.HIDUP
    order = np.lexsort((people.id[row], people.hub[row], gone, family))
    order = order[np.argsort(dice.bits("p3ke.urut", family[order]), kind="stable")]
    row = row[order]
    records = Records(world, "p3ke", rate, row, people.id[row])
    records.mark("meninggal_tercatat", people.status[row] == s.MENINGGAL)
    return records


def tables(records: Records, standing: Standing) -> tuple[pa.Table, pa.Table, pa.StringArray]:
    """Tables keluarga and individu, both in the order of the records, and the individu key."""
    world, row = records.world, records.row
    fam = world.people.fam[row]
    first = np.flatnonzero(np.r_[True, np.diff(fam) != 0])
    size = np.diff(np.r_[first, len(fam)])
    stale = records.hit("wilayah_usang", world.families.id[fam])
    desa, address_key = records.homes(stale)
    lost_kk = records.mark("kk_kosong", records.hit("kk_kosong", world.families.id[fam]))
    family_key = join("P3KE", own_number(world.dice, "p3ke.keluarga.id", world.families.id[fam]))
    individu = _people(records, family_key)
    head = pa.array(first)
    street, rt, rw = address(world.dice, address_key[first])
    score = own_score(world, standing.every)[fam[first]]
    keluarga: dict[str, pa.Array] = {
        "id_keluarga_p3ke": family_key.take(head),
        "no_kk": digits(world.families.no_kk[fam], 16, lost_kk).take(head),
        "nama_kepala": individu["nama"].combine_chunks().take(head),
        "alamat": street,
        "rt": rt,
        "rw": rw,
        "kode_desa": digits(world.regions.code(desa[first], world.day), 10),
        "jumlah_anggota": digits(size, 1),
        "desil_p3ke": digits(1 + (10 * ndtr(score)).astype(np.int64), 1),
    }
    place = np.zeros(len(world.families.id), dtype=np.int64)
    place[standing.family] = np.arange(len(standing.family))
    for item, (column, labels) in HOUSING.items():
        code = standing.items[item][place[fam[first]]]
        keluarga[column] = choose(labels, np.where(code == 0, len(labels), code) - 1)
    key = individu["id_individu_p3ke"].combine_chunks()
    return pa.table(keluarga), individu, key


def _people(records: Records, family_key: pa.StringArray) -> pa.Table:
    world, row, dice = records.world, records.row, records.dice
    people = world.people
    lahir = people.lahir_terdaftar[row]
    undated = records.mark("tanggal_kosong", records.hit("tanggal_kosong"))
    records.mark("tanggal_baku", ~undated & (lahir != people.lahir[row]))
    broken = records.mark("baris_rusak", records.hit("baris_rusak"))
    nameless = broken & dice.chance("p3ke.rusak", records.key, 0.5)
    dateless: Bools = broken & ~nameless & ~undated
    age: Ints = np.maximum((world.day - lahir) / YEAR, 0).astype(np.int64)
    aged = undated | dice.chance("p3ke.umur", records.key, AGE_GIVEN)
    return pa.table(
        {
            "id_individu_p3ke": join("IND", own_number(dice, "p3ke.individu.id", records.key)),
            "id_keluarga_p3ke": family_key,
            "nik": records.niks(),
            "nama": patch(records.names(), nameless, pa.array([""] * int(nameless.sum()))),
            "jenis_kelamin": choose(["LAKI-LAKI", "PEREMPUAN"], people.jenis_kelamin[row] - 1),
            "tanggal_lahir": patch(
                ymd(lahir, undated), dateless, pa.array(["19850231"] * int(dateless.sum()))
            ),
            "umur": digits(age, 1, ~aged),
            "hubungan": choose(RELATIONS, people.hub[row] - 1),
            "status_kawin": choose(MARITAL, people.kawin[row] - 1),
        }
    )
