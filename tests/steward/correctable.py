"""A working file with two persons whose records say different things; all of them are made up."""

from __future__ import annotations

import datetime as dt

from dagster_dtsen import warehouse
from dagster_dtsen.corrections import Wish
from dagster_dtsen.settings import Settings

# I1 has a record of the register (A), two others (B, E) and a supporting one (F); I2 has C alone
A, B, C, D = ("bb22" * 16, "aa11" * 16, "cc33" * 16, "dd44" * 16)
E, F, FAMILY = ("ee55" * 16, "ff66" * 16, "ab77" * 16)
DAY = dt.date(2026, 2, 1)
NIK = "3171010101800001"
RIGHT_NIK = "3171010202800002"

_TABLES = f"""
create schema standardised; create schema linkage; create schema matched;
create table standardised.individu as
select * from (values
    ('{A}', 1, 'dukcapil', 'aktif', '{NIK}', 'SITI AMINA', date '1980-01-01', '2'),
    ('{B}', 2, 'dtks', null, null, 'SITI AMINAH', date '1980-02-02', '2'),
    ('{C}', 3, 'dtks', null, null, 'BUDI', date '1990-03-03', '1'),
    ('{E}', 5, 'dtks', null, null, 'S. AMINA', null, '2'),
    ('{F}', 6, 'bpjs_kesehatan', null, null, 'SITI A', date '1980-01-01', null)
) as v (
    record_key, rekaman_id, penyedia, status_kependudukan, nik, nama, tanggal_lahir, jenis_kelamin
);
create table standardised.butir_individu as
select '{B}' as record_key, '1' as status_bekerja, 40 as jumlah_jam_kerja;
create table standardised.keluarga as
select '{FAMILY}' as record_key, 'regsosek' as penyedia, 'JALAN LAMA 1' as alamat;
create table standardised.butir_keluarga as select '{FAMILY}' as record_key, 36 as luas_lantai;
create table matched.tautan_keluarga as
select 'K1' as id_keluarga, '{FAMILY}' as record_key, 'regsosek' as penyedia;
create table linkage.nik_pinjaman (rekaman_id bigint);
create table linkage.peta_individu as
select * from (values ('{A}', 'I1', true), ('{B}', 'I1', true), ('{E}', 'I1', true),
    ('{C}', 'I2', true)) as v (record_key, id_individu, aktif);
create table linkage.peta_pendukung as select '{F}' as record_key, 'I1' as id_individu;
create table linkage.peta_keluarga as
select 'I1' as id_individu, 'K1' as id_keluarga, true as aktif;
"""


def lay(settings: Settings) -> Settings:
    """Make the working file of a home."""
    with warehouse.connect(settings) as con:
        con.execute(_TABLES)
    return settings


def wish(key: str | None = A, on: int = 0, **others: object) -> Wish:
    """A steward's correction of a name; ``on``: days after the first."""
    values: dict[str, object] = {
        "record_key": key,
        "isi": {"nama": "SITI AMINAH"},
        "alasan": "uji",
        "oleh": "petugas",
        "tanggal": DAY + dt.timedelta(days=on),
    }
    return Wish(**(values | others))  # type: ignore[arg-type]
