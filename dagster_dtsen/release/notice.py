"""Notes to those who took a release that is withdrawn or replaced: a page and the same as data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dagster_dtsen.files import private
from dagster_dtsen.release import acts, store
from dagster_dtsen.settings import Settings

REPLACED, WITHDRAWN = "digantikan", "ditarik"
DATA, PAGE = "pemberitahuan.json", "pemberitahuan.html"
_TEMPLATES = Path(__file__).parent / "templates"


def events(settings: Settings) -> Iterator[dict[str, Any]]:
    """What befell stored releases: ``rilis``, ``keadaan``, ``pengganti``, ``alasan``, ``pada``.

    ``dimusnahkan``: for how many erased persons its rows were destroyed, or None.

    Withdrawals in the order of entry, then replacements by release and version. What was brought
    back is in use again and nobody is told otherwise; ``kali`` counts how often it was withdrawn.
    """
    yield from _withdrawals(settings)
    found = store.versions(settings)
    in_use, gone = {item.name for item in store.stored(settings)}, acts.withdrawn(settings)
    destroyed = {item.name: _erased(item) for item in found if item.destroyed}
    for item in found:
        told = item.manifest.get("menggantikan")
        if told and told["rilis"] not in in_use and item.name not in gone:
            yield {
                "rilis": told["rilis"],
                "keadaan": REPLACED,
                "pengganti": item.name,
                "alasan": told["alasan"],
                "pada": None,
                "dimusnahkan": destroyed.get(told["rilis"]),
            }


def _withdrawals(settings: Settings) -> Iterator[dict[str, Any]]:
    """The last withdrawal of every version that is withdrawn now."""
    found: dict[str, dict[str, Any]] = {}
    times: dict[str, int] = {}
    for entry in acts.log(settings):
        if entry.get("tindakan") != acts.POINT:
            continue
        for name in entry["ditarik"]:
            times[name] = times.get(name, 0) + 1
            found[name] = {
                "rilis": name,
                "keadaan": WITHDRAWN,
                "pengganti": entry["rilis"],
                "alasan": entry["alasan"],
                "pada": entry["pada"],
                "dimusnahkan": None,
                "kali": times[name],
            }
        for name in entry["dipulihkan"]:
            found.pop(name, None)
    yield from found.values()


def _erased(item: store.StoredRelease) -> int:
    """For how many persons the rows of a version were destroyed."""
    return int(json.loads((item.path / store.TOMBSTONE).read_text())["individu"])


def folder(settings: Settings, event: dict[str, Any], kind: str, name: str) -> Path:
    """Where the note of one event to one recipient lies."""
    what = f"{event['keadaan']}-{event['pengganti']}"
    if event.get("kali", 1) > 1:
        what += f"-{event['kali']}"
    return settings.notices_dir / str(event["rilis"]) / what / place(kind, name)


def place(kind: str, name: str) -> str:
    """The name of a recipient's folder."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "tanpa-nama"
    return f"{kind}-{slug}"


def write(target: Path, told: dict[str, Any]) -> None:
    """Write a note into ``target``, for this account alone; the data last, as the sign of both."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    page = environment.get_template("pemberitahuan.html.j2").render(told=told)
    with private(target / PAGE) as part:
        part.write_text(page, encoding="utf-8")
    with private(target / DATA) as part:
        text = json.dumps(told, indent=2, sort_keys=True, ensure_ascii=False)
        part.write_text(text + "\n", encoding="utf-8")
