"""Which checks of which contract did not hold, told apart by column, kind and qualifier."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from dagster_dtsen import gates
from dagster_dtsen.gates import Verdict


class Outcomes:
    """A gate's verdict and, beside it, every check by name: ``contract/column.kind`` or ``/p1``.

    With ``only``, the gate has no other contract than the one of this name.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        gate: str,
        patch: pytest.MonkeyPatch,
        only: str | None = None,
    ):
        self.held: set[str] = set()
        self.failed: set[str] = set()
        judge = gates._judge

        def spy(result: Any, contract: str) -> tuple[int, list[str]]:
            for item in result.contract_verification_results:
                for check in item.check_results:
                    self._note(contract, check)
            return judge(result, contract)

        files = [path for path in gates.contract_files(gate) if only in (None, path.stem)]
        with patch.context() as context:
            context.setattr(gates, "_judge", spy)
            context.setattr(gates, "contract_files", lambda _: files)
            self.verdict: Verdict = gates.verify(con, gate)

    def _note(self, contract: str, result: Any) -> None:
        check = result.check
        kind = check.qualifier or check.type
        name = (
            f"{contract}/{check.column_name}.{kind}" if check.column_name else f"{contract}/{kind}"
        )
        (self.held if result.outcome.name == "PASSED" else self.failed).add(name)
