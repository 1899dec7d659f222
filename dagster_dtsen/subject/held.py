"""What a release holds of a person, and of every value where it comes from and by which rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dagster_dtsen.subject import rules, verdict
from dagster_dtsen.subject.ask import PERSON, Place, Question, Row, Variable, text
from dagster_dtsen.subject.masks import NUMBERS, number
from dagster_dtsen.subject.rules import Deliveries, Policy
from dagster_dtsen.subject.words import said

CORRECTED, WAITING = 0, -1
_DESA, _TIERS = "kode_desa_kemendagri", ("kecamatan", "kabupaten_kota", "provinsi")
Origin = tuple[dict[str, Any], dict[str, Any] | None]  # source and rule


@dataclass(frozen=True)
class Held:
    """``row``: values and places of their sources; empty when the release holds none.

    ``unpublished``: the values stand in the working file alone. ``fixes``: variable → correction.
    """

    place: Place
    row: Row
    records: list[Row]
    fixes: dict[str, Row]
    unpublished: bool
    policy: Policy
    deliveries: Deliveries
    own: dict[str, str] = field(default_factory=dict)


def corrections(ask: Question, place: Place, entity: str, identity: str) -> dict[str, Row]:
    """Corrections that apply in a release, by variable; a desa brings its regions along."""
    where = "objek = $entity and id = $id and status = 'diterapkan'"
    rows = place.rows(ask.con, "koreksi", where, entity=entity, id=identity)
    found = {str(row["variabel"]): row for row in rows}
    if entity == PERSON and _DESA in found:
        found |= {f"kode_{tier}_kemendagri": found[_DESA] for tier in _TIERS}
    return found


def hold(ask: Question, place: Place, identity: str) -> Held:
    """What a release has of a person."""
    where = "id_individu = $id"
    found = place.rows(ask.con, "individu", where, id=identity)
    origins = place.rows(ask.con, "asal_individu", where, id=identity) if found else []
    unpublished = False
    if not found and place is ask.at:
        found = ask.work("individu_terbarui", where, id=identity)
        origins = ask.work("butir_individu_terbarui", where, id=identity)
        unpublished = bool(found)
    rows = place.rows(ask.con, "rekaman", where, id=identity)
    row = (origins[0] if origins else {}) | (found[0] if found else {})
    valid = dict.fromkeys(NUMBERS, True) if not unpublished else _valid(ask, place, identity)
    own = {name: str(row[name]) for name in NUMBERS if row.get(name) and valid[name]}
    return Held(
        place,
        row,
        sorted(rows, key=lambda r: (str(r["penyedia"]), str(r["dataset"]), str(r["record_key"]))),
        corrections(ask, place, PERSON, identity),
        unpublished,
        Policy.of(ask, place),
        Deliveries(ask, rows),
        own,
    )


def _valid(ask: Question, place: Place, identity: str) -> dict[str, bool]:
    """Which numbers of a person who is left out are surely the person's own."""
    told = verdict.find(ask, place, identity)
    nik = verdict.is_valid(ask, told.get("verdik_nik"))
    return {"nik": nik, "no_kk": nik and verdict.is_valid(ask, told.get("verdik_no_kk"))}


def shown(held: Held, variable: str, value: object) -> str | None:
    """A value as it may be shown: a number that is not surely the person's own is masked.

    Those of a release are the person's own: nobody enters without a valid NIK and card.
    """
    told = text(value)
    if told and variable in NUMBERS and held.own.get(variable) != told:
        return number(told)
    return told


def source(kind: str, **more: Any) -> dict[str, Any]:
    return {"jenis": kind, "kata": said("jenis", kind), **more}


def corrected(ask: Question, fix: Row) -> Origin:
    told = {"id_koreksi": fix["id_koreksi"], "tanggal_acuan": text(fix["tanggal"])}
    return source("koreksi", **told), rules.of_correction(ask, fix)


def origin(ask: Question, held: Held, identity: str, variable: Variable) -> Origin:
    """Where the value of a person's variable comes from, and the rule that chose it."""
    fix = held.fixes.get(variable.name)
    if variable.place:
        seat = CORRECTED if fix else held.row.get(f"{variable.block}__sumber")
    else:
        seat = held.row.get(f"{variable.name}__sumber")
    if seat == CORRECTED and fix:
        return corrected(ask, fix)
    if seat == WAITING:
        return _waiting(ask, held, identity, variable)
    if seat is None:
        return source("tiada"), None
    for row in held.records:
        if row.get(f"urut_{variable.block}") == seat:
            rule = held.policy.find(PERSON, variable.block, row["penyedia"])
            told = source("rekaman", urut=seat, **held.deliveries.told(row))
            return told, rules.told(rule)
    return source("tak_tercatat"), None


def _waiting(ask: Question, held: Held, identity: str, variable: Variable) -> Origin:
    """The source in the release that the value stays from, and the rule that holds the change."""
    where = "id_individu = $id and variabel = $variabel and ditahan"
    found = held.place.rows(
        ask.con, "perubahan_individu", where, id=identity, variabel=variable.name
    )
    identity_of_rule = found[0]["id_aturan"] if found else None
    rule = rules.told(held.policy.by_id(identity_of_rule), identity_of_rule)
    for place in ask.before(held.place):
        older = hold(ask, place, identity)
        if older.row:
            base, _ = origin(ask, older, identity, variable)
            kept = {key: value for key, value in base.items() if key not in ("jenis", "kata")}
            return source("dasar", **({"rilis": place.release} | kept)), rule
    return source("dasar"), rule


def state(ask: Question, variable: Variable, row: Row) -> dict[str, Any] | None:
    """Whether an item was asked and answered; None for what is no item."""
    if not variable.place:
        return None
    letters = row.get("status_butir")
    letter = str(letters)[variable.place - 1] if letters else "-"
    words = ask.book.codes.get(("status_butir", letter), [letter, letter])
    return {"kode": letter, "kata": words}


def line(
    ask: Question, variable: Variable, row: Row, value: str | None, origin: Origin
) -> dict[str, Any]:
    """One variable of the answer."""
    told: dict[str, Any] = {
        "variabel": variable.name,
        "label": variable.label,
        "blok": variable.block,
        "butir": variable.item or None,
        "keadaan": state(ask, variable, row),
        "terisi": value is not None,
        "sumber": origin[0],
        "aturan": origin[1],
    }
    if ask.values:
        told["nilai"] = value
        told["arti"] = ask.book.meaning(variable, value) if value is not None else None
    return told


def lines(ask: Question, held: Held, identity: str) -> list[dict[str, Any]]:
    """Every variable of the dictionary that records or questionnaires give."""
    told = []
    for variable in ask.book.of(PERSON):
        if not variable.block or not held.row:
            continue
        if variable.name not in held.row:
            # a person without a questionnaire has none of its columns in the working file
            absent = "tiada" if held.unpublished else "tak_tercatat"
            told.append(line(ask, variable, held.row, None, (source(absent), None)))
            continue
        value = shown(held, variable.name, held.row[variable.name])
        told.append(line(ask, variable, held.row, value, origin(ask, held, identity, variable)))
    return told
