"""The delivery note (pengantar.yml) that travels with every delivery."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import stat
from collections import Counter
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from dagster_dtsen.reception.contract import Kind, ProviderContract, SourceType
from dagster_dtsen.reception.header import difference
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

    @property
    def content_names(self) -> dict[str, str]:
        """File name in the note → the name its rows carry: ``<dataset>-<12 hex of the SHA-256>``.

        The provider's names are no part of a delivery's identity, so they reach no result. Files of
        equal content are numbered: their rows are equal, whichever of them is the first.
        """
        seen: Counter[str] = Counter()
        names = {}
        for item in sorted(self.berkas, key=lambda file: file.nama):
            name = f"{item.dataset}-{item.sha256[:12]}"
            seen[name] += 1
            names[item.nama] = name if seen[name] == 1 else f"{name}-{seen[name]}"
        return names


def read_plain(path: Path) -> bytes:
    """The bytes of a note, which must be a small plain file in a plain folder.

    A link would let a sender read from elsewhere, a pipe would wait for ever. Raises Refusal
    PENGANTAR_RUSAK or OSError.
    """
    if path.parent.is_symlink():
        raise Refusal("PENGANTAR_RUSAK", "tautan / link")
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as note:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise Refusal("PENGANTAR_RUSAK", "bukan berkas biasa / not a plain file")
        content = note.read(_MAX_NOTE_BYTES + 1)
    if len(content) > _MAX_NOTE_BYTES:
        raise Refusal("PENGANTAR_RUSAK", "ukuran / size")
    return content


def parse_note(path: Path) -> DeliveryNote:
    """The note as it stands, before any contract; raises Refusal PENGANTAR_RUSAK."""
    try:
        return DeliveryNote.model_validate(yaml.safe_load(read_plain(path).decode("utf-8")))
    except ValidationError as error:
        fields = sorted({".".join(str(part) for part in item["loc"]) for item in error.errors()})
        raise Refusal("PENGANTAR_RUSAK", ", ".join(fields)) from None
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise Refusal("PENGANTAR_RUSAK", type(error).__name__) from None


def read_note(folder: Path, contract: ProviderContract) -> DeliveryNote:
    """Read and check the note of one delivery folder.

    Raises Refusal PENGANTAR_RUSAK (unreadable, missing keys) and what :func:`check_note` does.
    """
    return check_note(parse_note(folder / NOTE_NAME), contract)


def check_note(note: DeliveryNote, contract: ProviderContract) -> DeliveryNote:
    """The note, when it agrees with the contract.

    Raises Refusal PENGANTAR_TAK_SESUAI (it contradicts the contract: other provider, other kind or
    source, unknown dataset, columns not promised) or PERJANJIAN_TAK_BERLAKU.
    """
    if note.penyedia != contract.penyedia:
        raise Refusal("PENGANTAR_TAK_SESUAI", "penyedia")
    _check_agreement(note, contract)
    if note.jenis != contract.jenis:
        raise Refusal("PENGANTAR_TAK_SESUAI", f"jenis {note.jenis} ≠ {contract.jenis}")
    if note.sumber != contract.sumber:
        raise Refusal("PENGANTAR_TAK_SESUAI", f"sumber {note.sumber} ≠ {contract.sumber}")
    for item in note.berkas:
        dataset = contract.find(item.dataset)
        if dataset is None:
            raise Refusal("PENGANTAR_TAK_SESUAI", f"dataset {item.dataset}")
        told = difference(item.variabel, dataset.kolom)
        if told:
            raise Refusal("PENGANTAR_TAK_SESUAI", f"variabel {item.dataset}: {told}")
    if len({item.nama for item in note.berkas}) != len(note.berkas):
        raise Refusal("PENGANTAR_TAK_SESUAI", "berkas ganda / doubled file")
    return note


def _check_agreement(note: DeliveryNote, contract: ProviderContract) -> None:
    """The note must name an agreement in force on the day of sending (Pasal 11 ayat 2)."""
    agreement = contract.agreement(note.perjanjian)
    if agreement is None:
        raise Refusal("PERJANJIAN_TAK_BERLAKU", "nomor tidak dikenal / unknown number")
    if not agreement.berlaku_dari <= note.tanggal_kirim <= agreement.berlaku_sampai:
        period = f"{agreement.berlaku_dari} - {agreement.berlaku_sampai}"
        raise Refusal("PERJANJIAN_TAK_BERLAKU", f"{agreement.nomor}: {period}")


def find_deliveries(landing: Path, provider: str) -> list[Path]:
    """Delivery folders of one provider in name order: ``<landing>/<penyedia>/<periode>/``.

    A folder that holds anything counts; without a note it is refused, not overlooked.
    """
    base = landing / provider
    if not base.is_dir():
        return []
    return sorted(path for path in base.iterdir() if path.is_dir() and any(path.iterdir()))
