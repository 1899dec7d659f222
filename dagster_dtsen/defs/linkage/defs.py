"""Record linkage between the standardised records and the register."""

from collections.abc import Iterator

import dagster as dg

from dagster_dtsen.components.common import POOL, RELEASES
from dagster_dtsen.components.home import Home
from dagster_dtsen.linkage.cluster import duplicate_free
from dagster_dtsen.linkage.decided import LEDGER
from dagster_dtsen.linkage.run import link
from dagster_dtsen.linkage.state import Base
from dagster_dtsen.release import store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.store import StoredRelease
from dagster_dtsen.release.tables import LINKAGE, SNAPSHOT
from dagster_dtsen.settings import Settings, get_settings

# a tuple: Dagster takes a module-level list of specs for definitions
_SPECS = tuple(
    dg.AssetSpec(
        ["linkage", name],
        deps=[
            dg.AssetKey(["standardised", "individu"]),
            dg.AssetKey(["kendali", "rilis"]),
            dg.AssetKey(["ledger", "kontrak"]),
            dg.AssetKey(["ledger", "keputusan_tautan"]),
            dg.AssetKey(["ledger", "keputusan_keadaan"]),
            dg.AssetKey(["ledger", "keputusan_pasangan"]),
        ],
        group_name="linkage",
        kinds={"splink", "duckdb"},
    )
    for name in (
        "ambang",
        "pasangan",
        "edges",
        "larangan",
        "clusters",
        "bukti_keluarga",
        "nik_pinjaman",
        "sidik_rekaman",
        "peta_individu",
        "peristiwa_individu",
        "anggota_peristiwa_individu",
        "silang_individu",
        "kesinambungan_individu",
        "peta_pendukung",
        "keputusan_berlaku",
        "keputusan_kelompok",
        "keputusan_ditahan",
        "keputusan_tautan_status",
        "nik_keputusan",
        "kunci_keluarga",
        "peta_keluarga",
        "peristiwa_keluarga",
        "anggota_peristiwa_keluarga",
        "silang_keluarga",
        "kesinambungan_keluarga",
        "relasi_keluarga",
        "peristiwa_relasi",
        "sidik_keluarga",
        "keadaan_keluarga",
    )
)


def linkage_base(settings: Settings, base: StoredRelease | None) -> Base | None:
    """The linkage of the base release; of an older code perhaps only its id maps."""
    if base is None:
        return None
    sealed = base.manifest["lapisan"][SNAPSHOT]
    held = {name: table for name, table in LINKAGE.items() if table in sealed}
    return Base(
        {name: base.table(settings, SNAPSHOT, table) for name, table in held.items()},
        {name: str(sealed[table]["sidik"]) for name, table in held.items()},
    )


@dg.multi_asset(name="link_records", specs=_SPECS, partitions_def=RELEASES, pool=POOL)
def link_records(
    context: dg.AssetExecutionContext, home: dg.ResourceParam[Home]
) -> Iterator[dg.MaterializeResult[None]]:
    """Edges, clusters, persistent ids and events (Pasal 13), continuing from the base release."""
    settings = get_settings()
    release = ReleaseId.parse(context.partition_key)
    base = store.base_of(settings, release)
    with home.building() as con:
        counts = link(
            con,
            settings,
            str(release),
            linkage_base(settings, base),
            duplicate_free(con),
            LEDGER,
        )
    for spec in _SPECS:
        yield dg.MaterializeResult(
            asset_key=spec.key, metadata={"hitungan": dg.JsonMetadataValue(counts)}
        )
