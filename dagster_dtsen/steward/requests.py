"""Requests of citizens (UU 27/2022 Pasal 30, 32, 40-44) and their clock of 3 x 24 hours.

``<home>/keputusan/permohonan.jsonl``, append-only, holds record keys, moments and reasons and no
value of a person. A request is received, decided, and its outcome told to the person; all three
are to be done within 72 hours, the last of them on time when exactly then.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

import duckdb
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator

from dagster_dtsen import journal
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.journal import holds_number
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward.acts import fill
from dagster_dtsen.steward.check import KEY

BAD, MISSING = "E-PERMOHONAN-SALAH", "E-PERMOHONAN-TIADA"
LIMIT = dt.timedelta(hours=72)
# the clock of the register's days: Jakarta
ZONE = dt.timezone(dt.timedelta(hours=7))
OPEN, LATE, UNTOLD = "terbuka", "lewat_tenggat", "menunggu_pemberitahuan"
ON_TIME, TOO_LATE = "selesai_tepat_waktu", "selesai_terlambat"
DDL = """
create schema if not exists ledger;
create or replace table ledger.permohonan (
    id_permohonan varchar, record_key varchar, hak varchar, diterima_pada varchar,
    tenggat varchar, diputus_pada varchar, putusan varchar, diberitahukan_pada varchar,
    keadaan varchar
);
"""


class _Entry(BaseModel):
    """A line of the log; moments are kept in UTC to the second."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    oleh: str = Field(min_length=1)

    @field_validator("diterima_pada", "pada", check_fields=False)
    @classmethod
    def _in_utc(cls, moment: dt.datetime) -> dt.datetime:
        return moment.astimezone(dt.UTC).replace(microsecond=0)


