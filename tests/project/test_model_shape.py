"""Every model has its habits: header, grain, neighbour .yml, a key test, one last line."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from tests.project.tree import DBT, MODEL_LIST, MODELS, Model, code_of

EACH = pytest.mark.parametrize("model", MODEL_LIST, ids=lambda item: item.name)
LONGEST = 150


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower().replace("_", " ")))


def echoes(name: str, description: str) -> bool:
    """True when a description says nothing that the name does not say."""
    filler = {"the", "a", "an", "of", "and", "table", "model", "column", "tabel", "kolom", "yang"}
    return not words(description) - words(name) - filler


def document(model: Model) -> dict[str, Any]:
    (entry,) = model.documents
    return entry


def test_there_are_models() -> None:
    assert len(MODEL_LIST) >= 40


@EACH
def test_a_model_has_a_neighbour_that_describes_it_alone(model: Model) -> None:
    assert [entry["name"] for entry in model.documents] == [model.name]


def test_every_yml_has_its_model() -> None:
    described = {path.stem for path in MODELS.rglob("*.yml") if not path.name.startswith("_")}
    assert described == {model.name for model in MODEL_LIST}


@EACH
def test_a_description_says_more_than_the_name(model: Model) -> None:
    entry = document(model)
    assert len(entry.get("description", "").split()) >= 5
    assert not echoes(model.name, entry["description"])


@pytest.mark.parametrize("model", [item for item in MODEL_LIST if item.layer == "marts"])
def test_a_mart_declares_every_column_with_its_type(model: Model) -> None:
    selected = code_of(model.sql).split("final as (")[1].split("from ")[0]
    columns = document(model)["columns"]
    names = re.findall(r"(\w+)\s*(?:,|$)", selected.split("select")[1].strip())
    assert [column["name"] for column in columns] == names
    assert all(column.get("data_type") for column in columns)


def test_echoes_are_recognised() -> None:
    assert echoes("dim_individu", "The table dim individu.")
    assert echoes("nik", "")
    assert not echoes("nik", "Sixteen digits given by the population register.")


@EACH
def test_the_header_says_what_it_is_and_its_grain(model: Model) -> None:
    grain = [line for line in model.header if line.startswith("Grain:")]
    assert len(grain) == 1
    assert re.match(r"Grain: one row per \w", grain[0])
    assert model.header.index(grain[0]) in (1, 2)
    assert model.header[0].strip()
    rest = model.header[model.header.index(grain[0]) + 1 :]
    assert all(line.startswith("depends_on:") for line in rest)


@EACH
def test_the_grain_stands_in_the_meta_too(model: Model) -> None:
    """An unquoted comma in ``{grain: …}`` cuts the sentence."""
    meta = document(model).get("config", {}).get("meta", {}).get("grain", "")
    (told,) = (line for line in model.header if line.startswith("Grain:"))
    assert meta == told.removeprefix("Grain: ").rstrip(".")


def key(model: Model) -> list[str]:
    """The columns of the model's one grain test."""
    tests = [test["grain"] for test in document(model)["data_tests"] if "grain" in test]
    assert len(tests) == 1
    columns: list[str] = tests[0]["arguments"]["columns"]
    return columns


@EACH
def test_a_test_holds_the_grain(model: Model) -> None:
    assert key(model)


@EACH
def test_a_grain_of_one_column_is_tested_on_that_column(model: Model) -> None:
    grain = document(model)["config"]["meta"]["grain"].removeprefix("one row per ")
    if re.fullmatch(r"[a-z_]+_[a-z_]+", grain):
        assert key(model) == [grain]


@EACH
def test_the_last_line_is_select_star_from_final(model: Model) -> None:
    assert model.sql.rstrip("\n").splitlines()[-1] == "select * from final"


@EACH
def test_a_model_is_short(model: Model) -> None:
    assert len(model.sql.splitlines()) <= LONGEST


@EACH
def test_every_ref_and_source_is_imported_once_in_a_cte_of_its_own(model: Model) -> None:
    code = code_of(model.sql)
    assert not re.search(r"\bjoin\s+\{\{\s*(ref|source)\(", code)


@EACH
def test_a_numbering_always_says_its_order(model: Model) -> None:
    for window in re.findall(r"row_number\(\)\s*over\s*\((.*?)\)", code_of(model.sql), re.S):
        assert "order by" in window


@pytest.mark.parametrize("folder", ["seeds", "snapshots"])
def test_seeds_and_snapshots_are_described(folder: str) -> None:
    entries = []
    for path in (DBT / folder).rglob("*.yml"):
        entries += yaml.safe_load(path.read_text()).get(folder, [])
    assert entries
    for entry in entries:
        assert len(entry["description"].split()) >= 5, entry["name"]
        assert not echoes(entry["name"], entry["description"]), entry["name"]
    if folder == "seeds":
        names = {path.stem for path in (DBT / folder).rglob("*.csv")}
        assert {entry["name"] for entry in entries} == names


def test_sources_are_described() -> None:
    count = 0
    for path in MODELS.rglob("_*__sources.yml"):
        for source in yaml.safe_load(path.read_text())["sources"]:
            for table in source["tables"]:
                count += 1
                assert len(table["description"].split()) >= 4, table["name"]
                assert not echoes(table["name"], table["description"]), table["name"]
    assert count >= 18
