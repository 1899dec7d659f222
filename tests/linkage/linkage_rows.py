"""Hand-made ``standardised.individu`` for the linkage tests. All people are invented."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.linkage import limits as in_force
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage import state
from dagster_dtsen.linkage.cluster import build_clusters
from dagster_dtsen.linkage.predict import _PAIRS, _show_edges
from dagster_dtsen.linkage.run import SCRATCH, link
from dagster_dtsen.settings import Settings

COLUMNS = {
    "rekaman_id": "bigint",
    "record_key": "varchar",
    "penyedia": "varchar",
    "dataset": "varchar",
    "peran": "varchar",
    "tanggal_acuan": "date",
    "kunci_keluarga": "varchar",
    "no_kk": "varchar",
    "nik": "varchar",
    "nama": "varchar",
    "nama_baku": "varchar",
    "nama_depan": "varchar",
    "nama_belakang": "varchar",
    "nama_bunyi": "varchar",
    "depan_bunyi": "varchar",
    "belakang_bunyi": "varchar",
    "nama_lemah": "boolean",
    "tanggal_lahir": "date",
    "tahun_lahir": "smallint",
    "umur_saja": "boolean",
    "lahir_baku": "boolean",
    "jenis_kelamin": "varchar",
    "status_hubungan_keluarga": "varchar",
    "status_kawin": "varchar",
    "tanggal_status": "date",
    "alamat_baku": "varchar",
    "kode_provinsi_kemendagri": "varchar",
    "kode_kabupaten_kota_kemendagri": "varchar",
    "kode_kecamatan_kemendagri": "varchar",
    "kode_desa_kemendagri": "varchar",
    "status_kependudukan": "varchar",
}
KK = "1101010101010001"
SINGLE = ("dukcapil/uji",)  # the source that holds a person once
Row = dict[str, Any]


def record(number: int, penyedia: str, nama: str, lahir: str | None, **others: Any) -> Row:
    """One row; ``number`` gives rekaman_id and record_key, ``others`` override any column."""
    desa = others.pop("desa", "1101012001")
    words = nama.split()
    row: Row = dict.fromkeys(COLUMNS) | {
        "rekaman_id": number,
        "record_key": f"r{number:06d}",
        "penyedia": penyedia,
        "dataset": "uji",
        "peran": "utama",
        "tanggal_acuan": "2026-01-31",
        "no_kk": KK,
        "nama": nama,
        "nama_baku": nama,
        "nama_depan": words[0],
        "nama_belakang": words[-1],
        # how names sound is the work of dbt; here every name sounds as it is written
        "nama_bunyi": "".join(words),
        "depan_bunyi": words[0],
        "belakang_bunyi": words[-1],
        "nama_lemah": False,
        "tanggal_lahir": lahir,
        "tahun_lahir": int(lahir[:4]) if lahir else None,
        "umur_saja": False,
        "lahir_baku": lahir is not None and lahir[5:] in {"07-01", "12-31", "01-01"},
        "jenis_kelamin": "1",
        "status_hubungan_keluarga": "3",
        "kode_provinsi_kemendagri": desa[:2],
        "kode_kabupaten_kota_kemendagri": desa[:4],
        "kode_kecamatan_kemendagri": desa[:6],
        "kode_desa_kemendagri": desa,
        "status_kependudukan": "aktif" if penyedia == "dukcapil" else None,
    }
    return row | others


def filler(people: int = 400, start: int = 100_000) -> list[Row]:
    """Two records (dukcapil and dtks) of each of ``people`` unlike persons elsewhere."""
    syllables = ["BA", "CI", "DU", "FE", "GO", "HA", "JI", "KU", "LE", "MO", "NA", "PI"]
    rows: list[Row] = []
    for i in range(people):
        a, b, c = i % 12, (i // 12) % 12, (i * 7 + i // 5) % 12
        nama = f"{syllables[a]}{syllables[b]}R {syllables[c]}{syllables[a]}N{syllables[b]}"
        lahir = f"{1950 + i % 50}-{1 + i % 12:02d}-{2 + i % 26:02d}"
        place = f"32{10 + i % 60:02d}{1 + i % 20:02d}"
        nik = f"{place}{lahir[8:]}{lahir[5:7]}{lahir[2:4]}{i % 9000 + 1:04d}"
        same = {"desa": place + "2003", "nik": nik, "no_kk": f"{place}010120{i:04d}"}
        rows.append(record(start + 2 * i, "dukcapil", nama, lahir, **same))
        rows.append(record(start + 2 * i + 1, "dtks", nama, lahir, **same))
    return rows


def load_rows(con: duckdb.DuckDBPyConnection, rows: list[Row]) -> None:
    """Replace ``wh.standardised.individu``."""
    con.execute("create schema if not exists wh.standardised")
    shape = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    con.execute(f"create or replace table wh.standardised.individu ({shape})")
    marks = ", ".join("?" for _ in COLUMNS)
    values = ", ".join(f"({marks})" for _ in rows)
    flat = [row[name] for row in rows for name in COLUMNS]
    con.execute(f"insert into wh.standardised.individu values {values}", flat)


def clusters(con: duckdb.DuckDBPyConnection, below: int = 100_000) -> set[frozenset[int]]:
    """The clusters among the hand-made records (ids under the filler's)."""
    found = con.execute(
        "select list(rekaman_id) from wh.linkage.clusters where rekaman_id < ? group by klaster",
        [below],
    ).fetchall()
    return {frozenset(row[0]) for row in found}


def link_rows(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    release: str = "2026T1",
    base: state.Base | None = None,
) -> dict[str, Any]:
    """The whole linkage of what was loaded."""
    return link(con, settings, release, base, SINGLE)


def keep(con: duckdb.DuckDBPyConnection, name: str = "dasar") -> state.Base:
    """The linkage as it is now, as the base of a later release."""
    con.execute(f"create schema if not exists wh.{name}")
    for table in state.CARRIED:
        con.execute(f"create or replace table wh.{name}.{table} as from wh.linkage.{table}")
    return state.Base({table: f"wh.{name}.{table}" for table in state.CARRIED})


@contextmanager
def at_work(con: duckdb.DuckDBPyConnection, settings: Settings) -> Iterator[None]:
    """The scratch database that the parts of the linkage work in."""
    with warehouse.scratch(con, settings, SCRATCH):
        con.execute(f"use {SCRATCH}")
        yield


def given_edges(
    con: duckdb.DuckDBPyConnection, settings: Settings, edges: list[tuple[int, int, float]]
) -> in_force.Limits:
    """Lay edges of given weights and what is in force for them."""
    limits = in_force.limits_now(con, linkage_model.load(settings))
    con.execute(_PAIRS)
    in_force.write_limits(con, limits, "2026T1")
    _show_edges(con)
    if edges:
        con.executemany(
            "insert into wh.linkage.pasangan values (?, ?, ?, 'nik')",
            [[left, right, weight - limits.prior_weight] for left, right, weight in edges],
        )
    return limits


def clustered(
    con: duckdb.DuckDBPyConnection, settings: Settings, limits: in_force.Limits
) -> dict[str, int]:
    """Clusters of the edges that are laid."""
    with at_work(con, settings):
        return build_clusters(con, limits, SINGLE)
