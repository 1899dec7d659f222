"""For every check up to gate registered: one change to the tables that breaks what it checks."""

from __future__ import annotations

from tests.gates.breaking import on
from tests.gates.breaks_of_decisions import DECISIONS
from tests.gates.breaks_of_families import FAMILIES

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
            "p3": "update ledger.keputusan set tanggal = date '2026-04-01'",
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

MORE_RECORDS = (
    "insert into standardised.individu by name "
    "select 100 + i as rekaman_id, 'X' || i as record_key, 'dtks' as penyedia, "
    "'anggota' as dataset, 'utama' as peran from range({count}) as t (i); "
    "insert into @ select 100 + i, 100 from range({count}) as t (i)"
)

LINKED = [
    *on(
        "linked",
        "linkage.pasangan",
        "kunci_blok",
        {
            "rekaman_id_l.missing": (
                "update @ set rekaman_id_l = null where rekaman_id_l = 3",
                "p3",
            ),
            "rekaman_id_r.missing": (
                "update @ set rekaman_id_r = null where rekaman_id_l = 3",
                "p3",
            ),
            "bukti.missing": "update @ set bukti = null where rekaman_id_l = 3",
            "p1": "update @ set rekaman_id_l = 13, rekaman_id_r = 3 where rekaman_id_l = 3",
            "p2": "insert into @ values (3, 13, 2.0, 'kk_tahun')",
            # a record that left the register keeps its pairs
            "p3": "insert into @ values (9, 13, 20.0, 'nik')",
        },
    ),
    *on(
        "linked",
        "linkage.clusters",
        "klaster",
        {
            "rekaman_id.missing": ("update @ set rekaman_id = null where rekaman_id = 13", "p1"),
            "rekaman_id.duplicate": "insert into @ values (13, 3)",
            "klaster.missing": "update @ set klaster = null where rekaman_id = 13",
            "p1": "delete from @ where rekaman_id = 13",
            # whichever source says of itself that it holds a person at most once
            "p2": (
                "update ledger.kontrak set tanpa_ganda = true where penyedia = 'regsosek'; "
                "update @ set klaster = 1 where rekaman_id = 12"
            ),
            "p3": "insert into linkage.larangan values (3, 13, 'kembar')",
            "p4": (MORE_RECORDS.format(count=17), "p5"),
            "p5": MORE_RECORDS.format(count=11),
            "p6": "update linkage.kesinambungan_individu set id_lama = 3",
        },
    ),
    *on(
        "linked",
        "linkage.kesinambungan_individu",
        "id_lama",
        {
            "anggota_bersama.missing": ("update @ set anggota_bersama = null", "p1"),
            "anggota_tetap.missing": ("update @ set anggota_tetap = null", "p1"),
            "row_count": "insert into @ from @",
            "p1": "update @ set anggota_tetap = 6",
        },
    ),
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
            "p4": "insert into @ values ('B2', 22, 'P9', true)",
            # the record of regsosek with the NIK of person 2 goes to person 1
            "p2": ("update @ set id_individu = 'P1' where record_key = 'R2'", "p3"),
            # a person of two clusters
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
    *FAMILIES,
    *DECISIONS,
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
            "p3": "update updated.koreksi_berlaku set nilai = 'meninggal'",
            "p4": "update ledger.pembatasan set keadaan = 'berlaku'",
        },
    ),
    *on(
        "registered",
        "validated.relasi_sah",
        "kepala_keluarga",
        {
            "id_individu.missing": (
                "update @ set id_individu = null where id_individu = 'P2'",
                "p2",
            ),
            "id_individu.duplicate": (
                "update @ set id_individu = 'P1' where id_individu = 'P2'",
                "p2",
            ),
            "id_keluarga.missing": "update @ set id_keluarga = null where id_keluarga = 'K1'",
            "kepala_keluarga.missing": (
                "update @ set kepala_keluarga = null where id_individu = 'P2'"
            ),
            "p1": "update @ set kepala_keluarga = true where id_individu = 'P2'",
            "p2": "delete from @ where id_individu = 'P2'",
        },
    ),
]

BREAKS = [*RECEIVED, *LINKED, *REGISTERED]
