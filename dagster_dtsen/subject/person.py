"""The whole answer about a person, as one document."""

from __future__ import annotations

from typing import Any

from dagster_dtsen.subject import events, held, lost, masks, rights, verdict
from dagster_dtsen.subject.ask import PERSON, Place, Question
from dagster_dtsen.subject.masks import Others
from dagster_dtsen.subject.words import coded, said

SHAPE = "dtsen-subjek/1"
OTHER_PERSON, OTHER_FAMILY = "individu lain", "keluarga lain"
RECORDED = ("verdik_individu", "koreksi", "perubahan_individu", "aturan_pembaruan")
_WHERE = "id_individu = $id"


def known(ask: Question, place: Place, identity: str) -> bool:
    """Whether a release knows a person at all: in it, left out of it, or gone into another id."""
    if any(
        place.rows(ask.con, name, _WHERE, id=identity)
        for name in ("individu", "dikeluarkan", "verdik_individu", "peta_individu")
    ):
        return True
    return bool(place.rows(ask.con, "silang_individu", "id_individu_lama = $id", id=identity))


def _release(ask: Question, place: Place, identity: str) -> dict[str, Any]:
    told = verdict.find(ask, place, identity)
    within = place.rows(ask.con, "individu", _WHERE, id=identity)
    out = place.rows(ask.con, "dikeluarkan", _WHERE, id=identity)
    return {
        "rilis": place.release,
        "terbit": place.published,
        "dalam_rilis": bool(within),
        "id_keluarga": within[0]["id_keluarga"] if within else None,
        "verdik_nik": verdict.words(ask, told.get("verdik_nik")),
        "verdik_no_kk": verdict.words(ask, told.get("verdik_no_kk")),
        "alasan_dikeluarkan": verdict.words(ask, out[0]["alasan"]) if out else None,
    }


def _others(ask: Question, family: str | None, identity: str) -> list[dict[str, Any]]:
    """Other members of the family: role alone."""
    rows = ask.rows("anggota_keluarga", "id_keluarga = $id", id=family) if family else []
    others = sorted(
        (row for row in rows if row["id_individu"] != identity),
        key=lambda r: (not r["kepala_keluarga"], str(r["status_hubungan_keluarga"])),
    )
    return [
        {
            "sebutan": f"anggota lain {place}",
            "hubungan": relation(ask, row["status_hubungan_keluarga"]),
            "kepala_keluarga": bool(row["kepala_keluarga"]),
        }
        for place, row in enumerate(others, 1)
    ]


def relation(ask: Question, code: object) -> dict[str, Any] | None:
    """A relation to the head of the family in words."""
    if code is None:
        return None
    words = ask.book.codes.get(("status_hubungan_keluarga", str(code)), [str(code), str(code)])
    return {"kode": str(code), "kata": words}


def explain(
    ask: Question,
    identity: str,
    linked: dict[str, Any],
    log: rights.Told,
    handed: dict[str, int],
) -> dict[str, Any]:
    """The answer; ``linked``: what the linkage tells of the id, ``log``: rows of the logs.

    ``handed``: how many agencies' lists were answered from the release asked for, and packages of
    it let go (``daftar_dijawab``, ``paket_dilepas``).
    """
    people = Others({identity, *linked["penerus"]}, OTHER_PERSON)
    releases = [_release(ask, place, identity) for place in ask.places]
    own = {row["id_keluarga"] for row in releases if row["id_keluarga"]} | {linked["id_keluarga"]}
    families = Others({name for name in own if name}, OTHER_FAMILY)
    kept = held.hold(ask, ask.at, identity)
    family = next((row["id_keluarga"] for row in releases if row["rilis"] == ask.at.release), None)
    note = None
    if not kept.row:
        note = said("tanpa_nilai")
    elif kept.unpublished:
        note = said("dari_kerja")
    return {
        "bentuk": SHAPE,
        "objek": PERSON,
        "rilis": ask.at.release,
        "terbit": ask.at.published,
        "nilai_ditampilkan": ask.values,
        "tidak_tercatat": [name for name in RECORDED if name not in ask.at.tables],
        "siapa": {
            "id_individu": identity,
            "keadaan": coded("keadaan", linked["keadaan"]),
            "penerus": linked["penerus"],
            "id_keluarga": family,
            "anggota_lain": _others(ask, family, identity),
            "rilis": releases,
        },
        "catatan_dipegang": note,
        "dipegang": held.lines(ask, kept, identity),
        "kalah": lost.of_person(ask, kept, identity),
        "validasi": verdict.told(ask, ask.at, identity),
        "koreksi": rights.corrections(ask, log["koreksi"]),
        "permohonan": rights.requests(log["permohonan"]),
        "pembatasan": rights.restrictions(log["pembatasan"]),
        "peristiwa": {
            "penautan": events.linkage(linked["peristiwa"], people),
            "hidup": [e for place in ask.places for e in events.lives(ask, place, identity)],
            "keluarga": [
                event
                for place in ask.places
                for event in events.moves(ask, place, identity, people, families)
            ],
            "perubahan": [e for place in ask.places for e in events.changes(ask, place, identity)],
        },
        "pemadanan": masks.linkage(linked, people),
        "peringkat": [
            events.rank(ask, place, row["id_keluarga"])
            for place, row in zip(ask.places, releases, strict=True)
        ],
        "penyerahan": {"per_orang": False, "kata": said("penyerahan")} | handed,
    }
