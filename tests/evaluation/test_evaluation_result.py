from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from small_world import NIK_A, Record, declared, lay_home, lay_truth, people

from dagster_dtsen.appraise import check_held
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.evaluation.evaluate import evaluate


@pytest.fixture
def truth(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> Path:
    lay_home(con, people())
    return lay_truth(con, tmp_path / "truth", people())


@pytest.fixture
def result(con: duckdb.DuckDBPyConnection, truth: Path) -> dict[str, Any]:
    return evaluate(con, declared(), truth, examples=5, draws=50)


def test_pairs_and_clusters_are_counted(result: dict[str, Any]) -> None:
    """3 + 3 + 1 + 1 true pairs; one edge is right, one is wrong, one cluster holds a stranger."""
    overall = result["pasangan"]["semua"]["semua"]
    edge, cluster = overall["edge"], overall["klaster"]
    assert (edge["benar"], edge["ditemukan"], edge["salah"]) == (8, 1, 1)
    assert edge["presisi"]["nilai"] == 0.5
    assert edge["recall"]["nilai"] == 0.125
    assert (cluster["benar"], cluster["ditemukan"], cluster["salah"]) == (8, 1, 2)


def test_bcubed_is_the_mean_over_records(result: dict[str, Any]) -> None:
    """Cluster I1 holds two records of person 1 and one of 4; all others stand alone."""
    precision = (2 * 2 / 3 + 1 / 3 + 8) / 11
    recall = (2 * 2 / 3 + 1 / 3 + 3 / 3 + 2 / 2 + 1 + 2 / 2) / 11
    assert result["b3"]["presisi"]["nilai"] == pytest.approx(precision, abs=1e-5)
    assert result["b3"]["recall"]["nilai"] == pytest.approx(recall, abs=1e-5)


def test_every_missed_pair_has_its_reason(result: dict[str, Any]) -> None:
    assert result["luput"]["edge"] == {
        "dua_nik": 1,  # 7-8
        "tanpa_bukti": 2,  # 4-5, 5-6
        "blok": 2,  # 1-3, 2-3
        "larangan": 1,  # 10-11
        "skor": 1,  # 4-6
    }
    assert result["luput"]["aturan"] == {"kembar": 1}
    assert result["luput"]["langit"] == {
        "dua_nik": 1,
        "tanpa_bukti": 2,
        "recall": pytest.approx(1 - 3 / 8),
    }
    assert result["luput"]["per_kesalahan"]["nama_beda"] == {"blok": 2, "tanpa_bukti": 2}


def test_a_refused_join_is_told_from_a_missing_edge(
    con: duckdb.DuckDBPyConnection, truth: Path
) -> None:
    records = [replace(r, individu="I99") if r.number == 2 else r for r in people()]
    lay_home(con, records)
    found = evaluate(con, declared(), truth, draws=10)
    assert found["luput"]["klaster"]["aturan_keras"] == 1
    assert found["luput"]["edge"]["skor"] == 1


def test_strata_cover_providers_and_errors(result: dict[str, Any]) -> None:
    providers = result["pasangan"]["penyedia"]
    assert sum(item["edge"]["benar"] for item in providers.values()) == 8
    assert providers["dtks-dukcapil"]["edge"]["ditemukan"] == 1
    errors = result["pasangan"]["kesalahan"]
    assert errors["nik_orang_lain"]["edge"]["salah"] == 1
    assert errors["tanpa_kesalahan"]["edge"]["ditemukan"] == 1
    # a pair with two errors counts under both
    assert errors["nik_kosong"]["edge"]["benar"] == 5
    assert errors["nama_beda"]["edge"]["benar"] == 4


def test_samples_and_patterns_tell_how_fields_agree_and_no_value(result: dict[str, Any]) -> None:
    (false,) = result["contoh"]["salah"]
    assert false["kesalahan"] == ["nik_orang_lain"]
    assert "nik=sama" in false["pola"]
    assert "nama=lain" in false["pola"]
    assert {item["sebab"] for item in result["contoh"]["luput"]} == {"blok", "skor"}
    assert {item["sebab"] for item in result["pola"]} == {"blok", "skor"}
    text = json.dumps(result)
    for record in people():
        for value in (record.nik, record.nama, record.lahir):
            assert value is None or value not in text


def test_every_blocking_rule_has_its_share(con: duckdb.DuckDBPyConnection, truth: Path) -> None:
    """The NIK finds 1-2, the name 1-2, 4-6 and 7-8; nothing finds the other four."""
    found = evaluate(con, declared(), truth, draws=10, blocks=True)["blok"]
    assert (found["pasangan"], found["semua"]) == (8, 3)
    assert found["aturan"] == {
        "nik": {"ditemukan": 1, "sendiri": 0},
        "nama": {"ditemukan": 3, "sendiri": 2},
    }


def test_two_owners_of_valid_niks_in_one_person_are_found(
    con: duckdb.DuckDBPyConnection, truth: Path
) -> None:
    assert evaluate(con, declared(), truth, draws=10)["dua_pemilik_nik_sah"] == 0
    lay_home(con, [replace(r, individu="I1") if r.number == 4 else r for r in people()])
    assert evaluate(con, declared(), truth, draws=10)["dua_pemilik_nik_sah"] == 1


def test_an_inactive_id_joins_nothing(con: duckdb.DuckDBPyConnection, truth: Path) -> None:
    con.execute("update wh.linkage.peta_individu set aktif = false")
    cluster = evaluate(con, declared(), truth, draws=10)["pasangan"]["semua"]["semua"]["klaster"]
    assert (cluster["ditemukan"], cluster["salah"]) == (0, 0)


def test_one_key_on_two_people_is_told_apart_by_the_row(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    double = Record(12, 2, "dukcapil", NIK_A, "X", None, "I1")
    double.key = "k1"
    truth = lay_truth(con, tmp_path / "truth", [*people(), double])
    lay_home(con, people())
    assert evaluate(con, declared(), truth, draws=10)["rekaman"]["rekaman"] == 11


def test_truth_of_another_twin_is_refused(
    con: duckdb.DuckDBPyConnection, truth: Path, tmp_path: Path
) -> None:
    strangers = people()
    for record in strangers[:3]:
        record.key += "x"
    moved = [replace(r, number=r.number + 1) for r in people()]
    for record, original in zip(moved, people(), strict=True):
        record.key = original.key
    for name, records in (("asing", strangers), ("baris", moved)):
        other = lay_truth(con, tmp_path / name, records)
        with pytest.raises(DtsenError) as caught:
            evaluate(con, declared(), other)
        assert caught.value.kind.code == "E-KEBENARAN-LAIN"
    con.execute("update wh.kendali.rilis set id_rilis = '2030T1'")
    with pytest.raises(DtsenError, match="E-KEBENARAN-LAIN"):
        evaluate(con, declared(), truth)


def test_an_incomplete_truth_says_what_is_missing(
    con: duckdb.DuckDBPyConnection, truth: Path
) -> None:
    (truth / "orang.parquet").unlink()
    with pytest.raises(DtsenError, match=r"E-KEBENARAN-TIADA.*orang$"):
        evaluate(con, declared(), truth)


def test_the_working_file_must_hold_what_is_published(
    con: duckdb.DuckDBPyConnection, truth: Path
) -> None:
    check_held(con, "2026T1.v1")
    for other in ("2026T2.v1", "2026T1.v2"):
        with pytest.raises(DtsenError, match="E-EVALUASI-USANG"):
            check_held(con, other)
    con.execute("drop schema wh.kendali cascade")
    with pytest.raises(DtsenError, match="E-EVALUASI-USANG"):
        check_held(con, "2026T1.v1")
