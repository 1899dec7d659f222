"""Validation: what the population register answered, and why somebody is left out."""

from __future__ import annotations

from typing import Any

from dagster_dtsen.subject.ask import Place, Question, Row, text
from dagster_dtsen.subject.words import coded, said

_VALID = {"verdik_nik": "sesuai", "verdik_no_kk": "kk_sesuai"}


def find(ask: Question, place: Place, identity: str) -> Row:
    """The verdict of a release; of older code it is known of those left out and of those within."""
    where = "id_individu = $id"
    for name in ("verdik_individu", "dikeluarkan"):
        found = place.rows(ask.con, name, where, id=identity)
        if found:
            return found[0]
    within = place.rows(ask.con, "individu", where, id=identity)
    return dict(_VALID) if within else {}


def is_valid(ask: Question, code: object) -> bool:
    return bool(ask.book.verdicts.get(str(code), {}).get("sah"))


def words(ask: Question, code: object) -> dict[str, Any] | None:
    """A verdict with its label, message and advice."""
    if code is None:
        return None
    row = ask.book.verdicts.get(str(code), {})

    def pair(name: str) -> list[str]:
        return [str(row.get(f"{name}_id") or ""), str(row.get(f"{name}_en") or "")]

    known = bool(row)
    return {
        "kode": str(code),
        "sah": bool(row.get("sah")),
        "label": pair("label") if known else [str(code), str(code)],
        "pesan": pair("pesan"),
        "saran": pair("saran"),
    }


def told(ask: Question, place: Place, identity: str) -> dict[str, Any]:
    """The validation of one person in one release."""
    row = find(ask, place, identity)
    out = place.rows(ask.con, "dikeluarkan", "id_individu = $id", id=identity)
    within = place.rows(ask.con, "individu", "id_individu = $id", id=identity)
    answered = {"ditanya": text(row.get("ditanya")), "dijawab": text(row.get("dijawab"))}
    asked = "asal_tanggapan" in row
    return {
        "dalam_rilis": bool(within),
        "nik": words(ask, row.get("verdik_nik")),
        "no_kk": words(ask, row.get("verdik_no_kk")),
        "alasan_dikeluarkan": words(ask, out[0]["alasan"]) if out else None,
        "tanggapan": answered | {"asal": coded("asal", row["asal_tanggapan"])} if asked else None,
        "catatan": None if asked else said("tidak_tercatat"),
    }
