"""Questions to the population register's matching service: how many per verdict, and the file.

An answer of the service names the question, so one about the same NIK, card, name and birth date
is asked once: whoever holds something else since is asked anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen.warehouse import quoted, records

QUESTIONS = "wh.validated.pertanyaan_dukcapil"
COLUMNS = ("id_tanya", "nik", "no_kk", "nama", "tanggal_lahir")
_VALID = "(select verdik from wh.aturan.aturan_validasi where perihal = 'nik' and sah)"
_ASKED = f"""
    from {QUESTIONS} as q
    inner join wh.validated.verdik_nik as v on q.id_individu = v.id_individu
"""
_OPEN = f"where v.verdik_nik not in {_VALID}"


def counts(con: duckdb.DuckDBPyConnection, *, everybody: bool) -> list[dict[str, Any]]:
    """``verdik`` of the release, ``asal`` of its answer (None: none in force yet), ``jumlah``."""
    query = f"""
        select
            v.verdik_nik as verdik, v.asal_tanggapan as asal, count(distinct q.id_tanya) as jumlah
        {_ASKED} {"" if everybody else _OPEN}
        group by all order by jumlah desc, verdik, asal nulls last
    """
    return records(con, query)


def write(con: duckdb.DuckDBPyConnection, file: Path, *, everybody: bool) -> int:
    """Write the questions (UTF-8, comma) into the existing ``file``, in their order; how many.

    One that two persons share stands once. It holds values of persons.
    """
    query = f"""
        select distinct {", ".join(f"q.{name}" for name in COLUMNS)}
        {_ASKED} {"" if everybody else _OPEN} order by q.id_tanya
    """
    options = "format csv, header true, use_tmp_file false"
    found = con.execute(f"copy ({query}) to {quoted(file)} ({options})").fetchall()
    return int(found[0][0])
