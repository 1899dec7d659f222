"""Intervals measured on visited families: from a file to a model that waits for approval."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
from sealed_ranks import N, home

from dagster_dtsen import calibrations
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.ranking import calibration, register, store
from dagster_dtsen.release import store as releases
from dagster_dtsen.release.publish import point_readers
from dagster_dtsen.settings import Settings

# how far visited families lie from their score: shifted and twice as wide as the survey's
SHIFT, SPREAD = 0.1, 0.8


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with home(tmp_path_factory.mktemp("kalibrasi") / "home") as settings:
        point_readers(settings, releases.stored(settings)[-1])
        yield settings


def visited(settings: Settings) -> pa.Table:
    """What visits to all families of the release would tell, those without a rank included."""
    (stored,) = releases.stored(settings)
    ranks = stored.table(settings, "hasil", "fct_peringkat_kesejahteraan")
    with duckdb.connect() as con:
        table = con.execute(
            f"select id_keluarga, cast(coalesce(skor_kesejahteraan, 13) as double) as skor "
            f"from {ranks} order by id_keluarga"
        ).to_arrow_table()
    luck = SHIFT + SPREAD * np.random.default_rng(1).standard_normal(len(table))
    spent = np.exp(table.column("skor").to_numpy() + luck).round()
    return pa.table({"id_keluarga": table.column("id_keluarga"), "pengeluaran_per_kapita": spent})


def lay(table: pa.Table, path: Path) -> Path:
    if path.suffix == ".csv":
        pacsv.write_csv(table, path)
    else:
        pq.write_table(table, path)
    return path


def test_visits_make_a_model_of_the_same_scores_with_their_intervals(
    published: Settings, tmp_path: Path
) -> None:
    table = visited(published)
    assert len(table) == N
    file = lay(table, tmp_path / "kunjungan.csv")
    made = calibrations.calibrate(published, file, None, "siti")
    shipped = store.load(published)
    assert made.koefisien == shipped.koefisien
    assert made.tangga == shipped.tangga
    assert made.pasangan == shipped.pasangan
    assert made.sidik != shipped.sidik
    own = made.sisaan
    ranked = own["kalibrasi"]["keluarga"]
    assert calibration.FEWEST <= ranked < N
    assert own["kalibrasi"] == {
        "rilis": "2026T1.v1", "keluarga": ranked, "sidik_model": shipped.sidik,
    }  # fmt: skip
    assert 0.86 < own["cakupan"]["90"]["nilai"] < 0.94
    row = dict(zip(own["peluang"], map(float, own["kuantil"][0].split()), strict=True))
    assert row["0.500"] == pytest.approx(SHIFT, abs=0.15)
    assert (row["0.950"] - row["0.050"]) / 2 == pytest.approx(1.645 * SPREAD, rel=0.15)
    # it waits: a release uses it once approved, and the card says where its intervals are from
    entry = register.last_trained(published)
    assert (entry.sidik, entry.penulis, entry.berlaku) == (made.sidik, "siti", False)
    assert "visited families of release 2026T1.v1" in entry.path.with_suffix(".md").read_text()
    register.approve(published, entry.label, "budi", "rentang lebih benar", "2026T2")
    assert store.load(published, "2026T1").sidik == shipped.sidik
    assert store.load(published, "2026T2").sidik == made.sidik


def test_the_order_and_form_of_the_file_do_not_matter(published: Settings, tmp_path: Path) -> None:
    table = visited(published)
    mixed = table.take(pa.array(np.random.default_rng(2).permutation(len(table))))
    one = calibrations.calibrate(published, lay(table, tmp_path / "a.csv"), None, "siti")
    two = calibrations.calibrate(published, lay(mixed, tmp_path / "b.parquet"), None, "siti")
    assert one.sidik == two.sidik


def with_column(table: pa.Table, name: str, values: list[object]) -> pa.Table:
    names = table.column_names
    column = pa.array(values)
    return (
        table.set_column(names.index(name), name, column)
        if name in names
        else table.append_column(name, column)
    )


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda t: t.drop_columns("pengeluaran_per_kapita"), "pengeluaran_per_kapita"),
        (lambda t: with_column(t, "pengeluaran_per_kapita", [0.0] + [1e6] * (N - 1)), "<= 0: 1"),
        (lambda t: with_column(t, "pengeluaran_per_kapita", ["x"] + ["9"] * (N - 1)), "<= 0: 1"),
        (lambda t: with_column(t, "penimbang", [-1.0, None] + [2.0] * (N - 2)), "<= 0: 2"),
        (lambda t: with_column(t, "psu", [None] + ["p"] * (N - 1)), "psu"),
        (lambda t: pa.concat_tables([t, t.slice(0, 3)]), "repeated: 3"),
        (lambda t: t.slice(0, 200), f"< {calibration.FEWEST}"),
        (
            lambda t: with_column(t, "id_keluarga", ["LAIN", *t["id_keluarga"].to_pylist()[1:]]),
            "unknown families: 1",
        ),
    ],
)
def test_a_damaged_file_is_refused_and_nothing_is_kept(
    published: Settings, tmp_path: Path, damage: object, reason: str
) -> None:
    before = (
        register.log_file(published).read_text() if register.log_file(published).exists() else ""
    )
    file = lay(damage(visited(published)), tmp_path / "rusak.parquet")  # type: ignore[operator]
    with pytest.raises(DtsenError, match="E-KALIBRASI") as refused:
        calibrations.calibrate(published, file, None, "siti")
    assert reason in str(refused.value)
    after = (
        register.log_file(published).read_text() if register.log_file(published).exists() else ""
    )
    assert after == before


def test_a_file_that_is_not_there_or_no_table_is_refused(
    published: Settings, tmp_path: Path
) -> None:
    (tmp_path / "gambar.parquet").write_bytes(b"\x89PNG")
    for name in ("tiada.csv", "gambar.parquet"):
        with pytest.raises(DtsenError, match="E-KALIBRASI"):
            calibrations.calibrate(published, tmp_path / name, None, "siti")


def test_intervals_of_another_model_than_the_release_are_not_made(
    published: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = lay(visited(published), tmp_path / "kunjungan.csv")
    monkeypatch.setattr(store, "of_fingerprint", lambda _settings, _sidik: None)
    with pytest.raises(DtsenError, match="E-KALIBRASI"):
        calibrations.calibrate(published, file, None, "siti")
