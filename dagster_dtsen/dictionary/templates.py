"""Text between a marker pair: column entries in YAML, uniform expressions in SQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dagster_dtsen.dictionary.items import BLOK_BUTIR, is_item
from dagster_dtsen.dictionary.model import Variable

# 100 columns less the indent of a select list
_WIDTH = 92


def pick(rows: Sequence[Variable], words: Sequence[str]) -> list[Variable]:
    """Variables chosen by name: ``x`` takes in the order written, ``-x`` leaves out.

    With no positive word all rows are taken, in their order. Raises ``KeyError`` with the
    first word that names no variable.
    """
    by_name = {row.variabel: row for row in rows}
    wanted = [word for word in words if not word.startswith("-")]
    unwanted = [word[1:] for word in words if word.startswith("-")]
    for name in unwanted:
        by_name[name]
    taken = [by_name[name] for name in wanted] if wanted else list(rows)
    return [row for row in taken if row.variabel not in unwanted]


def yaml_columns(rows: Sequence[Variable], words: Sequence[str]) -> list[str]:
    """dbt column entries with type, docs block and protection meta."""
    lines = []
    for row in pick(rows, words):
        meta = (
            f"pii: {row.kelas_pii}, level_min: {row.tingkat_akses_terendah}, "
            f"kelas_data: {row.kelas_data}"
        )
        lines += [
            f"- name: {row.variabel}",
            f"  data_type: {row.tipe}",
            f"""  description: '{{{{ doc("{row.doc_name}") }}}}'""",
            "  config:",
            f"    meta: {{{meta}}}",
        ]
    return lines


def survivorship(rows: Sequence[Variable], words: Sequence[str]) -> list[str]:
    """Value and source of every variable that comes with the records of one entity.

    Answers to the questionnaire take a path of their own. Words are blocks, ``-x`` leaves one out;
    ``t`` holds the records of one entity, ``urut_<blok>`` their order of preference and
    ``timpa_<blok>`` whether an empty value of the record counts.
    """
    lines = []
    for row in _updated(rows, words):
        value, block = f"'t.{row.variabel}'", f"'{row.blok_pembaruan}'"
        lines += _aliased(f"{{{{ chosen({value}, {block}) }}}}", row.variabel)
        lines += _aliased(f"{{{{ chosen_from({value}, {block}) }}}}", f"{row.variabel}__sumber")
    return lines


def _aliased(expression: str, name: str) -> list[str]:
    """``expression as name,`` on one line, or on two where one would pass 100 columns."""
    line = f"{expression} as {name},"
    return [line] if len(line) <= _WIDTH else [expression, f"    as {name},"]


def sources(rows: Sequence[Variable], words: Sequence[str]) -> list[str]:
    """``prefix.name__sumber,`` of variables that come with the records; prefix, then blocks."""
    prefix, blocks = _prefix(words)
    return [f"{prefix}{row.variabel}__sumber," for row in _updated(rows, blocks)]


def block_sources(rows: Sequence[Variable], words: Sequence[str]) -> list[str]:
    """``prefix.block__sumber,`` of every block of questionnaire items of the entity."""
    prefix, _ = _prefix(words)
    return [f"{prefix}{block}__sumber," for block in BLOK_BUTIR.get(rows[0].entitas, ())]


def columns(rows: Sequence[Variable], words: Sequence[str]) -> list[str]:
    """``prefix.name,`` lines; the first positive word is the prefix, further ones choose."""
    prefix, names = _prefix(words)
    return [f"{prefix}{row.variabel}," for row in pick(rows, names)]


def _prefix(words: Sequence[str]) -> tuple[str, Sequence[str]]:
    if words and not words[0].startswith("-"):
        return f"{words[0]}.", words[1:]
    return "", words


def _updated(rows: Sequence[Variable], words: Sequence[str]) -> list[Variable]:
    """Updated variables, items apart, of the blocks chosen; ``KeyError`` for an unknown one."""
    updated = [row for row in rows if row.blok_pembaruan and not is_item(row)]
    known = {row.blok_pembaruan for row in updated}
    for word in words:
        if word.removeprefix("-") not in known:
            raise KeyError(word)
    wanted = {word for word in words if not word.startswith("-")} or known
    blocks = wanted - {word[1:] for word in words if word.startswith("-")}
    return [row for row in updated if row.blok_pembaruan in blocks]


Template = Callable[[Sequence[Variable], Sequence[str]], list[str]]
SQL_TEMPLATES: dict[str, Template] = {
    "survivorship": survivorship,
    "sources": sources,
    "block_sources": block_sources,
    "columns": columns,
}
