"""The docs page in a real browser: a mart with its columns and its way back to the sources."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from dagster_dtsen import dbt_bridge
from dagster_dtsen.settings import Settings
from tests.tools.browser import BROWSER, HEADLESS

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(BROWSER is None, reason="needs Chromium (.ci/run installs it)"),
]


def visible_page(page: Path, anchor: str, profile: Path) -> str:
    done = subprocess.run(
        [
            str(BROWSER),
            *HEADLESS,
            "--virtual-time-budget=20000",
            f"--user-data-dir={profile}",
            "--dump-dom",
            f"file://{page}{anchor}",
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout


def test_a_steward_reads_a_mart_and_follows_it_to_the_providers(
    home: Settings, docs_page: Path, tmp_path: Path
) -> None:
    mart = visible_page(docs_page, "#!/model/model.dtsen.dim_individu", tmp_path / "p1")
    assert "status_hubungan_keluarga" in mart
    assert "Persons of the published register" in mart
    # each page names the model one step nearer to the provider's file
    steps = ["beku_individu", "individu_sah", "individu_terbarui", "individu_terpilih"]
    steps += ["padan_individu", "rekaman_padan", "individu", "individu_terbaca", "rekaman_individu"]
    steps += ["stg_dukcapil__penduduk"]
    assert steps[0] in mart
    manifest = dbt_bridge.load_manifest(home)
    parents = manifest["parent_map"]
    for child, parent in zip(["dim_individu", *steps], steps, strict=False):
        assert f"model.dtsen.{parent}" in parents[f"model.dtsen.{child}"]
    source = visible_page(docs_page, "#!/model/model.dtsen.stg_dukcapil__penduduk", tmp_path / "p2")
    assert "dukcapil__penduduk" in source
    assert "Referenced By" in source
