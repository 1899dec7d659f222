"""Corrections, requests and restrictions of a person, as the logs tell them; stewards unnamed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dagster_dtsen.subject.ask import Question, Row
from dagster_dtsen.subject.words import coded

Told = Mapping[str, list[Row]]  # koreksi, permohonan, pembatasan → rows of the logs


def corrections(ask: Question, rows: list[Row]) -> list[dict[str, Any]]:
    """Corrections with their state today, and what became of them in the release asked for."""
    names = [row["id_koreksi"] for row in rows]
    where = "id_koreksi in (select unnest($names))"
    found = ask.rows("koreksi", where, names=names) if names else []
    state = {(row["id_koreksi"], row["variabel"]): row["status"] for row in found}
    told = []
    for row in rows:
        for name in row["variabel"]:
            in_release = state.get((row["id_koreksi"], name))
            line: dict[str, Any] = {
                "id_koreksi": row["id_koreksi"],
                "objek": row["objek"],
                "variabel": name,
                "label": ask.book.label(row["objek"], name),
                "tanggal": row["tanggal"],
                "berlaku_sampai": row["berlaku_sampai"],
                "asal": coded("asal", row["asal"]),
                "berbukti": row["bukti"] is not None,
                "terkunci": bool(row["kunci"]),
                "keadaan": coded("keadaan_koreksi", row["keadaan"]),
                "dalam_rilis": coded("keadaan_koreksi", in_release),
                "permohonan": row["permohonan"],
            }
            if ask.values and row["objek"] == "individu" and name not in ("nik", "no_kk"):
                line["nilai"] = row.get("nilai", {}).get(name)
            told.append(line)
    return told


def requests(rows: list[Row]) -> list[dict[str, Any]]:
    """Requests with their clock."""
    names = ("id_permohonan", "diterima_pada", "tenggat", "diputus_pada", "putusan")
    more = ("diberitahukan_pada", "jam_terpakai", "koreksi")
    return [
        {name: row[name] for name in (*names, *more)}
        | {
            "hak": coded("hak", row["hak"]),
            "keadaan": coded("keadaan_permohonan", row["keadaan"]),
        }
        for row in rows
    ]


def restrictions(rows: list[Row]) -> list[dict[str, Any]]:
    """Restrictions with their state today."""
    names = ("id_pembatasan", "tanggal", "berlaku_sampai", "permohonan")
    return [
        {name: row[name] for name in names} | {"keadaan": coded("keadaan_koreksi", row["keadaan"])}
        for row in rows
    ]
