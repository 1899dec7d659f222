"""Questions to stewards and their decisions, as the gates read them (see stage_rows.py)."""

STEWARDS = {
    # two questions: about two persons, with a record for comparison, and about a family
    "stewardship.antrean_tinjauan": """
        select * from (values
            ('Q1', 'pesaing', 'individu', 60.5, 1::bigint), ('Q2', 'keluarga', 'keluarga', 40.0, 2)
        ) as v (id_antrean, antrean, objek, prioritas, urutan)
    """,
    "stewardship.antrean_rekaman": """
        select * from (values
            ('Q1', 1::smallint, 'R1'), ('Q1', 2, 'R2'), ('Q1', 0, 'D1'),
            ('Q2', 1, 'D3'), ('Q2', 2, 'D4')
        ) as v (id_antrean, kelompok, record_key)
    """,
}
