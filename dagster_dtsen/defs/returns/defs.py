"""What goes back to the providers (Pasal 11 ayat 4, 15 ayat 3)."""

from collections.abc import Iterator

import dagster as dg

from dagster_dtsen.components.common import POOL, RELEASES
from dagster_dtsen.components.home import Home
from dagster_dtsen.reception import returns
from dagster_dtsen.reception.registry import load_contracts
from dagster_dtsen.reception.returns import profile
from dagster_dtsen.settings import get_settings

_PROFILE = tuple(
    dg.AssetSpec(
        ["ledger", name],
        deps=[dg.AssetKey(["ledger", "kiriman_rilis"])],
        group_name="ledger",
        kinds={"duckdb", "python"},
    )
    for name in ("profil_kolom", "profil_nilai")
)


@dg.multi_asset(name="profile_deliveries", specs=_PROFILE, partitions_def=RELEASES, pool=POOL)
def profile_deliveries(home: dg.ResourceParam[Home]) -> Iterator[dg.MaterializeResult[None]]:
    """Shape of every column of the new deliveries and of the period before."""
    with home.building() as con:
        columns = profile.write_profiles(con, load_contracts())
    for spec in _PROFILE:
        yield dg.MaterializeResult(asset_key=spec.key, metadata={"kolom": columns})


@dg.asset(
    key=["pengembalian", "paket"],
    deps=[
        dg.AssetKey(["reception", "pengembalian"]),
        dg.AssetKey(["reception", "selisih_kiriman"]),
        dg.AssetKey(["reception", "profil_kiriman"]),
        dg.AssetKey(["validated", "rekaman_dikeluarkan"]),
        dg.AssetKey(["matched", "pemberitahuan_padan"]),
        dg.AssetKey(["validated", "individu_sah"]),
        dg.AssetKey(["ledger", "kiriman_rilis"]),
        dg.AssetKey(["tanda_terima", "kiriman"]),
    ],
    group_name="pengembalian",
    partitions_def=RELEASES,
    pool=POOL,
    kinds={"csv", "python"},
)
def write_returns(
    context: dg.AssetExecutionContext, home: dg.ResourceParam[Home]
) -> dg.MaterializeResult[None]:
    """One return package per delivery: records with reason and fix, verdict, difference."""
    settings = get_settings()
    with home.building() as con:
        counts = returns.write_returns(con, settings, context.partition_key)
    return dg.MaterializeResult(metadata={"baris": sum(counts.values())})
