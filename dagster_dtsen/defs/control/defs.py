"""The first steps of a release and, after reception, the fixing of its set of deliveries."""

from collections.abc import Iterator

import dagster as dg

from dagster_dtsen import deliveries
from dagster_dtsen.components.common import POOL, RELEASES
from dagster_dtsen.components.home import Home
from dagster_dtsen.dictionary.model import load_book
from dagster_dtsen.reception import decisions, ledger, receipts, schedule
from dagster_dtsen.reception.contract_rows import CONTRACT_TABLES
from dagster_dtsen.reception.registry import load_contracts
from dagster_dtsen.reference.villages import load_villages
from dagster_dtsen.release import control, history, signature, store, timing, told
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import PROJECT_DIR, get_settings
from dagster_dtsen.steward import answers, in_force, review_quality, rights

_RAW = tuple(
    dg.AssetKey(["raw", contract.raw_table(dataset.nama)])
    for contract in load_contracts()
    for dataset in contract.dataset
)
# tuples: Dagster takes a module-level list of specs for definitions
_REVIEWED = ("penilaian_tinjauan", "mutu_tinjauan")
_LEDGER = tuple(
    dg.AssetSpec(
        ["ledger", name],
        # what is judged is the sample of the base release
        deps=[*_RAW, dg.AssetKey(["dasar", "sampel_tinjauan"])] if name in _REVIEWED else _RAW,
        group_name="ledger",
        kinds={"duckdb", "python"},
    )
    for name in (
        *_REVIEWED,
        "kiriman_rilis",
        "berkas",
        "baris_rusak",
        "kiriman",
        "kiriman_diharapkan",
        "keputusan_tautan",
        "keputusan_rekaman",
        "keputusan_keadaan",
        "keputusan_pasangan",
        *rights.TABLES,
        *CONTRACT_TABLES,
    )
)
_TOLD = tuple(
    dg.AssetSpec(
        ["dasar", name],
        deps=[dg.AssetKey(["kendali", "rilis"])],
        group_name="kendali",
        kinds={"duckdb", "python"},
    )
    for name in (*told.TOLD, *told.WHOLE, "variabel")
)


@dg.asset(
    key=["kendali", "rilis"],
    group_name="kendali",
    partitions_def=RELEASES,
    pool=POOL,
    kinds={"duckdb", "python"},
)
def open_release(
    context: dg.AssetExecutionContext, home: dg.ResourceParam[Home]
) -> dg.MaterializeResult[None]:
    """The one-row control table of the release that is this partition, and the history behind it.

    The first step: whatever of the working file was lost is there before the register is frozen.
    """
    timing.begin()
    settings = get_settings()
    release = ReleaseId.parse(context.partition_key)
    # a key that cannot sign is told now, not when the release is built
    signature.signer(settings)
    with home.opening() as con:
        base = control.open_release(con, settings, release)
        replayed = history.continue_from(con, settings, base)
    return dg.MaterializeResult(
        metadata={"dasar": base.name if base else "-", "riwayat_diputar_ulang": replayed}
    )


@dg.multi_asset(name="load_base_reports", specs=_TOLD, partitions_def=RELEASES, pool=POOL)
def load_base_reports(
    context: dg.AssetExecutionContext, home: dg.ResourceParam[Home]
) -> Iterator[dg.MaterializeResult[None]]:
    """What the base release has told, for trend and drift."""
    settings = get_settings()
    base = store.base_of(settings, ReleaseId.parse(context.partition_key))
    with home.building() as con:
        rows = told.load_told(con, settings, base)
        rows |= told.show_base(con, settings, base, _columns())
    for spec in _TOLD:
        yield dg.MaterializeResult(asset_key=spec.key, metadata={"baris": rows[spec.key.path[-1]]})


def _columns() -> dict[str, dict[str, str]]:
    """Published columns of persons and families with their types, by the dictionary."""
    found: dict[str, dict[str, str]] = {}
    for row in sorted(load_book(PROJECT_DIR).variables, key=lambda row: row.urutan):
        found.setdefault(row.entitas, {})[row.variabel] = row.tipe
    found["individu"]["id_keluarga"] = "varchar"
    return found


@dg.asset(
    key=["rujukan_asal", "desa_kemendagri"],
    deps=[dg.AssetKey(["kendali", "rilis"])],
    group_name="rujukan_asal",
    partitions_def=RELEASES,
    pool=POOL,
    kinds={"duckdb", "python"},
)
def load_reference(home: dg.ResourceParam[Home]) -> dg.MaterializeResult[None]:
    """The villages of the package's reference file, for region names and row rules."""
    with home.building() as con:
        return dg.MaterializeResult(metadata={"desa": load_villages(con)})


@dg.multi_asset(name="close_ledger", specs=_LEDGER, partitions_def=RELEASES, pool=POOL)
def close_ledger(home: dg.ResourceParam[Home]) -> Iterator[dg.MaterializeResult[None]]:
    """Which deliveries the release uses, once every provider's landing folder has been read."""
    settings = get_settings()
    with home.building() as con:
        # those of lists stay out: nothing of a release may know a list
        ledger.record_contracts(con, [item for item in load_contracts() if not item.listed])
        decisions.replay(con, settings)
        ledger.build_release_set(con)
        schedule.record_expected(con)
        in_force.replay(con, settings)
        in_force.build(con)
        rights.replay(con, settings)
        answers.replay(con, settings)
        review_quality.build(con)
        counts = ledger.count_release_set(con)
        # a release that stops at a gate has receipts too, without the balance of the row rules
        receipts.write(settings, deliveries.gather(con, settings))
    for spec in _LEDGER:
        yield dg.MaterializeResult(asset_key=spec.key, metadata=counts)


@dg.asset(
    key=["tanda_terima", "kiriman"],
    deps=[dg.AssetKey(["reception", "hitungan_kiriman"]), dg.AssetKey(["ledger", "kiriman"])],
    group_name="pengembalian",
    partitions_def=RELEASES,
    pool=POOL,
    kinds={"python"},
)
def write_receipts(home: dg.ResourceParam[Home]) -> dg.MaterializeResult[None]:
    """One receipt per delivery: hashes, counts, status, what it repeats or supersedes."""
    settings = get_settings()
    with home.building() as con:
        changed = receipts.write(settings, deliveries.gather(con, settings))
    return dg.MaterializeResult(metadata={"berubah": changed})
