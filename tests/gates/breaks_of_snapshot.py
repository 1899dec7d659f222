"""For every check of gate frozen: one change to the sealed tables that breaks what it checks."""

from __future__ import annotations

from tests.gates.breaking import on

FROZEN = [
    *on(
        "frozen",
        "snapshot.individu",
        "id_keluarga",
        {
            "id_individu.missing": (
                "update @ set id_individu = null where id_individu = 'P1'", "p2", "p3", "p5",
            ),
            "id_individu.duplicate": (
                "update @ set id_individu = 'P1' where id_individu = 'P2'", "p2",
            ),
            "nik.missing": (
                "update @ set nik = null where id_individu = 'P1'; "
                "update release.beku_individu set nik = null where id_individu = 'P1'"
            ),
            "nik.duplicate": "update @ set nik = (select min(nik) from @) where id_individu = 'P2'",
            "id_keluarga.missing": (
                "update @ set id_keluarga = null where id_individu = 'P1'", "p4",
            ),
            "row_count": "delete from @; delete from release.beku_individu",
            "p1": "insert into release.beku_individu values ('P5', '3171010101800005')",
            "p2": "delete from snapshot.anggota_keluarga where id_individu = 'P1'",
            "p3": (
                "update snapshot.verdik_individu set verdik_no_kk = 'kk_berbeda' "
                "where id_individu = 'P1'"
            ),
            "p4": "update @ set id_keluarga = 'K2' where id_individu = 'P1'",
            "p5": "delete from snapshot.rekaman where id_individu = 'P4'",
            "p6": "delete from snapshot.peta_individu where not aktif",
        },
    ),
    *on(
        "frozen",
        "snapshot.keluarga",
        "id_individu_kepala",
        {
            "id_keluarga.missing": ("insert into @ values (null, 'P9', 0, 0)", "p1"),
            "id_keluarga.duplicate": ("insert into @ values ('K1', 'P9', 2, 2)", "p1"),
            "id_individu_kepala.missing": (
                "update @ set id_individu_kepala = null where id_keluarga = 'K1'"
            ),
            "id_individu_kepala.duplicate": (
                "update @ set id_individu_kepala = 'P1' where id_keluarga = 'K2'"
            ),
            "row_count": ("delete from @", "p2"),
            "p1": (
                "update snapshot.anggota_keluarga set kepala_keluarga = false "
                "where id_individu = 'P1'"
            ),
            "p2": "insert into snapshot.anggota_keluarga values ('K9', 'P9', true)",
        },
    ),
    *on(
        "frozen",
        "snapshot.anggota_keluarga",
        "id_keluarga",
        {
            "id_keluarga.missing": "update @ set id_keluarga = null where id_individu = 'P2'",
            "id_individu.missing": "update @ set id_individu = null where id_individu = 'P2'",
            "p1": ("insert into @ values ('K1', 'P9', false)", "p3"),
            "p2": "update snapshot.keluarga set id_individu_kepala = 'P2' where id_keluarga = 'K1'",
            "p3": "update snapshot.peta_keluarga set aktif = false where id_individu = 'P1'",
        },
    ),
    *on(
        "frozen",
        "snapshot.dikeluarkan",
        "alasan",
        {
            "id_individu.missing": "update @ set id_individu = null",
            "id_individu.duplicate": "insert into @ from @",
            "alasan.missing": "update @ set alasan = null",
            # a verdict that lets in explains nothing
            "p1": ("update @ set alasan = 'kk_sesuai'", "p3"),
            # the verdict of somebody who is in
            "p2": ("insert into @ values ('P1', 'ganda')", "p3"),
            # a verdict that keeps out, of another person
            "p3": "update @ set alasan = 'kk_berbeda'",
            "p4": "delete from snapshot.rekaman where id_individu = 'P5'",
        },
    ),
    *on(
        "frozen",
        "snapshot.rekaman",
        "id_individu",
        {
            "record_key.missing": (
                "update @ set record_key = null where record_key = 'R1'", "p1",
            ),
            "record_key.duplicate": (
                "update @ set record_key = 'D1' where record_key = 'R1'", "p1",
            ),
            "id_individu.missing": "update @ set id_individu = null where record_key = 'R1'",
            "p1": "delete from @ where record_key = 'R1'",
            "p2": "delete from standardised.individu where record_key = 'R1'",
            "p3": "delete from snapshot.dikeluarkan",
            "p4": "update @ set id_individu = 'P2' where record_key = 'R1'",
            "p5": "insert into linkage.peta_pendukung values ('R1', null, 'TIDAK_PADAN')",
            "p6": "insert into linkage.peta_pendukung values ('B9', null, 'TIDAK_PADAN')",
        },
    ),
    *on(
        "frozen",
        "snapshot.asal_keluarga",
        "id_keluarga",
        {
            "id_keluarga.missing": (
                "update @ set id_keluarga = null where record_key = 'F1'", "p3",
            ),
            "record_key.missing": (
                "update @ set record_key = null where record_key = 'C1'", "p1", "p3",
            ),
            # no reason for a record that is not sealed
            "p1": (
                "update validated.rekaman_keluarga_lepas set alasan = null where record_key = 'C2'"
            ),
            "p2": ("insert into @ values ('K1', 'F9')", "p4"),
            # a reason for a family whose persons are in
            "p3": (
                "delete from @ where record_key = 'F1'; "
                "insert into validated.rekaman_keluarga_lepas "
                "values ('F1', 'regsosek', 'tanpa_anggota')"
            ),
            # answers of another family
            "p4": "insert into @ values ('K2', 'F1')",
        },
    ),
]  # fmt: skip
