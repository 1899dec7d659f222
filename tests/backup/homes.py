"""A home for tests of backups: small files by hand, two sealed releases."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from dagster_dtsen import backups, journal
from dagster_dtsen.backup import repository
from dagster_dtsen.backup.repository import Repository
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from tests.release.two_releases import lay_both

BACKUP_KEY = "kunci-cadangan-uji-5d20"
OTHER = "kunci-cadangan-lain-77aa"
# what is kept, beside releases; and what must not be
KEPT = {
    "arsip/pengantar/dukcapil/dukcapil-2026T1-a/0a.yml": b"penyedia: dukcapil\n",
    "keputusan/bukti/7f": b"bukti",
    "keputusan/isi/8e": b"isi",
    "pengembalian/2026T1/dukcapil/dukcapil-2026T1-a/ringkasan.json": b"{}",
    "padanan/2026T1.v1/kemensos/a/ringkasan.json": b"{}",
    "tanda_terima/dukcapil/dukcapil-2026T1-a.json": b"{}",
    "tabel_terbit/2026T1.v1.1/manifes.json": b"{}",
    "tabel_terbit/2026T1.v1.1/sel_provinsi.parquet": b"x",
    "templat/berita_acara_padanan.html.j2": b"<p>",
    "model/linkage.json": b"{}",
}
LOGS = (
    "keputusan/kiriman.jsonl",
    "tinjauan/jejak.jsonl",
    "catatan/akses.jsonl",
    "audit/jejak.jsonl",
)
NOT_KEPT = {
    "gudang.duckdb": b"x",
    "pembulatan.kunci": b"x",
    "samaran/dinas.kunci": b"x",
    "kerja/sementara": b"x",
    "tumpahan/sementara": b"x",
    "dbt/target/manifest.json": b"x",
    "dagster/history/a.db": b"x",
    "docs/index.html": b"x",
    "tinjauan/2026T1/antrean.csv": b"x",
    "catatan/lain.txt": b"x",
    "pemberitahuan/2026T1.v1/ditarik-2026T1.v2/instansi-dinas/p.json": b"x",
    "rilis/.bangun/2026T3/snapshot/a.parquet": b"x",
    "pengembalian/2026T3/dukcapil/b/ringkasan.json": b"x",
    "pengembalian/2026T2.v2/dukcapil/b/ringkasan.json": b"x",
    "tabel_terbit/.bangun.2026T2.v1.1/sel_provinsi.parquet": b"x",
    "arsip/aa/setengah.baru": b"x",
    "tanda_terima/dukcapil/setengah.json.baru": b"x",
}


def put(root: Path, name: str, content: bytes) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def original(root: Path, content: bytes) -> Path:
    """An original in the archive, by hash and read-only."""
    digest = hashlib.sha256(content).hexdigest()
    path = put(root, f"arsip/{digest[:2]}/{digest}", content)
    path.chmod(0o440)
    return path


def lay_home(settings: Settings) -> None:
    """Both releases, everything of ``KEPT``, ``LOGS`` and ``NOT_KEPT``, two originals."""
    lay_both(settings)
    root = settings.root
    for name, content in (KEPT | NOT_KEPT).items():
        put(root, name, content)
    for name in LOGS:
        journal.append(root / name, {"a": 1})
    original(root, b"satu" * 1000)
    original(root, b"")
    (root / "pengembalian").chmod(0o700)


def content(root: Path) -> dict[str, bytes]:
    """Path → bytes of every file below a folder."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def kept(root: Path) -> dict[str, bytes]:
    """What of a home a backup must hold, by a rule of its own."""
    wanted = (
        *("arsip/", "keputusan/", "padanan/", "tabel_terbit/", "tanda_terima/", "templat/"),
        *("model/", "rilis/"),
    )
    complete = [path.parent.name for path in root.glob("rilis/*/manifest.json")]
    # the packages of a first version bear its quarter alone
    returns = tuple(f"pengembalian/{name.removesuffix('.v1')}/" for name in complete)
    found = {}
    for name, text in content(root).items():
        log = name.startswith(("catatan/", "tinjauan/", "audit/")) and name.endswith(".jsonl")
        told = name.startswith(returns)
        if (name.startswith(wanted) or log or told) and name not in NOT_KEPT:
            found[name] = text
    return found


def at(settings: Settings, home: Path) -> Settings:
    """The same settings with another home."""
    return settings.model_copy(update={"home": home})


def opened(place: Path, secret: str | None = BACKUP_KEY) -> Repository:
    """The repository as a reader opens it."""
    return repository.opened(place, secret, plain=secret is None)


def restored(settings: Settings, place: Path, number: int | None = None) -> dict[str, bytes]:
    """Content of a home restored beside the given one, without the readers' file and lock."""
    target = settings.root.with_name(f"pulih-{number or 0}")
    backups.restore(at(settings, target), place, number)
    found = content(target)
    assert found.pop("terbit.duckdb")
    assert found.pop("dtsen.lock") == b""
    return found


def refused(settings: Settings, place: Path, code: str, **options: object) -> str:
    """What the refusal says; nothing is left of the home or beside it."""
    before = {path.name for path in settings.root.parent.iterdir()}
    with pytest.raises(DtsenError) as caught:
        backups.restore(settings, place, **options)  # type: ignore[arg-type]
    assert caught.value.kind.code == code
    assert {path.name for path in settings.root.parent.iterdir()} == before
    return str(caught.value)
