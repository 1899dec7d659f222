"""The variables of the register that a twin knows the truth of, and how both sides are spelled."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb

from dagster_dtsen.evaluation.truth import file_of
from dagster_dtsen.settings import PROJECT_DIR

SEEDS = PROJECT_DIR / "dbt_project" / "seeds"
# upper case, no typographic apostrophes, no accents: one provider's system adds them
_TEXT = "upper(strip_accents(replace({}, chr(8217), chr(39))))"
# variable -> how records and release spell it, how the truth does; r record or release, o p n truth
PERSON: dict[str, tuple[str, str]] = {
    # a second NIK of the person is a NIK of the person
    "nik": ("case when r.nik = o.nik_kedua then o.nik else r.nik end", "o.nik"),
    "no_kk": ("r.no_kk", "p.no_kk"),
    "nama": (_TEXT.format("r.nama"), _TEXT.format("o.nama")),
    "tempat_lahir": (_TEXT.format("r.tempat_lahir"), _TEXT.format("n.tempat_lahir")),
    "tanggal_lahir": ("cast(r.tanggal_lahir as varchar)", "cast(o.tanggal_lahir as varchar)"),
    "tanggal_lahir_asli": (
        "cast(r.tanggal_lahir as varchar)",
        "cast(o.tanggal_lahir_asli as varchar)",
    ),
    "jenis_kelamin": ("r.jenis_kelamin", "o.jenis_kelamin"),
    "status_kawin": ("r.status_kawin", "p.status_kawin"),
    "status_hubungan_keluarga": ("r.status_hubungan_keluarga", "p.hubungan"),
    "alamat": (_TEXT.format("r.alamat"), _TEXT.format("n.alamat")),
    "rt": ("ltrim(r.rt, '0')", "ltrim(n.rt, '0')"),
    "rw": ("ltrim(r.rw, '0')", "ltrim(n.rw, '0')"),
    "kode_desa_kemendagri": ("r.kode_desa_kemendagri", "p.kode_desa"),
    "kode_kabupaten_kota_kemendagri": (
        "r.kode_kabupaten_kota_kemendagri",
        "left(p.kode_desa, 4)",
    ),
    "penerima_pkh": ("r.penerima_pkh", "n.penerima_pkh"),
    "penerima_bpnt": ("r.penerima_bpnt", "n.penerima_bpnt"),
    "pbi_nas": ("r.pbi_nas", "n.pbi_nas"),
    "pbi_pemda": ("r.pbi_pemda", "n.pbi_pemda"),
    "segmen_jkn": ("r.segmen_jkn", "s.kode"),
}
# variables of the bench that are another truth of a variable of the register
SAME_AS = {"tanggal_lahir_asli": "tanggal_lahir"}


def dictionary() -> dict[str, dict[str, str]]:
    """``entity.variable`` -> row of the dictionary, of variables that are updated by a policy."""
    with (SEEDS / "kamus" / "kamus.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {f"{row['entitas']}.{row['variabel']}": row for row in rows if row["blok_pembaruan"]}


def items(con: duckdb.DuckDBPyConnection, truth: Path, table: str, entity: str) -> dict[str, str]:
    """Variable -> truth column (``r303``) of the questionnaire answers that the truth knows."""
    described = con.execute(f"describe from read_parquet({file_of(truth, table)})").fetchall()
    known = {str(row[0]) for row in described}
    return {
        row["variabel"]: "r" + row["butir_kuesioner"]
        for key, row in dictionary().items()
        if key.startswith(f"{entity}.") and not row["kode_jumlah"]
        if "r" + row["butir_kuesioner"] in known
    }
