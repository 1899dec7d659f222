"""The profile of a delivery as a page: plots of counts, values only where many records agree."""

from __future__ import annotations

from typing import Any

import duckdb

from dagster_dtsen.reception.returns.content import Told
from dagster_dtsen.reception.returns.words import number, percent
from dagster_dtsen.warehouse import records

# drift worth a look
_DRIFT = 0.1
_TOP = 8
_COLUMNS = """
select * exclude (penyedia, _delivery) from reception.profil_kiriman
where _delivery = $1 order by dataset, urutan
"""
# what too few records hold, and what is not among the most frequent, is one rest
_VALUES = """
with urut as (
    select *, row_number() over (partition by dataset, kolom order by jumlah desc, nilai) as tempat
    from ledger.profil_nilai where _delivery = $1
)
select
    dataset, kolom, case when urut.jumlah >= $2 and tempat <= $3 then nilai end as tampil,
    sum(urut.jumlah)::bigint as jumlah
from urut group by dataset, kolom, tampil
order by dataset, kolom, tampil is null, 4 desc, tampil
"""
_CLASSES = (
    ("jumlah_angka", "angka", "#2f6f9f"),
    ("jumlah_huruf", "huruf", "#8fbf9f"),
    ("jumlah_campuran", "campuran", "#e0b04a"),
)


def page(con: duckdb.DuckDBPyConnection, head: Told, smallest: int) -> dict[str, Any]:
    """Everything the template shows of one delivery, ready to print.

    No value held by fewer than ``smallest`` records is shown.
    """
    delivery = head["kiriman"]
    values: dict[tuple[str, str], list[Told]] = {}
    for row in records(con, _VALUES, [delivery, smallest, _TOP]):
        values.setdefault((row["dataset"], row["kolom"]), []).append(row)
    found: dict[str, dict[str, Any]] = {}
    for row in records(con, _COLUMNS, [delivery]):
        part = found.setdefault(row["dataset"], {"nama": row["dataset"], "kolom": []})
        if row["urutan"]:
            part["kolom"].append(_column(row, values.get((row["dataset"], row["kolom"]), [])))
        else:
            part["rekaman"] = number(row["jumlah_rekaman"])
            part["kembar"] = number(row["jumlah_kembar"])
            part["lalu"] = number(row["jumlah_rekaman_lalu"]) if row["periode_lalu"] else None
            part["periode_lalu"] = row["periode_lalu"]
    return {
        "kiriman": delivery,
        "lembaga": head["lembaga"] or head["penyedia"],
        "terkecil": smallest,
        "dataset": list(found.values()),
    }


def _column(row: Told, values: list[Told]) -> dict[str, Any]:
    filled, records = row["jumlah_terisi"], row["jumlah_rekaman"]
    before = row["andil_terisi_lalu"]
    drift = max(float(row["pergeseran_bentuk"] or 0), float(row["pergeseran_nilai"] or 0))
    shapes = [
        {"nama": name, "warna": colour, "andil": row[key] / records if records else 0.0}
        for key, name, colour in _CLASSES
    ]
    return {
        "nama": row["kolom"],
        "terisi": percent(filled, records),
        "lalu": None if before is None else float(before),
        "bentuk": shapes,
        "unik": number(row["jumlah_unik"]),
        "panjang": _lengths(row),
        "lazim": percent(round(float(row["andil_panjang_lazim"]) * filled), filled)
        if filled
        else "–",
        "spasi": number(row["jumlah_spasi_tepi"]) if row["jumlah_spasi_tepi"] else "",
        "geser": "" if before is None else f"{100 * drift:.1f}%".replace(".", ","),
        "menonjol": drift >= _DRIFT,
        "nilai": [
            {
                "nama": item["tampil"] or "lainnya / others",
                "persen": percent(item["jumlah"], filled),
                "andil": item["jumlah"] / filled,
            }
            for item in values
        ],
    }


def _lengths(row: Told) -> str:
    low, high = row["panjang_min"], row["panjang_maks"]
    if low is None:
        return "–"
    return str(low) if low == high else f"{low}–{high}"
