"""One side of the bench of packages of a release, in a process of its own."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import resource
from collections.abc import Callable
from pathlib import Path

from dagster_dtsen import package_members, warehouse
from dagster_dtsen.release import as_of
from dagster_dtsen.release.tables import RESULT
from tests.bench.meter import Meter
from tests.bench.packages_rows import FIRST, SECOND
from tests.packages.acts import build, let_go
from tests.packages.small_register import World, world

RECIPIENT = "kementerian"
IZIN = "bpkp-2026"


def place(work: Path) -> World:
    moment = dt.datetime.now(dt.UTC).replace(microsecond=0)
    return world(work / "rumah", work / "izin", moment, (RECIPIENT,), memory_limit="2GB")


def _whole(work: Path) -> None:
    here = place(work)
    let_go(here, build(here, IZIN, release=FIRST))


def _difference(work: Path) -> None:
    here = place(work)
    let_go(here, build(here, IZIN, release=SECOND, difference=True))


def _reached(work: Path) -> None:
    here = place(work)
    with as_of.reading(here.settings) as con:
        package_members.reached(con, here.settings, f"{IZIN}.0001")


def _bare(work: Path) -> None:
    """The engine alone: the granted columns of the same release, ordered, to clear files."""
    here = place(work)
    columns = {
        "dim_individu": "nik, nama, tanggal_lahir, jenis_kelamin, status_hubungan_keluarga",
        "dim_keluarga": "id_keluarga, no_kk, alamat, kode_desa_kemendagri, jumlah_anggota_keluarga",
        "fct_peringkat_kesejahteraan": "desil_nasional",
    }
    with as_of.opened(here.settings, FIRST) as found:
        for name, listed in columns.items():
            relation = found.stored.table(here.settings, RESULT, name)
            target = warehouse.quoted(work / f"{name}.parquet")
            query = f"select {listed} from {relation} order by sha256(id_keluarga)"
            found.con.execute(f"copy ({query}) to {target} (format parquet, compression zstd)")


SIDES: dict[str, Callable[[Path], None]] = {
    "penuh": _whole, "selisih": _difference, "terdampak": _reached, "mesin_saja": _bare,
}  # fmt: skip


def main() -> None:
    """Run one side and leave its figures beside it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--side", choices=SIDES, required=True)
    options = parser.parse_args()
    meter = Meter()
    SIDES[options.side](options.work)
    meter.mark(options.side)
    report = meter.report()
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    found = {key: report[key] for key in ("start", "wall", "cpu", "peak_mb")} | {"anak_mb": child}
    (options.work / f"{options.side}.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main()
