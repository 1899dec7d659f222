"""What an attacker knows: the intervals that rounding leaves open, and which cells add up to which.

Unknowns are the true counts of all cells, and what no table shows: how many a share leaves over,
and how many units have no code one tier further down. Everything is linear.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from dagster_dtsen.disclosure.cells import CELLS, WHOLE
from dagster_dtsen.disclosure.policy import TIERS, Layer
from dagster_dtsen.errors import DtsenError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
SHARE, BASIS = "pembilang", "penyebut"
_SAME = ("kelompok", "nilai_kelompok", "ukuran", "kategori", "satuan")


def ints(column: Any) -> Ints:
    """A column that the engine gave, as whole numbers."""
    return np.asarray(column, dtype=np.int64)


def floats(column: Any) -> Floats:
    """The same as numbers."""
    return np.asarray(column, dtype=np.float64)


def bools(column: Any) -> Bools:
    """The same as truth."""
    return np.asarray(column, dtype=np.bool_)


@dataclass(frozen=True)
class System:
    """Unknowns (n,) with their true value, interval and rules; sums (m, n), each of them 0.

    Cells come first, in the order of ``nomor``; ``region`` and ``measure`` are numbers of their
    region and of what they count, -1 for what no table shows. ``parent``: region above, by region.
    ``least`` and ``most`` are the interval when the cell is closed, ``price`` what is lost by that.
    """

    true: Floats
    low: Floats
    high: Floats
    least: Floats
    most: Floats
    price: Floats
    need: Floats
    small: Bools
    region: Ints
    measure: Ints
    parent: Ints
    sums: csr_matrix

    @property
    def cells(self) -> int:
        return int((self.region >= 0).sum())


def build(
    con: duckdb.DuckDBPyConnection, closed: Bools, layer: Layer, before: str | None = None
) -> System:
    """What somebody knows who has the tables up to the access level of ``layer``.

    Its thresholds are held against all of them; cells of higher levels are in no sum. ``closed``
    says which cells are not published. ``before``: relation of the same cells as published earlier
    of the same release (nomor, bawah, atas): an attacker has both. Raises DtsenError E-UNGKAP when
    parts exceed their total.
    """
    told = con.execute(
        f"select jumlah, {_need(layer)} as butuh, {_small(layer)} as kecil, terbit, dasar, "
        f"tingkat <= {layer.tingkat} as ada, {_price()} as harga from {CELLS} order by nomor"
    ).fetchnumpy()
    true = floats(told["jumlah"])
    base = floats(told["dasar"])
    published = floats(told["terbit"])
    silent = closed | ~bools(told["ada"])
    least, most = np.zeros(len(true)), np.full(len(true), np.inf)
    if before:
        least, most = _known(con, before, len(true))
    low = np.where(silent, least, np.maximum(published - base + 1, least))
    high = np.where(silent, most, np.minimum(published + base - 1, most))
    rows, columns, signs, rest, basis = _sums(con, true, layer.tingkat)
    hidden = len(rest)
    need = floats(told["butuh"])
    region, measure, parent = _places(con)
    size = len(true) + hidden
    return System(
        true=np.concatenate([true, rest]),
        low=np.concatenate([low, np.zeros(hidden)]),
        high=np.concatenate([high, np.full(hidden, np.inf)]),
        least=np.concatenate([least, np.zeros(hidden)]),
        most=np.concatenate([most, np.full(hidden, np.inf)]),
        price=np.concatenate([floats(told["harga"]), np.zeros(hidden)]),
        need=np.concatenate([need, need[basis]]),
        small=np.concatenate([bools(told["kecil"]), _small_rest(con, rest, basis, need)]),
        region=np.concatenate([region, np.full(hidden, -1)]),
        measure=np.concatenate([measure, measure[basis]]),
        parent=parent,
        sums=csr_matrix((signs, (rows, columns)), shape=(int(rows.max(initial=-1)) + 1, size)),
    )


def _need(layer: Layer) -> str:
    few = layer.sel_kecil
    return f"case satuan when 'keluarga' then {few.keluarga} else {few.individu} end"


def _small(layer: Layer) -> str:
    """SQL: few units, units of few families, or a sensitive cell that nobody is in."""
    few = layer.sel_kecil.keluarga
    return (
        f"tingkat <= {layer.tingkat} and (jumlah > 0 and jumlah < {_need(layer)} "
        f"or keluarga > 0 and keluarga < {few} or peka and jumlah = 0)"
    )


def _price() -> str:
    """SQL: what is lost with a cell. A region above is worth four below, everybody four groups."""
    tiers = " ".join(f"when '{tier}' then {4**place}" for place, tier in enumerate(TIERS[::-1]))
    return f"case tingkat_wilayah {tiers} end * case kelompok when 'semua' then 4 else 1 end"


def _known(con: duckdb.DuckDBPyConnection, before: str, cells: int) -> tuple[Floats, Floats]:
    found = con.execute(f"select nomor, bawah, atas from {before}").fetchnumpy()
    least, most = np.zeros(cells), np.full(cells, np.inf)
    np.maximum.at(least, ints(found["nomor"]), floats(found["bawah"]))
    np.minimum.at(most, ints(found["nomor"]), floats(found["atas"]))
    return least, most


def _small_rest(con: duckdb.DuckDBPyConnection, rest: Floats, basis: Ints, need: Floats) -> Bools:
    """What is left over is a small cell like any other; of a sensitive share also when it is 0."""
    sensitive = (
        con.execute(f"select peka and kategori = '{BASIS}' as peka from {CELLS} order by nomor")
        .fetchnumpy()["peka"]
        .astype(bool)
    )
    told_anyway = bools(sensitive[basis])
    small: Bools = ((rest > 0) | told_anyway) & (rest < need[basis])
    return small


def relations(level: int) -> str:
    """SQL of all sums up to an access level: ``jenis``, its total ``induk``, a part ``bagian``."""
    told = f"(select * from {CELLS} where tingkat <= {level})"
    same = " and ".join(f"t.{name} = p.{name}" for name in _SAME)
    others = " and ".join(
        f"t.{name} = p.{name}" for name in ("tingkat_wilayah", "kode_wilayah", "ukuran", "satuan")
    )
    return (
        f"select 'wilayah' as jenis, t.nomor as induk, p.nomor as bagian from {told} as t "
        f"inner join induk_wilayah as w using (tingkat_wilayah, kode_wilayah) "
        f"inner join {told} as p on w.tingkat_bawah = p.tingkat_wilayah "
        f"and w.kode_bawah = p.kode_wilayah and {same} "
        f"union all select 'kelompok:' || p.kelompok, t.nomor, p.nomor from {told} as t "
        f"inner join {told} as p on {others} and t.kategori = p.kategori "
        "where t.kelompok = 'semua' and p.kelompok <> 'semua' "
        f"union all select 'kategori', t.nomor, p.nomor from {told} as t "
        f"inner join {told} as p on {others} and t.kelompok = p.kelompok "
        "and t.nilai_kelompok = p.nilai_kelompok "
        f"where (t.kategori = '{BASIS}' and p.kategori = '{SHARE}') "
        f"or (t.kategori = '{WHOLE}' and p.kategori <> '{WHOLE}')"
    )


def lay_regions(con: duckdb.DuckDBPyConnection, groups: str) -> None:
    """Lay out ``induk_wilayah``: which region lies below which; ``groups``: seed of provinces."""
    con.execute(
        "create or replace temp table induk_wilayah as "
        f"with tempat as (select distinct tingkat_wilayah as t, kode_wilayah as k from {CELLS}) "
        "select 'nasional' as tingkat_wilayah, 'ID' as kode_wilayah, t as tingkat_bawah, "
        "k as kode_bawah from tempat where t = 'provinsi' "
        "union all select 'kelompok_provinsi', g.kelompok, t, k from tempat "
        f"inner join {groups} as g on t = 'provinsi' and k = g.kode_provinsi_kemendagri "
        "union all select 'provinsi', left(k, 2), t, k from tempat where t = 'kabupaten_kota' "
        "union all select 'kabupaten_kota', left(k, 4), t, k from tempat where t = 'kecamatan' "
        "union all select 'kecamatan', left(k, 6), t, k from tempat where t = 'desa'"
    )


def _sums(
    con: duckdb.DuckDBPyConnection, true: Floats, level: int
) -> tuple[Ints, Ints, Floats, Floats, Ints]:
    """Rows, columns and signs of the sums; values of what is left over, and the totals of them."""
    found = con.execute(
        "select dense_rank() over (order by induk, jenis) - 1 as jumlahan, induk, bagian, "
        f"jenis = 'kategori' as kategori from ({relations(level)}) order by jumlahan, bagian"
    ).fetchnumpy()
    row, part = ints(found["jumlahan"]), ints(found["bagian"])
    _, first = np.unique(row, return_index=True)
    total = ints(found["induk"])[first]
    rest = true[total] - np.bincount(row, true[part], minlength=len(total))
    if (rest < 0).any():
        raise DtsenError(
            "E-UNGKAP",
            apa="agg_sel",
            reason=f"{(rest < 0).sum()} jumlah di bawah bagiannya / totals below their parts",
        )
    shares = con.execute(
        f"select kategori = '{BASIS}' as bagian from {CELLS} order by nomor"
    ).fetchnumpy()
    share = bools(found["kategori"])[first] & bools(shares["bagian"])[total]
    hidden = np.flatnonzero((rest > 0) | share)
    extra = len(true) + np.arange(len(hidden))
    rows = np.concatenate([row, np.arange(len(total)), hidden])
    columns = np.concatenate([part, total, extra])
    signs = np.concatenate([np.ones(len(row)), -np.ones(len(total)), np.ones(len(hidden))])
    return rows, columns, signs, rest[hidden], total[hidden]


def _places(con: duckdb.DuckDBPyConnection) -> tuple[Ints, Ints, Ints]:
    """Region and measure of every cell, and the region above every region (-1 at the top)."""
    told = con.execute(
        "select dense_rank() over (order by tingkat_wilayah, kode_wilayah) - 1 as wilayah, "
        "dense_rank() over (order by ukuran, satuan) - 1 as ukuran "
        f"from {CELLS} order by nomor"
    ).fetchnumpy()
    above = con.execute(
        "with tempat as (select tingkat_wilayah as t, kode_wilayah as k, "
        "row_number() over (order by tingkat_wilayah, kode_wilayah) - 1 as wilayah "
        f"from (select distinct tingkat_wilayah, kode_wilayah from {CELLS})) "
        "select coalesce(max(a.wilayah), -1) as atas from tempat as b "
        "left join induk_wilayah as w on b.t = w.tingkat_bawah and b.k = w.kode_bawah "
        "and w.tingkat_wilayah <> 'kelompok_provinsi' "
        "left join tempat as a on w.tingkat_wilayah = a.t and w.kode_wilayah = a.k "
        "group by b.wilayah order by b.wilayah"
    ).fetchnumpy()
    return (
        ints(told["wilayah"]),
        ints(told["ukuran"]),
        ints(above["atas"]),
    )
