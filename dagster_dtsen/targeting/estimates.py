"""Leakage and coverage of a programme, from the probabilities of deciles that a release seals."""

from __future__ import annotations

from math import sqrt

from dagster_dtsen.targeting.count import Row

ESTIMATES = ("kebocoran", "galat_kebocoran", "cakupan", "galat_cakupan", "cakupan_terendah")


def of(row: Row) -> dict[str, float | None]:
    """The estimates of one row of :func:`count.figures`, shares with four decimals.

    ``kebocoran``: share of the chosen whose truth lies outside the target deciles. ``cakupan``:
    share reached of all who meet the other criteria and whose truth lies in them.
    ``cakupan_terendah``: the same if every answer, place and rank that is unknown speaks for
    being a target. Truths of families count as independent with the probabilities told: the
    standard errors (``galat_``) are those of chance alone, not of a model that is wrong.
    """
    units, hit, target, more, of_hit, of_missed = (
        float(row[name] or 0)
        for name in ("satuan", "tepat", "sasaran", "mungkin", "ragam_tepat", "ragam_luput")
    )
    known: dict[str, float | None] = dict.fromkeys(ESTIMATES)
    if units:
        known["kebocoran"] = 1 - hit / units
        known["galat_kebocoran"] = sqrt(of_hit) / units
    if target:
        missed = target - hit
        known["cakupan"] = hit / target
        known["galat_cakupan"] = sqrt(missed**2 * of_hit + hit**2 * of_missed) / target**2
    if target + more:
        known["cakupan_terendah"] = hit / (target + more)
    return {name: None if share is None else round(share, 4) for name, share in known.items()}
