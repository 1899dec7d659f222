"""Level 1 leaves by the standing public grant: the open page, and the open tables as files.

Nothing else of a publication can leave this way, whatever the grant's file says of tables.
"""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager
from pathlib import Path

from pyarrow import csv, parquet

from dagster_dtsen import audits, dashboards, package_papers
from dagster_dtsen.audit.acts import Outcome
from dagster_dtsen.audit.event import event
from dagster_dtsen.disclosure import ledger
from dagster_dtsen.disclosure.ledger import Publication
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import acts
from dagster_dtsen.settings import Settings
from dagster_dtsen.sharing import counts

_LICENCE = "LISENSI.txt"
_PLACE = ("tingkat_wilayah", "kode_wilayah")
_WIDE = ("nasional", "kelompok_provinsi")
# of the code of a province
_DIGITS = 2


def published(settings: Settings, name: str | None) -> Publication:
    """A publication; by default the newest whose release is not withdrawn. Raises E-UNGKAP."""
    return ledger.find(settings, name, acts.withdrawn(settings))


def page(settings: Settings, name: str | None, target: Path | None) -> Path:
    """Write the open dashboard of a publication; where it is. Raises DtsenError E-UNGKAP."""
    found = published(settings, name)
    permitted(found)
    path = target or settings.root / f"papan_{found.id}.html"
    with _recorded(settings, found, _rows(found)):
        dashboards.write(settings, found.folder, path)
    return path


def export(settings: Settings, name: str | None, folder: Path) -> list[Path]:
    """Write the open tables as Parquet and CSV with their licence into a new folder.

    Raises DtsenError E-UNGKAP, E-FOLDER-TERISI.
    """
    found = published(settings, name)
    tables = permitted(found)
    if folder.exists() and any(folder.iterdir()):
        raise DtsenError("E-FOLDER-TERISI", path=folder)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with _recorded(settings, found, _rows(found)):
        for table in tables:
            path = folder / f"dtsen_{found.id}_{table}.parquet"
            shutil.copyfile(found.folder / f"{table}.parquet", path)
            csv.write_csv(parquet.read_table(path), path.with_suffix(".csv"))
            written += [path, path.with_suffix(".csv")]
    (folder / _LICENCE).write_text(_licence(settings, found), encoding="utf-8")
    return [*written, folder / _LICENCE]


def permitted(found: Publication) -> list[str]:
    """The tables that the standing grant opens. Raises DtsenError E-UNGKAP.

    Each must be of its level by the manifest, and hold no region below the smallest it opens.
    """
    grant = counts.public()
    found.check()
    for table in grant.tabel:
        if found.facts["tabel"].get(table, {}).get("tingkat") != grant.tingkat:
            raise _closed(found, f"{table}: bukan tingkat {grant.tingkat} / not of this level")
        held = parquet.read_table(found.folder / f"{table}.parquet", columns=list(_PLACE))
        tiers, codes = (set(held.column(name).to_pylist()) for name in _PLACE)
        if tiers - {*_WIDE, grant.wilayah_terendah} or any(
            code.isdecimal() and len(code) > _DIGITS for code in codes
        ):
            raise _closed(found, f"{table}: wilayah lebih kecil / smaller regions")
    return list(grant.tabel)


def _rows(found: Publication) -> int:
    return sum(int(found.facts["tabel"][table]["baris"]) for table in counts.public().tabel)


def _closed(found: Publication, reason: str) -> DtsenError:
    return DtsenError("E-UNGKAP", apa=found.id, reason=reason)


def _recorded(settings: Settings, found: Publication, rows: int) -> AbstractContextManager[Outcome]:
    told = event(
        tindakan="ekspor",
        objek={"jenis": "tabel", "id": found.id},
        peran="pengelola tabel",
        izin=counts.public().izin,
        baris=rows,
    )
    return audits.recorded(settings, told)


def _licence(settings: Settings, found: Publication) -> str:
    own = package_papers.licence(settings, counts.public().lisensi)
    return (
        f"DTSEN {found.facts['rilis']}, terbitan / publication {found.id}\n"
        f"Lisensi / licence: {own['lisensi']} ({own['rujukan']})\n"
        f"{own['label_id']}.\n{own['label_en']}.\n"
        "Sumber / source: Data Tunggal Sosial dan Ekonomi Nasional (DTSEN), "
        f"rilis / release {found.facts['rilis']}.\n"
    )
