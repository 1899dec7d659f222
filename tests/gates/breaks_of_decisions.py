"""For every check of gate linked on decisions: one change that breaks what it checks."""

from __future__ import annotations

from tests.gates.breaking import on

DECISIONS = [
    *on(
        "linked",
        "linkage.keputusan_berlaku",
        "objek",
        {
            "record_key.missing": "update @ set record_key = null where id_keputusan = 'a1'",
            "record_key_lain.missing": (
                "update @ set record_key_lain = null where id_keputusan = 'a1'"
            ),
            "id_keputusan.missing": "update @ set id_keputusan = null where id_keputusan = 'a1'",
            "hubungan.invalid": "update @ set hubungan = 'lain' where id_keputusan = 'a1'",
            # a supporting record on the person it was kept from
            "p1": (
                "update linkage.peta_pendukung set id_individu = 'P4', kode_alasan = null "
                "where record_key = 'B2'"
            ),
            "p2": "insert into @ values ('individu', 'B2', 'T9', 'satu', 'a2')",
        },
    ),
    *on(
        "linked",
        "linkage.keputusan_tautan_status",
        "sebab",
        {
            "id_keputusan.missing": (
                "update @ set id_keputusan = null where id_keputusan = 'a4'",
                "p1",
            ),
            "id_keputusan.duplicate": "insert into @ from @ where id_keputusan = 'a1'",
            "status.missing": "update @ set status = null where id_keputusan = 'a1'",
            "status.invalid": "update @ set status = 'dilanggar' where id_keputusan = 'a1'",
            # dropped without a word, as a whole or one pair of it
            "p1": "delete from @ where id_keputusan = 'a3'",
            "p2": "delete from linkage.keputusan_berlaku where record_key_lain = 'T9'",
            "p3": "update @ set sebab = null where id_keputusan = 'a2'",
        },
    ),
]
