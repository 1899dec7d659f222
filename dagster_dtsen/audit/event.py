"""What one event of the audit log says, and what it may not say."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.journal import holds_number

BAD = "E-JEJAK-SALAH"
# grant changed, package built, sealed, opened, handed over, received; data seen, a question
# decided, a person or decile explained, a table taken; an act refused; the trail of a person asked
# for; a breach; and, by the log alone, a line that a kill had cut
Act = Literal[
    "izin",
    "bangun",
    "segel",
    "buka",
    "serah",
    "terima",
    "lihat",
    "putus",
    "jelaskan",
    "ekspor",
    "tolak",
    "telusur",
    "insiden",
    "potong",
]
Kind = Literal[
    "individu",
    "keluarga",
    "rekaman",
    "izin",
    "paket",
    "rilis",
    "tabel",
    "daftar",
    "antrean",
    "pertanyaan",
    "sertifikat",
    "insiden",
    "keputusan",
    "koreksi",
    "permohonan",
    "kiriman",
    "model",
    "cadangan",
    "kunci",
    "potongan",
]
Result = Literal["mulai", "berhasil", "gagal", "ditolak"]
BEGUN, DONE, FAILED, REFUSED = get_args(Result)
ACTS: tuple[str, ...] = get_args(Act)
CUT, PIECE = "potong", "potongan"
# of these an id leads to a person: it is written as HMAC alone
PERSONS = ("individu", "keluarga", "rekaman")
HEX = re.compile(r"[0-9a-f]{64}")
# of one event: more would not fit where the end of the log is looked for
MOST_PERSONS = 200
# no control characters: what is told on a terminal is what was written
_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
Text = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_LINE)]


class Thing(BaseModel):
    """What an act is about. ``id`` of a person, family or record is given in clear."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    jenis: Kind
    id: Text


class Event(BaseModel):
    """One act. ``izin``: id of the grant; ``baris``: rows; ``saringan``: text of the filter.

    ``oleh``: account of the operating system (the one of this process when empty), or the SHA-256
    of a certificate. The filter may hold values of persons: only its HMAC is written. ``orang``:
    persons, families and records that an act about something else shows or decides on, ids in
    clear here too; ``rilis``: the version of a release that the data are of.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    tindakan: Act
    objek: Thing
    peran: Text
    oleh: Text | None = None
    izin: Text | None = None
    penerima: Text | None = None
    tujuan: Text | None = None
    baris: int | None = Field(default=None, ge=0)
    saringan: str | None = None
    rilis: Text | None = None
    orang: tuple[Thing, ...] = Field(default=(), max_length=MOST_PERSONS)


def event(**values: Any) -> Event:
    """An event of these values. Raises DtsenError E-JEJAK-SALAH, which names fields, no values."""
    try:
        return Event(**values)
    except ValidationError as error:
        fields = {".".join(str(part) for part in item["loc"]) for item in error.errors()}
        raise refused(f"isian / fields {', '.join(sorted(fields))}") from None


def check(made: Event, texts: dict[str, str | None]) -> None:
    """Refuse an event whose texts hold what may be a person's number, or the id of its person.

    ``texts``: what is about to be written, by field. Raises DtsenError E-JEJAK-SALAH.
    """
    if any(thing.jenis not in PERSONS for thing in made.orang):
        raise refused("orang: individu, keluarga, rekaman")
    persons = [thing.id for thing in (made.objek, *made.orang) if thing.jenis in PERSONS]
    for field, text in texts.items():
        if text is None or (field in ("oleh", "objek.id") and HEX.fullmatch(text)):
            continue
        if holds_number(text):
            raise refused(f"{field}: nomor orang / a person's number")
        if any(person in text for person in persons):
            raise refused(f"{field}: id orangnya / the id of the person")


def refused(reason: str) -> DtsenError:
    """The error of an event that is not written."""
    return DtsenError(BAD, reason=reason)
