"""The truth of a synthetic twin, joined to the records of a home.

``truth/rekaman.parquet`` names the person behind every delivered row by provider, dataset, period
and the provider's own key; ``orang`` and ``orang_rilis`` say who that person is. No other part of
the system reads these files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.warehouse import quoted

TABLES = ("rekaman", "orang", "orang_rilis")
CUSTOMERS = "pelanggan_keluarga"
# records without a person, or at another row than the truth says: more is another twin's truth
MOST_UNKNOWN = 0.01

# The key of a record is the hash that the whole system uses (docs/architecture.md). A key that
# stands on several rows of one delivery (one NIK on two people) is told apart by its row.
_RECORDS_SQL = """
create or replace temp table rekaman_benar as
with di_rumah as (
    select i.rekaman_id, i.record_key, i.penyedia, i.dataset, i.nik, i._row_number, k.periode
    from wh.standardised.individu as i
    inner join wh.ledger.kiriman as k on i._delivery = k._delivery
),

kebenaran as (
    select
        id_orang, kesalahan, nomor_baris, periode,
        sha256(penyedia || '|' || dataset || '|' || kunci) as record_key
    from read_parquet({records})
),

dikenali as (
    select
        d.*, t.id_orang, t.kesalahan,
        t.nomor_baris = d._row_number as baris_cocok
    from di_rumah as d
    left join kebenaran as t on d.record_key = t.record_key and d.periode = t.periode
    qualify row_number() over (
        partition by d.rekaman_id
        order by coalesce(t.nomor_baris = d._row_number, false) desc, t.nomor_baris
    ) = 1
)

select
    d.rekaman_id, d.record_key, d.penyedia, d.nik, d.id_orang, d.baris_cocok,
    list_sort(list_filter(string_split(coalesce(d.kesalahan, ''), '|'), x -> x <> ''))
        as kesalahan,
    coalesce(p.id_individu, s.id_individu, d.record_key) as id_individu
from dikenali as d
left join wh.linkage.peta_individu as p on d.record_key = p.record_key and p.aktif
left join wh.linkage.peta_pendukung as s on d.record_key = s.record_key
"""

_PEOPLE_SQL = """
create or replace temp table orang_benar as
select id_orang, nik, nik_kedua from read_parquet({people})
"""


def file_of(folder: Path, table: str) -> str:
    """A truth table as an SQL string literal of its path."""
    return quoted(folder / f"{table}.parquet")


def check_folder(folder: Path) -> None:
    """Raises DtsenError E-KEBENARAN-TIADA naming what is not there."""
    missing = [name for name in TABLES if not (folder / f"{name}.parquet").is_file()]
    if missing:
        raise DtsenError("E-KEBENARAN-TIADA", path=folder, tables=", ".join(missing))


def load_truth(con: duckdb.DuckDBPyConnection, folder: Path, release: str) -> dict[str, Any]:
    """Make the temporary tables ``rekaman_benar`` and ``orang_benar``.

    ``rekaman_benar`` has one row per accepted person record in force (with or without a NIK):
    rekaman_id, record_key, penyedia, nik, id_orang, kesalahan (list of the errors made in it),
    id_individu (of a record that joined nobody: its own key). Gives ``rekaman`` and
    ``tanpa_kebenaran`` (records of no known person, which are left out). Raises DtsenError
    E-KEBENARAN-TIADA, and E-KEBENARAN-LAIN when the records, their rows or the release are not
    those of this truth.
    """
    check_folder(folder)
    con.execute(_RECORDS_SQL.format(records=file_of(folder, "rekaman")))
    con.execute(_PEOPLE_SQL.format(people=file_of(folder, "orang")))
    total, unknown, elsewhere = con.execute(
        "select count(*), count(*) filter (id_orang is null), "
        "count(*) filter (not baris_cocok) from rekaman_benar"
    ).fetchall()[0]
    releases = con.execute(
        f"select count(*) from read_parquet({file_of(folder, 'orang_rilis')}) where rilis = ?",
        [release],
    ).fetchall()[0][0]
    share = (unknown + elsewhere) / max(total, 1)
    if share > MOST_UNKNOWN or not releases:
        percent = "100" if not releases else f"{100 * share:.0f}"
        raise DtsenError("E-KEBENARAN-LAIN", path=folder, percent=percent)
    con.execute("delete from rekaman_benar where id_orang is null")
    return {"rekaman": total - unknown, "tanpa_kebenaran": unknown}
