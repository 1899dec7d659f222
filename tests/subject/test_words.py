"""Every code has words in both languages."""

from __future__ import annotations

from dagster_dtsen.settings import PROJECT_DIR, Settings
from dagster_dtsen.subject import lost, words
from dagster_dtsen.subjects import book


def test_every_word_is_there_in_both_languages() -> None:
    for kind, entries in words._book().items():
        found = [entries] if set(entries) == {"id", "en"} else entries.values()
        for entry in found:
            assert set(entry) == {"id", "en"}, kind
            assert all(isinstance(text, str) and text for text in entry.values()), (kind, entry)


def test_blocks_and_reasons_have_words() -> None:
    known = book(Settings(home=PROJECT_DIR / "tiada"))
    for variable in known.variables:
        if variable.block:
            assert words.said("blok", variable.block) != [variable.block] * 2
    for code in (lost.NO_RULE, lost.OLD, lost.SILENT, lost.FEW, lost.TRUST, lost.OLDER, lost.ORDER,
                 lost.FIXED, lost.WAITS):  # fmt: skip
        assert words.said("sebab_kalah", code) != [code, code]


def test_a_code_without_words_stands_for_itself() -> None:
    assert words.said("jenis", "baru") == ["baru", "baru"]
    assert words.coded("jenis", None) is None
