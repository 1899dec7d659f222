"""The same judgement once more in plain Python: loops and three values, no SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from dagster_dtsen.targeting.criteria import Condition, Criteria, Rule
from tests.targeting.small_release import DATE, Family, Person, Release

Truth = bool | None


def _and(parts: Iterable[Truth]) -> Truth:
    found = list(parts)
    if False in found:
        return False
    return None if None in found else True


def _or(parts: Iterable[Truth]) -> Truth:
    found = list(parts)
    if True in found:
        return True
    return None if None in found else False


def _age(born: dt.date) -> int:
    return DATE.year - born.year - ((DATE.month, DATE.day) < (born.month, born.day))


def _test(condition: Condition, of: Family | Person) -> Truth:
    value: Any = getattr(of, condition.variabel)
    if value is None:
        not_asked = condition.variabel == "sedang_hamil" and not getattr(of, "ditanya", True)
        return False if not_asked else None
    if condition.salah_satu:
        return value in condition.salah_satu
    if condition.kecuali:
        return value not in condition.kecuali
    low, high = (condition.antara or condition.umur or "").split("..")
    if condition.umur:
        value = _age(value)
    kind: Any = dt.date.fromisoformat if isinstance(value, dt.date) else int
    return (not low or value >= kind(low)) and (not high or value <= kind(high))


def _rule(rule: Rule, family: Family, person: Person | None) -> Truth:
    if rule.keluarga:
        return _test(rule.keluarga, family)
    if rule.orang:
        assert person is not None
        return _test(rule.orang, person)
    if rule.anggota:
        return _or(_and(_test(each, m) for each in rule.anggota or []) for m in family.anggota)
    if rule.atau:
        return _or(_rule(each, family, person) for each in rule.atau)
    return _and(_rule(each, family, person) for each in rule.dan or [])


def _place(codes: list[str], family: Family) -> Truth:
    def one(code: str) -> Truth:
        own = family.kode[len(code) // 2 - 1]
        if own is not None:
            return own == code
        above = [known for known in family.kode[: len(code) // 2 - 1] if known is not None]
        return False if any(not code.startswith(known) for known in above) else None

    return _or(one(code) for code in codes)


def state(criteria: Criteria, codes: list[str], family: Family, person: Person | None) -> str:
    """What becomes of a family, or of a person in it."""
    place = _place(codes, family) if codes else True
    if place is not True:
        return "wilayah_kosong" if place is None else "luar_wilayah"
    if criteria.desil and family.desil is None:
        return "tanpa_peringkat"
    if criteria.desil and family.desil not in criteria.desil:
        return "luar_desil"
    held = _and(_rule(rule, family, person) for rule in criteria.syarat)
    return {True: "memenuhi", False: "tak_memenuhi", None: "jawaban_kosong"}[held]


def counted(
    criteria: Criteria, codes: list[str], families: Release
) -> dict[str, dict[str, set[int] | int]]:
    """State → families (their numbers) and persons in it."""
    found: dict[str, dict[str, Any]] = {}
    for number, family in enumerate(families, 1):
        persons: list[Any] = family.anggota if criteria.satuan == "individu" else [None]
        for person in persons:
            name = state(criteria, codes, family, person)
            own = found.setdefault(name, {"keluarga": set(), "individu": 0})
            own["keluarga"].add(number)
            own["individu"] += 1 if person else len(family.anggota)
    return found


def expected(criteria: Criteria, codes: list[str], families: Release) -> tuple[float, float, int]:
    """Of families as unit: how many of the chosen lie in the target deciles, of all who meet the
    other criteria, and how many are chosen, on average."""
    hit, target, chosen = 0.0, 0.0, 0
    for family in families:
        if family.desil is None or (codes and _place(codes, family) is not True):
            continue
        if _and(_rule(rule, family, None) for rule in criteria.syarat) is not True:
            continue
        chance = sum((family.chances or [])[decile - 1] for decile in criteria.desil or [])
        target += chance
        if family.desil in (criteria.desil or []):
            hit, chosen = hit + chance, chosen + 1
    return hit, target, chosen
