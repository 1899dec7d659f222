"""Engine-specific SQL lives in macros/engine; what elsewhere would not transpile is named."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, ParseError, UnsupportedError

from tests.project.tree import DBT, PORTABLE_FILES, SQL_FILES, code_of

ENGINE = DBT / "macros" / "engine" / "engine.sql"
# functions and clauses of DuckDB; those that the engine macros use are added below
DUCKDB_ONLY = (
    "any_value",
    "approx_quantile",
    "bool_and",
    "bool_or",
    "epoch",
    "epoch_ms",
    "hash",
    "list",
    "list_aggregate",
    "list_contains",
    "list_value",
    "md5_number",
    "quantile_cont",
    "range",
    "read_csv",
    "read_parquet",
    "regexp_extract",
    "strftime",
    "string_split",
    "strptime",
    "struct_pack",
    "try_cast",
    "unnest",
)
CLAUSES = {
    r"::\s*\w+": "cast by ::",
    r"\bfilter\s*\(\s*where": "filter (where …)",
    r"\*\s*exclude\b": "* exclude",
    r"\*\s*replace\s*\(": "* replace",
    r"\bqualify\b": "qualify",
    r"\bgroup\s+by\s+all\b": "group by all",
    r"\border\s+by\s+all\b": "order by all",
    r"\b(anti|semi|asof|positional)\s+join\b": "anti/semi join",
    r"\bunpivot\b": "unpivot",
    r"\bpivot\b": "pivot",
    r"\busing\s+sample\b": "using sample",
}
# file → what it uses and why it stays
ALLOWED = {
    # 36 items of one wide row; Spark has it, PostgreSQL would take a lateral join of values
    "kontribusi_skor.sql": {"unpivot"},
}
CLOCKS = (
    r"\bcurrent_timestamp\b",
    r"\bcurrent_date\b",
    r"\bcurrent_time\b",
    r"\blocaltimestamp\b",
    r"\bnow\s*\(",
    r"\btoday\s*\(",
    r"\bget_current_timestamp\b",
    r"\brandom\s*\(",
    r"\bsetseed\s*\(",
    r"\buuid\w*\s*\(",
    r"\bnextval\s*\(",
    r"\btablesample\b",
    r"\busing\s+sample\b",
    r"\brun_started_at\b",
    r"\binvocation_id\b",
)


def engine_functions() -> set[str]:
    """Function names in the bodies of the engine macros, without standard SQL."""
    body = re.sub(r"\{%.*?%\}", " ", code_of(ENGINE.read_text()), flags=re.S)
    standard = {"cast", "decimal", "min", "max", "where", "filter", "as", "in"}
    return set(re.findall(r"\b([a-z_0-9]+)\s*\(", body)) - standard


def uses(path: Path) -> set[str]:
    """Engine-specific functions and clauses in a file outside macros/engine."""
    code = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", _keep_macro_text, code_of(path.read_text()), flags=re.S)
    names = {*DUCKDB_ONLY, *engine_functions()} - {"split_part"}
    found = {name for name in names if re.search(rf"(?<![\w.]){name}\s*\(", code)}
    return found | {label for pattern, label in CLAUSES.items() if re.search(pattern, code)}


def _keep_macro_text(match: re.Match[str]) -> str:
    """Calls of macros are no SQL, but the SQL inside their quotes is."""
    return " ".join(re.findall(r"['\"]([^'\"]*)['\"]", match.group(0)))


def test_the_list_of_functions_is_the_one_of_the_engine_macros() -> None:
    assert {"jaro_winkler_similarity", "strip_accents", "try_strptime"} <= engine_functions()


@pytest.mark.parametrize("path", PORTABLE_FILES, ids=lambda item: item.name)
def test_no_function_of_one_engine_outside_the_engine_macros(path: Path) -> None:
    assert uses(path) - ALLOWED.get(path.name, set()) == set()


def test_the_search_finds_what_it_looks_for(tmp_path: Path) -> None:
    path = tmp_path / "x.sql"
    path.write_text(
        "select a::int, arg_min_null(b, c) filter (where d), {{ macro('try_cast(e as int)') }} "
        "from t anti join u using (a) -- strftime(x)"
    )
    assert uses(path) == {
        "cast by ::",
        "arg_min_null",
        "filter (where …)",
        "try_cast",
        "anti/semi join",
    }


@pytest.mark.parametrize("path", SQL_FILES, ids=lambda item: item.name)
def test_no_clock_and_no_chance(path: Path) -> None:
    code = code_of(path.read_text())
    assert [pattern for pattern in CLOCKS if re.search(pattern, code)] == []


@pytest.fixture(scope="module")
def compiled(manifest: dict[str, Any]) -> dict[str, str]:
    """Model → the SQL that dbt would run."""
    return {
        node["name"]: node["compiled_code"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }


# target → model → what sqlglot says; reasons stand beside ALLOWED
NOT_YET: dict[str, dict[str, list[str]]] = {
    "postgres": {
        "kontribusi_skor": ["PIVOT unsupported"],
        "selisih_terma": ["PIVOT unsupported"],
    },
    "spark": {},
}


def problems(sql: str, target: str) -> list[str]:
    """What sqlglot cannot say in the target's dialect, and functions it hands through unknown.

    Functions of the engine macros are theirs to say in another engine, and do not count.
    """
    tree = sqlglot.parse_one(sql, read="duckdb")
    try:
        sqlglot.parse_one(tree.sql(dialect=target, unsupported_level=ErrorLevel.RAISE), read=target)
    except (ParseError, UnsupportedError) as error:
        return sorted({line for line in str(error).splitlines() if line})
    names = {node.name.lower() for node in tree.find_all(exp.Anonymous)}
    return sorted(names - engine_functions())


@pytest.mark.parametrize("target", ["postgres", "spark"])
def test_models_that_do_not_transpile_are_known_by_name(
    compiled: dict[str, str], target: str
) -> None:
    found = {name: told for name, sql in compiled.items() if (told := problems(sql, target))}
    assert len(compiled) >= 40
    assert found == NOT_YET[target]


def test_what_does_not_transpile_is_told() -> None:
    assert problems("select list_aggregate_x(a) from t", "postgres") == ["list_aggregate_x"]
    assert problems("unpivot t on a, b into name k value v", "postgres")
    assert problems("select a, count(*) from t group by a", "postgres") == []
