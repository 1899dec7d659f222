"""The twin is frozen before anything is tuned against it (docs/twin.md).

A changed digest means another twin: every figure that was measured on the old one falls.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from twin_samples import Maker

from dagster_dtsen.twin.notes import write_parquet

FROZEN = {
    "usual": "515e29a3917c672df8a0afe9c4be9611efb93eb80074bd6d827b6565fd49d432",
    "hard": "4c5d89a219c9f56a6e0ea076f63bcd66875f6b61fd89e422124c27e30e4c24f2",
}
# truth tables that came after the freeze have a digest of their own, all else keeps the old one
ADDED = ("truth/nilai_keluarga.parquet", "truth/nilai_orang.parquet")
# so has the column that the survey gained: without it the file and its note are the old ones
SURVEY, NOTE, GAINED = "rumah_tangga.parquet", "susenas/2025M03/pengantar.yml", "jumlah_bekerja"
FROZEN_GAINED = "054b7b5483ff2884b51e9b5f49a3e233284bda2d60d0d544375cbdc1d677629f"
# error rates change what is delivered, not what is true: one digest for both twins
FROZEN_ADDED = "fc014f3a4cffaa434a77e17672537b5724375eb1984b283f3d39d04254e1c901"


@pytest.mark.parametrize("kind", sorted(FROZEN))
def test_the_twin_is_frozen(make_twin: Maker, kind: str, tmp_path: Path) -> None:
    """SHA-256 over the names and bytes of all files of a twin of 100 families, seed 1.

    The bytes of Parquet and CSV files are those of the pyarrow in requirements.lock.
    """
    twin = make_twin(100, seed=1, releases=["2026T1", "2026T2"], susenas=100, hard=kind == "hard")
    names = sorted(
        file.relative_to(twin.path).as_posix() for file in twin.path.rglob("*") if file.is_file()
    )
    assert set(ADDED) < set(names)

    survey, note = "landing/susenas/2025M03/" + SURVEY, "landing/" + NOTE
    table, plain = pq.read_table(twin.path / survey), tmp_path / SURVEY
    write_parquet(table.drop_columns(GAINED), plain)
    now, former = (
        hashlib.sha256(file.read_bytes()).hexdigest() for file in (twin.path / survey, plain)
    )
    told = (twin.path / note).read_text()
    assert told.count(now) == told.count(f"  - {GAINED}\n") == 1
    as_before = {
        survey: plain.read_bytes(),
        note: told.replace(now, former).replace(f"  - {GAINED}\n", "").encode(),
    }

    def digest(which: list[str]) -> str:
        found = hashlib.sha256()
        for name in which:
            found.update(name.encode())
            found.update(as_before.get(name) or (twin.path / name).read_bytes())
        return found.hexdigest()

    gained = "|".join(table.column(GAINED).to_pylist())
    assert hashlib.sha256(gained.encode()).hexdigest() == FROZEN_GAINED

    assert digest([name for name in names if name not in ADDED]) == FROZEN[kind]
    assert digest(sorted(ADDED)) == FROZEN_ADDED
