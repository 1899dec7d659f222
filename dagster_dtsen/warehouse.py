"""The only Python place that opens DuckDB.

Every connection is ``:memory:`` with the warehouse file attached as ``wh``, encrypted or not. The
dbt profile reads the same settings through :mod:`dbt_bridge`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import own_name
from dagster_dtsen.settings import Settings

ALIAS = "wh"
PARQUET_KEY_NAME, NEW_KEY_NAME = "dtsen", "dtsen_baru"
# a checkpoint writes the lists of all tables anew; at the engine's 16 MB one follows most models
CHECKPOINT = "1GB"
# what reading one untrusted file may take; a file that needs more is refused, never spilled
SEALED_MEMORY = "2GB"
_WRONG_KEY = ("wrong encryption key", "without a key", "is not encrypted")


def records(
    con: duckdb.DuckDBPyConnection,
    query: str,
    values: Sequence[object] | Mapping[str, object] = (),
) -> list[dict[str, Any]]:
    """The result of ``query`` with its parameters (in order or by name), one dict per row."""
    result = con.execute(query, dict(values) if isinstance(values, Mapping) else list(values))
    names = [str(column[0]) for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def quoted(value: object) -> str:
    """``value`` as an SQL string literal."""
    return "'" + str(value).replace("'", "''") + "'"


def parquet_key(secret: str) -> str:
    """A 32-character AES key for Parquet files, derived from the database key (SHA-256)."""
    return hashlib.sha256(b"dtsen-parquet:" + secret.encode()).hexdigest()[:32]


def fingerprint_key(secret: str | None) -> str:
    """Key of the fingerprints that findings keep of values; 64 hex digits (SHA-256).

    The same in every run of a home. Without a database key it is no secret, as the values are not.
    """
    return hashlib.sha256(b"dtsen-sidik:" + (secret or "").encode()).hexdigest()


def hand_over_fingerprint_key(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Set the variable ``kunci_sidik``; SQL names the variable and never shows the key."""
    con.execute(f"set variable kunci_sidik = {quoted(fingerprint_key(settings.secret()))}")


