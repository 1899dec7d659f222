"""Verify the Soda contracts of one gate and keep the verdict.

Soda reports a check it could not evaluate as neither passed nor failed; here that is a failure
(docs/adr/0002).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

CONTRACTS_DIR = Path(__file__).resolve().parent / "defs" / "gates" / "contracts"
DATA_SOURCE = "dtsen"
_GOOD = frozenset({"PASSED", "WARNED"})


@dataclass(frozen=True)
class Verdict:
    """Outcome of one gate: number of checks run and the names of those that did not hold."""

    gate: str
    checks: int
    failed: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """True only when at least one check ran and every one of them held."""
        return self.checks > 0 and not self.failed


def contract_files(gate: str) -> list[Path]:
    """The gate's contracts, in name order."""
    return sorted((CONTRACTS_DIR / gate).glob("*.yml"))


def verify(con: duckdb.DuckDBPyConnection, gate: str) -> Verdict:
    """Run every contract of ``gate`` on the warehouse ``con`` has in use (schemas by two parts)."""
    total, failed = 0, []
    for path in contract_files(gate):
        count, bad = verify_contract(con, path)
        total += count
        failed += bad
    return Verdict(gate, total, tuple(failed))


def verify_contract(con: duckdb.DuckDBPyConnection, path: Path) -> tuple[int, list[str]]:
    """Run one contract; returns (number of checks, what did not hold as ``contract: check``)."""
    os.environ["SODA_CORE_TELEMETRY_ENABLED"] = "false"
    # soda_core.contracts first: soda_duckdb alone imports in a circle
    from soda_core.common.yaml import ContractYamlSource
    from soda_core.contracts.contract_verification import ContractVerificationSession
    from soda_duckdb.common.data_sources.duckdb_data_source import DuckDBDataSourceImpl

    source = DuckDBDataSourceImpl.from_existing_cursor(con, DATA_SOURCE)
    result = ContractVerificationSession.execute(
        contract_yaml_sources=[ContractYamlSource.from_file_path(str(path))],
        data_source_impls=[source],
    )
    return _judge(result, path.stem)


def _judge(result: Any, contract: str) -> tuple[int, list[str]]:
    checks = [
        check for item in result.contract_verification_results for check in item.check_results
    ]
    failed = [
        f"{_label(contract, check.check)} ({check.outcome.name})"
        for check in checks
        if check.outcome.name not in _GOOD
    ]
    if not checks:
        failed.append(f"{contract}: tidak ada pemeriksaan / no check ran")
    elif result.has_errors and not failed:
        failed.append(f"{contract}: galat / error")
    return len(checks), failed


def _label(contract: str, check: Any) -> str:
    place = f"{contract}.{check.column_name}" if check.column_name else contract
    return f"{place}: {check.name}"


def record(con: duckdb.DuckDBPyConnection, verdict: Verdict) -> None:
    """Keep the verdict for the release being built (``kendali.gerbang``)."""
    con.execute("delete from kendali.gerbang where gerbang = ?", [verdict.gate])
    con.execute(
        "insert into kendali.gerbang values (?, ?, ?, ?)",
        [verdict.gate, verdict.passed, verdict.checks, "; ".join(verdict.failed)],
    )
