"""The log of incidents, ``<home>/keputusan/insiden.jsonl``: opened, notices, closed; only added to.

It holds no person: packages by id, letters by their SHA-256. UU 27/2022 Pasal 46 asks for a written
notice to the subjects and to the authority within 3 x 24 hours; exactly then is on time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
)

from dagster_dtsen import journal
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings

BAD, MISSING = "E-INSIDEN", "E-INSIDEN-TIADA"
LIMIT, NEAR = dt.timedelta(hours=72), dt.timedelta(hours=24)
Recipient = Literal["subjek", "lembaga_pdp", "bssn", "kepala_bps", "masyarakat"]
RECIPIENTS: tuple[str, ...] = get_args(Recipient)
# whom Pasal 46 ayat 1 names
NEEDED = ("subjek", "lembaga_pdp")
OPEN, NEAR_END, LATE = "terbuka", "mendesak", "lewat_tenggat"
ON_TIME, TOO_LATE, CLOSED = "lengkap", "lengkap_terlambat", "ditutup"
# no control characters: what is told on a terminal is what was written
_SHOWN = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]+$"
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=_SHOWN)
]
Package = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=_SHOWN)
]


class _Entry(BaseModel):
    """A line of the log; moments are kept in UTC to the second."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    oleh: Line

    @field_validator("diketahui", "pada", check_fields=False)
    @classmethod
    def _in_utc(cls, moment: dt.datetime) -> dt.datetime:
        return moment.astimezone(dt.UTC).replace(microsecond=0)


class Opened(_Entry):
    """An incident: when it was known, packages it is about, what happened."""

    diketahui: AwareDatetime
    paket: tuple[Package, ...] = ()
    kejadian: Line

    @property
    def id(self) -> str:
        """Derived from the content, so the same incident twice is one."""
        return "ins-" + hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]


class Notice(_Entry):
    """A written notice that went out. ``surat``: SHA-256 of the letter."""

    insiden: str
    kepada: Recipient
    pada: AwareDatetime
    surat: str = Field(pattern=r"^[0-9a-f]{64}$")


class Closed(_Entry):
    """The end of an incident and how it was handled."""

    insiden: str
    pada: AwareDatetime
    penanganan: Line


Entry = Opened | Notice | Closed
KINDS: dict[str, type[Opened] | type[Notice] | type[Closed]] = {
    "buka": Opened,
    "beri_tahu": Notice,
    "tutup": Closed,
}
E = TypeVar("E", Opened, Notice, Closed)


@dataclass(frozen=True)
class Case:
    """An incident and what became of it; of several notices to one recipient the first counts."""

    buka: Opened
    surat: dict[str, Notice] = field(default_factory=dict)
    tutup: Closed | None = None

    @property
    def due(self) -> dt.datetime:
        """The last moment that is on time."""
        return self.buka.diketahui + LIMIT

    @property
    def owed(self) -> list[str]:
        """Recipients that Pasal 46 names and that no notice went to."""
        return [name for name in NEEDED if name not in self.surat]

    def state(self, moment: dt.datetime) -> str:
        """How the notices stand at ``moment``."""
        if self.tutup:
            return CLOSED
        if not self.owed:
            last = max(self.surat[name].pada for name in NEEDED)
            return ON_TIME if last <= self.due else TOO_LATE
        if moment > self.due:
            return LATE
        return NEAR_END if self.due - moment <= NEAR else OPEN

    def pressing(self, moment: dt.datetime) -> bool:
        """Whether the deadline is over, or near, without the notices."""
        return self.state(moment) in (NEAR_END, LATE)


def draft(kind: type[E], **values: object) -> E:
    """An entry of these values. Raises DtsenError E-INSIDEN, naming fields and no value."""
    try:
        made = kind.model_validate(values)
    except ValidationError as error:
        names = sorted({str(item["loc"][0]) for item in error.errors() if item["loc"]})
        raise DtsenError(BAD, reason=", ".join(names)) from None
    for name, text in made.model_dump(exclude={"surat", "insiden"}).items():
        texts = text if isinstance(text, tuple) else (text,)
        if any(isinstance(item, str) and journal.holds_number(item) for item in texts):
            raise DtsenError(BAD, reason=f"{name}: nomor orang / a person's number")
    return made


def cases(settings: Settings) -> dict[str, Case]:
    """All incidents by id, in the order they became known."""
    found: dict[str, Case] = {}
    for line in journal.entries(settings.incidents_file):
        entry = KINDS[line["tindakan"]].model_validate(line)
        if isinstance(entry, Opened):
            found.setdefault(entry.id, Case(entry))
            continue
        case = found.get(entry.insiden)
        if case is None:
            continue
        if isinstance(entry, Notice):
            first = min(case.surat.get(entry.kepada, entry), entry, key=lambda item: item.pada)
            found[entry.insiden] = replace(case, surat=case.surat | {entry.kepada: first})
        elif case.tutup is None:
            found[entry.insiden] = replace(case, tutup=entry)
    return dict(sorted(found.items(), key=lambda item: (item[1].buka.diketahui, item[0])))


def find(settings: Settings, beginning: str) -> Case:
    """The one incident whose id begins so. Raises DtsenError E-INSIDEN-TIADA."""
    found = [case for name, case in cases(settings).items() if name.startswith(beginning)]
    if len(found) != 1 or not beginning:
        shown = "…" if journal.holds_number(beginning) else beginning
        raise DtsenError(MISSING, name=shown, home=settings.home)
    return found[0]


def check(case: Case | None, entry: Entry, moment: dt.datetime) -> bool:
    """Whether an entry is new; ``case``: what is known of its incident, ``moment``: now.

    Raises DtsenError E-INSIDEN: a moment that is to come or before the incident was known, a
    notice after the end, an end without the notices that Pasal 46 asks for.
    """
    if isinstance(entry, Opened):
        if entry.diketahui > moment:
            raise DtsenError(BAD, reason="diketahui: belum terjadi / is to come")
        return case is None
    assert case is not None
    if entry.pada > moment or entry.pada < case.buka.diketahui:
        reason = "pada: sebelum diketahui atau belum terjadi / before it was known, or to come"
        raise DtsenError(BAD, reason=reason)
    if entry in (*case.surat.values(), case.tutup):
        return False
    if case.tutup is not None:
        raise DtsenError(BAD, reason="sudah ditutup / it is closed")
    if isinstance(entry, Closed) and case.owed:
        owed = ", ".join(case.owed)
        raise DtsenError(BAD, reason=f"belum diberi tahu / no notice yet: {owed}")
    return True


def append(settings: Settings, entry: Entry) -> None:
    """Write one line."""
    act = next(name for name, kind in KINDS.items() if isinstance(entry, kind))
    line: dict[str, Any] = {"tindakan": act, **entry.model_dump(mode="json")}
    journal.append(settings.incidents_file, line)
