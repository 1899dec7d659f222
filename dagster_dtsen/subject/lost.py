"""What lost: values of other records of the person, and why they were not taken."""

from __future__ import annotations

from typing import Any

from dagster_dtsen.subject.ask import PERSON, Question, Row, Variable, text
from dagster_dtsen.subject.held import CORRECTED, WAITING, Held, shown
from dagster_dtsen.subject.rules import Deliveries, Policy
from dagster_dtsen.subject.words import coded, said

NO_RULE, OLD, SILENT, FEW = "tanpa_aturan", "terlalu_lama", "tidak_mengisi", "sebagian_kecil"
TRUST, OLDER, ORDER = "kurang_dipercaya", "lebih_lama", "urutan"
FIXED, WAITS = "koreksi", "menunggu_petugas"


def reason(
    policy: Policy, entity: str, block: str, row: Row, winner: Row | None, seat: int | None
) -> str | None:
    """Why ``row``, which holds another value, lost; None when it did not take part.

    ``seat``: place of the winner in the block's order, or that of a correction.
    """
    place = row.get(f"urut_{block}")
    if place is None:
        return OLD if policy.find(entity, block, row["penyedia"]) else NO_RULE
    if seat == CORRECTED:
        return FIXED
    if winner is None or row is winner:
        return None
    if winner.get("sebagian_besar") and not row.get("sebagian_besar"):
        return FEW
    trust = [policy.trust(entity, block, each["penyedia"]) for each in (winner, row)]
    if trust[0] != trust[1]:
        return TRUST
    dates = [str(each.get("tanggal_acuan") or "") for each in (winner, row)]
    return OLDER if dates[0] > dates[1] else ORDER


def told(
    ask: Question, variable: Variable, row: Row, code: str, value: str | None, known: Deliveries
) -> dict[str, Any]:
    """One losing value of the answer."""
    line: dict[str, Any] = {
        "variabel": variable.name,
        "label": variable.label,
        "blok": variable.block,
        "urut": row.get(f"urut_{variable.block}"),
        "sebab": coded("sebab_kalah", code),
        **known.told(row),
    }
    if ask.values:
        line["nilai"] = value
        line["arti"] = ask.book.meaning(variable, value) if value is not None else None
    return line


def of_person(ask: Question, held: Held, identity: str) -> dict[str, Any]:
    """Losing values of a person, from the working file; else the records that stood then."""
    records = [held.deliveries.told(row) for row in held.records]
    rows = _records(ask, identity)
    if not rows:
        return {"tersedia": False, "kata": said("kalah_tiada"), "baris": [], "rekaman": records}
    policy = Policy.of(ask, ask.working)
    known = Deliveries(ask, rows)
    lines = []
    for variable in ask.book.of(PERSON):
        if not variable.block or not held.row:
            continue
        ours = [row for row in rows if not variable.place or row["_kuesioner"]]
        lines += _of_variable(ask, held, variable, ours, policy, known)
    return {"tersedia": True, "kata": None, "baris": lines, "rekaman": records}


def _of_variable(
    ask: Question,
    held: Held,
    variable: Variable,
    rows: list[Row],
    policy: Policy,
    known: Deliveries,
) -> list[dict[str, Any]]:
    name, block = variable.name, variable.block
    seat = held.row.get(f"{block if variable.place else name}__sumber")
    if variable.place and name in held.fixes:
        seat = CORRECTED
    kept = text(held.row.get(name))
    ordered = [r for r in rows if r.get(f"urut_{block}") is not None and r.get(name) is not None]
    first = min(ordered, key=lambda r: int(r[f"urut_{block}"]), default=None)
    seated = [r for r in rows if seat and seat > 0 and r.get(f"urut_{block}") == seat]
    winner = first if seat == WAITING else seated[0] if seated else None
    found = []
    for row in rows:
        value = text(row.get(name))
        place = row.get(f"urut_{block}")
        if value is None:
            asked = not variable.place and seat and place is not None and place < seat
            code = SILENT if asked else None
        elif value == kept:
            code = None
        elif seat == WAITING and row is first:
            code = WAITS
        else:
            code = reason(policy, PERSON, block, row, winner, seat)
        if code:
            found.append(told(ask, variable, row, code, shown(held, name, value), known))
    return found


def _records(ask: Question, identity: str) -> list[Row]:
    """The person's records with values and places in the order of every block."""
    where = "id_individu = $id"
    rows = ask.work("rekaman_padan", where, id=identity)
    places = {r["record_key"]: r for r in ask.work("padan_individu", where, id=identity)}
    asked = {r["record_key"]: r for r in ask.work("padan_butir_individu", where, id=identity)}
    keys = sorted(asked)
    answers = {
        r["record_key"]: r
        for r in (
            ask.work("butir_individu", "record_key in (select unnest($keys))", keys=keys)
            if keys
            else []
        )
    }
    found = []
    for row in rows:
        key = row["record_key"]
        more = places.get(key, {}) | asked.get(key, {}) | answers.get(key, {})
        found.append(more | row | {"_kuesioner": key in answers})
    return sorted(found, key=lambda r: (str(r["penyedia"]), str(r["record_key"])))
