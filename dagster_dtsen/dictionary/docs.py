"""The dbt docs block of one variable: Indonesian first, English second."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dagster_dtsen.dictionary.model import Code, Variable

LONGEST_TABLE = 30
HEADER = "<!-- dtsen kamus render: dibuat dari / rendered from seeds/kamus/kamus.csv -->\n"


def docs_page(variables: Iterable[Variable], codes: Iterable[Code]) -> str:
    """All docs blocks in the order given, one page."""
    lists: dict[str, list[Code]] = {}
    for code in sorted(codes, key=lambda row: (row.daftar, row.urutan)):
        lists.setdefault(code.daftar, []).append(code)
    blocks = [docs_block(row, lists.get(row.daftar_kode, [])) for row in variables]
    return "\n".join([HEADER, *blocks])


def docs_block(row: Variable, codes: Sequence[Code]) -> str:
    """One ``{% docs %}`` block, ending with a line break."""
    parts = [
        f"**{row.label_id}.** {row.definisi_id}",
        f"**{row.label_en}.** *{row.definisi_en}*",
        "\n".join(_facts(row)),
        _table(row, codes),
    ]
    body = "\n\n".join(part for part in parts if part)
    return f"{{% docs {row.doc_name} %}}\n{body}\n{{% enddocs %}}\n"


def _facts(row: Variable) -> list[str]:
    facts = (
        ("Konsep / concept", row.konsep),
        ("Satuan / unit", row.satuan),
        ("Butir / item", f"REGSOSEK22-K {row.butir_kuesioner}" if row.butir_kuesioner else ""),
        ("Semesta / universe", row.semesta),
        ("Nama di kementerian / ministry name", _name(row.alias_kementerian)),
        ("Rujukan / reference", row.rujukan),
    )
    return [f"- {title}: {value}" for title, value in facts if value]


def _name(name: str) -> str:
    return f"`{name}`" if name else ""


def _table(row: Variable, codes: Sequence[Code]) -> str:
    if not codes:
        return ""
    if len(codes) > LONGEST_TABLE:
        return f"Daftar kode / code list: `{row.daftar_kode}` (seed `daftar_kode`, {len(codes)})"
    lines = [f"| {row.daftar_kode} | Indonesia | English |", "|---|---|---|"]
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
