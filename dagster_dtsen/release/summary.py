"""Figures of a release for people and for ``dtsen status``: counts only, no person's value."""

from __future__ import annotations

from typing import Any

import duckdb

from dagster_dtsen.release import store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.tables import RESULT, SNAPSHOT
from dagster_dtsen.settings import Settings

_RANK = "fct_peringkat_kesejahteraan"
# refused deliveries sent since the base release; an unreadable note has no date and counts
_REFUSED = """
select 1 from ledger.kiriman as k cross join kendali.rilis as r
where k.status = 'ditolak' and coalesce(
    k.tanggal_kirim <= r.tanggal_rilis
    and k.tanggal_kirim > coalesce(r.tanggal_rilis_dasar, date '1900-01-01'),
    true
)
"""


def summary(
    con: duckdb.DuckDBPyConnection, settings: Settings, release: ReleaseId
) -> dict[str, Any]:
    """Deliveries, rows, register size, deciles, exclusions and changes against the base release."""
    base = store.base_of(settings, release)
    return {
        "kiriman": _deliveries(con),
        "baris": _rows(con),
        "terlambat": _overdue(con),
        "sumber": _sources(con),
        "kode_bps": _pairs(
            con,
            "select status_padanan, count(*) from rujukan.padanan_wilayah group by 1 order by 1",
        ),
        "individu": _count(con, "release.beku_individu"),
        "keluarga": _count(con, "release.beku_keluarga"),
        "dikeluarkan": _pairs(
            con, "select alasan, count(*) from release.beku_dikeluarkan group by 1 order by 1"
        ),
        "desil": _deciles(con),
        "perubahan": _changes(con, settings, release, base) if base else None,
    }


def _deliveries(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    accepted = _count(con, "(select distinct _delivery from ledger.kiriman_rilis where baru)")
    refused = _count(con, f"({_REFUSED})")
    return {"diterima": accepted + refused, "lolos": accepted, "ditolak": refused}


def _overdue(con: duckdb.DuckDBPyConnection) -> list[dict[str, str]]:
    """Deliveries that were due by the date of the release and have not come."""
    names = ("penyedia", "dataset", "periode", "jatuh_tempo")
    rows = con.execute(
        "select penyedia, dataset, periode, jatuh_tempo::varchar from marts.rpt_keterlambatan "
        "where keadaan = 'belum_diterima' order by all"
    ).fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]


def _rows(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    row = con.execute(
        "select coalesce(sum(jumlah_dibaca), 0)::bigint, "
        "coalesce(sum(jumlah_diterima), 0)::bigint, "
        "coalesce(sum(jumlah_dikembalikan), 0)::bigint from reception.hitungan_kiriman where baru"
    ).fetchall()[0]
    return {"dibaca": row[0], "diterima": row[1], "dikembalikan": row[2]}


def _sources(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Sources in use: role, records in force, persons and families of the register they reach."""
    names = ("penyedia", "dataset", "peran", "rekaman", "individu", "keluarga")
    rows = con.execute(
        "select penyedia, dataset, peran, jumlah_rekaman, jumlah_individu, jumlah_keluarga "
        "from marts.rpt_rencana_integrasi where dipakai order by 1, 2"
    ).fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]


def _deciles(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    rows = con.execute(
        f"select f.desil_nasional, count(*), sum(k.jumlah_anggota_keluarga)::bigint "
        f"from marts.{_RANK} as f inner join marts.dim_keluarga as k using (id_keluarga) "
        "group by 1 order by 1 nulls last"
    ).fetchall()
    return [{"desil": row[0], "keluarga": row[1], "individu": row[2]} for row in rows]


def _changes(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    release: ReleaseId,
    base: store.StoredRelease,
) -> dict[str, Any]:
    now = "marts.dim_individu"
    before = base.table(settings, SNAPSHOT, "individu")
    rank_before = base.table(settings, RESULT, _RANK)
    moved = con.execute(
        "select count(*) filter (n.desil_nasional < d.desil_nasional), "
        "count(*) filter (n.desil_nasional > d.desil_nasional), "
        "count(*) filter (n.desil_nasional = d.desil_nasional) "
        f"from marts.{_RANK} as n inner join {rank_before} as d using (id_keluarga)"
    ).fetchall()[0]
    return {
        "dasar": base.name,
        "individu_masuk": _count(con, f"{now} anti join {before} using (id_individu)"),
        "individu_keluar": _count(con, f"{before} anti join {now} using (id_individu)"),
        "keluarga_masuk": _count(con, f"marts.{_RANK} anti join {rank_before} using (id_keluarga)"),
        "keluarga_keluar": _count(
            con, f"{rank_before} anti join marts.{_RANK} using (id_keluarga)"
        ),
        "peristiwa_individu": _events(con, "individu"),
        "peristiwa_keluarga": _events(con, "keluarga"),
        "desil_turun": moved[0],
        "desil_naik": moved[1],
        "desil_tetap": moved[2],
    }


def _events(con: duckdb.DuckDBPyConnection, kind: str) -> dict[str, int]:
    return _pairs(
        con, f"select peristiwa, count(*) from release.beku_peristiwa_{kind} group by 1 order by 1"
    )


def _pairs(con: duckdb.DuckDBPyConnection, query: str) -> dict[str, int]:
    return {str(row[0]): int(row[1]) for row in con.execute(query).fetchall()}


def _count(con: duckdb.DuckDBPyConnection, relation: str) -> int:
    return int(con.execute(f"select count(*) from {relation}").fetchall()[0][0])
