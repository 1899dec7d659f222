"""The whole answer about a family, as one document; of its members only roles and their number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dagster_dtsen.subject import events, held, lost, rights, rules
from dagster_dtsen.subject.ask import FAMILY, PERSON, Place, Question, Row, Variable, text
from dagster_dtsen.subject.held import Origin, source
from dagster_dtsen.subject.masks import Others
from dagster_dtsen.subject.person import (
    OTHER_FAMILY,
    OTHER_PERSON,
    RECORDED,
    SHAPE,
    relation,
)
from dagster_dtsen.subject.rules import Deliveries, Policy
from dagster_dtsen.subject.words import said

HEAD, MAKEUP = "id_individu_kepala", "susunan"
_WHERE = "id_keluarga = $id"
_OF_HEAD = ("no_kk", "alamat", "rt", "rw")  # and regions
_USED = "1"


@dataclass(frozen=True)
class House:
    """What the release asked for holds of a family."""

    row: Row
    records: list[Row]
    fixes: dict[str, Row]
    head: held.Held | None
    worked: Row
    policy: Policy
    deliveries: Deliveries


def known(ask: Question, place: Place, identity: str) -> bool:
    """Whether a release knows a family at all."""
    if any(
        place.rows(ask.con, name, _WHERE, id=identity) for name in ("keluarga", "peta_keluarga")
    ):
        return True
    return bool(place.rows(ask.con, "silang_keluarga", "id_keluarga_lama = $id", id=identity))


def _house(ask: Question, identity: str) -> House:
    found = ask.rows("keluarga", _WHERE, id=identity)
    row = found[0] if found else {}
    records = ask.rows("asal_keluarga", _WHERE, id=identity)
    records.sort(key=lambda r: (str(r["penyedia"]), str(r["record_key"])))
    worked = ask.work("keluarga_terbarui", _WHERE, id=identity)
    return House(
        row,
        records,
        held.corrections(ask, ask.at, FAMILY, identity),
        held.hold(ask, ask.at, str(row[HEAD])) if row else None,
        worked[0] if worked else {},
        Policy.of(ask, ask.at),
        Deliveries(ask, records),
    )


def _origin(ask: Question, house: House, variable: Variable) -> Origin:
    """Where the value of a family's variable comes from, and the rule that chose it."""
    fix = house.fixes.get(variable.name)
    if fix:
        return held.corrected(ask, fix)
    if variable.name in _OF_HEAD or variable.name.endswith("_kemendagri"):
        return _of_head(ask, house, variable)
    if not variable.block:
        return source("turunan"), None
    if variable.place:
        used = [r for r in house.records if r["butir_terpakai"][variable.place - 1] == _USED]
        return _of_record(house, variable, used[0] if used else None)
    asked = f"urut_{variable.block}"
    rows = sorted((r for r in house.records if r[asked]), key=lambda r: int(r[asked]))
    if house.row.get(variable.name) is None or not rows:
        return source("tiada"), None
    exact = [row for row in rows if row.get(f"{variable.name}__dipakai")]
    if not exact:
        # a release of before these columns: the working file may still know
        seat = house.worked.get(f"{variable.name}__sumber")
        exact = [row for row in rows if seat and row[asked] == seat]
    told, rule = _of_record(house, variable, (exact or rows)[0])
    if not exact and len(rows) > 1:
        told["catatan"] = said("tidak_pasti")
    return told, rule


def _of_record(house: House, variable: Variable, row: Row | None) -> Origin:
    if row is None:
        return source("tiada"), None
    rule = house.policy.find(FAMILY, variable.block, row["penyedia"])
    seat = row[f"urut_{variable.block}"]
    return source("rekaman", urut=seat, **house.deliveries.told(row)), rules.told(rule)


def _of_head(ask: Question, house: House, variable: Variable) -> Origin:
    """Card and address are those of the head."""
    if house.head is None:
        return source("tak_tercatat"), None
    same = [row for row in ask.book.of(PERSON) if row.name == variable.name]
    told, rule = held.origin(ask, house.head, str(house.row[HEAD]), same[0])
    return told | {"lewat": said("lewat", "kepala_keluarga")}, rule


def _lines(ask: Question, house: House) -> list[dict[str, Any]]:
    told = []
    for variable in ask.book.of(FAMILY):
        if variable.name in ("id_keluarga", "status_butir") or variable.name not in house.row:
            continue
        value = text(house.row[variable.name])
        if variable.name == HEAD and value:
            value = "anggota 1"
        line = held.line(ask, variable, house.row, value, _origin(ask, house, variable))
        told.append(line | {"blok": variable.block or MAKEUP})
    return told


