"""Answers about persons, reports, corrections and restrictions, as the gates read them."""

REGISTER = {
    "validated.dikeluarkan": "select 'P5' as id_individu",
    # P4 is valid by the service alone, P3 was found alive
    "validated.tanggapan_dukcapil": """
        select 'P4' as id_individu, 'layanan' as asal, 'sesuai' as kode_nik
    """,
    "validated.dilaporkan_meninggal": """
        select 'P3' as id_individu union all select 'P5'
    """,
    "updated.koreksi_berlaku": """
        select
            'individu' as objek, 'P3' as id, 'status_kependudukan' as variabel, 'aktif' as nilai
    """,
    "matched.rekaman_padan": """
        select 'D' || i as record_key, 'P' || i as id_individu from range(1, 6) as t (i)
    """,
    "ledger.pembatasan": """
        select * from (values ('D5', 'berlaku'), ('D1', 'dibatalkan')) as v (record_key, keadaan)
    """,
}
