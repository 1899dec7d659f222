"""Hand-made records of every provider, each with the reason codes it must get."""

from __future__ import annotations

from dataclasses import dataclass, field

Row = dict[str, str | None]
VILLAGE = "3171011001"
CARD = "3171010101200001"

# one faultless record of each dataset; what a contract has beside these columns is empty
CLEAN: dict[tuple[str, str], Row] = {
    ("dtks", "anggota"): {
        "NIK": "3171010607800001",
        "NO_KK": CARD,
        "NAMA": "SLAMET",
        "TANGGAL_LAHIR": "06/07/1980",
        "JENIS_KELAMIN": "L",
        "HUB_KELUARGA": "1",
        "KODE_DESA": VILLAGE,
        "PKH": "1",
        "BPNT": "0",
        "PBI": "0",
    },
    ("dukcapil", "penduduk"): {
        "nik": "3171010607800001",
        "nama_lgkp": "SLAMET",
        "tgl_lhr": "1980-07-06",
        "jenis_klmin": "LAKI-LAKI",
        "stat_kwn": "2",
        "stat_hbkel": "1",
        "kode_desa": VILLAGE,
        "status": "AKTIF",
    },
    ("regsosek", "keluarga"): {
        "r114": CARD,
        "r101": "31",
        "r102": "71",
        "r103": "010",
        "r104": "001",
    },
    ("regsosek", "anggota"): {
        "r402": "SLAMET",
        "r403": "3171010607800001",
        "r405": "1",
        "r409": "1",
    },
    ("p3ke", "keluarga"): {"no_kk": CARD, "kode_desa": VILLAGE, "desil_p3ke": "1"},
    ("p3ke", "individu"): {
        "nik": "3171010607800001",
        "nama": "SLAMET",
        "jenis_kelamin": "LAKI-LAKI",
        "umur": "45",
        "hubungan": "KEPALA KELUARGA",
    },
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
    ("susenas", "rumah_tangga"): {"penimbang": "10", "pengeluaran_per_kapita": "500000"},
    ("kemendagri", "perubahan_wilayah"): {"tingkat": "desa", "berlaku_dari": "2025-01-01"},
    ("bps", "padanan_wilayah"): {"tingkat": "desa", "berlaku_dari": "2020-01-01"},
}


@dataclass
class Case:
    """One record: what differs from the faultless one, and the codes it must get."""

    changes: Row = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)


def single(codes: str, **changes: str | None) -> Case:
    """A record with these codes, separated by a space."""
    return Case(changes, set(codes.split()))


