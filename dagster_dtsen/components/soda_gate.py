"""A quality gate: Soda contracts that must all hold before the next op may start."""

from collections.abc import Iterator

import dagster as dg

from dagster_dtsen import gates
from dagster_dtsen.components.common import POOL
from dagster_dtsen.components.home import Home
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import working_file
from dagster_dtsen.settings import get_settings


class SodaGateComponent(dg.Component, dg.Model, dg.Resolvable):
    """Blocking checks named ``gerbang_<name>`` on the assets an op hands over.

    ``assets`` are asset keys written ``schema/table``; every op after the gate depends on one of
    them, so nothing downstream starts when a contract fails or could not be evaluated.
    """

    name: str
    assets: list[str]

    def build_defs(self, context: dg.ComponentLoadContext) -> dg.Definitions:
        """One op that verifies the gate's contracts once and reports on every guarded asset."""
        gate = self.name
        specs = [
            dg.AssetCheckSpec(
                name=f"gerbang_{gate}", asset=dg.AssetKey(key.split("/")), blocking=True
            )
            for key in self.assets
        ]

        @dg.multi_asset_check(name=f"gerbang_{gate}", specs=specs, pool=POOL)
        def verify(home: dg.ResourceParam[Home]) -> Iterator[dg.AssetCheckResult]:
            settings = get_settings()
            with home.building() as con:
                verdict = gates.verify(con, gate)
                gates.record(con, verdict)
                working_file.note(con, settings, gate)
            for spec in specs:
                yield dg.AssetCheckResult(
                    check_name=spec.name,
                    asset_key=spec.asset_key,
                    passed=verdict.passed,
                    metadata={"pemeriksaan": verdict.checks, "gagal": "; ".join(verdict.failed)},
                )
            if not verdict.passed:
                raise DtsenError(
                    "E-GERBANG-GAGAL", gate=gate, checks="; ".join(verdict.failed) or "0"
                )

        return dg.Definitions(asset_checks=[verify])
