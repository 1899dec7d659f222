"""What is told of a list as a whole: counts and shares, and the words of every reason."""

from __future__ import annotations

import csv
from typing import Any

import duckdb

from dagster_dtsen.matching.outcome import MATCH, TABLE
from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import records

# groups by what the list itself says
_GROUPS = """
select ciri, kelompok, count(*) as baris, count(*) filter (hasil = '{match}') as padan
from (
    select
        h.hasil,
        unnest(['jenis_kelamin', 'umur', 'provinsi', 'nik']) as ciri,
        unnest([
            coalesce(i.jenis_kelamin, '-'),
            case
                when i.tahun_lahir is null then '-'
                when extract(year from i.tanggal_acuan) - i.tahun_lahir < 18 then '0-17'
                when extract(year from i.tanggal_acuan) - i.tahun_lahir < 60 then '18-59'
                else '60+'
            end,
            coalesce(i.kode_provinsi_kemendagri, '-'),
            case when i.nik is null then 'tanpa' else 'ada' end
        ]) as kelompok
    from {table} as h
    inner join {listed} as i on h.rekaman_id = i.rekaman_id
)
group by ciri, kelompok
order by ciri, kelompok
"""


def meanings(settings: Settings) -> dict[str, dict[str, str]]:
    """Reason code → its row of the seed ``arti_hasil_padankan``, in the order of the seed."""
    path = settings.dbt_project_dir / "seeds" / "aturan" / "arti_hasil_padankan.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        return {row["sebab"]: row for row in csv.DictReader(handle)}


def summary(
    con: duckdb.DuckDBPyConnection, settings: Settings, listed: str, told: bool
) -> dict[str, Any]:
    """Counts of ``hasil_daftar``: in all, by reason with its words, by group.

    ``listed``: relation of the standardised rows. A group of fewer rows than ``sel_minimum`` shows
    no figures. ``told``: whether reasons are given.
    """
    rows, match, persons = con.execute(
        f"select count(*), count(*) filter (hasil = '{MATCH}'), count(distinct id_individu) "
        f"from {TABLE}"
    ).fetchall()[0]
    words = meanings(settings)
    reasons = records(
        con, f"select hasil, sebab, count(*) as jumlah from {TABLE} group by all order by all"
    )
    bands = records(
        con,
        f"select keyakinan, count(*) as jumlah from {TABLE} where hasil = '{MATCH}' "
        "group by all order by jumlah desc, keyakinan",
    )
    return {
        "baris": int(rows),
        "padan": int(match),
        "tidak_padan": int(rows) - int(match),
        "orang_padan": int(persons),
        "dirinci": told,
        "sebab": [
            row | {name: words[row["sebab"]][name] for name in ("arti_id", "arti_en", "saran_id")}
            for row in reasons
        ],
        "keyakinan": bands,
        "kelompok": [_guarded(row, settings.sel_minimum) for row in _groups(con, listed)],
    }


def _groups(con: duckdb.DuckDBPyConnection, listed: str) -> list[dict[str, Any]]:
    return records(con, _GROUPS.format(match=MATCH, table=TABLE, listed=listed))


def _guarded(row: dict[str, Any], least: int) -> dict[str, Any]:
    if row["baris"] < least:
        return row | {"baris": None, "padan": None, "andil": None}
    return row | {"andil": round(row["padan"] / row["baris"], 4)}
