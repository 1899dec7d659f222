"""A package of level 2: published counts of the regions and variables that a grant names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dagster_dtsen import dictionary, package_facts, package_papers, table_columns
from dagster_dtsen.dictionary import indicators
from dagster_dtsen.dictionary.indicators import Language
from dagster_dtsen.disclosure import ledger as published
from dagster_dtsen.disclosure.ledger import Publication
from dagster_dtsen.envelope import manifest
from dagster_dtsen.envelope.build import Content, of_bytes
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.package_sources import Wanted
from dagster_dtsen.parcels import codebook, content, parts
from dagster_dtsen.parcels.ledger import WHOLE
from dagster_dtsen.parcels.parts import Form
from dagster_dtsen.reception.returns.rows import for_spreadsheet
from dagster_dtsen.release import as_of
from dagster_dtsen.settings import Settings
from dagster_dtsen.sharing import counts
from dagster_dtsen.sharing.counts import Counts
from dagster_dtsen.sharing.register import Grant
from dagster_dtsen.sharing.rules import Rules

# table of a package -> the tables it is made of; those of level 1 are anybody's
TABLES = {
    "indikator": ("indikator_provinsi", "indikator_wilayah"),
    "sel": ("sel_provinsi", "sel_wilayah"),
}
# measures that are no indicator, and what a word of the seeds rests on beside the dictionary
PEOPLE = {
    "desil": ("desil_nasional",),
    "desil_individu": ("desil_nasional",),
    "penduduk": ("jenis_kelamin", "tanggal_lahir"),
}
BESIDE = {"usia": ("tanggal_lahir",), "jenis_desa": (), "kelamin_kepala": ("jenis_kelamin",)}
# a part that a passphrase opens is closed at this size: it is sealed in memory
SMALL = 20_000_000


@dataclass(frozen=True)
class CountFilling:
    """Temporary tables ``isi_<name>`` with so many rows, of one publication."""

    found: as_of.Release
    publication: Publication
    rows: Mapping[str, int]


def lay(settings: Settings, found: as_of.Release, allowed: Counts) -> CountFilling:
    """Lay out the counts of this release that are permitted. Raises DtsenError E-UNGKAP.

    Raises E-KIRIM where nothing of the grant's variables is counted.
    """
    held = published.find(settings, found.stored.name)
    held.check()
    needs, groups = made_of(settings)
    rows = {}
    for name, (open_, local) in TABLES.items():
        measure = "ukuran" if name == "sel" else "indikator"
        own = counts.where(allowed, needs, groups, measure)
        anybody = counts.where(counts.around(allowed), needs, groups, measure)
        found.con.execute(
            f"create or replace temp table isi_{name} as "
            f"select * from {held.table(open_)} where {anybody} "
            f"union all by name select * from {held.table(local)} where {own}"
        )
        rows[name] = int(found.con.execute(f"select count(*) from isi_{name}").fetchall()[0][0])
    if not rows["sel"]:
        reason = "tidak ada hitungan dari variabel izin / none of its variables is counted"
        raise DtsenError("E-KIRIM", paket=allowed.izin, reason=reason)
    return CountFilling(found, held, rows)


def made_of(settings: Settings) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """The variables that each measure, and each group, is made of."""
    root = settings.dbt_project_dir.parent
    catalogue = indicators.load_catalogue(root, dictionary.load_book(root))
    needs = {name: frozenset(made) for name, made in PEOPLE.items()}
    for row in catalogue.indicators:
        if row.jenis != indicators.TIDAK_DAPAT:
            needs[row.indikator] = frozenset(row.variabel.split(";"))
    language = {unit: Language(catalogue, unit) for unit in ("individu", "keluarga")}
    groups: dict[str, frozenset[str]] = {"semua": frozenset()}
    for category in catalogue.categories:
        told = language[category.satuan].reads(category.syarat)
        words = set(category.syarat.replace("(", " ").split()) & BESIDE.keys()
        beside = {name for word in words for name in BESIDE[word]}
        groups[category.kelompok] = groups.get(category.kelompok, frozenset()) | {*told, *beside}
    return needs, groups


def about(
    grant: Grant,
    rules: Rules,
    filling: CountFilling,
    place: tuple[int, str, str | None],
    wanted: Wanted,
) -> manifest.About:
    """What the manifest says of a package of counts."""
    held = filling.publication.facts
    facts: dict[str, Any] = {
        **package_facts.granted(grant, rules, filling.found),
        "bentuk": wanted.form,
        "daftar": None,
        "isi": WHOLE,
        "dasar_selisih": None,
        "mikro": None,
        "variabel": {entity: list(names) for entity, names in grant.asked.variabel.items()},
        "baris": dict(filling.rows),
        "baris_penuh": dict(filling.rows),
        "perubahan": None,
        "terbitan": {
            "id": filling.publication.id,
            **{name: held[name] for name in ("kebijakan", "lapis", "serangan")},
        },
    }
    if wanted.passphrase_to is not None:
        facts[manifest.EXCEPTION] = manifest.NO_CERTIFICATE
    return package_facts.framed(grant, rules, filling.found, place, facts)


def contents(
    settings: Settings, filling: CountFilling, told: Mapping[str, Any], agency: str
) -> Iterator[Content]:
    """The tables and the papers that explain them."""
    form: Form = told["fakta"]["bentuk"]
    full = SMALL if manifest.EXCEPTION in told["fakta"] else parts.FULL
    for name in filling.rows:
        yield from _data(filling, name, form, full)
    described = table_columns.described(settings, tuple(filling.rows))
    licence = package_papers.licence(settings, str(told["lisensi"]))
    study = codebook.Study(
        f"DTSEN rilis {told['rilis']}: agregat untuk {told['penerima']}",
        f"DTSEN release {told['rilis']}: aggregates for {told['penerima']}",
        agency,
        str(told["rilis"]),
        str(told["fakta"]["tanggal_rilis"]),
        licence["label_id"],
    )
    yield of_bytes("kamus.csv", "kamus", codebook.as_csv(described), clear=True)
    ddi = codebook.as_ddi(study, list(filling.rows), described)
    yield of_bytes("kamus_ddi.xml", "kamus", ddi, clear=True)
    text = package_papers.licence_text(licence, told)
    yield of_bytes("lisensi.txt", "lisensi", text, clear=True)
    for name in ("indikator.csv", "kelompok_indikator.csv"):
        seed = settings.dbt_project_dir / "seeds" / "indikator" / name
        yield of_bytes(name, "kamus", seed.read_bytes(), clear=True)
    quality = dict(told["fakta"]["terbitan"]) | {"baris": dict(filling.rows)}
    yield of_bytes("mutu.json", "mutu", package_papers.as_json(quality))
    yield of_bytes("mutu.txt", "mutu", table_columns.statement(quality).encode())
    yield of_bytes("isi.json", "pemeriksaan", package_papers.as_json(_prints(filling)))


def _data(filling: CountFilling, name: str, form: Form, full: int) -> Iterator[Content]:
    con = filling.found.con
    types = con.execute(f"describe isi_{name}").fetchall()
    shown = [
        for_spreadsheet(str(row[0])) if form == "csv" and row[1] == "VARCHAR" else f'"{row[0]}"'
        for row in types
    ]
    query = f"select {', '.join(shown)} from isi_{name} order by all"
    for part in parts.parts(con, query, name, form, full):
        yield Content(part.name, "tabel", part.write)


def _prints(filling: CountFilling) -> dict[str, Any]:
    return {
        name: content.fingerprint_of(
            filling.found.con, f"isi_{name}", tuple(table_columns.columns()[name])
        )
        for name in filling.rows
    }