def _lost(ask: Question, house: House, identity: str) -> dict[str, Any]:
    """Losing answers, from the working file; else the records that stood then."""
    records = [house.deliveries.told(row) for row in house.records]
    rows = _records(ask, identity)
    if not rows:
        return {"tersedia": False, "kata": said("kalah_tiada"), "baris": [], "rekaman": records}
    policy, known_, lines = Policy.of(ask, ask.working), Deliveries(ask, rows), []
    used = {row["record_key"]: row["butir_terpakai"] for row in house.records}
    for variable in ask.book.of(FAMILY):
        if not variable.place or not house.row:
            continue
        at = variable.place - 1
        winner = next(
            (r for r in rows if used.get(r["record_key"], "")[at : at + 1] == _USED), None
        )
        seat = held.CORRECTED if variable.name in house.fixes else None
        kept = text(house.row.get(variable.name))
        for row in rows:
            value = text(row.get(variable.name))
            if value is None or value == kept:
                continue
            code = lost.reason(policy, FAMILY, variable.block, row, winner, seat)
            if code:
                lines.append(lost.told(ask, variable, row, code, value, known_))
    return {"tersedia": True, "kata": said("kalah_kepala"), "baris": lines, "rekaman": records}


def _records(ask: Question, identity: str) -> list[Row]:
    rows = ask.work("padan_keluarga", _WHERE, id=identity)
    keys = sorted(str(row["record_key"]) for row in rows)
    where = "record_key in (select unnest($keys))"
    answers = {r["record_key"]: r for r in ask.work("butir_keluarga", where, keys=keys)}
    shares = {r["record_key"]: r for r in ask.work("tautan_keluarga", _WHERE, id=identity)}
    found = [answers.get(r["record_key"], {}) | shares.get(r["record_key"], {}) | r for r in rows]
    return sorted(found, key=lambda r: (str(r["penyedia"]), str(r["record_key"])))


def _members(ask: Question, identity: str) -> list[dict[str, Any]]:
    rows = ask.rows("anggota_keluarga", _WHERE, id=identity)
    rows.sort(key=lambda r: (not r["kepala_keluarga"], str(r["status_hubungan_keluarga"])))
    return [
        {
            "sebutan": f"anggota {place}",
            "hubungan": relation(ask, row["status_hubungan_keluarga"]),
            "kepala_keluarga": bool(row["kepala_keluarga"]),
        }
        for place, row in enumerate(rows, 1)
    ]


def explain(
    ask: Question, identity: str, log: rights.Told, handed: dict[str, int]
) -> dict[str, Any]:
    """The answer; ``log``: rows of the logs, ``handed``: as in :func:`person.explain`."""
    house = _house(ask, identity)
    people, families = Others((), OTHER_PERSON), Others({identity}, OTHER_FAMILY)
    members = _members(ask, identity)
    map_ = ask.rows("peta_keluarga", "id_keluarga = $id and aktif", id=identity)
    releases = []
    for place in ask.places:
        rows = place.rows(ask.con, "keluarga", _WHERE, id=identity)
        size = rows[0]["jumlah_anggota_keluarga"] if rows else None
        releases.append(
            {
                "rilis": place.release,
                "terbit": place.published,
                "dalam_rilis": bool(rows),
                "jumlah_anggota": size,
            }
        )
    return {
        "bentuk": SHAPE,
        "objek": FAMILY,
        "rilis": ask.at.release,
        "terbit": ask.at.published,
        "nilai_ditampilkan": ask.values,
        "tidak_tercatat": [name for name in RECORDED if name not in ask.at.tables],
        "siapa": {
            "id_keluarga": identity,
            "anggota": members,
            "anggota_dikeluarkan": max(0, len(map_) - len(members)),
            "rilis": releases,
        },
        "catatan_dipegang": None if house.row else said("tanpa_nilai"),
        "dipegang": _lines(ask, house),
        "kalah": _lost(ask, house, identity),
        "koreksi": rights.corrections(ask, log["koreksi"]),
        "peristiwa": {
            "keluarga": [
                event
                for place in ask.places
                for event in events.of_family(ask, place, identity, people, families)
            ]
        },
        "peringkat": [
            events.rank(ask, place, identity if row["dalam_rilis"] else None)
            for place, row in zip(ask.places, releases, strict=True)
        ],
        "penyerahan": {"per_orang": False, "kata": said("penyerahan")} | handed,
    }
