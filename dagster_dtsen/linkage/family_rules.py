"""The section `keluarga` of linkage.yml as SQL."""

from __future__ import annotations

from typing import Any

from dagster_dtsen.warehouse import quoted


def names_of(rules: dict[str, Any]) -> dict[str, str]:
    """Values of linkage.yml as SQL."""
    family = rules["keluarga"]

    def texts(values: list[str]) -> str:
        return "[" + ", ".join(quoted(value) for value in values) + "]"

    return {
        "trust": texts(rules["kepercayaan"]),
        "register": quoted(rules["penyedia_identitas"]),
        "valid": quoted(rules["status_sah"]),
        "gone": texts(family["tanpa_keluarga"]),
        "head": quoted(family["kepala"]),
        "foreign": quoted(family["peran_asing"]),
        "names": texts([rule["nama"] for rule in family["ikut"]]),
        "rules": " ".join(
            f"when {rule['syarat']} then {place}"
            for place, rule in enumerate(family["ikut"], start=1)
        ),
        "in_law": quoted(family["menantu"]),
        "spouse": quoted(family["urutan_kepala"][0]),
        "married": quoted(family["kawin"]["kawin"]),
        "divorced": quoted(family["kawin"]["cerai"]),
        "widowed": quoted(family["kawin"]["cerai_mati"]),
        "order": texts(family["urutan_kepala"]),
    }
