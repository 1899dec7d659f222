"""A sealed release under another key: the same rows and fingerprints in other bytes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb

from dagster_dtsen import keyed, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import aside, replace, sha256, sync_tree, write_json
from dagster_dtsen.release import signature, store
from dagster_dtsen.release.fingerprint import form_of, table_fingerprint
from dagster_dtsen.release.intact import complete, sealed_names
from dagster_dtsen.release.seal import files_of, same_bytes
from dagster_dtsen.release.tables import key_of
from dagster_dtsen.settings import Settings

SECTION = "rotasi"
# what is written under the new key, below the folder of a change, until it takes its place
NEW = "baru"


def prepared(settings: Settings, path: Path) -> Path:
    """Where the copy under the new key of something in the home lies while a key is changed."""
    return settings.rotation_dir / NEW / path.relative_to(settings.root)


def check_signature(settings: Settings, stored: store.StoredRelease) -> None:
    """That a signed release can be signed anew, and is what was signed.

    Its manifest changes with its files. The signature of today is checked by the public key of
    ``DTSEN_VERIFY_KEY``, else by the public half of the signing key, so that nothing is signed that
    was not signed before. Raises DtsenError E-KUNCI-BARU, E-KUNCI-TANDA, E-TANDA-LAIN,
    E-TANDA-SALAH.
    """
    if signature.signed_by(stored) is None:
        return
    signer = signature.signer(settings)
    if signer is None:
        reason = f"{stored.name} ditandatangani / is signed: DTSEN_SIGN_KEY"
        raise DtsenError("E-KUNCI-BARU", reason=reason)
    known = settings.verify_key
    signature.check(stored, signature.public_key(known) if known else signer.public_key())


def is_rekeyed(stored: store.StoredRelease, target: Path) -> bool:
    """Whether ``target`` is ``stored`` under another key, made to its end before."""
    try:
        manifest = json.loads((target / store.MANIFEST).read_text())
        before = manifest[SECTION]["manifes_sebelum"]
    except (OSError, ValueError, KeyError):
        return False
    return bool(before == sha256(stored.path / store.MANIFEST))


def rekey(
    con: duckdb.DuckDBPyConnection,
    old: Settings,
    new: Settings,
    stored: store.StoredRelease,
    target: Path,
) -> None:
    """Write ``stored`` under the key of ``new`` to the folder ``target``, whole or not at all.

    Every file for itself, so their cut by province stays. The fingerprints of the manifest are
    computed anew from what was written; sizes and hashes of files are those of the new ones; the
    section ``rotasi`` counts changes of the key and names the SHA-256 of the manifest before. A
    signed release is signed again. ``con`` is one of :func:`warehouse.rekeying`.
    Raises DtsenError E-SEGEL-RUSAK, E-KUNCI-TANDA.
    """
    complete(stored)
    written = aside(target)
    for folder in (written, target):
        shutil.rmtree(folder, ignore_errors=True)
    manifest = json.loads((stored.path / store.MANIFEST).read_text())
    for layer, name in sealed_names(stored):
        same_bytes(stored, layer, name)
        sealed = manifest["lapisan"][layer][name]
        for file in sealed["berkas"]:
            _copy(con, old, new, stored.path / file["nama"], written / file["nama"])
        pattern = str(written / layer / name / "**" / "*.parquet")
        relation = warehouse.read_parquet(new, pattern, warehouse.NEW_KEY_NAME)
        key, form = key_of(sealed, layer, name), form_of(sealed)
        _, fingerprint, _ = table_fingerprint(con, relation, key, form)
        if fingerprint != sealed["sidik"]:
            raise DtsenError("E-SEGEL-RUSAK", release=stored.name, tables=f"{layer}.{name}")
        sealed["berkas"] = files_of(written, layer, name)
    manifest[SECTION] = {
        "kali": manifest.get(SECTION, {}).get("kali", 0) + 1,
        "manifes_sebelum": sha256(stored.path / store.MANIFEST),
    }
    write_json(written / store.MANIFEST, manifest)
    if signature.signed_by(stored) is not None:
        signature.sign(new, written)
    sync_tree(written)
    written.rename(target)


def _copy(
    con: duckdb.DuckDBPyConnection, old: Settings, new: Settings, source: Path, target: Path
) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    con.execute(
        f"copy (select * from {warehouse.read_parquet(old, str(source))}) to "
        f"{warehouse.quoted(target)} ({warehouse.parquet_options(new, warehouse.NEW_KEY_NAME)})"
    )


def kept_tables(settings: Settings) -> list[Path]:
    """Tables beside the releases: rows that go back to providers, keys and hashes of packages."""
    rows = settings.returns_dir.glob("*/*/*/*.parquet")
    return sorted([*rows, *settings.package_rows_dir.rglob("*.parquet")])


def drop_clear_rows(settings: Settings) -> None:
    """Delete the spreadsheets of an open home where their rows stand under a key now."""
    for path in settings.returns_dir.glob("*/*/*/*.parquet"):
        if keyed.is_keyed(path):
            path.with_suffix(".csv").unlink(missing_ok=True)


def written_by(settings: Settings, path: Path) -> Settings:
    """Settings with the key that a table was written by: none where the home was open then."""
    open_home = settings.model_copy(update={"db_key": None})
    return settings if keyed.is_keyed(path) else open_home


def copy_table(
    con: duckdb.DuckDBPyConnection, old: Settings, new: Settings, source: Path, target: Path
) -> bool:
    """Write one of them under the key of ``new``; False when it does not open under the old one."""
    written = aside(target)
    written.unlink(missing_ok=True)
    try:
        _copy(con, written_by(old, source), new, source, written)
    except duckdb.Error:
        written.unlink(missing_ok=True)
        return False
    replace(written, target)
    return True
