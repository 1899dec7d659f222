"""For every check of the gate ranked: one change to the tables that breaks what it checks."""

from __future__ import annotations

from tests.gates.breaking import on

RANKED = [
    *on(
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
            "status_peringkat.missing": (
                "update @ set status_peringkat = null where id_keluarga = 'K1'"
            ),
            "p1": "update @ set alasan_tanpa_peringkat = null where id_keluarga = 'K2'",
            "p2": (
                "update @ set desil_nasional = null, peringkat_nasional = null, "
                "alasan_tanpa_peringkat = 'tanpa_data_keluarga'"
            ),
            # twenty ranked families, eleven of them in the first tenth
            "p3": (
                "insert into snapshot.keluarga (id_keluarga, jumlah_anggota_dihitung) "
                "select 'X' || i, 1 from range(20) as t (i); "
                "insert into @ select 'X' || i, 10 + i, "
                "case when i < 11 then 1 else i - 9 end, 'berperingkat', null "
                "from range(20) as t (i)"
            ),
        },
    ),
    *on(
        "ranked",
        "ranking.perubahan_desil",
        "pindah",
        {
            "id_keluarga.missing": ("update @ set id_keluarga = null where id_keluarga = 'F2'"),
            "id_keluarga.duplicate": "update @ set id_keluarga = 'F3' where id_keluarga = 'F2'",
            "pindah.missing": ("update @ set pindah = null where id_keluarga = 'F2'", "p1"),
            "p1": "update @ set batas_perduabelas = 1 where id_keluarga = 'F1'",
            "p2": "update ranking.perubahan_desil_variabel set bagian = 719",
            "p3": (
                "update @ set desil_nasional = 7, pindah = 3, model_perduabelas = 36 "
                "where id_keluarga in ('F2', 'F3')"
            ),
        },
    ),
    *on(
        "ranked",
        "ranking.pergeseran_skor",
        "desil",
        {
            "desil.missing": "update @ set desil = null where desil = 2",
            "desil.duplicate": "update @ set desil = 3 where desil = 2",
            "p1": "update @ set pergeseran = 0.25 where desil = 1",
        },
    ),
    *on(
        "ranked",
        "ranking.desil_banding",
        "id_keluarga",
        {
            "id_keluarga.missing": (
                "update @ set id_keluarga = null where id_keluarga = 'F2' and populasi = 'kini'"
            ),
            "p1": "update @ set desil = 1 where cara = 'baru' and id_keluarga in ('F2', 'F3')",
        },
    ),
    *on(
        "ranked",
        "ranking.tanda_model",
        "variabel",
        {
            "variabel.missing": (
                "update @ set variabel = null where variabel = 'aset_bergerak_mobil'"
            ),
            "p1": "update @ set sesuai = false where variabel = 'aset_bergerak_mobil'",
            "p2": "update @ set berbalik = true where variabel = 'jenis_lantai_terluas'",
        },
    ),
]
