"""From provider files to a ranked, published release: what must hold on real runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.release import store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.status import status_of, verify_seals
from dagster_dtsen.release.tables import TABLES
from dagster_dtsen.settings import Settings
from tests.e2e.conftest import RELEASES, Runner, manifest

pytestmark = pytest.mark.e2e
GATES = ["received", "linked", "registered", "frozen", "ranked", "publishable"]


def sealed(settings: Settings, release: str, layer: str, table: str) -> str:
    found = store.find(settings, ReleaseId.parse(release))
    assert found is not None
    return found.table(settings, layer, table)


def query(settings: Settings, sql: str) -> list[tuple]:
    with warehouse.connect(settings) as con:
        return con.execute(sql).fetchall()


def test_status_tells_the_figures_and_every_row_is_accounted_for(home: Settings) -> None:
    status = status_of(home)
    assert status["release"] == "2026T2"
    assert status["rows"]["received"] == status["rows"]["accepted"] + status["rows"]["returned"] > 0
    assert status["deliveries"] == {"received": 7, "accepted": 7, "refused": 0}
    assert [gate["name"] for gate in status["gates"]] == GATES
    assert all(gate["passed"] for gate in status["gates"])
    assert status["individu"] > 800
    assert 280 < status["keluarga"] < 330
    sizes = [row["keluarga"] for row in status["desil"] if row["desil"] is not None]
    assert len(sizes) == 10
    assert max(sizes) - min(sizes) <= 1
    assert sum(row["keluarga"] for row in status["desil"]) == status["keluarga"]


def test_rows_delivered_equal_rows_read(home: Settings) -> None:
    import yaml

    quarterly = ["dukcapil", "dtks", "p3ke", "pln", "bpjs_kesehatan", "bps"]
    for name, once in {
        "2026T1": ["regsosek/2022", "susenas/2025M03"],
        "2026T2": ["kemendagri/2026T2"],
    }.items():
        folders = [f"{provider}/{name}" for provider in quarterly] + once
        declared = 0
        for folder in folders:
            note = yaml.safe_load((home.landing / folder / "pengantar.yml").read_text())
            declared += sum(item["jumlah_rekaman"] for item in note["berkas"])
        assert manifest(home, name)["ringkasan"]["baris"]["dibaca"] == declared


def test_a_second_run_changes_nothing(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path: path.read_bytes() for path in home.releases_dir.rglob("*") if path.is_file()}
    Runner(home.root, home.landing).run(monkeypatch, *RELEASES)
    after = {path: path.read_bytes() for path in home.releases_dir.rglob("*") if path.is_file()}
    assert before == after
    assert verify_seals(home) == dict.fromkeys(["2026T1.v1", "2026T2.v1"], len(TABLES))


def test_every_published_nik_is_well_formed_unique_and_active(home: Settings) -> None:
    for release in RELEASES:
        people = sealed(home, release, "hasil", "dim_individu")
        register = warehouse.quoted(home.landing / "dukcapil" / release / "penduduk.parquet")
        invalid = query(
            home,
            f"select count(*) from {people} as p "
            "where not regexp_full_match(p.nik, '[1-9][0-9]{15}') "
            f"or p.nik not in (select nik from {register} where status = 'AKTIF')",
        )
        assert invalid == [(0,)]
        total, distinct = query(home, f"select count(*), count(distinct nik) from {people}")[0]
        assert total == distinct > 0


def test_no_two_people_with_their_own_valid_nik_are_merged(home: Settings, truth: Path) -> None:
    records = warehouse.quoted(truth / "rekaman.parquet")
    people = warehouse.quoted(truth / "orang.parquet")
    for release in RELEASES:
        linked = sealed(home, release, "snapshot", "rekaman")
        register = warehouse.quoted(home.landing / "dukcapil" / release / "penduduk.parquet")
        merged = query(
            home,
            f"""
            with milik as (
                select l.id_individu, t.id_orang
                from {linked} as l
                inner join ledger.kiriman as k on l._delivery = k._delivery
                inner join {records} as t
                    on t.penyedia = l.penyedia and t.dataset = l.dataset
                    and t.periode = k.periode and t.nomor_baris = l._row_number
                inner join {people} as o on t.id_orang = o.id_orang
                inner join standardised.individu as s on l.record_key = s.record_key
                where s.nik in (o.nik, o.nik_kedua)
                and s.nik in (select nik from {register} where status = 'AKTIF')
            )
            select count(*), count(*) filter (orang > 1)
            from (select count(distinct id_orang) as orang from milik group by id_individu)
            """,
        )
        persons, joined = merged[0]
        assert persons > 700
        assert joined == 0


def test_a_person_keeps_the_id_from_one_release_to_the_next(home: Settings) -> None:
    before = sealed(home, "2026T1", "hasil", "dim_individu")
    after = sealed(home, "2026T2", "hasil", "dim_individu")
    common, changed = query(
        home,
        f"select count(*), count(*) filter (a.id_individu <> b.id_individu) "
        f"from {before} as b inner join {after} as a using (nik)",
    )[0]
    assert common > 800
    assert changed == 0


def test_new_ids_are_exactly_those_the_events_announce(home: Settings) -> None:
    old = sealed(home, "2026T1", "snapshot", "peta_individu")
    new = sealed(home, "2026T2", "snapshot", "peta_individu")
    events = sealed(home, "2026T2", "snapshot", "peristiwa_individu")
    minted = query(
        home,
        f"select distinct id_individu from {new} where id_individu not in "
        f"(select id_individu from {old}) order by 1",
    )
    announced = query(
        home,
        f"select distinct id_individu from {events} "
        "where peristiwa in ('lahir', 'pisah') order by 1",
    )
    assert minted == announced != []


def test_every_published_name_can_be_traced_to_its_record(home: Settings) -> None:
    people = sealed(home, "2026T2", "hasil", "dim_individu")
    origin = sealed(home, "2026T2", "snapshot", "asal_individu")
    records = sealed(home, "2026T2", "snapshot", "rekaman")
    traced, wrong = query(
        home,
        f"""
        select count(*), count(*) filter (s.nama is distinct from p.nama)
        from {people} as p
        inner join {origin} as a using (id_individu)
        inner join {records} as r
            on r.id_individu = p.id_individu and r.urut_identitas = a.nama__sumber
        inner join standardised.individu as s on s.record_key = r.record_key
        """,
    )[0]
    assert traced == status_of(home)["individu"]
    assert wrong == 0


def test_history_answers_as_of_each_release(home: Settings) -> None:
    for release, day in (("2026T1", "2026-03-31"), ("2026T2", "2026-06-30")):
        people = sealed(home, release, "snapshot", "individu")
        differing = query(
            home,
            f"""
            with waktu_itu as (
                select id_individu, nik, nama, no_kk, alamat from history.riwayat_individu
                where dbt_valid_from <= '{day}' and coalesce(dbt_valid_to > '{day}', true)
            ),
            tersegel as (select id_individu, nik, nama, no_kk, alamat from {people})
            (from waktu_itu except from tersegel) union all (from tersegel except from waktu_itu)
            """,
        )
        assert differing == []
        counts = query(home, f"select count(*) from {people}")
        assert counts[0][0] == manifest(home, release)["ringkasan"]["individu"]


def test_the_split_district_moves_addresses_and_no_identity(home: Settings) -> None:
    before = sealed(home, "2026T1", "hasil", "dim_individu")
    after = sealed(home, "2026T2", "hasil", "dim_individu")
    changes = warehouse.quoted(home.landing / "kemendagri" / "2026T2" / "perubahan_wilayah.csv")
    desa = f"(select * from read_csv({changes}, all_varchar = true) where tingkat = 'desa')"
    moved, same_code = query(
        home,
        f"""
        select count(*), count(*) filter (a.kode_desa_kemendagri = d.kode_baru)
        from {before} as b
        inner join {desa} as d on b.kode_desa_kemendagri = d.kode_lama
        inner join {after} as a using (id_individu)
        """,
    )[0]
    assert moved > 20
    # the rest moved house in the same quarter
    assert same_code >= moved * 0.9
    old_codes = query(
        home,
        f"select count(*) from {after} "
        f"where kode_desa_kemendagri in (select kode_lama from {desa})",
    )
    assert old_codes == [(0,)]
