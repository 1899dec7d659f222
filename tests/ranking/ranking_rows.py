"""Invented answers of families, as rows of a survey and as a sealed release."""

from __future__ import annotations

import os
import zlib
from dataclasses import replace
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from dagster_dtsen import dbt_bridge
from dagster_dtsen.ranking.design import Candidate, design
from dagster_dtsen.settings import Settings, get_settings

RELEASE_DATE = np.datetime64("2026-03-31")
COUNTS = ("jumlah_balita", "jumlah_anak_sekolah", "jumlah_lansia", "jumlah_bekerja")
HEAD = {
    "jenis_kelamin_kepala": "jenis_kelamin",
    "partisipasi_sekolah_kepala": "partisipasi_sekolah",
    "ijazah_kepala": "ijazah_tertinggi_yang_dimiliki",
    "bekerja_kepala": "status_bekerja",
    "lapangan_usaha_kepala": "lapangan_usaha_dari_pekerjaan_utama",
    "status_pekerjaan_kepala": "status_dalam_pekerjaan_utama",
}
# the design with least squares alone, where the choice is not what is tested
PLAN = replace(design(), kandidat=design().kandidat[:1])
TREES: dict[str, Any] = {
    "interaksi": "pairwise",
    "pasangan": 6,
    "laju": 0.1,
    "jumlah": 25,
    "daun": 6,
}
TREES["rumah_tangga_daun"] = 40
# a small boosted model: slopes, codes, regions, steps of numbers and pairs
BOOSTED = replace(
    design(),
    lipatan=2,
    kandidat=(Candidate("pohon", "ols", {}, True, TREES, False),),
)
Columns = dict[str, Any]


def effect(variable: str, code: str) -> float:
    """The true effect of an invented answer: -0.20 to 0.20, fixed by its name."""
    return (zlib.crc32(f"{variable}|{code}".encode()) % 41 - 20) / 100


def blank(rng: np.random.Generator, values: Any, share: float) -> Any:
    """``values`` with a random ``share`` of them missing."""
    found = np.asarray(values, dtype=object)
    found[rng.random(len(found)) < share] = None
    return found


def families(seed: int, n: int, missing: float = 0.0, unknown: float = 0.0) -> Columns:
    """Raw answers of ``n`` families under dictionary names, skips of the questionnaire obeyed."""
    rng = np.random.default_rng(seed)
    found: Columns = {"id_keluarga": np.array([f"K{i:06d}" for i in range(n)], dtype=object)}
    found["partisipasi_sekolah_kepala"] = blank(rng, rng.choice(["1", "2", "3"], n), missing)
    for item in design().kategori:
        answers = blank(rng, rng.choice(item.kode[:4], n), missing)
        answers[rng.random(n) < unknown] = "77"
        if item.lewati:
            skipped = np.isin(found[item.lewati.penentu].astype(str), item.lewati.kode)
            answers[skipped] = None
        found[item.nama] = answers
    found["jumlah_balita"] = rng.integers(0, 3, n)
    found["jumlah_anak_sekolah"] = rng.integers(0, 4, n)
    found["dewasa"] = rng.integers(0, 3, n)
    elders = rng.integers(0, 2, n)
    found["umur_kepala"] = rng.integers(20, 85, n)
    found["jumlah_lansia"] = elders + (found["umur_kepala"] >= 60)
    found["jumlah_anggota_keluarga"] = (
        1 + found["jumlah_balita"] + found["jumlah_anak_sekolah"] + found["dewasa"] + elders
    )
    found["lain_bekerja"] = np.random.default_rng([seed, 1]).integers(
        0, found["dewasa"] + elders + 1
    )
    found["jumlah_bekerja"] = np.where(
        found["bekerja_kepala"] == None,  # noqa: E711
        None,
        found["lain_bekerja"] + (found["bekerja_kepala"] == "1"),
    )
    found["luas_lantai"] = blank(rng, rng.integers(0 if missing else 8, 200, n), missing)
    for name in ("jumlah_ternak_sapi", "jumlah_ternak_kambing_domba"):
        found[name] = blank(rng, rng.integers(0, 6, n), missing)
    found["kode_kabupaten_kota_kemendagri"] = np.char.add(
        rng.choice(["3201", "3202", "3203"], n), ""
    )
    found["psu"] = np.array([f"P{i // 10:05d}" for i in range(n)], dtype=object)
    found["strata"] = np.array([f"S{i // 10 % 4}" for i in range(n)], dtype=object)
    found["penimbang"] = rng.uniform(50, 5000, n).round(2)
    return found


def expenditure(raw: Columns, seed: int, noise: float) -> Any:
    """Rupiah per person and month by the true effects: 13 + codes + 0.3 ln(area / members) + …"""
    rng = np.random.default_rng(seed)
    log_y = 13 + noise * rng.standard_normal(len(raw["psu"]))
    for item in design().kategori:
        log_y += [0.0 if code is None else effect(item.nama, code) for code in raw[item.nama]]
    area = np.array([float(area or 1) for area in raw["luas_lantai"]])
    log_y += 0.3 * np.log(area / raw["jumlah_anggota_keluarga"]) - 0.05 * raw["jumlah_balita"]
    return np.exp(log_y).round(2)


