"""Releases by hand for the history: rows come, change, go and return; columns come and go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from dagster_dtsen.files import write_json
from dagster_dtsen.release import seal, store
from dagster_dtsen.release.fingerprint import combine
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.tables import RESULT, SNAPSHOT
from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import parquet_options, quoted

# id, name, number, day, verdict
_PEOPLE = {
    "2026T1": """
        ('tetap', 'A', 1, date '2000-01-01', true), ('ubah', 'B', 2, null, true),
        ('isi', null, null, null, null), ('kosong', 'D', 4, date '2000-01-04', false),
        ('pergi', 'E', 5, null, true), ('pulang', 'F', 6, null, null), ('bolak', '', 7, null, true)
    """,
    "2026T2": """
        ('tetap', 'A', 1, date '2000-01-01', true), ('ubah', 'B2', 2, null, true),
        ('isi', 'C', 3, date '2000-01-03', true), ('kosong', null, null, null, null),
        ('baru', 'G', 8, null, true), ('bolak', null, 7, null, true)
    """,
    "2026T3": """
        ('tetap', 'A', 1, date '2000-01-01', true), ('ubah', 'B2', 2, null, false),
        ('isi', 'C', 3, date '2000-01-03', true), ('kosong', null, null, null, null),
        ('pulang', 'F', 6, null, null), ('bolak', '', 7, null, true)
    """,
    "2026T4": """
        ('tetap', 'A', 1, date '2000-01-01', true), ('ubah', 'B3', 2, null, false),
        ('isi', 'C', 3, date '2000-01-03', true), ('kosong', 'D', null, null, null),
        ('pulang', 'F', 6, null, null)
    """,
}
# a column more from the third quarter on, one less in the third, its type wider in the fourth
_SHAPES = {
    "2026T1": "nama, urut::smallint as urut, lahir, sah",
    "2026T2": "nama, urut::smallint as urut, lahir, sah",
    "2026T3": "nama, lahir, sah, case when id_individu <> 'tetap' then 1.25::decimal(9, 2) end "
    "as skor",
    "2026T4": "nama, urut::integer as urut, lahir, sah, 1.25::decimal(9, 2) as skor",
}
_FAMILIES = {
    "2026T1": "('K1', '11', 'x'), ('K2', null, 'y')",
    "2026T2": "('K1', '31', 'x'), ('K3', null, null)",
    "2026T3": "('K1', '31', 'x'), ('K2', null, 'y'), ('K3', null, 'z')",
    "2026T4": "('K1', '31', 'x')",
}
_MEMBERS = {
    "2026T1": "('K1', 'tetap'), ('K1', 'ubah'), ('K2', 'pergi')",
    "2026T2": "('K1', 'tetap'), ('K3', 'ubah')",
    "2026T3": "('K1', 'tetap'), ('K3', 'ubah'), ('K2', 'pergi')",
    "2026T4": "('K1', 'tetap'), ('K1', 'ubah')",
}
RELEASES = tuple(_PEOPLE)
KEYS = {"individu": "id_individu", "keluarga": "id_keluarga", "anggota_keluarga": "id_individu"}


def rows_of(release: str) -> dict[str, str]:
    """Table → a query with its rows in that release."""
    return {
        "individu": f"select id_individu, {_SHAPES[release]} from (values {_PEOPLE[release]}) "
        "as t (id_individu, nama, urut, lahir, sah)",
        "keluarga": f"select * from (values {_FAMILIES[release]}) as t (id_keluarga, kode, alamat)",
        "anggota_keluarga": f"select * from (values {_MEMBERS[release]}) as t "
        "(id_keluarga, id_individu)",
    }


def lay(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    names: Sequence[str] = RELEASES,
    version: int = 1,
    base: str | None = None,
) -> None:
    """Sealed releases one after the other, the first on ``base``."""
    for name in names:
        folder = store.final_dir(settings, ReleaseId.parse(name), version)
        sealed = {
            table: _table(con, settings, folder, table, query)
            for table, query in rows_of(name).items()
        }
        prints = {
            SNAPSHOT: combine((table, item["sidik"]) for table, item in sealed.items()),
            RESULT: combine([]),
        }
        content = {
            "id_rilis": name,
            "versi": version,
            "id_dasar": base,
            "tanggal_rilis": ReleaseId.parse(name).cut_off.isoformat(),
            "kiriman": [],
            "lapisan": {SNAPSHOT: sealed, RESULT: {}},
            "gerbang": [{"nama": "frozen", "lulus": True}],
            "sidik": {**prints, "rilis": combine(prints.items())},
        }
        write_json(folder / store.MANIFEST, content)
        base = folder.name


def _table(
    con: duckdb.DuckDBPyConnection, settings: Settings, folder: Path, table: str, query: str
) -> dict[str, object]:
    target = folder / SNAPSHOT / table / "data.parquet"
    target.parent.mkdir(parents=True)
    con.execute(f"copy ({query}) to {quoted(target)} ({parquet_options(settings)})")
    return seal.record_of(con, settings, folder, SNAPSHOT, table, [KEYS[table]])


def freeze(con: duckdb.DuckDBPyConnection, settings: Settings, release: str) -> None:
    """The tables that the dbt snapshots read, and the release they ask for their clock."""
    date = ReleaseId.parse(release).cut_off.isoformat()
    con.execute("create schema if not exists kendali")
    con.execute(f"create or replace table kendali.rilis as select date '{date}' as tanggal_rilis")
    con.execute("create schema if not exists release")
    for table, query in rows_of(release).items():
        con.execute(f"create or replace table release.beku_{table} as {query}")


def contents(con: duckdb.DuckDBPyConnection, schema: str = "history") -> dict[str, object]:
    """Columns with types, and rows in order, of every history of a schema."""
    found: dict[str, object] = {}
    for table in KEYS:
        name = f"{schema}.riwayat_{table}"
        columns = con.execute(f"describe {name}").fetchall()
        rows = con.execute(f"select * from {name} order by all").fetchall()
        found[table] = [[row[:2] for row in columns], rows]
    return found
