"""The rules of access as their seeds say them (dbt_project/seeds/berbagi)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

ALL = "semua"
ANY = "*"


@dataclass(frozen=True)
class Level:
    """An access level, how open it is, its smallest region, the signatures a package needs."""

    tingkat: int
    kelas_data: str
    perlu_permohonan: bool
    wilayah_terendah: str
    tanda_tangan_paket: int


@dataclass(frozen=True)
class Kind:
    """A kind of body: the highest level, the region that bounds it, whether it asks itself."""

    tingkat_maks: int
    lingkup: str
    daerah: bool
    mengajukan: bool


@dataclass(frozen=True)
class Step:
    """A step from one state to another and what it needs."""

    perlu_alasan: bool
    perlu_tanda_tangan: bool
    pemeriksaan: str


@dataclass(frozen=True)
class Wanted:
    """A paper that a level asks for, by medium and body: for the request or the agreement."""

    tingkat: int
    media: str
    pemohon: str
    dokumen: str
    tahap: str


@dataclass(frozen=True)
class Rules:
    """All seeds; ``boleh_meneruskan`` is by reason of a hand-over, ``lisensi`` by name to level."""

    tingkat: dict[int, Level]
    jenis: dict[str, Kind]
    boleh_meneruskan: dict[str, bool]
    perlu_program: dict[str, bool]
    lampiran: dict[str, str]
    penerima: frozenset[tuple[str, str, str, str]]
    dokumen: tuple[Wanted, ...]
    kepentingan: frozenset[str]
    klausul: frozenset[str]
    peralihan: dict[tuple[str, str], Step]
    lisensi: dict[str, int]


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _true(text: str) -> bool:
    return {"true": True, "false": False}[text]


def load(folder: Path) -> Rules:
    """The rules from the folder of seeds. Raises OSError, KeyError or ValueError when damaged."""
    activities = _rows(folder, "kegiatan_penyampaian")
    return Rules(
        tingkat={
            int(row["tingkat"]): Level(
                int(row["tingkat"]),
                row["kelas_data"],
                _true(row["perlu_permohonan"]),
                row["wilayah_terendah"],
                int(row["tanda_tangan_paket"]),
            )
            for row in _rows(folder, "tingkat_akses")
        },
        jenis={
            row["jenis"]: Kind(
                int(row["tingkat_maks"]),
                row["lingkup"],
                _true(row["daerah"]),
                _true(row["mengajukan"]),
            )
            for row in _rows(folder, "jenis_pemohon")
        },
        boleh_meneruskan={row["kegiatan"]: _true(row["boleh_meneruskan"]) for row in activities},
        perlu_program={row["kegiatan"]: _true(row["perlu_program"]) for row in activities},
        lampiran={row["kegiatan"]: row["lampiran"] for row in activities},
        penerima=frozenset(
            (row["kegiatan"], row["jenis"], row["lembaga"], row["jalur"])
            for row in _rows(folder, "penerima_kegiatan")
        ),
        dokumen=tuple(
            Wanted(int(row["tingkat"]), row["media"], row["pemohon"], row["dokumen"], row["tahap"])
            for row in _rows(folder, "dokumen_akses")
        ),
        kepentingan=frozenset(row["kepentingan"] for row in _rows(folder, "kepentingan_akses")),
        klausul=frozenset(row["klausul"] for row in _rows(folder, "klausul_perjanjian")),
        peralihan={
            (row["dari"], row["ke"]): Step(
                _true(row["perlu_alasan"]), _true(row["perlu_tanda_tangan"]), row["pemeriksaan"]
            )
            for row in _rows(folder, "peralihan_izin")
        },
        lisensi={row["lisensi"]: int(row["tingkat_maks"]) for row in _rows(folder, "lisensi_data")},
    )
