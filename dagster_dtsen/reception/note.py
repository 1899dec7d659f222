"""The delivery note (pengantar.yml) that travels with every delivery."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import stat
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from dagster_dtsen.reception.contract import Kind, ProviderContract, SourceType
from dagster_dtsen.reception.refusal import Refusal

NOTE_NAME = "pengantar.yml"
_MAX_NOTE_BYTES = 1_000_000
# nothing was sent before the register existed
_FIRST_YEAR = 2020


class NoteFile(BaseModel):
    """One data file named by the note."""

    model_config = ConfigDict(extra="ignore")

    nama: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    dataset: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    jumlah_rekaman: int = Field(ge=0)
    variabel: list[str]


class DeliveryNote(BaseModel):
    """The note as promised; unknown keys are ignored, missing ones refuse the delivery."""

    model_config = ConfigDict(extra="ignore")

    penyedia: str
    jenis: Kind
    sumber: SourceType
    periode: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$")
    tanggal_acuan: dt.date
    tanggal_kirim: dt.date
    jatuh_tempo: dt.date
    perjanjian: str = Field(min_length=1)
    berkas: list[NoteFile] = Field(min_length=1)

    @model_validator(mode="after")
    def _dates_in_order(self) -> DeliveryNote:
        if self.tanggal_acuan > self.tanggal_kirim or self.tanggal_kirim.year < _FIRST_YEAR:
            raise ValueError("tanggal_acuan, tanggal_kirim")
        return self

    @property
    def content_hash(self) -> str:
        """SHA-256 over what was delivered: provider, period, dates and the files' hashes.

        Folder and file names do not count, so the same content sent twice is one delivery.
        """
        parts = [self.penyedia, self.jenis, self.periode, self.tanggal_acuan.isoformat()]
        parts += [self.tanggal_kirim.isoformat()]
        parts += sorted(f"{item.dataset}:{item.sha256}" for item in self.berkas)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @property
    def delivery_id(self) -> str:
        """Readable and derived from the content alone, e.g. ``dtks-2026T1-5f0c…`` (12 hex)."""
        return f"{self.penyedia}-{self.periode}-{self.content_hash[:12]}"


def read_plain(folder: Path) -> bytes:
    """The bytes of the note, which must be a small plain file in a plain folder.

    A link would let a sender read from elsewhere, a pipe would wait for ever. Raises Refusal
    PENGANTAR_RUSAK or OSError.
    """
    if folder.is_symlink():
        raise Refusal("PENGANTAR_RUSAK", "tautan / link")
    handle = os.open(folder / NOTE_NAME, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as note:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise Refusal("PENGANTAR_RUSAK", "bukan berkas biasa / not a plain file")
        content = note.read(_MAX_NOTE_BYTES + 1)
    if len(content) > _MAX_NOTE_BYTES:
        raise Refusal("PENGANTAR_RUSAK", "ukuran / size")
    return content


def read_note(folder: Path, contract: ProviderContract) -> DeliveryNote:
    """Read and check the note of one delivery folder.

    Raises Refusal PENGANTAR_RUSAK (unreadable, missing keys) or PENGANTAR_TAK_SESUAI (it
    contradicts the contract: other provider, other kind, unknown dataset, columns not promised).
    """
    try:
        document = yaml.safe_load(read_plain(folder).decode("utf-8"))
        note = DeliveryNote.model_validate(document)
    except ValidationError as error:
        fields = sorted({".".join(str(part) for part in item["loc"]) for item in error.errors()})
        raise Refusal("PENGANTAR_RUSAK", ", ".join(fields)) from None
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise Refusal("PENGANTAR_RUSAK", type(error).__name__) from None
    if note.penyedia != contract.penyedia:
        raise Refusal("PENGANTAR_TAK_SESUAI", "penyedia")
    if note.jenis != contract.jenis:
        raise Refusal("PENGANTAR_TAK_SESUAI", f"jenis {note.jenis} ≠ {contract.jenis}")
    for item in note.berkas:
        dataset = contract.find(item.dataset)
        if dataset is None:
            raise Refusal("PENGANTAR_TAK_SESUAI", f"dataset {item.dataset}")
        if set(item.variabel) != set(dataset.kolom):
            raise Refusal("PENGANTAR_TAK_SESUAI", f"variabel {item.dataset}")
    if len({item.nama for item in note.berkas}) != len(note.berkas):
        raise Refusal("PENGANTAR_TAK_SESUAI", "berkas ganda / doubled file")
    return note


def find_deliveries(landing: Path, provider: str) -> list[Path]:
    """Delivery folders of one provider in name order: ``<landing>/<penyedia>/<periode>/``.

    A folder that holds anything counts; without a note it is refused, not overlooked.
    """
    base = landing / provider
    if not base.is_dir():
        return []
    return sorted(path for path in base.iterdir() if path.is_dir() and any(path.iterdir()))
