"""A release and what its sources say, as plain rows of texts; called in a forked child."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import yaml

from dagster_dtsen import warehouse
from dagster_dtsen.dictionary import load, load_codes
from dagster_dtsen.dictionary.items import BLOK_BUTIR
from dagster_dtsen.dictionary.model import DAFTAR_KODE, KAMUS
from dagster_dtsen.release import store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.tables import RESULT, SNAPSHOT, tables_of
from dagster_dtsen.settings import PROJECT_DIR, Settings
from tests.proof.correction_oracle import Place, Said, Sources

Row = dict[str, "str | None"]
Tables = dict[str, list[Row]]
SEALED = (
    "individu", "keluarga", "anggota_keluarga", "verdik_individu", "koreksi", "rekaman",
    "peta_individu", "peta_keluarga", "asal_individu", "asal_keluarga",
)  # fmt: skip
WORKING = (
    "updated.individu_terpilih", "updated.butir_individu_terpilih", "updated.keluarga_terpilih",
    "matched.padan_relasi", "matched.tautan_keluarga", "standardised.individu",
    "standardised.butir_individu", "standardised.keluarga", "standardised.butir_keluarga",
)  # fmt: skip
RANKS = "fct_peringkat_kesejahteraan"
_RULES = PROJECT_DIR / "dbt_project" / "seeds" / "aturan"


def kept(settings: Settings, release: str, sources: bool, file: str) -> int:
    """Write the sealed tables, and what the sources say, to ``file``; the number of rows."""
    item = store.find(settings, ReleaseId.parse(release))
    if item is None:
        raise RuntimeError(f"{release} is not published")
    with warehouse.connect(settings) as con:
        found = {name: _rows(con, item.table(settings, SNAPSHOT, name)) for name in SEALED}
        found[RANKS] = _rows(con, item.table(settings, RESULT, RANKS))
        if sources:
            found |= {name: _rows(con, f"wh.{name}") for name in WORKING}
    Path(file).write_text(json.dumps(found))
    return sum(len(rows) for rows in found.values())


def _rows(con: duckdb.DuckDBPyConnection, relation: str) -> list[Row]:
    cursor = con.execute(f"select cast(columns(*) as varchar) from {relation}")
    names = [str(column[0]) for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def seen(settings: Settings, release: str, persons: list[str]) -> list[str]:
    """Result tables with a column of texts in which one of ``persons`` stands."""
    item = store.find(settings, ReleaseId.parse(release))
    found = []
    with warehouse.connect(settings) as con:
        for table in tables_of(RESULT) if item and persons else ():
            relation = item.table(settings, RESULT, table.name)  # type: ignore[union-attr]
            rows = con.execute(f"describe from {relation}").fetchall()
            for name in [str(row[0]) for row in rows if row[1] == "VARCHAR"]:
                query = f'select count(*) from {relation} where list_contains(?, "{name}")'
                if con.execute(query, [persons]).fetchall()[0][0]:
                    found.append(f"hasil {table.name}.{name}: a restricted person")
    return found


def blocks() -> dict[tuple[str, str], str]:
    """Entity and variable → update block."""
    folder = PROJECT_DIR / "dbt_project"
    book = load(folder.parent / KAMUS)
    return {(row.entitas, row.variabel): row.blok_pembaruan for row in book if row.blok_pembaruan}


def codes(variable: str) -> list[str]:
    """The codes of a variable's list."""
    lists = {row.variabel: row.daftar_kode for row in load(PROJECT_DIR / KAMUS)}
    return [c.kode for c in load_codes(PROJECT_DIR / DAFTAR_KODE) if c.daftar == lists[variable]]


