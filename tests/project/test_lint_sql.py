"""The linter of `make test`: it knows the macros of the project and tells bad SQL from good."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from dagster_dtsen.settings import PROJECT_DIR

GOOD = "select {{ yes_no('a = b') }} as sama from {{ ref('tabel') }}\n"
BAD = GOOD.replace("select", "SELECT")


def test_bad_sql_is_named_and_good_sql_is_not(tmp_path: Path) -> None:
    for name, text in {"baik": GOOD, "buruk": BAD, "lagi": GOOD}.items():
        (tmp_path / f"{name}.sql").write_text(text)
    command = ["-m", "tests.tools.lint_sql", "--disable-progress-bar", "--config", "pyproject.toml"]
    done = subprocess.run(
        [sys.executable, *command, tmp_path],
        cwd=PROJECT_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "CP01" in done.stdout
    assert "buruk.sql" in done.stdout
    assert not [name for name in ("baik.sql", "lagi.sql") if name in done.stdout]
