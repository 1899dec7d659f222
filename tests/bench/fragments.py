"""SQL fragments of the bare script that follow the dictionary and the welfare model."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from dagster_dtsen.ranking import design
from dagster_dtsen.settings import Settings


def family_items(settings: Settings) -> dict[str, str]:
    """Housing and asset columns of regsosek, read off the staging model."""
    path = settings.dbt_project_dir / "models/staging/regsosek/stg_regsosek__keluarga.sql"
    body = path.read_text().split("-- housing")[1].split("-- technical")[0]
    whole = [
        f"try_cast(isi({source}) as integer) as {name}"
        if f"try_integer(clean_text('{source}'))" in body
        else f"isi({source}) as {name}"
        for source, name in re.findall(r"clean_text\('(\w+)'\)+ \}\} as (\w+)", body)
    ]
    return {"items": ",\n    ".join(whole)}


def model_fragments(rows: list[dict[str, Any]]) -> dict[str, str]:
    """The model's items, skips and age limits as SQL fragments."""

    plan = yaml.safe_load((Path(design.__file__).parent / "pmt.yml").read_text())
    codes = [item["nama"] for item in plan["kategori"]]
    numbers = [item["nama"] for item in plan["numerik"]]
    skips: dict[str, list[str]] = {"k": [], "s": []}
    for item in plan["kategori"]:
        if "lewati" in item:
            skip, side = item["lewati"], "s" if item["nama"].endswith("_kepala") else "k"
            listed = ", ".join(f"'{code}'" for code in skip["kode"])
            skips[side].append(
                f"case when {side}.{skip['penentu']} in ({listed}) then '{skip['pengganti']}' "
                f"else {side}.{item['nama']} end as {item['nama']}"
            )
    ages = {
        name.removeprefix("jumlah_"): f"{low} and {high}"
        for name, (low, high) in plan["umur"].items()
    }
    model_items = [row["variabel"] for row in rows if row["peran"] == "butir"]
    return ages | {
        "skips_of_family": ",\n    ".join(skips["k"]),
        "skips_of_head": ",\n    ".join(skips["s"]),
        "codes": ", ".join(codes),
        "numbers": ", ".join(numbers),
        "decimals": ", ".join(f"{name}::decimal(18, 6) as {name}" for name in numbers),
        "items_of_model": ", ".join(f"'{name}'" for name in model_items),
    }
