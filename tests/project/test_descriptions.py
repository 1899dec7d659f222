"""Every column of every model is described, and the words say more than its name."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from dagster_dtsen.release.tables import TABLES
from tests.project.columns import (
    block_of,
    columns_of_models,
    generated_by,
    undescribed,
    with_descriptions,
)
from tests.project.test_model_shape import echoes
from tests.project.tree import MODELS

Manifest = dict[str, Any]


def models(manifest: Manifest) -> dict[str, Any]:
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }


def echoing(manifest: Manifest) -> list[str]:
    """``model.column`` whose description only repeats the name."""
    return [
        f"{name}.{column}"
        for name, node in models(manifest).items()
        for column, item in node["columns"].items()
        if item["description"] and echoes(column, item["description"])
    ]


@pytest.fixture(scope="module")
def columns(manifest: Manifest) -> dict[str, list[str]]:
    return columns_of_models(manifest)


def test_every_column_of_every_model_is_described(manifest: Manifest) -> None:
    """``python -m tests.project.columns`` writes those whose docs block exists."""
    assert undescribed(manifest) == {}


def test_a_missing_an_empty_and_an_echoing_description_are_noticed(manifest: Manifest) -> None:
    changed = copy.deepcopy(manifest)
    person = models(changed)["rekaman_padan"]["columns"]
    del person["hasil_padan"]
    person["kunci_keluarga"]["description"] = ""
    person["nama_baku"]["description"] = "The column nama baku."
    assert undescribed(changed) == {"rekaman_padan": ["hasil_padan", "kunci_keluarga"]}
    assert echoing(changed) == ["rekaman_padan.nama_baku"]


def test_no_description_repeats_the_name(manifest: Manifest) -> None:
    assert echoing(manifest) == []


def test_no_description_outlives_its_column(
    manifest: Manifest, columns: dict[str, list[str]]
) -> None:
    stale = {
        name: found
        for name, node in models(manifest).items()
        if (found := sorted(set(node["columns"]) - set(columns[name])))
    }
    assert stale == {}


def test_generated_columns_are_described_where_they_stand(
    manifest: Manifest, columns: dict[str, list[str]]
) -> None:
    prose = {
        key.rsplit(".", 1)[1]: block["block_contents"] for key, block in manifest["docs"].items()
    }
    for name, found in columns.items():
        for block in {block for column in found if (block := generated_by(column))}:
            assert prose[block] in models(manifest)[name]["description"], f"{name}: {block}"


def test_the_columns_found_are_those_of_the_published_tables(
    manifest: Manifest, columns: dict[str, list[str]]
) -> None:
    """Sealed are models, and tables of the linkage as they are."""
    assert len(columns) >= 60
    linkage = {
        source["name"]: list(source["columns"])
        for source in manifest["sources"].values()
        if source["schema"] == "linkage"
    }
    for table in TABLES:
        schema, name = table.relation.split(".")
        held = linkage[name] if schema == "linkage" else columns[name]
        assert set(table.key) <= set(held), table.name


def test_every_column_of_a_source_that_models_read_is_described(manifest: Manifest) -> None:
    """Raw columns are the providers’ own and stand in their contracts."""
    for source in manifest["sources"].values():
        if source["schema"] in ("raw", "snapshot"):
            continue
        assert source["columns"], source["name"]
        for column in source["columns"].values():
            assert not echoes(column["name"], column["description"]), column["name"]


def test_shared_prose_is_used(manifest: Manifest) -> None:
    told = "\n".join(path.read_text(encoding="utf-8") for path in MODELS.rglob("*.yml"))
    blocks = [key.rsplit(".", 1)[1] for key in manifest["docs"] if ".kolom_" in key]
    assert blocks
    assert [name for name in blocks if f'doc("{name}")' not in told] == []


def test_a_column_takes_the_block_of_its_own_entity_first() -> None:
    docs = {"kamus_individu_alamat", "kamus_keluarga_alamat", "kolom_dataset", "record_key"}
    assert block_of(docs, "beku_individu", "alamat") == "kamus_individu_alamat"
    assert block_of(docs, "beku_keluarga", "alamat") == "kamus_keluarga_alamat"
    assert block_of(docs, "temuan", "dataset") == "kolom_dataset"
    assert block_of(docs, "temuan", "record_key") == "record_key"
    assert block_of(docs, "temuan", "lain") is None


def test_a_description_is_added_beside_what_is_there() -> None:
    text = (
        "models:\n  - name: x\n    columns:\n      - name: a\n        data_tests: [unique]\n\n"
        "unit_tests:\n  - name: y\n"
    )
    assert with_descriptions(text, {"a": "A.", "b": "B."}) == (
        "models:\n  - name: x\n    columns:\n      - name: a\n        description: 'A.'\n"
        "        data_tests: [unique]\n      - name: b\n        description: 'B.'\n\n"
        "unit_tests:\n  - name: y\n"
    )
