"""The data dictionary: read it, check it, render column docs, meta and uniform SQL from it.

The seed ``dbt_project/seeds/kamus/kamus.csv`` is the source; what is rendered is committed and
:func:`check_rendered` tells which committed file no longer equals it.
"""

from dagster_dtsen.dictionary.checks import check
from dagster_dtsen.dictionary.model import Code, Variable, load, load_codes
from dagster_dtsen.dictionary.rendering import check_rendered, render, write

__all__ = [
    "Code",
    "Variable",
    "check",
    "check_rendered",
    "load",
    "load_codes",
    "render",
    "write",
]
