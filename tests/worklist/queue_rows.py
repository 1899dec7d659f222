"""A working file with queues: three questions about six invented people, one of them a family's."""

from __future__ import annotations

import duckdb

from dagster_dtsen.settings import Settings
from dagster_dtsen.steward.worklist_answers import key_of
from tests.linkage.linkage_rows import Row, filler, link_rows, load_rows, record

NIK = "1101010304850001"
DANGER = '=HYPERLINK("http://x")'
A, B, C, D, E = (f"r{number:06d}" for number in (1, 2, 3, 4, 5))
PAIR, CLOSE, FAMILY = key_of("pasangan", A, B), key_of("pesaing", C, D), key_of("keluarga", D, E)
# columns of standardised.individu that worklists read and linkage does not
EXTRA = {
    "tempat_lahir": "varchar",
    "alamat": "varchar",
    "_delivery": "varchar",
    "_file": "varchar",
    "_row_number": "bigint",
}
SCHEMAS = ("matched", "stewardship", "rujukan", "klasifikasi", "aturan", "raw", "kendali", "ledger")

_TABLES = f"""
create table wh.kendali.rilis as select '2026T2' as id_rilis, date '2026-06-30' as tanggal_rilis;
create table wh.matched.rekaman_padan as
select i.*, 'I' || i.rekaman_id as id_individu from wh.standardised.individu as i;
create table wh.rujukan.wilayah as
select * from (values ('1101012001', 'Keude'), ('11', 'Aceh')) as v (kode_kemendagri, nama);
create table wh.klasifikasi.daftar_kode as
select * from (values
    ('jenis_kelamin', '1', 'Laki-laki'), ('jenis_kelamin', '2', 'Perempuan'),
    ('status_hubungan_keluarga', '3', 'Anak')
) as v (daftar, kode, label_id);
create table wh.aturan.alasan_antrean as
select * from (values
    ('BAWAH_AMBANG', 'Sedikit di bawah ambang', 'Bobot {{bobot}}, {{jarak}} di bawah {{ambang}}.'),
    ('DITOLAK_KUAT', 'Ditolak', 'Bobot {{bobot}}, tetapi {{aturan}}.'),
    ('KEPALA_DIPILIH', 'Tanpa kepala', 'Tanpa kepala.')
) as v (alasan, label_id, sebab_id);
create table wh.stewardship.antrean_tinjauan as
select
    v.*, null::varchar as id_individu, null::varchar as id_individu_lain,
    null::varchar as id_keluarga, '2026T1' as rilis_pertama, 1::smallint as umur_rilis
from (values
    ('{PAIR}', 'pasangan', 'individu', 'BAWAH_AMBANG', 70.25, 1::bigint, false, 3.1, null,
     -0.9, null, 4, 2::smallint, true, true),
    ('{CLOSE}', 'pesaing', 'individu', 'DITOLAK_KUAT', 50, 2, false, 21.5, 22.0,
     17.5, 'DUA_NIK_SAH', 6, 1, true, false),
    ('{FAMILY}', 'keluarga', 'keluarga', 'KEPALA_DIPILIH', 12.5, 3, false, null, null,
     null, null, 2, 1, false, false)
) as v (
    id_antrean, antrean, objek, alasan, prioritas, urutan, satu_orang, bobot, bobot_pembanding,
    jarak_ambang, aturan, jumlah_rekaman, keluarga_berubah, layak_bantuan, layak_berbeda
);
create table wh.stewardship.antrean_rekaman as
select * from (values
    ('{PAIR}', 1::smallint, '{A}'), ('{PAIR}', 2, '{B}'),
    ('{CLOSE}', 1, '{C}'), ('{CLOSE}', 2, '{D}'), ('{CLOSE}', 0, '{E}'),
    ('{FAMILY}', 1, '{D}'), ('{FAMILY}', 2, '{E}')
) as v (id_antrean, kelompok, record_key);
create table wh.stewardship.antrean_dampak as
select * from (values
    ('{PAIR}', 1::smallint, true, 2::smallint, true), ('{PAIR}', 2, false, 8, false),
    ('{CLOSE}', 1, true, null, true), ('{CLOSE}', 2, true, null, true),
    ('{FAMILY}', 1, false, 9, false), ('{FAMILY}', 2, false, 9, false)
) as v (id_antrean, kelompok, layak_bantuan, desil_dasar, penerima_bantuan);
create table wh.raw.dtks__anggota as
select
    'k1' as _delivery, 'f1' as _file, 2::bigint as _row_number, 'KEL-7' as "IDBDT",
    'ART-1' as "ID_ART"
"""


def people() -> list[Row]:
    """Five records of unlike quality; the name of B would run as a formula in a spreadsheet."""
    slamet = {"nama": "SLAMET RIYADI", "lahir": "1960-05-05"}
    return [
        record(1, "dukcapil", "AHMAD SANTOSO", "1985-04-03", nik=NIK),
        record(2, "dtks", DANGER, None, nik=None, no_kk=None, nama_baku="AHMAD SANTOSO"),
        record(3, "regsosek", nik=None, **slamet),
        record(4, "dukcapil", nik="1202020505600001", **slamet),
        record(5, "dukcapil", nik="3505050505600077", desa="3505052001", **slamet),
    ]


def make(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Link the people and lay the queues beside them."""
    load_rows(con, people() + filler(50))
    for name, kind in EXTRA.items():
        con.execute(f"alter table wh.standardised.individu add column {name} {kind}")
    con.execute(
        "update wh.standardised.individu set dataset = 'anggota', _delivery = 'k1', "
        "_file = 'f1', _row_number = 2, alamat = 'JL. MELATI; NO. 3' where rekaman_id = 2"
    )
    link_rows(con, settings)
    for schema in SCHEMAS:
        con.execute(f"create schema if not exists wh.{schema}")
    con.execute(_TABLES)
