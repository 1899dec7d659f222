"""Tables of decisions that pass gate linked, and the day of the release."""

from __future__ import annotations

DECISIONS = {
    # one decision is obeyed, one waits for a record, one was undone, one is of a later release
    "ledger.keputusan_tautan": """
        select * from (values
            ('a1', 'satukan', date '2026-01-02'), ('a2', 'pecah', date '2026-01-02'),
            ('a3', 'benarkan', date '2026-01-02'), ('a4', 'batalkan', date '2026-01-03'),
            ('a5', 'satukan', date '2026-06-03')
        ) as v (id_keputusan, tindakan, tanggal)
    """,
    "ledger.keputusan_rekaman": """
        select * from (values
            ('a1', 1, 'D1'), ('a1', 1, 'R1'), ('a2', 1, 'B2'), ('a2', 2, 'D4'), ('a2', 2, 'T9'),
            ('a3', 1, 'D2'), ('a3', 1, 'R2'), ('a5', 1, 'D3'), ('a5', 1, 'R3')
        ) as v (id_keputusan, kelompok, record_key)
    """,
    "linkage.keputusan_berlaku": """
        select * from (values
            ('individu', 'D1', 'R1', 'satu', 'a1'), ('individu', 'B2', 'D4', 'beda', 'a2'),
            ('individu', 'B2', 'T9', 'beda', 'a2')
        ) as v (objek, record_key, record_key_lain, hubungan, id_keputusan)
    """,
    "linkage.keputusan_ditahan": """
        select 'individu' as objek, 'D4' as record_key, 'T9' as record_key_lain,
            'a2' as id_keputusan, 'BUKTI' as sebab
    """,
    "linkage.keputusan_kelompok": """
        select * from (values ('D1', 'D1'), ('R1', 'D1')) as v (record_key, kelompok)
    """,
    "linkage.nik_keputusan": """
        select cast(null as varchar) as nik, cast(null as varchar) as nik_wakil where false
    """,
    "linkage.keputusan_tautan_status": """
        select * from (values
            ('a1', 'dipatuhi', null, null), ('a2', 'menunggu', 'BUKTI', null),
            ('a3', 'dibatalkan', null, 'a4'), ('a4', 'dipatuhi', null, null)
        ) as v (id_keputusan, status, sebab, id_lawan)
    """,
    "kendali.rilis": "select date '2026-03-31' as tanggal_rilis, 'keluarga' as satuan_desil",
    # one delivery of the base is there, another was revoked
    "kendali.kiriman_dasar": "select unnest(['dukcapil-1', 'dtks-0']) as _delivery",
    "ledger.kiriman": """
        select unnest(['dukcapil-1', 'regsosek-1', 'bpjs-1']) as _delivery, 'diterima' as status
    """,
    "ledger.keputusan": """
        select 'dtks-0' as _delivery, 'cabut' as tindakan, date '2026-03-01' as tanggal
    """,
}
