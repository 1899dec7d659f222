"""Records of families and customers, as the gate frozen reads them."""

# persons name family Q1, nobody Q2; customer C1 is attached, C2 to nobody
FAMILY_RECORDS = {
    "standardised.keluarga": """
        select * from (values ('F1', 'Q1'), ('F2', 'Q2')) as v (record_key, kunci_keluarga)
    """,
    "standardised.pelanggan": "select 'C' || i as record_key from range(1, 3) as t (i)",
    "matched.padan_pelanggan": """
        select * from (values ('C1', 'K2'), ('C2', null)) as v (record_key, id_keluarga)
    """,
}
