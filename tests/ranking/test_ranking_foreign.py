"""A survey that is not ours, in its own words; and data for colleagues without identities."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import numpy as np
import pyarrow.parquet as pq
import pytest
from ranking_rows import expenditure, families, load_survey

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.ranking import foreign, sandbox, store
from dagster_dtsen.ranking.design import NOT_ASKED, VALUE, design
from dagster_dtsen.settings import Settings

DECLARED = """
model: village_welfare
sasaran: cons
penimbang: weight
strata: region
klaster: ea
kunci: hhid
angka: [cons, weight, members]
deflator: {berkas: prices.csv, kunci: region, kolom: idx}
rumah_tangga_paling_sedikit: 20
pemilihan: {kuota: [40, 20], lipatan: 3, benih: "1", rumah_tangga_pencarian: 20000}
kandidat:
  - {nama: ols, jenis: ols}
kelompok:
  - {nama: region, kolom: [region], rumus: region}
  - {nama: absent, kolom: [nothing], rumus: nothing}
kategori:
  - {nama: roof}
numerik:
  - {nama: members, rumus: members}
"""


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    """1,200 households: a tin roof +0.4, each member -0.1; prices double in region N."""
    rng = np.random.default_rng(1)
    with (tmp_path / "hh.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["hhid", "ea", "region", "weight", "cons", "roof", "members"])
        for number in range(1200):
            region = "NS"[number // 10 % 2]
            roof, members = rng.choice(["tin", "thatch"]), int(rng.integers(1, 8))
            log = 4 + 0.4 * (roof == "tin") - 0.1 * members + 0.05 * rng.normal()
            cons = np.exp(log) * (2 if region == "N" else 1)
            row = [f"{number:04d}", number // 10, region, 1.5, round(float(cons), 3)]
            writer.writerow([*row, roof, members])
    (tmp_path / "prices.csv").write_text("region,idx\nN,200\nS,100\n")
    (tmp_path / "pmt.yml").write_text(DECLARED)
    return tmp_path / "hh.csv"


def test_it_is_trained_through_its_own_declaration(settings: Settings, survey: Path) -> None:
    model = foreign.train_on(settings, survey, survey.with_name("pmt.yml"))
    effect = model.koefisien["roof"]["tin"] - model.koefisien["roof"]["thatch"]
    assert float(effect) == pytest.approx(0.4, abs=0.02)
    assert float(model.koefisien["members"][VALUE]) == pytest.approx(-0.1, abs=0.01)
    assert set(model.ukuran["kelompok"]) == {"region"}
    assert model.ukuran["kuota"]["40"]["eksklusi"]["nilai"] < 0.15
    path = store.save(model, survey.parent / "out")
    assert store.read(path) == model
    assert not settings.warehouse_file.exists()


def test_parquet_gives_the_same_model(settings: Settings, survey: Path) -> None:
    with duckdb.connect() as own:
        own.execute(
            f"copy (select * from read_csv('{survey}', types = {{'hhid': 'varchar'}})) "
            f"to '{survey.with_suffix('.parquet')}'"
        )
    declared = survey.with_name("pmt.yml")
    first = foreign.train_on(settings, survey, declared)
    other = foreign.train_on(settings, survey.with_suffix(".parquet"), declared)
    assert other.koefisien == first.koefisien


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("sasaran: cons", "sasaran: income", "E-SURVEI"),
        ("angka: [cons", "angka: [salary", "E-SURVEI"),
        ("sasaran: cons", "", "E-RANCANGAN"),
        ("kategori:", "kategori: [", "E-RANCANGAN"),
        ("berkas: prices.csv", "berkas: none.csv", "E-SURVEI"),
    ],
)
def test_what_does_not_fit_is_told(
    settings: Settings, survey: Path, old: str, new: str, code: str
) -> None:
    declared = survey.with_name("pmt.yml")
    declared.write_text(DECLARED.replace(old, new, 1))
    with pytest.raises(DtsenError, match=code):
        foreign.train_on(settings, survey, declared)


def test_a_survey_that_is_missing_or_has_no_expenditure_is_told(
    settings: Settings, survey: Path
) -> None:
    declared = survey.with_name("pmt.yml")
    with pytest.raises(DtsenError, match="E-SURVEI"):
        foreign.train_on(settings, survey.with_name("none.csv"), declared)
    lines = survey.read_text().splitlines()
    lines[5] = ",".join(["0" if at == 4 else cell for at, cell in enumerate(lines[5].split(","))])
    survey.write_text("\n".join(lines) + "\n")
    with pytest.raises(DtsenError, match="E-SURVEI"):
        foreign.train_on(settings, survey, declared)


def test_colleagues_get_no_identity_and_no_place(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    raw = families(31, 400)
    load_survey(con, raw, expenditure(raw, 32, noise=0.3))
    assert sandbox.export(con, tmp_path / "out") == 400
    made = pq.read_table(tmp_path / "out" / "rumah_tangga.parquet")
    assert not {"record_key", "psu", "kode_kabupaten_kota_kemendagri"} & set(made.column_names)
    known = {code for item in design().kategori for code in item.kode} | {NOT_ASKED, None}
    for name in made.column_names:
        if made.schema.field(name).type == "string":
            assert set(made.column(name).to_pylist()) <= known, name
    assert len(set(made.column("unit").to_pylist())) == len(
        set(zip(raw["kode_kabupaten_kota_kemendagri"], raw["psu"], strict=True))
    )
    spent = con.execute(
        "select ln(cast(pengeluaran_per_kapita as double)) as y "
        "from wh.standardised.rumah_tangga_latih order by record_key"
    ).fetchall()
    told = made.column("sasaran").to_pylist()
    assert sorted(told) == pytest.approx(sorted(row[0] for row in spent))
    assert told != [row[0] for row in spent]
    with (tmp_path / "out" / "kamus.csv").open(encoding="utf-8") as file:
        assert [row["kolom"] for row in csv.DictReader(file)] == made.column_names
    with pytest.raises(DtsenError, match="E-FOLDER-TERISI"):
        sandbox.export(con, tmp_path / "out")
