"""The sealed snapshot as the gate frozen reads it: four persons in two families, one left out."""


def snapshot(people: str, nik: str) -> dict[str, str]:
    """Tables by name; ``people``: number, family, head of each; ``nik``: SQL of their NIK."""
    return {
        "aturan.aturan_validasi": """
            select * from (values
                ('sesuai', 'nik', true), ('ganda', 'nik', false), ('kk_sesuai', 'no_kk', true),
                ('kk_berbeda', 'no_kk', false)
            ) as v (verdik, perihal, sah)
        """,
        "snapshot.individu": f"""
            select 'P' || i as id_individu, {nik} as nik, k as id_keluarga
            from {people} as v (i, k, kepala)
        """,
        "snapshot.keluarga": """
            select * from (values ('K1', 'P1', 2, 2), ('K2', 'P3', 2, 2))
            as v (id_keluarga, id_individu_kepala, jumlah_anggota_keluarga, jumlah_anggota_dihitung)
        """,
        "snapshot.anggota_keluarga": f"""
            select k as id_keluarga, 'P' || i as id_individu, kepala as kepala_keluarga
            from {people} as v (i, k, kepala)
        """,
        "snapshot.verdik_individu": f"""
            select 'P' || i as id_individu, 'sesuai' as verdik_nik, 'kk_sesuai' as verdik_no_kk
            from {people} as v (i, k, kepala)
            union all
            select 'P5', 'ganda', 'kk_sesuai'
        """,
        "snapshot.dikeluarkan": "select 'P5' as id_individu, 'ganda' as alasan",
        "snapshot.peta_individu": """
            select record_key, if(record_key = 'R3', 'P5', id_individu) as id_individu, aktif
            from linkage.peta_individu
        """,
        "snapshot.peta_keluarga": "from linkage.peta_keluarga",
        "snapshot.relasi_keluarga": "from linkage.relasi_keluarga",
        # F2 has no person; customer C1 is attached, C2 to nobody
        "snapshot.asal_keluarga": """
            select * from (values ('K1', 'F1'), ('K2', 'C1')) as v (id_keluarga, record_key)
        """,
        "validated.rekaman_keluarga_lepas": """
            select * from (values ('F2', 'regsosek', 'tanpa_anggota'), ('C2', 'pln', 'tidak_padan'))
            as v (record_key, penyedia, alasan)
        """,
        # R3 is of the person left out; B2 joined nobody
        "snapshot.rekaman": """
            select
                record_key,
                case when record_key = 'R3' then 'P5' else 'P' || right(record_key, 1) end
                    as id_individu
            from standardised.individu
            where record_key <> 'B2'
        """,
    }
