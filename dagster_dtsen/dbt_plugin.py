"""dbt-duckdb plugin: dbt's connection gets the same limits and key as every other one."""

from __future__ import annotations

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from dagster_dtsen.settings import get_settings
from dagster_dtsen.warehouse import hand_over_fingerprint_key, harden


class Plugin(BasePlugin):
    """Named in ``dbt_project/profiles.yml``; runs before the warehouse file is attached."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Apply :func:`dagster_dtsen.warehouse.harden` to dbt's connection."""
        harden(conn, get_settings())

    def configure_cursor(self, cursor: DuckDBPyConnection) -> None:
        """Variables belong to one connection, so every copy of it gets the key anew."""
        hand_over_fingerprint_key(cursor, get_settings())
