"""NIKs that a record bears although they are another person's: told before pairs are looked for.

A NIK typed into another person's, or borrowed from the head of the family, would lead the record
to its owner and keep it from its own person, for most pairs of unlike NIKs are never looked at.
When the identity provider's record of that NIK contradicts the record in name and birth, the NIK
says nothing about it: it is linked as if it had none, and never to the owner.
"""

from __future__ import annotations

import re
from typing import Any

import duckdb

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.warehouse import quoted

TABLE = "wh.linkage.nik_pinjaman"
# what a record without its borrowed NIK looks like to the linkage
_OF_NIK = ("nik", "nik_wilayah", "nik_lahir", "nik_urut", "angka")


def own_nik(source: str) -> str:
    """The records of ``source`` (a relation with ``rekaman_id``) without borrowed NIKs."""
    return (
        f"(select * replace (case when rekaman_id not in (select rekaman_id from {TABLE}) "
        f"then nik end as nik) from {source})"
    )


def _sides(sql: str) -> str:
    """SQL over ``x_l`` and ``x_r`` as SQL over ``l.x`` and ``r.x``."""
    return re.sub(r"\b(\w+)_([lr])\b", r"\2.\1", sql)


def _label(comparison: str) -> str:
    """CASE that gives the label of a comparison for the records ``l`` and ``r``."""
    levels = dict(linkage_model.levels())[comparison]
    cases = [
        f"else {quoted(label)}" if sql == "ELSE" else f"when {_sides(sql)} then {quoted(label)}"
        for label, sql in levels
    ]
    return f"case {' '.join(cases)} end"


def _rule(rules: list[dict[str, Any]]) -> str:
    """CASE that names the contradiction of two records of one NIK, null when there is none."""
    cases = []
    for rule in rules:
        terms = [
            f"{name} in ({', '.join(quoted(x) for x in labels)})"
            for name, labels in rule["bila"].items()
        ]
        cases.append(f"when {' and '.join(terms)} then {quoted(rule['nama'])}")
    return f"case {' '.join(cases)} end" if cases else "cast(null as varchar)"


def find_borrowed(con: duckdb.DuckDBPyConnection, records: str) -> None:
    """Write ``wh.linkage.nik_pinjaman(rekaman_id, rekaman_id_pemilik, aturan)``.

    ``records`` holds Splink's input columns. A NIK is borrowed when every record of the identity
    provider that bears it contradicts by a rule marked ``pinjaman`` in linkage.yml; the pairs are
    kept, one row per owner.
    """
    provider = quoted(linkage_model.config()["penyedia_identitas"])
    rules = [rule for rule in linkage_model.config()["pertentangan"] if rule.get("pinjaman")]
    names = {name for rule in rules for name in rule["bila"]}
    labels = ", ".join(f"{_label(name)} as {name}" for name in sorted(names))
    con.execute(
        f"""
        create or replace table {TABLE} as
        with pasangan as (
            select l.rekaman_id, r.rekaman_id as rekaman_id_pemilik, {labels}
            from {records} as l
            inner join {records} as r on l.nik = r.nik
            where l.penyedia <> {provider} and r.penyedia = {provider}
        ),

        dinilai as (
            select rekaman_id, rekaman_id_pemilik, {_rule(rules)} as aturan
            from pasangan
        )

        select rekaman_id, rekaman_id_pemilik, aturan
        from dinilai
        qualify bool_and(aturan is not null) over (partition by rekaman_id)
        order by 1, 2
        """
    )


def forget_borrowed(con: duckdb.DuckDBPyConnection, records: str) -> None:
    """Empty every column of ``records`` that comes from a borrowed NIK."""
    empty = ", ".join(f"{name} = null" for name in _OF_NIK)
    con.execute(
        f"update {records} set {empty} where rekaman_id in (select rekaman_id from {TABLE})"
    )
