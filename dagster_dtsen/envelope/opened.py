"""A package opened into an empty folder with the recipient's key or passphrase, or not at all.

Works without a warehouse: nothing here needs DuckDB, dbt or Dagster.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dagster_dtsen.envelope import age, cms, manifest, openssl
from dagster_dtsen.envelope.certificates import Trust
from dagster_dtsen.envelope.check import Checked, check, damaged
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import private, replace, sha256, sync

# tells the passphrase once it is known that one is needed
Ask = Callable[[], str]


def open_package(
    package: Path,
    target: Path,
    key: cms.Key | Ask,
    trust: Trust,
    moment: dt.datetime,
    *,
    last: int | None = None,
) -> Checked:
    """Check a package as :func:`check.check` does, then open it into the empty folder ``target``.

    ``key`` is the private key, or what tells the passphrase of a package without a certificate.
    Parts, clear documents and the manifest get there, each under a temporary name until its hash
    and size are those of the manifest. Raises DtsenError of the check, E-FOLDER-TERISI, and
    E-PAKET-KUNCI when the key is not the one it was sealed for; then the folder is as it was.
    """
    fingerprint = key.public_fingerprint() if isinstance(key, cms.Key) else None
    found = check(package, trust, moment, last=last)
    secret = _fitting(key, fingerprint, found.manifest)
    with cms.told(), _empty(target):
        for entry in found.manifest.berkas:
            if entry.letak != manifest.OWN:
                _open(package, target, secret, entry, found.manifest.path(entry))
        # written from what was checked
        with private(target / manifest.MANIFEST) as part:
            part.write_bytes(found.manifest.text())
            sync(part)
    return found


def _fitting(
    key: cms.Key | Ask, fingerprint: str | None, made: manifest.Manifest
) -> cms.Key | age.Passphrase:
    """What opens this package. Raises DtsenError E-PAKET-KUNCI: it needs the other kind."""
    if isinstance(key, cms.Key):
        if made.kunci is None:
            raise key.refused(
                "paket ini dibuka dengan kata sandi, tanpa --key / it opens with a passphrase"
            )
        if fingerprint != made.kunci:
            raise key.refused("paket disegel untuk kunci lain / it is sealed for another key")
        return key
    if made.kunci is not None:
        raise age.refused(
            "paket ini dibuka dengan kunci privat, --key / it opens with a private key"
        )
    return age.Passphrase(key().strip())


def _open(
    package: Path, target: Path, secret: cms.Key | age.Passphrase, entry: manifest.Entry, path: str
) -> None:
    """One file of the package: decrypted or copied aside, held against the manifest, renamed."""
    part = target / f".{entry.nama}.part"
    source = package / path
    if entry.letak == manifest.CLEAR:
        shutil.copyfile(source, part, follow_symlinks=False)
        part.chmod(0o600)
        right = not part.is_symlink() and sha256(part) == entry.sha256
    else:
        try:
            right = _unsealed(source, part, secret, entry)
        except openssl.Failed as reason:
            raise damaged(package.name, f"{path}: {reason}") from None
    if not right:
        raise damaged(package.name, f"{path}: isi lain / another content")
    replace(part, target / entry.nama)


def _unsealed(
    source: Path, part: Path, secret: cms.Key | age.Passphrase, entry: manifest.Entry
) -> bool:
    """Whether what came out is what was signed; of a passphrase nothing else comes out at all."""
    if isinstance(secret, age.Passphrase):
        age.unseal(source, part, secret, entry)
        return True
    got = cms.unseal(source, part, secret, entry.byte)
    return (got.size_out, got.sha256_out) == (entry.byte, entry.sha256)


@contextmanager
def _empty(target: Path) -> Iterator[None]:
    """An empty folder to write in, for this account alone; empty again when something fails."""
    there = target.exists()
    if there and (not target.is_dir() or any(target.iterdir())):
        raise DtsenError("E-FOLDER-TERISI", path=target.name)
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.chmod(0o700)
    try:
        yield
    except BaseException:
        for path in target.iterdir():
            path.unlink()
        if not there:
            target.rmdir()
        raise
