"""Return packages on their way out: as files for this account, or sealed for their provider.

In an encrypted home the rows stand under its key; taking them out is an act in the audit log.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import duckdb

from dagster_dtsen import audits, handing_out, warehouse
from dagster_dtsen.envelope.build import Content, of_bytes
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.parcels import parts
from dagster_dtsen.parcels.parts import Form
from dagster_dtsen.reception.returns import SUMMARY, rows
from dagster_dtsen.release import rekey
from dagster_dtsen.settings import Settings

_FORMS: tuple[Form, ...] = ("parquet", "csv")


def find(settings: Settings, delivery: str) -> Path:
    """Folder of the newest package of ``delivery``; a refusal may be told in several releases.

    Raises DtsenError E-PAKET-TIADA.
    """
    found = [
        path.parent
        for path in settings.returns_dir.glob(f"*/*/*/{SUMMARY}")
        if path.parent.name == delivery
    ]
    if not found:
        raise DtsenError("E-PAKET-TIADA", delivery=delivery, home=settings.home)
    return max(found, key=lambda folder: folder.parts[-3])


def take(
    settings: Settings,
    delivery: str,
    target: Path,
    moment: dt.datetime,
    certificate: Path | None = None,
) -> None:
    """Write the package of a delivery to the new folder ``target``.

    With the provider's certificate sealed for it and signed by the agency, as :mod:`envelope` does.
    Raises DtsenError E-PAKET-TIADA, E-FOLDER-TERISI, E-KIRIM, E-SERTIFIKAT, E-BERKAS-ADA, those of
    the envelope and of the audit log.
    """
    folder = find(settings, delivery)
    told = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    acting = audits.acting(
        settings,
        "ekspor",
        "daftar",
        audits.delivery(delivery),
        penerima=told["penyedia"],
        tujuan=rows.NAME,
        rilis=told["rilis"],
    )
    with acting, warehouse.rekeying(settings, settings) as con:
        contents = _contents(settings, con, folder)
        handing_out.hand_out(settings, contents, target, told, moment, certificate)


def _contents(
    settings: Settings, con: duckdb.DuckDBPyConnection, folder: Path
) -> Iterator[Content]:
    table = folder / f"{rows.NAME}.parquet"
    if table.exists():
        relation = warehouse.read_parquet(rekey.written_by(settings, table), str(table))
        columns = [str(row[0]) for row in con.execute(f"describe from {relation}").fetchall()]
        for form in _FORMS:
            query = rows.taken(relation, form, columns)
            for part in parts.parts(con, query, rows.NAME, form):
                # the page calls the first one by its plain name
                yield Content(part.name.replace("-0001.", "."), rows.NAME, part.write)
    for path in sorted(folder.iterdir()):
        if path.stem != rows.NAME:
            yield of_bytes(path.name, "penjelasan_kembali", path.read_bytes())
