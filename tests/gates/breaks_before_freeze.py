"""For every check up to gate registered: one change to the tables that breaks what it checks."""

from __future__ import annotations

from tests.gates.breaking import on

RECEIVED = [
    *on(
        "received",
        "reception.hitungan_kiriman",
        "jumlah_dikembalikan",
        {
            "_delivery.missing": "update @ set _delivery = null where penyedia = 'regsosek'",
            "jumlah_dibaca.missing": (
                "update @ set jumlah_dibaca = null where penyedia = 'regsosek'"
            ),
            "row_count": "delete from @; delete from standardised.individu",
            "p1": "update @ set jumlah_dibaca = jumlah_dibaca + 1 where penyedia = 'dukcapil'",
            "p2": (
                "insert into @ values "
                "('dtks-1', 'dtks', 'anggota', true, 3, 1, 2), "
                "('dtks-0', 'dtks', 'anggota', false, 3, 0, 3)"
            ),
        },
    ),
    *on(
        "received",
        "reception.kelayakan_dataset",
        "penyedia",
        {
            "penyedia.missing": "update @ set penyedia = null where penyedia = 'susenas'",
            "kelayakan.missing": "update @ set kelayakan = null where penyedia = 'susenas'",
            "row_count": "delete from @",
            "p1": "update @ set kelayakan = 'tidak layak' where penyedia = 'dukcapil'",
        },
    ),
    *on(
        "received",
        "standardised.individu",
        "nama",
        {
            "record_key.missing": "update @ set record_key = null where rekaman_id = 11",
            "rekaman_id.duplicate": "update @ set rekaman_id = 11 where rekaman_id = 12",
            "nik.invalid": "update @ set nik = '0171010101800001' where rekaman_id = 11",
            "nama.missing": "update @ set nama = null where rekaman_id = 11",
            "penyedia.missing": (
                "update @ set penyedia = null where rekaman_id = 11",
                "p3",
            ),
            "peran.invalid": ("update @ set peran = 'rujukan' where rekaman_id = 11", "p3"),
            "row_count": (
                "delete from @; delete from reception.hitungan_kiriman; "
                "delete from reception.rekaman_dikesampingkan",
                "p1",
            ),
            # a supporting source that takes itself for a main one
            "p3": "update @ set peran = 'utama' where penyedia = 'bpjs_kesehatan'",
            "p1": (
                "delete from @ where penyedia = 'dukcapil'; "
                "update reception.hitungan_kiriman set jumlah_diterima = 0, "
                "jumlah_dibaca = 0, jumlah_dikembalikan = 0 where penyedia = 'dukcapil'"
            ),
            "p2": "delete from @ where rekaman_id = 11",
        },
    ),
]

LINKED = [
    *on(
        "linked",
        "linkage.peta_individu",
        "aktif",
        {
            "record_key.missing": "update @ set record_key = null where record_key = 'D9'",
            "record_key.duplicate": "update @ set record_key = 'D1' where record_key = 'D9'",
            "id_individu.missing": "update @ set id_individu = null where record_key = 'D9'",
            "p1": "delete from @ where record_key = 'R3'",
            # a person founded by a supporting record
            "p4": "insert into @ values ('B2', 'P9', true)",
            # the record of regsosek with the NIK of person 2 goes to person 1
            "p2": "update @ set id_individu = 'P1' where record_key = 'R2'",
            "p3": (
                "update @ set id_individu = 'P3' where record_key = 'D4'; "
                "update standardised.individu set status_kependudukan = 'meninggal' "
                "where record_key = 'D4'"
            ),
        },
    ),
    *on(
        "linked",
        "linkage.peta_pendukung",
        "kode_alasan",
        {
            "record_key.missing": "update @ set record_key = null where record_key = 'B2'",
            "record_key.duplicate": "update @ set record_key = 'B1' where record_key = 'B2'",
            # lost without a word: neither a person nor a reason
            "p1": "update @ set kode_alasan = null where record_key = 'B2'",
            "p2": "update @ set id_individu = 'P77' where record_key = 'B1'",
        },
    ),
    *on(
        "linked",
        "linkage.peta_keluarga",
        "aktif",
        {
            "id_individu.missing": "insert into @ values (null, 'K1', false)",
            "id_individu.duplicate": "insert into @ values ('P1', 'K2', false)",
            "id_keluarga.missing": "update @ set id_keluarga = null where id_individu = 'P1'",
            "p1": "delete from @ where id_individu = 'P1'",
        },
    ),
]

REGISTERED = [
    *on(
        "registered",
        "validated.individu_sah",
        "nama",
        {
            "id_individu.missing": "update @ set id_individu = null where id_individu = 'P1'",
            "id_individu.duplicate": "update @ set id_individu = 'P1' where id_individu = 'P2'",
            "nik.missing": ("update @ set nik = null where id_individu = 'P1'", "p2"),
            "nik.duplicate": (
                "update @ set nik = (select min(nik) from @) where id_individu = 'P2'"
            ),
            "nik.invalid": (
                "update @ set nik = '317101' where id_individu = 'P1'; "
                "update standardised.individu set nik = '317101' where record_key = 'D1'"
            ),
            "nama.missing": "update @ set nama = null where id_individu = 'P1'",
            "no_kk.missing": "update @ set no_kk = null where id_individu = 'P1'",
            "row_count": (
                "delete from @; delete from updated.individu_terbarui where id_individu <> 'P5'"
            ),
            "p1": "delete from validated.dikeluarkan",
            "p2": (
                "update standardised.individu set status_kependudukan = 'meninggal' "
                "where record_key = 'D1'"
            ),
        },
    ),
    *on(
        "registered",
        "validated.relasi_sah",
        "kepala_keluarga",
        {
            "id_individu.missing": "update @ set id_individu = null where id_individu = 'P2'",
            "id_individu.duplicate": "update @ set id_individu = 'P1' where id_individu = 'P2'",
            "id_keluarga.missing": "update @ set id_keluarga = null where id_keluarga = 'K1'",
            "kepala_keluarga.missing": (
                "update @ set kepala_keluarga = null where id_individu = 'P2'"
            ),
            "p1": "update @ set kepala_keluarga = true where id_individu = 'P2'",
        },
    ),
]

BREAKS = [*RECEIVED, *LINKED, *REGISTERED]
