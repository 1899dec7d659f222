"""The frozen model on disk, and the packaged one against a retraining."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from ranking_rows import PLAN, dbt, expenditure, families, load_survey

from dagster_dtsen import warehouse
from dagster_dtsen.ranking import candidates, coefficients, store, train
from dagster_dtsen.ranking.card import card_text
from dagster_dtsen.ranking.design import ROOM, design
from dagster_dtsen.ranking.features import TRAINING
from dagster_dtsen.settings import Settings

PACKAGED = ROOM / "models" / "kesejahteraan_v3.json"


def test_saving_twice_gives_equal_bytes_and_loading_gives_it_back(
    con: duckdb.DuckDBPyConnection, settings: Settings, tmp_path: Path
) -> None:
    raw = families(1, 600)
    load_survey(con, raw, expenditure(raw, 2, noise=0.3))
    model = train.train(con, PLAN)
    paths = [
        train.save(model, tmp_path / "a"),
        train.save(train.train(con, PLAN), tmp_path / "b"),
    ]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert paths[0].with_suffix(".md").read_bytes() == paths[1].with_suffix(".md").read_bytes()
    assert store.read(paths[0]) == model


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"kosong": "0.0', '"kosong": "0.1', 1),
        lambda text: json.dumps(json.loads(text) | {"koefisien": {}}),
        lambda text: "[]",
    ],
)
def test_a_damaged_model_is_refused(settings: Settings, damage: object) -> None:
    settings.models_dir.mkdir(parents=True)
    text = PACKAGED.read_text(encoding="utf-8")
    broken = damage(text)  # type: ignore[operator]
    assert broken != text
    path = settings.models_dir / f"{PACKAGED.stem}.rusak.json"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        store.scored(path)
    path.write_text(text, encoding="utf-8")
    assert store.scored(path)


def test_coefficients_are_laid_out_as_rows(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    model = train.load(settings)
    counts = coefficients.write_coefficients(con, model)
    assert coefficients.write_coefficients(con, model) == counts
    rows = con.execute(
        "select variabel, kode, koefisien from wh.model.koefisien_kesejahteraan"
    ).fetchall()
    assert len(rows) == counts["koefisien"]
    assert {(v, k): c for v, k, c in rows} == {
        (v, k): c for v, codes in model.koefisien.items() for k, c in codes.items()
    }
    types = con.execute(
        "select column_name, data_type from duckdb_columns() "
        "where schema_name = 'model' and table_name = 'koefisien_kesejahteraan' "
        "order by column_index"
    ).fetchall()
    assert types == [
        ("variabel", "VARCHAR"), ("kode", "VARCHAR"), ("koefisien", "DECIMAL(18,6)"),
        ("kotak", "SMALLINT"),
    ]  # fmt: skip
    meta = con.execute("select id_model, sidik, jumlah_butir from wh.model.meta_kesejahteraan")
    assert meta.fetchall() == [("kesejahteraan_v3", model.sidik, counts["butir"])]


def test_the_packaged_model_equals_a_retraining_on_the_twin(settings: Settings) -> None:
    """Seed 1; the survey does not depend on the number of families.

    The chosen candidate on the same rows; the choice itself takes minutes (tests.bench.ranking).
    """
    twin = pytest.importorskip("dagster_dtsen.twin")
    home = settings.root
    twin.generate(home / "twin", 20, 1, ["2026T1"])
    survey = home / "twin" / "landing" / "susenas" / "2025M03" / "rumah_tangga.parquet"
    with warehouse.connect(settings) as con:
        for schema in ("raw", "ledger", "reception"):
            con.execute(f"create schema wh.{schema}")
        con.execute(
            "create table wh.raw.susenas__rumah_tangga as select *, 'd' as _delivery, "
            "'rumah_tangga.parquet' as _file, row_number() over (order by id_ruta) as _row_number "
            f"from '{survey}'"
        )
        con.execute(
            "create table wh.ledger.kiriman_rilis as select 'd' as _delivery, "
            "'susenas' as penyedia, 'rumah_tangga' as dataset, "
            "date '2025-03-15' as tanggal_acuan, true as efektif, true as baru, "
            "false as dibandingkan"
        )
        con.execute(
            "create table wh.reception.rekaman_ditolak as select '' as dataset, '' as _delivery, "
            "'' as _file, 0 as _row_number limit 0"
        )
    assert dbt(settings, "run", "--select", "stg_susenas__rumah_tangga", "rumah_tangga_latih")
    with warehouse.connect(settings) as con:
        plan, table = train.training_rows(con, design())
        own = train._source(con, plan, table, TRAINING)
    shipped = store.read(PACKAGED)
    assert own["sidik"] == shipped.latih["sidik"]
    kept = next(item for item in plan.kandidat if item.nama == shipped.latih["kandidat"])
    found = candidates.build(plan, table, kept)
    assert found.koefisien == shipped.koefisien
    assert (found.tangga, found.pasangan) == (shipped.tangga, shipped.pasangan)
    for name, text in {".md": card_text(shipped, shipped.nama)}.items():
        assert PACKAGED.with_suffix(name).read_text(encoding="utf-8") == text
