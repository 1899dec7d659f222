"""Deliveries across the ledger, the log of decisions and the published releases."""

from __future__ import annotations

import datetime as dt
from typing import Any

import duckdb

from dagster_dtsen import audits, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.reception import decisions, receipts
from dagster_dtsen.reception.purge import Purged
from dagster_dtsen.reception.purge import purge as purge_landing
from dagster_dtsen.release import store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.release.tables import RESULT
from dagster_dtsen.settings import Settings


def known(settings: Settings) -> list[receipts.Facts]:
    """Every delivery with its derived status and the releases that use it (``rilis``).

    Raises DtsenError E-BUKU-KOSONG when nothing was ever recorded here.
    """
    if not settings.warehouse_file.exists():
        raise DtsenError("E-BUKU-KOSONG", home=settings.home)
    with warehouse.connect(settings, read_only=True) as con:
        if not receipts.exists(con, "ledger", "kiriman"):
            raise DtsenError("E-BUKU-KOSONG", home=settings.home)
        return gather(con, settings)


def gather(con: duckdb.DuckDBPyConnection, settings: Settings) -> list[receipts.Facts]:
    """:func:`known` on an open connection."""
    releases = store.stored(settings)
    sealed = [item.table(settings, RESULT, "rpt_penerimaan") for item in reversed(releases)]
    found = receipts.facts(con, decisions.decisions(settings), sealed)
    for item in found:
        item["rilis"] = [r.name for r in releases if item["kiriman"] in r.manifest["kiriman"]]
    return found


def find(settings: Settings, delivery: str) -> receipts.Facts:
    """One delivery; raises DtsenError E-KIRIMAN-TIADA."""
    for item in known(settings):
        if item["kiriman"] == delivery:
            return item | {"rencana": [r for r in planned(settings) if delivery in r["kiriman"]]}
    raise DtsenError("E-KIRIMAN-TIADA", delivery=delivery, place=settings.home)


def revoke(
    settings: Settings, delivery: str, reason: str, who: str, day: dt.date | None
) -> tuple[decisions.Decision, bool]:
    """Take a delivery out of every release whose cut-off is not before ``day``.

    Without a day it is the cut-off of the next open release, so no published one is touched. Gives
    the decision and whether it is new. Raises DtsenError E-KIRIMAN-TIADA and E-KEPUTUSAN-SALAH.
    """
    with run_lock(settings):
        item = find(settings, delivery)
        if item["status"] == "ditolak":
            raise DtsenError("E-KEPUTUSAN-SALAH", reason="kiriman ditolak / it was refused")
        decision = decisions.Decision(
            tindakan=decisions.REVOKE,
            kiriman=delivery,
            alasan=reason,
            oleh=who,
            tanggal=day or _open_cut_off(settings, item),
        )
        versions = [_next(settings, r) for r in _touched(settings, decision)]
        name = audits.delivery(delivery)
        with audits.acting(settings, "putus", "kiriman", name, tujuan="cabut kiriman"):
            new = decisions.revoke(settings, decision, versions)
            receipts.write(settings, known(settings))
        return decision, new


def planned(settings: Settings) -> list[dict[str, Any]]:
    """Versions that revocations call for: published releases that hold a revoked delivery."""
    found: dict[str, set[str]] = {}
    for decision in decisions.decisions(settings):
        for release in _touched(settings, decision):
            found.setdefault(_next(settings, release), set()).add(decision.kiriman)
    return [{"rilis": name, "kiriman": sorted(found[name])} for name in sorted(found)]


def _touched(settings: Settings, decision: decisions.Decision) -> list[store.StoredRelease]:
    return [
        item
        for item in store.stored(settings)
        if decision.tindakan == decisions.REVOKE
        and decision.tanggal <= item.release.cut_off
        and decision.kiriman in item.manifest["kiriman"]
    ]


def _next(settings: Settings, item: store.StoredRelease) -> str:
    return f"{item.release}.v{store.next_version(settings, str(item.release))}"


def _open_cut_off(settings: Settings, item: receipts.Facts) -> dt.date:
    chain = store.stored(settings)
    if chain:
        return chain[-1].release.next.cut_off
    return ReleaseId.of_date(dt.date.fromisoformat(item["tanggal_kirim"])).cut_off


def purge(
    settings: Settings, older_than: int | None, day: dt.date | None, *, dry_run: bool
) -> list[Purged]:
    """Purge the landing folder of what was sent ``older_than`` days before ``day`` or earlier.

    The days default to the setting ``transit_hari``, the day to the date of the newest published
    release. Raises DtsenError E-RILIS-TIADA when nothing is published.
    """
    with run_lock(settings):
        chain = store.stored(settings)
        if not chain:
            raise DtsenError("E-RILIS-TIADA", home=settings.home)
        days = settings.transit_hari if older_than is None else older_than
        until = (day or chain[-1].release.cut_off) - dt.timedelta(days=days)
        published = {name for item in chain for name in item.manifest["kiriman"]}
        return purge_landing(settings, published, until, dry_run=dry_run)
