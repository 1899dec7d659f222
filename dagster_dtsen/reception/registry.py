"""All provider contracts of the project, read from their YAML."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import ValidationError

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.reception.contract import ProviderContract
from dagster_dtsen.settings import PACKAGE_DIR

PROVIDERS_DIR = PACKAGE_DIR / "defs" / "providers"


def load_contracts(directory: Path = PROVIDERS_DIR) -> list[ProviderContract]:
    """Contracts in name order; raises DtsenError E-KONTRAK when one does not parse."""
    contracts = []
    for path in sorted(directory.glob("*/defs.yaml")):
        try:
            attributes = yaml.safe_load(path.read_text(encoding="utf-8"))["attributes"]
            contracts.append(ProviderContract.model_validate(attributes))
        except (ValidationError, KeyError, TypeError, yaml.YAMLError) as error:
            raise DtsenError(
                "E-KONTRAK", provider=path.parent.name, reason=type(error).__name__
            ) from None
    return contracts
