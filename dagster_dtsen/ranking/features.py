"""What a model reads of households: items as features, and the design of the survey beside them."""

from __future__ import annotations

import duckdb
import pyarrow as pa
from pyarrow import csv

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.ranking.design import Categorical, Design
from dagster_dtsen.warehouse import quoted

TRAINING = "wh.standardised.rumah_tangga_latih"
# columns of features() beside the variables
UNIT, STRATUM, WEIGHT, TARGET, FOLD = "unit", "lapisan", "bobot", "sasaran", "lipatan"
GROUP = "kelompok__"
PRICES = "_indeks_harga"


def columns_of(con: duckdb.DuckDBPyConnection, relation: str) -> set[str]:
    """Column names of a relation."""
    return {str(row[0]) for row in con.execute(f"describe {relation}").fetchall()}


def _categorical_sql(item: Categorical, columns: set[str]) -> str:
    own = f"cast({item.nama} as varchar)"
    if item.lewati is None or item.lewati.penentu not in columns:
        return f"{own} as {item.nama}"
    codes = ", ".join(f"'{code}'" for code in item.lewati.kode)
    return (
        f"case when {item.lewati.penentu} in ({codes}) then '{item.lewati.pengganti}' "
        f"else {own} end as {item.nama}"
    )


def _deflator(plan: Design, columns: set[str]) -> tuple[str, str]:
    """SQL of the price index (100 is the base) and the join that brings it."""
    index = plan.deflator
    if index is None:
        return "100", ""
    if "berkas" not in index:
        return f"s.{index['kolom']}", ""
    join = f"left join {PRICES} as h on s.{index['kunci']} = cast(h.{index['kunci']} as varchar)"
    return f"cast(h.{index['kolom']} as double)", join


def _prices(con: duckdb.DuckDBPyConnection, plan: Design) -> None:
    """The declared file of price indices as a relation, keys as they are written."""
    if plan.deflator is None or "berkas" not in plan.deflator:
        return
    path = plan.folder / plan.deflator["berkas"]
    text = csv.ConvertOptions(column_types={plan.deflator["kunci"]: pa.string()})
    try:
        con.register(PRICES, csv.read_csv(path, convert_options=text))
    except (OSError, pa.ArrowException) as error:
        raise DtsenError("E-SURVEI", reason=f"{path.name}: {type(error).__name__}") from None


def features(con: duckdb.DuckDBPyConnection, plan: Design, relation: str = TRAINING) -> pa.Table:
    """Features of the households of ``relation`` (n,), in the order of record_key.

    One column per variable of the design (text codes, or decimal(18,6)), then record_key, ``unit``
    (sampling unit, or the household), ``lapisan`` (stratum), ``lipatan`` (its fold: units of a
    stratum are dealt in the order of a hash), ``bobot`` and ``sasaran`` (natural logarithm of the
    deflated target), float64, and one text column ``kelompok__…`` per declared group whose columns
    exist. A skip whose determining item the survey does not deliver cannot apply.
    Raises DtsenError E-SURVEI for a target or weight that is missing, or not above zero.
    """
    columns = columns_of(con, relation)
    chosen = [_categorical_sql(item, columns) for item in plan.kategori]
    chosen += [f"cast({item.rumus} as decimal(18, 6)) as {item.nama}" for item in plan.numerik]
    if plan.wilayah:
        chosen.append(f"cast({plan.wilayah} as varchar) as {plan.wilayah}")
    chosen += [
        f"cast({group.rumus} as varchar) as {GROUP}{group.nama}"
        for group in plan.kelompok
        if set(group.kolom) <= columns
    ]
    unit = (
        f"coalesce(cast({plan.klaster} as varchar), {plan.kunci})" if plan.klaster else plan.kunci
    )
    _prices(con, plan)
    index, join = _deflator(plan, columns)
    try:
        table = con.execute(
            f"""
            with survei as (select s.*, {index} as _indeks from {relation} as s {join}),

            rumah_tangga as (
                select
                    {", ".join(chosen)},
                    {plan.kunci} as record_key,
                    {unit} as {UNIT},
                    cast({plan.strata or "''"} as varchar) as {STRATUM},
                    cast({plan.penimbang} as double) as {WEIGHT},
                    ln(
                        case when cast({plan.sasaran} as double) > 0 and _indeks > 0
                            then cast({plan.sasaran} as double) / _indeks * 100 end
                    ) as {TARGET}
                from survei
            ),

            bagian as (
                select
                    {UNIT},
                    cast(row_number() over (
                        partition by min({STRATUM})
                        order by sha256({quoted(plan.benih)} || '|' || {UNIT})
                    ) % {plan.lipatan} as integer) as {FOLD}
                from rumah_tangga
                group by {UNIT}
            )

            select r.*, b.{FOLD}
            from rumah_tangga as r
            inner join bagian as b on r.{UNIT} = b.{UNIT}
            order by r.record_key
            """
        ).to_arrow_table()
    except duckdb.BinderException as error:
        raise DtsenError("E-SURVEI", reason=str(error).splitlines()[0]) from None
    _check(table)
    return table


def _check(table: pa.Table) -> None:
    for name in (TARGET, WEIGHT):
        blank = table.column(name).null_count
        if blank:
            raise DtsenError("E-SURVEI", reason=f"{name}: {blank} kosong / empty")
    if len(table) and min(table.column(WEIGHT).to_pylist()) <= 0:
        raise DtsenError("E-SURVEI", reason=f"{WEIGHT} <= 0")
