"""The question to a steward in plain Indonesian: why it is asked, what speaks for and against."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Field = dict[str, Any]  # nama_bidang, tingkat, arti, bobot
EMPTY = "kosong"
# a level that weighs less says next to nothing either way
SMALL = 0.5
# of two records these always differ, or say nothing of the person
NOT_COMPARED = ("sumber", "kunci_penyedia", "tanggal_acuan", "rekaman_orang")


def unlike(name: str, left: Any, right: Any) -> bool | None:
    """Whether a field of two records differs by more than case; None when it is not compared."""
    texts = [str(value or "").casefold() for value in (left, right)]
    if name in NOT_COMPARED or not all(texts):
        return None
    return texts[0] != texts[1]


def number(value: float, places: int = 1, sign: bool = False) -> str:
    """A number as it is written in Indonesian, with a decimal comma and a true minus."""
    text = f"{value:+.{places}f}" if sign else f"{value:.{places}f}"
    return text.replace("-", "−").replace(".", ",")


def weighed(field: Field) -> str:
    """One comparison: the words of its level, without a measure of likeness, and its weight."""
    words = re.sub(r" \(0\.[0-9]+\)$", "", str(field["arti"]))
    if field["tingkat"] == EMPTY:
        return words
    return f"{words} ({number(field['bobot'], sign=True)})"


def question(row: Mapping[str, Any], fields: list[Field], rules: Mapping[str, str]) -> str:
    """The whole question of one item, a line for every part of it.

    ``row``: an item of :func:`queue_items.rows`; ``fields``: its comparisons in order, none
    for a family; ``rules``: words of ``aturan``.
    """
    why = f"{_asked(row)} {_why(row, rules)}"
    today = f"{_now(row)} {_impact(row)}".strip()
    return "\n".join([why, *_evidence(row, fields), today])


def _asked(row: Mapping[str, Any]) -> str:
    if row["objek"] == "keluarga":
        return "Apakah A dan B hidup dalam satu keluarga?"
    return "Apakah A dan B orang yang sama?"


def _why(row: Mapping[str, Any], rules: Mapping[str, str]) -> str:
    def shown(name: str) -> str:
        return "?" if row[name] is None else number(abs(float(row[name])))

    rule = str(row["aturan"] or "")
    return str(row["sebab_id"]).format(
        bobot="?" if row["bobot"] is None else number(float(row["bobot"])),
        pembanding=shown("bobot_pembanding"),
        jarak=shown("jarak_ambang"),
        ambang=shown("ambang_klaster"),
        aturan=rules.get(rule, rule),
    )


def _evidence(row: Mapping[str, Any], fields: list[Field]) -> list[str]:
    if row["objek"] == "keluarga":
        return [_home(row)]
    told = [item for item in fields if item["tingkat"] != EMPTY]
    speaking = [item for item in told if abs(item["bobot"]) >= SMALL]
    ordered = sorted(speaking, key=lambda item: -abs(item["bobot"]))
    sides = {
        "Mendukung": [item for item in ordered if item["bobot"] > 0],
        "Menentang": [item for item in ordered if item["bobot"] < 0],
    }
    found = [
        f"{name} – {'; '.join(_named(item) for item in items) or 'tidak ada'}."
        for name, items in sides.items()
    ]
    missing = [str(item["nama_bidang"]) for item in fields if item["tingkat"] == EMPTY]
    if missing:
        found.append(f"Tidak dapat dibandingkan – {', '.join(missing)}.")
    return found


def _named(field: Field) -> str:
    return f"{field['nama_bidang']}: {weighed(field)}"


def _home(row: Mapping[str, Any]) -> str:
    """What the two records of a family say of where they live."""
    card_a, card_b = row["a_no_kk"], row["b_no_kk"]
    if card_a and card_b:
        card = "nomor KK sama" if card_a == card_b else "nomor KK berlainan"
    else:
        card = "salah satu tanpa nomor KK"
    village_a, village_b = row["a_kode_desa"], row["b_kode_desa"]
    if village_a and village_b:
        place = "satu desa" if village_a == village_b else "desa berlainan"
    else:
        place = "salah satu tanpa wilayah"
    return f"Menurut rekamannya: {card}, {place}."


def _now(row: Mapping[str, Any]) -> str:
    if row["objek"] == "keluarga":
        return ""
    if row["a_orang"] is None:
        return "Kini A belum menjadi milik siapa pun."
    return "Kini satu orang." if row["satu_orang"] else "Kini dua orang."


def _impact(row: Mapping[str, Any]) -> str:
    """What a decision touches: records, families, aid."""
    families = int(row["keluarga_berubah"])
    touched = f"{row['jumlah_rekaman']} rekaman"
    touched += f", anggota {families} keluarga" if families else ", tanpa perubahan keluarga"
    return f"Dampak: {touched}; {_aid(row)}."


def _aid(row: Mapping[str, Any]) -> str:
    if not row["layak_bantuan"]:
        return "tidak menyangkut bantuan"
    if row["satu_orang"] or int(row["keluarga_berubah"]) == 1:
        return f"bantuan: keluarganya {_standing(row, 'a')}"
    sides = [f"keluarga {x.upper()} {_standing(row, x)}" for x in "ab"]
    return f"bantuan: {', '.join(sides)}"


def _standing(row: Mapping[str, Any], side: str) -> str:
    """Whether a family is eligible, by its decile in the base release and the lists it is on."""
    decile = row[f"{side}_desil"]
    facts = [f"desil {decile}"] if decile is not None else ["belum berperingkat"]
    facts += ["penerima PKH/BPNT/PBI"] if row[f"{side}_penerima"] else []
    return " (".join(facts) + (")" if len(facts) > 1 else "")
