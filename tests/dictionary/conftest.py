"""A small repository root with the real dictionary."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dagster_dtsen.dictionary.indicators import FOLDER
from dagster_dtsen.dictionary.model import DAFTAR_KODE, KAMUS, LOMPATAN, SEMESTA
from dagster_dtsen.settings import PROJECT_DIR

MODEL_YML = """\
models:
  - name: dim_individu
    columns:
      # >>> kamus individu nama nik
      - name: something old
      # <<< kamus
      - name: own_column
"""
MODEL_SQL = """\
select
    id_individu,
        -- >>> kamus survivorship individu -alamat -program
        -- <<< kamus
    1 as _end
    -- >>> kamus columns relasi b -id_keluarga
    -- <<< kamus
    -- >>> kamus sources individu t program
    -- <<< kamus
    -- >>> kamus block_sources keluarga t
    -- <<< kamus
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository root with the real dictionary, one model and one snapshot."""
    for seed in (KAMUS, SEMESTA, LOMPATAN, DAFTAR_KODE):
        (tmp_path / seed).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT_DIR / seed, tmp_path / seed)
    shutil.copytree(PROJECT_DIR / FOLDER, tmp_path / FOLDER)
    models = tmp_path / "dbt_project" / "models" / "marts"
    snapshots = tmp_path / "dbt_project" / "snapshots"
    models.mkdir(parents=True)
    snapshots.mkdir(parents=True)
    (models / "dim_individu.yml").write_text(MODEL_YML)
    (models / "dim_individu.sql").write_text(MODEL_SQL)
    (models / "plain.sql").write_text("select 1 as satu\n")
    (snapshots / "s.yml").write_text("columns:\n  # >>> kamus relasi\n  # <<< kamus\n")
    return tmp_path
