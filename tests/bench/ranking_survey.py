"""The twin's training survey as the staging layer leaves it, without a home."""

from __future__ import annotations

import datetime as dt

import duckdb

from dagster_dtsen.twin.deliver_susenas import rumah_tangga, told_by_equation
from dagster_dtsen.twin.regions import load_regions
from dagster_dtsen.twin.rng import Dice

DAY = (dt.date(2025, 3, 15) - dt.date(1970, 1, 1)).days
CODES = {
    "kode_provinsi": "kode_provinsi_kemendagri",
    "kode_kabupaten_kota": "kode_kabupaten_kota_kemendagri",
    "jk_kepala": "jenis_kelamin_kepala",
    "r301a": "status_kepemilikan_rumah",
    "r303": "jenis_lantai_terluas",
    "r304": "jenis_dinding_terluas",
    "r305": "jenis_atap_terluas",
    "r306a": "sumber_air_minum_utama",
    "r307a": "sumber_penerangan_utama",
    "r307b1": "daya_terpasang",
    "r308": "bahan_bakar_utama_memasak",
    "r309a": "fasilitas_bab",
    "r309b": "jenis_kloset",
    "r310": "pembuangan_akhir_tinja",
    "r502b": "aset_bergerak_lemari_es",
    "r502c": "aset_bergerak_ac",
    "r502f": "aset_bergerak_tv_datar",
    "r502g": "aset_bergerak_emas_perhiasan",
    "r502h": "aset_bergerak_komputer_laptop_tablet",
    "r502i": "aset_bergerak_sepeda_motor",
    "r502k": "aset_bergerak_mobil",
    "r502n": "aset_bergerak_smartphone",
    "r503a": "aset_tidak_bergerak_lahan_lainnya",
    "r503b": "aset_tidak_bergerak_rumah_lainnya",
}
NUMBERS = {
    "jumlah_anggota": "jumlah_anggota_keluarga",
    "umur_kepala": "umur_kepala",
    "jumlah_balita": "jumlah_balita",
    "jumlah_anak_sekolah": "jumlah_anak_sekolah",
    "jumlah_lansia": "jumlah_lansia",
    "jumlah_bekerja": "jumlah_bekerja",
    "r302": "luas_lantai",
    "r504a": "jumlah_ternak_sapi",
    "r504e": "jumlah_ternak_kambing_domba",
}
SAME = (
    "tipe_wilayah", "strata", "psu", "ijazah_kepala", "bekerja_kepala", "lapangan_usaha_kepala",
    "status_pekerjaan_kepala",
)  # fmt: skip


def load(
    con: duckdb.DuckDBPyConnection, seed: int, households: int, welfare: str, train: int
) -> None:
    """Tables ``latih`` (the first ``train`` households) and ``uji`` (the others).

    ``persamaan`` is what the welfare equation tells of a household, for the oracle.
    """
    dice = Dice(seed)
    regions = load_regions(dice)
    table = rumah_tangga(dice, regions, households, DAY, welfare).append_column(
        "persamaan", [told_by_equation(dice, regions, households, DAY, welfare)]
    )
    chosen = [f"{source} as {name}" for source, name in CODES.items()]
    chosen += [f"cast({source} as integer) as {name}" for source, name in NUMBERS.items()]
    con.register("_survei", table)
    for name, side in (("latih", "<="), ("uji", ">")):
        con.execute(
            f"""
            create or replace table {name} as
            select
                {", ".join(chosen)},
                {", ".join(SAME)},
                persamaan,
                cast(penimbang as decimal(18, 6)) as penimbang,
                cast(pengeluaran_per_kapita as decimal(18, 2)) as pengeluaran_per_kapita,
                sha256('susenas|rumah_tangga|' || id_ruta) as record_key,
                date '2025-03-15' as tanggal_acuan
            from _survei
            where cast(substr(id_ruta, 2) as integer) {side} {train}
            """
        )
    con.unregister("_survei")
