"""Words about published tables: their columns, and how to read a number in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import yaml

from dagster_dtsen.parcels.codebook import Described
from dagster_dtsen.settings import PACKAGE_DIR, Settings

_FILE = PACKAGE_DIR / "disclosure" / "columns.yml"
_SOURCE = "SE Menteri PPN 8/2023 1.3.1"
_LEVEL = 2


@lru_cache(maxsize=1)
def columns() -> dict[str, dict[str, dict[str, str]]]:
    """Table, column, words: type, labels and meanings in two languages."""
    found: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def described(settings: Settings, tables: Sequence[str]) -> list[Described]:
    """Every column of these tables for the dictionary of a package."""
    return [
        Described(
            entitas=table,
            variabel=name,
            label_id=told["id"],
            label_en=told["en"],
            definisi_id=f"{told['arti']}.",
            definisi_en=f"{told['means']}.",
            konsep="Hitungan yang dibulatkan",
            tipe=told["tipe"],
            satuan="",
            kelas_pii="bukan",
            tingkat=_LEVEL,
            rujukan=_SOURCE,
        )
        for table in tables
        for name, told in columns()[table].items()
    ]


def statement(told: Mapping[str, Any]) -> str:
    """How the numbers of a publication are to be read; ``told``: its facts."""
    attack = told["serangan"]
    lines = [
        f"Terbitan / publication {told['id']}, kebijakan / policy {told['kebijakan']['versi']}",
        "",
        "Setiap hitungan dibulatkan ke salah satu dari dua kelipatan terdekat, menurut undian yang",
        "tetap bagi tiap sel; jumlah dibulatkan sendiri, maka bagian tidak selalu menjumlah tepat.",
        "Every count is rounded to one of its two nearest multiples, drawn once for each cell;",
        "totals are rounded on their own, so parts need not add up exactly.",
        "",
    ]
    for layer in told["lapis"]:
        base = layer["dasar"]
        lines.append(
            f"- {', '.join(layer['wilayah'])}: dasar / base {base['keluarga']} keluarga / "
            f"families, {base['individu']} individu / persons"
        )
    lines += [
        "",
        "0 berarti di bawah dasar, bukan tidak ada. / 0 means below the base, not nobody.",
        f"Sel ditutup / closed cells: {attack['tertutup']} dari / of {attack['sel']}.",
        f"Sel kecil yang dapat dihitung dari yang lain / small cells that can be worked out: 0 "
        f"dari / of {attack['sel_kecil']}; selisih dicoba / differences tried: "
        f"{attack['pasangan']}.",
        "",
    ]
    return "\n".join(lines)
