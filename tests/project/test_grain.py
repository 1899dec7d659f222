"""The one test that holds every model's grain: what it finds and what it lets pass."""

from __future__ import annotations

import duckdb
import jinja2
import pytest

from tests.project.tree import DBT

Broken = list[tuple[str, str, int]]
ROWS = "(values (1, 'a', 'x'), (1, 'b', 'y'), (2, 'a', 'x')) as t(p, q, r)"


def found(rows: str, columns: list[str], **promises: list[str]) -> Broken:
    """(column, fault, count) of every broken promise."""
    text = (DBT / "tests" / "generic" / "grain.sql").read_text()
    macro = text.replace("{% test ", "{% macro ").replace("{% endtest %}", "{% endmacro %}")
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], undefined=jinja2.StrictUndefined)
    query = (
        environment.from_string(macro)
        .make_module()
        .grain(  # type: ignore[attr-defined]
            f"(select * from {rows})", columns, **promises
        )
    )
    with duckdb.connect() as con:
        return con.execute(f"select * from ({query}) order by all").fetchall()


def test_a_grain_that_holds_gives_nothing() -> None:
    assert found(ROWS, ["p", "q"], filled=["r"]) == []


@pytest.mark.parametrize(("columns", "doubled"), [(["p"], 1), (["q", "r"], 1), (["r"], 1)])
def test_doubled_keys_are_counted(columns: list[str], doubled: int) -> None:
    assert found(ROWS, columns) == [(", ".join(columns), "ganda", doubled)]


def test_an_empty_key_is_no_key() -> None:
    rows = "(values (1, 'a'), (null, 'b'), (2, null)) as t(p, q)"
    assert found(rows, ["p", "q"]) == [("p", "kosong", 1), ("q", "kosong", 1)]
    assert found(rows, ["p", "q"], nullable=["q"]) == [("p", "kosong", 1)]


def test_two_empty_keys_are_the_same_key() -> None:
    rows = "(values (1, null), (1, null)) as t(p, q)"
    assert found(rows, ["p", "q"], nullable=["q"]) == [("p, q", "ganda", 1)]


def test_a_promised_column_that_is_empty_is_named_with_its_count() -> None:
    rows = "(values (1, null), (2, null), (3, 'x')) as t(p, q)"
    assert found(rows, ["p"], filled=["q"]) == [("q", "kosong", 2)]
    assert found(rows, ["p"], filled=["p", "q"]) == [("q", "kosong", 2)]


def test_an_empty_table_breaks_no_promise() -> None:
    assert found("(select 1 as p where false)", ["p"]) == []
