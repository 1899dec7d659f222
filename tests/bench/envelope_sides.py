"""One side of the bench of packages, in a process that loads nothing but the room `envelope`."""

from __future__ import annotations

import argparse
import json
import resource
from collections.abc import Callable
from pathlib import Path

from dagster_dtsen.envelope.build import Agency, Recipient, build
from dagster_dtsen.envelope.certificates import fingerprint, load, load_trust
from dagster_dtsen.envelope.check import check
from dagster_dtsen.envelope.cms import Key
from dagster_dtsen.envelope.opened import open_package
from tests.bench.meter import Meter
from tests.envelope import packages, pki


def _seal(work: Path) -> None:
    trust, keys = load_trust(work / "percaya"), work / "kunci"
    recipient = load(keys / "penerima.pem")
    build(
        work / "paket",
        [packages.of_file(path, "tabel") for path in (work / "terang").iterdir()],
        packages.about(),
        Recipient(recipient, fingerprint(recipient), trust),
        Agency(load(keys / "badan.pem"), Key(keys / "badan.key"), trust),
        pki.NOW,
    )


def _check(work: Path) -> None:
    check(work / "paket", load_trust(work / "percaya"), pki.NOW)


def _open(work: Path) -> None:
    trust, key = load_trust(work / "percaya"), Key(work / "kunci" / "penerima.key")
    open_package(work / "paket", work / "buka", key, trust, pki.NOW)


SIDES: dict[str, Callable[[Path], None]] = {"segel": _seal, "periksa": _check, "buka": _open}


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
    found = {key: report[key] for key in ("start", "wall", "cpu", "peak_mb")}
    found |= {"anak_mb": child, "puncak_mb": report["peak_mb"] + child}
    (options.work / f"{options.side}.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main()
