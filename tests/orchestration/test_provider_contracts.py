"""What a provider promises, what staging reads and what the sources say are one and the same."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from dagster_dtsen.dictionary import load_book
from dagster_dtsen.dictionary.items import items_of
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.reception.contract import DatasetContract, ProviderContract
from dagster_dtsen.reception.registry import PROVIDERS_DIR, load_contracts
from dagster_dtsen.settings import PROJECT_DIR

PEMETAAN = PROJECT_DIR / "dbt_project" / "seeds" / "klasifikasi" / "pemetaan_kode.csv"
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


@pytest.mark.parametrize(("contract", "dataset"), PAIRS)
def test_staging_names_a_column_as_the_contract_maps_it(
    contract: ProviderContract, dataset: DatasetContract
) -> None:
    sql = staging_sql(contract, dataset)
    for column, variable in dataset.pemetaan.items():
        call = rf"clean_text\('\"?{column}\"?'\)[^\n]*\}}\}}\s+as ({variable})(?:_asal)?\b"
        assert re.search(call, sql), f"{column} -> {variable}"


@pytest.mark.parametrize(("contract", "dataset"), PAIRS)
def test_staging_reads_dates_in_the_declared_format(
    contract: ProviderContract, dataset: DatasetContract
) -> None:
    if dataset.butir or contract.peran in ("latih", "rujukan"):
        return
    found = re.findall(
        r"parse_date\(clean_text\('\"?(\w+)\"?'\), '([^']+)'\)", staging_sql(contract, dataset)
    )
    assert dict(found) == dataset.tanggal


@pytest.mark.parametrize(("contract", "dataset"), PAIRS)
def test_a_mapped_variable_and_its_code_list_are_known(
    contract: ProviderContract, dataset: DatasetContract
) -> None:
    book = load_book(PROJECT_DIR)
    variables = {item.variabel: item for item in book.variables}
    assert set(dataset.pemetaan.values()) <= set(variables)
    mapped = {
        (row["penyedia"], row["daftar"])
        for row in csv.DictReader(PEMETAAN.read_text(encoding="utf-8").splitlines())
    }
    for column, name in dataset.daftar_kode.items():
        assert (contract.penyedia, name) in mapped, column
        if column in dataset.pemetaan:
            assert variables[dataset.pemetaan[column]].daftar_kode == name, column


def test_every_staging_model_belongs_to_a_contract() -> None:
    models = {path.stem for path in STAGING.rglob("stg_*.sql")}
    assert models == {f"stg_{item.values[0].raw_table(item.values[1].nama)}" for item in PAIRS}


def test_a_provider_is_declared_in_the_folder_of_its_name() -> None:
    folders = {path.parent.name for path in PROVIDERS_DIR.glob("*/defs.yaml")}
    assert folders == {item.penyedia for item in load_contracts()}


GOOD: dict[str, Any] = {
    "penyedia": "x",
    "lembaga": "X",
    "perjanjian": [
        {
            "nomor": "1",
            "saluran": "sftp",
            "berlaku_dari": "2025-01-01",
            "berlaku_sampai": "2025-12-31",
        }
    ],
    "jadwal": {"irama": "bulanan"},
    "jenis": "penuh",
    "sumber": "lainnya",
    "peran": "utama",
    "sistem_wilayah": "bps",
    "dataset": [
        {"nama": "a", "merekam": "individu", "format": "csv", "kunci": ["a"], "kolom": ["a", "b"]}
    ],
}


def written(folder: Path, text: str) -> Path:
    (folder / "lembaga_x").mkdir()
    (folder / "lembaga_x" / "defs.yaml").write_text(text)
    return folder


def test_the_contract_the_wrong_ones_are_made_from_is_right(tmp_path: Path) -> None:
    (found,) = load_contracts(written(tmp_path, yaml.safe_dump({"attributes": GOOD})))
    assert found.dataset[0].kolom == ["a", "b"]


@pytest.mark.parametrize(
    "change",
    [
        {"jenis": "bulanan"},
        {"peran": "tamu"},
        {"jadwal": {"irama": "kadang"}},
        {"jadwal": {"irama": "bulanan", "tenggat_hari": -1}},
        {"perjanjian": []},
        {"perjanjian": [GOOD["perjanjian"][0] | {"berlaku_sampai": "2024-12-31"}]},
        {"perjanjian": [GOOD["perjanjian"][0] | {"saluran": "merpati"}]},
        {"dataset": []},
        {"lain": 1},
    ],
)
def test_a_contract_that_is_wrong_is_named(tmp_path: Path, change: dict[str, Any]) -> None:
    expect_refused(written(tmp_path, yaml.safe_dump({"attributes": GOOD | change})))


@pytest.mark.parametrize(
    "change",
    [
        {"kunci": ["c"]},
        {"kolom": ["a", "b", "b"]},
        {"wajib": ["c"]},
        {"pemetaan": {"c": "nik"}},
        {"daftar_kode": {"c": "ya_tidak"}},
        {"tanggal": {"c": "%Y"}},
        {"keterangan": {"c": "C"}},
        {"wilayah": {"c": "kemendagri"}},
        {"wilayah": {"a": "pos"}},
        {"format": "dbf"},
        {"merekam": "kucing"},
        {"format": "jsonl", "dialek": {"enkode": "cp1252"}},
    ],
)
def test_a_dataset_that_is_wrong_is_named(tmp_path: Path, change: dict[str, Any]) -> None:
    datasets = [GOOD["dataset"][0] | change]
    text = yaml.safe_dump({"attributes": GOOD | {"dataset": datasets}})
    expect_refused(written(tmp_path, text))


@pytest.mark.parametrize("text", ["attributes: {}", "attributes: [", "type: lain", ""])
def test_a_contract_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    expect_refused(written(tmp_path, text))


def expect_refused(directory: Path) -> None:
    with pytest.raises(DtsenError) as caught:
        load_contracts(directory)
    assert caught.value.kind.code == "E-KONTRAK"
    assert "lembaga_x" in caught.value.message


LISTS = GOOD | {
    "jenis": "padankan",
    "peran": "pemohon",
    "perjanjian": [GOOD["perjanjian"][0] | {"pihak": "Dinas"}],
}


def test_a_contract_for_lists_names_the_agency_of_every_agreement(tmp_path: Path) -> None:
    (found,) = load_contracts(written(tmp_path, yaml.safe_dump({"attributes": LISTS})))
    assert found.listed
    assert [item.pihak for item in found.perjanjian] == ["Dinas"]


@pytest.mark.parametrize(
    "change",
    [
        {"memperbarui": ["individu.alamat"]},
        {"peran": "utama"},
        {"peran": "pendukung"},
        {"perjanjian": [*LISTS["perjanjian"], GOOD["perjanjian"][0]]},
    ],
)
def test_a_contract_for_lists_updates_nothing(tmp_path: Path, change: dict[str, Any]) -> None:
    expect_refused(written(tmp_path, yaml.safe_dump({"attributes": LISTS | change})))


def test_lists_are_sent_under_one_contract() -> None:
    assert [item.penyedia for item in load_contracts() if item.listed] == ["padankan"]
