"""A sealed and ranked release of invented families, and their ranks by another way than SQL."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np
from ranking_rows import Columns, dbt, families, load_release, load_survey

from dagster_dtsen import warehouse
from dagster_dtsen.files import write_json
from dagster_dtsen.ranking import coefficients, store
from dagster_dtsen.ranking.design import INTERCEPT, design
from dagster_dtsen.ranking.features import features
from dagster_dtsen.ranking.model import Model, boxes, predict
from dagster_dtsen.ranking.rehearsal_counts import DIFFICULTIES
from dagster_dtsen.release import seal
from dagster_dtsen.release import store as releases
from dagster_dtsen.release.fingerprint import combine
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.release.tables import RESULT, SNAPSHOT, TABLES
from dagster_dtsen.settings import Settings, get_settings
from tests.conftest import clean_environment

N = 400
RELEASE = "2026T1"
RANKED = ("keluarga", "individu", "anggota_keluarga", "relasi_keluarga", "dikeluarkan",
          "asal_individu")  # fmt: skip
RESULTS = ("fct_peringkat_kesejahteraan",)
# the former head of every tenth family has no NIK: left out of the release, still counted at home
LEFT_OUT = "7"
_TRAITS = """
create or replace table wh.snapshot.individu as
select p.*, {difficulties},
    case when hash(id_individu) % 3 = 0 then 'Suharto' else 'Siti Aminah' end as nama
from wh.snapshot.individu as p;
update wh.snapshot.keluarga set jumlah_anggota_dihitung = jumlah_anggota_keluarga + 1
where id_keluarga like '%{left_out}';
create table wh.snapshot.relasi_keluarga as
select id_individu, id_keluarga, false as kepala_keluarga, cast(null as date) as berlaku_sampai
from wh.snapshot.anggota_keluarga
union all
select 'T' || id_keluarga, id_keluarga, true, null from wh.snapshot.keluarga
where id_keluarga like '%{left_out}';
create table wh.snapshot.dikeluarkan as
select 'T' || id_keluarga as id_individu, 'tanpa_nik' as verdik_nik,
    cast(null as varchar) as verdik_no_kk, 'tanpa_nik' as alasan
