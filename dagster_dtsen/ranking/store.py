"""The frozen model on disk: JSON that is the model, and a card for its readers."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import write_text
from dagster_dtsen.ranking.card import card_text
from dagster_dtsen.ranking.design import INTERCEPT, MISSING, ROOM, design
from dagster_dtsen.ranking.model import Model
from dagster_dtsen.settings import Settings


def save(model: Model, directory: Path) -> Path:
    """Write ``<nama>.json`` and the card ``<nama>.md``; equal models give equal bytes."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{model.nama}.json"
    content = model.content() | {"sidik": model.sidik}
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False)
    write_text(path, text + "\n")
    path.with_suffix(".md").write_text(card_text(model), encoding="utf-8")
    return path


def load(settings: Settings) -> Model:
    """The frozen model; one trained in this home wins over the one shipped here.

    Raises DtsenError E-MODEL-TIADA when it is missing, damaged (fingerprint) or of another design.
    """
    name = design().model
    own = settings.models_dir / f"{name}.json"
    path = own if own.is_file() else ROOM / "models" / f"{name}.json"
    try:
        return read(path)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, InvalidOperation):
        raise DtsenError("E-MODEL-TIADA", model=name, path=path.name) from None


def read(path: Path) -> Model:
    """The model in a file. Raises ValueError when fingerprint, variables or codes do not hold."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    sidik = raw.pop("sidik")
    model = Model(**raw)
    if model.sidik != sidik:
        raise ValueError("fingerprint")
    name, code = INTERCEPT
    if set(model.koefisien) != {name, *design().variables} or code not in model.koefisien[name]:
        raise ValueError("variables")
    if any(MISSING not in codes for other, codes in model.koefisien.items() if other != name):
        raise ValueError("missing-value rule")
    return replace(
        model,
        koefisien={
            variable: {code: Decimal(value) for code, value in codes.items()}
            for variable, codes in model.koefisien.items()
        },
    )
