"""Score candidate pairs with the frozen model: ``linkage.edges``, ``linkage.larangan``."""

from __future__ import annotations

from typing import Any

import duckdb
from splink import DuckDBAPI, Linker

from dagster_dtsen import warehouse
from dagster_dtsen.linkage import borrowed, frequency
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.settings import Settings

SOURCE = "wh.standardised.individu"
SCRATCH = "kerja"


def _count(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(con.execute(sql).fetchall()[0][0])


def _contradiction_sql() -> str:
    """Name of the rule of linkage.yml's ``pertentangan`` that a pair falls under, else null."""
    cases = []
    for rule in linkage_model.config()["pertentangan"]:
        terms = [
            f"gamma_{name} in ({', '.join(str(linkage_model.gamma(name, x)) for x in labels)})"
            for name, labels in rule["bila"].items()
        ]
        terms += [rule["sql"]] if "sql" in rule else []
        cases.append(f"when {' and '.join(terms)} then {warehouse.quoted(rule['nama'])}")
    return f"case {' '.join(cases)} end" if cases else "cast(null as varchar)"


def _block_name_sql() -> str:
    names = enumerate(linkage_model.rule_names())
    cases = " ".join(f"when {index} then '{name}'" for index, name in names)
    return f"case cast(match_key as integer) {cases} end"


def _create_tables(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """
        create schema if not exists wh.linkage;
        create or replace table wh.linkage.edges (
            rekaman_id_l bigint, rekaman_id_r bigint, bobot decimal(9, 4),
            probabilitas decimal(9, 6), kunci_blok varchar
        );
        create or replace table wh.linkage.larangan (
            rekaman_id_l bigint, rekaman_id_r bigint, aturan varchar
        );
        create or replace table wh.linkage.nik_pinjaman (
            rekaman_id bigint, rekaman_id_pemilik bigint, aturan varchar
        );
        """
    )


def _write_pairs(con: duckdb.DuckDBPyConnection, pairs: str) -> None:
    """Split Splink's predictions into ``linkage.edges`` and ``linkage.larangan``."""
    con.execute(
        f"""
        create table {SCRATCH}.main.terbaca as
        select
            least(rekaman_id_l, rekaman_id_r) as rekaman_id_l,
            greatest(rekaman_id_l, rekaman_id_r) as rekaman_id_r,
            cast(round(match_weight, 4) as decimal(9, 4)) as bobot,
            cast(round(match_probability, 6) as decimal(9, 6)) as probabilitas,
            {_block_name_sql()} as kunci_blok,
            {_contradiction_sql()} as aturan
        from {pairs};

        insert into wh.linkage.larangan
        select rekaman_id_l, rekaman_id_r, aturan
        from {SCRATCH}.main.terbaca
        where aturan is not null
        union
        select
            least(rekaman_id, rekaman_id_pemilik), greatest(rekaman_id, rekaman_id_pemilik), aturan
        from {borrowed.TABLE}
        order by 1, 2;

        insert into wh.linkage.edges
        select rekaman_id_l, rekaman_id_r, bobot, probabilitas, kunci_blok
        from {SCRATCH}.main.terbaca
        where
            aturan is null
            and bobot >= {linkage_model.config()["ambang"]["simpan"]}
            and (rekaman_id_l, rekaman_id_r) not in (
                select rekaman_id_l, rekaman_id_r from wh.linkage.larangan
            )
        order by 1, 2;
        """
    )


def _score(con: duckdb.DuckDBPyConnection, model: dict[str, Any], records: int) -> dict[str, int]:
    """Run Splink in the scratch database; give candidate pairs per blocking rule."""
    con.execute(f"use {SCRATCH}")
    con.execute(f"create table masukan as {linkage_model.input_sql(SOURCE)}")
    borrowed.find_borrowed(con, "masukan")
    borrowed.forget_borrowed(con, "masukan")
    engine = DuckDBAPI(connection=con)
    table = engine.register("masukan", dataset_display_name="masukan")
    settings = linkage_model.frozen_creator(model, records)
    linker = Linker(table, settings, log_level=None)
    for column in linkage_model.term_columns():
        name = frequency.lookup_table(con, model, column, "masukan")
        terms = engine.register(name, dataset_display_name=name)
        linker.table_management.register_term_frequency_lookup(terms, column)
    blocked = linker.inference.compute_blocked_pairs_for_predict_chunk((1, 1), (1, 1))
    found = con.execute(
        f"select cast(match_key as integer), count(*) from {blocked.physical_name} group by all"
    ).fetchall()
    limit = float(linkage_model.config()["ambang"]["larangan"])
    pairs = linker.inference.predict(threshold_match_weight=limit, warning_mode="never")
    con.execute(f"use {warehouse.ALIAS}")
    _write_pairs(con, f"{SCRATCH}.main.{pairs.physical_name}")
    counts = dict(found)
    return {name: counts.get(i, 0) for i, name in enumerate(linkage_model.rule_names())}


def score_edges(con: duckdb.DuckDBPyConnection, settings: Settings) -> dict[str, Any]:
    """Write ``wh.linkage.edges`` for the records of ``wh.standardised.individu``.

    Weights are log2 odds with the prior of this input, rounded to 4 decimals before any
    threshold; prior and threshold count main records, so that supporting files move no weight.
    Pairs that contradict (``pertentangan``) go to ``wh.linkage.larangan`` instead.
    Gives ``rekaman``, ``prior``, ``ambang``, ``pasangan`` (candidate pairs per blocking rule),
    ``larangan``, ``edges`` (kept) and ``edges_klaster`` (at or above the threshold).
    Raises DtsenError E-MODEL-TIADA.
    """
    model = linkage_model.load(settings)
    records = _count(con, f"select count(*) from {SOURCE}")
    main = _count(con, f"select count(*) from {SOURCE} where peran = 'utama'")
    pairs = dict.fromkeys(linkage_model.rule_names(), 0)
    _create_tables(con)
    if records > 1:
        with warehouse.scratch(con, settings, SCRATCH):
            pairs = _score(con, model, main)
    limit = linkage_model.threshold(main)
    return {
        "rekaman": records,
        "ambang": limit,
        "prior": linkage_model.prior(model, main),
        "pasangan": pairs,
        "larangan": _count(con, "select count(*) from wh.linkage.larangan"),
        "edges": _count(con, "select count(*) from wh.linkage.edges"),
        "edges_klaster": _count(
            con, f"select count(*) from wh.linkage.edges where bobot >= {limit}"
        ),
    }
