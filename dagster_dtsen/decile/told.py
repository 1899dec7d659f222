"""The document of a move: its steps from release to release, their causes, and the answers behind.

Parts of causes are whole twelfths of a decile, parts of answers whole 720ths; both add up exactly.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb

from dagster_dtsen.decile.words import Pair, book, number, said
from dagster_dtsen.warehouse import records

Row = dict[str, Any]
CAUSES = ("data", "anggota", "model", "batas")
COMPARED = "dibandingkan"
# variable → its words in the dictionary; variable and code → what the code means
Label = Callable[[str], Pair]
Meaning = Callable[[str, str], Pair | None]


def step(con: duckdb.DuckDBPyConnection, tables: Mapping[str, str], identity: str) -> Row | None:
    """One family in one release against its base; None when neither has it.

    ``tables``: relations of ``fct_perubahan_desil`` and ``fct_alasan_desil``.
    """
    own = f"select * from {tables['fct_perubahan_desil']} where id_keluarga = $id"
    found = records(con, own, {"id": identity})
    if not found:
        return None
    (row,) = found
    reasons = records(
        con,
        f"select * from {tables['fct_alasan_desil']} where id_keluarga = $id order by variabel",
        {"id": identity},
    )
    parts = {cause: row.pop(f"{cause}_perduabelas") for cause in CAUSES}
    return row | {"bagian": parts, "alasan": reasons}


def document(identity: str, steps: Sequence[Row], label: Label, meaning: Meaning | None) -> Row:
    """The whole move over ``steps``, oldest first, each with ``rilis`` and ``dasar``.

    Over several steps the parts of a cause are added up. ``meaning`` None: answers are not shown.
    """
    compared = all(one["status_perubahan"] == COMPARED for one in steps)
    parts = {cause: sum(one["bagian"][cause] or 0 for one in steps) for cause in CAUSES}
    first, last = steps[0], steps[-1]
    move = last["desil_nasional"] - first["desil_dasar"] if compared else None
    return {
        "objek": "desil",
        "siapa": {"id_keluarga": identity},
        "rilis": last["rilis"],
        "dari": first["dasar"],
        "ke": last["rilis"],
        "dibandingkan": compared,
        "desil_dasar": first["desil_dasar"],
        "desil": last["desil_nasional"],
        "pindah": move,
        "bagian": parts if compared else None,
        "sebab_utama": _main(parts, move) if move else None,
        "langkah": [_told(one, label, meaning) for one in steps],
        "nilai_ditampilkan": meaning is not None,
    }


def _main(parts: Mapping[str, int], move: int) -> str:
    """The cause with the largest part in the direction of the move, the first of equal ones."""
    way = 1 if move > 0 else -1
    return max(CAUSES, key=lambda cause: (way * parts[cause], -CAUSES.index(cause)))


def _told(one: Row, label: Label, meaning: Meaning | None) -> Row:
    kept = ("rilis", "dasar", "id_keluarga", "id_keluarga_dasar", "id_keluarga_penerus")
    return {
        **{name: one[name] for name in kept},
        "hubungan": {"kode": one["hubungan"], "kata": said("hubungan", one["hubungan"])},
        "status": {
            "kode": one["status_perubahan"],
            "kata": said("status", one["status_perubahan"]),
        },
        "alasan_tanpa_peringkat": said("alasan", one["alasan_tanpa_peringkat"])
        if one["alasan_tanpa_peringkat"]
        else None,
        "desil_dasar": one["desil_dasar"],
        "desil": one["desil_nasional"],
        "pindah": one["pindah"],
        "bagian": one["bagian"],
        "jawaban": _answers(one["alasan"], label, meaning),
    }


def _answers(reasons: Sequence[Row], label: Label, meaning: Meaning | None) -> list[Row]:
    """One line per question a family knows, the largest part first."""
    lines: dict[str, Row] = {}
    for reason in reasons:
        own = book()["butir"].get(reason["variabel"], {})
        name = own.get("butir", reason["variabel"])
        line = lines.setdefault(
            name,
            {
                "butir": name,
                "kata": [own["id"], own["en"]] if own else label(reason["variabel"]),
                "jumlah_jawaban": 0,
                "bagian_per_720": 0,
                "dulu": None,
                "kini": None,
            },
        )
        line["bagian_per_720"] += reason["bagian_per_720"]
        line["jumlah_jawaban"] = max(line["jumlah_jawaban"], reason["jumlah_variabel"])
        if meaning and name != "lainnya":
            line["dulu"] = _value(reason, reason["nilai_dasar"], own, meaning)
            line["kini"] = _value(reason, reason["nilai"], own, meaning)
    return sorted(lines.values(), key=lambda line: (-abs(line["bagian_per_720"]), line["butir"]))


def _value(reason: Row, value: str | None, own: Mapping[str, Any], meaning: Meaning) -> Pair:
    """An answer as a family would say it."""
    if value is None:
        return said("jawaban", "kosong")
    if value in book()["jawaban"]:
        return said("jawaban", value)
    if "satuan" in own:
        amount = math.exp(float(value)) if own.get("log") else float(value)
        text = f"{number(amount, 1)} {own['satuan']}"
        return [text, text]
    known = meaning(own.get("variabel", reason["variabel"]), value)
    return known or [value, value]
