"""What a kind of correction may do: the seeds ``aturan_koreksi`` and ``variabel_berbukti``."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings

Kind = tuple[str, bool, bool]  # asal, berbukti, terkunci


@dataclass(frozen=True)
class Rule:
    """One row of ``aturan_koreksi``; ``kekuatan`` 0-100, the higher outranks the lower."""

    id_aturan: int
    kekuatan: int
    mengubah: bool
    dibuka_oleh: str


@dataclass(frozen=True)
class Policy:
    """The rules by kind, and the variables whose correction always needs evidence."""

    rules: dict[Kind, Rule]
    needing_evidence: frozenset[str]

    def rule(self, asal: str, berbukti: bool, terkunci: bool) -> Rule:
        """The rule of a kind. Raises DtsenError E-KOREKSI-SALAH for a kind that has none."""
        found = self.rules.get((asal, berbukti, terkunci))
        if found is None:
            reason = (
                "aturan_koreksi tidak mengizinkan asal, bukti, dan kunci ini / "
                "aturan_koreksi allows no such origin, evidence and lock"
            )
            raise DtsenError("E-KOREKSI-SALAH", reason=reason)
        return found

    def check(self, asal: str, berbukti: bool, terkunci: bool, variables: Iterable[str]) -> Rule:
        """:meth:`rule`, and E-KOREKSI-BUKTI for variables that need evidence and have none."""
        needing = sorted(self.needing_evidence.intersection(variables))
        if needing and not berbukti:
            raise DtsenError("E-KOREKSI-BUKTI", variables=", ".join(needing))
        return self.rule(asal, berbukti, terkunci)


def load(settings: Settings) -> Policy:
    """The policy that the seeds say."""
    rules = {
        (row["asal"], row["berbukti"] == "true", row["terkunci"] == "true"): Rule(
            int(row["id_aturan"]),
            int(row["kekuatan"]),
            row["mengubah"] == "true",
            row["dibuka_oleh"],
        )
        for row in _rows(settings, "aturan_koreksi")
    }
    return Policy(rules, frozenset(row["variabel"] for row in _rows(settings, "variabel_berbukti")))


def _rows(settings: Settings, name: str) -> list[dict[str, str]]:
    path = settings.dbt_project_dir / "seeds" / "aturan" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))
