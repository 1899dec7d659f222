"""What explains a package: dictionary, licence, statement of quality, figures to check with."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dagster_dtsen import dictionary, package_microdata
from dagster_dtsen.dictionary.model import Book, Variable
from dagster_dtsen.envelope.build import Content, of_bytes
from dagster_dtsen.microdata import rules
from dagster_dtsen.microdata.rules import Rule
from dagster_dtsen.package_filling import Filling
from dagster_dtsen.package_microdata import Micro
from dagster_dtsen.parcels import codebook, content, quality
from dagster_dtsen.parcels.content import Table
from dagster_dtsen.settings import Settings

_PASSED_ON = (
    "Penerusan (Lampiran B angka 6) hanya sejauh lisensi di atas membolehkannya.",
    "May be passed on (annex B, point 6) as far as the licence above lets it.",
)
_STARRED = ("disamarkan: kelasnya terlalu kecil", "masked: its class is too small")
_NOT_PASSED_ON = ("Tidak diteruskan kepada siapa pun.", "Not to be passed on to anybody.")


def papers(
    settings: Settings, filling: Filling, about: Mapping[str, Any], agency: str
) -> Iterator[Content]:
    """Dictionary, licence, statement of quality and figures to check with.

    ``about``: what the manifest says of the package.
    """
    described = describe(settings, filling.tables, filling.micro)
    own = licence(settings, str(about["lisensi"]))
    study = codebook.Study(
        f"DTSEN rilis {about['rilis']} untuk {about['penerima']}",
        f"DTSEN release {about['rilis']} for {about['penerima']}",
        agency,
        str(about["rilis"]),
        str(filling.found.stored.manifest["tanggal_rilis"]),
        own["label_id"],
    )
    entities = [table.entity for table in filling.tables]
    yield of_bytes("kamus.csv", "kamus", codebook.as_csv(described), clear=True)
    ddi = codebook.as_ddi(study, entities, described)
    yield of_bytes("kamus_ddi.xml", "kamus", ddi, clear=True)
    yield of_bytes("lisensi.txt", "lisensi", licence_text(own, about), clear=True)
    source = quality.Source(
        filling.found.con,
        {
            table.name: filling.found.relation(table)
            for table in filling.found.tables
            if table.name in quality.NEEDED
        },
        filling.found.stored.release.cut_off,
    )
    micro = filling.micro.told if filling.micro else None
    told = quality.statement(source, filling.tables, micro)
    yield of_bytes("mutu.json", "mutu", as_json(told))
    yield of_bytes("mutu.html", "mutu", quality.page(told, about))
    prints = {table.entity: content.fingerprint(source.con, table) for table in filling.tables}
    yield of_bytes("isi.json", "pemeriksaan", as_json(prints))


def describe(
    settings: Settings, tables: list[Table], micro: Micro | None = None
) -> list[codebook.Described]:
    """Every column of a package as the dictionary describes it, keys first.

    Of micro data a column may hold words in place of its values; they are listed with its codes.
    """
    book = dictionary.load_book(settings.dbt_project_dir.parent)
    rows = {(row.entitas, row.variabel): row for row in book.variables}
    found: list[codebook.Described] = []
    for table in tables:
        found += codebook.own_keys(table.entity, table.keys)
        for name in table.columns:
            described = _described(book, rows[table.entity, name])
            rule = micro.rule(table.entity, name) if micro else None
            found.append(_reworded(described, rule) if rule else described)
    return found


def _described(book: Book, row: Variable) -> codebook.Described:
    return codebook.Described(
        row.entitas,
        row.variabel,
        row.label_id,
        row.label_en,
        row.definisi_id,
        row.definisi_en,
        row.konsep,
        row.tipe,
        row.satuan,
        row.kelas_pii,
        row.tingkat_akses_terendah,
        row.rujukan,
        _codes(book, row.daftar_kode),
    )


def _reworded(described: codebook.Described, rule: Rule) -> codebook.Described:
    """A column of micro data: text, and the words that stand in place of values."""
    words = tuple(
        codebook.Code(word, *(_STARRED if word == rules.STAR else (word, word)))
        for word in package_microdata.words(rule)
    )
    kept = described.kode if rules.AS_IS in rule.tingkat else ()
    text = described if rule.raw or rule.peran == "kunci" else replace(described, tipe="varchar")
    return replace(text, kode=(*kept, *words))


def _codes(book: Book, name: str) -> tuple[codebook.Code, ...]:
    own = [row for row in book.codes if name and row.daftar == name]
    return tuple(codebook.Code(row.kode, row.label_id, row.label_en) for row in own)


def licence(settings: Settings, name: str) -> dict[str, str]:
    """A row of the seed of licences."""
    path = settings.dbt_project_dir / "seeds" / "berbagi" / "lisensi_data.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return next(row for row in csv.DictReader(file) if row["lisensi"] == name)


def licence_text(own: Mapping[str, str], about: Mapping[str, Any]) -> bytes:
    lines = (
        f"Lisensi / licence: {own['lisensi']}",
        f"{own['label_id']}.",
        f"{own['label_en']}.",
        f"Hanya bagi tujuan dalam izin {about['id_izin']}, sampai {about['berlaku_sampai']}.",
        "For the purpose of that grant alone, up to that day.",
        *(_PASSED_ON if about["hak_alih"] else _NOT_PASSED_ON),
        f"Sumber / source: {own['rujukan']}",
    )
    return ("\n".join(lines) + "\n").encode()


def as_json(told: Mapping[str, Any]) -> bytes:
    """A document as a file of a package holds it: sorted keys, a newline at the end."""
    return (json.dumps(told, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
