"""Small sealed releases whose families and persons a test knows row by row."""

from __future__ import annotations

import datetime as dt
import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dagster_dtsen import targets, warehouse
from dagster_dtsen.release import publish
from dagster_dtsen.settings import Settings
from tests.release.lay_release import lay

RELEASE, DATE = "2026T1", dt.date(2026, 3, 31)
CHANCES = [f"peluang_desil_{number}" for number in range(1, 11)]
COLUMNS = {
    "keluarga": "id_keluarga, kode_provinsi_kemendagri, kode_kabupaten_kota_kemendagri, "
    "kode_kecamatan_kemendagri, jumlah_anggota_keluarga, jenis_lantai_terluas, luas_lantai, "
    "tanggal_pendataan, program_pkh, alamat, status_butir",
    "individu": "id_individu, nik, tanggal_lahir, jenis_kelamin, sedang_hamil, penerima_pkh, "
    "status_butir",
    "anggota_keluarga": "id_individu, id_keluarga",
    "fct_peringkat_kesejahteraan": "id_keluarga, peringkat_nasional, desil_nasional",
    "fct_ketidakpastian_peringkat": f"id_keluarga, {', '.join(CHANCES)}",
}
TYPES = {
    **dict.fromkeys(("jumlah_anggota_keluarga", "desil_nasional"), "smallint"),
    **dict.fromkeys(("luas_lantai", "peringkat_nasional"), "integer"),
    **dict.fromkeys(("tanggal_pendataan", "tanggal_lahir"), "date"),
    **dict.fromkeys(CHANCES, "decimal(5, 4)"),
}
SURE = {n: [1.0 if n == d else 0.0 for d in range(1, 11)] for n in range(1, 11)}


@dataclass
class Person:
    """A member; ``ditanya`` false: the question about pregnancy was not asked."""

    tanggal_lahir: dt.date | None = dt.date(1990, 6, 1)
    jenis_kelamin: str | None = "1"
    sedang_hamil: str | None = None
    penerima_pkh: str | None = "2"
    ditanya: bool = True


@dataclass
class Family:
    """A family; ``desil`` none: without a rank; ``peluang``: chances of the ten deciles."""

    desil: int | None = 1
    anggota: list[Person] = field(default_factory=lambda: [Person()])
    kode: tuple[str | None, str | None, str | None] = ("32", "3201", "320101")
    jenis_lantai_terluas: str | None = "1"
    luas_lantai: int | None = 50
    tanggal_pendataan: dt.date | None = dt.date(2022, 11, 1)
    program_pkh: str | None = "2"
    peluang: list[float] | None = None

    @property
    def chances(self) -> list[float] | None:
        return self.peluang or (SURE[self.desil] if self.desil else None)


Release = list[Family]


def many(seed: int, families: int) -> Release:
    """Families by chance (seeded), a tenth of every answer missing, some without a rank."""
    dice = random.Random(seed)

    def maybe(value: Any) -> Any:
        return value if dice.random() > 0.1 else None

    def person() -> Person:
        sex = maybe(dice.choice("12"))
        asked = sex != "1"
        return Person(
            maybe(DATE - dt.timedelta(days=dice.randrange(32_000))),
            sex,
            maybe(dice.choice("1222")) if asked else None,
            maybe(dice.choice("12")),
            asked,
        )

    def chances() -> list[float]:
        cuts = sorted(dice.randrange(1001) for _ in range(9))
        return [(b - a) / 1000 for a, b in zip([0, *cuts], [*cuts, 1000], strict=True)]

    found = []
    for _ in range(families):
        town = dice.choice(["3201", "3202", "3301", "1101"])
        found.append(
            Family(
                maybe(dice.randint(1, 10)),
                [person() for _ in range(dice.randint(1, 5))],
                (town[:2], maybe(town), maybe(f"{town}0{dice.randint(1, 2)}")),
                maybe(dice.choice("12345")),
                maybe(dice.randint(10, 120)),
                maybe(dt.date(2022, dice.randint(1, 12), 1)),
                maybe(dice.choice("12")),
                chances(),
            )
        )
    return found


def letters(settings: Settings, entity: str, **told: str) -> str:
    """``status_butir`` with the letters of these variables, all others answered."""
    book = targets.book(settings)
    places = [v.posisi for (e, _), v in book.items() if e == entity and v.posisi]
    text = ["J"] * max(places)
    for name, letter in told.items():
        place = book[entity, name].posisi
        assert place is not None
        text[place - 1] = letter
    return "".join(text)


def publish_release(settings: Settings, families: Release, *, chances: bool = True) -> Settings:
    """Seal the families as release 2026T1; without ``chances`` the model told none."""
    rows: dict[str, list[list[Any]]] = {name: [] for name in COLUMNS}
    all_asked = letters(settings, "keluarga")
    asked = {yes: letters(settings, "individu", sedang_hamil="J" if yes else "T") for yes in (0, 1)}
    for number, own in enumerate(families, 1):
        name = f"K{number:04}"
        rows["keluarga"].append(
            [name, *own.kode, len(own.anggota), own.jenis_lantai_terluas, own.luas_lantai,
             _day(own.tanggal_pendataan), own.program_pkh, "JALAN RAHASIA 1", all_asked]
        )  # fmt: skip
        rank = None if own.desil is None else own.desil * 10_000 + number
        rows["fct_peringkat_kesejahteraan"].append([name, rank, own.desil])
        if own.desil and own.chances and chances:
            row = [name, *(f"{each:.4f}" for each in own.chances)]
            rows["fct_ketidakpastian_peringkat"].append(row)
        for at, each in enumerate(own.anggota, 1):
            person = f"I{number:04}{at:02}"
            rows["anggota_keluarga"].append([person, name])
            rows["individu"].append(
                [person, "3201010101900001", _day(each.tanggal_lahir), each.jenis_kelamin,
                 each.sedang_hamil, each.penerima_pkh, asked[int(each.ditanya)]]
            )  # fmt: skip
    lay(settings, RELEASE, rows, ["d-1"], None, COLUMNS, TYPES)
    with warehouse.connect(settings, database=settings.root / publish.PUBLISHED_FILE):
        pass
    return settings


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def criteria_file(folder: Path, **parts: Any) -> Path:
    """A criteria file with a name and a unit and these parts."""
    whole = {"program": "uji", "nama": {"id": "Uji", "en": "Test"}, "satuan": "keluarga", **parts}
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{whole['program']}.yml"
    # JSON is YAML too, and has no references
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


def reached(settings: Settings, folder: Path, **parts: Any) -> dict[str, Any]:
    """What is told of one programme with these parts."""
    told = targets.reached(settings, [criteria_file(folder, **parts)])
    own: dict[str, Any] = told["program"][0]
    return own
