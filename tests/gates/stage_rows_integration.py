"""The reports of the plan and the evaluation of integration, as the gate publishable reads them."""

INTEGRATION = {
    "marts.rpt_rencana_integrasi": """
        select penyedia, dataset, 'utama' as peran, true as dipakai
        from reception.hitungan_kiriman
    """,
    "marts.rpt_rencana_variabel": """
        select 'nik' as variabel, 'dukcapil' as penyedia, true as dipakai
    """,
    "marts.rpt_evaluasi_integrasi": """
        select * from (values
            ('padan', 'dukcapil', null, null, 2::bigint, 4::bigint),
            ('andil_nilai', 'dukcapil', 'individu', 'identitas', 3, 4),
            ('andil_nilai', 'regsosek', 'individu', 'identitas', 1, 4),
            ('lepas_tanpa_anggota', 'regsosek', null, null, 1, 2),
            ('lepas_tidak_padan', 'pln', null, null, 1, 2)
        ) as v (ukuran, penyedia, entitas, blok, pembilang, penyebut)
    """,
}
