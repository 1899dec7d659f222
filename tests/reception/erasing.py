"""Persons in deliveries of `uji`, and their erasure entered as `dtsen erase` enters it."""

from __future__ import annotations

import secrets
from typing import Any

from dagster_dtsen.reception import erased
from dagster_dtsen.reception.erased import Erased, Print
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import erasures as entered
from dagster_dtsen.steward.acts import draft
from tests.reception.deliveries import COLUMNS, Desk, File, csv_file

BUDI, SITI, ANI = "3201010101900001", "3201014507900001", "3201010101900002"
KEY = secrets.token_hex(32)
MAPPED = {
    "nama": "orang",
    "merekam": "individu",
    "format": "csv",
    "kunci": ["kota"],
    "kolom": COLUMNS,
    "pemetaan": {"nik": "nik", "nama": "nama"},
}


def people(*more: str, **options: Any) -> File:
    lines = (f"{BUDI},BUDI,A", f"{SITI},SITI AMINAH,B", f"{ANI},ANI,C", *more)
    return csv_file(*lines, **options)


def prints_of(desk: Desk, name: str) -> list[Print]:
    """By what the persons whose name begins so are known again."""
    return prints_where(desk, f"starts_with(nama, '{name}')")


def prints_where(desk: Desk, where: str) -> list[Print]:
    """By what the persons in raw records that ``where`` finds are known again."""
    erased.lay(desk.con, Erased(KEY, (), ()))
    (dataset,) = desk.contract.dataset
    query = erased.collected(desk.contract, dataset, f"(from raw.uji__orang where {where})")
    found = desk.rows(f"select distinct jenis, sidik from ({query}) as s(jenis, sidik, nik)")
    return [(kind, value) for kind, value in found if value]


def enter(settings: Settings, prints: list[Print], reason: str) -> None:
    item = draft(
        entered.Erasure,
        entered.BAD,
        alasan=reason,
        oleh="petugas",
        tanggal="2026-07-02",
        individu=1,
        isi=entered.keep(settings, KEY, prints),
    )
    entered.enter(settings, item)
