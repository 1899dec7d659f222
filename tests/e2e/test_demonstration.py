"""What `make run` ends with: seven recipients with packages, papers and receipts, of a release."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dagster_dtsen import demonstration, handover_receipts, package_apply
from dagster_dtsen.envelope import certificates, cms, manifest, opened
from dagster_dtsen.parcels.ledger import RELEASED, Package
from dagster_dtsen.release import as_of, store
from dagster_dtsen.settings import Settings
from tests.conftest import at_home

pytestmark = pytest.mark.e2e
GRANTS = {
    "kemenko-pm-2026": "kemenko_pm",
    "kemensos-pkh-2026": "kemensos_pkh",
    "bappenas-mikro-2026": "bappenas_mikro",
    "peneliti-mikro-2026": "peneliti_mikro",
    "jateng-agregat-2026": "provinsi_jateng",
    "bpkp-2026": "bpkp",
    "pln-pemadanan-2026": "pln",
}


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


@dataclass(frozen=True)
class Shown:
    settings: Settings
    folder: Path
    made: list[Package]

    def open_it(self, package: Package) -> Path:
        name = GRANTS[str(package.facts["izin"])]
        target = self.folder / "buka" / package.id
        if not target.exists():
            target.parent.mkdir(exist_ok=True)
            opened.open_package(
                self.settings.packages_dir / package.id,
                target,
                cms.Key(self.folder / "kunci" / f"{name}.key"),
                certificates.load_trust(self.folder / "percaya"),
                now(),
            )
        return target


@pytest.fixture(scope="module")
def shown(built: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    folder = tmp_path_factory.mktemp("peragaan")
    shutil.copytree(built.root, folder / "home")
    with at_home(folder / "home") as settings:
        yield Shown(settings, folder / "izin", demonstration.run(settings, folder / "izin", now))


def test_every_recipient_has_its_package_and_its_papers(shown: Shown) -> None:
    assert {str(item.facts["izin"]) for item in shown.made} == set(GRANTS)
    assert {item.state for item in shown.made} == {RELEASED}
    papers = {path.name for path in (shown.folder / "naskah").glob("*.pdf")}
    assert papers >= {f"bast-{item.id}.pdf" for item in shown.made}
    assert papers >= {f"nda-{izin}.pdf" for izin in GRANTS}
    held = handover_receipts.held(shown.settings, now().date())
    assert len(held) == len(shown.made)
    assert not handover_receipts.alarming(held)


def test_the_manifest_counts_the_rows_that_the_recipient_reads(shown: Shown) -> None:
    for package in shown.made:
        folder = shown.open_it(package)
        told = manifest.read((folder / manifest.MANIFEST).read_bytes())
        for entity, count in told.about.fakta["baris"].items():
            ending = "_selisih" if told.about.fakta["isi"] == "selisih" else ""
            name = entity if entity == "peristiwa" else f"{entity}{ending}"
            parts = folder.glob(f"{name}-*.parquet")
            assert sum(pq.read_metadata(path).num_rows for path in parts) == count, name


def test_what_was_held_and_the_difference_make_the_whole(shown: Shown) -> None:
    own = [item for item in shown.made if item.facts["izin"] == "kemenko-pm-2026"]
    assert len(own) == len(store.stored(shown.settings))
    for before, change in pairwise(own):
        target = shown.folder / "gabung" / change.id
        target.parent.mkdir(exist_ok=True)
        package_apply.apply(shown.open_it(before), shown.open_it(change), target)


def test_rows_without_names_hold_no_identifier(shown: Shown) -> None:
    """No run of 16 digits, no coordinate, and no word of a name of the twin, in any cell."""
    known = {word.casefold() for word in _words(shown) if len(word) > 2}
    assert len(known) > 100
    cells = 0
    for package in shown.made:
        if package.facts["tingkat"] != 3:
            continue
        for path in shown.open_it(package).glob("*-*.parquet"):
            table = pq.read_table(path)
            for name in table.column_names:
                if name.startswith("kunci_"):
                    continue
                found = [str(value) for value in table.column(name).to_pylist()]
                cells += len(found)
                assert not [text for text in found if re.search(r"\d{16}|\d[.,]\d{6}", text)]
                words = {word.casefold() for text in set(found) for word in re.split(r"\W+", text)}
                assert not words & known, name
    assert cells > 1_000


def _words(shown: Shown) -> set[str]:
    """All words of the names in the newest release."""
    newest = store.stored(shown.settings)[-1]
    relation = newest.table(shown.settings, "hasil", "dim_individu")
    with as_of.reading(shown.settings) as con:
        found = con.execute(f"select distinct nama from {relation}").fetchall()
    return {word for (name,) in found for word in re.split(r"\W+", name or "")}


def test_a_second_time_makes_nothing(shown: Shown) -> None:
    assert demonstration.run(shown.settings, shown.folder, now) == []
