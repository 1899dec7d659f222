"""Models point down the path of the law, never up it."""

from __future__ import annotations

import re

import pytest
import yaml

from dagster_dtsen.reception.registry import load_contracts
from dagster_dtsen.settings import PACKAGE_DIR
from tests.project.tree import DBT, LAYER_OF, LAYERS, MODEL_LIST, MODELS, Model

EACH = pytest.mark.parametrize("model", MODEL_LIST, ids=lambda item: item.name)
# reports tell about the way of the data, so they look back at it; they hold counts, no persons
REPORTS = {item.name for item in MODEL_LIST if item.report}
PROVIDERS = [contract.penyedia for contract in load_contracts()]
# which layers may read a source; None = all
SOURCE_READERS: dict[str, set[str] | None] = {
    "raw": {"staging"},
    "ledger": {"staging", "reception", "matched", "updated", "validated", "marts"},
    "kendali": None,
    "linkage": {"matched", "stewardship", "release"},
    "snapshot": {"ranking", "agregat", "marts"},
    "dasar": {"updated", "validated", "stewardship", "ranking", "marts"},
    "model": {"ranking"},
    "model_dasar": {"ranking"},
    "rujukan_asal": {"rujukan"},
}


@EACH
def test_a_model_lies_in_a_known_layer(model: Model) -> None:
    assert model.layer in LAYERS[1:]


@EACH
def test_refs_point_to_the_same_or_an_earlier_layer(model: Model) -> None:
    own = LAYERS.index(model.layer)
    for name in model.refs:
        assert LAYERS.index(LAYER_OF[name]) <= own, name


@EACH
def test_staging_reads_raw_one_to_one_and_no_model(model: Model) -> None:
    raw = [name for source, name in model.sources if source == "raw"]
    if model.layer == "staging":
        assert raw == [model.name.removeprefix("stg_")]
        assert not model.refs
    else:
        assert not raw


@EACH
def test_a_source_is_read_where_it_belongs(model: Model) -> None:
    for source, name in model.sources:
        readers = SOURCE_READERS[source]
        assert readers is None or model.layer in readers, f"{source}.{name}"


# rules that say what a rank is used for; they hold nothing of a person
RANKING_RULES = {"batas_program", "tanda_koefisien"}
# how regions and subgroups are counted; they hold nothing of a person either
COUNTING_RULES = {"kelompok_indikator", "kelompok_provinsi", "tingkat_wilayah"}
# layers after the sealed snapshot, and those each may read
AFTER_SNAPSHOT = {
    "ranking": {"ranking"},
    "agregat": {"ranking", "agregat"},
    "marts": {"ranking", "agregat", "marts"},
}


@EACH
def test_layers_after_the_snapshot_read_it_and_their_own_path_only(model: Model) -> None:
    if model.layer not in AFTER_SNAPSHOT or model.report:
        return
    rules = COUNTING_RULES if model.layer == "agregat" else RANKING_RULES
    for name in model.read:
        assert LAYER_OF[name] in AFTER_SNAPSHOT[model.layer] or name in rules, name
        assert name not in REPORTS, name
    sources = {"snapshot", "model", "kendali"}
    if model.layer == "ranking":
        # a move is told against the sealed base, and against the model that ranked it
        sources |= {"dasar", "model_dasar"}
    assert {source for source, _ in model.sources} <= sources


@EACH
def test_reading_the_sealed_snapshot_names_the_models_it_is_sealed_from(model: Model) -> None:
    """dbt cannot see through the sealed files; the lineage page is told by ``-- depends_on``."""
    for source, name in model.sources:
        if source == "snapshot":
            assert f"beku_{name}" in model.refs


def test_reports_are_the_marts_of_returns_and_monitoring() -> None:
    folders = {path.name for path in (MODELS / "marts").iterdir() if path.is_dir()}
    assert {"dtsen", "returns", "monitoring"} <= folders
    assert {"rpt_penerimaan", "rpt_evaluasi_integrasi"} <= REPORTS
    assert not {"dim_individu", "fct_peringkat_kesejahteraan"} & REPORTS


@EACH
def test_a_report_names_no_provider(model: Model) -> None:
    """A new provider is a contract, SQL of its own and seed rows; reports take it as it comes."""
    if model.report:
        # the dictionary has a block of variables called as a provider; its rendered list is no SQL
        sql = re.sub(r"-- >>> kamus.*?-- <<< kamus", "", model.sql, flags=re.S)
        for name in PROVIDERS:
            assert f"'{name}'" not in sql, name


def test_coverage_is_told_against_the_provider_that_linkage_takes_identities_from() -> None:
    variables = yaml.safe_load((DBT / "dbt_project.yml").read_text())["vars"]
    linkage = yaml.safe_load((PACKAGE_DIR / "linkage" / "linkage.yml").read_text())
    assert variables["penyedia_kependudukan"] == linkage["penyedia_identitas"]
