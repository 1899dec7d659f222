"""What corrections the log holds, with their state on a day; their values only when asked for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dagster_dtsen import audits
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import contents, corrections, policy
from dagster_dtsen.steward.corrections import MISSING


def listed(settings: Settings, day: dt.date, *, values: bool = False) -> list[dict[str, Any]]:
    """Corrections and undos in the order they were entered.

    ``keadaan`` on ``day``: belum, berlaku, dibatalkan, kedaluwarsa; ``id_aturan`` and ``mengubah``
    by the seed ``aturan_koreksi``, None for undos and kinds without a rule. With ``values`` also
    ``nilai`` and ``dibantah``. Raises DtsenError E-KOREKSI-ISI when values are lost.
    """
    if values:
        count = len(corrections.entries(settings))
        audits.looked(settings, "daftar", "koreksi", (), tujuan="nilai koreksi", baris=count)
    return _rows(settings, day, values=values)


def _rows(settings: Settings, day: dt.date, *, values: bool) -> list[dict[str, Any]]:
    rules = policy.load(settings).rules
    known = corrections.book(settings)
    found = []
    for item, noted in corrections.entries(settings):
        kind = (item.asal, item.bukti is not None, item.kunci)
        rule = None if item.membatalkan else rules.get(kind)
        row = {
            "id_koreksi": item.id,
            **item.model_dump(mode="json"),
            "dicatat": noted,
            "dibatalkan_oleh": sorted(known.undone_by.get(item.id, ())),
            "keadaan": known.state(item.id, day),
            "id_aturan": rule.id_aturan if rule else None,
            "mengubah": rule.mengubah if rule else None,
        }
        if values:
            content = contents.read(settings, item.isi) if item.isi else contents.Content({})
            row |= {"nilai": content.nilai, "dibantah": content.dibantah}
        found.append(row)
    return found


def history(
    settings: Settings, beginning: str, day: dt.date, *, values: bool = False
) -> list[dict[str, Any]]:
    """One correction with its undos, what it undoes, and others on its record; by date.

    ``hubungan``: ini, pembatalan, serekaman. Raises DtsenError E-KOREKSI-TIADA, E-KOREKSI-ISI.
    """
    known = corrections.book(settings)
    this = known.find(beginning, MISSING, settings.home)
    chain = known.chain(this.id)
    anchors = {known.known[name].record_key for name in chain} - {None}
    shared = {name for key in anchors for name in known.by_record[str(key)]}
    if values:
        about = [("rekaman", str(key)) for key in anchors]
        name = audits.beginning(this.id)
        audits.looked(settings, "koreksi", name, sorted(about), tujuan="nilai koreksi")
    rows = [
        {**row, "hubungan": _link(row["id_koreksi"], this.id, chain)}
        for row in _rows(settings, day, values=values)
        if row["id_koreksi"] in chain | shared
    ]
    return sorted(rows, key=lambda row: (row["tanggal"], row["id_koreksi"]))


def _link(name: str, this: str, chain: set[str]) -> str:
    return "ini" if name == this else "pembatalan" if name in chain else "serekaman"
