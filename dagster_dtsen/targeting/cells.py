"""Which counts of all programmes are closed: their cells, and which of them add up to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dagster_dtsen.targeting.count import Counted, Row
from dagster_dtsen.targeting.criteria import settled
from dagster_dtsen.targeting.small_cells import closed

STAGES = (
    "luar_wilayah", "wilayah_kosong", "tanpa_peringkat", "luar_desil", "tak_memenuhi",
    "jawaban_kosong", "memenuhi",
)  # fmt: skip
CHOSEN, BEYOND, ALL = "dipilih", "luar_kuota", "semua"
RECEIVING = ("tetap", "baru", "kini_kosong")
ANSWERS = ("ya", "tidak", "kosong")
TODAY, PAIR = "kini", "pasang"
# what readers come for is closed after the rest
_LATE = ("tetap", "ya", "memenuhi", "jawaban_kosong", "keduanya")
Pairs = Mapping[tuple[int, int], Mapping[str, int]]


def key(*parts: object) -> str:
    """The name of a cell."""
    return "/".join(map(str, parts))


def place(at: int, row: Row, tier: str | None = None) -> str:
    """The cell of a region of programme number ``at``."""
    tier = tier or row["tingkat"]
    return key(at, tier, row["provinsi"], "" if tier == "provinsi" else row["kabupaten_kota"])


def marks(told: Sequence[Counted], pairs: Pairs) -> dict[str, str]:
    """What stands instead of every cell that is closed, for all programmes together.

    Cells are families. One solution for everything: a count that is closed in one table is not
    to be read off another.
    """
    cells: dict[str, int] = {}
    relations: list[list[str]] = []
    for at, own in enumerate(told):
        _stages(at, own, cells, relations)
        _regions(at, own, cells, relations)
        _receiving(at, own, cells, relations)
    for (first, second), row in pairs.items():
        keys = {name: key(PAIR, first, second, name) for name in row}
        cells |= {keys[name]: number for name, number in row.items()}
        for at, alone in ((first, "hanya_a"), (second, "hanya_b")):
            relations.append([key(at, CHOSEN), keys["keduanya"], keys[alone]])
    kept = frozenset(key(at, name) for at in range(len(told)) for name in (ALL, CHOSEN))
    late = frozenset(name for name in cells if name.rpartition("/")[2] in _LATE)
    return closed(cells, relations, settled()["sel_terkecil"], kept, late)


def _stages(at: int, own: Counted, cells: dict[str, int], relations: list[list[str]]) -> None:
    chosen = own.figures[0]["keluarga"]
    for name in (*STAGES, BEYOND):
        cells[key(at, name)] = own.stages[name]["keluarga"] if name in own.stages else 0
    cells[key(at, ALL)] = sum(cells[key(at, name)] for name in STAGES)
    cells[key(at, CHOSEN)] = chosen
    relations.append([key(at, ALL), *(key(at, name) for name in STAGES)])
    relations.append([key(at, "memenuhi"), key(at, CHOSEN), key(at, BEYOND)])


def _regions(at: int, own: Counted, cells: dict[str, int], relations: list[list[str]]) -> None:
    parts: dict[str, list[str]] = {}
    for row in own.figures[1:]:
        cells[place(at, row)] = row["keluarga"]
        above = key(at, CHOSEN) if row["tingkat"] == "provinsi" else place(at, row, "provinsi")
        parts.setdefault(above, []).append(place(at, row))
    relations += [[above, *names] for above, names in parts.items()]


def _receiving(at: int, own: Counted, cells: dict[str, int], relations: list[list[str]]) -> None:
    for variable, row in own.aid.items():
        names = {answer: key(at, *variable, answer) for answer in ANSWERS}
        cells |= {names[answer]: row[answer] for answer in ANSWERS}
        relations.append([key(at, CHOSEN), *names.values()])
    if not own.today:
        return
    cells |= {key(at, TODAY, name): row["keluarga"] for name, row in own.today.items()}
    leaving = [key(at, TODAY, name) for name in own.today if name not in RECEIVING]
    for name in RECEIVING:
        cells.setdefault(key(at, TODAY, name), 0)
    kept = key(at, TODAY, "tetap")
    cells[key(at, TODAY, ALL)] = cells[kept] + sum(cells[name] for name in leaving)
    relations.append([key(at, CHOSEN), *(key(at, TODAY, name) for name in RECEIVING)])
    relations.append([key(at, TODAY, ALL), kept, *leaving])
