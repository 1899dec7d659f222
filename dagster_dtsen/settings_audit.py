"""Settings of the home and of its audit log; the rest is in :mod:`dagster_dtsen.settings`."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings


class AuditSettings(BaseSettings):
    """Where a home is and what its audit log (docs/audit.md) needs from outside of it.

    ``audit_key_file``: 32 random bytes that persons are pseudonymised with. ``audit_anchor``: an
    existing folder on another host or medium for signed heads, one at least every ``audit_every``
    events.
    """

    home: Path = Path("data/home")
    audit_key_file: Path | None = None
    audit_anchor: Path | None = None
    audit_every: int = Field(default=100, ge=1)

    @field_validator("audit_key_file", "audit_anchor")
    @classmethod
    def _unset_when_empty(cls, path: Path | None) -> Path | None:
        return path if path and path != Path() else None

    @property
    def root(self) -> Path:
        """The home as an absolute path."""
        return self.home.expanduser().resolve()

    @property
    def audit_dir(self) -> Path:
        """The audit log and what its writers need, for this user alone."""
        return self.root / "audit"

    @property
    def audit_log(self) -> Path:
        """Who did what with which data, in a chain of hashes; lines are only added."""
        return self.audit_dir / "jejak.jsonl"
