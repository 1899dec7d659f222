"""The open gold sets' harness on a hand-made set: scores, one to one, measures, the halves."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from dagster_dtsen.linkage.compiled import case_of
from tests.bench.opensets import declared as declaration
from tests.bench.opensets import engine, run
from tests.bench.opensets.measures import measure, rates

# a: people 1, 2, 3; b: the same, and who is 3 there has the number of 2 and another name
PEOPLE = """
select * from (values
    (1, 'p1', 'p1', 'a', 'ana', '11'), (2, 'p2', 'p2', 'a', 'budi', '22'),
    (3, 'p3', 'p3', 'a', 'citra', '33'), (4, 'p1', 'p1', 'b', 'ana', '11'),
    (5, 'p2', 'p2', 'b', 'budi', '22'), (6, 'p3', 'p3', 'b', 'dewi', '22')
) as t(rekaman_id, orang, rumpun, asal, nama, nomor)
"""
SET: dict[str, Any] = {
    "nama": "kecil",
    "sql": PEOPLE,
    "ambang": {"pasangan": 0.0, "klaster": 0.0},
    "perbandingan": [
        {"nama": f"c_{column}", "tingkat": [{"label": "sama"}, {"label": "lain"}]}
        for column in ("nama", "nomor")
    ],
    "blok": [{"nama": "nomor", "kunci": ["nomor"]}, {"nama": "nama", "kunci": ["nama"]}],
}
PRIOR = -1.0


def comparison(column: str, m: float, u: float) -> dict[str, Any]:
    """Equal or not, as in a trained model."""
    return {
        "output_column_name": f"c_{column}",
        "comparison_levels": [
            {
                "sql_condition": f"{column}_l = {column}_r",
                "m_probability": m,
                "u_probability": u,
            },
            {"sql_condition": "ELSE", "m_probability": 1 - m, "u_probability": 1 - u},
        ],
    }


# equal 3 bits, else -2 bits; equal 4 bits, else -1 bit
MODEL = {"comparisons": [comparison("nama", 0.8, 0.1), comparison("nomor", 16 / 31, 1 / 31)]}
UNEQUAL_NAME = math.log2(0.2 / 0.9)


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def linked(con: duckdb.DuckDBPyConnection, **changes: Any) -> dict[str, int]:
    """The whole set through scoring and clustering; candidate pairs per rule."""
    declared = SET | changes
    engine.prepare(con, declared, "whole")
    counts = engine.score(con, declared, MODEL, PRIOR)
    engine.build_clusters(con, declared)
    return counts


def clusters(con: duckdb.DuckDBPyConnection) -> dict[int, int]:
    return dict(con.execute("select rekaman_id, klaster from klaster").fetchall())


def test_a_pair_weighs_what_its_levels_and_the_prior_say(con: duckdb.DuckDBPyConnection) -> None:
    assert linked(con) == {"nomor": 4, "nama": 0}
    found = con.execute("select rekaman_id_l, rekaman_id_r, bobot from dinilai").fetchall()
    differ = round(UNEQUAL_NAME + 4 + PRIOR, 4)
    assert {(left, right): weight for left, right, weight in found} == {
        (1, 4): 6.0,
        (2, 5): 6.0,
        (2, 6): differ,
        (5, 6): differ,
    }


def test_without_a_rule_all_that_hang_together_are_one(con: duckdb.DuckDBPyConnection) -> None:
    linked(con)
    assert clusters(con) == {1: 1, 2: 2, 3: 3, 4: 1, 5: 2, 6: 2}


def test_sources_without_duplicates_are_linked_one_to_one(con: duckdb.DuckDBPyConnection) -> None:
    assert linked(con, tanpa_ganda=["a", "b"]) == {"nomor": 3, "nama": 0}
    assert clusters(con) == {1: 1, 2: 2, 3: 3, 4: 1, 5: 2, 6: 6}


def test_pairs_that_must_not_meet_do_not(con: duckdb.DuckDBPyConnection) -> None:
    rule = {"nama": "nomor_orang_lain", "bila": {"c_nomor": ["sama"], "c_nama": ["lain"]}}
    linked(con, pertentangan=[rule])
    assert clusters(con) == {1: 1, 2: 2, 3: 3, 4: 1, 5: 2, 6: 6}
    assert measure(con, 0.0)["pairs"] == rates(3, 2, 2)


def test_two_numbers_of_the_identity_source_share_no_cluster(
    con: duckdb.DuckDBPyConnection,
) -> None:
    """The number of 1 and 2 now differs in a only, and a chain over b would join them."""
    changed = PEOPLE.replace("'p2', 'a', 'budi', '22'", "'p2', 'a', 'ana', '22'")
    linked(con, sql=changed)
    assert clusters(con)[2] == 1
    con.execute("drop table semua; drop table kebenaran; drop table masukan")
    con.execute("drop table calon; drop table dinilai; drop table klaster")
    linked(con, sql=changed, identitas={"asal": "a", "nomor": "nomor"})
    assert clusters(con) == {1: 1, 2: 2, 3: 3, 4: 1, 5: 2, 6: 2}


def test_measures_by_hand(con: duckdb.DuckDBPyConnection) -> None:
    """True are 1-4, 2-5, 3-6; edges 1-4, 2-5, 2-6, 5-6, which are all that clusters imply too."""
    linked(con)
    assert measure(con, 0.0) == {
        "pairs": rates(3, 4, 2),
        "clusters": rates(3, 4, 2),
        "blocking_recall": 0.666667,
    }
    assert measure(con, 5.0)["pairs"] == {
        "true": 3,
        "found": 2,
        "right": 2,
        "precision": 1.0,
        "recall": 0.666667,
        "f1": 0.8,
    }
    assert rates(0, 0, 0)["f1"] is None


def crowd(group: str) -> dict[str, Any]:
    """300 people with two records each, in groups of the SQL ``group`` over i and k."""
    query = f"""
        select i * 2 + k as rekaman_id, 'p' || i as orang, {group} as rumpun, 'a' as asal,
            'n' || i as nama, 'x' as nomor
        from range(300) as p(i), range(2) as r(k)
    """
    return SET | {"sql": query}


def test_no_person_is_in_both_halves() -> None:
    people: dict[str, set[str]] = {}
    for part in engine.PARTS:
        with duckdb.connect() as con:
            engine.prepare(con, crowd("'k' || i // 3"), part)
            rows = con.execute("select orang, count(*) from kebenaran group by orang").fetchall()
            assert {count for _, count in rows} == {2}
            people[part] = {person for person, _ in rows}
            columns = [row[0] for row in con.execute("describe masukan").fetchall()]
            assert not {"orang", "rumpun", "setel"} & set(columns)
    assert not people["tune"] & people["unseen"]
    assert people["tune"] | people["unseen"] == people["whole"]
    assert 100 < len(people["tune"]) < 200


def test_a_group_that_tears_a_person_is_refused(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(ValueError, match="both halves"):
        engine.prepare(con, crowd("'k' || i || k"), "tune")


@pytest.mark.parametrize("name", declaration.names())
def test_declarations_are_complete(name: str) -> None:
    declared = declaration.load(name)
    assert declared["lantai"] and "unseen" in declared["laporan"]
    assert "damerau" not in str(declared)
    settings = declaration.creator(declared).create_settings_dict("duckdb")
    assert len(settings["comparisons"]) == len(declared["perbandingan"])
    for entry in declared["perbandingan"]:
        assert [level["sql"] for level in entry["tingkat"]][-1] == "ELSE"


RAW = {
    "febrl3": """
        create table catatan as
        select 'rec-' || i || '-org' as rec_id, 'a' as berkas, i::varchar as orang,
            ['ana', 'anna', 'lee', null][1 + i % 4] as given_name,
            ['lee', 'leigh', 'ana'][1 + i % 3] as surname, (i % 3)::varchar as street_number,
            ['main street', 'hill road', null][1 + i % 3] as address_1,
            ['hill road', 'main stret', null, 'rose villa'][1 + i % 4] as address_2,
            ['miami', 'miamii'][1 + i % 2] as suburb, (2000 + 7 * (i % 5))::varchar as postcode,
            ['nsw', 'vic', null][1 + i % 3] as state,
            (19500101 + 10 * (i % 6))::varchar as date_of_birth,
            (1234567 + 11 * (i % 7))::varchar as soc_sec_id
        from range(60) as t(i)
    """,
    "pseudopeople": """
        create table ssa as
        select i::varchar as simulant_id, 'Lee' as last_name,
            ['Ed', 'Eddie'][1 + i % 2] as first_name,
            ['Ann', null, 'Bo'][1 + i % 3] as middle_name, ['Male', 'Female'][1 + i % 2] as sex,
            ['19800101', '19800201', '19800102', '19771111'][1 + i % 4] as date_of_birth,
            ['123-45-6789', '123-45-6798', '999-88-7777', '123'][1 + i % 4] as ssn
        from range(40) as t(i);
        create table pajak as
        select i::varchar as simulant_id, 'h' || i as household_id, '123-45-6789' as ssn,
            ['Ed', 'Ned', 'Zoe', 'Edna'][1 + i % 4] as first_name, 'A' as middle_initial,
            ['Lee', 'Leigh', 'Ortiz'][1 + i % 3] as last_name,
            ['12', '12 b', null][1 + i % 3] as mailing_address_street_number,
            ['main st', 'main street', 'hill rd', null][1 + i % 4] as mailing_address_street_name
        from range(40) as t(i);
        create table sensus as
        select * rename (
                mailing_address_street_number as street_number,
                mailing_address_street_name as street_name
            ),
            '01/0' || (1 + i % 9) || '/1980' as date_of_birth, 'Male' as sex
        from (select *, row_number() over () as i from pajak)
    """,
}


@pytest.mark.parametrize("name", RAW)
def test_levels_are_symmetric(con: duckdb.DuckDBPyConnection, name: str) -> None:
    declared = declaration.load(name)
    con.execute(RAW[name])
    engine.prepare(con, declared, "whole")
    for entry in declared["perbandingan"]:
        levels = [(str(x["sql"]), f"'{x['label']}'") for x in entry["tingkat"]]
        rows = con.execute(
            f"select l.rekaman_id, r.rekaman_id, {case_of(levels)} "
            "from masukan as l cross join masukan as r"
        ).fetchall()
        found = {(left, right): level for left, right, level in rows}
        assert all(found[right, left] == level for (left, right), level in found.items())
        assert len(set(found.values())) > 1, entry["nama"]


def test_a_figure_below_its_floor_is_named() -> None:
    record = {"set": "x", "part": "unseen", "result": {"clusters": {"f1": 0.9}}}
    assert run.below({"lantai": {"clusters.f1": 0.9}}, record) == []
    assert run.below({"lantai": {"clusters.f1": 0.95}}, record) == [
        "x unseen: clusters.f1 0.9 < 0.95"
    ]
