"""Made-up people in the form of a release's tables, by SQL, and their way out at level 3."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from dagster_dtsen import package_microdata
from dagster_dtsen.microdata import rules
from dagster_dtsen.microdata.rules import Declared
from dagster_dtsen.package_microdata import Micro
from dagster_dtsen.parcels import content
from dagster_dtsen.parcels.content import Table
from dagster_dtsen.parcels.pseudonym import Pseudonyms
from dagster_dtsen.sharing.entitled import Entitlement

DAY = dt.date(2026, 6, 30)
Variables = Mapping[str, tuple[str, ...]]
# a share of 0..1 that the seed, the unit and a word make
_SHARE = "(hash({seed} || '|' || {unit} || '|{word}') % 1000003) / 1000003.0"
_FAMILIES = """
create or replace temp table uji_keluarga as
select
    'K' || lpad(i::varchar, 8, '0') as id_keluarga,
    i as nomor,
    (11 + floor(pow({wilayah}, 2) * 6))::integer::varchar as kode_provinsi_kemendagri,
    kode_provinsi_kemendagri || lpad((1 + floor(pow({kabupaten}, 2) * 5))::integer::varchar, 2, '0')
        as kode_kabupaten_kota_kemendagri,
    (1 + floor(pow({besar}, 1.6) * 7))::smallint as jumlah_anggota_keluarga,
    case when {isi} < 0.03 then null
        else (1 + floor(pow({lantai}, 2) * 9))::integer::varchar end as jenis_lantai_terluas,
    (12 + floor({luas} * 140))::integer as luas_lantai,
    case when {pkh} < 0.2 then '1' else '2' end as program_pkh,
    case when {isi} < 0.04 then null
        else (1 + floor({desil} * 10))::smallint end as desil_nasional,
    (1 + floor(pow({desil}, 3) * 100))::smallint as persentil_nasional,
    (floor(pow({luas}, 9) * 14))::integer as jumlah_ternak_sapi
from range(1, {banyak} + 1) as t (i)
"""
_PERSONS = """
create or replace temp table uji_individu as
with orang as (
    select k.*, u.n, k.id_keluarga || '-' || u.n as id_individu
    from uji_keluarga as k, unnest(range(k.jumlah_anggota_keluarga)) as u (n)
)
select
    id_individu,
    id_keluarga,
    kode_provinsi_kemendagri,
    kode_kabupaten_kota_kemendagri,
    case when {isi} < 0.02 then null when n < 2 then date '1950-01-01' + ({umur} * 18000)::integer
        else date '1995-01-01' + ({umur} * 11400)::integer end as tanggal_lahir,
    case when {kelamin} < 0.5 then '1' else '2' end as jenis_kelamin,
    case when n < 2 then '2' when {kawin} < 0.9 then '1' else '3' end as status_kawin,
    case when {isi} < 0.1 then null
        else lpad((1 + floor(pow({ijazah}, 1.5) * 23))::integer::varchar, 2, '0') end
        as ijazah_tertinggi_yang_dimiliki,
    case when {kerja} < 0.5 then null
        else lpad((1 + floor(pow({usaha}, 2) * 26))::integer::varchar, 2, '0') end
        as lapangan_usaha_dari_pekerjaan_utama,
    case when {lihat} < 0.03 then '1' when {isi} > 0.97 then null else '4' end as penglihatan,
    case when {isi} > 0.98 then null
        when {sakit} < 0.9 then '01'
        else lpad((2 + floor({jenis} * 17))::integer::varchar, 2, '0') end as penyakit_kronis,
    case when {pkh} < 0.15 then '1' else '2' end as penerima_pkh,
    case when n = 0 then '1' when n = 1 then '2' else '3' end as status_hubungan_keluarga,
    n = 0 as kepala_keluarga
