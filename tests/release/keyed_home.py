"""A small home with everything that the database key protects, and which of two keys opens it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from pydantic import SecretStr

from dagster_dtsen import list_answers, rotation, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.reception import archive
from dagster_dtsen.release import history, publish, seal, store
from dagster_dtsen.release.replay import HISTORIES
from dagster_dtsen.release.status import verify_seals
from dagster_dtsen.release.tables import SNAPSHOT, tables_of
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import evidence
from tests.release.hand_made import settings_of
from tests.release.history_made import RELEASES, contents, lay

OLD, NEW, OTHER = "kunci-lama-4b1e", "kunci-baru-c09d", "kunci-asing-77aa"
ORIGINAL = b"id,nama\n1,RAHASIA\n" * 50
PROOF = b"bukti RAHASIA"
CORRECTED = b'{"garam": "x", "nilai": {"nama": "RAHASIA"}}'
TABLES = ("pengembalian/2026T1/dtks/d-1/pengembalian.parquet", "paket_isi/p.0001/individu.parquet")
ANSWER = "padanan/2026T1.v1/dinas/padankan-1/pengembalian.csv"
_ANSWER_HASH = hashlib.sha256(
    f"pengembalian.csv:{hashlib.sha256(ORIGINAL).hexdigest()}\n".encode()
).hexdigest()
_SEALED = {item.table for item in HISTORIES}


def few_tables(patch: pytest.MonkeyPatch) -> None:
    """Readers' file and working file show the three tables that these releases have."""

    def of(layer: str) -> list[object]:
        return [t for t in tables_of(layer) if layer == SNAPSHOT and t.name in _SEALED]

    patch.setattr(seal, "tables_of", of)


def make(home: Path, key: str | None, releases: int = 2) -> Settings:
    """Sealed releases with their history, an archived original, evidence, a corrected value."""
    settings = settings_of(home, key)
    with warehouse.connect(settings) as con:
        lay(con, settings, RELEASES[:releases])
        newest = store.stored(settings)[-1]
        history.rebuild(con, settings, history.chain_of(settings, newest))
        seal.create_views(con, settings, newest.path, SNAPSHOT)
        con.execute("create table main.isi as select 'NAMA RAHASIA' as nama")
        con.execute("create view main.cermin as select nama from wh.main.isi")
    publish.point_readers(settings, newest)
    source = home.parent / "asli.csv"
    source.write_bytes(ORIGINAL)
    archive._store(settings, source, hashlib.sha256(ORIGINAL).hexdigest())
    source.unlink()
    _tables(settings)
    answer = settings.root / ANSWER
    answer.parent.mkdir(parents=True)
    answer.write_bytes(ORIGINAL)
    list_answers.seal_tables(settings, answer.parent)
    evidence.keep_bytes(settings, settings.evidence_dir, PROOF)
    evidence.keep_bytes(settings, settings.correction_values_dir, CORRECTED)
    return settings


def _tables(settings: Settings) -> None:
    """Rows that go back to a provider, and those kept of a package."""
    with warehouse.rekeying(settings, settings) as con:
        for path in TABLES:
            target = settings.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            options = warehouse.parquet_options(settings)
            con.execute(f"copy (select 'RAHASIA' as nama) to '{target}' ({options})")
    if not settings.secret():
        # what an open home has beside it for a spreadsheet
        (settings.root / TABLES[0]).with_suffix(".csv").write_text("nama\nRAHASIA\n")


def rotating(settings: Settings, old: str | None, new: str | None) -> Settings:
    """As ``dtsen rotate-key`` gets them from the environment."""
    keys = [SecretStr(key) if key else None for key in (old, new)]
    return settings.model_copy(update={"db_key": keys[0], "new_db_key": keys[1]})


def opens(settings: Settings, key: str | None) -> bool:
    """Whether the home opens by this key, whole: releases, readers' file, archive, evidence."""
    own = settings_of(settings.root, key)
    try:
        rotation.finish(own)
        checked = verify_seals(own)
    except DtsenError as error:
        if error.kind.code == "E-KUNCI-SALAH":
            return False
        raise
    assert checked
    assert publish.published(own) == store.stored(own)[-1].name
    assert archive.check(own, hashlib.sha256(ORIGINAL).hexdigest())
    with warehouse.rekeying(own, own) as con:
        for path in TABLES:
            relation = warehouse.read_parquet(own, str(own.root / path))
            assert con.execute(f"select nama from {relation}").fetchall() == [("RAHASIA",)]
    assert list_answers.package_hash(own, (own.root / ANSWER).parent) == _ANSWER_HASH
    for folder, content in (
        (own.evidence_dir, PROOF),
        (own.correction_values_dir, CORRECTED),
    ):
        found = evidence.read_bytes(own, folder, hashlib.sha256(content).hexdigest())
        assert found == content
    with warehouse.connect(own, read_only=True) as con:
        assert con.execute("select nama from main.cermin").fetchall() == [("NAMA RAHASIA",)]
        rows = con.execute("select count(*) from snapshot.individu").fetchall()[0][0]
        assert rows == store.stored(own)[-1].manifest["lapisan"][SNAPSHOT]["individu"]["baris"]
    readers = own.root / publish.PUBLISHED_FILE
    with warehouse.connect(own, database=readers, read_only=True) as con:
        assert con.execute("select count(*) from snapshot.individu").fetchall() == [(rows,)]
    return True


def told(settings: Settings, key: str | None) -> dict[str, object]:
    """What must not change with the key: fingerprints and the history."""
    own = settings_of(settings.root, key)
    with warehouse.connect(own) as con:
        return {
            "sidik": {item.name: item.manifest["sidik"] for item in store.versions(own)},
            "riwayat": contents(con),
            "catatan": history.held(con),
        }
