"""Changes that wait for a steward: how many of each kind, and the list that settles them.

The list has the columns of :mod:`steward.correction_files`; beside them, for reading, what the
register holds now, what is claimed, and what the base release held.
"""

from __future__ import annotations

from typing import Any

import duckdb

from dagster_dtsen.warehouse import quoted, records

LIST = "wh.stewardship.perubahan_menunggu"
# columns a steward fills in; the list leaves them empty
TO_FILL = ("nilai", "kosong", "alasan", "bukti", "tanggal", "kunci")
# jenis → code where no variable of a record says it: status_kependudukan, status_hubungan_keluarga
HELD = {"kematian_dilaporkan": "aktif"}
CLAIMED = {"kematian_dilaporkan": "meninggal", "kepala_ditahan": "1"}


def counts(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """``jenis``, ``variabel``, ``penyedia`` (None for heads) and ``jumlah``; nothing personal."""
    query = f"""
        select jenis, variabel, penyedia, count(*) as jumlah from {LIST}
        group by all order by jenis, variabel, penyedia nulls last
    """
    return records(con, query)


def rows(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """One row per change that waits, in the order of their kinds; it holds values of persons."""
    names = _variables(con)
    query = f"""
        select
            m.id as individu,
            m.variabel,
            m.jenis,
            m.penyedia,
            {_said(HELD, "kini", names)} as nilai_kini,
            {_said(CLAIMED, "usulan", names)} as nilai_usulan,
            {_said({}, "lama", names)} as nilai_lama
        from {LIST} as m
        left join wh.updated.individu_terbarui as kini on m.id = kini.id_individu
        left join wh.updated.individu_terpilih as usulan on m.id = usulan.id_individu
        left join wh.dasar.individu as lama on m.id = lama.id_individu
        order by m.jenis, m.variabel, m.penyedia nulls last, m.id
    """
    empty = dict.fromkeys(TO_FILL, "")
    return [
        {
            "koreksi": "",
            "record_key": "",
            "individu": row.pop("individu"),
            "variabel": row.pop("variabel"),
            **empty,
            **row,
        }
        for row in records(con, query)
    ]


def _variables(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The variables of the list that are columns of a person."""
    query = f"""
        select column_name from duckdb_columns()
        where
            database_name = 'wh' and schema_name = 'updated' and table_name = 'individu_terbarui'
            and column_name in (select variabel from {LIST})
        order by column_name
    """
    return [str(name) for (name,) in con.execute(query).fetchall()]


def _said(codes: dict[str, str], alias: str, names: list[str]) -> str:
    """SQL: the code of the kind of change, else the value of the variable the row is about."""
    cases = [f"when m.jenis = {quoted(kind)} then {quoted(code)}" for kind, code in codes.items()]
    cases += [
        f"when m.variabel = {quoted(name)} then cast({alias}.{name} as varchar)" for name in names
    ]
    return f"case {' '.join(cases)} end" if cases else "cast(null as varchar)"
