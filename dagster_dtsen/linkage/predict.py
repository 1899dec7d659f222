"""Score candidate pairs with the frozen model: ``linkage.edges``, ``linkage.larangan``.

Works in the scratch database, which is the current one; see :func:`run.link`.
"""

from __future__ import annotations

from typing import Any

import duckdb

from dagster_dtsen.linkage import blocking, borrowed, compiled, frequency, register
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.changes import FINGERPRINTS
from dagster_dtsen.linkage.limits import SOURCE, Limits
from dagster_dtsen.linkage.splink_pairs import splink_pairs

# in memory: they are small, and writing text to the scratch file costs more than reading it
_MADE_OF_CHANGES = ("dekat", "baru", "calon_rekaman", "masukan")
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


def ready_sql(con: duckdb.DuckDBPyConnection, model: dict[str, Any], raw: str) -> str:
    """Query ``raw`` (input columns) as its records are scored.

    With frequencies of names (whose tables it makes in the current database) and what the register
    knows, without borrowed NIKs.
    """
    own = borrowed.without_borrowed(frequency.with_terms(con, model, raw))
    return register.with_register(own, FINGERPRINTS)


def _find_fresh(con: duckdb.DuckDBPyConnection) -> None:
    """Make what candidate pairs of new and changed records are looked for among.

    ``baru``: input columns of the new and changed; ``calon_rekaman``: of all that share a rule's
    keys with one of them, what the rules read.
    """
    raw, rules = linkage_model.input_sql(SOURCE), linkage_model.blocking_rules()
    near = borrowed.carry_borrowed(con, raw)
    fresh = borrowed.without_borrowed(f"from {near} where rekaman_id in (from berubah)")
    con.execute(f"create temp table baru as {fresh}")
    sharing = borrowed.without_borrowed(blocking.sharing_sql(rules, f"({raw})", "baru"))
    con.execute(f"create temp table calon_rekaman as {sharing}")


def _find_pairs(con: duckdb.DuckDBPyConnection, changed: bool) -> tuple[int, dict[int, int]]:
    """Make ``calon``, the candidate pairs; when ``changed``, those with a record of ``baru``.

    Gives the records pairs were looked for, and the pairs per rule. Raises E-BLOK-MAHAL.
    """
    rules = linkage_model.blocking_rules()
    records, fresh = ("calon_rekaman", "baru") if changed else ("masukan", None)
    count = int(con.execute(f"select count(*) from {fresh or records}").fetchall()[0][0])
    cost = blocking.costs(con, rules, records, fresh)
    blocking.guard(cost, blocking.budget(linkage_model.config(), count))
    con.execute(f"create table calon as {blocking.pairs_sql(rules, records, fresh)}")
    found = con.execute("select match_key, count(*) from calon group by all").fetchall()
    return count, {int(rule): int(pairs) for rule, pairs in found}


def _make_input(con: duckdb.DuckDBPyConnection, model: dict[str, Any], only: str | None) -> None:
    """Make ``masukan``: input columns of all records, or of those of ``only``, as scored."""
    if only is None:
        raw = linkage_model.input_sql(SOURCE)
        con.execute(f"create table masukan as {ready_sql(con, model, raw)}")
        return
    raw = linkage_model.input_sql(f"(from {SOURCE} where rekaman_id in (from {only}))")
    con.execute(
        f"create temp table masukan as select *, rekaman_id in (from berubah) as baru "
        f"from ({ready_sql(con, model, raw)})"
    )


def score_edges(
    con: duckdb.DuckDBPyConnection, model: dict[str, Any], limits: Limits, changed: bool
) -> dict[str, Any]:
    """Write ``wh.linkage.edges`` for the records of ``wh.standardised.individu``.

    ``bukti`` is what a pair says by itself (log2 odds, rounded to 4 decimals before any
    threshold), ``bobot`` adds the prior of this input. Pairs that contradict (``pertentangan``) go
    to ``wh.linkage.larangan`` instead. When ``changed``, the tables hold the base release and
    :func:`changes.find_changes` was asked: only pairs with a new or changed record are scored.
    Gives ``rekaman``, ``prior``, ``ambang``, ``cara``, ``dinilai`` (records scored), ``pasangan``
    (candidate pairs per blocking rule), ``larangan``, ``edges`` (kept) and ``edges_klaster`` (at
    or above the threshold). Raises DtsenError E-BLOK-MAHAL.
    """
    if changed:
        _find_fresh(con)
        _drop_changed(con, limits)
    else:
        con.execute(_PAIRS)
        borrowed.find_borrowed(con, f"({linkage_model.input_sql(SOURCE)})")
        _make_input(con, model, None)
    scored_records, counts = _find_pairs(con, changed)
    if changed:
        con.execute(
            "create table terlibat as "
            "select rekaman_id_l from calon union select rekaman_id_r from calon union from berubah"
        )
        _make_input(con, model, "terlibat")
    records = int(con.execute(f"select count(*) from {SOURCE}").fetchall()[0][0])
    if linkage_model.config()["penilai"] == "splink":
        scored = splink_pairs(con, model, limits.apart, changed, RETAIN)
    else:
        scorer = compiled.compile_model(model["splink"])
        scored = compiled.scored_sql(scorer, "masukan", "calon", RETAIN)
    _write_pairs(con, scored, limits)
    if changed:
        con.execute("".join(f"drop table temp.{name};" for name in _MADE_OF_CHANGES))
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
