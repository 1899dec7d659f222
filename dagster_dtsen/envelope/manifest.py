"""``manifest.json``: what a package is and holds. One text for one content, no key more or less.

The signature is about these bytes. Numbers of persons do not belong in it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from dataclasses import asdict, dataclass
from typing import Any

from dagster_dtsen.envelope.refusal import Refused
from dagster_dtsen.envelope.values import hashes, holds_person, whole
from dagster_dtsen.journal import holds_number

FORM = "dtsen-paket-1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.json.p7s"
SCRIPT, README = "buka.sh", "BACA.txt"
DATA, DOCUMENTS = "data", "dokumen"
# what a file is: sealed, a clear document, or of the package itself
SEALED, CLEAR, OWN = "tersegel", "terbuka", "paket"
# the scheme of parts that a passphrase opens, which is an exception up to this level and says so
AGE = "age-encryption.org/v1/scrypt"
AGE_UP_TO = 2
EXCEPTION, NO_CERTIFICATE = "pengecualian", "tanpa_sertifikat"
LARGEST = 1 << 24  # bytes of a manifest
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,119}")
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class About:
    """What a package is, as the caller says; ``fakta`` is anything else that can be JSON.

    ``nomor`` counts from 1 in the recipient's own sequence; ``paket_sebelum`` is the id of the
    package before, None for the first. ``hak_alih``: whether it may be passed on (annex B).
    """

    id_paket: str
    nomor: int
    paket_sebelum: str | None
    penerima: str
    id_izin: str
    rilis: str
    tingkat: int
    lisensi: str
    hak_alih: bool
    berlaku_sampai: str
    fakta: dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """One file; of a clear one there is nothing sealed. ``baris``: rows, None for no table."""

    nama: str
    letak: str
    jenis: str
    baris: int | None
    byte: int
    sha256: str
    byte_tersegel: int | None
    sha256_tersegel: str | None


@dataclass(frozen=True)
class Manifest:
    """A whole manifest. ``sertifikat``, ``kunci``: SHA-256 of the recipient's certificate and key.

    Both are None where ``sandi``, how parts are sealed, is :data:`AGE`. ``dibuat``: moment of the
    build, UTC.
    """

    about: About
    dibuat: str
    sertifikat: str | None
    kunci: str | None
    sandi: str
    berkas: tuple[Entry, ...]

    def text(self) -> bytes:
        """Its one text: sorted keys, two spaces, a newline at the end."""
        content = {
            "bentuk": FORM,
            **asdict(self.about),
            "dibuat": self.dibuat,
            "sertifikat": self.sertifikat,
            "kunci": self.kunci,
            "sandi": self.sandi,
            "berkas": [asdict(entry) for entry in self.berkas],
        }
        return _text(content)

    def path(self, entry: Entry) -> str:
        """Where a file lies in the package."""
        return {
            SEALED: f"{DATA}/{sealed_name(entry.nama, self.sandi)}",
            CLEAR: f"{DOCUMENTS}/{entry.nama}",
            OWN: entry.nama,
        }[entry.letak]

    @property
    def print(self) -> str:
        """SHA-256 of that text, by which the package is named in records and receipts."""
        return hashlib.sha256(self.text()).hexdigest()


def make(
    about: About,
    moment: dt.datetime,
    certificate: str | None,
    key: str | None,
    scheme: str,
    entries: tuple[Entry, ...],
) -> Manifest:
    """A manifest that can be read back. Raises Refused: wrong values, a person's number."""
    made = Manifest(
        about, moment.astimezone(dt.UTC).strftime(_MOMENT), certificate, key, scheme, entries
    )
    try:
        content = made.text()
    except (TypeError, ValueError):
        raise Refused("fakta bukan JSON / the facts are not JSON") from None
    if read(content) != made:
        raise Refused("fakta bukan JSON / the facts are not JSON")
    return made


