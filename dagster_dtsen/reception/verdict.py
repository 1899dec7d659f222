"""The verdict on one delivery: what reception and the row rules say, in counts and numbers."""

from __future__ import annotations

import csv
from typing import Any

import duckdb

from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import records

Verdict = dict[str, Any]
ACCEPTED, IN_PART, REFUSED = "diterima", "diterima_sebagian", "ditolak"
# record numbers shown per reason, so that a clerk finds the rows; the return package has them all
_SHOWN = 5
_TOLD = ("pesan_id", "pesan_en", "saran_id", "saran_en", "pasal")


def refused(settings: Settings, code: str, detail: str) -> Verdict:
    """A delivery that goes back whole, with the message of its code."""
    path = settings.dbt_project_dir / "seeds" / "aturan" / "kode_alasan.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        told = next((row for row in csv.DictReader(handle) if row["kode"] == code), {})
    return {
        "keputusan": REFUSED,
        "kode_alasan": code,
        "rincian": detail,
        **{name: told.get(name) for name in _TOLD},
        "neraca": [],
        "alasan": [],
    }


def accepted(con: duckdb.DuckDBPyConnection) -> Verdict:
    """The only delivery of a working file whose row rules have run."""
    rows = records(
        con,
        "select dataset, jumlah_dibaca as dibaca, jumlah_diterima as diterima, "
        "jumlah_dikembalikan as dikembalikan from reception.hitungan_kiriman order by dataset",
    )
    returned = any(row["dikembalikan"] for row in rows)
    return {
        "keputusan": IN_PART if returned else ACCEPTED,
        "kode_alasan": None,
        "rincian": None,
        "neraca": rows,
        "alasan": _reasons(con),
    }


def _reasons(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    return records(
        con,
        f"""
        select p.dataset, p.kode_alasan, p.tindakan, count(*) as jumlah,
            list_slice(list(p._row_number order by p._row_number)
                filter (p._row_number is not null), 1, {_SHOWN}) as nomor_rekaman,
            list_slice(list(p.nomor_baris_rusak order by p.nomor_baris_rusak)
                filter (p.nomor_baris_rusak is not null), 1, {_SHOWN}) as nomor_baris_rusak,
            {", ".join(f"any_value(p.{name}) as {name}" for name in _TOLD)}
        from reception.pengembalian as p
        group by p.dataset, p.kode_alasan, p.tindakan
        order by p.dataset, p.tindakan desc, p.kode_alasan
        """,
    )