def authorities() -> dict[tuple[str, str], str]:
    """Entity and block → the provider that is trusted most (seeds aturan_pembaruan, _blok)."""
    with (_RULES / "aturan_blok.csv").open(encoding="utf-8", newline="") as handle:
        kinds = {(r["entitas"], r["blok"]): r["sifat_menang"] for r in csv.DictReader(handle)}
    best: dict[tuple[str, str], tuple[int, str]] = {}
    with (_RULES / "aturan_pembaruan.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            key = (row["entitas"], row["blok"])
            trust = int(row["kepercayaan"]) + 1000 * (row["sifat"] == kinds.get(key, "-"))
            best[key] = max(best.get(key, (-1, "")), (trust, row["penyedia"]))
    return {key: provider for key, (_, provider) in best.items()}


def sources(view: Tables, landing: Path, day: str) -> Sources:
    """What the sources of a release say, by variable of every person and family."""
    block, first = blocks(), authorities()
    by_order = {
        (str(row["id_individu"]), name.removeprefix("urut_"), order): row
        for row in view["rekaman"]
        for name, order in row.items()
        if name.startswith("urut_") and order
    }
    said: dict[Place, Said] = {}

    def add(objek: str, who: str, name: str, value: str | None, teller: Row | None) -> None:
        provider = str(teller["penyedia"]) if teller else None
        when = str(teller["tanggal_acuan"]) if teller else ""
        wins = provider == first.get((objek, block[objek, name]))
        said[objek, who, name] = Said(value, provider, when, wins)

    for table in WORKING[:2]:
        for row in view[table]:
            who = str(row["id_individu"])
            for name in [n for n in row if ("individu", n) in block]:
                mine = block["individu", name]
                items = mine in BLOK_BUTIR["individu"]
                order = row.get(f"{mine}__sumber" if items else f"{name}__sumber")
                add("individu", who, name, row[name], by_order.get((who, mine, str(order))))
    dated = _dated(landing)
    places = item_places()
    givers: dict[tuple[str, int], Row] = {}
    for row in view["asal_keluarga"]:
        for place, used in enumerate(str(row["butir_terpakai"])):
            if used == "1":
                told: Row = {**row, "tanggal_acuan": dated[str(row["penyedia"])]}
                givers[str(row["id_keluarga"]), place] = told
    for row in view["updated.keluarga_terpilih"]:
        who = str(row["id_keluarga"])
        for name in [n for n in row if ("keluarga", n) in block and n in places]:
            add("keluarga", who, name, row[name], givers.get((who, places[name])))
    return Sources(
        day,
        {str(row["record_key"]): str(row["id_individu"]) for row in view["rekaman"]},
        {str(r["id_individu"]): str(r["id_keluarga"]) for r in view["matched.padan_relasi"]},
        said,
        _renamed(landing, day),
    )


def item_places(entity: str = "keluarga") -> dict[str, int]:
    """Variable → place (from 0) of its item in ``status_butir``."""
    order: dict[str, int] = {}
    found = {}
    rows = [row for row in load(PROJECT_DIR / KAMUS) if row.entitas == entity]
    for row in sorted(rows, key=lambda row: row.urutan):
        if row.blok_pembaruan in BLOK_BUTIR[entity]:
            found[row.variabel] = order.setdefault(row.butir_kuesioner, len(order))
    return found


def _dated(landing: Path) -> dict[str, str]:
    """Provider → the day that its newest delivery tells of."""
    found: dict[str, str] = {}
    for path in sorted(landing.glob("*/*/pengantar.yml")):
        note: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        day = str(note["tanggal_acuan"])
        found[note["penyedia"]] = max(found.get(note["penyedia"], ""), day)
    return found


class _renamed:  # noqa: N801 - used as a function
    """A region code as it is called on a day; a code with two successors stays as it is."""

    def __init__(self, landing: Path, day: str) -> None:
        self.names: dict[str, set[str]] = {}
        for path in landing.glob("kemendagri/*/perubahan_wilayah.csv"):
            with path.open(encoding="utf-8", newline="") as handle:
                for row in csv.DictReader(handle):
                    if row["berlaku_dari"] <= day:
                        self.names.setdefault(row["kode_lama"], set()).add(row["kode_baru"])

    def __call__(self, code: str) -> str:
        new = self.names.get(code, set())
        return next(iter(new)) if len(new) == 1 else code
