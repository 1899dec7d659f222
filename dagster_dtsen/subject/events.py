"""What happened: lives, families, values and ranks, release by release."""

from __future__ import annotations

from typing import Any

from dagster_dtsen.subject import rules
from dagster_dtsen.subject.ask import PERSON, Place, Question, text
from dagster_dtsen.subject.masks import Others
from dagster_dtsen.subject.rules import Policy
from dagster_dtsen.subject.words import coded, said


def _base(place: Place) -> dict[str, Any]:
    return {"rilis": place.release, "terbit": place.published}


def lives(ask: Question, place: Place, identity: str) -> list[dict[str, Any]]:
    """Life events of a person."""
    rows = place.rows(ask.con, "peristiwa_hidup", "id_individu = $id", id=identity)
    return [
        _base(place)
        | {
            "peristiwa": coded("hidup", row["peristiwa"]),
            "tanggal": text(row["tanggal"]),
            "belum_tercatat": bool(row["belum_tercatat"]),
        }
        for row in sorted(rows, key=lambda r: str(r["peristiwa"]))
    ]


def changes(ask: Question, place: Place, identity: str) -> list[dict[str, Any]]:
    """Values that became otherwise, with the case and the rule."""
    rows = place.rows(ask.con, "perubahan_individu", "id_individu = $id", id=identity)
    policy = Policy.of(ask, place) if rows else None
    return [
        _base(place)
        | {
            "variabel": row["variabel"],
            "label": ask.book.label(PERSON, row["variabel"]),
            "perubahan": coded("perubahan", row["perubahan"]),
            "ditahan": bool(row["ditahan"]),
            "aturan": rules.told(policy.by_id(row["id_aturan"]), row["id_aturan"])
            if policy and row["id_aturan"] is not None
            else None,
        }
        for row in sorted(rows, key=lambda r: str(r["variabel"]))
    ]


def moves(
    ask: Question, place: Place, identity: str, people: Others, families: Others
) -> list[dict[str, Any]]:
    """A person between families, and a person's role in one; others have no id."""
    where = "id_individu = $id or id_individu_lain = $id"
    rows = place.rows(ask.con, "peristiwa_relasi", where, id=identity)
    return [_move(place, row, people, families) for row in _ordered(rows)]


def of_family(
    ask: Question, place: Place, identity: str, people: Others, families: Others
) -> list[dict[str, Any]]:
    """What became of a family, and who joined or left it; people and other families have no id."""
    where = "id_keluarga = $id or id_keluarga_lain = $id"
    told = [
        _base(place)
        | {
            "peristiwa": coded("relasi", row["peristiwa"]),
            "id_keluarga": families(row["id_keluarga"]),
            "id_keluarga_lain": families(row["id_keluarga_lain"]),
            "jumlah_anggota": row["jumlah_anggota"],
            "sebab": coded("sebab_keluarga", row["sebab"]),
        }
        for row in _ordered(place.rows(ask.con, "peristiwa_keluarga", where, id=identity))
    ]
    rows = place.rows(ask.con, "peristiwa_relasi", "id_keluarga = $id", id=identity)
    return told + [_move(place, row, people, families) for row in _ordered(rows)]


def _ordered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    keys = ("peristiwa", "id_keluarga", "id_individu", "id_keluarga_lain")
    return sorted(rows, key=lambda r: [str(r.get(key)) for key in keys])


def _move(place: Place, row: dict[str, Any], people: Others, families: Others) -> dict[str, Any]:
    return _base(place) | {
        "peristiwa": coded("relasi", row["peristiwa"]),
        "id_keluarga": families(row["id_keluarga"]),
        "id_keluarga_lain": families(row["id_keluarga_lain"]),
        "orang": people(row["id_individu"]),
        "orang_lain": people(row["id_individu_lain"]),
        "sebab": coded("sebab_keluarga", row["sebab"]),
    }


def linkage(found: list[dict[str, Any]], people: Others) -> list[dict[str, Any]]:
    """Events of ids as the linkage tells them.

    The other id of a merger is the same person; that of a split is somebody else.
    """
    told = []
    for event in found:
        other = event["id_individu_lain"]
        own = event["peristiwa"] == "gabung"
        told.append(
            {
                "rilis": event["rilis"],
                "terbit": event["terbit"],
                "peristiwa": event["peristiwa"],
                "id_individu": event["id_individu"] if own else people(event["id_individu"]),
                "id_individu_lain": other if own else people(other),
                "jumlah_rekaman": event["jumlah_rekaman"],
                "sebab": event["sebab"],
                "berpindah": [
                    {"dari": people(move["dari"]), "ke": people(move["ke"])}
                    for move in event["berpindah"]
                ],
            }
        )
    return told


def rank(ask: Question, place: Place, family: str | None) -> dict[str, Any]:
    """The rank of a family in a release: decile, or why there is none."""
    name = "fct_peringkat_kesejahteraan"
    known = name in place.tables
    rows = place.rows(ask.con, name, "id_keluarga = $id", id=family) if family else []
    row = rows[0] if rows else {}
    return _base(place) | {
        "id_keluarga": family,
        "desil_nasional": row.get("desil_nasional"),
        "status": coded("peringkat", row.get("status_peringkat")),
        "alasan_tanpa_peringkat": coded("peringkat", row.get("alasan_tanpa_peringkat")),
        "catatan": None if known else said("tidak_tercatat"),
    }
