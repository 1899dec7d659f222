"""What is in force for an input: prior, thresholds, floors, and the rules that make pairs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import duckdb

from dagster_dtsen.linkage import compiled, register
from dagster_dtsen.linkage import model as linkage_model

SOURCE = "wh.standardised.individu"
CLUSTERS = "wh.linkage.clusters"
TABLE = "wh.linkage.ambang"

# raw values: a borrowed NIK stays part of what a record says
VALUES = (
    "penyedia",
    "dataset",
    "peran",
    "nik",
    "nama_baku",
    "nama_bunyi",
    "depan_bunyi",
    "belakang_bunyi",
    "nama_lemah",
    "tanggal_lahir",
    "tahun_lahir",
    "umur_saja",
    "lahir_baku",
    "jenis_kelamin",
    "no_kk",
    "kunci_keluarga",
    "kode_provinsi_kemendagri",
    "kode_kabupaten_kota_kemendagri",
    "kode_kecamatan_kemendagri",
    "kode_desa_kemendagri",
    "status_kependudukan",
)


@dataclass(frozen=True)
class Limits:
    """What is in force for an input of ``records`` main records.

    ``prior_weight`` comes on top of a pair's evidence; ``pair`` and ``cluster`` are thresholds of
    the sum (log2 odds), ``keep`` and ``apart`` floors of the evidence; ``rules`` is a fingerprint
    of everything that makes a pair's evidence.
    """

    records: int
    prior: float
    prior_weight: float
    pair: float
    cluster: float
    keep: int
    apart: int
    rules: str

    @property
    def joining(self) -> float:
        """Evidence that joins clusters; rounded, so that no pair exactly there is lost."""
        return round(self.cluster - self.prior_weight, 4)


def limits_of(model: dict[str, Any], records: int) -> Limits:
    """The limits for ``records`` main records under a frozen model."""
    return Limits(
        records,
        round(linkage_model.prior(model, records), 12),
        linkage_model.prior_weight(model, records),
        linkage_model.threshold(records, "pasangan"),
        linkage_model.threshold(records, "klaster"),
        linkage_model.floor_evidence(model, records, "simpan"),
        linkage_model.floor_evidence(model, records, "larangan"),
        rules_fingerprint(model),
    )


def limits_now(con: duckdb.DuckDBPyConnection, model: dict[str, Any]) -> Limits:
    """The limits for the records of the working file under a frozen model."""
    main = con.execute(f"select count(*) from {SOURCE} where peran = 'utama'").fetchall()[0][0]
    return limits_of(model, int(main))


def joining_evidence(con: duckdb.DuckDBPyConnection) -> float:
    """Evidence (no prior) that joins clusters by the limits that ``wh.linkage.ambang`` holds."""
    rows = con.execute(f"select ambang_klaster - bobot_prior from {TABLE}").fetchall()
    return float(rows[0][0])


def rules_fingerprint(model: dict[str, Any]) -> str:
    """SHA-256 over all that decides what a pair of records is worth, engine version included."""
    rules = linkage_model.config()
    scorer = compiled.compile_model(model["splink"])
    parts = [
        duckdb.__version__,
        linkage_model.INPUT_SQL,
        repr(VALUES),
        register.rules(),
        repr(sorted(scorer.levels.items())),
        repr(sorted(scorer.weights.items())),
        repr(sorted(model["frekuensi"].items())),
        repr(linkage_model.blocks()),
        repr((rules["pertentangan"], rules["bukti_keluarga"])),
        repr((rules["penyedia_identitas"], rules["status_sah"], rules["penilai"])),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def write_limits(con: duckdb.DuckDBPyConnection, limits: Limits, release: str) -> None:
    """Write the one row of ``wh.linkage.ambang``."""
    con.execute(
        f"""
        create or replace table {TABLE} as
        select
            $rilis as rilis, cast($rekaman as bigint) as rekaman,
            cast($prior as decimal(18, 12)) as prior, cast($bobot as decimal(9, 4)) as bobot_prior,
            cast($pasangan as decimal(9, 4)) as ambang_pasangan,
            cast($klaster as decimal(9, 4)) as ambang_klaster,
            cast($simpan as integer) as batas_simpan, cast($larangan as integer) as batas_larangan,
            $sidik as sidik_penautan
        """,
        {
            "rilis": release,
            "rekaman": limits.records,
            "prior": limits.prior,
            "bobot": limits.prior_weight,
            "pasangan": limits.pair,
            "klaster": limits.cluster,
            "simpan": limits.keep,
            "larangan": limits.apart,
            "sidik": limits.rules,
        },
    )
