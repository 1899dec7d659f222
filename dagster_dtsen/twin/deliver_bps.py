"""The statistics office's table of BPS and Kemendagri codes, labelled as synthetic."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_dtsen.twin.periods import to_day
from dagster_dtsen.twin.regions import Regions
from dagster_dtsen.twin.rng import Bools, Days, Ints
from dagster_dtsen.twin.texts import digits, iso

NOTE = "SINTETIS: bukan tabel resmi"
FROM, YOUNG_FROM = to_day(date(2010, 1, 1)), to_day(date(2024, 7, 1))
OPEN = 10**9


def padanan_wilayah(regions: Regions) -> pa.Table:
    """One row per pair of codes and time, all four levels; text, in the order of level and code.

    Before the split of the twin's kabupaten every BPS code stands for one Kemendagri code, apart
    from the young desa; from it on the old BPS codes stand for the new Kemendagri codes too.
    """
    bps, old, new = regions.bps, regions.desa, regions.desa_new
    moved = old != new
    since = np.where(bps.young, YOUNG_FROM, FROM)
    until = np.where(moved, regions.split_day - 1, OPEN)
    after = np.full(int(moved.sum()), regions.split_day)
    levels = []
    for level, ours, theirs, widths in (
        ("provinsi", 10**8, 10**8, (2, 2)),
        ("kabupaten_kota", 10**6, 10**6, (4, 4)),
        ("kecamatan", 10**3, 10**4, (7, 6)),
        ("desa", 1, 1, (10, 10)),
    ):
        first, second = old // theirs, new[moved] // theirs
        still = np.isin(first, first[~moved])
        parts = [
            _pairs(bps.desa // ours, first, since, np.where(still, OPEN, until)),
            _pairs(bps.desa[moved] // ours, second, after, np.full(len(after), OPEN),
                   ~np.isin(second, first)),
        ]  # fmt: skip
        rows = np.concatenate(parts, axis=1)
        rows = rows[:, np.lexsort((rows[2], rows[1], rows[0]))]
        levels.append(_table(level, rows, widths))
    return pa.concat_tables(levels)


def _pairs(
    code: Ints, kemendagri: Ints, since: Days, until: Days, which: Bools | None = None
) -> Ints:
    """Distinct pairs (4, p) with the first day of the oldest and the last day of any of them."""
    if which is not None:
        code, kemendagri, since, until = (a[which] for a in (code, kemendagri, since, until))
    order = np.lexsort((since, kemendagri, code))
    rows = np.stack([code, kemendagri, since, until])[:, order]
    changed = (np.diff(rows[0]) != 0) | (np.diff(rows[1]) != 0)
    return rows[:, np.r_[True, changed]] if rows.shape[1] else rows


def _table(level: str, rows: Ints, widths: tuple[int, int]) -> pa.Table:
    size = rows.shape[1]
    ends = iso(rows[3] % OPEN, rows[3] == OPEN)
    return pa.table(
        {
            "kode_bps": digits(rows[0], widths[0]),
            "kode_kemendagri": digits(rows[1], widths[1]),
            "tingkat": pa.repeat(level, size),
            "berlaku_dari": iso(rows[2]),
            "berlaku_sampai": pc.fill_null(ends, ""),
            "catatan": pa.repeat(NOTE, size),
        }
    )
