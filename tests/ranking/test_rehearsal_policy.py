"""A policy file: what it may say, and what it is refused for."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.ranking import policy
from dagster_dtsen.ranking.policy import Policy
from dagster_dtsen.settings import Settings


@pytest.fixture
def here(settings: Settings) -> Policy:
    return policy.in_force(settings, "keluarga")


def test_the_policy_here_is_that_of_vars_and_seeds(settings: Settings, here: Policy) -> None:
    project = yaml.safe_load((settings.dbt_project_dir / "dbt_project.yml").read_text())
    assert here.maks_butir_kosong == project["vars"]["maks_butir_kosong"]
    assert set(here.batas_program) == {"pkh", "sembako", "pbi_jk"}
    assert "sesuai" not in here.aturan_validasi
    assert here.aturan_validasi["meninggal"] == {"dihitung": False, "bila_kepala": "ganti"}


def test_a_file_changes_what_it_names_alone(here: Policy, tmp_path: Path) -> None:
    path = tmp_path / "kebijakan.yml"
    path.write_text(
        "satuan_desil: individu\nmaks_butir_kosong: 0\nbatas_program: {pkh: 3}\n"
        "aturan_validasi:\n  ganda: {bila_kepala: tangguhkan}\n"
    )
    before, after = here.lines(), policy.changed(here, path).lines()
    assert {name: after[name] for name in after if after[name] != before[name]} == {
        "satuan_desil": "individu",
        "maks_butir_kosong": 0,
        "batas_program.pkh": 3,
        "aturan_validasi.ganda.bila_kepala": "tangguhkan",
    }
    assert list(before) == list(after)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "tidak memuat"),
        ("- a", "tidak memuat"),
        ("a: [", "tidak terbaca"),
        ("[" * 5000, "tidak terbaca"),
        ("maks_butir: 5", "maks_butir; "),
        ("maks_butir_kosong: true", "maks_butir_kosong: 0-99"),
        ("maks_butir_kosong: -1", "maks_butir_kosong: 0-99"),
        ("maks_butir_kosong: '5'", "maks_butir_kosong: 0-99"),
        ("satuan_desil: orang", "keluarga, individu"),
        ("satuan_desil: [keluarga]", "keluarga, individu"),
        ("batas_program: 4", "batas_program: "),
        ("batas_program: {pip: 4}", "batas_program.pip"),
        ("batas_program: {pkh: 10}", "batas_program.pkh: 1-9"),
        ("aturan_validasi: {sesuai: {dihitung: true}}", "aturan_validasi.sesuai"),
        ("aturan_validasi: {ganda: {sah: true}}", "sebelum dibekukan"),
        ("aturan_validasi: {ganda: {dihitung: ya}}", "dihitung: true, false"),
        ("aturan_validasi: {ganda: {bila_kepala: buang}}", "ganti, tangguhkan"),
        ("aturan_validasi: {ganda: {label: x}}", "aturan_validasi.ganda.label"),
        ("1: 2", "1; "),
    ],
)
def test_anything_else_is_refused_by_name(
    here: Policy, tmp_path: Path, text: str, word: str
) -> None:
    path = tmp_path / "kebijakan.yml"
    path.write_text(text)
    with pytest.raises(DtsenError, match="E-GLADI-KEBIJAKAN") as error:
        policy.changed(here, path)
    assert error.value.kind.exit_code == 101
    assert word in str(error.value)
    assert str(tmp_path) not in str(error.value)


def test_a_file_that_is_not_there_is_refused(here: Policy, tmp_path: Path) -> None:
    with pytest.raises(DtsenError, match="E-GLADI-KEBIJAKAN"):
        policy.changed(here, tmp_path / "tiada.yml")
