"""One tampering with a package, drawn by a seed: what an attacker could do on the way.

Used by the tests with a few dozen seeds and by the proof (tests/proof/package.py) with 1,000.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_dtsen.envelope.check import check
from dagster_dtsen.envelope.cms import Key, seal, sign
from dagster_dtsen.envelope.opened import open_package
from dagster_dtsen.envelope.openssl import from_file
from dagster_dtsen.errors import DtsenError
from tests.envelope import packages, pki
from tests.envelope.packages import DOCUMENT, PARTS

MANIFEST, SIGNATURE = "manifest.json", "manifest.json.p7s"
_NAMES = (MANIFEST, SIGNATURE, "buka.sh", "BACA.txt", f"dokumen/{DOCUMENT}")
_ANY = (*_NAMES, *(f"data/{name}.cms" for name in PARTS))
CODES = {"E-PAKET-RUSAK", "E-PAKET-TANDA", "E-PAKET-KUNCI", "E-PAKET-ULANG"}


@dataclass(frozen=True)
class Stage:
    """What every tampering starts from: two packages of one recipient, one of another, keys.

    ``world`` is the good PKI; ``stranger`` holds a certificate of the same root, to sign with.
    """

    folder: Path
    world: pki.World
    package: Path
    other: Path
    foreign: Path
    key: Path
    foreign_key: Path
    stranger: Path


def stage(folder: Path, world: pki.World) -> Stage:
    """Three packages and the keys, in ``folder``."""
    stranger = pki.make("Orang Lain", pki.key("SECP256R1", 20), world.between, pki.SIGN)
    later = packages.about(4, "PKT-2026T2-0004")
    return Stage(
        folder,
        world,
        packages.package(folder / "a", world, world.rsa),
        packages.package(folder / "b", world, world.rsa, later, seed=2),
        packages.package(folder / "c", world, world.ec, seed=3),
        world.rsa.write(folder / "kunci", "rsa"),
        world.ec.write(folder / "kunci", "ec"),
        stranger.write(folder / "kunci", "orang"),
    )


def _flip(path: Path, draw: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    path.write_bytes(content)


def _cut(path: Path, draw: random.Random) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: draw.randrange(len(content))])


def _append(path: Path, draw: random.Random) -> None:
    path.write_bytes(path.read_bytes() + draw.randbytes(draw.randint(1, 99)))


def _on_file(change: Callable[[Path, random.Random], None], *names: str) -> Callable[..., None]:
    def act(_: Stage, copy: Path, draw: random.Random) -> None:
        change(copy / draw.choice(names), draw)

    return act


def _swap(_: Stage, copy: Path, draw: random.Random) -> None:
    """Two sealed parts change places."""
    first, second = (copy / "data" / f"{name}.cms" for name in draw.sample(PARTS, 2))
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)


def _from_other(*names: str) -> Callable[..., None]:
    """These files come from another good package of the same recipient, or of another one."""

    def act(given: Stage, copy: Path, draw: random.Random) -> None:
        source = draw.choice((given.other, given.foreign))
        for name in names or (f"data/{draw.choice(PARTS)}.cms",):
            shutil.copyfile(source / name, copy / name)

    return act


def _edit(given: Stage, copy: Path, draw: random.Random) -> dict[str, Any]:
    """The manifest with one value that would help an attacker."""
    told: dict[str, Any] = json.loads((copy / MANIFEST).read_bytes())
    name, value = draw.choice(
        (("nomor", 99), ("hak_alih", True), ("tingkat", 1), ("berlaku_sampai", "2099-01-01"))
    )
    told[name] = value
    text = json.dumps(told, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    (copy / MANIFEST).write_text(text)
    return told


def _sign_as_stranger(given: Stage, copy: Path, draw: random.Random) -> None:
    """Everything right, but signed by somebody else whom the same root certifies."""
    if draw.random() < 0.5:
        _edit(given, copy, draw)
    holder = given.stranger.with_suffix(".pem")
    certificate = pki.x509.load_pem_x509_certificate(holder.read_bytes())
    chain = [given.world.between.certificate]
    made = sign((copy / MANIFEST).read_bytes(), certificate, chain, Key(given.stranger))
    (copy / SIGNATURE).write_bytes(made)


def _seal_anew(given: Stage, copy: Path, draw: random.Random) -> None:
    """Another content, sealed for the right recipient: anybody can do that."""
    name = draw.choice(PARTS)
    forged = copy.parent / "palsu"
    forged.write_bytes(draw.randbytes(20_000))
    (copy / "data" / f"{name}.cms").unlink()
    seal(from_file(forged), copy / "data" / f"{name}.cms", given.world.rsa.certificate)
    forged.unlink()


def _surplus(_: Stage, copy: Path, draw: random.Random) -> None:
    name = draw.choice(("data/tambahan.cms", "baca-saya.html", "dokumen/x.csv", ".x", "lain/a"))
    (copy / name).parent.mkdir(exist_ok=True)
    (copy / name).write_bytes(draw.randbytes(20))


def _link(given: Stage, copy: Path, draw: random.Random) -> None:
    """A file is replaced by a link to the very same bytes elsewhere."""
    name = draw.choice(_ANY)
    (copy / name).unlink()
    (copy / name).symlink_to(given.package / name)


def _link_folder(given: Stage, copy: Path, draw: random.Random) -> None:
    name = draw.choice(("data", "dokumen"))
    shutil.rmtree(copy / name)
    (copy / name).symlink_to(given.package / name)


def _remove(_: Stage, copy: Path, draw: random.Random) -> None:
    (copy / draw.choice(_ANY)).unlink()


def _pipe(_: Stage, copy: Path, draw: random.Random) -> None:
    name = draw.choice(_ANY)
    (copy / name).unlink()
    os.mkfifo(copy / name)


def _nothing(_: Stage, copy: Path, draw: random.Random) -> None:
    """The package is good; the attack is in how it is opened."""


KINDS: dict[str, Callable[[Stage, Path, random.Random], object]] = {
    "flip a part": _on_file(_flip, *_ANY[len(_NAMES) :]),
    "flip the manifest": _on_file(_flip, MANIFEST),
    "flip the signature": _on_file(_flip, SIGNATURE),
    "flip a document": _on_file(_flip, *_NAMES[2:]),
    "cut": _on_file(_cut, *_ANY),
    "append": _on_file(_append, *_ANY),
    "swap parts": _swap,
    "part of another package": _from_other(),
    "manifest of another package": _from_other(MANIFEST),
    "signature of another package": _from_other(SIGNATURE),
    "manifest and signature of another": _from_other(MANIFEST, SIGNATURE),
    "edit the manifest": _edit,
    "signed by a stranger": _sign_as_stranger,
    "sealed anew": _seal_anew,
    "surplus file": _surplus,
    "link": _link,
    "linked folder": _link_folder,
    "pipe": _pipe,
    "missing file": _remove,
    "replay": _nothing,
    "other recipient's key": _nothing,
}


def tamper(given: Stage, seed: int) -> tuple[str, str | None]:
    """Tamper with a copy of the package, then check and open it; the kind, and what went wrong.

    None: refused by an error of its own kind, and the target folder is as empty as before.
    Kinds take turns with ``seed``.
    """
    kind = list(KINDS)[seed % len(KINDS)]
    draw = random.Random(f"{seed}:{kind}")
    copy, target = given.folder / f"t{seed}" / "paket", given.folder / f"t{seed}" / "buka"
    shutil.copytree(given.package, copy)
    target.mkdir()
    KINDS[kind](given, copy, draw)
    last = 3 if kind == "replay" else 2
    key = given.foreign_key if kind == "other recipient's key" else given.key
    try:
        return kind, _judge(given, copy, target, key, last, kind)
    finally:
        shutil.rmtree(copy.parent)


def _judge(given: Stage, copy: Path, target: Path, key: Path, last: int, kind: str) -> str | None:
    trust = given.world.trust
    if kind != "other recipient's key":  # which only opening can notice
        try:
            check(copy, trust, pki.NOW, last=last)
        except DtsenError as error:
            if error.kind.code not in CODES:
                return f"check: {error.kind.code}"
        else:
            return "check accepted it"
    try:
        open_package(copy, target, Key(key), trust, pki.NOW, last=last)
    except DtsenError as error:
        if error.kind.code not in CODES:
            return f"open: {error.kind.code}"
        return "left something" if any(target.iterdir()) else None
    return "opened"
