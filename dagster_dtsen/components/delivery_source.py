"""A provider: its contract in YAML becomes one op that loads its deliveries as text."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from dagster_dtsen import erasures
from dagster_dtsen.components.common import POOL, RELEASES
from dagster_dtsen.components.home import Home
from dagster_dtsen.reception.contract import DatasetContract, ProviderContract
from dagster_dtsen.reception.load import create_raw_tables
from dagster_dtsen.reception.receive import Receipt, receive_provider
from dagster_dtsen.settings import get_settings


class DeliverySourceComponent(dg.Component, dg.Model, dg.Resolvable):
    """Assets ``raw/<penyedia>__<dataset>`` from the landing folder of one provider."""

    penyedia: str
    lembaga: str
    perjanjian: list[Any]
    jadwal: dict[str, Any]
    jenis: str
    sumber: str
    peran: str
    sistem_wilayah: str
    memperbarui: list[str] = []  # noqa: RUF012
    dataset: list[Any]

    def contract(self) -> ProviderContract:
        """The parsed contract; raises pydantic.ValidationError when the YAML is wrong."""
        return ProviderContract.model_validate(self.model_dump())

    def build_defs(self, context: dg.ComponentLoadContext) -> dg.Definitions:
        """One op per provider; the datasets of a delivery are taken or refused together."""
        contract = self.contract()
        specs = [self._spec(contract, item) for item in contract.dataset]

        @dg.multi_asset(
            name=f"receive_{contract.penyedia}", specs=specs, partitions_def=RELEASES, pool=POOL
        )
        def receive(home: dg.ResourceParam[Home]) -> Iterator[dg.MaterializeResult[None]]:
            settings = get_settings()
            with home.building() as con:
                if contract.listed:  # lists are answered by `dtsen match`; no release reads one
                    create_raw_tables(con, contract)
                    receipt = Receipt(contract.penyedia)
                else:
                    who = erasures.of(settings)
                    receipt = receive_provider(con, settings, contract, settings.landing, who)
            metadata = {
                "kiriman_baru": receipt.received,
                "kiriman_berulang": receipt.repeated,
                "kiriman_ditolak": len(receipt.refused),
                "rekaman": receipt.rows,
            }
            for spec in specs:
                yield dg.MaterializeResult(asset_key=spec.key, metadata=metadata)

        return dg.Definitions(assets=[receive])

    def _spec(self, contract: ProviderContract, dataset: DatasetContract) -> dg.AssetSpec:
        return dg.AssetSpec(
            key=["raw", contract.raw_table(dataset.nama)],
            deps=[dg.AssetKey(["kendali", "rilis"])],
            group_name="raw",
            description=f"{contract.lembaga}: {dataset.nama} ({contract.jenis}), all text",
            kinds={"duckdb", "python"},
        )
