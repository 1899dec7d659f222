"""Pages written from their templates: self-contained HTML by Jinja, PDF by Typst."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent / "templates"


def html(template: str, page: dict[str, Any]) -> str:
    """The page as one HTML file without any address in it; every value is escaped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(page)


def pdf(template: str, page: dict[str, Any]) -> bytes:
    """The same content as PDF.

    The page reaches the template as data, never as markup.
    """
    content: bytes = typst.compile(
        str(TEMPLATES / template),
        sys_inputs={"data": json.dumps(page, ensure_ascii=False)},
        ignore_system_fonts=True,  # the typesetter's own fonts: the same file on every machine
    )
    return content
