"""Checks of gate linked that one break each does not show whole: numbers, edges of the rules."""

from __future__ import annotations

import re
from collections.abc import Callable

import duckdb
import pytest
import yaml

from dagster_dtsen.gates import contract_files
from dagster_dtsen.settings import PACKAGE_DIR
from tests.gates.breaks_before_freeze import MORE_RECORDS
from tests.gates.outcomes import Outcomes

Change = Callable[[str], set[str]]
EVERY_EDGE = """
insert into linkage.edges by name
select 100 + i as rekaman_id_l, 100 + j as rekaman_id_r, {weight} as bobot
from range({count}) as l (i), range({count}) as r (j)
where i < j
"""


def query(contract: str, qualifier: str) -> str:
    """SQL of one check of gate linked."""
    (path,) = (item for item in contract_files("linked") if item.stem == contract)
    for check in yaml.safe_load(path.read_text())["checks"]:
        ((_, body),) = check.items()
        if body.get("qualifier") == qualifier:
            return str(body["query"])
    raise LookupError(qualifier)


@pytest.fixture
def failed(con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> Change:
    """What fails after a change."""

    def after(sql: str) -> set[str]:
        con.execute(sql)
        return Outcomes(con, "linked", monkeypatch).failed

    return after


def test_a_loose_ball_is_what_linkage_calls_one() -> None:
    rule = yaml.safe_load((PACKAGE_DIR / "linkage" / "linkage.yml").read_text())["bentuk"]
    sql = query("clusters", "p4")
    assert re.findall(r"count\(\*\) > (\d+)", sql) == [str(rule["gumpalan"]["dari"])]
    assert re.findall(r"< ([\d.]+) \* b\.jumlah", sql) == [str(rule["gumpalan"]["kerapatan"])]


@pytest.mark.parametrize(("weight", "loose"), [(6.6, False), (6.5, True)])
def test_only_edges_that_may_join_make_a_cluster_dense(
    failed: Change, weight: float, loose: bool
) -> None:
    big = MORE_RECORDS.format(count=17).replace("@", "linkage.clusters")
    found = failed(big + ";" + EVERY_EDGE.format(count=17, weight=weight))
    assert ("clusters/p4" in found) is loose


def test_a_cluster_holds_no_supporting_record(failed: Change) -> None:
    assert "clusters/p1" in failed("insert into linkage.clusters values (21, 1)")


def test_a_cluster_is_no_two_persons(failed: Change) -> None:
    assert "peta_individu/p3" in failed(
        "update linkage.peta_individu set id_individu = 'P5' where record_key = 'R3'"
    )


def test_what_a_decision_makes_one_breaks_no_rule_of_clusters(failed: Change) -> None:
    """D1 and R1 are of one source that holds a person once, and contradict, and are one all the
    same; with evidence two NIKs are one person's."""
    same = (
        "update standardised.individu set penyedia = 'dukcapil', dataset = 'penduduk' "
        "where record_key = 'R1'; insert into linkage.larangan values (1, 11, 'kembar')"
    )
    assert failed(same) == set()
    assert failed("delete from linkage.keputusan_kelompok where record_key = 'R1'") == {
        "clusters/p2",
        "clusters/p3",
    }


def test_two_niks_of_one_person_need_a_decision_with_evidence(failed: Change) -> None:
    both = (
        "update linkage.peta_individu set id_individu = 'P1' where id_individu = 'P2'; "
        "update linkage.clusters set klaster = 1 where klaster = 2; "
        "delete from linkage.larangan; update ledger.kontrak set tanpa_ganda = false; "
        "insert into linkage.nik_keputusan select distinct nik, '3171010101800001' "
        "from standardised.individu where nik like '%1' or nik like '%2'"
    )
    assert failed(both) == set()
    assert failed("delete from linkage.nik_keputusan") == {"peta_individu/p2"}


@pytest.mark.parametrize("key", ["D1", "R1"])
def test_a_join_that_is_not_followed_is_noticed(failed: Change, key: str) -> None:
    change = f"update linkage.peta_individu set id_individu = 'P5' where record_key = '{key}'"
    assert "keputusan_berlaku/p1" in failed(change)


def test_a_join_with_a_supporting_record_is_followed_by_it(failed: Change) -> None:
    change = (
        "insert into linkage.keputusan_berlaku values ('individu', 'B1', 'D1', 'satu', 'a3'); "
        "update linkage.keputusan_tautan_status set status = 'kedaluwarsa' "
        "where id_keputusan = 'a3'"
    )
    assert failed(change) == set()
    assert failed("update linkage.peta_pendukung set id_individu = 'P2' where record_key = 'B1'")


def test_records_that_went_belong_to_the_base(failed: Change) -> None:
    """Eight records of five persons then, seven of four now; without the one that went 1.4."""
    change = "update linkage.kesinambungan_individu set id_lama = 5"
    assert failed(change) == set()
    assert failed("delete from linkage.silang_individu") == {"clusters/p6"}


def test_the_mean_is_not_judged_when_a_source_came_or_went(failed: Change) -> None:
    assert failed("update linkage.kesinambungan_individu set id_lama = 3") == {"clusters/p6"}
    assert failed("update linkage.silang_individu set jumlah_rekaman = 3") == set()


def test_a_first_release_has_no_ids_to_keep(failed: Change) -> None:
    assert (
        failed(
            "update linkage.kesinambungan_individu "
            "set anggota_bersama = 0, anggota_tetap = 0, id_lama = 0; "
            "delete from linkage.silang_individu"
        )
        == set()
    )
