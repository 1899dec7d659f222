"""A package that a passphrase opens, its single tamperings, and its script as it is run."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from dagster_dtsen.envelope import age, cms, manifest
from dagster_dtsen.envelope.build import build
from dagster_dtsen.envelope.cms import Key
from tests.envelope import packages, pki
from tests.envelope.packages import DOCUMENT, PARTS, PRIVATE_DOCUMENT

SECRET = age.passphrase()
SEALED = (PARTS[0], PRIVATE_DOCUMENT)
MANIFEST, SIGNATURE = manifest.MANIFEST, manifest.SIGNATURE
_DATA = tuple(f"data/{name}.age" for name in SEALED)
_ALL = (MANIFEST, SIGNATURE, "buka.sh", "BACA.txt", f"dokumen/{DOCUMENT}", *_DATA)
Change = Callable[[Path, random.Random], object]
# stands in for the program where it is not installed; the secret comes from a variable
_AGE = """#!{python}
import os, sys
from pathlib import Path
import pyrage
_, _, _, target, source = sys.argv
Path({calls!r}).touch()
try:
    Path(target).write_bytes(pyrage.passphrase.decrypt(Path(source).read_bytes(), os.environ["S"]))
except pyrage.DecryptError:
    sys.exit(1)
"""


def about(number: int = 3, level: int = 2, told: bool = True) -> manifest.About:
    exception = {manifest.EXCEPTION: manifest.NO_CERTIFICATE} if told else {}
    return replace(packages.about(number), tingkat=level, fakta={"baris": 1, **exception})


def package(folder: Path, world: pki.World, sealed: tuple[str, ...] = SEALED) -> Path:
    """A finished one in ``folder``, of these sealed parts and a clear document."""
    source = packages.lay(folder / "terang")
    contents = [item for item in packages.contents(source) if item.name in (*sealed, DOCUMENT)]
    agency = packages.agency(world, folder / "kunci")
    build(folder / "paket", contents, about(), SECRET, agency, pki.NOW)
    return folder / "paket"


def _flip(*names: str) -> Change:
    def change(copy: Path, draw: random.Random) -> None:
        path = copy / draw.choice(names)
        content = bytearray(path.read_bytes())
        content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
        path.write_bytes(content)

    return change


def _cut(copy: Path, draw: random.Random) -> None:
    path = copy / draw.choice(_ALL)
    path.write_bytes(path.read_bytes()[: draw.randrange(path.stat().st_size)])


def _append(copy: Path, draw: random.Random) -> None:
    path = copy / draw.choice(_ALL)
    path.write_bytes(path.read_bytes() + draw.randbytes(draw.randint(1, 99)))


def _edit(copy: Path, draw: random.Random) -> None:
    told = json.loads((copy / MANIFEST).read_bytes())
    name, value = draw.choice(
        (("sertifikat", "ab" * 32), ("kunci", "cd" * 32), ("sandi", "AES-256-CBC/RSA-OAEP-SHA256"),
         ("tingkat", 1), ("nomor", 9), ("hak_alih", True), ("berlaku_sampai", "2099-01-01"))
    )  # fmt: skip
    told[name] = value
    text = json.dumps(told, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    (copy / MANIFEST).write_text(text)


def _swap(copy: Path, _: random.Random) -> None:
    first, second = (copy / name for name in _DATA)
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)


def _remove(copy: Path, draw: random.Random) -> None:
    (copy / draw.choice(_ALL)).unlink()


def _surplus(copy: Path, draw: random.Random) -> None:
    (copy / draw.choice(("data/lain.age", "baca.html", "dokumen/x.csv"))).write_bytes(b"x")


def _rename(copy: Path, draw: random.Random) -> None:
    path = copy / draw.choice(_DATA)
    path.rename(path.with_suffix(".cms"))


def _link(copy: Path, draw: random.Random) -> None:
    path, away = copy / draw.choice(_ALL), copy.parent / "di-luar"
    path.rename(away)
    path.symlink_to(away)


KINDS: dict[str, Change] = {
    "flip a part": _flip(*_DATA),
    "flip the manifest": _flip(MANIFEST),
    "flip the signature": _flip(SIGNATURE),
    "flip a document": _flip("buka.sh", "BACA.txt", f"dokumen/{DOCUMENT}"),
    "cut": _cut,
    "append": _append,
    "edit the manifest": _edit,
    "swap": _swap,
    "missing": _remove,
    "surplus": _surplus,
    "rename": _rename,
    "link": _link,
}


def tampered(good: Path, folder: Path, seed: int) -> Path:
    """A copy with one change; kinds take turns with ``seed``."""
    kind = list(KINDS)[seed % len(KINDS)]
    copy = folder / "paket"
    shutil.copytree(good, copy)
    KINDS[kind](copy, random.Random(f"{seed}:{kind}"))
    return copy


def signed_anew(good: Path, world: pki.World, folder: Path, **changed: object) -> Path:
    """A copy in which the agency itself signs another content of a part than was sealed."""
    copy = folder / "paket"
    shutil.copytree(good, copy)
    found = manifest.read((copy / MANIFEST).read_bytes())
    entries = tuple(
        replace(item, **changed) if item.nama == SEALED[1] else item  # type: ignore[arg-type]
        for item in found.berkas
    )
    text = replace(found, berkas=entries).text()
    key = Key(world.agency.write(folder / "lagi", "badan"))
    chain = [world.between.certificate]
    (copy / MANIFEST).write_bytes(text)
    (copy / SIGNATURE).write_bytes(cms.sign(text, world.agency.certificate, chain, key))
    return copy


def stand_in(folder: Path, calls: Path) -> Path:
    """A folder with a program named age; it makes the file ``calls`` when it is called."""
    folder.mkdir()
    (folder / "age").write_text(_AGE.format(python=sys.executable, calls=str(calls)))
    (folder / "age").chmod(0o755)
    return folder


def script(
    good: Path, target: Path, trust: Path, tools: Path, secret: str = SECRET.text
) -> subprocess.CompletedProcess[str]:
    """buka.sh as a recipient runs it, with ``tools`` before the other programs."""
    return subprocess.run(
        ["sh", str(good / "buka.sh"), str(target), str(trust / "akar.pem"),
         str(trust / "penanda.crt")],
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        env={"PATH": f"{tools}:{os.environ['PATH']}", "S": secret},
    )  # fmt: skip
