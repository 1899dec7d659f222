"""A home and a truth made by hand, with every way a pair can be found or missed. All invented."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from dagster_dtsen.evaluation.declared import Declared
from dagster_dtsen.linkage import model as linkage_model

RELEASE = "2026T1"
THRESHOLD = 6.0
NIK_A, NIK_B, NIK_C = "1101010304850001", "1101014507900002", "1101010101700003"
SECOND_C = "1101010101700099"


@dataclass
class Record:
    """One accepted record: who it is about and what it says."""

    number: int
    orang: int
    penyedia: str
    nik: str | None
    nama: str
    lahir: str | None
    individu: str
    kesalahan: str = ""
    status: str | None = None
    desa: str | None = None
    key: str = field(init=False)

    def __post_init__(self) -> None:
        self.key = f"k{self.number}"

    @property
    def record_key(self) -> str:
        return hashlib.sha256(f"{self.penyedia}|orang|{self.key}".encode()).hexdigest()


@dataclass
class Person:
    """What truth says of a person."""

    orang: int
    nik: str
    nama: str
    jenis_kelamin: str
    lahir: str
    keluarga: int
    desa: str
    nik_kedua: str | None = None
    hubungan: str = "3"


PERSONS = (
    Person(1, NIK_A, "AHMAD BUDI", "1", "1985-04-03", 1, "1101012001"),
    Person(2, NIK_B, "RINA LESTARI", "2", "1990-07-05", 1, "1101012001"),
    Person(3, NIK_C, "SITI AMINAH", "2", "1970-01-01", 1, "1101012001", SECOND_C),
    Person(4, "9999999999999999", "RUDI", "1", "2001-02-03", 1, "1101012001"),
    Person(5, "8888888888888888", "HASAN WIBOWO", "1", "1999-09-09", 1, "1101012001"),
)


def people() -> list[Record]:
    """Persons 1 to 5; `individu` is what the linkage made of the records."""
    a, b, c = "AHMAD BUDI", "RINA LESTARI", "SITI AMINAH"
    return [
        # 1: three records of one person, found but for the last, which no rule looks at
        Record(1, 1, "dukcapil", NIK_A, a, "1985-04-03", "I1", status="aktif"),
        Record(2, 1, "dtks", NIK_A, a, "1985-04-03", "I1"),
        Record(3, 1, "regsosek", None, "AMAT BUDI", "1986-05-03", "I3", "nik_kosong|nama_beda"),
        # 2: a record that shares nothing, and one whose edge stays below the threshold
        Record(4, 2, "dukcapil", NIK_B, b, "1990-07-05", "I4", status="aktif"),
        Record(5, 2, "dtks", None, "WATI", "1971-11-12", "I5", "nik_kosong|nama_beda"),
        Record(6, 2, "regsosek", None, b, "1990-07-05", "I6", "nik_kosong"),
        # 3: truly two NIKs
        Record(7, 3, "dukcapil", NIK_C, c, "1970-01-01", "I7", status="aktif"),
        Record(8, 3, "dukcapil", SECOND_C, c, "1970-01-01", "I8", "dua_nik", status="aktif"),
        # 4: joined with 1 by mistake, by an edge that a wrong NIK made
        Record(9, 4, "dtks", NIK_A, "RUDI", "2001-02-03", "I1", "nik_orang_lain"),
        # 5: contradict each other by rule
        Record(10, 5, "regsosek", None, "HASAN WIBOWO", "1999-09-09", "I10"),
        Record(11, 5, "dtks", None, "HASAN", "1999-09-09", "I11"),
    ]


# pair -> weight; the pairs of person 1 and the false one are published
EDGES = {(1, 2): 30.0, (2, 9): 9.0, (4, 6): 5.0}
FORBIDDEN = {(10, 11): "kembar"}


def declared() -> Declared:
    """Blocking by NIK and by name; levels as in the real linkage."""
    return Declared(
        model="uji",
        threshold=THRESHOLD,
        input_sql=linkage_model.input_sql,
        blocks=(("nik", "l.nik = r.nik"), ("nama", "l.nama_baku = r.nama_baku")),
        levels=linkage_model.levels(),
        identity_provider="dukcapil",
        valid_status="aktif",
    )


_HOME = """
create schema if not exists wh.standardised;
create schema if not exists wh.linkage;
create schema if not exists wh.ledger;
create schema if not exists wh.kendali;
create or replace table wh.kendali.rilis as
select '2026T1' as id_rilis, 1 as versi, date '2026-03-31' as tanggal_rilis;
create or replace table wh.ledger.kiriman as
select unnest(['dukcapil', 'dtks', 'regsosek']) as _delivery, '2026T1' as periode;
create or replace table wh.standardised.individu (
    rekaman_id bigint, record_key varchar, penyedia varchar, dataset varchar, nik varchar,
    no_kk varchar, nama varchar, nama_baku varchar, nama_depan varchar, nama_belakang varchar,
    nama_bunyi varchar, depan_bunyi varchar, belakang_bunyi varchar, nama_lemah boolean,
    tanggal_lahir date, tahun_lahir smallint, umur_saja boolean, lahir_baku boolean,
    jenis_kelamin varchar, kunci_keluarga varchar, status_kependudukan varchar,
    kode_provinsi_kemendagri varchar, kode_kabupaten_kota_kemendagri varchar,
    kode_kecamatan_kemendagri varchar, kode_desa_kemendagri varchar,
    peran varchar, _delivery varchar, _row_number bigint
);
create or replace table wh.linkage.peta_individu (
    record_key varchar, id_individu varchar, aktif boolean
);
create or replace table wh.linkage.peta_pendukung (record_key varchar, id_individu varchar);
create or replace table wh.linkage.edges (
    rekaman_id_l bigint, rekaman_id_r bigint, bobot decimal(9, 4), probabilitas decimal(9, 6),
    kunci_blok varchar
);
create or replace table wh.linkage.larangan (
    rekaman_id_l bigint, rekaman_id_r bigint, aturan varchar
);
"""


def lay_home(
    con: duckdb.DuckDBPyConnection,
    records: list[Record],
    edges: dict[tuple[int, int], float] = EDGES,
) -> None:
    """The working file after a linkage that kept ``edges``."""
    con.execute(_HOME)
    for r in records:
        con.execute(
            "insert into wh.standardised.individu by name select ? as rekaman_id, "
            "? as record_key, ? as penyedia, 'orang' as dataset, ? as nik, ? as nama, "
            "? as nama_baku, replace(nama_baku, ' ', '') as nama_bunyi, false as nama_lemah, "
            "? as tanggal_lahir, year(?::date) as tahun_lahir, "
            "false as umur_saja, 'utama' as peran, '1' as jenis_kelamin, ? as status_kependudukan, "
            "? as kode_desa_kemendagri, ? as _delivery, ? as _row_number",
            [
                *(r.number, r.record_key, r.penyedia, r.nik, r.nama, r.nama, r.lahir, r.lahir),
                *(r.status, r.desa, r.penyedia, r.number),
            ],
        )
        con.execute(
            "insert into wh.linkage.peta_individu values (?, ?, true)", [r.record_key, r.individu]
        )
    for (left, right), weight in edges.items():
        con.execute(
            "insert into wh.linkage.edges values (?, ?, ?, 0.5, 'nik')", [left, right, weight]
        )
    for (left, right), rule in FORBIDDEN.items():
        con.execute("insert into wh.linkage.larangan values (?, ?, ?)", [left, right, rule])


def lay_truth(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    records: list[Record],
    persons: Sequence[Person] = PERSONS,
) -> Path:
    """The truth tables that belong to :func:`lay_home`."""
    folder.mkdir(parents=True, exist_ok=True)
    con.execute(
        "create or replace temp table t (penyedia varchar, dataset varchar, periode varchar, "
        "kunci varchar, nomor_baris bigint, id_orang bigint, kesalahan varchar)"
    )
    for r in records:
        con.execute(
            "insert into t values (?, 'orang', '2026T1', ?, ?, ?, ?)",
            [r.penyedia, r.key, r.number, r.orang, r.kesalahan],
        )
    con.execute(f"copy t to '{folder}/rekaman.parquet'")
    con.execute(
        "create or replace temp table p (id_orang bigint, nik varchar, nik_kedua varchar, "
        "nama varchar, jenis_kelamin varchar, tanggal_lahir_asli date, "
        "id_keluarga_benar bigint, kode_desa varchar, hubungan varchar)"
    )
    for p in persons:
        con.execute(
            "insert into p values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(p.orang, p.nik, p.nik_kedua, p.nama, p.jenis_kelamin, p.lahir),
                *(p.keluarga, p.desa, p.hubungan),
            ],
        )
    con.execute(
        "copy (select id_orang, nik, nik_kedua, nama, jenis_kelamin, tanggal_lahir_asli from p) "
        f"to '{folder}/orang.parquet'"
    )
    con.execute(
        f"copy (select '{RELEASE}' as rilis, id_orang, id_keluarga_benar, kode_desa, hubungan "
        f"from p) to '{folder}/orang_rilis.parquet'"
    )
    return folder
