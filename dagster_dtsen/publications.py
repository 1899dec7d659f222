"""A finished release becomes what readers see, under the audit log."""

from __future__ import annotations

from typing import Any

from dagster_dtsen import audits
from dagster_dtsen.release import assemble
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings


def publish(settings: Settings, release: ReleaseId, manifest: dict[str, Any]) -> None:
    """:func:`release.assemble.publish`; one act per version of a release, with its persons."""
    name = f"{release}.v{manifest['versi']}"
    with audits.acting(settings, "bangun", "rilis", name, rilis=name) as outcome:
        assemble.publish(settings, release, manifest)
        outcome.rows = manifest["ringkasan"]["individu"]