def harden(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Give a connection its limits and, with a key, its cryptography; no network, no autoload."""
    settings.spill_dir.mkdir(parents=True, exist_ok=True)
    con.execute("set autoinstall_known_extensions = false")
    con.execute("set autoload_known_extensions = false")
    con.execute(f"set threads = {settings.threads}")
    con.execute(f"set memory_limit = {quoted(settings.memory_limit)}")
    con.execute(f"set checkpoint_threshold = {quoted(CHECKPOINT)}")
    # spill files have fixed names and no lock: two instances would read each other's
    con.execute(f"set temp_directory = {quoted(settings.spill_dir / own_name())}")
    _add_key(con, settings, PARQUET_KEY_NAME)


def _add_key(con: duckdb.DuckDBPyConnection, settings: Settings, name: str) -> None:
    """Let Parquet files be read and written under the key of ``settings``, called ``name``."""
    secret = settings.secret()
    if secret:
        extension = f"extensions/v{duckdb.__version__}/httpfs.duckdb_extension"
        con.execute(f"load {quoted(files('duckdb_extension_httpfs') / extension)}")
        con.execute("set temp_file_encryption = true")
        key = quoted(parquet_key(secret))
        con.execute(f"pragma add_parquet_key({quoted(name)}, {key})")


@contextmanager
def rekeying(old: Settings, new: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for files under two keys; that of ``new`` is called :data:`NEW_KEY_NAME`."""
    con = duckdb.connect(":memory:")
    try:
        harden(con, old)
        _add_key(con, new, NEW_KEY_NAME)
        yield con
    finally:
        con.close()


def copy_database(old: Settings, new: Settings, source: Path, target: Path) -> None:
    """Write all of a database file into a new one under the key of ``new``.

    Raises DtsenError E-KUNCI-SALAH.
    """
    remove_database(target)
    with rekeying(old, new) as con:
        # the name that views know their tables by
        attach(con, source, ALIAS, old)
        attach(con, target, "baru", new)
        con.execute(f"copy from database {ALIAS} to baru")
        con.execute("checkpoint baru")


def attach(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    alias: str,
    settings: Settings,
    *,
    read_only: bool = False,
) -> None:
    """Attach ``path`` as ``alias``.

    Raises DtsenError E-KUNCI-SALAH when the file does not open with the configured key, and
    E-SEDANG-BERJALAN when another process holds it.
    """
    options = ["read_only"] if read_only else []
    secret = settings.secret()
    if secret:
        options += [f"encryption_key {quoted(secret)}", "encryption_cipher 'GCM'"]
    clause = f" ({', '.join(options)})" if options else ""
    try:
        con.execute(f"attach {quoted(path)} as {alias}{clause}")
    except duckdb.Error as error:
        # the engine's words without the path, which may hold any word
        text = str(error).replace(str(path), "").lower()
        if "set lock" in text:
            raise DtsenError("E-SEDANG-BERJALAN", home=settings.home) from None
        if any(sign in text for sign in _WRONG_KEY):
            raise DtsenError("E-KUNCI-SALAH", home=settings.home) from None
        raise


def roll_back(con: duckdb.DuckDBPyConnection) -> None:
    """Undo what was begun; a failed commit has undone it, and its own error is the one to tell."""
    with suppress(duckdb.TransactionException):
        con.execute("rollback")


@contextmanager
def connect(
    settings: Settings, *, database: Path | None = None, read_only: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse (or another database file of this home) as catalogue ``wh`` and use it."""
    path = database or settings.warehouse_file
    path.parent.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect(":memory:")
    try:
        harden(con, settings)
        attach(con, path, ALIAS, settings, read_only=read_only)
        con.execute(f"use {ALIAS}")
        yield con
    finally:
        con.close()


@contextmanager
def sealed_reader(
    settings: Settings, path: Path | None = None
) -> Iterator[tuple[duckdb.DuckDBPyConnection, str]]:
    """A connection for untrusted content, and the name under which it reads ``path``.

    It can open that one file and nothing else, write nothing (no spill either), load and install
    nothing, see no Python object and not be reconfigured; it knows neither warehouse nor key. The
    file is opened here, links not followed, and read by its descriptor: put another in its place
    and the reader refuses to open it.
    Raises OSError when it cannot be opened.
    """
    handle = None if path is None else os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    name = "" if handle is None else f"/dev/fd/{handle}"
    con = duckdb.connect(":memory:")
    try:
        con.execute("set autoinstall_known_extensions = false")
        con.execute("set autoload_known_extensions = false")
        con.execute("set python_enable_replacements = false")
        con.execute(f"set threads = {settings.threads}")
        con.execute(f"set memory_limit = {quoted(SEALED_MEMORY)}")
        con.execute("set temp_directory = ''")
        con.execute(f"set allowed_paths = [{quoted(name) if name else ''}]")
        con.execute("set enable_external_access = false")
        con.execute("set lock_configuration = true")
        yield con, name
    finally:
        con.close()
        if handle is not None:
            os.close(handle)


@contextmanager
def recipients(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection without a home, for files of packages; spills into ``folder`` alone."""
    with duckdb.connect(":memory:") as con:
        con.execute("set autoinstall_known_extensions = false")
        con.execute("set autoload_known_extensions = false")
        con.execute("set python_enable_replacements = false")
        con.execute(f"set temp_directory = {quoted(folder)}")
        yield con


@contextmanager
def scratch(con: duckdb.DuckDBPyConnection, settings: Settings, name: str) -> Iterator[str]:
    """A throw-away database attached to ``con`` as catalogue ``name``; deleted afterwards."""
    settings.scratch_dir.mkdir(parents=True, exist_ok=True)
    path = settings.scratch_dir / f"{name}.duckdb"
    remove_database(path)
    attach(con, path, name, settings)
    try:
        yield name
    finally:
        con.execute(f"use {ALIAS}")
        con.execute(f"detach {name}")
        remove_database(path)


def remove_database(path: Path) -> None:
    """Delete a database file, then its write-ahead log."""
    path.unlink(missing_ok=True)
    remove_log(path)


def remove_log(path: Path) -> None:
    """Delete the write-ahead log of a database file that another one is to replace."""
    path.with_name(path.name + ".wal").unlink(missing_ok=True)


def parquet_options(settings: Settings, key_name: str = PARQUET_KEY_NAME) -> str:
    """Options of ``copy … to`` for release files: zstd, and encrypted when a key is set."""
    key = f", encryption_config {{footer_key: {quoted(key_name)}}}" if settings.secret() else ""
    return f"format parquet, compression zstd{key}"


def read_parquet(settings: Settings, pattern: str, key_name: str = PARQUET_KEY_NAME) -> str:
    """A ``read_parquet(…)`` expression over release files of this home (key by name only).

    Folder names (``provinsi=32``) are a cut of the files; DuckDB would make them a column.
    """
    key = f", encryption_config = {{footer_key: {quoted(key_name)}}}" if settings.secret() else ""
    return f"read_parquet({quoted(pattern)}, hive_partitioning = false{key})"
