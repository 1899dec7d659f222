"""A throw-away working file in which the ranking's own SQL ranks a sealed release anew.

The sealed files stand in it as the sources that the ranking models read, beside a model and a
policy; the models are those of a release. Neither the warehouse nor dbt's folder of the home is
written.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dagster_dtsen import dbt_bridge, warehouse
from dagster_dtsen.ranking import coefficients, policy
from dagster_dtsen.ranking.model import Model
from dagster_dtsen.ranking.policy import Policy
from dagster_dtsen.release import control, seal
from dagster_dtsen.release.store import StoredRelease
from dagster_dtsen.release.tables import RESULT, SNAPSHOT
from dagster_dtsen.settings import Settings

FOLDER = "gladi"
# sealed tables that a rank and its groups rest on, and the rank as it was published
TABLES = (
    "keluarga", "individu", "anggota_keluarga", "relasi_keluarga", "dikeluarkan", "asal_individu",
)  # fmt: skip
RANK = "fct_peringkat_kesejahteraan"
RANKING = (
    "susunan_keluarga", "fitur_keluarga", "terma_keluarga", "skor_keluarga", "peringkat_keluarga",
    "butir_ragu", "ruas_sisaan", "letak_skor", "batas_desil", "ketidakpastian_keluarga",
    "risiko_batas",
)  # fmt: skip
_KEPT = ("manifest.json", "manifest.stamp", "partial_parse.msgpack")
# releases sealed before links were held in doubt
_UNDOUBTED = """
create or replace view snapshot.asal_individu as
select *, false as tautan_ragu from {sealed}
"""
# verdicts decide before the freeze; what they do to a family is made anew, as keluarga_sah has it
_OUTSIDE = "anggota_di_luar"
_FAMILIES = """
create or replace view snapshot.keluarga as
select k.* replace (
    cast(k.jumlah_anggota_keluarga + coalesce(l.jumlah_dihitung, 0) as smallint)
        as jumlah_anggota_dihitung,
    coalesce(l.kepala_ditangguhkan, false) as kepala_ditangguhkan
)
from {sealed} as k
left join validated.anggota_di_luar as l on k.id_keluarga = l.id_keluarga
"""


class Aside(Settings):
    """The settings of a home whose dbt folder is another."""

    aside: Path

    @property
    def dbt_target_dir(self) -> Path:
        return self.aside / "target"

    @property
    def dbt_log_dir(self) -> Path:
        return self.aside / "logs"


class Space(Aside):
    """The same with another working file."""

    @property
    def warehouse_file(self) -> Path:
        return self.aside / "gladi.duckdb"


@contextmanager
def space(settings: Settings, stored: StoredRelease) -> Iterator[Space]:
    """A working file with the sealed tables of a release; deleted afterwards.

    The bytes of the tables are held against their seals. The caller holds the run lock. Raises
    DtsenError E-SEGEL-RUSAK, E-KUNCI-SALAH.
    """
    folder = settings.scratch_dir / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        _parse(settings, folder)
        own = Space(**settings.model_dump(), aside=folder)
        for layer, names in ((SNAPSHOT, TABLES), (RESULT, (RANK,))):
            for name in names:
                seal.same_bytes(stored, layer, name)
        with warehouse.connect(own) as con:
            seal.create_views(con, own, stored.path, SNAPSHOT, TABLES)
            seal.create_views(con, own, stored.path, RESULT, (RANK,))
            held = stored.manifest["lapisan"][SNAPSHOT]["asal_individu"]["kolom"]
            if "tautan_ragu" not in {str(column[0]) for column in held}:
                sealed = stored.table(own, SNAPSHOT, "asal_individu")
                con.execute(_UNDOUBTED.format(sealed=sealed))
        yield own
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _parse(settings: Settings, folder: Path) -> None:
    """Parse the project with what the home keeps of it, without writing there."""
    aside = Aside(**settings.model_dump(), aside=folder)
    aside.dbt_target_dir.mkdir(parents=True)
    for name in _KEPT:
        if (settings.dbt_target_dir / name).is_file():
            shutil.copy2(settings.dbt_target_dir / name, aside.dbt_target_dir / name)
    dbt_bridge.parse(aside)


def rank(own: Space, stored: StoredRelease, model: Model, rules: Policy, anew: bool) -> bool:
    """Rank the release by a model and a policy in schema ``ranking``; whether dbt succeeded.

    ``anew``: what verdicts do to families is not taken as sealed but made by ``rules``.
    """
    with warehouse.connect(own) as con:
        _lay(con, own, stored, model, rules)
        if anew:
            _lay_verdicts(con, rules)
    if anew:
        if not _dbt(own, rules, (_OUTSIDE,)):
            return False
        with warehouse.connect(own) as con:
            con.execute(_FAMILIES.format(sealed=stored.table(own, SNAPSHOT, "keluarga")))
    return _dbt(own, rules, RANKING)


def _dbt(own: Space, rules: Policy, models: tuple[str, ...]) -> bool:
    variables = json.dumps({"maks_butir_kosong": rules.maks_butir_kosong})
    return dbt_bridge.build(own, ["run", "--select", *models, "--vars", variables])


def _lay(
    con: duckdb.DuckDBPyConnection,
    own: Space,
    stored: StoredRelease,
    model: Model,
    rules: Policy,
) -> None:
    """Control table, model and limits of programmes."""
    con.execute(control.DDL)
    con.execute(
        "insert into kendali.rilis values (?, ?, ?, ?, null, ?)",
        [
            str(stored.release),
            stored.version,
            stored.manifest["id_dasar"],
            stored.release.cut_off,
            rules.satuan_desil,
        ],
    )
    coefficients.write_coefficients(con, model)
    con.execute("create schema if not exists aturan")
    con.execute(
        "create or replace table aturan.batas_program (program varchar, desil_maks smallint, "
        "label_id varchar, label_en varchar, rujukan varchar)"
    )
    con.executemany(
        "insert into aturan.batas_program values (?, ?, ?, ?, ?)",
        [
            [row["program"], rules.batas_program[row["program"]]]
            + [row[name] for name in ("label_id", "label_en", "rujukan")]
            for row in policy.seed_rows(own, "batas_program")
        ],
    )


def _lay_verdicts(con: duckdb.DuckDBPyConnection, rules: Policy) -> None:
    """What ``anggota_di_luar`` reads: verdicts, who was left out, and in which family they are."""
    for schema in ("aturan", "validated", "matched"):
        con.execute(f"create schema if not exists {schema}")
    con.execute(
        "create or replace table aturan.aturan_validasi "
        "(verdik varchar, dihitung boolean, bila_kepala varchar)"
    )
    con.executemany(
        "insert into aturan.aturan_validasi values (?, ?, ?)",
        [
            [name, row["dihitung"], row["bila_kepala"]]
            for name, row in rules.aturan_validasi.items()
        ],
    )
    con.execute("create or replace view validated.dikeluarkan as from snapshot.dikeluarkan")
    con.execute(
        "create or replace view matched.padan_relasi as select id_individu, id_keluarga, "
        "kepala_keluarga from snapshot.relasi_keluarga where berlaku_sampai is null"
    )
