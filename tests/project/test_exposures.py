"""Every mart has a consumer or says why not; every consumer says by what right."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from tests.project.tree import LAYER_OF, MODEL_LIST, MODELS, Model

EXPOSURES: list[dict[str, Any]] = yaml.safe_load((MODELS / "marts" / "_exposures.yml").read_text())[
    "exposures"
]
MARTS = [item for item in MODEL_LIST if item.layer == "marts"]
CONSUMERS = {"kemenko_pm", "bappenas", "kemensos", "bpkp"}
IDENTITIES = 4  # by name by address (SE Menteri PPN 8/2023)


def reads(exposure: dict[str, Any]) -> set[str]:
    return {name for line in exposure["depends_on"] for name in re.findall(r"ref\('(\w+)'\)", line)}


def without_consumer(marts: list[Model], exposures: list[dict[str, Any]]) -> list[str]:
    """Marts that nobody reads and that do not say why."""
    used = {name for exposure in exposures for name in reads(exposure)}
    return [
        mart.name
        for mart in marts
        if mart.name not in used
        and not mart.documents[0]["config"]["meta"].get("tanpa_pemakai", "").strip()
    ]


def levels(mart: Model) -> set[int]:
    return {
        column["config"]["meta"]["level_min"]
        for column in mart.documents[0]["columns"]
        if column.get("config", {}).get("meta")
    }


def test_every_mart_has_a_consumer_or_says_why_not() -> None:
    assert without_consumer(MARTS, EXPOSURES) == []


def test_a_mart_without_a_consumer_is_noticed() -> None:
    name = "ref('rpt_kiriman_ditolak')"
    fewer = [
        item | {"depends_on": [line for line in item["depends_on"] if line != name]}
        for item in EXPOSURES
    ]
    assert without_consumer(MARTS, fewer) == ["rpt_kiriman_ditolak"]


def test_the_consumers_of_the_law_are_there() -> None:
    assert {item["name"] for item in EXPOSURES} >= CONSUMERS


@pytest.mark.parametrize("exposure", EXPOSURES, ids=lambda item: str(item["name"]))
def test_a_consumer_says_what_for_by_what_right_and_through_which_office(
    exposure: dict[str, Any],
) -> None:
    assert len(exposure["description"].split()) >= 15
    assert exposure["maturity"] in ("low", "medium", "high")
    assert "Pasal" in exposure["config"]["meta"]["dasar_hukum"]
    assert exposure["config"]["meta"]["tujuan"]
    # an office, not a person, at an address that cannot exist
    assert re.fullmatch(r"[a-z.]+@[a-z]+\.example", exposure["owner"]["email"])
    assert re.match(r"(Sekretariat|Unit|Pusat|Tim) ", exposure["owner"]["name"])
    assert reads(exposure)
    assert {LAYER_OF[name] for name in reads(exposure)} == {"marts"}


@pytest.mark.parametrize("exposure", EXPOSURES, ids=lambda item: str(item["name"]))
def test_a_consumer_of_a_table_about_persons_has_the_level_for_it(exposure: dict[str, Any]) -> None:
    by_name = {mart.name: mart for mart in MARTS}
    if "dim_individu" in reads(exposure):
        assert exposure["config"]["meta"]["tingkat_akses"] == IDENTITIES
    for name in reads(exposure):
        assert min(levels(by_name[name])) <= exposure["config"]["meta"]["tingkat_akses"]


@pytest.mark.parametrize(
    "mart", [item for item in MARTS if item.report], ids=lambda item: str(item.name)
)
def test_a_report_holds_no_column_about_a_person(mart: Model) -> None:
    for column in mart.documents[0]["columns"]:
        meta = column["config"]["meta"]
        assert meta == {"pii": "bukan", "level_min": 3, "kelas_data": "terbatas"}, column["name"]
        assert column["name"] not in ("nik", "no_kk", "nama", "id_individu", "record_key")
