"""For every check of families in gate linked: one change to the tables that breaks it."""

from __future__ import annotations

from tests.gates.breaking import on

FAMILIES = [
    *on(
        "linked",
        "linkage.peta_keluarga",
        "aktif",
        {
            "id_individu.missing": "insert into @ values (null, 'K1', false)",
            "id_individu.duplicate": "insert into @ values ('P1', 'K2', false)",
            "id_keluarga.missing": "update @ set id_keluarga = null where id_individu = 'P1'",
            "p1": "delete from @ where id_individu = 'P1'",
            "p2": (
                "update standardised.individu set status_kependudukan = 'meninggal' "
                "where rekaman_id = 2"
            ),
        },
    ),
    *on(
        "linked",
        "linkage.relasi_keluarga",
        "berlaku_dari",
        {
            "id_keluarga.missing": (
                "update @ set id_keluarga = null where id_individu = 'P2'",
                "p3",
            ),
            "id_individu.missing": (
                "update @ set id_individu = null where id_individu = 'P2'",
                "p3",
            ),
            "kepala_keluarga.missing": (
                "update @ set kepala_keluarga = null where id_individu = 'P2'"
            ),
            "berlaku_dari.missing": "update @ set berlaku_dari = null where id_individu = 'P2'",
            # a family may have two heads as well as none
            "p1": "update @ set kepala_keluarga = true where id_individu = 'P2'",
            "p2": (
                "insert into @ values ('P2', 'K2', false, date '2026-01-31', null)",
                "p3",
            ),
            "p3": "delete from @ where id_individu = 'P2'",
            "p4": "update @ set berlaku_sampai = date '2025-01-01' where id_individu = 'P9'",
        },
    ),
]
