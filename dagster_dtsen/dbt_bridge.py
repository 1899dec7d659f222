"""dbt in this process: environment, manifest and invocation.

dbt runs inside the calling process, so that a killed run leaves no orphan that still holds the
warehouse file (docs/adr/0003).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.errors_disk import DISK_FULL, is_full, says_full
from dagster_dtsen.settings import Settings

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

Callback = Callable[[Any], None]
_SOURCES = ("*.sql", "*.yml", "*.csv", "*.md")
# artifacts and log of every call cost more than most of the layers they would tell of
_BARE = ("--no-write-json", "--log-level-file", "none")
# parsed projects of this process, by fingerprint of the sources: nothing in them is of a target
parsed: dict[str, Manifest] = {}


def export_environment(settings: Settings) -> None:
    """Hand the settings to dbt. The key goes under the prefix that dbt never prints or stores."""
    os.environ["DTSEN_HOME"] = str(settings.root)
    os.environ["DTSEN_DBT_TARGET"] = "bersandi" if settings.secret() else "terbuka"
    os.environ["DTSEN_DBT_WAREHOUSE"] = str(settings.warehouse_file)
    os.environ["DBT_ENV_SECRET_DTSEN_DB_KEY"] = settings.secret() or ""
    os.environ["DBT_TARGET_PATH"] = str(settings.dbt_target_dir)
    os.environ["DBT_LOG_PATH"] = str(settings.dbt_log_dir)
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
    os.environ["DO_NOT_TRACK"] = "1"


def invoke(
    settings: Settings, arguments: Sequence[str], callbacks: Sequence[Callback] = ()
) -> bool:
    """Run one dbt command; True when it succeeded. Connections are closed afterwards."""
    return bool(_invoke(settings, arguments, callbacks).success)


def build(settings: Settings, arguments: Sequence[str], callbacks: Sequence[Callback] = ()) -> bool:
    """Run one dbt command on the project as parsed before; True when it succeeded.

    It leaves no artifacts and no log, and shows nothing, unless DBT_WRITE_JSON is set: the words of
    a failed node quote values. ``callbacks`` get the events.
    """
    return _invoke_parsed(settings, [*arguments, *_bare("--log-level", "none")], callbacks)


def parse(settings: Settings) -> None:
    """Parse the project as this home has it; builds on another file of it need no parsing then."""
    manifest(settings)
    _project(settings)


def manifest(settings: Settings) -> Path:
    """Path of an up-to-date manifest; parses the project when a source file has changed."""
    path, stamp = _kept(settings)
    current = project_fingerprint(settings)
    if not _is_kept(settings, current):
        path.parent.mkdir(parents=True, exist_ok=True)
        _project(settings).write(str(path))  # type: ignore[no-untyped-call]
        stamp.write_text(current)
    return path


def load_manifest(settings: Settings) -> dict[str, Any]:
    """The manifest as a dictionary."""
    content: dict[str, Any] = json.loads(manifest(settings).read_text())
    return content


def write_docs(settings: Settings) -> Path:
    """Generate the docs as one self-contained HTML file; returns its path."""
    if not _invoke_parsed(settings, ["docs", "generate", "--static", "--quiet"]):
        raise DtsenError("E-TAHAP-GAGAL", step="dbt docs", reason="dbt")
    settings.docs_file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(settings.dbt_target_dir / "static_index.html", settings.docs_file)
    return settings.docs_file


def project_fingerprint(settings: Settings) -> str:
    """Hash that changes whenever a source file of the dbt project is touched."""
    directory = settings.dbt_project_dir
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(directory.rglob(pattern)):
            stat = path.stat()
            digest.update(
                f"{path.relative_to(directory)}:{stat.st_size}:{stat.st_mtime_ns}".encode()
            )
    return digest.hexdigest()


def _invoke_parsed(
    settings: Settings, arguments: Sequence[str], callbacks: Sequence[Callback] = ()
) -> bool:
    # compiling changes the nodes of a manifest, so every call gets its own
    own = _project(settings).deepcopy()  # type: ignore[no-untyped-call]
    return bool(_invoke(settings, arguments, callbacks, own).success)


def _invoke(
    settings: Settings,
    arguments: Sequence[str],
    callbacks: Sequence[Callback] = (),
    project: Manifest | None = None,
) -> Any:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    export_environment(settings)
    settings.root.mkdir(parents=True, exist_ok=True)
    directory = str(settings.dbt_project_dir)
    try:
        result = dbtRunner(manifest=project, callbacks=list(callbacks)).invoke(
            [*arguments, "--project-dir", directory, "--profiles-dir", directory]
        )
    finally:
        close: Callable[[], None] = DuckDBConnectionManager.close_all_connections
        close()
    if result.exception and not isinstance(result.exception, Exception):
        raise result.exception
    if _met_a_full_disk(result):
        raise DtsenError(DISK_FULL, place=settings.home)
    return result


def _met_a_full_disk(result: Any) -> bool:
    """Whether dbt failed of it; what a node says of a person's row is looked at, never shown."""
    nodes = getattr(result.result, "results", ())
    return not result.success and (
        (result.exception is not None and is_full(result.exception))
        or any(says_full(str(node.message or "")) for node in nodes)
    )


def _project(settings: Settings) -> Manifest:
    """The parsed project, parsed once per process; what is stored in the home shortens it."""
    current = project_fingerprint(settings)
    export_environment(settings)
    if current not in parsed:
        arguments = ["parse", *_bare()]
        if not _is_kept(settings, current):
            arguments.append("--no-partial-parse")
        result = _invoke(settings, arguments)
        if not result.success:
            raise DtsenError("E-TAHAP-GAGAL", step="dbt parse", reason="dbt")
        parsed[current] = result.result
    return parsed[current]


def _bare(*more: str) -> list[str]:
    return ["--quiet", *(() if "DBT_WRITE_JSON" in os.environ else (*_BARE, *more))]


def _kept(settings: Settings) -> tuple[Path, Path]:
    """The manifest in the home and the fingerprint of the sources it was made of."""
    return settings.dbt_target_dir / "manifest.json", settings.dbt_target_dir / "manifest.stamp"


def _is_kept(settings: Settings, current: str) -> bool:
    path, stamp = _kept(settings)
    return path.exists() and stamp.exists() and stamp.read_text() == current
