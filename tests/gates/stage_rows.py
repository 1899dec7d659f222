"""The smallest warehouse that passes all six gates: four persons in two families."""

from __future__ import annotations

import duckdb

from tests.gates.decision_tables import DECISIONS
from tests.gates.stage_rows_families import FAMILY_RECORDS
from tests.gates.stage_rows_integration import INTEGRATION
from tests.gates.stage_rows_ranking import RANKING
from tests.gates.stage_rows_register import REGISTER
from tests.gates.stage_rows_snapshot import snapshot
from tests.gates.stage_rows_stewards import STEWARDS

SCHEMAS = (
    "ledger",
    "reception",
    "standardised",
    "linkage",
    "matched",
    "updated",
    "validated",
    "stewardship",
    "release",
    "snapshot",
    "ranking",
    "marts",
    "kendali",
    "aturan",
)
# person number, family, head
PEOPLE = "(values (1, 'K1', true), (2, 'K1', false), (3, 'K2', true), (4, 'K2', false))"
NIK = "'31710101018000' || lpad(i::varchar, 2, '0')"

TABLES = {
    # two deliveries; the register delivery brings the four persons below
    "reception.hitungan_kiriman": """
        select * from (values
            ('dukcapil-1', 'dukcapil', 'penduduk', true, 5::bigint, 4::bigint, 1::bigint),
            ('regsosek-1', 'regsosek', 'anggota', true, 4::bigint, 3::bigint, 1::bigint),
            ('regsosek-1', 'regsosek', 'keluarga', true, 2::bigint, 2::bigint, 0::bigint),
            ('bpjs-1', 'bpjs_kesehatan', 'peserta', true, 3::bigint, 3::bigint, 0::bigint)
        ) as v (_delivery, penyedia, dataset, efektif,
                jumlah_dibaca, jumlah_diterima, jumlah_dikembalikan)
    """,
    "reception.kelayakan_dataset": """
        select * from (values
            ('dukcapil', 'penduduk', 'layak'),
            ('susenas', 'rumah_tangga', 'bukan data individu')
        ) as v (penyedia, dataset, kelayakan)
    """,
    "ledger.kontrak": """
        select * from (values
            ('dukcapil', 'penduduk', 'utama', 'individu', true),
            ('regsosek', 'anggota', 'utama', 'individu', false),
            ('regsosek', 'keluarga', 'utama', 'keluarga', false),
            ('bpjs_kesehatan', 'peserta', 'pendukung', 'individu', false)
        ) as v (penyedia, dataset, peran, merekam, tanpa_ganda)
    """,
    # one more of the supporting source is accepted and set aside
    "reception.rekaman_dikesampingkan": "select 'B3' as record_key",
    # four records of dukcapil, three of regsosek (one without NIK), two of a supporting source
    "standardised.individu": f"""
        select
            i::bigint as rekaman_id, 'D' || i as record_key, 'dukcapil' as penyedia,
            'penduduk' as dataset, 'utama' as peran, {NIK} as nik, 'NAMA ' || i as nama,
            'aktif' as status_kependudukan, null as kunci_keluarga
        from range(1, 5) as t (i)
        union all
        select
            10 + i, 'R' || i, 'regsosek', 'anggota', 'utama', case when i < 3 then {NIK} end,
            'NAMA ' || i, null, 'Q1'
        from range(1, 4) as t (i)
        union all
        select
            20 + i, 'B' || i, 'bpjs_kesehatan', 'peserta', 'pendukung', null, 'NAMA ' || i, null,
            null
        from range(1, 3) as t (i)
    """,
    **FAMILY_RECORDS,
    "linkage.peta_individu": """
        select
            'D' || i as record_key, i::bigint as rekaman_id, 'P' || i as id_individu, true as aktif
        from range(1, 5) as t (i)
        union all
        select 'R' || i, 10 + i, 'P' || i, true from range(1, 4) as t (i)
        union all
        select 'D9', 9, 'P9', false
    """,
    # a pair with a supporting record, and one below the threshold, are no edges of a cluster
    "linkage.pasangan": """
        select i::bigint as rekaman_id_l, 10 + i as rekaman_id_r, 30.0 as bukti, 'nik' as kunci_blok
        from range(1, 4) as t (i)
        union all
        select * from (values (1, 21, 30.0, 'nik'), (1, 2, 12.0, 'kk_tahun')) as v (l, r, b, k)
    """,
    "linkage.edges": """
        select *, bukti - 10.0 as bobot from linkage.pasangan
    """,
    "linkage.ambang": "select 6.6 as ambang_klaster",
    "linkage.larangan": """
        select 2::bigint as rekaman_id_l, 11::bigint as rekaman_id_r, 'kembar' as aturan
    """,
    "linkage.clusters": """
        select rekaman_id, rekaman_id % 10 as klaster from standardised.individu
        where peran = 'utama'
    """,
    # of eight records in the base release one is no more
    "linkage.kesinambungan_individu": """
        select 7::bigint as anggota_bersama, 7::bigint as anggota_tetap, 4::bigint as id_lama
    """,
    "linkage.silang_individu": """
        select * from (values ('P4', 'P4', 1::bigint), ('P4', null, 1)) as v
            (id_individu_lama, id_individu, jumlah_rekaman)
    """,
    "linkage.nik_pinjaman": """
        select cast(null as bigint) as rekaman_id where false
    """,
    # one joined a person, one nobody
    "linkage.peta_pendukung": """
        select * from (values
            ('B1', 'P1', null), ('B2', null, 'TIDAK_PADAN')
        ) as v (record_key, id_individu, kode_alasan)
    """,
    "linkage.peta_keluarga": f"""
        select 'P' || i as id_individu, k as id_keluarga, true as aktif
        from {PEOPLE} as v (i, k, kepala)
    """,
    # a member who went stands in it with the day
    "linkage.relasi_keluarga": f"""
        select
            'P' || i as id_individu, k as id_keluarga, kepala as kepala_keluarga,
            date '2026-01-31' as berlaku_dari, cast(null as date) as berlaku_sampai
        from {PEOPLE} as v (i, k, kepala)
        union all
        select 'P9', 'K1', true, date '2025-10-31', date '2026-01-31'
    """,
    "updated.individu_terbarui": """
        select 'P' || i as id_individu from range(1, 6) as t (i)
    """,
    "validated.individu_sah": f"""
        select
            'P' || i as id_individu, {NIK} as nik, 'NAMA ' || i as nama, '317101010120000' || i
            as no_kk
        from range(1, 5) as t (i)
    """,
    "validated.rekaman_dikeluarkan": """
        select 'D5' as record_key, 'dukcapil-1' as _delivery, 'penduduk' as dataset
    """,
    "validated.relasi_sah": f"""
        select 'P' || i as id_individu, k as id_keluarga, kepala as kepala_keluarga
        from {PEOPLE} as v (i, k, kepala)
    """,
    "release.beku_individu": f"""
        select 'P' || i as id_individu, {NIK} as nik from range(1, 5) as t (i)
    """,
    **RANKING,
    "marts.dim_individu": f"""
        select 'P' || i as id_individu, {NIK} as nik from range(1, 5) as t (i)
    """,
    "marts.dim_keluarga": "select 'K' || i as id_keluarga from range(1, 3) as t (i)",
    "marts.bridge_anggota_keluarga": f"""
        select 'P' || i as id_individu, k as id_keluarga from {PEOPLE} as v (i, k, kepala)
    """,
    "marts.fct_peringkat_kesejahteraan": """
        select 'K' || i as id_keluarga, i as desil_nasional from range(1, 3) as t (i)
    """,
    "marts.rpt_penerimaan": """
        select
            _delivery, penyedia, 'utama' as peran, dataset, jumlah_dibaca, jumlah_diterima,
            jumlah_dikembalikan, true as baru, efektif as berlaku
        from reception.hitungan_kiriman
    """,
    # one record of each delivery is refused, and one person of the register is left out later
    "marts.rpt_pengembalian": """
        select * from (values
            ('dukcapil-1', 'penduduk', 'penerimaan', 'NAMA_KOSONG', 'tolak', 1::bigint, 'Pasal 10'),
            ('regsosek-1', 'anggota', 'penerimaan', 'NAMA_KOSONG', 'tolak', 1, 'Pasal 10'),
            ('regsosek-1', 'anggota', 'penerimaan', 'NIK_KOSONG', 'peringatan', 1, 'Pasal 10'),
            ('dukcapil-1', 'penduduk', 'validasi', 'GANDA', 'tidak diikutkan', 1, 'Pasal 15')
        ) as v (_delivery, dataset, tahap, kode_alasan, tindakan, jumlah_rekaman, pasal)
    """,
    # the register delivery corrects an earlier one: one finding mended, one not, one record gone
    "marts.rpt_selisih_kiriman": """
        select * from (values
            ('dukcapil-1', 'penduduk', 'dukcapil-0', 'NAMA_KOSONG', 'beres', 1::bigint, 20),
            ('dukcapil-1', 'penduduk', 'dukcapil-0', 'NAMA_KOSONG', 'belum beres', 1, 20),
            ('dukcapil-1', 'penduduk', 'dukcapil-0', 'TANPA_TEMUAN', 'hilang', 1, 20)
        ) as v (_delivery, dataset, pembanding, kode_alasan, hasil, jumlah_rekaman, hari_perbaikan)
    """,
    "marts.rpt_profil_kiriman": """
        select
            _delivery, dataset, v.kolom, jumlah_dibaca as jumlah_rekaman,
            2::bigint as jumlah_terisi, 1::bigint as jumlah_unik, 0.5 as pergeseran_nilai
        from reception.hitungan_kiriman, (values ('*'), ('nik')) as v (kolom)
    """,
    "marts.rpt_rapor_penyedia": """
        select
            _delivery, dataset, v.ukuran, '' as rincian, 'tinggi' as arah, 1::bigint as pembilang,
            1::bigint as penyebut, 0.0 as perubahan
        from reception.hitungan_kiriman, (values ('penerimaan'), ('tepat_waktu')) as v (ukuran)
    """,
    "marts.rpt_pemadanan": """
        select * from (values
            ('individu', 'dukcapil', 'padan', 'nik', 2::bigint),
            ('individu', 'dukcapil', 'tidak padan', 'individu_baru', 2),
            ('individu', 'regsosek', 'padan', 'tanpa_nik', 3),
            ('individu', 'bpjs_kesehatan', 'tidak padan', 'tidak_padan', 2),
            ('keluarga', 'regsosek', 'padan', 'anggota_sama', 9)
        ) as v (objek, penyedia, hasil_padan, bukti, jumlah_rekaman)
    """,
    **INTEGRATION,
    # two women and two men, three of them members of JKN; one of two families is ranked
    "marts.agg_sel": """
        select 'nasional' as tingkat_wilayah, 'ID' as kode_wilayah, * from (values
            ('semua', 'semua', 'jkn', 'penyebut', 4::bigint),
            ('semua', 'semua', 'jkn', 'pembilang', 3),
            ('jenis_kelamin', 'perempuan', 'jkn', 'penyebut', 2),
            ('jenis_kelamin', 'laki_laki', 'jkn', 'penyebut', 2),
            ('semua', 'semua', 'desil', '1', 1),
            ('semua', 'semua', 'desil', 'tanpa', 1),
            ('semua', 'semua', 'desil', 'jumlah', 2)
        ) as v (kelompok, nilai_kelompok, ukuran, kategori, jumlah)
    """,
    **DECISIONS,
    **REGISTER,
    **snapshot(PEOPLE, NIK),
    **STEWARDS,
    "kendali.gerbang": """
        select '' as gerbang, true as lulus, 0 as jumlah_pemeriksaan, '' as gagal where false
    """,
}


def make(con: duckdb.DuckDBPyConnection) -> None:
    """Every table the contracts read, in the catalogue in use."""
    for schema in SCHEMAS:
        con.execute(f"create schema {schema}")
    for name, query in TABLES.items():
        con.execute(f"create table {name} as {query}")
