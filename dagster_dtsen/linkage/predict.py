"""Score candidate pairs with the frozen model: ``linkage.edges``, ``linkage.larangan``.

Works in the scratch database, which is the current one; see :func:`run.link`.
"""

from __future__ import annotations

from typing import Any

import duckdb
from splink import DuckDBAPI, Linker

from dagster_dtsen.linkage import blocking, borrowed, compiled, frequency, register
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.limits import SOURCE, Limits

RETAIN = ("keluarga", *register.COLUMNS)  # read by the SQL of `pertentangan`

# Stored is the evidence alone, which lasts; the weight of this release is a view.
_PAIRS = f"""
create schema if not exists wh.linkage;
create or replace table wh.linkage.pasangan (
    rekaman_id_l bigint, rekaman_id_r bigint, bukti decimal(9, 4), kunci_blok varchar
);
create or replace table wh.linkage.larangan (
    rekaman_id_l bigint, rekaman_id_r bigint, aturan varchar
);
{borrowed.CREATE};
"""
_EDGES = """
create or replace view wh.linkage.edges as
select
    p.rekaman_id_l, p.rekaman_id_r, p.bukti,
    cast(p.bukti + a.bobot_prior as decimal(9, 4)) as bobot, p.kunci_blok
from wh.linkage.pasangan as p
cross join wh.linkage.ambang as a
"""


def _show_edges(con: duckdb.DuckDBPyConnection) -> None:
    """Make the view ``wh.linkage.edges``, in the place of a table of that name by older code."""
    older = con.execute(
        "select 1 from duckdb_tables() "
        "where database_name = 'wh' and schema_name = 'linkage' and table_name = 'edges'"
    ).fetchall()
    if older:
        con.execute("drop table wh.linkage.edges")
    con.execute(_EDGES)


def _block_name_sql() -> str:
    names = enumerate(linkage_model.rule_names())
    cases = " ".join(f"when {index} then '{name}'" for index, name in names)
    return f"case cast(match_key as integer) {cases} end"


def _drop_changed(con: duckdb.DuckDBPyConnection, limits: Limits) -> None:
    """Take out pairs with a record that changed or went, and those below today's floor.

    ``tepi_lama`` keeps what was taken out: components are looked for along them too.
    """
    gone = "(select rekaman_id from berubah union all select rekaman_id from hilang)"
    ends = f"rekaman_id_l in {gone} or rekaman_id_r in {gone}"
    con.execute(
        f"""
        create table tepi_lama as
        select rekaman_id_l, rekaman_id_r, bukti from wh.linkage.pasangan where {ends};

        delete from wh.linkage.pasangan where {ends} or bukti < {limits.keep};

        delete from wh.linkage.larangan where {ends};
        """
    )


def _write_pairs(con: duckdb.DuckDBPyConnection, scored: str, limits: Limits) -> None:
    """Split scored pairs into ``linkage.pasangan`` and ``linkage.larangan``.

    ``scored``: a query with ``gamma_*`` and ``match_weight`` (evidence, no prior).
    """
    rules, gammas = linkage_model.config()["pertentangan"], linkage_model.gammas()
    con.execute(
        f"""
        create table dinilai as
        select
            least(rekaman_id_l, rekaman_id_r) as rekaman_id_l,
            greatest(rekaman_id_l, rekaman_id_r) as rekaman_id_r,
            cast(round(match_weight, 4) as decimal(9, 4)) as bukti,
            {_block_name_sql()} as kunci_blok,
            {compiled.contradiction_sql(rules, gammas)} as aturan
        from ({scored})
        where match_weight >= {limits.apart};

        insert into wh.linkage.larangan by name
        from (
            select rekaman_id_l, rekaman_id_r, aturan from dinilai where aturan is not null
            union
            select
                least(rekaman_id, rekaman_id_pemilik), greatest(rekaman_id, rekaman_id_pemilik),
                aturan
            from {borrowed.TABLE}
        ) as baru
        anti join wh.linkage.larangan as lama using (rekaman_id_l, rekaman_id_r, aturan);

        insert into wh.linkage.pasangan by name
        select rekaman_id_l, rekaman_id_r, bukti, kunci_blok
        from dinilai
        anti join wh.linkage.larangan using (rekaman_id_l, rekaman_id_r)
        where bukti >= {limits.keep} and aturan is null;

        drop table dinilai;
        """
    )


