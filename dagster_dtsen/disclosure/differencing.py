"""Attack by difference: two published counts of nearly the same people, one taken from the other.

Tried are the same cell in two releases, a region without one of those below it, everybody without a
group, each within the new tables and between them and every table told before; and, where a region
is new, every region of its province before against those of now. A pair tells something when the
difference is known so well that fewer counts remain than the threshold, and a small one is among
them: of two counts of now the true one, else any. What two new counts tell is closed.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from dagster_dtsen.disclosure import cells, rounding
from dagster_dtsen.disclosure.policy import Policy
from dagster_dtsen.errors import DtsenError

# what a table told before, and the new ones: names of a cell, published, base, key
_TOLD = "diceritakan"
_FIRST, _SECOND = "a", "b"
ROUNDS = 4


@dataclass(frozen=True)
class Pairs:
    """Pairs tried, and how many of them told a small cell before it was closed."""

    pasangan: int
    pasangan_terungkap: int


def lay_now(con: duckdb.DuckDBPyConnection, key: str) -> None:
    """Lay out what is about to be told as ``diceritakan``; ``key``: the print of its key."""
    names = ", ".join((*rounding.NAME, "satuan"))
    con.execute(
        f"create or replace temp table {_TOLD} as select {names}, terbit, dasar, sel_kecil, "
        f"'{key}' as kunci, true as kini, 0 as terbitan, nomor, jumlah from {cells.CELLS} "
        "where not tertutup"
    )


def add_before(
    con: duckdb.DuckDBPyConnection, source: str, key: str, number: int, policy: Policy
) -> None:
    """Add a table told before; ``source``: its relation with names, count and base."""
    names = ", ".join(f"s.{name}" for name in (*rounding.NAME, "satuan"))
    con.execute(
        f"insert into {_TOLD} select {names}, s.jumlah, s.dasar, l.sel_kecil, ?, false, ?, "
        f"null, null from {source} as s inner join {policy.rows()} "
        "on s.tingkat_wilayah = l.tingkat_wilayah and s.satuan = l.satuan "
        "where s.keadaan = 'terbit'",
        [key, number],
    )


def attack(con: duckdb.DuckDBPyConnection, rounds: int = ROUNDS) -> Pairs:
    """Try all pairs, and close the smaller count of a pair of new ones that tells something.

    Raises DtsenError E-UNGKAP: a table told before tells it with a new one, or closing goes on.
    """
    known = 0
    for _ in range(rounds):
        con.execute(f"create or replace temp table pasangan as {_tried()}")
        tried, told, old = (
            int(number)
            for number in con.execute(
                "select count(*), count(case when tahu then 1 end), "
                "count(case when tahu and nomor is null then 1 end) from pasangan"
            ).fetchall()[0]
        )
        if not told:
            return Pairs(tried, known)
        if old:
            break
        known += told
        ours = "nomor in (select nomor from pasangan where tahu)"
        con.execute(f"update {cells.CELLS} set tertutup = true where {ours}")
        con.execute(f"delete from {_TOLD} where kini and {ours}")
    reason = f"{told} dari {tried} selisih / of {tried} differences"
    raise DtsenError("E-UNGKAP", apa="tabel / tables", reason=reason)


def _tried() -> str:
    """SQL of all pairs: whether each tells something, and the cell to close (none: a former one).

    Of two counts that are one in the other the true difference is known; a small one counts alone.
    """
    pairs = " union all ".join((_same(), _without_part(), _without_group(), _new_region()))
    return (
        f"with semua as ({pairs}), terbuka as (select *, selisih + longgar as atas, "
        "case when bersarang then greatest(selisih - longgar, 0) else selisih - longgar end "
        "as bawah from semua) "
        "select nomor, atas - bawah + 1 < sel_kecil and case when bersarang "
        "then benar > 0 and benar < sel_kecil "
        "else bawah < sel_kecil and atas > -sel_kecil and not (bawah = 0 and atas = 0) end "
        "as tahu from terbuka"
    )


def _pairs(on: str, nested: str, loose: str = "(a.dasar - 1) + (b.dasar - 1)") -> str:
    return (
        f"select a.terbit - b.terbit as selisih, {loose} as longgar, "
        f"least(a.sel_kecil, b.sel_kecil) as sel_kecil, ({nested}) as bersarang, "
        "case when a.kini and b.kini then b.nomor end as nomor, a.jumlah - b.jumlah as benar "
        f"from {_TOLD} as {_FIRST} inner join {_TOLD} as {_SECOND} on {on} "
        "where (a.kini or b.kini)"
    )


def _equal(*names: str) -> str:
    return " and ".join(f"a.{name} = b.{name}" for name in names)


def _same() -> str:
    """One cell, then and now: with one key the draw is the same, which halves what is open."""
    loose = (
        "case when a.kunci = b.kunci and a.dasar = b.dasar then a.dasar - 1 "
        "else (a.dasar - 1) + (b.dasar - 1) end"
    )
    on = f"a.kini and not b.kini and {_equal(*rounding.NAME, 'satuan')}"
    return _pairs(on, "false", loose)


def _without_part() -> str:
    """A region without one of those below it, of any time: nested when both are of one table."""
    on = (
        f"{_equal('kelompok', 'nilai_kelompok', 'ukuran', 'kategori', 'satuan')} "
        "and (b.tingkat_wilayah = 'provinsi' and a.tingkat_wilayah = 'nasional' "
        "or b.tingkat_wilayah = 'kabupaten_kota' and a.tingkat_wilayah = 'provinsi' "
        "and a.kode_wilayah = left(b.kode_wilayah, 2) "
        "or b.tingkat_wilayah = 'kecamatan' and a.tingkat_wilayah = 'kabupaten_kota' "
        "and a.kode_wilayah = left(b.kode_wilayah, 4) "
        "or b.tingkat_wilayah = 'desa' and a.tingkat_wilayah = 'kecamatan' "
        "and a.kode_wilayah = left(b.kode_wilayah, 6))"
    )
    return _pairs(on, "a.kini and b.kini")


def _without_group() -> str:
    """Everybody without one group."""
    on = (
        f"{_equal('tingkat_wilayah', 'kode_wilayah', 'ukuran', 'kategori', 'satuan')} "
        "and a.kelompok = 'semua' and b.kelompok <> 'semua'"
    )
    return _pairs(on, "a.kini and b.kini")


def _new_region() -> str:
    """Of a province where a region is new: a region before against any of the same tier now."""
    fresh = (
        f"select distinct b.tingkat_wilayah || left(b.kode_wilayah, 2) from {_TOLD} as b "
        "where b.kini and length(b.kode_wilayah) in (4, 6) and exists "
        f"(select 1 from {_TOLD} as c where not c.kini) and not exists (select 1 from {_TOLD} as c "
        "where not c.kini and c.tingkat_wilayah = b.tingkat_wilayah "
        "and c.kode_wilayah = b.kode_wilayah)"
    )
    on = (
        f"{_equal('tingkat_wilayah', 'kelompok', 'nilai_kelompok', 'ukuran', 'kategori', 'satuan')}"
        " and not a.kini and b.kini and left(a.kode_wilayah, 2) = left(b.kode_wilayah, 2) "
        "and (a.tingkat_wilayah = 'kabupaten_kota' or left(a.kode_wilayah, 4) = "
        "left(b.kode_wilayah, 4)) "
        f"and a.tingkat_wilayah || left(a.kode_wilayah, 2) in ({fresh})"
    )
    return _pairs(on, "false")
