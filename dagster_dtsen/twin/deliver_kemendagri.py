"""The ministry's list of region codes that changed: one kabupaten has split."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from dagster_dtsen.twin.periods import to_date
from dagster_dtsen.twin.regions import Regions


def perubahan_wilayah(regions: Regions) -> pa.Table:
    """One row per code that changes: the new kabupaten, its kecamatan, its desa."""
    assert regions.split_kab is not None
    old, new = regions.split_kab
    changed = np.flatnonzero(regions.desa != regions.desa_new)
    before, after = regions.desa[changed], regions.desa_new[changed]
    districts, first = np.unique(before // 10_000, return_index=True)
    new_districts = after[first] // 10_000
    parent = regions.names.get(str(old), str(old))
    rows = [(str(old), str(new), f"{parent} Baru", "kabupaten_kota", str(new // 100))]
    rows += [
        (str(a), str(b), regions.names.get(str(a), str(a)), "kecamatan", str(new))
        for a, b in zip(districts, new_districts, strict=True)
    ]
    rows += [
        (str(a), str(b), regions.desa_names[place], "desa", str(b // 10_000))
        for a, b, place in zip(before, after, changed, strict=True)
    ]
    names = ("kode_lama", "kode_baru", "nama_baru", "tingkat", "kode_induk_baru")
    columns = {name: [row[number] for row in rows] for number, name in enumerate(names)}
    columns["berlaku_dari"] = [to_date(regions.split_day).isoformat()] * len(rows)
    return pa.table(columns)
