"""What goes back to the providers (Pasal 11 ayat 4, 15 ayat 3)."""

import dagster as dg

from dagster_dtsen import warehouse
from dagster_dtsen.components.common import POOL, RELEASES
from dagster_dtsen.reception import returns
from dagster_dtsen.settings import get_settings


@dg.asset(
    key=["pengembalian", "paket"],
    deps=[
        dg.AssetKey(["reception", "pengembalian"]),
        dg.AssetKey(["reception", "selisih_kiriman"]),
        dg.AssetKey(["validated", "rekaman_dikeluarkan"]),
        dg.AssetKey(["matched", "rekaman_tidak_padan"]),
        dg.AssetKey(["validated", "individu_sah"]),
        dg.AssetKey(["ledger", "kiriman_rilis"]),
        dg.AssetKey(["tanda_terima", "kiriman"]),
    ],
    group_name="pengembalian",
    partitions_def=RELEASES,
    pool=POOL,
    kinds={"csv", "python"},
)
def write_returns(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
    """One return package per delivery: records with reason and fix, verdict, difference."""
    settings = get_settings()
    with warehouse.connect(settings) as con:
        counts = returns.write_returns(con, settings, context.partition_key)
    return dg.MaterializeResult(metadata={"baris": sum(counts.values())})
