"""What blocking would cost is known before, and a run above its budget is refused."""

from __future__ import annotations

import duckdb
import pytest
from linkage_rows import KK, at_work, filler, link_rows, load_rows, record

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.linkage import blocking
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.settings import Settings

DESA = "1101012001"


def crowd(people: int) -> list[dict[str, object]]:
    """One village where everybody bears one name: a block that grows with its square."""
    return [
        record(number, "dtks", "SITI AMINAH", f"19{50 + number % 40}-02-03", no_kk=None)
        for number in range(1, people + 1)
    ]


def rules(con: duckdb.DuckDBPyConnection) -> dict[str, blocking.Cost]:
    query = linkage_model.input_sql("wh.standardised.individu")
    con.execute(f"create or replace table masukan as {query}")
    found = blocking.costs(con, linkage_model.blocking_rules(), "masukan")
    return {cost.rule: cost for cost in found}


def test_pairs_of_equal_keys_are_counted_before_they_are_made(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    load_rows(con, crowd(30) + filler(10))
    with at_work(con, settings):
        found = rules(con)
    # each of the ten others has two records of one name and village
    assert found["desa_depan_tahun"].pairs == 30 * 29 // 2 + 10
    assert found["nama_kabupaten"].pairs == 30 * 29 // 2 + 10
    assert found["nik"].pairs == 10
    assert found["desa_depan_tahun"].largest[0] == (f"{DESA} + depan_bunyi", 30)


def test_pairs_with_fresh_records_are_counted_alone(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    load_rows(con, crowd(30))
    with at_work(con, settings):
        query = linkage_model.input_sql("wh.standardised.individu")
        con.execute(f"create table masukan as select *, rekaman_id <= 4 as baru from ({query})")
        con.execute("create table baru as from masukan where baru")
        declared = linkage_model.blocking_rules()
        found = {c.rule: c for c in blocking.costs(con, declared, "masukan", "baru")}
        pairs = con.execute(
            f"select count(*), count(distinct (rekaman_id_l, rekaman_id_r)), "
            f"min(least(rekaman_id_l, rekaman_id_r)), bool_and(rekaman_id_l <= 4) "
            f"from ({blocking.pairs_sql(declared, 'masukan', 'baru')})"
        ).fetchall()[0]
    expected = 4 * 26 + 4 * 3 // 2
    assert found["nama_kabupaten"].pairs == expected
    assert pairs == (expected, expected, 1, True)


def test_a_run_above_its_budget_is_refused_and_names_its_largest_blocks(
    con: duckdb.DuckDBPyConnection, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_rows(con, crowd(30) + filler(10))
    budget = linkage_model.config()["anggaran"] | {"pasangan_tetap": 0, "pasangan_per_rekaman": 20}
    monkeypatch.setitem(linkage_model.config(), "anggaran", budget)
    with pytest.raises(DtsenError, match="E-BLOK-MAHAL") as refusal:
        link_rows(con, settings)
    assert f"{DESA} + depan_bunyi: 30" in str(refusal.value)
    assert "SITI" not in str(refusal.value)
    assert KK not in str(refusal.value)
    assert list(settings.scratch_dir.iterdir()) == []


def test_a_run_within_its_budget_is_not(
    con: duckdb.DuckDBPyConnection, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_rows(con, crowd(30) + filler(10))
    budget = linkage_model.config()["anggaran"] | {"pasangan_tetap": 0, "pasangan_per_rekaman": 60}
    monkeypatch.setitem(linkage_model.config(), "anggaran", budget)
    assert link_rows(con, settings)["skor"]["rekaman"] == 50


def test_a_pair_belongs_to_the_first_rule_that_finds_it(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    load_rows(con, filler(10))
    link_rows(con, settings)
    assert con.execute("select distinct kunci_blok from wh.linkage.edges").fetchall() == [("nik",)]