from orang
"""
_WORDS = (
    "wilayah", "kabupaten", "besar", "isi", "lantai", "luas", "pkh", "desil", "umur", "kelamin",
    "kawin", "ijazah", "kerja", "usaha", "lihat", "sakit", "jenis",
)  # fmt: skip
SOURCES = {
    "individu": "uji_individu",
    "relasi": "uji_individu",
    "keluarga": "uji_keluarga",
    "peringkat": "uji_keluarga",
}
WIDE: Variables = {
    "individu": (
        "tanggal_lahir", "jenis_kelamin", "status_kawin", "kode_kabupaten_kota_kemendagri",
        "ijazah_tertinggi_yang_dimiliki", "lapangan_usaha_dari_pekerjaan_utama", "penglihatan",
        "penyakit_kronis", "penerima_pkh",
    ),
    "keluarga": (
        "kode_kabupaten_kota_kemendagri", "jumlah_anggota_keluarga", "jenis_lantai_terluas",
        "luas_lantai", "program_pkh",
    ),
    "peringkat": ("desil_nasional",),
    "relasi": ("id_keluarga", "id_individu", "status_hubungan_keluarga", "kepala_keluarga"),
}  # fmt: skip
NARROW: Variables = {
    "individu": ("jenis_kelamin", "penerima_pkh"),
    "keluarga": ("kode_provinsi_kemendagri",),
    "peringkat": ("desil_nasional",),
}
PERSONS: Variables = {
    "individu": ("tanggal_lahir", "jenis_kelamin", "kode_provinsi_kemendagri", "penyakit_kronis")
}
FAMILIES: Variables = {
    "keluarga": (
        "kode_kabupaten_kota_kemendagri", "jumlah_anggota_keluarga", "luas_lantai",
        "jumlah_ternak_sapi",
    ),
    "peringkat": ("persentil_nasional",),
}  # fmt: skip
SETS = {"lebar": WIDE, "sempit": NARROW, "orang": PERSONS, "keluarga": FAMILIES}


@dataclass(frozen=True)
class Released:
    """What went out: final tables in ``con``, and how they were made."""

    con: duckdb.DuckDBPyConnection
    micro: Micro
    tables: list[Table]


def lay(con: duckdb.DuckDBPyConnection, families: int, seed: int) -> None:
    """Made-up families and persons; region, size, education, disease are skewed as in life."""
    for query, unit in ((_FAMILIES, "i::varchar"), (_PERSONS, "id_individu")):
        words = {word: _SHARE.format(seed=seed, unit=unit, word=word) for word in _WORDS}
        con.execute(query.format(**words, banyak=families))


def rows(variables: Variables, sources: Mapping[str, str] = SOURCES) -> dict[str, str]:
    """SQL by entity as a grant gives it."""
    return {
        entity: f"select {', '.join(_listed(entity, names))} from {sources[entity]} as t"
        for entity, names in variables.items()
    }


def _listed(entity: str, names: tuple[str, ...]) -> list[str]:
    hidden = [f't."{name}" as "{shown}"' for shown, name in content.hidden(entity).items()]
    return [*hidden, *(f't."{name}"' for name in names)]


def protect(
    con: duckdb.DuckDBPyConnection, variables: Variables, declared: Declared | None = None
) -> Released:
    """Their way to the final tables under a recipient's keys, not yet looked at again."""
    Pseudonyms(1, b"k" * 32).hand_over(con)
    permitted = Entitlement("uji", rules.LEVEL, variables, ())
    micro, found = package_microdata.protect(con, permitted, rows(variables), DAY, declared)
    tables = [
        content.lay(con, entity, rules.LEVEL, variables[entity], found[entity])
        for entity in sorted(found)
    ]
    return Released(con, micro, tables)


def release(families: int, seed: int, variables: Variables) -> Released:
    """New people and their final tables, looked at again."""
    con = duckdb.connect()
    con.execute("set threads = 2")
    lay(con, families, seed)
    made = protect(con, variables)
    return Released(con, package_microdata.verified(con, made.micro, made.tables), made.tables)