def load_survey(con: duckdb.DuckDBPyConnection, raw: Columns, spent: Any) -> None:
    """Replace ``standardised.rumah_tangga_latih``."""
    table = pa.table({k: pa.array(v) for k, v in raw.items()} | {"pengeluaran": pa.array(spent)})
    con.execute("create schema if not exists wh.standardised")
    con.register("survey", table)
    con.execute(
        """
        create or replace table wh.standardised.rumah_tangga_latih as
        select
            * exclude (id_keluarga, dewasa, lain_bekerja, pengeluaran) replace (
                cast(penimbang as decimal(18, 6)) as penimbang
            ),
            cast(pengeluaran as decimal(18, 2)) as pengeluaran_per_kapita,
            sha256(id_keluarga) as record_key,
            date '2025-03-15' as tanggal_acuan,
            'd1' as _delivery
        from survey
        """
    )
    con.unregister("survey")


def persons(raw: Columns) -> pa.Table:
    """Members of the families: the head, and others of the ages that the counts tell."""
    n = len(raw["psu"])
    elders = raw["jumlah_lansia"] - (raw["umur_kepala"] >= 60)
    groups = [(np.ones(n, dtype=int), raw["umur_kepala"])]
    for amount, age in (
        (raw["jumlah_balita"], 4),
        (raw["jumlah_anak_sekolah"], 5),
        (raw["dewasa"], 19),
        (elders, 60),
    ):
        groups.append((amount, np.full(n, age)))
    family = np.concatenate([np.repeat(np.arange(n), amount) for amount, _ in groups])
    age = np.concatenate([np.repeat(value, amount) for amount, value in groups])
    head = np.arange(len(family)) < n
    year = 2026 - age
    born = (year - 1970).astype("datetime64[Y]").astype("datetime64[M]") + 2
    columns: Columns = {
        "id_individu": np.char.add("I", np.arange(len(family)).astype(str)),
        "id_keluarga": raw["id_keluarga"][family],
        "kepala_keluarga": head,
        # the youngest day of the age: the birthday is the release date
        "tanggal_lahir": born.astype("datetime64[D]") + 30,
    }
    for source, name in HEAD.items():
        columns[name] = np.where(head, raw[source][family], None)
    # of the others that are of working age the first ones work
    adult = ~head & (age >= 15)
    order = np.lexsort((~adult, family))
    place = np.empty(len(family), dtype=int)
    place[order] = np.arange(len(family)) - np.searchsorted(family[order], family[order])
    works = np.where(place < raw["lain_bekerja"][family], "1", "2").astype(object)
    columns["status_bekerja"] = np.where(adult, works, columns["status_bekerja"])
    return pa.table({name: pa.array(value) for name, value in columns.items()})


def load_release(con: duckdb.DuckDBPyConnection, raw: Columns) -> None:
    """Sealed release and control table as the release op leaves them, with these families."""
    for schema in ("snapshot", "kendali", "release"):
        con.execute(f"create schema if not exists wh.{schema}")
    con.execute(
        "create table wh.kendali.rilis as "
        f"select '2026T1' as id_rilis, date '{RELEASE_DATE}' as tanggal_rilis, "
        "'keluarga' as satuan_desil"
    )
    own = {
        k: pa.array(v)
        for k, v in raw.items()
        if k not in (*HEAD, *COUNTS, "umur_kepala", "lain_bekerja")
    }
    con.register("families", pa.table(own))
    con.register("people", persons(raw))
    con.execute(
        "create table wh.snapshot.keluarga as select *, id_keluarga not like '%13' "
        "as punya_butir_keluarga, jumlah_anggota_keluarga as jumlah_anggota_dihitung, "
        "false as kepala_ditangguhkan from families"
    )
    con.execute("create table wh.snapshot.individu as select * exclude kepala_keluarga from people")
    con.execute(
        "create table wh.snapshot.anggota_keluarga as "
        "select id_keluarga, id_individu, kepala_keluarga from people"
    )
    for name in ("individu", "keluarga", "anggota_keluarga"):
        con.execute(
            f"create table wh.release.beku_{name} as select * from wh.snapshot.{name} limit 0"
        )


def dbt(settings: Settings, *arguments: str) -> bool:
    """One dbt command on this home; the environment is as before afterwards."""
    before = dict(os.environ)
    os.environ["DTSEN_HOME"] = str(settings.home)
    get_settings.cache_clear()
    try:
        return dbt_bridge.build(settings, list(arguments))
    finally:
        os.environ.clear()
        os.environ.update(before)
        get_settings.cache_clear()
