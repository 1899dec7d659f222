"""The people of a twin, how its records point at them, and the survey."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from numpy.typing import NDArray
from twin_samples import Twin

LIVING = "(select * from '{t}/orang_rilis.parquet' where status = 'hidup')"
REKAMAN = "'{t}/rekaman.parquet'"


def test_every_family_has_one_head(large: Twin) -> None:
    heads = large.sql(
        "select rilis, id_keluarga_benar from "
        f"{LIVING} group by all having count(*) filter (hubungan = '1') <> 1 "
        "or count(*) filter (hubungan = '2') > 1"
    )
    assert heads == []


def test_family_size_and_number(large: Twin) -> None:
    for _, people, families in large.sql(
        f"select rilis, count(*), count(distinct id_keluarga_benar) from {LIVING} group by 1"
    ):
        assert 2.9 < people / families < 3.15
        assert 0.95 < families / 6_000 < 1.05


def test_marital_status_fits(large: Twin) -> None:
    odd = large.one(f"select count(*) from {LIVING} where hubungan = '2' and status_kawin <> '2'")
    assert odd == 0
    young = large.one(
        f"select count(*) from {LIVING} a join '{{t}}/orang.parquet' using (id_orang) "
        "where rilis = '2026T1' and status_kawin <> '1' and tanggal_lahir_asli > '2010-01-31'"
    )
    assert young == 0


def test_things_happen_between_quarters(large: Twin) -> None:
    born, died, moved = large.sql(
        "select count(*) filter (a.id_orang is null), "
        "count(*) filter (a.status = 'hidup' and b.status = 'meninggal'), "
        "count(*) filter (a.status = 'hidup' and left(a.kode_desa, 2) <> left(b.kode_desa, 2)) "
        "from (select * from '{t}/orang_rilis.parquet' where rilis = '2026T2') b left join "
        "(select * from '{t}/orang_rilis.parquet' where rilis = '2026T1') a using (id_orang)"
    )[0]
    assert 25 < born < 130
    assert 10 < died < 80
    assert 5 < moved < 150


def test_dtks_finds_the_poor_more_often(large: Twin) -> None:
    poor, rich = (
        value
        for _, value in large.sql(
            "with f as (select *, ntile(2) over (order by pengeluaran_per_kapita) as half "
            "from '{t}/keluarga_rilis.parquet' where rilis = '2026T1') "
            "select half, avg((id_orang in (select id_orang from "
            f"{REKAMAN} where penyedia = 'dtks'))::int) from f join {LIVING} "
            "using (rilis, id_keluarga_benar) group by 1 order by 1"
        )
    )
    assert poor > 2 * rich


def test_dtks_keys_are_stable(large: Twin) -> None:
    same, total = large.sql(
        f"select count(*) filter (a.id_orang = b.id_orang), count(*) from {REKAMAN} a join "
        f"{REKAMAN} b using (penyedia, kunci) "
        "where penyedia = 'dtks' and a.periode = '2026T1' and b.periode = '2026T2'"
    )[0]
    assert same == total > 5_000
    assert large.sql(
        f"select kunci from {REKAMAN} where penyedia <> 'dukcapil' "
        "group by penyedia, periode, kunci having count(*) > 1"
    ) == []  # fmt: skip


def fit(columns: list[NDArray[np.float64]], y: NDArray[np.float64]) -> float:
    x = np.column_stack([np.ones(len(y)), *columns])
    residual = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return float(1 - residual.var() / y.var())


def test_the_survey_explains_welfare_in_part(large: Twin) -> None:
    frame = pq.read_table(large.landing / "susenas/2025M03/rumah_tangga.parquet").to_pandas()
    y = np.log(frame["pengeluaran_per_kapita"].astype(float).to_numpy())
    weight = frame["penimbang"].astype(float).to_numpy()
    numbers = ["jumlah_anggota", "umur_kepala", "jumlah_balita", "jumlah_anak_sekolah",
               "jumlah_lansia", "jumlah_bekerja", "r302", "r504a", "r504e"]  # fmt: skip
    skip = {"id_ruta", "penimbang", "strata", "psu", "kode_kabupaten_kota",
            "pengeluaran_per_kapita", *numbers}  # fmt: skip
    codes = [name for name in frame.columns if name not in skip]
    dummies = pd.get_dummies(frame[codes].fillna("-"), drop_first=True).astype(float)
    covariates = [frame[name].astype(float).to_numpy() for name in numbers]
    assert 0.55 < fit([*covariates, dummies.to_numpy()], y) < 0.68
    assert 0.45 < y.std() < 0.65
    assert 1.2e6 < np.average(np.exp(y), weights=weight) < 1.8e6
    assert weight.max() / weight.min() > 3
    assert frame["kode_provinsi"].nunique() > 30


def test_a_varied_name_or_date_differs_and_is_clean(large: Twin) -> None:
    rows = large.sql(
        "select kesalahan, nama = upper(r402), "
        "strftime(tanggal_lahir, '%d/%m/%Y') = r406, nik = r403, "
        "regexp_full_match(r402, '[A-Za-z''., -]*') "
        "from read_csv('{l}/regsosek/2022/anggota.csv', all_varchar = true) a "
        f"join {REKAMAN} on penyedia = 'regsosek' and kunci = idkel || '|' || r401 "
        "join '{t}/orang.parquet' using (id_orang)"
    )
    for errors, same_name, same_date, same_nik, clean in rows:
        known = set(errors.split("|"))
        assert clean is not False
        if "baris_rusak" not in known:
            assert same_name == ("nama_beda" not in known)
            assert same_date is None or same_date == known.isdisjoint(
                {"tanggal_beda", "tanggal_asli"}
            )
        if same_nik is not None:
            assert same_nik == known.isdisjoint({"nik_salah_ketik", "nik_orang_lain"})
