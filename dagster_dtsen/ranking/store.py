"""The frozen model on disk: JSON that is the model, and a card for its readers."""

from __future__ import annotations

import json
from decimal import InvalidOperation
from pathlib import Path

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import write_text
from dagster_dtsen.ranking import register
from dagster_dtsen.ranking.card import card_text, charts
from dagster_dtsen.ranking.design import INTERCEPT, MISSING, design
from dagster_dtsen.ranking.model import Model, parse
from dagster_dtsen.settings import Settings


def save(model: Model, directory: Path, stem: str | None = None) -> Path:
    """Write ``<stem>.json`` (the model's name unless given), card and charts; give the JSON.

    Equal models give equal bytes.
    """
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{stem or model.nama}.json"
    content = model.content() | {"sidik": model.sidik}
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False)
    for name, chart in charts(model).items():
        (directory / f"{path.stem}.{name}.svg").write_text(chart, encoding="utf-8")
    card = directory / f"{path.stem}.md"
    card.write_text(card_text(model, path.stem), encoding="utf-8")
    write_text(path, text + "\n")
    return path


def keep(settings: Settings, model: Model, by: str) -> Path:
    """Add a model to the home's, under its name and version; releases use it once approved."""
    path = save(model, settings.models_dir, register.file_name(model.nama, model.sidik))
    register.note_training(settings, model.nama, model.sidik, by)
    return path


def check(settings: Settings, label: str) -> None:
    """That a model of the register can be used by a release here.

    Raises DtsenError E-MODEL-LAIN, E-MODEL-TIADA.
    """
    _scored(register.find(settings, label).path)


def _scored(path: Path) -> Model:
    try:
        return scored(path)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, InvalidOperation):
        raise DtsenError("E-MODEL-TIADA", model=path.stem, path=path.name) from None


def load(settings: Settings, release: str | None = None) -> Model:
    """The model that ``release`` (``2026T1``) uses, or releases to come.

    It is the one approved last for it in this home, else the one shipped.

    Raises DtsenError E-MODEL-TIADA when it is missing, damaged (fingerprint) or of another design,
    E-MODEL-SETUJU when the home holds one that was never approved under its bare name.
    """
    return _scored(register.in_force(settings, release))


def chosen(settings: Settings, name: str) -> Model:
    """The model of the register called so, or the one in the JSON file of that path.

    Raises DtsenError E-MODEL-LAIN, E-MODEL-TIADA.
    """
    path = Path(name)
    return _scored(path if path.suffix == ".json" else register.find(settings, name).path)


def of_fingerprint(settings: Settings, sidik: str) -> Model | None:
    """The model of that fingerprint; None when it is gone, or the SQL here cannot score it."""
    found = [entry.path for entry in register.entries(settings) if entry.sidik == sidik]
    try:
        return _scored(found[-1]) if found else None
    except DtsenError:
        return None


def read(path: Path) -> Model:
    """The model in a file, of whatever design. Raises ValueError for another fingerprint."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    sidik = raw.pop("sidik")
    model = parse(raw)
    if model.sidik != sidik:
        raise ValueError("fingerprint")
    name, code = INTERCEPT
    if code not in model.koefisien[name]:
        raise ValueError("variables")
    if any(MISSING not in codes for other, codes in model.koefisien.items() if other != name):
        raise ValueError("missing-value rule")
    return model


def scored(path: Path) -> Model:
    """The model in a file if the ranking's SQL can score it.

    Raises ValueError when it has a variable that the design here has not, or lacks an item of it.
    """
    model, plan = read(path), design()
    own = set(model.koefisien) - {INTERCEPT[0]}
    later = {item.nama for item in plan.numerik if item.menyusul} | {plan.wilayah}
    if not own <= set(plan.variables) or not set(plan.variables) - later <= own:
        raise ValueError("variables")
    return model
