"""Lint the SQL as dbt compiles it (slow); `make test` lints it with the plain Jinja templater."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from dagster_dtsen import dbt_bridge
from dagster_dtsen.settings import get_settings


def main() -> int:
    """Run sqlfluff with the dbt templater on every model; its exit code."""
    settings = get_settings()
    dbt_bridge.export_environment(settings)
    settings.root.mkdir(parents=True, exist_ok=True)
    sqlfluff = Path(sys.executable).with_name("sqlfluff")
    command = [str(sqlfluff), "lint", "--templater", "dbt", "--disable-progress-bar"]
    command.append("dbt_project/models")
    return subprocess.run(command, env=os.environ, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
