"""Small releases made by hand: every table of release/tables.py, sealed and published for real."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from pydantic import SecretStr

from dagster_dtsen import gates, warehouse
from dagster_dtsen.gates import Verdict
from dagster_dtsen.reception import ledger
from dagster_dtsen.release import assemble, control, seal, store
from dagster_dtsen.release.fingerprint import combine
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.tables import PROVINCE, RESULT, SNAPSHOT, TABLES, ReleaseTable
from dagster_dtsen.settings import Settings

KEY = "kunci-uji-7f3a9c21"
OTHER_KEY = "kunci-lain-0b5d"
GATES = ("received", "linked", "registered", "frozen", "ranked", "publishable")
PROVINCES = ("11", "31", "94")
# one family is unranked; what the summary counts besides keys
EXTRA = {
    "rpt_rencana_integrasi": "'utama' as peran, i % 2 = 0 as dipakai, i as jumlah_rekaman, "
    "i as jumlah_individu, null::bigint as jumlah_keluarga",
    "dikeluarkan": "'meninggal' as alasan",
    "rpt_penerimaan": "3 as jumlah_dibaca, 3 as jumlah_diterima, 0 as jumlah_dikembalikan",
    "sampel_tinjauan": "'2026T1' as rilis, 'tergabung_kuat' as stratum, true as tergabung, "
    "20::bigint as jumlah_stratum",
    "dim_keluarga": "2 as jumlah_anggota_keluarga",
    "fct_peringkat_kesejahteraan": "case when i > 1 then i - 1 end as desil_nasional",
}
BALANCE = """
create schema if not exists reception;
create or replace table reception.hitungan_kiriman as
select true as baru, 12::bigint as jumlah_dibaca, 9::bigint as jumlah_diterima,
    3::bigint as jumlah_dikembalikan;
create schema if not exists marts;
create or replace table marts.rpt_keterlambatan as
select 'uji' as penyedia, 'orang' as dataset, '2025T4' as periode, date '2025-11-15' as jatuh_tempo,
    'belum_diterima' as keadaan;
