"""Scoring in SQL: the same families through the survey's path and through the sealed release."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import duckdb
import numpy as np
import pytest
from ranking_rows import BOOSTED, dbt, expenditure, families, load_release, load_survey
from two_quarters import tables_of_a_first_quarter

from dagster_dtsen import warehouse
from dagster_dtsen.ranking import coefficients, train
from dagster_dtsen.ranking.design import design
from dagster_dtsen.ranking.features import features
from dagster_dtsen.ranking.model import predict
from dagster_dtsen.settings import Settings

N = 400
SEEDS = ("batas_program", "tanda_koefisien")


@pytest.fixture(scope="module")
def scored(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[duckdb.DuckDBPyConnection, np.ndarray]]:
    """A warehouse after `dbt build` of the ranking layer, and the scores by the Python path.

    The build runs the layer's data tests and unit tests too.
    """
    settings = Settings(home=tmp_path_factory.mktemp("skor"), db_key=None)
    with warehouse.connect(settings) as con:
        raw = families(1, 3000)
        load_survey(con, raw, expenditure(raw, 2, noise=0.3))
        model = train.train(con, BOOSTED)
        assert len(model.pasangan) == 6
        assert any(any(own.langkah) for own in model.tangga.values())
        coefficients.write_coefficients(con, model)
        raw = families(3, N, missing=0.12, unknown=0.02)
        load_survey(con, raw, np.ones(N))
        ids = con.execute("select record_key from wh.standardised.rumah_tangga_latih").fetchall()
        assert len(ids) == N
        expected = predict(model, features(con, design()))
        load_release(con, raw)
        coefficients.write_earlier(con, None)
        tables_of_a_first_quarter(con)
    assert dbt(settings, "build", "--select", "path:models/ranking", *SEEDS)
    with warehouse.connect(settings) as con:
        yield con, expected


def test_sql_and_python_give_the_same_scores(
    scored: tuple[duckdb.DuckDBPyConnection, np.ndarray],
) -> None:
    """Exactly, in millionths, with gaps and codes outside the list among the answers."""
    con, expected = scored
    rows = con.execute(
        "select cast(sum(kontribusi) * 1000000 as bigint) from ranking.kontribusi_skor "
        "group by id_keluarga order by sha256(id_keluarga)"
    ).fetchall()
    assert [row[0] for row in rows] == expected.tolist()


def test_contributions_add_up_to_the_score(
    scored: tuple[duckdb.DuckDBPyConnection, np.ndarray],
) -> None:
    con, _ = scored
    wrong, scores = con.execute(
        """
        select count(*) filter (where s.skor_kesejahteraan <> k.jumlah), count(s.skor_kesejahteraan)
        from ranking.skor_keluarga as s
        inner join (
            select id_keluarga, sum(kontribusi) as jumlah from ranking.kontribusi_skor group by all
        ) as k using (id_keluarga)
        """
    ).fetchall()[0]
    assert wrong == 0
    assert 0 < scores < N


def test_no_answer_gives_no_rank_and_a_reason(
    scored: tuple[duckdb.DuckDBPyConnection, np.ndarray],
) -> None:
    con, _ = scored
    rows = con.execute(
        "select id_keluarga, alasan_tanpa_peringkat, desil_nasional "
        "from ranking.peringkat_keluarga where id_keluarga like '%13'"
    ).fetchall()
    assert len(rows) == N // 100
    assert {row[1:] for row in rows} == {("tanpa_data_keluarga", None)}
    limits = con.execute(
        "select max(jumlah_butir_kosong) filter (where alasan_tanpa_peringkat is null), "
        "min(jumlah_butir_kosong) "
        "filter (where alasan_tanpa_peringkat = 'butir_kosong_terlalu_banyak') "
        "from ranking.skor_keluarga"
    ).fetchall()
    assert limits == [(8, 9)]


def test_deciles_are_tenths_of_the_ranked(
    scored: tuple[duckdb.DuckDBPyConnection, np.ndarray],
) -> None:
    con, _ = scored
    sizes = con.execute(
        "select count(*) from ranking.peringkat_keluarga where desil_nasional is not null "
        "group by desil_nasional"
    ).fetchall()
    assert len(sizes) == 10
    assert max(sizes)[0] - min(sizes)[0] <= 1
    score = con.execute("select max(skor_kesejahteraan) from ranking.peringkat_keluarga").fetchall()
    assert isinstance(score[0][0], Decimal)