def _splink_pairs(
    con: duckdb.DuckDBPyConnection, model: dict[str, Any], lowest: int, changed: bool
) -> str:
    """Query of what Splink predicts over ``masukan``, pairs under ``lowest`` left out.

    ``changed``: only pairs with a record of ``baru``, within it and between it and the others.
    """
    engine = DuckDBAPI(connection=con)
    table = engine.register("masukan", dataset_display_name="masukan")
    creator = linkage_model.frozen_creator(model)
    creator.additional_columns_to_retain = list(RETAIN)
    linker = Linker(table, creator, log_level=None)
    options: dict[str, Any] = {"threshold_match_weight": lowest, "warning_mode": "never"}
    if not changed:
        return f"from {linker.inference.predict(**options).physical_name}"
    # predict_within and predict_between join registered frequencies; a column of them is in the way
    shares = ", ".join(f"tf_{column}" for column in linkage_model.term_columns())
    for name, rows in (("kiri", "baru"), ("kanan", "not baru")):
        con.execute(f"create table {name} as select * exclude ({shares}) from masukan where {rows}")
    for column in linkage_model.term_columns():
        name = f"istilah_{column}"
        con.execute(
            f"create table {name} as "
            f"select distinct {column}, tf_{column} from masukan where {column} is not null"
        )
        terms = engine.register(name, dataset_display_name=name)
        linker.table_management.register_term_frequency_lookup(terms, column)
    fresh, others = (engine.register(name, dataset_display_name=name) for name in ("kiri", "kanan"))
    found = [
        linker.inference.predict_within(fresh, **options).physical_name,
        linker.inference.predict_between(fresh, others, **options).physical_name,
    ]
    return " union all by name ".join(f"from {name}" for name in found)


def ready_sql(con: duckdb.DuckDBPyConnection, model: dict[str, Any], raw: str) -> str:
    """Query ``raw`` (input columns) as its records are scored.

    With frequencies of names (whose tables it makes in the current database) and what the register
    knows, without borrowed NIKs.
    """
    own = borrowed.without_borrowed(frequency.with_terms(con, model, raw))
    return register.with_register(own, SOURCE)


def _prepare(con: duckdb.DuckDBPyConnection, model: dict[str, Any], changed: bool) -> str | None:
    """Make ``masukan`` (input columns) of the records that candidate pairs are looked for among.

    All records; or, when ``changed``, those new or changed (``baru`` too, which is returned) and
    every other that a blocking rule pairs with one of them.
    """
    raw = linkage_model.input_sql(SOURCE)
    if not changed:
        borrowed.find_borrowed(con, f"({raw})")
        con.execute(f"create table masukan as {ready_sql(con, model, raw)}")
        return None
    borrowed.carry_borrowed(con, f"({raw})")

    def of(ids: str) -> str:
        return linkage_model.input_sql(f"(from {SOURCE} where rekaman_id in (from {ids}))")

    # read for its blocking keys alone
    con.execute(f"create table baru as {borrowed.without_borrowed(of('berubah'))}")
    involved = blocking.involved_sql(
        linkage_model.blocking_rules(), f"({borrowed.without_borrowed(raw)})", "baru"
    )
    con.execute(f"create table terlibat as {involved} union from berubah")
    ready = ready_sql(con, model, of("terlibat"))
    con.execute(
        f"create table masukan as select *, rekaman_id in (from berubah) as baru from ({ready})"
    )
    return "baru"


def score_edges(
    con: duckdb.DuckDBPyConnection, model: dict[str, Any], limits: Limits, changed: bool
) -> dict[str, Any]:
    """Write ``wh.linkage.edges`` for the records of ``wh.standardised.individu``.

    ``bukti`` is what a pair says by itself (log2 odds, rounded to 4 decimals before any
    threshold), ``bobot`` adds the prior of this input. Pairs that contradict (``pertentangan``) go
    to ``wh.linkage.larangan`` instead. When ``changed``, the tables hold the base release and
    :func:`state.find_changes` was asked: only pairs with a new or changed record are scored.
    Gives ``rekaman``, ``prior``, ``ambang``, ``cara``, ``dinilai`` (records scored), ``pasangan``
    (candidate pairs per blocking rule), ``larangan``, ``edges`` (kept) and ``edges_klaster`` (at
    or above the threshold). Raises DtsenError E-BLOK-MAHAL.
    """
    if not changed:
        con.execute(_PAIRS)
    fresh = _prepare(con, model, changed)
    if changed:
        _drop_changed(con, limits)
    rules = linkage_model.blocking_rules()
    records, scored_records = (
        int(con.execute(f"select count(*) from {name}").fetchall()[0][0])
        for name in (SOURCE, fresh or "masukan")
    )
    cost = blocking.costs(con, rules, "masukan", fresh)
    blocking.guard(cost, blocking.budget(linkage_model.config(), scored_records))
    con.execute(f"create table calon as {blocking.pairs_sql(rules, 'masukan', fresh)}")
    counts = dict(con.execute("select match_key, count(*) from calon group by all").fetchall())
    if linkage_model.config()["penilai"] == "splink":
        scored = _splink_pairs(con, model, limits.apart, changed)
    else:
        scorer = compiled.compile_model(model["splink"])
        scored = compiled.scored_sql(scorer, "masukan", "calon", RETAIN)
    _write_pairs(con, scored, limits)
    _show_edges(con)
    barred, kept, strong = con.execute(
        f"""
        select
            (select count(*) from wh.linkage.larangan), count(*),
            count(*) filter (bobot >= {limits.cluster})
        from wh.linkage.edges
        """
    ).fetchall()[0]
    return {
        "rekaman": records,
        "cara": "bertahap" if changed else "penuh",
        "dinilai": scored_records,
        "ambang": limits.cluster,
        "prior": limits.prior,
        "pasangan": {n: counts.get(i, 0) for i, n in enumerate(linkage_model.rule_names())},
        "larangan": int(barred),
        "edges": int(kept),
        "edges_klaster": int(strong),
    }
