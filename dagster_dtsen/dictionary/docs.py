"""The dbt docs block of one variable: Indonesian first, English second."""

from __future__ import annotations

from collections.abc import Sequence

from dagster_dtsen.dictionary.items import BLOK_BUTIR, items_of, universe_of, universe_text
from dagster_dtsen.dictionary.model import Book, Code, Variable

LONGEST_TABLE = 30
HEADER = "<!-- dtsen kamus render: dibuat dari / rendered from seeds/kamus/kamus.csv -->\n"


def docs_page(book: Book) -> str:
    """All docs blocks by entity and place, one page."""
    lists: dict[str, list[Code]] = {}
    for code in sorted(book.codes, key=lambda row: (row.daftar, row.urutan)):
        lists.setdefault(code.daftar, []).append(code)
    places = {
        (entitas, row.variabel): str(item.posisi)
        for entitas in BLOK_BUTIR
        for item in items_of(book, entitas)
        for row in item.variables
    }
    blocks = []
    for row in sorted(book.variables, key=lambda row: (row.entitas, row.urutan)):
        asked = universe_text(universe_of(book.conditions, row.entitas, row.butir_kuesioner))
        name = row.daftar_jumlah or row.daftar_kode
        place = places.get((row.entitas, row.variabel), "")
        blocks.append(docs_block(row, lists.get(name, []), asked, place))
    return "\n".join([HEADER, *blocks])


def docs_block(row: Variable, codes: Sequence[Code], asked: str = "", place: str = "") -> str:
    """One ``{% docs %}`` block, ending with a line break.

    ``asked`` is the universe in item numbers, ``place`` the letter in ``status_butir``.
    """
    parts = [
        f"**{row.label_id}.** {row.definisi_id}",
        f"**{row.label_en}.** *{row.definisi_en}*",
        "\n".join(_facts(row, asked, place)),
        _table(codes),
    ]
    body = "\n\n".join(part for part in parts if part)
    return f"{{% docs {row.doc_name} %}}\n{body}\n{{% enddocs %}}\n"


def _facts(row: Variable, asked: str, place: str) -> list[str]:
    everybody = "semua yang tercatat / everybody listed" if place else ""
    meaning = f"{row.kode_jumlah} ({row.daftar_jumlah})" if row.kode_jumlah else ""
    facts = (
        ("Konsep / concept", row.konsep),
        ("Satuan / unit", row.satuan),
        ("Butir / item", f"REGSOSEK22-K {row.butir_kuesioner}" if row.butir_kuesioner else ""),
        ("Penjumlah / summand", meaning),
        ("Semesta / universe", asked or everybody),
        ("Huruf ke- dalam / letter in status_butir", place),
        ("Nama di kementerian / ministry name", _name(row.alias_kementerian)),
        ("Rujukan / reference", row.rujukan),
    )
    return [f"- {title}: {value}" for title, value in facts if value]


def _name(name: str) -> str:
    return f"`{name}`" if name else ""


def _table(codes: Sequence[Code]) -> str:
    if not codes:
        return ""
    if len(codes) > LONGEST_TABLE:
        return f"Daftar kode / code list: `{codes[0].daftar}` (seed `daftar_kode`, {len(codes)})"
    lines = [f"| {codes[0].daftar} | Indonesia | English |", "|---|---|---|"]
    lines += [
        f"| {_cell(code.kode)} | {_cell(code.label_id)} | {_cell(code.label_en)} |"
        for code in codes
    ]
    return "\n".join(lines + _notes(codes))


def _cell(text: str) -> str:
    """``-`` for a lost label; signs that would break a Markdown table are escaped."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace(">", "&gt;") or "-"


def _notes(codes: Sequence[Code]) -> list[str]:
    """Each note once, led by the codes it is about (no codes when it is about all)."""
    about: dict[str, list[str]] = {}
    for code in codes:
        if code.catatan:
            about.setdefault(code.catatan, []).append(code.kode)
    lines = []
    for note, marked in about.items():
        led = "" if len(marked) == len(codes) else f"{', '.join(marked)}: "
        lines += ["", f"Catatan / note: {led}{note}."]
    return lines