def read(content: bytes) -> Manifest:
    """The manifest in these bytes. Raises Refused where a key is missing, unknown or wrong."""
    if len(content) > LARGEST:
        raise Refused("manifes terlalu besar / manifest too large")
    try:
        found = json.loads(content)
        if not isinstance(found, dict) or found.pop("bentuk", None) != FORM:
            raise Refused("bentuk manifes tidak dikenal / form of the manifest not known")
        about = About(**{name: found.pop(name) for name in About.__dataclass_fields__})
        entries = tuple(Entry(**item) for item in found.pop("berkas"))
        manifest = Manifest(about=about, berkas=entries, **found)
        same = manifest.text() == content
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise Refused("kunci manifes kurang atau lebih / keys missing or unknown") from None
    if not same:
        raise Refused("manifes tidak baku / manifest not in its one form")
    _check(manifest)
    return manifest


def sealed_name(name: str, scheme: str) -> str:
    """The name of a sealed part as a file."""
    return f"{name}.age" if scheme == AGE else f"{name}.cms"


def check_name(name: str) -> None:
    """Refuse a name that is no plain file name everywhere, or may hold a person's number."""
    if not _NAME.fullmatch(name) or name.endswith(".") or holds_number(name):
        raise Refused("nama berkas tidak diizinkan / a file name is not allowed")


def _check(manifest: Manifest) -> None:
    about = manifest.about
    texts = (about.penerima, about.lisensi, about.rilis, manifest.sandi)
    before = about.paket_sebelum
    ids = (about.id_paket, about.id_izin, about.id_paket if before is None else before)
    right = (
        all(isinstance(item, str) and 0 < len(item) <= 300 for item in texts)
        and all(isinstance(item, str) and _ID.fullmatch(item) for item in ids)
        and whole(about.nomor, 1)
        and whole(about.tingkat, 1)
        and about.tingkat <= 4
        and isinstance(about.hak_alih, bool)
        and isinstance(about.fakta, dict)
        and (before is None) == (about.nomor == 1)
        and _sealed_as_told(manifest)
    )
    try:
        until = dt.date.fromisoformat(about.berlaku_sampai)
        right = right and until.isoformat() == about.berlaku_sampai
        dt.datetime.strptime(manifest.dibuat, _MOMENT)
    except (TypeError, ValueError):
        right = False
    if not right:
        raise Refused("isi manifes salah / a value of the manifest is wrong")
    for entry in manifest.berkas:
        _check_entry(entry)
    names = [entry.nama.lower() for entry in manifest.berkas]
    if len(set(names)) < len(names):
        raise Refused("nama berkas ganda / a file name stands twice")
    if not {SCRIPT, README, SEALED} <= {
        entry.letak if entry.letak == SEALED else entry.nama for entry in manifest.berkas
    }:
        raise Refused("tanpa bagian tersegel atau penjelasan / no sealed part, or no explanation")
    if holds_person(asdict(about)):
        raise Refused("mungkin memuat nomor orang / may hold a person's number")


def _sealed_as_told(manifest: Manifest) -> bool:
    """For a certificate and its key, or, and then it says that it is an exception, for none."""
    exception = manifest.about.fakta.get(EXCEPTION) == NO_CERTIFICATE
    if manifest.sandi != AGE:
        return hashes(manifest.sertifikat, manifest.kunci) and not exception
    none = manifest.sertifikat is None and manifest.kunci is None
    return none and exception and manifest.about.tingkat <= AGE_UP_TO


def _check_entry(entry: Entry) -> None:
    sealed = entry.letak == SEALED
    right = (
        entry.letak in (SEALED, CLEAR, OWN)
        and (entry.letak == OWN) == (entry.nama in (SCRIPT, README))
        and entry.nama not in (MANIFEST, SIGNATURE)
        and isinstance(entry.jenis, str)
        and isinstance(entry.nama, str)
        and _ID.fullmatch(entry.jenis) is not None
        and (entry.baris is None or whole(entry.baris, 0))
        and whole(entry.byte, 0)
        and hashes(entry.sha256)
    )
    if sealed:
        right = right and whole(entry.byte_tersegel, 1) and hashes(entry.sha256_tersegel)
    else:
        right = right and entry.byte_tersegel is None and entry.sha256_tersegel is None
    if not right:
        raise Refused("isi manifes salah / a value of the manifest is wrong")
    check_name(entry.nama)


def _text(content: dict[str, Any]) -> bytes:
    text = json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()
