"""The bare floor: one DuckDB script and the same Splink call on the same files.

It loads every file of the release and makes the same published tables at the same grain, with the
same row rules, crosswalk of regions, coefficients, frozen linkage model and terms, supporting
records and customers attached to who is there already, and the dictionary's items.

It does without: the ledger (notes, hashes, headers, several deliveries of one provider), findings
and what rests on them (return packages, refusal of all rows that conflict under one key), tests and
gates, history, provenance, persistent ids and events, reports, manifest and fingerprints, Dagster
and dbt, changes of regions (none is in force in 2026T1), and the hard rules on clusters: components
are plain, so a few persons are joined that the system keeps apart. Item states (`status_butir`,
answers that could not be read, who was asked) are left out, so an item is the first answer in the
order of trust, also where the most trusted record says that it was not asked, and all answers of a
person come from one questionnaire. Orders of trust stand in SQL instead of coming from seeds.

Run as ``python -m tests.bench.bare --landing DIR --out DIR --report FILE``.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd  # noqa: F401 - fetchnumpy imports it; that is no work
import pyarrow as pa
import yaml
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from splink import DuckDBAPI, Linker

from dagster_dtsen.linkage import changes, frequency, register
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.compiled import contradiction_sql
from dagster_dtsen.linkage.predict import RETAIN
from dagster_dtsen.ranking import coefficients, train
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings
from tests.bench.fragments import item_fragments, model_fragments
from tests.bench.meter import Meter

SCRIPTS = Path(__file__).parent / "bare"
_PERSONS = ("dukcapil", "regsosek", "dtks", "p3ke", "bpjs_kesehatan")
OUTPUTS = {
    "individu": "dim_individu/**/*.parquet",
    "keluarga": "dim_keluarga/**/*.parquet",
    "anggota": "bridge_anggota_keluarga.parquet",
    "peringkat": "fct_peringkat_kesejahteraan.parquet",
}


class Bare:
    """One run over ``landing``; files go to ``out``."""

    def __init__(self, landing: Path, out: Path, settings: Settings, release: str) -> None:
        self.landing, self.out, self.settings = landing, out, settings
        out.mkdir(parents=True)
        self.con = duckdb.connect(":memory:")
        self.con.execute(f"attach '{out / 'gudang.duckdb'}' as wh")
        self.con.execute("use wh")
        self.con.execute(f"set threads = {settings.threads}")
        self.con.execute(f"set memory_limit = '{settings.memory_limit}'")
        self.con.execute(f"set temp_directory = '{out / 'tumpahan'}'")
        self.model = train.load(settings)
        self.values = {
            "landing": landing,
            "out": out,
            "utf8": out / "dtks.csv",
            "seeds": settings.dbt_project_dir / "seeds",
            "rilis": ReleaseId.parse(release).cut_off.isoformat(),
            **self._reference_dates(),
            **item_fragments(),
            "jarak_pendukung": linkage_model.config()["ambang"]["jarak_pendukung"],
            **model_fragments(self.model.rancangan),
        }

    def _reference_dates(self) -> dict[str, str]:
        notes = {
            name: next((self.landing / name).glob("*/pengantar.yml")).read_text()
            for name in _PERSONS
        }
        return {
            f"acuan_{name}": yaml.safe_load(note)["tanggal_acuan"].isoformat()
            for name, note in notes.items()
        }

    def script(self, name: str) -> None:
        """Run one SQL file."""
        text = (SCRIPTS / f"{name}.sql").read_text()
        for key, value in self.values.items():
            text = text.replace("{" + key + "}", str(value))
        self.con.execute(text)

    def load(self) -> None:
        """Load every file as text."""
        source = next((self.landing / "dtks").glob("*/*.csv"))
        self.values["utf8"].write_text(source.read_text(encoding="cp1252"), encoding="utf-8")
        self.script("0_macros")
        self.script("1_load")

    def predict(self) -> None:
        """The same frozen model, blocking rules, prior and threshold as the system's."""
        frozen = linkage_model.load(self.settings)
        source = "standardised.individu"
        query = frequency.with_terms(self.con, frozen, linkage_model.input_sql(source))
        known = f"({changes.fingerprints_sql(source)})"
        self.con.execute(f"create table masukan as {register.with_register(query, known)}")
        main = self.con.execute("select count(*) from masukan where utama").fetchall()[0][0]
        table = DuckDBAPI(connection=self.con).register("masukan", dataset_display_name="masukan")
        creator = linkage_model.frozen_creator(frozen)
        creator.additional_columns_to_retain = list(RETAIN)
        linker = Linker(table, creator, log_level=None)
        rules = linkage_model.config()
        apart = contradiction_sql(rules["pertentangan"], linkage_model.gammas())
        pairs = linker.inference.predict(
            threshold_match_weight=linkage_model.floor_evidence(frozen, main, "larangan"),
            warning_mode="never",
        ).physical_name
        prior = linkage_model.prior_weight(frozen, main)
        self.con.execute(
            "create table tepi as select rekaman_id_l as l, rekaman_id_r as r, "
            f"round(match_weight + {prior}, 4) as bobot from {pairs} "
            f"where bobot >= {linkage_model.threshold(main)} and {apart} is null"
        )

    def cluster(self) -> None:
        """Connected components of the edges of main records; one component is one person."""
        main = "(select rekaman_id from standardised.individu where peran = 'utama')"
        ids = self.con.execute(f"from {main} order by 1").fetchnumpy()["rekaman_id"]
        edges = self.con.execute(
            f"select l, r from tepi where l in {main} and r in {main}"
        ).fetchnumpy()
        ends = np.searchsorted(ids, edges["l"]), np.searchsorted(ids, edges["r"])
        graph = coo_array((np.ones(len(edges["l"]), dtype=bool), ends), shape=(len(ids),) * 2)
        labels = connected_components(graph, directed=False)[1].astype(np.int64)
        self.con.register("komponen", pa.table({"rekaman_id": ids, "klaster": labels}))
        self.con.execute("create table klaster as select * from komponen")
        self.script("5_supporting")

    def score(self) -> None:
        """Features, exact score, rank and decile with the system's coefficients."""
        coefficients.write_coefficients(self.con, self.model)
        self.script("10_score")

    def run(self, meter: Meter) -> None:
        """All stages in order."""
        steps: list[tuple[str, Any]] = [
            ("load", self.load),
            ("clean", lambda: self.script("2_clean")),
            ("regions", lambda: self.script("2_regions")),
            ("person table, row rules", lambda: self.script("3_person")),
            ("predict", self.predict),
            ("cluster", self.cluster),
            ("survivorship", lambda: self.script("6_survivorship")),
            ("NIK check", lambda: self.script("7_validate")),
            ("customers", lambda: self.script("8_customers")),
            ("families, items", lambda: self.script("8_family")),
            ("freeze", lambda: self.script("9_freeze")),
            ("score, rank", self.score),
            ("results", lambda: self.script("11_results")),
        ]
        for name, step in steps:
            step()
            meter.mark(name)

    def counts(self) -> dict[str, int]:
        """Rows of the published tables, as written."""
        return {
            name: self.con.execute(
                f"select count(*) from read_parquet('{self.out}/{pattern}')"
            ).fetchall()[0][0]
            for name, pattern in OUTPUTS.items()
        }


def main() -> None:
    """Run once and write the report."""
    parser = argparse.ArgumentParser()
    for name in ("landing", "out", "report"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    settings = Settings()
    meter = Meter()
    bare = Bare(options.landing, options.out, settings, "2026T1")
    bare.run(meter)
    report = meter.report() | {"counts": bare.counts()}
    options.report.write_text(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
