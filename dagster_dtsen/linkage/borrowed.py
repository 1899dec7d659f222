"""NIKs that a record bears although they are another person's: told before pairs are looked for.

A NIK typed into another person's, or borrowed from the head of the family, would lead the record
to its owner and keep it from its own person, for most pairs of unlike NIKs are never looked at.
When the identity provider's record of that NIK contradicts the record in name and birth, the NIK
says nothing about it: it is linked as if it had none, and never to the owner.
"""

from __future__ import annotations

import duckdb

from dagster_dtsen.linkage import compiled
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.changes import FINGERPRINTS
from dagster_dtsen.linkage.limits import SOURCE
from dagster_dtsen.warehouse import quoted

TABLE = "wh.linkage.nik_pinjaman"
CREATE = f"""
create or replace table {TABLE} (
    rekaman_id bigint, rekaman_id_pemilik bigint, aturan varchar
)
"""


def own_nik(source: str) -> str:
    """The records of ``source`` (a relation with ``rekaman_id``) without borrowed NIKs."""
    return (
        f"(select * replace (case when rekaman_id not in (select rekaman_id from {TABLE}) "
        f"then nik end as nik) from {source})"
    )


def valid_niks_sql(only: str | None = None) -> str:
    """Query of the valid NIKs: borne, with the valid status, by the identity provider's records.

    ``only``: no others than those that the records of this relation of ``rekaman_id`` bear.
    """
    rules = linkage_model.config()
    borne = (
        f"and nik in (select nik from {SOURCE} where rekaman_id in (select rekaman_id from {only}))"
        if only
        else "and nik is not null"
    )
    return (
        f"select distinct nik from {SOURCE} where penyedia = {quoted(rules['penyedia_identitas'])} "
        f"and status_kependudukan = {quoted(rules['status_sah'])} {borne}"
    )


def _gamma(comparison: str) -> str:
    """CASE that gives the comparison vector value of the records ``l`` and ``r``."""
    values = linkage_model.gammas()[comparison]
    levels = dict(linkage_model.levels())[comparison]
    return compiled.case_of([(sql, str(values[label])) for label, sql in levels])


def borrowed_sql(records: str, asked: str | None = None) -> str:
    """Query of ``rekaman_id``, ``rekaman_id_pemilik``, ``aturan`` of borrowed NIKs.

    ``records``: relation of the input columns; ``asked``: of the ``rekaman_id`` of the records in
    question, None for all. A NIK is borrowed when every record of the identity provider that bears
    it contradicts by a rule marked ``pinjaman`` in linkage.yml; one row per owner.
    """
    provider = quoted(linkage_model.config()["penyedia_identitas"])
    rules = [rule for rule in linkage_model.config()["pertentangan"] if rule.get("pinjaman")]
    names = {name for rule in rules for name in rule["bila"]}
    levels = ", ".join(f"{_gamma(name)} as gamma_{name}" for name in sorted(names))
    rule = compiled.contradiction_sql(rules, linkage_model.gammas())
    only = f"and l.rekaman_id in (select rekaman_id from {asked})" if asked else ""
    return f"""
        with pasangan as (
            select l.rekaman_id, r.rekaman_id as rekaman_id_pemilik, {levels}
            from {records} as l
            inner join {records} as r on l.nik = r.nik
            where l.penyedia <> {provider} and r.penyedia = {provider} {only}
        ),

        dinilai as (
            select rekaman_id, rekaman_id_pemilik, {rule} as aturan
            from pasangan
        )

        select rekaman_id, rekaman_id_pemilik, aturan
        from dinilai
        qualify bool_and(aturan is not null) over (partition by rekaman_id)
    """


def find_borrowed(con: duckdb.DuckDBPyConnection, records: str, asked: str | None = None) -> None:
    """Add what :func:`borrowed_sql` finds to ``wh.linkage.nik_pinjaman``."""
    con.execute(f"insert into {TABLE} by name {borrowed_sql(records, asked)}")


def without_borrowed(query: str, table: str = TABLE) -> str:
    """``query`` (input columns) without those NIKs of its records that ``table`` holds."""
    return f"""
        select m.* replace (case when p.rekaman_id is null then m.nik end as nik)
        from ({query}) as m
        left join (select distinct rekaman_id from {table}) as p on m.rekaman_id = p.rekaman_id
    """


def carry_borrowed(con: duckdb.DuckDBPyConnection, raw: str) -> str:
    """Bring ``wh.linkage.nik_pinjaman`` of the base release to today's records.

    Asked again are records that changed and those whose NIK a changed record of the identity
    provider bears. One that begins or ends to count as bearing another's NIK is changed: it joins
    ``berubah``. ``pinjaman_ditanya`` keeps the pairs before and after. Reads what
    :func:`changes.find_changes` made. ``raw``: query of the input columns, raw NIKs. Gives the name
    of a table of those of its rows that changed or were asked.
    """
    con.execute(
        f"""
        create table ditanya as
        select rekaman_id from {FINGERPRINTS}
        where
            not identitas
            and (rekaman_id in (from berubah) or sidik_nik in (from nik_berubah));

        create table pinjaman_ditanya as
        select rekaman_id, rekaman_id_pemilik, false as kini from {TABLE}
        where rekaman_id in (from ditanya) or rekaman_id in (from hilang);

        delete from {TABLE} where rekaman_id in (from ditanya) or rekaman_id in (from hilang);

        create temp table dekat as
        with nomor as (
            from berubah
            union
            from ditanya
            union
            select k.rekaman_id
            from {FINGERPRINTS} as k
            where
                k.identitas
                and k.sidik_nik in (
                    select sidik_nik from {FINGERPRINTS} where rekaman_id in (from ditanya)
                )
        )

        from ({raw}) where rekaman_id in (from nomor);
        """
    )
    find_borrowed(con, "dekat", asked="ditanya")
    con.execute(
        f"""
        insert into pinjaman_ditanya
        select rekaman_id, rekaman_id_pemilik, true from {TABLE}
        where rekaman_id in (from ditanya);

        insert into berubah
        select rekaman_id from pinjaman_ditanya
        where rekaman_id not in (from berubah) and rekaman_id not in (from hilang)
        group by rekaman_id
        having bool_or(kini) <> bool_or(not kini);
        """
    )
    return "dekat"
