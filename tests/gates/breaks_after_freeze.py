"""For every check from gate frozen on: one change to the tables that breaks what it checks."""

from __future__ import annotations

from tests.gates.breaking import on

FROZEN = [
    *on(
        "frozen",
        "snapshot.individu",
        "id_keluarga",
        {
            "id_individu.missing": (
                "update @ set id_individu = null where id_individu = 'P1'",
                "p2",
            ),
            "id_individu.duplicate": (
                "update @ set id_individu = 'P1' where id_individu = 'P2'",
                "p2",
            ),
            "nik.missing": (
                "update @ set nik = null where id_individu = 'P1'; "
                "update release.beku_individu set nik = null where id_individu = 'P1'"
            ),
            "nik.duplicate": "update @ set nik = (select min(nik) from @) where id_individu = 'P2'",
            "id_keluarga.missing": "update @ set id_keluarga = null where id_individu = 'P1'",
            "row_count": "delete from @; delete from release.beku_individu",
            "p1": "insert into release.beku_individu values ('P5', '3171010101800005')",
            "p2": (
                "insert into snapshot.keluarga values ('K3', 'P9', 2); "
                "insert into snapshot.anggota_keluarga "
                "values ('K3', 'P1', true), ('K3', 'P9', false)"
            ),
        },
    ),
    *on(
        "frozen",
        "snapshot.keluarga",
        "id_individu_kepala",
        {
            "id_keluarga.missing": ("insert into @ values (null, 'P9', 0)", "p1"),
            "id_keluarga.duplicate": ("insert into @ values ('K1', 'P9', 2)", "p1"),
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
]

RANKED = on(
    "ranked",
    "ranking.peringkat_keluarga",
    "status_peringkat",
    {
        "id_keluarga.missing": "update @ set id_keluarga = null where id_keluarga = 'K1'",
        "id_keluarga.duplicate": "update @ set id_keluarga = 'K1' where id_keluarga = 'K2'",
        "peringkat_nasional.duplicate": (
            "update @ set peringkat_nasional = 1 where id_keluarga = 'K2'"
        ),
        "desil_nasional.invalid": "update @ set desil_nasional = 11 where id_keluarga = 'K1'",
        "status_peringkat.missing": "update @ set status_peringkat = null where id_keluarga = 'K1'",
        "p1": "update @ set alasan_tanpa_peringkat = null where id_keluarga = 'K2'",
        "p2": (
            "update @ set desil_nasional = null, peringkat_nasional = null, "
            "alasan_tanpa_peringkat = 'tanpa_data_keluarga'"
        ),
    },
)

PUBLISHABLE = [
    *on(
        "publishable",
        "marts.dim_individu",
        "nik",
        {
            "id_individu.missing": "update @ set id_individu = null where id_individu = 'P1'",
            "id_individu.duplicate": "update @ set id_individu = 'P1' where id_individu = 'P2'",
            "nik.missing": "update @ set nik = null where id_individu = 'P1'",
            "nik.duplicate": "update @ set nik = (select min(nik) from @) where id_individu = 'P2'",
            "p1": "insert into snapshot.individu values ('P5', '3171010101800005', 'K1')",
        },
    ),
    *on(
        "publishable",
        "marts.bridge_anggota_keluarga",
        "id_keluarga",
        {
            "id_individu.missing": "update @ set id_individu = null where id_individu = 'P1'",
            "id_individu.duplicate": "update @ set id_individu = 'P1' where id_individu = 'P2'",
            "id_keluarga.missing": "update @ set id_keluarga = null where id_individu = 'P1'",
            "p1": "update @ set id_keluarga = 'K9' where id_individu = 'P1'",
        },
    ),
    *on(
        "publishable",
        "marts.fct_peringkat_kesejahteraan",
        "desil_nasional",
        {
            "id_keluarga.missing": (
                "update @ set id_keluarga = null where id_keluarga = 'K1'",
                "p1",
            ),
            "id_keluarga.duplicate": "insert into @ values ('K1', 1)",
            "p1": "insert into marts.dim_keluarga values ('K3')",
        },
    ),
]

BREAKS = [*FROZEN, *RANKED, *PUBLISHABLE]
