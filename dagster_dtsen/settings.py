"""One Settings object: every path and limit, from the environment (DTSEN_*), read lazily."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from dagster_dtsen.home_places import Places

PACKAGE_DIR = Path(__file__).resolve().parent
PROJECT_DIR = PACKAGE_DIR.parent


class Settings(Places, BaseSettings):
    """Settings of one home.

    ``home`` holds everything the system writes. ``db_key``, when set, encrypts the warehouse,
    scratch, spill and release files (AES-256-GCM); it never leaves the process environment.
    ``backup_key`` seals copies of the home; without it ``db_key`` does.
    ``memory_limit`` is a DuckDB size, ``threads`` a count.
    """

    model_config = SettingsConfigDict(env_prefix="DTSEN_", extra="ignore")

    home: Path = Path("data/home")
    landing: Path = Path("data/twin/landing")
    db_key: SecretStr | None = None
    backup_key: SecretStr | None = None
    # what `dtsen rotate-key` changes the key to; nothing else reads it
    new_db_key: SecretStr | None = None
    # PEM files: manifests are signed by the one and held against the other
    sign_key: Path | None = None
    sign_passphrase: SecretStr | None = None
    verify_key: Path | None = None
    # 32 random bytes that the audit log pseudonymises persons with
    audit_key_file: Path | None = None
    # an existing folder on another host or medium for signed heads of the audit log
    audit_anchor: Path | None = None
    # events after which a head is due
    audit_every: int = Field(default=100, ge=1)
    # a folder outside of the home for the keys of pseudonyms in packages
    pseudonym_keys: Path | None = None
    # 32 random bytes, outside of the home, that published counts are rounded with
    rounding_key: Path | None = None
    # who signs packages: certificate, its key (PEM), and the trust that recipients have
    agency_cert: Path | None = None
    agency_key: Path | None = None
    agency_passphrase: SecretStr | None = None
    agency_trust: Path | None = None
    threads: int = 2
    memory_limit: str = "8GB"
    # pages show no value that fewer records hold
    sel_minimum: int = Field(default=10, ge=2)
    # families equal or persons equal deciles (both readings exist in official statements)
    satuan_desil: Literal["keluarga", "individu"] = "keluarga"
    # days a delivery stays in the landing folder after it was sent, before it may be purged
    transit_hari: int = 30
    # days in which the receipt of a package must have come
    tanda_terima_hari: int = Field(default=7, ge=1)

    @field_validator(
        "sign_key",
        "verify_key",
        "audit_key_file",
        "audit_anchor",
        "pseudonym_keys",
        "rounding_key",
        "agency_cert",
        "agency_key",
        "agency_trust",
    )
    @classmethod
    def _empty_is_none(cls, path: Path | None) -> Path | None:
        return path if path and path != Path() else None

    @property
    def root(self) -> Path:
        """The home as an absolute path."""
        return self.home.expanduser().resolve()

    @property
    def dbt_project_dir(self) -> Path:
        return PROJECT_DIR / "dbt_project"

    @property
    def rounding_key_file(self) -> Path:
        """Where the key of rounding is."""
        if self.rounding_key is None:
            return self.root / "pembulatan.kunci"
        return self.rounding_key.expanduser().resolve()

    def secret(self) -> str | None:
        """The key in clear, for the few places that hand it to DuckDB; None when unencrypted."""
        value = self.db_key.get_secret_value() if self.db_key else ""
        return value or None

    def backup_secret(self) -> str | None:
        """The key of copies in clear: the own one, else that of the database; None without any."""
        value = self.backup_key.get_secret_value() if self.backup_key else ""
        return value or self.secret()


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """Settings of this process; read at first use. Tests call ``get_settings.cache_clear()``."""
    return Settings()
