"""Why two records are one person or two: the pair itself, else what keeps their clusters apart."""

from __future__ import annotations

from typing import Any

import duckdb

from dagster_dtsen.linkage import decided_explain
from dagster_dtsen.linkage.borrowed import own_nik, valid_niks_sql
from dagster_dtsen.warehouse import records

SUPPORTING_TIE = "TIDAK_PADAN_GANDA"

_NIKS = """
select distinct i.nik
from {records} as i
where
    i.rekaman_id in (select unnest($ids))
    and i.nik in ({valid_niks})
"""

_SOURCES = """
select distinct penyedia || '/' || dataset as sumber
from wh.standardised.individu
where rekaman_id in (select unnest($ids)) and peran = 'utama'
"""

_APART = """
select aturan, count(*) as pasangan
from (
    select rekaman_id_l as a, rekaman_id_r as b, aturan from wh.linkage.larangan
    union all
    select rekaman_id_r, rekaman_id_l, aturan from wh.linkage.larangan
)
where a in (select unnest($left)) and b in (select unnest($right))
group by aturan
order by pasangan desc, aturan
"""


def valid_niks(con: duckdb.DuckDBPyConnection, ids: list[int]) -> set[str]:
    """Valid NIKs that records ``ids`` (rekaman_id) bear as their own."""
    query = _NIKS.format(records=own_nik("wh.standardised.individu"), valid_niks=valid_niks_sql())
    return {str(row[0]) for row in con.execute(query, {"ids": ids}).fetchall()}


def cluster_of(con: duckdb.DuckDBPyConnection, record: int) -> list[int]:
    """The rekaman_id of a main record's cluster; a supporting record stands for itself."""
    rows = con.execute(
        "select rekaman_id from wh.linkage.clusters where klaster = "
        "(select klaster from wh.linkage.clusters where rekaman_id = $id) order by 1",
        {"id": record},
    ).fetchall()
    return [int(row[0]) for row in rows] or [record]


def kept_apart(
    con: duckdb.DuckDBPyConnection,
    left: list[int],
    right: list[int],
    duplicate_free: tuple[str, ...],
) -> list[dict[str, Any]]:
    """The hard rules that keep two groups of records (rekaman_id) apart.

    Each with ``sebab``, and ``sumber``, ``aturan`` (names) or ``keputusan`` (decisions, as
    :mod:`decided_explain` tells them) where they say which.
    """
    found: list[dict[str, Any]] = []
    keys = [decided_explain.keys_of(con, ids) for ids in (left, right)]
    if said := decided_explain.separating(con, *keys):
        found.append({"sebab": "keputusan_beda", "keputusan": said})
    own, other = valid_niks(con, left), valid_niks(con, right)
    if own and other and own != other:
        found.append({"sebab": "dua_nik"})
    held = [
        {str(row[0]) for row in con.execute(_SOURCES, {"ids": ids}).fetchall()}
        for ids in (left, right)
    ]
    if shared := sorted(held[0] & held[1] & set(duplicate_free)):
        found.append({"sebab": "sumber_ganda", "sumber": shared})
    barred = con.execute(_APART, {"left": left, "right": right}).fetchall()
    if barred:
        found.append({"sebab": "larangan_anggota", "aturan": [str(row[0]) for row in barred]})
    return found


def where_linked(con: duckdb.DuckDBPyConnection, record: dict[str, Any]) -> dict[str, Any]:
    """Of a record: ``id_individu`` or None, ``kode_alasan`` of a supporting one, ``ditautkan``."""
    main = record["peran"] == "utama"
    query = (
        "select id_individu, null as kode_alasan from wh.linkage.peta_individu "
        "where record_key = ? and aktif"
        if main
        else "select id_individu, kode_alasan from wh.linkage.peta_pendukung where record_key = ?"
    )
    rows = records(con, query, [record["record_key"]])
    none = {"id_individu": None, "kode_alasan": None}
    return {**(rows[0] if rows else none), "ditautkan": bool(rows)}


def outcome(
    con: duckdb.DuckDBPyConnection,
    sides: list[dict[str, Any]],
    pair: dict[str, Any],
    duplicate_free: tuple[str, ...],
) -> dict[str, Any]:
    """``sama`` (one person) and ``sebab``, a list of reasons as :func:`kept_apart` gives them.

    ``sides``: two records with ``peran``, ``rekaman_id`` and what :func:`where_linked` says;
    ``pair``: ``bobot``, ``ambang_klaster``, ``blok`` (rules that find it), ``larangan`` (stored).
    """
    if not all(side["ditautkan"] for side in sides):
        return {"sama": False, "sebab": [{"sebab": "belum_ditautkan"}]}
    supporting = [side for side in sides if side["peran"] != "utama"]
    keys = [[str(side["record_key"])] for side in sides]
    if said := decided_explain.joining(con, *keys):
        return {"sama": True, "sebab": [{"sebab": "keputusan_satu", "keputusan": said}]}
    if said := decided_explain.separating(con, *keys):
        return {"sama": False, "sebab": [{"sebab": "keputusan_beda", "keputusan": said}]}
    own: list[dict[str, Any]] = []
    if pair["larangan"]:
        own.append({"sebab": "pertentangan", "aturan": pair["larangan"]})
    if not pair["blok"]:
        own.append({"sebab": "tanpa_calon"})
    if pair["bobot"] < pair["ambang_klaster"]:
        own.append({"sebab": "bobot_kurang"})
    ids = [side["id_individu"] for side in sides]
    if ids[0] is not None and ids[0] == ids[1]:
        cause = "menempel" if supporting else "langsung"
        if own or len(supporting) == len(sides):
            cause = "lewat_keluarga" if _through_families(con, sides) else "lewat_lain"
        return {"sama": True, "sebab": [{"sebab": cause}]}
    if own:
        return {"sama": False, "sebab": own}
    return {"sama": False, "sebab": _of_clusters(con, sides, supporting, duplicate_free)}


def _through_families(con: duckdb.DuckDBPyConnection, sides: list[dict[str, Any]]) -> bool:
    """Whether the two stood in two clusters until families were asked."""
    ids = [side["rekaman_id"] for side in sides]
    first = con.execute(
        "select count(distinct klaster_awal) from wh.linkage.clusters "
        "where rekaman_id in (select unnest($ids))",
        {"ids": ids},
    ).fetchall()[0][0]
    return int(first) > 1


def _of_clusters(
    con: duckdb.DuckDBPyConnection,
    sides: list[dict[str, Any]],
    supporting: list[dict[str, Any]],
    duplicate_free: tuple[str, ...],
) -> list[dict[str, Any]]:
    """Why a pair that suffices by itself joins nobody."""
    if len(supporting) == len(sides):
        return [{"sebab": "dua_pendukung"}]
    left, right = (cluster_of(con, side["rekaman_id"]) for side in sides)
    if found := kept_apart(con, left, right, duplicate_free):
        return found
    if not supporting:
        return [{"sebab": "bentuk"}]  # no hard rule is left: a join was refused for its shape
    tie = supporting[0]["kode_alasan"] == SUPPORTING_TIE
    return [{"sebab": "seri" if tie else "orang_lebih_kuat"}]