CASES: dict[tuple[str, str], list[Case]] = {
    ("dtks", "anggota"): [
        single(""),
        single("NAMA_KOSONG", NAMA=" "),
        single("NAMA_BUKAN_NAMA", NAMA="TEST"),
        single("NAMA_ANGKA", NAMA="SARI 2"),
        single("NIK_KOSONG", NIK=""),
        single("NIK_ISIAN", NIK="0"),
        single("NIK_BENTUK", NIK="12AB"),
        single("NIK_TANGGAL", NIK="3171013207800001"),
        single("NIK_SERI", NIK="3171010607800000"),
        single("NIK_WILAYAH", NIK="9999990607800001"),
        single("", NIK="9201010607800001"),  # Sorong had the code 9201 until 2022
        single("NIK_JENIS_KELAMIN", JENIS_KELAMIN="P"),
        single("", NIK="3171014607800001", JENIS_KELAMIN="P"),
        single("NIK_TANGGAL_LAHIR", TANGGAL_LAHIR="07/07/1980"),
        single("NO_KK_ISIAN", NO_KK="TIDAK ADA"),
        single("NO_KK_BENTUK", NO_KK="123"),
        single("NO_KK_TANGGAL", NO_KK="3171014101200001"),
        single("NO_KK_SERI", NO_KK="3171010101200000"),
        single("NO_KK_WILAYAH", NO_KK="9999990101200001"),
        single("TANGGAL_LAHIR_MUSTAHIL", TANGGAL_LAHIR="31/02/1980"),
        single("TANGGAL_LAHIR_MUSTAHIL", TANGGAL_LAHIR="06/07/2080"),
        single("TANGGAL_LAHIR_MUSTAHIL", NIK="3171010607990001", TANGGAL_LAHIR="06/07/1899"),
        single("JENIS_KELAMIN_KODE", JENIS_KELAMIN="X"),
        single("HUBUNGAN_KODE", HUB_KELUARGA="77"),
        single("PKH_KODE", PKH="Y"),
        single("BPNT_KODE", BPNT="Y"),
        single("PBI_KODE", PBI="Y"),
        single("WILAYAH_TAK_DIKENAL", KODE_DESA="9999999999"),
        single("WILAYAH_SISTEM_LAIN", KODE_DESA="3171010001"),
        single("KEPALA_DI_BAWAH_UMUR", NIK="3171010607200001", TANGGAL_LAHIR="06/07/2020"),
        single("KUNCI_KOSONG", ID_ART=""),
        single("KUNCI_BENTROK", ID_ART="sama", NAMA="SARI", ID_DTKS="K1"),
        single("KUNCI_BENTROK", ID_ART="sama", NAMA="DEWI", ID_DTKS="K1"),
        single("", ID_ART="kembar", ID_DTKS="K2"),
        single("BARIS_KEMBAR", ID_ART="kembar", ID_DTKS="K2"),
        # one family: a head, a spouse of 12, a child as old as the head, a younger parent
        single("", ID_DTKS="K3"),
        single(
            "PASANGAN_DI_BAWAH_UMUR",
            ID_DTKS="K3",
            HUB_KELUARGA="2",
            NIK="3171014607130001",
            JENIS_KELAMIN="P",
            TANGGAL_LAHIR="06/07/2013",
        ),
        single("ANAK_LEBIH_TUA", ID_DTKS="K3", HUB_KELUARGA="3"),
        single(
            "ORANG_TUA_LEBIH_MUDA",
            ID_DTKS="K3",
            HUB_KELUARGA="6",
            NIK="3171010607900001",
            TANGGAL_LAHIR="06/07/1990",
        ),
        single("KELUARGA_KEPALA_GANDA", ID_DTKS="K4"),
        single("KELUARGA_KEPALA_GANDA", ID_DTKS="K4"),
        single("KELUARGA_TANPA_KEPALA", ID_DTKS="K5", HUB_KELUARGA="8"),
        single("", ID_DTKS="K5", HUB_KELUARGA="8"),
    ],
    ("dukcapil", "penduduk"): [
        single("", no_kk=CARD),
        single("STATUS_KAWIN_KODE", nik="3171010607800002", no_kk="3171010101200002", stat_kwn="9"),
        single(
            "STATUS_KEPENDUDUKAN_KODE",
            nik="3171010607800003",
            no_kk="3171010101200003",
            status="HILANG",
        ),
        single(
            "TANGGAL_STATUS_MUSTAHIL",
            nik="3171010607800004",
            no_kk="3171010101200004",
            tgl_status="2031-01-01",
        ),
        single("", nik="3171010607800005", no_kk="3171010101200005", tgl_status="2020-01-01"),
        single("ANGGOTA_TANPA_KELUARGA", nik="3171010607800006"),
    ],
    ("regsosek", "keluarga"): [
        single("", idkel="F1"),
        single("WILAYAH_BPS_TAK_DIKENAL", idkel="F2", r104="999"),
        single("WILAYAH_BPS_AMBIGU", idkel="F3", r104="002"),
        single("BUTIR_TAK_TERBACA", idkel="F4", r302="luas"),
        single("KELUARGA_TANPA_ANGGOTA", idkel="F5"),
    ],
    ("regsosek", "anggota"): [
        single("", idkel="F1", r401="1", r404="1", r407="45"),
        single("BUTIR_TAK_TERBACA", idkel="F2", r401="1", r407="tua"),
        single("JUMLAH_KODE_MUSTAHIL", idkel="F3", r401="1", r404="1", r407="45", r411="64"),
        single("BUTIR_DI_LUAR_SEMESTA", idkel="F4", r401="1", r404="1", r407="2", r416a="1"),
        single("ANGGOTA_TANPA_KELUARGA", idkel="F9", r401="1"),
    ],
    ("p3ke", "keluarga"): [
        single("", id_keluarga_p3ke="F1"),
        single("BUTIR_KODE", id_keluarga_p3ke="F2", jenis_lantai="LUMPUR"),
        single("DESIL_SALAH", id_keluarga_p3ke="F3", desil_p3ke="11"),
    ],
    ("p3ke", "individu"): [
        single("", id_keluarga_p3ke="F1"),
        single("UMUR_MUSTAHIL", id_keluarga_p3ke="F2", umur="150"),
        single("STATUS_KAWIN_KODE", id_keluarga_p3ke="F3", status_kawin="?"),
    ],
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
    ("susenas", "rumah_tangga"): [
        single(""),
        single("BOBOT_SALAH", penimbang="0"),
        single("PENGELUARAN_SALAH", pengeluaran_per_kapita="-1"),
    ],
    ("kemendagri", "perubahan_wilayah"): [
        single("", kode_lama="3171011099", kode_baru="3171011098"),
        single(
            "TANGGAL_BERLAKU_SALAH",
            kode_lama="3171011097",
            kode_baru="3171011096",
            berlaku_dari="kemarin",
        ),
    ],
    ("bps", "padanan_wilayah"): [
        single("", kode_bps="3171010", kode_kemendagri="317101", tingkat="kecamatan"),
        single("", kode_bps="3171010001", kode_kemendagri=VILLAGE),
        single("", kode_bps="3171010002", kode_kemendagri="3171011002"),
        single("", kode_bps="3171010002", kode_kemendagri="3171011003"),
        single("PADANAN_BENTUK", kode_bps="12", kode_kemendagri=VILLAGE),
        single(
            "PADANAN_TANGGAL",
            kode_bps="3171010004",
            kode_kemendagri="3171011004",
            berlaku_dari="kemarin",
        ),
        single("PADANAN_INDUK", kode_bps="3171010005", kode_kemendagri="3171021001"),
        single("", kode_bps="3171010006", kode_kemendagri="3171011006"),
        single(
            "PADANAN_TUMPANG_TINDIH",
            kode_bps="3171010006",
            kode_kemendagri="3171011006",
            berlaku_dari="2021-01-01",
        ),
        single("PADANAN_KODE_ASING", kode_bps="3171010007", kode_kemendagri="3171019999"),
    ],
}
