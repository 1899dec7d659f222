"""Two code systems of regions meet; a column that does not say its own is joined wrongly."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from dagster_dtsen.reception.contract import DatasetContract, ProviderContract
from dagster_dtsen.reception.registry import load_contracts
from tests.project.tree import DBT, MODEL_LIST, MODELS, SQL_FILES, code_of

TIER = r"(?:provinsi|kabupaten_kota|kabupaten|kota|kecamatan|desa|kelurahan)"
SYSTEM = r"_(?:kemendagri|bps)"
REGION = re.compile(rf"\bkode_{TIER}\w*", re.I)
SAYS = re.compile(rf"^kode_{TIER}{SYSTEM}(?:__(?:sumber|kontribusi|kotak))?$")
# a comparison of the two systems' columns, whatever their tier
MIXED = re.compile(
    r"kode\w*_bps\b\s*=\s*(?:\w+\.)?kode\w*_kemendagri\b"
    r"|kode\w*_kemendagri\b\s*=\s*(?:\w+\.)?kode\w*_bps\b"
)


def unsaid(sql: str) -> list[str]:
    """Region columns of a model without their system; columns as delivered stand in macro calls."""
    code = re.sub(
        r"\{\{.*?\}\}", " ", re.sub(r"\{%.*?%\}", " ", code_of(sql), flags=re.S), flags=re.S
    )
    return sorted({name for name in REGION.findall(code) if not SAYS.match(name)})


@pytest.mark.parametrize("path", SQL_FILES, ids=lambda item: item.name)
def test_every_region_column_says_its_code_system(path: Any) -> None:
    assert unsaid(path.read_text()) == []


def test_columns_in_documents_say_it_too() -> None:
    wrong = [
        f"{path.name}: {column['name']}"
        for path in MODELS.rglob("*.yml")
        for entry in yaml.safe_load(path.read_text()).get("models", [])
        for column in entry.get("columns", [])
        if REGION.match(column["name"]) and not SAYS.match(column["name"])
    ]
    assert wrong == []


@pytest.mark.parametrize("path", SQL_FILES, ids=lambda item: item.name)
def test_no_code_of_one_system_is_joined_to_the_other(path: Any) -> None:
    assert MIXED.findall(code_of(path.read_text())) == []


def test_the_searches_find_what_they_look_for() -> None:
    assert unsaid("select a.kode_desa, {{ clean_text('kode_desa') }} as kode_kecamatan_bps") == [
        "kode_desa"
    ]
    assert unsaid("select kode_desa_kini from t") == ["kode_desa_kini"]
    assert unsaid("select kode_provinsi_kemendagri__sumber from t") == []
    assert MIXED.search("on a.kode_desa_bps = b.kode_desa_kemendagri")
    assert not MIXED.search("on a.kode_desa_bps = b.kode_desa_bps")


def region_columns() -> list[Any]:
    """(contract, dataset, column) of every delivered column that is a region code by its name."""
    found = []
    for contract in load_contracts():
        for dataset in contract.dataset:
            for column in dataset.kolom:
                if REGION.match(column) or column in dataset.wilayah:
                    name = f"{contract.raw_table(dataset.nama)}.{column}"
                    found.append(pytest.param(contract, dataset, column, id=name))
    return found


@pytest.mark.parametrize(("contract", "dataset", "column"), region_columns())
def test_staging_names_the_system_the_contract_declares(
    contract: ProviderContract, dataset: DatasetContract, column: str
) -> None:
    name = contract.raw_table(dataset.nama)
    sql = (MODELS / "staging" / contract.penyedia / f"stg_{name}.sql").read_text()
    call = rf"clean_text\('\"?{column}\"?'\)\s*\}}\}}\s*as\s+(\w+)"
    aliases = re.findall(call, sql)
    assert aliases
    assert all(alias.endswith(f"_{contract.region_system(dataset, column)}") for alias in aliases)


def test_the_place_of_the_registration_is_read_as_bps_codes() -> None:
    """Its parts r101 to r104 are no region columns by their name."""
    (contract,) = (item for item in load_contracts() if item.penyedia == "regsosek")
    (model,) = (item for item in MODEL_LIST if item.name == "stg_regsosek__keluarga")
    assert contract.sistem_wilayah == "bps"
    parts = re.search(r"clean_text\('r101'\).*?clean_text\('r104'\).*?as (\w+)", model.sql, re.S)
    assert parts
    assert parts.group(1) == "kode_desa_bps"


def test_no_crosswalk_is_shipped() -> None:
    """The table is the agency's own; no freely licensed copy is known."""
    headers = {path.name: path.open().readline() for path in (DBT / "seeds").rglob("*.csv")}
    assert [name for name, line in headers.items() if "kode_bps" in line.split(",")] == []
