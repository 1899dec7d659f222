"""`dtsen breach`: incidents, their notices, and whom a package's loss affects; under the audit log.

Room: incidents (UU 27/2022 Pasal 46; [incidents.md](docs/incidents.md)).
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import audits
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import private, sha256
from dagster_dtsen.incidents import book, letter, people
from dagster_dtsen.incidents.book import BAD, Case, Closed, Entry, Notice, Opened
from dagster_dtsen.release import as_of, store
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward.worklist_files import safe

# creates the temp table terdampak(id_individu, id_keluarga) for a package
Reached = Callable[[duckdb.DuckDBPyConnection, Settings, str], people.Told]
FILES = ("terdampak.parquet", "terdampak.csv", "konsep_pemberitahuan.md")
_NOWHERE = "tanpa wilayah / no place"


def open_case(
    settings: Settings,
    what: str,
    packages: Sequence[str],
    known: dt.datetime,
    by: str,
    moment: dt.datetime,
) -> tuple[Case, bool]:
    """Enter an incident; gives it, and whether it is new.

    Raises DtsenError E-INSIDEN, those of the audit log.
    """
    kept = tuple(sorted(set(packages)))
    entry = book.draft(Opened, oleh=by, diketahui=known, paket=kept, kejadian=what)
    return _enter(settings, entry, entry.id, "dibuka", moment)


def notice(
    settings: Settings,
    identity: str,
    to: str,
    file: Path,
    at: dt.datetime,
    by: str,
    now: dt.datetime,
) -> tuple[Case, bool]:
    """Enter that a written notice went to somebody; its letter is kept as SHA-256 alone.

    Raises DtsenError E-INSIDEN, E-INSIDEN-TIADA, those of the audit log.
    """
    name = book.find(settings, identity).buka.id
    try:
        letter_hash = sha256(file)
    except OSError as error:
        raise DtsenError(BAD, reason=f"{file.name}: {type(error).__name__}") from None
    entry = book.draft(Notice, oleh=by, insiden=name, kepada=to, pada=at, surat=letter_hash)
    return _enter(settings, entry, name, f"pemberitahuan {entry.kepada}", now)


def close(
    settings: Settings, identity: str, handling: str, at: dt.datetime, by: str, now: dt.datetime
) -> tuple[Case, bool]:
    """End an incident, when the notices of Pasal 46 went out. Raises as :func:`notice` does."""
    name = book.find(settings, identity).buka.id
    entry = book.draft(Closed, oleh=by, insiden=name, pada=at, penanganan=handling)
    return _enter(settings, entry, name, "ditutup", now)


def _enter(
    settings: Settings, entry: Entry, name: str, what: str, moment: dt.datetime
) -> tuple[Case, bool]:
    fresh = book.check(book.cases(settings).get(name), entry, moment)
    if fresh:
        with audits.acting(settings, "insiden", "insiden", name, tujuan=what):
            book.append(settings, entry)
    return book.find(settings, name), fresh


def told(case: Case, moment: dt.datetime) -> dict[str, Any]:
    """An incident for display and JSON, as it stands at ``moment``."""
    left = case.due - moment
    return {
        "insiden": case.buka.id,
        "keadaan": case.state(moment),
        "mendesak": case.pressing(moment),
        "diketahui": case.buka.diketahui.isoformat(),
        "tenggat": case.due.isoformat(),
        "jam_tersisa": round(left.total_seconds() / 3600, 1),
        "kejadian": case.buka.kejadian,
        "paket": list(case.buka.paket),
        "belum": case.owed,
        "pemberitahuan": [
            item.model_dump(mode="json", include={"kepada", "pada", "surat", "oleh"})
            for item in sorted(case.surat.values(), key=lambda item: item.pada)
        ],
        "penutup": case.tutup.model_dump(mode="json") if case.tutup else None,
    }


def listed(settings: Settings, moment: dt.datetime) -> list[dict[str, Any]]:
    """All incidents by when they were known."""
    return [told(case, moment) for case in book.cases(settings).values()]


def affected(
    settings: Settings,
    package: str,
    folder: Path,
    reached: Reached,
    moment: dt.datetime,
    incident: str | None = None,
) -> dict[str, Any]:
    """Whom a package holds: files in ``folder`` for this account alone, and counts by province.

    :data:`FILES`: the persons with where a letter reaches them, by the newest release, and a draft
    of the notice without any of them. ``reached`` lays out the table ``terdampak``. ``incident``:
    whose moments the draft tells. Raises DtsenError E-BERKAS-ADA, E-RILIS-TIADA, E-INSIDEN-TIADA,
    those of ``reached`` and of the audit log.
    """
    for name in FILES:
        if (folder / name).exists():
            raise DtsenError("E-BERKAS-ADA", path=folder / name)
    case = book.find(settings, incident) if incident else None
    chain = store.stored(settings)
    if not chain:
        raise DtsenError("E-RILIS-TIADA", home=settings.home)
    with (
        as_of.opened(settings, chain[-1].name) as found,
        audits.acting(settings, "ekspor", "paket", package, tujuan="insiden") as outcome,
    ):
        known = reached(found.con, settings, package)
        table = found.table("individu")
        columns = people.lay(found.con, found.relation(table), table.columns)
        total = people.counts(found.con)
        provinces = _named(settings, people.by_province(found.con, columns))
        known_at, due = (case.buka.diketahui, case.due) if case else (None, None)
        draft = letter.draft([package], total, provinces, moment, known_at, due, known.unknown)
        _write(found.con, folder, columns, draft)
        outcome.rows = total["individu"]
    return {
        "paket": package,
        "rilis": chain[-1].name,
        **total,
        "rilis_paket": known.cut,
        "dimusnahkan": known.destroyed,
        "dijawab_dari": list(known.answers),
        "tidak_dikenali": known.unknown,
        "provinsi": provinces,
        "berkas": [str(folder / name) for name in FILES],
    }


def _named(settings: Settings, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    seed = settings.dbt_project_dir / "seeds" / "wilayah" / "wilayah_kemendagri.csv"
    with seed.open(encoding="utf-8", newline="") as file:
        names = {row["kode"]: row["nama"] for row in csv.DictReader(file)}
    return [
        row | {"nama": names.get(row["kode"], row["kode"]) if row["kode"] else _NOWHERE}
        for row in rows
    ]


def _write(con: duckdb.DuckDBPyConnection, folder: Path, columns: list[str], draft: str) -> None:
    """The three files, whole or not at all each."""
    parquet, text, words = (folder / name for name in FILES)
    with private(parquet) as part:
        as_of.copy(con, f"select * from {people.TABLE} order by id_individu", part, parquet)
    with private(text) as part, part.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle, delimiter=";", lineterminator="\r\n")
        writer.writerow(columns)
        for row in people.rows(con):
            writer.writerow(["" if value is None else safe(str(value)) for value in row])
    with private(words) as part:
        part.write_text(draft, encoding="utf-8")
