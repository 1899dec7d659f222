"""Hand-made records of supporting providers, of the task force and of recipients."""

from __future__ import annotations

from tests.reception.rule_case import CARD, VILLAGE, Case, Row, single

CLEAN: dict[tuple[str, str], Row] = {
    ("pln", "pelanggan"): {
        "NAMA": "SLAMET",
        "NIK": "3171010607800001",
        "KODE_DESA": VILLAGE,
        "DAYA": "450",
    },
    ("bpjs_kesehatan", "peserta"): {
        "nik": "3171010607800001",
        "nama": "SLAMET",
        "tgl_lahir": "1980-07-06",
        "segmen": "PBI JK",
        "kode_desa": VILLAGE,
    },
    ("bpjs_ketenagakerjaan", "peserta"): {
        "nik": "3171010607800001",
        "nama": "SLAMET",
        "tgl_lahir": "1980-07-06",
        "jenis_kelamin": "L",
        "segmen": "PU",
        "program": "JKK JKM JHT",
        "kode_desa": VILLAGE,
    },
    ("dapodik", "peserta_didik"): {
        "nik": "3171014607160001",
        "nama": "SITI",
        "tanggal_lahir": "2016-07-06",
        "jenis_kelamin": "P",
        "jenjang": "SD",
        "penerima_pip": "1",
        "kode_desa": VILLAGE,
    },
    ("pemutakhiran", "usulan"): {
        "jenis_perubahan": "pindah",
        "jenis_pengusul": "pemda",
        "kode_pengusul": "3171",
        "nik": "3171010607800001",
        "no_kk": CARD,
        "nama": "SLAMET",
        "tanggal_lahir": "1980-07-06",
        "jenis_kelamin": "L",
        "hubungan": "1",
        "kode_desa": VILLAGE,
        "tanggal_kejadian": "2026-07-01",
        "jenis_bukti": "pemeriksaan_lapangan",
        "nomor_bukti": "BA/7/2026",
        "tanggal_pengusul": "2026-07-10",
        "tanggal_kemensos": "2026-07-20",
        "tanggal_satgas": "2026-07-31",
    },
    ("balikan", "penyaluran"): {
        "penerima_data": "KEMENSOS",
        "nik": "3171010607800001",
        "nama": "SLAMET",
        "no_kk": CARD,
        "program": "PKH",
        "hasil": "tersalur",
        "tanggal": "2026-07-31",
    },
    ("padankan", "daftar"): {
        "nik": "3171010607800001",
        "nama": "SLAMET",
        "tgl_lahir": "1980-07-06",
        "jenis_kelamin": "L",
        "no_kk": CARD,
        "kode_desa": VILLAGE,
    },
}

CASES: dict[tuple[str, str], list[Case]] = {
    ("pln", "pelanggan"): [
        single(""),
        single("DAYA_KODE", DAYA="451"),
        single("NAMA_BUKAN_NAMA NIK_ISIAN", NAMA="N/A", NIK="9999999999999999"),
        single("NIK_BENTUK WILAYAH_TAK_DIKENAL", NIK="12AB", KODE_DESA="9999999999"),
    ],
    ("bpjs_kesehatan", "peserta"): [single(""), single("SEGMEN_KODE", segmen="VIP")],
    ("bpjs_ketenagakerjaan", "peserta"): [
        single(""),
        single("SEGMEN_KERJA_KODE", segmen="VIP"),
        single("PROGRAM_KERJA_KODE", program="JKK,JKM"),
        single("", program="JKP"),
        single("JENIS_KELAMIN_KODE", jenis_kelamin="1"),
    ],
    ("dapodik", "peserta_didik"): [
        single(""),
        single("JENJANG_KODE", jenjang="S1"),
        single("PIP_KODE", penerima_pip="YA"),
    ],
    ("pemutakhiran", "usulan"): [
        single(""),
        single("", jenis_perubahan="meninggal", hubungan="3"),
        single("USULAN_JENIS", jenis_perubahan="cerai"),
        single("USULAN_JENIS", jenis_perubahan=None),
        single("USULAN_TANPA_BUKTI", nomor_bukti=None),
        single("USULAN_TANPA_BUKTI", jenis_bukti="kabar"),
        single("USULAN_RANTAI", jenis_pengusul="warga"),
        single("USULAN_RANTAI", kode_pengusul=None),
        single("USULAN_RANTAI", tanggal_kemensos=None),
        single("USULAN_RANTAI", tanggal_pengusul="2026-07-21"),
        single("USULAN_RANTAI", tanggal_kemensos="2026-08-01"),
        single("USULAN_RANTAI", tanggal_satgas="2026-08-01"),
        single("USULAN_KEJADIAN", tanggal_kejadian="2026-08-01"),
        single("USULAN_KEJADIAN", tanggal_kejadian="kemarin"),
        single("", tanggal_kejadian=None),
        single("USULAN_LUAR_WILAYAH", kode_pengusul="3172"),
        single("", kode_pengusul="31"),
        single("", jenis_pengusul="kementerian", kode_pengusul="KEMENSOS"),
        single("", no_kk=None),
        single("NAMA_KOSONG", nama=None),
    ],
    ("balikan", "penyaluran"): [
        single(""),
        single("", hasil="gagal_salur", alasan="pindah"),
        single("BALIKAN_HASIL", hasil="dikembalikan"),
        single("BALIKAN_ALASAN", hasil="ditolak"),
        single("BALIKAN_ALASAN", alasan="hujan"),
        single("BALIKAN_TANGGAL", tanggal="2026-08-01"),
        single("BALIKAN_TANGGAL", tanggal=None),
        single("NIK_BENTUK", nik="12AB"),
    ],
    ("padankan", "daftar"): [
        single(""),
        single("NAMA_KOSONG", nama=None),
        # enough without a NIK: birth date and village
        single("NIK_KOSONG", nik=None),
        single("NIK_KOSONG DAFTAR_KURANG", nik=None, tgl_lahir=None),
        single("NIK_KOSONG DAFTAR_KURANG", nik=None, kode_desa=None),
        single("NIK_BENTUK DAFTAR_KURANG", nik="12AB", kode_desa=None),
        single(
            "NIK_BENTUK TANGGAL_LAHIR_MUSTAHIL DAFTAR_KURANG", nik="12AB", tgl_lahir="1980-02-30"
        ),
        single("NIK_KOSONG WILAYAH_TAK_DIKENAL DAFTAR_KURANG", nik=None, kode_desa="9999999999"),
        # enough with one
        single("", tgl_lahir=None, kode_desa=None, jenis_kelamin=None, no_kk=None),
        single("JENIS_KELAMIN_KODE", jenis_kelamin="1"),
    ],
}
