"""The data dictionary: read it, check it, render column docs, meta and uniform SQL from it.

The seeds under ``dbt_project/seeds/kamus``, ``seeds/indikator`` and ``daftar_kode`` are the source;
what is rendered is committed, and :func:`check_rendered` tells which committed file no longer
equals it.
"""

from dagster_dtsen.dictionary.checks import check
from dagster_dtsen.dictionary.checks_indicators import check_indicators
from dagster_dtsen.dictionary.checks_items import check_contract, contract_columns
from dagster_dtsen.dictionary.indicators import Catalogue, Indicator, load_catalogue
from dagster_dtsen.dictionary.model import Book, Code, Variable, load, load_book, load_codes
from dagster_dtsen.dictionary.rendering import check_rendered, render, write

__all__ = [
    "Book",
    "Catalogue",
    "Code",
    "Indicator",
    "Variable",
    "check",
    "check_contract",
    "check_indicators",
    "check_rendered",
    "contract_columns",
    "load",
    "load_book",
    "load_catalogue",
    "load_codes",
    "render",
    "write",
]
