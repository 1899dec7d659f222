"""For every check of the queues of the stewards: one change that breaks what it checks."""

from __future__ import annotations

from tests.gates.breaking import on

BREAKS = [
    *on(
        "registered",
        "stewardship.antrean_tinjauan",
        "prioritas",
        {
            "id_antrean.missing": ("update @ set id_antrean = null where urutan = 2", "p1"),
            "id_antrean.duplicate": (
                "insert into @ values ('Q1', 'pesaing', 'individu', 0, 3)",
                "p2",
            ),
            "urutan.missing": "update @ set urutan = null where id_antrean = 'Q2'",
            "urutan.duplicate": "update @ set urutan = 1, prioritas = 60.5 where id_antrean = 'Q2'",
            "prioritas.missing": "update @ set prioritas = null where id_antrean = 'Q2'",
            "antrean.invalid": "update @ set antrean = 'lain' where id_antrean = 'Q2'",
            "objek.invalid": "update @ set objek = 'lain' where id_antrean = 'Q2'",
            "p1": "delete from stewardship.antrean_rekaman where record_key = 'D4'",
            "p2": (
                "insert into @ values ('Q3', 'pasangan', 'individu', 10, 3); "
                "insert into stewardship.antrean_rekaman values ('Q3', 1, 'R2'), ('Q3', 2, 'R1')"
            ),
            "p3": "update @ set prioritas = 99 where id_antrean = 'Q2'",
            "p4": (
                "update linkage.keputusan_berlaku set objek = 'keluarga', record_key = 'D3', "
                "record_key_lain = 'D4' where id_keputusan = 'a1'"
            ),
        },
    ),
    *on(
        "registered",
        "stewardship.antrean_rekaman",
        "kelompok",
        {
            "id_antrean.missing": ("update @ set id_antrean = null where record_key = 'D1'", "p1"),
            "record_key.missing": ("update @ set record_key = null where kelompok = 0", "p1"),
            "kelompok.invalid": "update @ set kelompok = 7 where kelompok = 0",
            # a record that is no longer in force
            "p1": "update @ set record_key = 'D9' where kelompok = 0",
        },
    ),
]
