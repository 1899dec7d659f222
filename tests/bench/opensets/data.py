"""The open gold sets as Parquet below ``data/opensets``: exported once, by an own environment.

The packages that ship them need an older pandas than this project; they get a throw-away
environment (``venv``), are asked for the data once and play no part in what is measured.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from dagster_dtsen.settings import PROJECT_DIR

HERE = Path(__file__).resolve().parent
WORK = PROJECT_DIR / "data" / "opensets"


def _run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True, stderr=subprocess.DEVNULL)


def tables(work: Path = WORK) -> tuple[Path, dict[str, Any]]:
    """Folder of the Parquet files and what stands in its ``isi.json``; made when missing."""
    folder = work / "parquet"
    recipe = [(HERE / name).read_bytes() for name in ("requirements.txt", "export.py")]
    wanted, made_of = hashlib.sha256(b"".join(recipe)).hexdigest(), folder / "resep.txt"
    if not (made_of.is_file() and made_of.read_text() == wanted):
        python = work / "venv" / "bin" / "python"
        _run(sys.executable, "-m", "venv", "--clear", work / "venv")
        options = ("--quiet", "--disable-pip-version-check", "--only-binary", ":all:")
        _run(python, "-m", "pip", "install", *options, "-r", HERE / "requirements.txt")
        _run(python, HERE / "export.py", folder)
        made_of.write_text(wanted)
    content: dict[str, Any] = json.loads((folder / "isi.json").read_text())
    return folder, content
