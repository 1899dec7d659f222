"""Names by some of the rules only: the project's own macros, compiled by dbt with another var."""

from __future__ import annotations

import json
import subprocess
import sys

import duckdb
import yaml

from dagster_dtsen.settings import PROJECT_DIR

RECORDS = "wh.standardised.individu"
RULES: list[str] = yaml.safe_load((PROJECT_DIR / "dbt_project" / "dbt_project.yml").read_text())[
    "vars"
]["aturan_nama"]
_INLINE = """
select
    {{ name_standard('nama') }} as a, '#' as s1,
    {{ name_sound('nama_baku') }} as b, '#' as s2,
    {{ name_sound(name_first_telling('nama_baku')) }} as c, '#' as s3,
    {{ name_sound(last_word('nama_baku')) }} as d, '#' as s4,
    {{ name_is_weak('nama_baku') }} as e
from {{ ref('individu') }}
"""


def expressions(rules: list[str]) -> dict[str, str]:
    """SQL of the columns that follow from a name, under the given rules of names."""
    command = [sys.executable, "-m", "dagster_dtsen.cli", "dbt", "compile", "--quiet"]
    command += ["--inline", _INLINE, "--vars", json.dumps({"aturan_nama": rules})]
    text = subprocess.run(
        command, cwd=PROJECT_DIR, check=True, capture_output=True, text=True
    ).stdout
    body = text[text.index("select") + len("select") : text.rindex("from ")]
    parts = []
    for number, name in enumerate("abcde", start=1):
        part, _, body = body.partition(f" as {name}")
        parts.append(part.strip().lstrip(",").strip())
        body = body.partition(f" as s{number}")[2].lstrip(",") if name != "e" else body
    return dict(
        zip(
            ("nama_baku", "nama_bunyi", "depan_bunyi", "belakang_bunyi", "nama_lemah"),
            parts,
            strict=True,
        )
    )


def rename(con: duckdb.DuckDBPyConnection, rules: list[str]) -> None:
    """Make the records anew with names by ``rules``."""
    sql = expressions(rules)
    name = sql.pop("nama_baku")
    others = ", ".join(f"{expression} as {column}" for column, expression in sql.items())
    con.execute(
        f"""
        create or replace table {RECORDS} as
        select * replace ({others})
        from (select * replace ({name} as nama_baku) from wh.standardised.semua)
        """
    )
