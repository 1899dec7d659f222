"""For every check from gate frozen on: one change to the tables that breaks what it checks."""

from __future__ import annotations

from tests.gates.breaking import on
from tests.gates.breaks_of_ranking import RANKED
from tests.gates.breaks_of_snapshot import FROZEN

PUBLISHABLE = [
    *on(
        "publishable",
        "marts.dim_individu",
        "nik",
        {
            "id_individu.missing": "update @ set id_individu = null where id_individu = 'P1'",
            "id_individu.duplicate": "update @ set id_individu = 'P1' where id_individu = 'P2'",
            "nik.missing": "update @ set nik = null where id_individu = 'P1'",
            "nik.duplicate": "update @ set nik = (select min(nik) from @) where id_individu = 'P2'",
            "p1": "insert into snapshot.individu values ('P5', '3171010101800005', 'K1')",
        },
    ),
    *on(
        "publishable",
        "marts.bridge_anggota_keluarga",
        "id_keluarga",
        {
            "id_individu.missing": "update @ set id_individu = null where id_individu = 'P1'",
            "id_individu.duplicate": "update @ set id_individu = 'P1' where id_individu = 'P2'",
            "id_keluarga.missing": "update @ set id_keluarga = null where id_individu = 'P1'",
            "p1": "update @ set id_keluarga = 'K9' where id_individu = 'P1'",
        },
    ),
    *on(
        "publishable",
        "marts.fct_peringkat_kesejahteraan",
        "desil_nasional",
        {
            "id_keluarga.missing": (
                "update @ set id_keluarga = null where id_keluarga = 'K1'",
                "p1",
            ),
            "id_keluarga.duplicate": "insert into @ values ('K1', 1)",
            "p1": "insert into marts.dim_keluarga values ('K3')",
        },
    ),
]

REPORTS = [
    *on(
        "publishable",
        "marts.rpt_penerimaan",
        "peran",
        {
            "_delivery.missing": "update @ set _delivery = null where penyedia = 'regsosek'",
            "jumlah_dibaca.missing": (
                "update @ set jumlah_dibaca = null where penyedia = 'regsosek'"
            ),
            "peran.missing": "update @ set peran = null where penyedia = 'regsosek'",
            "row_count": ("delete from @", "p2"),
            # a person left out later is taken from the accepted ones
            "p1": (
                "update @ set jumlah_diterima = jumlah_diterima - 1 where penyedia = 'dukcapil'; "
                "update reception.hitungan_kiriman set jumlah_diterima = jumlah_diterima - 1 "
                "where penyedia = 'dukcapil'"
            ),
            "p2": "delete from @ where penyedia = 'regsosek'",
        },
    ),
    *on(
        "publishable",
        "marts.rpt_pengembalian",
        "tahap",
        {
            "kode_alasan.missing": "update @ set kode_alasan = null where tahap = 'validasi'",
            "pasal.missing": "update @ set pasal = null where tahap = 'validasi'",
            "tahap.invalid": "update @ set tahap = 'lain' where tindakan = 'peringatan'",
            "p1": "delete from @ where _delivery = 'regsosek-1' and tindakan = 'tolak'",
            "p2": "delete from @ where tahap = 'validasi'",
        },
    ),
    *on(
        "publishable",
        "marts.rpt_selisih_kiriman",
        "hari_perbaikan",
        {
            "pembanding.missing": "update @ set pembanding = null where hasil = 'beres'",
            "hasil.invalid": "update @ set hasil = 'lain' where hasil = 'beres'",
            "p1": "update @ set hari_perbaikan = -1 where hasil = 'beres'",
            "p2": "update @ set jumlah_rekaman = 9 where hasil = 'belum beres'",
        },
    ),
    *on(
        "publishable",
        "marts.rpt_profil_kiriman",
        "pergeseran_nilai",
        {
            "kolom.missing": ("update @ set kolom = null where kolom = 'nik'"),
            "jumlah_terisi.missing": "update @ set jumlah_terisi = null where kolom = 'nik'",
            "p1": "update @ set jumlah_unik = 9 where kolom = 'nik'",
            "p2": "delete from @ where _delivery = 'bpjs-1'",
        },
    ),
    *on(
        "publishable",
        "marts.rpt_rapor_penyedia",
        "perubahan",
        {
            "rincian.missing": "update @ set rincian = null where ukuran = 'tepat_waktu'",
            "arah.invalid": "update @ set arah = 'naik' where ukuran = 'tepat_waktu'",
            "p1": "update @ set pembilang = 9 where ukuran = 'tepat_waktu'",
            "p2": "delete from @ where _delivery = 'bpjs-1'",
        },
    ),
    *on(
        "publishable",
        "marts.rpt_pemadanan",
        "objek",
        {
            "bukti.missing": "update @ set bukti = null where bukti = 'nik'",
            "penyedia.missing": "update @ set penyedia = null where bukti = 'nik'",
            "hasil_padan.invalid": "update @ set hasil_padan = 'ragu' where bukti = 'nik'",
            "p1": "delete from @ where bukti = 'individu_baru'",
        },
    ),
    *on(
        "publishable",
        "marts.rpt_rencana_integrasi",
        "dipakai",
        {
            "penyedia.missing": ("insert into @ values (null, 'anggota', 'utama', false)"),
            "peran.missing": "update @ set peran = null where penyedia = 'dukcapil'",
            "peran.invalid": "update @ set peran = 'tambahan' where penyedia = 'dukcapil'",
            "p1": "update @ set dipakai = false where penyedia = 'dukcapil'",
        },
    ),
    *on(
        "publishable",
        "marts.rpt_rencana_variabel",
        "dipakai",
        {
            "variabel.missing": "update @ set variabel = null",
            "penyedia.missing": "update @ set penyedia = null",
            "p1": "update @ set dipakai = false",
        },
    ),
    *on(
        "publishable",
        "marts.rpt_evaluasi_integrasi",
        "pembilang",
        {
            "ukuran.missing": "update @ set ukuran = null where ukuran = 'padan'",
            "penyebut.missing": "update @ set penyebut = null where ukuran = 'padan'",
            "p1": "update @ set pembilang = 5 where ukuran = 'padan'",
            "p2": "delete from @ where ukuran = 'andil_nilai' and penyedia = 'regsosek'",
            "p3": "delete from @ where ukuran = 'lepas_tidak_padan'",
        },
    ),
]

AGGREGATES = [
    *on(
        "publishable",
        "marts.agg_sel",
        "kategori",
        {
            "jumlah.missing": "insert into @ values "
            "('desa', '3171011001', 'semua', 'semua', 'jkn', 'penyebut', null)",
            "p1": "update @ set jumlah = 5 where kategori = 'pembilang'",
            "p2": "delete from @ where nilai_kelompok = 'perempuan'",
            "p3": "delete from @ where kategori = 'tanpa'",
        },
    ),
]

BREAKS = [*FROZEN, *RANKED, *PUBLISHABLE, *REPORTS, *AGGREGATES]