from wh.snapshot.keluarga where id_keluarga like '%{left_out}';
create table wh.snapshot.asal_individu as
select id_individu, cast(1 as bigint) as jumlah_rekaman, id_individu like '%7' as tautan_ragu
from wh.snapshot.individu;
"""
# as releases were sealed before links were held in doubt
_FORMER = "alter table wh.snapshot.asal_individu drop column tautan_ragu"


@contextmanager
def home(path: Path, key: str | None = None, *, former: bool = False) -> Iterator[Settings]:
    """The environment of one home with a published release that it ranked by the shipped model.

    ``former``: the release is sealed without the column that holds links in doubt.
    """
    with clean_environment():
        os.environ["DTSEN_HOME"] = str(path)
        if key:
            os.environ["DTSEN_DB_KEY"] = key
        get_settings.cache_clear()
        settings = get_settings()
        with run_lock(settings):
            publish(settings, former)
        yield settings


def publish(settings: Settings, former: bool) -> None:
    """Rank invented families and lay the sealed folder of their release."""
    model = store.load(settings)
    with warehouse.connect(settings) as con:
        load_release(con, families(5, N, missing=0.12, unknown=0.02))
        difficulties = ", ".join(
            f"cast(1 + hash(id_individu || '{name}') % 4 as varchar) as {name}"
            for name in DIFFICULTIES
        )
        con.execute(_TRAITS.format(difficulties=difficulties, left_out=LEFT_OUT))
        coefficients.write_coefficients(con, model)
        coefficients.write_earlier(con, None)
    assert dbt(settings, "run", "--select", "+peringkat_keluarga,path:models/ranking")
    with warehouse.connect(settings) as con:
        if former:
            con.execute(_FORMER)
        _seal(con, settings, model)


def _seal(con: duckdb.DuckDBPyConnection, settings: Settings, model: Model) -> None:
    folder = settings.releases_dir / f"{RELEASE}.v1"
    keys = {table.name: table.key for table in TABLES}
    layers: dict[str, Any] = {SNAPSHOT: {}, RESULT: {}}
    for layer, names in ((SNAPSHOT, RANKED), (RESULT, RESULTS)):
        for name in names:
            relation = f"snapshot.{name}" if layer == SNAPSHOT else "ranking.peringkat_keluarga"
            target = folder / layer / name / "data.parquet"
            target.parent.mkdir(parents=True)
            options = warehouse.parquet_options(settings)
            con.execute(f"copy (from {relation}) to {warehouse.quoted(target)} ({options})")
            key = [k for k in keys[name] if k != "berlaku_dari" and not k.startswith("status")]
            layers[layer][name] = seal.record_of(con, settings, folder, layer, name, key)
    prints = {
        layer: combine((name, item["sidik"]) for name, item in own.items())
        for layer, own in layers.items()
    }
    content = {
        "id_rilis": str(RELEASE),
        "versi": 1,
        "kiriman": [],
        "id_dasar": None,
        "tanggal_rilis": "2026-03-31",
        "satuan_desil": "keluarga",
        "model": {"kesejahteraan": model.sidik},
        "lapisan": layers,
        "sidik": {**prints, "rilis": combine(prints.items())},
    }
    write_json(folder / releases.MANIFEST, content)


@dataclass(frozen=True)
class Family:
    """One family as Python scores it."""

    id: str
    score: int  # millionths
    gaps: int  # unanswered scored items
    members: int
    province: str | None


def scored(model: Model, *, left_out: bool = True) -> list[Family]:
    """The families of the release by a model, in Python; ``left_out``: whether those count."""
    raw = families(5, N, missing=0.12, unknown=0.02)
    members = dict(zip(raw["id_keluarga"], raw["jumlah_anggota_keluarga"], strict=True))
    if left_out:
        extra = np.array([name.endswith(LEFT_OUT) for name in raw["id_keluarga"]])
        raw["jumlah_anggota_keluarga"] = raw["jumlah_anggota_keluarga"] + extra
    provinces = dict(zip(raw["id_keluarga"], raw["kode_provinsi_kemendagri"], strict=True))
    ids = sorted(raw["id_keluarga"], key=lambda name: sha256(name.encode()).hexdigest())
    gaps, scores = _scores(model, raw)
    return [
        Family(name, int(score), int(gap), int(members[name]), provinces[name])
        for name, score, gap in zip(ids, scores, gaps, strict=True)
    ]


def _scores(model: Model, raw: Columns) -> tuple[Any, Any]:
    with TemporaryDirectory() as place, warehouse.connect(Settings(home=Path(place))) as con:
        load_survey(con, raw, np.ones(N))
        table = features(con, design())
    items = {row["variabel"] for row in model.rancangan if row["peran"] == "butir"}
    missing = np.zeros(N, dtype=int)
    for name in items & set(model.koefisien) - {INTERCEPT[0]}:
        missing += boxes(model, name, table.column(name).combine_chunks()) == 0
    return missing, predict(model, table)


def deciles(
    found: list[Family], *, unit: str = "keluarga", most_gaps: int = 8, suspended: str = "–"
) -> dict[str, int | None]:
    """Decile of every family by the rules of docs/ranking.md, None without a rank."""
    ranked = [
        family
        for family in sorted(found, key=lambda family: (family.score, family.id))
        if family.gaps <= most_gaps and not family.id.endswith(("13", suspended))
    ]
    weights = [family.members if unit == "individu" else 1 for family in ranked]
    ends = np.cumsum(weights)
    told: dict[str, int | None] = dict.fromkeys(family.id for family in found)
    for family, end in zip(ranked, ends, strict=True):
        told[family.id] = -(-10 * int(end) // int(ends[-1]))
    return told


def matrix(
    before: Mapping[str, int | None], after: Mapping[str, int | None]
) -> dict[tuple[int | None, int | None], int | str]:
    """Families from which decile to which, small cells hidden."""
    counts = Counter((before[name], after[name]) for name in before)
    return {cell: "<5" if count < 5 else count for cell, count in counts.items()}
