"""What names the figures: seeds of indicators, subgroups, targets, programmes and licences."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from dagster_dtsen.dashboard.manifest import refuse

Row = dict[str, str]
LICENCE = "agregat"


@dataclass(frozen=True)
class Seeds:
    """Rows of the seeds, in their order."""

    indikator: list[Row]
    kelompok: list[Row]
    target: list[Row]
    program: list[Row]
    kelompok_provinsi: list[Row]
    lisensi: Row
    tingkat: Row


def read(folder: Path) -> Seeds:
    """The seeds below ``folder``. Raises DtsenError E-UNGKAP when one is missing."""
    licences = _rows(folder / "berbagi" / "lisensi_data.csv")
    levels = _rows(folder / "berbagi" / "tingkat_akses.csv")
    own = folder / "indikator"
    return Seeds(
        indikator=_ordered(own / "indikator.csv"),
        kelompok=_ordered(own / "kelompok_indikator.csv"),
        target=_rows(own / "target_indikator.csv"),
        program=_rows(own / "program_indikator.csv"),
        kelompok_provinsi=_rows(own / "kelompok_provinsi.csv"),
        lisensi=next(row for row in licences if row["lisensi"] == LICENCE),
        tingkat=next(row for row in levels if row["tingkat"] == "1"),
    )


def _rows(path: Path) -> list[Row]:
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))
    except OSError as error:
        reason = f"{path.name}: tidak terbaca / cannot be read ({type(error).__name__})"
        raise refuse(reason) from None


def _ordered(path: Path) -> list[Row]:
    return sorted(_rows(path), key=lambda row: int(row["urutan"] or 0))
