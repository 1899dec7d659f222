"""The open dashboard as one self-contained page: charts in SVG by its own script, no request."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from markupsafe import Markup

from dagster_dtsen import difference_page
from dagster_dtsen.dashboard import document, embed, published, seeds, words
from dagster_dtsen.dashboard.published import Published
from dagster_dtsen.files import write_text
from dagster_dtsen.settings import PACKAGE_DIR, Settings
from dagster_dtsen.subject import pages

TEMPLATES = PACKAGE_DIR / "dashboard" / "templates"
# one script, in this order
SCRIPTS = ("kata.js", "data.js", "alat.js", "peta.js", "papan_indikator.js", "papan_orang.js",
           "papan.js")  # fmt: skip
# what the script needs; the rest is in the page as text
TOLD = ("terbitan", "tanggal", "indikator", "kelompok", "wilayah", "ubin")
PARQUET, TEXT = "application/vnd.apache.parquet", "text/plain;charset=utf-8"
Row = dict[str, Any]


def write(settings: Settings, folder: Path, target: Path) -> None:
    """Write the page of the published tables in ``folder`` to the file ``target``.

    Raises DtsenError E-UNGKAP.
    """
    found = published.read(folder)
    text = html(settings, found, settings.dbt_project_dir / "seeds")
    target.parent.mkdir(parents=True, exist_ok=True)
    write_text(target, text)


def html(settings: Settings, found: Published, seeds_dir: Path) -> str:
    """The page of published tables; the same tables and seeds give the same text."""
    provinces = difference_page.region_names(settings, "provinsi")
    told = document.document(found, seeds.read(seeds_dir), provinces)
    style = (TEMPLATES / "papan.css").read_text(encoding="utf-8")
    script = "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in SCRIPTS)
    environment = pages.templates(TEMPLATES)
    environment.filters["angka"] = figure
    return environment.get_template("papan.html.j2").render(
        told=told,
        sumber=words.citation(told),
        satuan=words.UNITS,
        berkas=_files(found, told),
        csp=embed.policy(style, script),
        style=Markup(style),
        script=Markup(script),
        tabel={table.name: embed.packed(table) for table in (found.indikator, found.sel)},
        data=Markup(embed.script_json({name: told[name] for name in TOLD})),
    )


def figure(value: Any, digits: int = 0) -> str:
    """A number as in Indonesia; a dash where there is none."""
    if value is None:
        return "–"
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def _files(found: Published, told: Row) -> list[Row]:
    """What can be taken away; the script makes the CSV, so that link has no address yet."""
    files: list[Row] = []
    for table in (found.indikator, found.sel):
        stem = f"dtsen_{table.name}_{found.name}"
        files += [
            {"kunci": f"{table.name}-csv", "nama": f"{stem}.csv", "alamat": None},
            {
                "kunci": f"{table.name}-parquet",
                "nama": f"{stem}.parquet",
                "alamat": Markup(embed.address(table.content, PARQUET)),
            },
        ]
    licence = Markup(embed.address(words.licence(told).encode(), TEXT))
    name = f"dtsen_lisensi_{found.name}.txt"
    return [*files, {"kunci": "lisensi", "nama": name, "alamat": licence}]
