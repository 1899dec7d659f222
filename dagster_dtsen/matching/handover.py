"""The hand-over record of matched data (Peraturan BPS 6/2025, Lampiran huruf D), filled in.

Names, offices, numbers and the day of signing are left for the parties; records, variables and
metadata stand in its attachment. A home may have a form of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from dagster_dtsen.errors import DtsenError

NAME = "berita_acara.html"
_OWN = Path(__file__).parent / "templates" / "berita_acara.html.j2"

# what the agency gets of a row, for the list of variables in the attachment
VARIABLES = (
    ("berkas", "nama berkas pada kiriman instansi"),
    ("nomor_baris", "nomor rekaman dalam berkas itu, dihitung dari 1"),
    ("kunci", "kunci baris milik instansi, apa adanya"),
    ("hasil", "padan atau tidak padan (Pasal 13 ayat 3)"),
    ("sebab", "kode sebab; artinya di bawah"),
    ("keyakinan", "tinggi, sedang, atau rendah"),
    ("nilai_keyakinan", "peluang bahwa baris dan orang dalam DTSEN satu orang; hanya bila padan"),
)


def write(folder: Path, facts: dict[str, Any], template: Path) -> None:
    """Write ``berita_acara.html``; ``template`` is used where it exists, else the project's own.

    ``facts``: ``pihak``, ``perjanjian``, ``kiriman``, ``rilis`` …, as ``match_lists`` gives them.
    A template runs in a sandbox and is given these facts alone; raises E-TEMPLAT-RUSAK.
    """
    chosen = template if template.is_file() else _OWN
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(chosen.parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    try:
        text = environment.get_template(chosen.name).render(facts | {"variabel": VARIABLES})
    except (TemplateError, TypeError, ValueError, UnicodeDecodeError) as error:
        raise DtsenError("E-TEMPLAT-RUSAK", path=chosen, reason=type(error).__name__) from None
    (folder / NAME).write_text(text, encoding="utf-8")