class Request(_Entry):
    """What a person asks for. ``record_key``: a record of that person; ``bukti``: a SHA-256."""

    record_key: str
    hak: Literal["perbaikan", "akses", "pembatasan", "penghapusan"]
    diterima_pada: AwareDatetime
    bukti: str | None = None
    catatan: str | None = None

    @property
    def id(self) -> str:
        """Derived from the content, so the same request twice is one."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


class Ruling(_Entry):
    """What was decided about a request; ``koreksi``: the correction that grants it."""

    id_permohonan: str
    putusan: Literal["dikabulkan", "ditolak"]
    alasan: str = Field(min_length=1)
    pada: AwareDatetime
    koreksi: str | None = None


class Notice(_Entry):
    """The person was told of the result (Pasal 30 ayat 2)."""

    id_permohonan: str
    pada: AwareDatetime


Entry = Request | Ruling | Notice
KINDS: dict[str, type[Request] | type[Ruling] | type[Notice]] = {
    "terima": Request,
    "putus": Ruling,
    "beri_tahu": Notice,
}


@dataclass(frozen=True)
class Case:
    """A request and what became of it."""

    permohonan: Request
    putusan: Ruling | None = None
    pemberitahuan: Notice | None = None

    @property
    def due(self) -> dt.datetime:
        """The last moment that is on time."""
        return self.permohonan.diterima_pada + LIMIT

    def at(self, moment: dt.datetime) -> Case:
        """The case as it stood at a moment."""
        ruled = self.putusan if self.putusan and self.putusan.pada <= moment else None
        told = self.pemberitahuan
        return replace(
            self,
            putusan=ruled,
            pemberitahuan=told if ruled and told and told.pada <= moment else None,
        )

    def state(self, moment: dt.datetime) -> str:
        """One of the five states at ``moment``; what is not told yet can still become late."""
        case = self.at(moment)
        if case.pemberitahuan:
            return ON_TIME if case.pemberitahuan.pada <= self.due else TOO_LATE
        if moment > self.due:
            return LATE
        return UNTOLD if case.putusan else OPEN


E = TypeVar("E", Request, Ruling, Notice)


def draft(kind: type[E], **values: object) -> E:
    """An entry of these values. Raises DtsenError E-PERMOHONAN-SALAH, naming the field."""
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        names = sorted({str(item["loc"][0]) for item in error.errors() if item["loc"]})
        raise DtsenError(BAD, reason=", ".join(names)) from None


def append(settings: Settings, entry: Entry, noted: str | None = None) -> None:
    """Write one line; ``noted``: when it was entered, which decides nothing."""
    act = next(name for name, kind in KINDS.items() if isinstance(entry, kind))
    line: dict[str, Any] = {"tindakan": act, **entry.model_dump(mode="json")}
    line |= {"id": entry.id} if isinstance(entry, Request) else {}
    journal.append(settings.requests_file, line | ({"dicatat": noted} if noted else {}))


def cases(settings: Settings) -> dict[str, Case]:
    """All requests by id, in the order of their reception."""
    return gather(
        KINDS[line["tindakan"]].model_validate(line)
        for line in journal.entries(settings.requests_file)
    )


def gather(entries: Iterable[Entry]) -> dict[str, Case]:
    """Requests with the first ruling and the first notice of each, whatever the order of entry."""
    found: dict[str, Case] = {}
    rest: list[Ruling | Notice] = []
    for item in entries:
        if isinstance(item, Request):
            found[item.id] = Case(item)
        else:
            rest.append(item)
    for item in sorted(rest, key=lambda item: (item.pada, item.model_dump_json())):
        case = found.get(item.id_permohonan)
        if case is None:
            continue
        if isinstance(item, Ruling) and case.putusan is None:
            found[item.id_permohonan] = replace(case, putusan=item)
        elif isinstance(item, Notice) and case.pemberitahuan is None:
            found[item.id_permohonan] = replace(case, pemberitahuan=item)
    return dict(sorted(found.items(), key=lambda kv: (kv[1].permohonan.diterima_pada, kv[0])))


def find(known: Mapping[str, Case], beginning: str, home: object) -> Case:
    """The request whose id begins so. Raises DtsenError E-PERMOHONAN-TIADA."""
    found = [name for name in known if beginning and name.startswith(beginning)]
    if len(found) != 1:
        raise DtsenError(MISSING, identity=beginning, home=home)
    return known[found[0]]


def check(known: Mapping[str, Case], entry: Entry, home: object = "") -> bool:
    """Whether an entry is new; False when the same stands there already.

    Raises DtsenError E-PERMOHONAN-SALAH (a number of a person, moments out of order, decided or
    told otherwise before), E-PERMOHONAN-TIADA.
    """
    texts = [entry.oleh, getattr(entry, "alasan", None), getattr(entry, "catatan", None)]
    if any(holds_number(text) for text in texts if text):
        raise DtsenError(BAD, reason="nomor orang / a person's number")
    if isinstance(entry, Request):
        if not KEY.fullmatch(entry.record_key):
            raise DtsenError(BAD, reason="kunci rekaman / record key")
        return entry.id not in known
    case = find(known, entry.id_permohonan, home)
    before = case.putusan if isinstance(entry, Ruling) else case.pemberitahuan
    if before == entry:
        return False
    ruled = case.permohonan.diterima_pada if isinstance(entry, Ruling) else None
    if isinstance(entry, Notice):
        ruled = case.putusan.pada if case.putusan else None
    rules = {
        "sudah diputus atau diberitahukan / decided or told already": before is not None,
        "belum diputus / not decided yet": ruled is None,
        "waktu mendahului langkah sebelumnya / earlier than the step before": (
            ruled is not None and entry.pada < ruled
        ),
    }
    for reason, broken in rules.items():
        if broken:
            raise DtsenError(BAD, reason=reason)
    return True


def told(moment: dt.datetime | None) -> str | None:
    """A moment as it is shown, on the clock of Jakarta."""
    return moment.astimezone(ZONE).isoformat(timespec="seconds") if moment else None


def lay(con: duckdb.DuckDBPyConnection, known: Mapping[str, Case], day: dt.date) -> int:
    """Fill ``ledger.permohonan`` with requests received by the end of ``day`` (UTC+7)."""
    con.execute(DDL)
    end = dt.datetime.combine(day, dt.time(23, 59, 59), ZONE)
    rows: list[list[object]] = []
    for name, case in known.items():
        if case.permohonan.diterima_pada > end:
            continue
        then = case.at(end)
        rows.append(
            [
                name,
                case.permohonan.record_key,
                case.permohonan.hak,
                told(case.permohonan.diterima_pada),
                told(case.due),
                told(then.putusan.pada if then.putusan else None),
                then.putusan.putusan if then.putusan else None,
                told(then.pemberitahuan.pada if then.pemberitahuan else None),
                case.state(end),
            ]
        )
    fill(con, "ledger.permohonan", rows)
    return len(rows)
