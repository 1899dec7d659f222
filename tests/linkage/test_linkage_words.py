"""Every code that an explanation may show has its words in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dagster_dtsen.linkage import events, outcome, words
from dagster_dtsen.linkage import model as linkage_model


def test_the_words_cover_every_code() -> None:
    book, rules = words.book(), linkage_model.config()
    assert {
        entry["nama"]: {level["label"] for level in entry["tingkat"]}
        for entry in rules["perbandingan"]
    } == {name: set(entry["tingkat"]) for name, entry in book["perbandingan"].items()}
    for kind in ("pertentangan", "blok"):
        assert {rule["nama"] for rule in rules[kind]} == set(book[kind])
    assert set(book["peristiwa"]) == set(events.EVENTS)
    told_reasons = Path(outcome.__file__).read_text(encoding="utf-8")
    assert {code for code in book["hasil"] if f'"{code}"' in told_reasons} == set(book["hasil"])


def test_every_word_is_there_in_both_languages() -> None:
    def leaves(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if "id" in node:
            yield node
        for child in node.values():
            if isinstance(child, dict):
                yield from leaves(child)

    found = list(leaves(words.book()))
    assert len(found) > 70
    for entry in found:
        assert isinstance(entry["id"], str)
        assert isinstance(entry["en"], str)
        assert entry["id"]
        assert entry["en"]


def test_values_shown_are_input_columns() -> None:
    for entry in words.book()["perbandingan"].values():
        assert all(f" {column}" in linkage_model.INPUT_SQL for column in entry["kolom"])
