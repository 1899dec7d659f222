"""From what writes clear bytes to a sealed package, in place by one rename or not at all.

Clear bytes go from their writer into the seal and never to a disk, but for documents that the
caller calls free of personal data.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

import jinja2
from cryptography import x509

from dagster_dtsen.envelope import age, check, cms, manifest, seals
from dagster_dtsen.envelope.certificates import Trust, check_recipient, check_signer, fingerprint
from dagster_dtsen.envelope.refusal import Refused
from dagster_dtsen.envelope.seals import Seal
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import sha256, sync, sync_tree

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Content:
    """One file: what it is, and what writes it and gives its rows (None: no table).

    ``write`` is called once, maybe in another thread. ``clear``: the caller vouches that it holds
    nothing personal; it is not sealed.
    """

    name: str
    kind: str
    write: Callable[[BinaryIO], int | None]
    clear: bool = False


def of_bytes(name: str, kind: str, content: bytes, *, clear: bool = False) -> Content:
    """A file with these bytes."""

    def write(sink: BinaryIO) -> None:
        sink.write(content)

    return Content(name, kind, write, clear)


@dataclass(frozen=True)
class Recipient:
    """Whom a package is sealed for; ``fingerprint`` is that of the grant, ``trust`` its chain's."""

    certificate: x509.Certificate
    fingerprint: str
    trust: Trust


@dataclass(frozen=True)
class Agency:
    """Who signs: certificate, its key, and the trust that recipients are told to have."""

    certificate: x509.Certificate
    key: cms.Key
    trust: Trust


def build(
    target: Path,
    contents: Iterable[Content],
    about: manifest.About,
    recipient: Recipient | age.Passphrase,
    agency: Agency,
    moment: dt.datetime,
) -> manifest.Manifest:
    """Seal ``contents`` into the new package folder ``target``.

    One after another: the next is asked for when the one before is sealed. A passphrase in place of
    a recipient goes with a fact that says so (manifest.EXCEPTION). ``moment`` (with time zone): as
    of when certificates are judged, and the time of the manifest; the signature bears the time of
    this computer's clock. Raises DtsenError E-SERTIFIKAT, E-PAKET-KUNCI, E-PAKET-SEGEL,
    E-BERKAS-ADA when something stands in its place, and what a writer raises; then nothing is left.
    """
    seal = _seal_for(recipient, moment)
    chain = _chain(agency, moment)
    agency.key.public_fingerprint()
    with cms.told(), _aside(target) as aside:
        try:
            entries = _fill(aside, contents, about, seal)
            made = manifest.make(about, moment, seal.certificate, seal.key, seal.scheme, entries)
        except Refused as reason:
            raise cms.cannot(str(reason)) from None
        text = made.text()
        (aside / manifest.MANIFEST).write_bytes(text)
        (aside / manifest.SIGNATURE).write_bytes(
            cms.sign(text, agency.certificate, chain, agency.key)
        )
        # what is handed over is what a recipient will find whole; the clock made the signature
        now = max(moment, dt.datetime.now(dt.UTC))
        check.check(aside, agency.trust, now, recipient=seal.certificate)
    return made


def _seal_for(recipient: Recipient | age.Passphrase, moment: dt.datetime) -> Seal:
    if isinstance(recipient, age.Passphrase):
        return seals.with_passphrase(recipient)
    check_recipient(recipient.certificate, recipient.trust, moment, recipient.fingerprint)
    return seals.for_certificate(recipient.certificate)


def _chain(agency: Agency, moment: dt.datetime) -> list[x509.Certificate]:
    """The intermediates of the agency's certificate, which go into the signature."""
    try:
        found = check_signer(agency.certificate, agency.trust, moment, moment)
    except Refused as reason:
        name = fingerprint(agency.certificate)[:16]
        raise DtsenError("E-SERTIFIKAT", name=name, reason=str(reason)) from None
    return found[1:-1]


def _fill(
    aside: Path,
    contents: Iterable[Content],
    about: manifest.About,
    seal: Seal,
) -> tuple[manifest.Entry, ...]:
    """Every file, sealed or clear, and the two of the package itself."""
    (aside / manifest.DATA).mkdir(mode=0o700)
    entries = []
    for item in contents:
        manifest.check_name(item.name)
        entries.append(_clear(aside, item) if item.clear else _sealed(aside, item, seal))
    shutil.copyfile(TEMPLATES / seal.script, aside / manifest.SCRIPT)
    text = (TEMPLATES / f"{manifest.README}.j2").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined, keep_trailing_newline=True, trim_blocks=True
    )
    page = environment.from_string(text).render(asdict(about), sandi=seal.certificate is None)
    (aside / manifest.README).write_text(page, encoding="utf-8")
    entries += [
        _plain(aside / name, manifest.OWN, kind, None)
        for name, kind in ((manifest.README, "penjelasan"), (manifest.SCRIPT, "pembuka"))
    ]
    return tuple(sorted(entries, key=lambda entry: entry.nama))


def _sealed(aside: Path, item: Content, seal: Seal) -> manifest.Entry:
    rows: list[int | None] = []
    target = aside / manifest.DATA / manifest.sealed_name(item.name, seal.scheme)
    found = seal.close(lambda sink: rows.append(item.write(sink)), target)
    return manifest.Entry(
        item.name,
        manifest.SEALED,
        item.kind,
        rows[0],
        found.size_in,
        found.sha256_in,
        found.size_out,
        found.sha256_out,
    )


def _clear(aside: Path, item: Content) -> manifest.Entry:
    copy = aside / manifest.DOCUMENTS / item.name
    copy.parent.mkdir(mode=0o700, exist_ok=True)
    with copy.open("xb") as file:
        rows = item.write(file)
    if copy.stat().st_size > cms.LARGEST:
        raise Refused("dokumen lebih dari 200 MB / a document of more than 200 MB")
    return _plain(copy, manifest.CLEAR, item.kind, rows)


def _plain(path: Path, place: str, kind: str, rows: int | None) -> manifest.Entry:
    size = path.stat().st_size
    return manifest.Entry(path.name, place, kind, rows, size, sha256(path), None, None)


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """A folder beside ``target`` that takes its place at the end; what a kill left there goes."""
    aside = target.with_name(f".{target.name}.bangun")
    if os.path.lexists(target):
        raise DtsenError("E-BERKAS-ADA", path=target.name)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # held while building: another build of the same package is refused, a dead one's is not
    held = target.with_name(f".{target.name}.kunci")
    lock = os.open(held, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # whoever had it may have taken the file away in between
            if held.stat().st_ino != os.fstat(lock).st_ino:
                raise BlockingIOError
        except (BlockingIOError, FileNotFoundError):
            raise cms.cannot("paket ini sedang dibangun / it is being built already") from None
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(mode=0o700)
        try:
            yield aside
            sync_tree(aside)
            if os.path.lexists(target):
                raise DtsenError("E-BERKAS-ADA", path=target.name)
            aside.rename(target)
            sync(target.parent)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
            held.unlink(missing_ok=True)
    finally:
        os.close(lock)
