"""People for the tests of `dtsen explain`: one pair of every kind, and a home that holds them."""

from __future__ import annotations

import json

import duckdb

from dagster_dtsen.release import store
from dagster_dtsen.settings import Settings
from tests.linkage.linkage_rows import Row, filler, keep, link_rows, load_rows, record

NIK = "1101010304850001"
FATHER = "1101011409600001"
TWO = ("1202020505600001", "3505050505600077")
EQUAL, OTHER, TWINS = ("r000001", "r000002"), ("r000001", "r000003"), ("r000004", "r000005")
TWO_VALID, VETOED = ("r000008", "r000007"), ("r000006", "r000007")
BORROWED, OWN = ("r000010", "r000009"), ("r000010", "r000011")
SUPPORTING, SUPPORTING_PAIR = ("r000012", "r000001"), ("r000012", "r000013")
LONG = ("kunci-panjang-01-a", "kunci-panjang-02-b")
EVENTS = ("peristiwa_individu", "anggota_peristiwa_individu", "silang_individu")


def _card(number: int) -> str:
    return f"11010101010100{number:02d}"


def people(joined: bool = False) -> list[Row]:
    """The records; ``joined``: the newcomer bears the NIK that shows who he is."""
    ahmad = {"nama": "AHMAD BUDI SANTOSO", "lahir": "1985-04-03", "nik": NIK}
    twin = {"lahir": "1990-08-17", "no_kk": _card(2), "kunci_keluarga": "regsosek|1"}
    slamet = {"nama": "SLAMET RIYADI", "lahir": "1960-05-05", "no_kk": _card(3)}
    rina = {"nama": "RINA LESTARI", "lahir": "1985-03-12", "jenis_kelamin": "2"}
    wayan = {"nama": "WAYAN SUDARMA", "nik": "5103032202710003", "desa": "5103032001"}
    rows = [
        record(1, "dukcapil", **ahmad),
        record(2, "regsosek", **ahmad),
        record(3, "dtks", "TUMPAL SIAHAAN", "1970-02-20", desa="1201012001", no_kk=None),
        record(4, "regsosek", "HASAN WIBOWO", **twin),
        record(5, "regsosek", "LINTANG KUSUMA", **twin),
        record(6, "dukcapil", **slamet, nik=TWO[0]),
        record(7, "dukcapil", **slamet, nik=TWO[1]),
        record(8, "regsosek", **slamet),
        record(9, "dukcapil", "BAMBANG SUPRIYADI", "1960-09-14", nik=FATHER, no_kk=_card(4)),
        record(10, "dtks", **rina, nik=FATHER, no_kk=_card(4)),
        record(11, "dukcapil", **rina, nik="1101015203850002", no_kk=_card(4)),
        record(12, "bpjs_kesehatan", **ahmad, peran="pendukung"),
        record(13, "bpjs_kesehatan", **ahmad, peran="pendukung"),
        record(14, "dukcapil", lahir="1971-02-22", **wayan, no_kk=_card(5), record_key=LONG[0]),
        record(15, "p3ke", lahir=None, **wayan, no_kk=None, record_key=LONG[1]),
    ]
    if not joined:
        rows[-1] |= {"nik": None, "nama_baku": "SUDARMA W", "nama_bunyi": "SUDARMAW"}
    return rows


def values() -> set[str]:
    """What no explanation may show unasked: names and numbers of the records."""
    rows = people() + people(joined=True)
    columns = ("nama", "nama_baku", "nama_bunyi", "nik", "no_kk", "tanggal_lahir")
    return {str(row[column]) for row in rows for column in columns if row[column]}


def link_people(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """A working file of release 2026T1."""
    con.execute("create schema if not exists wh.ledger")
    con.execute(
        "create or replace table wh.ledger.kontrak as "
        "select 'dukcapil' as penyedia, 'uji' as dataset, true as tanpa_ganda"
    )
    load_rows(con, people() + filler())
    link_rows(con, settings)


def go_on(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Seal what stands as 2026T1, and link 2026T2: a newcomer joins another person."""
    seal(con, settings, "2026T1")
    base = keep(con)
    load_rows(con, people(joined=True) + filler())
    link_rows(con, settings, "2026T2", base)


def seal(con: duckdb.DuckDBPyConnection, settings: Settings, release: str) -> None:
    """The sealed tables of a release that explanations read, with a manifest that names them."""
    folder = settings.releases_dir / f"{release}.v1"
    for name in EVENTS:
        (folder / "snapshot" / name).mkdir(parents=True)
        target = folder / "snapshot" / name / "data.parquet"
        con.execute(f"copy wh.linkage.{name} to '{target}' (format parquet)")
    manifest = {"lapisan": {"snapshot": {name: {} for name in EVENTS}}}
    (folder / store.MANIFEST).write_text(json.dumps(manifest))
