"""What decides on a rank beside the model: the settings, vars and seed rows that a policy names."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings

UNITS = ("keluarga", "individu")
HEADS = ("ganti", "tangguhkan")
Verdict = dict[str, Any]  # dihitung, bila_kepala


@dataclass(frozen=True)
class Policy:
    """What a rank rests on.

    ``satuan_desil``: what the tenths count. ``maks_butir_kosong``: a family with more unanswered
    scored items has no rank. ``batas_program``: the highest decile of each programme.
    ``aturan_validasi``: per invalid verdict whether the person still counts in the size of the
    family (``dihitung``) and what a head with it does to the family (``bila_kepala``).
    """

    satuan_desil: str
    maks_butir_kosong: int
    batas_program: dict[str, int]
    aturan_validasi: dict[str, Verdict]

    def lines(self) -> dict[str, Any]:
        """Every single rule under its name in a policy file, such as ``batas_program.pkh``."""
        found: dict[str, Any] = {
            "satuan_desil": self.satuan_desil,
            "maks_butir_kosong": self.maks_butir_kosong,
        }
        found |= {f"batas_program.{name}": own for name, own in self.batas_program.items()}
        for verdict, row in self.aturan_validasi.items():
            found |= {f"aturan_validasi.{verdict}.{key}": own for key, own in row.items()}
        return found


def seed_rows(settings: Settings, name: str) -> list[dict[str, str]]:
    """The rows of a rule seed as text."""
    path = settings.dbt_project_dir / "seeds" / "aturan" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def in_force(settings: Settings, unit: str) -> Policy:
    """The policy of the project as it lies here; ``unit`` is that of the release."""
    project = settings.dbt_project_dir / "dbt_project.yml"
    variables = yaml.safe_load(project.read_text(encoding="utf-8"))["vars"]
    programmes = seed_rows(settings, "batas_program")
    return Policy(
        satuan_desil=unit,
        maks_butir_kosong=int(variables["maks_butir_kosong"]),
        batas_program={row["program"]: int(row["desil_maks"]) for row in programmes},
        aturan_validasi={
            row["verdik"]: {
                "dihitung": row["dihitung"] == "true",
                "bila_kepala": row["bila_kepala"],
            }
            for row in seed_rows(settings, "aturan_validasi")
            if row["sah"] == "false"
        },
    )


def changed(policy: Policy, path: Path) -> Policy:
    """``policy`` with what a YAML file says otherwise.

    Raises DtsenError E-GLADI-KEBIJAKAN for a file that cannot be read or says nothing, an unknown
    key, and a value that cannot be.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, RecursionError, yaml.YAMLError):
        raise _refused(path, "tidak terbaca / cannot be read") from None
    if not isinstance(content, dict) or not content:
        raise _refused(path, "tidak memuat aturan / holds no rule")
    try:
        return _merged(policy, content)
    except ValueError as error:
        raise _refused(path, str(error)) from None


def _refused(path: Path, reason: str) -> DtsenError:
    return DtsenError("E-GLADI-KEBIJAKAN", path=path.name, reason=reason)


def _merged(policy: Policy, content: dict[Any, Any]) -> Policy:
    readers: dict[str, Callable[[Any, Any], Any]] = {
        "satuan_desil": lambda _, value: _one_of("satuan_desil", value, UNITS),
        "maks_butir_kosong": lambda _, value: _whole("maks_butir_kosong", value, 0, 99),
        "batas_program": _limits,
        "aturan_validasi": _verdicts,
    }
    _known("", content, readers)
    return replace(
        policy,
        **{name: readers[name](getattr(policy, name), value) for name, value in content.items()},
    )


def _limits(before: dict[str, int], value: Any) -> dict[str, int]:
    own = _known("batas_program", value, before)
    return before | {
        name: _whole(f"batas_program.{name}", limit, 1, 9) for name, limit in own.items()
    }


def _verdicts(before: dict[str, Verdict], value: Any) -> dict[str, Verdict]:
    found = dict(before)
    for verdict, row in _known("aturan_validasi", value, before).items():
        place = f"aturan_validasi.{verdict}"
        if isinstance(row, dict) and "sah" in row:
            raise ValueError(
                f"{place}.sah memutuskan siapa dalam register, sebelum dibekukan / decides who is "
                "in the register, before the freeze"
            )
        own = dict(_known(place, row, before[verdict]))
        if "dihitung" in own and not isinstance(own["dihitung"], bool):
            raise ValueError(f"{place}.dihitung: true, false")
        if "bila_kepala" in own:
            _one_of(f"{place}.bila_kepala", own["bila_kepala"], HEADS)
        found[verdict] = before[verdict] | own
    return found


def _known(place: str, content: Any, names: Any) -> dict[str, Any]:
    """``content`` when it is a mapping with known names alone; ValueError otherwise."""
    listed = ", ".join(names)
    if not isinstance(content, dict):
        raise ValueError(f"{place}: {listed}")
    strange = [str(name) for name in content if name not in names]
    if strange:
        named = ", ".join(f"{place}.{name}" if place else name for name in strange)
        raise ValueError(f"kunci tak dikenal / unknown key {named}; dikenal / known: {listed}")
    return content


def _whole(place: str, value: Any, lowest: int, highest: int) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest:
        return value
    raise ValueError(f"{place}: {lowest}-{highest}")


def _one_of(place: str, value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"{place}: {', '.join(allowed)}")
    return str(value)
