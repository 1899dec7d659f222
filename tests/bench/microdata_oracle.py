"""k and l of released tables by pycanon; runs in an environment of its own, without this package.

`python microdata_oracle.py FOLDER`: for every ``*.parquet`` there, with its quasi-identifiers and
sensitive columns in the ``.json`` of the same name, prints one JSON object by name. l is counted
over the rows that have a value of the sensitive column.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd
from pycanon import anonymity

# pycanon groups by pandas, which would leave rows without a value out
MISSING = "\x00"


def figures(path: Path) -> dict[str, int | None]:
    """k of one table, and the least l of its sensitive columns."""
    said = json.loads(path.with_suffix(".json").read_text())
    table = pd.read_parquet(path).astype(object)
    quasi, sensitive = said["kuasi"], said["peka"]
    table[quasi] = table[quasi].where(table[quasi].notna(), MISSING).astype(str)
    fewest = None
    for column in sensitive:
        asked = table[table[column].notna()].reset_index(drop=True)
        if len(asked):
            found = int(anonymity.l_diversity(asked, quasi, [column]))
            fewest = found if fewest is None else min(fewest, found)
    k = int(anonymity.k_anonymity(table, quasi)) if len(table) else None
    return {"k": k, "l": fewest}


if __name__ == "__main__":
    told = {path.stem: figures(path) for path in sorted(Path(sys.argv[1]).glob("*.parquet"))}
    print(json.dumps(told))