create schema if not exists rujukan;
create or replace table rujukan.padanan_wilayah as select 'padan' as status_padanan
"""
DELIVERY = """
create or replace table ledger.kiriman_rilis as
select 'uji-{release}-abc' as _delivery, 'orang' as dataset, true as baru, true as efektif
"""


def settings_of(home: Path, key: str | None = None) -> Settings:
    """Settings of one home, encrypted when a key is given."""
    return Settings(home=home, db_key=SecretStr(key) if key else None)


def columns(table: ReleaseTable, mark: str, rows: int) -> str:
    """A query: key columns, a mark that every row of a release shares, and values of many types."""
    parts = [f"'{name}-' || lpad(i::varchar, 4, '0') as {name}" for name in table.key]
    if table.by_province:
        listed = ", ".join(f"'{code}'" for code in PROVINCES)
        # the last of every four has no known province
        parts.append(f"case when i % 4 < 3 then [{listed}][i % 4 + 1] end as {PROVINCE}")
    if table.name in EXTRA:
        parts.append(EXTRA[table.name])
    parts += [
        f"'{mark}' as tanda",
        "'NAMA RAHASIA ' || i as nama",
        "case when i % 2 = 0 then i end as nilai",
        "date '2026-01-01' + i::integer as tanggal",
        "(i * 1.25)::decimal(12, 6) as skor",
        "i % 2 = 0 as sah",
    ]
    return f"select {', '.join(parts)} from range(1, {rows + 1}) as t (i)"


def make_tables(con: duckdb.DuckDBPyConnection, mark: str = "A", rows: int = 8) -> None:
    """The dbt relations a release is sealed from."""
    for schema in sorted({table.relation.split(".")[0] for table in TABLES}):
        con.execute(f"create schema if not exists {schema}")
    for table in TABLES:
        con.execute(f"create or replace table {table.relation} as {columns(table, mark, rows)}")


def finished_folder(settings: Settings, name: str) -> Path:
    """The folder of a release with nothing but a manifest, for tests of the chain.

    Its base is the newest version of the quarter before, where there is one.
    """
    release = ReleaseId.parse(name.partition(".v")[0])
    bases = store.versions(settings, str(release.base))
    folder = settings.releases_dir / name
    folder.mkdir(parents=True)
    prints = {layer: combine([]) for layer in (SNAPSHOT, RESULT)}
    content = {
        "id_rilis": str(release),
        "versi": int(name.partition(".v")[2]),
        "kiriman": ["uji-1", "uji-2"],
        "id_dasar": bases[-1].name if bases else None,
        "lapisan": {layer: {} for layer in (SNAPSHOT, RESULT)},
        "sidik": prints | {"rilis": combine(prints.items())},
    }
    (folder / store.MANIFEST).write_text(json.dumps(content))
    return folder


def copied(folder: Path, name: str) -> Path:
    """A release copied beside itself, with a manifest that says it is ``name``."""
    target = shutil.copytree(folder, folder.with_name(name))
    renamed(target, name)
    return target


def renamed(folder: Path, name: str) -> None:
    """Let the manifest in ``folder`` be that of the version ``name``."""
    content = json.loads((folder / store.MANIFEST).read_text())
    quarter, _, version = name.partition(".v")
    content |= {"id_rilis": quarter, "versi": int(version)}
    (folder / store.MANIFEST).write_text(json.dumps(content))


def open_by_hand(con: duckdb.DuckDBPyConnection, settings: Settings, release: ReleaseId) -> None:
    """Control tables, one accepted delivery, its balance, and six gates that held."""
    control.open_release(con, settings, release)
    ledger.create(con)
    con.execute(DELIVERY.format(release=release))
    con.execute(BALANCE)
    for gate in GATES:
        gates.record(con, Verdict(gate, 3, ()))


def finish(con: duckdb.DuckDBPyConnection, settings: Settings, name: str) -> dict[str, Any]:
    """Seal both layers of an opened release; returns its manifest."""
    release = ReleaseId.parse(name)
    assemble.seal(con, settings, release, SNAPSHOT)
    results = assemble.seal(con, settings, release, RESULT)
    return assemble.manifest(con, settings, release, results, {"linkage": "0" * 64})


def build(settings: Settings, name: str, mark: str | None = None, rows: int = 8) -> dict[str, Any]:
    """A release in the build folder, complete but for its publication; returns its manifest."""
    if settings.warehouse_file.exists():
        return _build(settings, name, mark or name, rows)
    root, content = _first(name, mark or name, rows, settings.secret())
    shutil.copytree(root, settings.root, dirs_exist_ok=True)
    with warehouse.connect(settings) as con:
        for layer in (SNAPSHOT, RESULT):
            folder = store.build_dir(settings, ReleaseId.parse(name))
            seal.create_views(con, settings, folder, layer)
    return json.loads(content)


@cache
def _first(name: str, mark: str, rows: int, key: str | None) -> tuple[Path, str]:
    """A home with the first release built, and its manifest: sealing is what takes the time."""
    folder = tempfile.mkdtemp(prefix="dtsen-uji-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings = settings_of(Path(folder) / "home", key)
    return settings.root, json.dumps(_build(settings, name, mark, rows))


def _build(settings: Settings, name: str, mark: str, rows: int) -> dict[str, Any]:
    with warehouse.connect(settings) as con:
        open_by_hand(con, settings, ReleaseId.parse(name))
        make_tables(con, mark, rows)
        return finish(con, settings, name)


def publish(
    settings: Settings, name: str, mark: str | None = None, rows: int = 8
) -> store.StoredRelease:
    """A published release; every row of it is marked with ``mark``, bare its id."""
    release = ReleaseId.parse(name)
    assemble.publish(settings, release, build(settings, name, mark, rows))
    found = store.find(settings, release)
    assert found is not None
    return found


@dataclass(frozen=True)
class Seen:
    """What one reading of the readers' database showed."""

    release: str
    marks: frozenset[str]


def look(settings: Settings) -> Seen:
    """Open the readers' database anew and read every published table."""
    path = settings.root / "terbit.duckdb"
    with warehouse.connect(settings, database=path, read_only=True) as con:
        return look_through(con)


def look_through(con: duckdb.DuckDBPyConnection) -> Seen:
    """Read every published table through an open connection."""
    release = con.execute("select id_rilis from main.rilis").fetchall()[0][0]
    marks: set[str] = set()
    for table in TABLES:
        query = f"select distinct tanda from {table.layer}.{table.name}"
        marks |= {row[0] for row in con.execute(query).fetchall()}
    return Seen(str(release), frozenset(marks))
