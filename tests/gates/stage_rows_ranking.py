"""Ranks and moves as the gate ranked reads them: one ranked family, twelve compared ones."""

RANKING = {
    "ranking.peringkat_keluarga": """
        select * from (values
            ('K1', 1, 1::smallint, 'berperingkat', null::varchar),
            ('K2', null, null, 'tidak berperingkat', 'tanpa_data_keluarga')
        ) as v (id_keluarga, peringkat_nasional, desil_nasional, status_peringkat,
                alasan_tanpa_peringkat)
    """,
    # F1 went up by one decile for its own data
    "ranking.perubahan_desil": """
        select
            'F' || i as id_keluarga, 4 as desil_dasar, 4 + (i = 1)::integer as desil_nasional,
            (i = 1)::integer as pindah, 12 * (i = 1)::integer as data_perduabelas,
            0 as anggota_perduabelas, 0 as model_perduabelas, 0 as batas_perduabelas
        from range(1, 13) as t (i)
    """,
    "ranking.perubahan_desil_variabel": """
        select 'F1' as id_keluarga, 'jenis_lantai_terluas' as variabel, 720 as bagian
    """,
    "ranking.pergeseran_skor": """
        select i as desil, 0.001 as pergeseran from range(1, 11) as t (i)
    """,
    "ranking.desil_banding": """
        select populasi, cara, 'F' || i as id_keluarga, 4 as desil
        from range(1, 13) as t (i)
        cross join (values ('dasar', 'lama'), ('dasar', 'baru'), ('kini', 'baru'))
            as v (populasi, cara)
    """,
    "ranking.tanda_model": """
        select * from (values
            ('aset_bergerak_mobil', '1', true, false), ('jenis_lantai_terluas', '1', true, false)
        ) as v (variabel, kode, sesuai, berbalik)
    """,
}
