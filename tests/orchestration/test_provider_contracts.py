"""What a provider promises, what staging reads and what the sources say are one and the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dagster_dtsen.dictionary import load_book
from dagster_dtsen.dictionary.items import items_of
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.reception.contract import DatasetContract, ProviderContract
from dagster_dtsen.reception.registry import PROVIDERS_DIR, load_contracts
from dagster_dtsen.settings import PROJECT_DIR

STAGING = PROJECT_DIR / "dbt_project" / "models" / "staging"
PAIRS = [
    pytest.param(contract, dataset, id=contract.raw_table(dataset.nama))
    for contract in load_contracts()
    for dataset in contract.dataset
]
# columns the macro rows_of_release adds
TECHNICAL = {"tanggal_acuan", "_efektif", "_delivery", "_file", "_row_number"}


def staging_sql(contract: ProviderContract, dataset: DatasetContract) -> str:
    model = f"stg_{contract.raw_table(dataset.nama)}.sql"
    return with_items((STAGING / contract.penyedia / model).read_text())


def with_items(sql: str) -> str:
    """Loops over the questionnaire written out, as they are compiled."""
    for entity in re.findall(r"set items = questionnaire_items\('(\w+)'\)", sql):
        columns = [item.kolom for item in items_of(load_book(PROJECT_DIR), entity)]
        calls = "\n".join(f"{{{{ clean_text('{name}') }}}}" for name in columns)
        listed = ", ".join(f"'{name}'" for name in columns)
        sql = sql.replace("{{ clean_text(item.kolom) }}", calls)
        sql = re.sub(r"\(\s*\[([^]]*)\]\s*\+ items \| map\(attribute='kolom'\) \| list\s*\)",
                     rf"([\1, {listed}])", sql)  # fmt: skip
    return sql


def columns_read(sql: str) -> set[str]:
    """Names that stand in column position: arguments of the staging macros, before their alias."""
    body = sql[sql.index("final as (") :]
    found: set[str] = set()
    for call in re.findall(r"\{\{(.*?)\}\}", body, flags=re.S):
        for literal in re.findall(r"'([^']*)'", call):
            found |= set(re.findall(r'^(?:trim\()?"?([A-Za-z_][A-Za-z0-9_]*)"?\)?$', literal))
    return found


@pytest.mark.parametrize(("contract", "dataset"), PAIRS)
def test_staging_reads_exactly_the_promised_columns(
    contract: ProviderContract, dataset: DatasetContract
) -> None:
    read = columns_read(staging_sql(contract, dataset)) - {contract.penyedia, dataset.nama}
    assert read - TECHNICAL == set(dataset.kolom)


@pytest.mark.parametrize(("contract", "dataset"), PAIRS)
def test_the_fingerprint_of_a_row_covers_every_promised_column(
    contract: ProviderContract, dataset: DatasetContract
) -> None:
    """Two rows that differ in any column are a conflict, not a double."""
    (listed,) = re.findall(r"content_hash\(\[(.*?)\]\)", staging_sql(contract, dataset), re.S)
    assert set(re.findall(r"'\"?(\w+)\"?'", listed)) == set(dataset.kolom)


@pytest.mark.parametrize(("contract", "dataset"), PAIRS)
def test_the_record_key_is_made_of_the_declared_key(
    contract: ProviderContract, dataset: DatasetContract
) -> None:
    ((provider, name, listed),) = re.findall(
        r"record_key\(\s*'(\w+)',\s*'(\w+)',\s*\[(.*?)\]", staging_sql(contract, dataset), re.S
    )
    assert (provider, name) == (contract.penyedia, dataset.nama)
    assert re.findall(r"'trim\(\"?(\w+)\"?\)'", listed) == dataset.kunci


def test_every_staging_model_belongs_to_a_contract() -> None:
    models = {path.stem for path in STAGING.rglob("stg_*.sql")}
    assert models == {f"stg_{item.values[0].raw_table(item.values[1].nama)}" for item in PAIRS}


def test_a_provider_is_declared_in_the_folder_of_its_name() -> None:
    folders = {path.parent.name for path in PROVIDERS_DIR.glob("*/defs.yaml")}
    assert folders == {item.penyedia for item in load_contracts()}


@pytest.mark.parametrize(
    "text",
    [
        "attributes: {}",
        "attributes: [",
        "type: lain",
        "",
        "attributes: {penyedia: x, lembaga: X, jenis: bulanan, sumber: lainnya, peran: utama, "
        "sistem_wilayah: bps, dataset: [{nama: a, merekam: individu, format: csv, "
        "kunci: [a], kolom: [a]}]}",
        "attributes: {penyedia: x, lembaga: X, jenis: penuh, sumber: lainnya, peran: utama, "
        "sistem_wilayah: bps, dataset: [{nama: a, merekam: individu, format: csv, "
        "kunci: [b], kolom: [a]}]}",
        "attributes: {penyedia: x, lembaga: X, jenis: penuh, sumber: lainnya, peran: utama, "
        "sistem_wilayah: bps, dataset: [{nama: a, merekam: individu, format: csv, "
        "kunci: [a], kolom: [a, a]}]}",
        "attributes: {penyedia: x, lembaga: X, jenis: penuh, sumber: lainnya, peran: utama, "
        "sistem_wilayah: bps, dataset: []}",
        "attributes: {penyedia: x, lembaga: X, jenis: penuh, sumber: lainnya, peran: utama, "
        "sistem_wilayah: bps, dataset: [{nama: a, format: csv, kunci: [a], kolom: [a], "
        "wilayah: {b: kemendagri}}]}",
        "attributes: {penyedia: x, lembaga: X, jenis: penuh, sumber: lainnya, peran: utama, "
        "sistem_wilayah: bps, dataset: [{nama: a, format: csv, kunci: [a], kolom: [a], "
        "wilayah: {a: pos}}]}",
    ],
)
def test_a_contract_that_is_wrong_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "lembaga_x").mkdir()
    (tmp_path / "lembaga_x" / "defs.yaml").write_text(text)
    with pytest.raises(DtsenError) as caught:
        load_contracts(tmp_path)
    assert caught.value.kind.code == "E-KONTRAK"
    assert "lembaga_x" in caught.value.message
