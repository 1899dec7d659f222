"""The project's own words for the annexes (wording.yml), filled with facts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parent / "wording.yml"


@cache
def _all() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def record(annex: str, condition: str, licence: str) -> dict[str, Any]:
    """Title, grounds (None: the founding regulation), points and closing of a record."""
    own, shared = _all()["bast"][annex], _all()["bast"]
    values = {"kondisi": condition, "lisensi": licence, "data": shared["data"][annex]}
    return {
        "judul": own["judul"],
        "untuk": own["untuk"],
        "dasar": own["dasar"],
        "pengantar": own["pengantar"],
        "butir": [
            {"teks": text.format(**values), "rujukan": f"Lampiran {annex} angka {place}"}
            for place, text in enumerate(own["butir"], start=1)
        ],
        "penutup": shared["penutup"],
        "kepatuhan": shared["kepatuhan"],
    }


def agreement(grant: str, purpose: str) -> dict[str, Any]:
    """Title, considerations (None: what the recipient is), articles and closing of an agreement."""
    own = _all()["nda"]
    values = {"izin": grant, "tujuan": purpose}
    articles = [
        {
            "judul": article["judul"],
            "ayat": [
                {
                    "teks": said["teks"].format(**values),
                    "huruf": said.get("huruf", []),
                    "rujukan": _cited(number, place, len(article["ayat"])),
                }
                for place, said in enumerate(article["ayat"], start=1)
            ],
        }
        for number, article in enumerate(own["pasal"], start=1)
    ]
    plain = ("judul", "tentang", "pertimbangan", "pengantar", "penutup")
    return {key: own[key] for key in plain} | {"pasal": articles}


def _cited(article: int, place: int, many: int) -> str:
    """Where the annex says it; an article of one paragraph has no number in it."""
    return f"Lampiran E Pasal {article}" + (f" ayat ({place})" if many > 1 else "")
