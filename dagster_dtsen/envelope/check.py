"""A package held against its signature, its manifest and the recipient's own sequence.

Works without a warehouse: nothing here needs DuckDB, dbt or Dagster.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from dagster_dtsen.envelope import cms, manifest
from dagster_dtsen.envelope.certificates import Trust
from dagster_dtsen.envelope.refusal import Refused
from dagster_dtsen.errors import DtsenError

_CHUNK = 1 << 20
# neither a link nor a pipe is waited for
_PLAIN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True)
class Checked:
    """A package that holds: its manifest, and who signed it when."""

    path: Path
    manifest: manifest.Manifest
    signed: cms.Signed


def check(
    package: Path,
    trust: Trust,
    moment: dt.datetime,
    *,
    last: int | None = None,
    recipient: str | None = None,
) -> Checked:
    """Signature first, then form, sequence and the hash of every file; nothing is decrypted.

    ``moment``: now, with time zone. ``last``: number of the last package that this recipient has
    accepted. ``recipient``: SHA-256 of the certificate that the package must be sealed for. Raises
    DtsenError E-PAKET-TANDA, E-PAKET-RUSAK, E-PAKET-ULANG, E-PAKET-SEGEL (no openssl).
    """
    name = package.name
    try:
        content = read_plain(package / manifest.MANIFEST, manifest.LARGEST)
        signature = read_plain(package / manifest.SIGNATURE, 1 << 20)
    except Refused as reason:
        raise damaged(name, str(reason)) from None
    try:
        signed = cms.verify(content, signature, trust, moment)
    except Refused as reason:
        raise DtsenError("E-PAKET-TANDA", package=name, reason=str(reason)) from None
    try:
        found = manifest.read(content)
        if recipient is not None and recipient != found.sertifikat:
            raise Refused("untuk sertifikat lain / sealed for another certificate")
        _check_files(package, found)
    except Refused as reason:
        raise damaged(name, str(reason)) from None
    if last is not None and found.about.nomor <= last:
        raise DtsenError("E-PAKET-ULANG", number=found.about.nomor, last=last)
    for entry in found.berkas:
        try:
            _check_hash(package / found.path(entry), entry)
        except Refused as reason:
            raise damaged(name, f"{found.path(entry)}: {reason}") from None
    return Checked(package, found, signed)


def damaged(name: str, reason: str) -> DtsenError:
    """The error of a package that is not what was signed."""
    return DtsenError("E-PAKET-RUSAK", package=name, reason=reason)


def _check_files(package: Path, found: manifest.Manifest) -> None:
    """Plain files where the manifest has them, none missing, nothing besides, no links."""
    wanted = {found.path(entry) for entry in found.berkas} | {manifest.MANIFEST, manifest.SIGNATURE}
    folders = {path.split("/")[0] for path in wanted if "/" in path}
    held = set()
    for folder in ("", *sorted(folders)):
        try:
            with os.scandir(package / folder) as items:
                for item in items:
                    path = f"{folder}/{item.name}" if folder else item.name
                    if path in folders and item.is_dir(follow_symlinks=False):
                        continue
                    if path not in wanted or not item.is_file(follow_symlinks=False):
                        raise Refused("berkas berlebih atau tautan / surplus file or link")
                    held.add(path)
        except OSError:
            raise Refused("folder tidak terbaca / a folder cannot be read") from None
    if missing := sorted(wanted - held):
        raise Refused(f"tidak ada / missing: {missing[0]}")


def _check_hash(path: Path, entry: manifest.Entry) -> None:
    sealed = entry.sha256_tersegel is not None
    size = entry.byte_tersegel if sealed else entry.byte
    digest, seen = hashlib.sha256(), 0
    try:
        with os.fdopen(os.open(path, _PLAIN), "rb") as handle:
            if os.fstat(handle.fileno()).st_size != size:
                raise Refused("ukuran lain / another size")
            while chunk := handle.read(_CHUNK):
                digest.update(chunk)
                seen += len(chunk)
    except OSError:
        raise Refused("tidak terbaca / cannot be read") from None
    wanted = entry.sha256_tersegel if sealed else entry.sha256
    if seen != size or digest.hexdigest() != wanted:
        raise Refused("sidik lain / another hash")


def read_plain(path: Path, most: int) -> bytes:
    """A small plain file, read once: what is checked is what is used."""
    try:
        with os.fdopen(os.open(path, _PLAIN), "rb") as handle:
            if not stat.S_ISREG(os.fstat(handle.fileno()).st_mode):
                raise Refused("bukan paket / no package")
            content = handle.read(most + 1)
    except OSError:
        raise Refused("bukan paket / no package") from None
    if len(content) > most:
        raise Refused("manifes terlalu besar / manifest too large")
    return content
