"""The answer about a family: its own values with their sources, its members as roles."""

from __future__ import annotations

import json
from typing import Any

from dagster_dtsen.subject import family, pages
from tests.subject.conftest import (
    CARD,
    ME,
    MINE,
    NIK,
    RULES,
    Make,
    line,
    person,
    record,
)
from tests.subject.test_held import ROW, SEATS

NOBODY: dict[str, Any] = {"koreksi": [], "permohonan": [], "pembatasan": []}
HANDED = {"daftar_dijawab": 3, "paket_dilepas": 2}
SECRET = "I-anak-rahasia"
WHERE = "'regsosek-1' as _delivery, 'keluarga' as _file"


def tables(**more: str) -> dict[str, str]:
    head = record("r1", "dukcapil", "2026-04-30", identitas=1, kependudukan=1, kelahiran=1)
    return person(ROW, SEATS, head) | {
        "keluarga": f"select '{MINE}' as id_keluarga, '{ME}' as id_individu_kepala, "
        f"'{CARD}' as no_kk, 2 as jumlah_anggota_keluarga, 36 as luas_lantai, "
        "'6' as jenis_lantai, 'R1' as tarif_listrik, 'JJ' as status_butir",
        "asal_keluarga": f"select '{MINE}' as id_keluarga, 'k1' as record_key, 'regsosek' as "
        f"penyedia, 1 as urut_perumahan, 2 as urut_pelanggan, '11' as butir_terpakai, {WHERE}, "
        "3 as _row_number, false as tarif_listrik__dipakai "
        f"union all select '{MINE}', 'k2', 'p3ke', 2, 1, '00', {WHERE}, 4, false "
        f"union all select '{MINE}', 'k3', 'pln', null, 3, '00', {WHERE}, 5, true",
        "anggota_keluarga": f"select '{MINE}' as id_keluarga, '{ME}' as id_individu, '1' as "
        "status_hubungan_keluarga, true as kepala_keluarga "
        f"union all select '{MINE}', '{SECRET}', '3', false",
        "peta_keluarga": f"select i as id_individu, '{MINE}' as id_keluarga, true as aktif "
        f"from unnest(['{ME}', '{SECRET}', 'I-keluar']) as t(i)",
        "peristiwa_relasi": f"select 'masuk' as peristiwa, '{MINE}' as id_keluarga, '{SECRET}' as "
        "id_individu, 'K-lain' as id_keluarga_lain, null::varchar as id_individu_lain, "
        "'lahir' as sebab",
        **more,
    }


WORK = {
    "padan_keluarga": f"select '{MINE}' as id_keluarga, 'k1' as record_key, 'regsosek' as "
    f"penyedia, date '2022-11-15' as tanggal_acuan, 1 as urut_perumahan, {WHERE}, "
    f"3 as _row_number union all select '{MINE}', 'k2', 'p3ke', date '2026-01-31', 2, {WHERE}, 4",
    "butir_keluarga": "select 'k1' as record_key, 36 as luas_lantai, '6' as jenis_lantai "
    "union all select 'k2', null, '3'",
    "aturan_pembaruan": RULES,
    "aturan_blok": "select 'keluarga' as entitas, 'perumahan' as blok, null as sifat_menang",
}


def test_values_of_the_family_have_their_sources(made: Make) -> None:
    told = family.explain(made(tables(), work=WORK), MINE, NOBODY, HANDED)
    floor = line(told["dipegang"], "luas_lantai")
    assert (floor["nilai"], floor["sumber"]["record_key"], floor["aturan"]["id"]) == (
        "36",
        "k1",
        61,
    )
    tariff = line(told["dipegang"], "tarif_listrik")
    assert (tariff["sumber"]["record_key"], tariff["sumber"].get("catatan")) == ("k3", None)
    card = line(told["dipegang"], "no_kk")
    assert (card["nilai"], card["sumber"]["record_key"]) == (CARD, "r1")
    assert card["sumber"]["lewat"][0] == "menurut data kepala keluarga"
    assert line(told["dipegang"], "id_individu_kepala")["nilai"] == "anggota 1"
    (lost,) = told["kalah"]["baris"]
    assert (lost["variabel"], lost["nilai"]) == ("jenis_lantai", "3")
    assert lost["sebab"]["kode"] == "kurang_dipercaya"


def test_a_corrected_answer_of_a_family_is_told(made: Make) -> None:
    fix = (
        f"select 'k9' as id_koreksi, 'jenis_lantai' as variabel, 'keluarga' as objek, '{MINE}' as "
        "id, date '2026-05-01' as tanggal, false as berbukti, 201 as id_aturan, "
        "'diterapkan' as status"
    )
    told = family.explain(made(tables(koreksi=fix), work=WORK), MINE, NOBODY, HANDED)
    assert line(told["dipegang"], "jenis_lantai")["sumber"]["id_koreksi"] == "k9"
    assert {row["sebab"]["kode"] for row in told["kalah"]["baris"]} == {"koreksi"}


def test_members_are_roles_and_a_number(made: Make) -> None:
    told = family.explain(made(tables(), work=WORK), MINE, NOBODY, HANDED)
    assert [row["hubungan"]["kata"][0] for row in told["siapa"]["anggota"]] == [
        "Kepala keluarga",
        "Anak",
    ]
    assert told["siapa"]["anggota_dikeluarkan"] == 1
    (event,) = told["peristiwa"]["keluarga"]
    assert (event["orang"], event["id_keluarga_lain"]) == ("individu lain 1", "keluarga lain 1")
    for text in (json.dumps(told, default=str), pages.html(told)):
        hidden = (SECRET, ME, "K-lain", "I-keluar", NIK, "ANI", "1980-04-29")
        assert [value for value in hidden if value in text] == []


def test_the_page_loads_nothing_and_escapes_everything(made: Make) -> None:
    odd = tables()
    odd["keluarga"] = odd["keluarga"].replace("'6' as", "'<script>x</script>' as")
    text = pages.html(family.explain(made(odd), MINE, NOBODY, HANDED))
    assert "&lt;script&gt;x" in text
    assert "Packages with rows of people let go: 2." in text
    for sign in ("<script", "http:", "https:", "src=", "@import", "url("):
        assert sign not in text
