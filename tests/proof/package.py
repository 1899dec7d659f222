"""Fifty tamperings with a sealed package and how it is opened: none is accepted."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.proof.child import call

TAMPERINGS = 50
SECONDS = 120.0


def package_once(reference_dir: Path, work_dir: Path, seed: int) -> dict[str, Any]:
    """Make a PKI and three packages, tamper with one fifty times (tests/envelope/tampering.py).

    Gives ``seed``, ``kinds`` (how often each), ``seconds`` and ``failures``; ``reference_dir`` is
    not needed.
    """
    began = time.monotonic()
    work_dir.mkdir(parents=True, exist_ok=True)
    log, root = work_dir / f"p{seed}.log", work_dir / "paket"
    log.unlink(missing_ok=True)
    shutil.rmtree(root, ignore_errors=True)
    failures = []
    try:
        call(lambda: _tamper(root, seed), log)
        log.unlink()
    except RuntimeError as error:
        failures.append(str(error))
    shutil.rmtree(root, ignore_errors=True)
    return {
        "seed": seed,
        "tamperings": TAMPERINGS,
        "kinds": dict(Counter(_kind(seed, number) for number in range(TAMPERINGS))),
        "seconds": round(time.monotonic() - began, 1),
        "failures": failures,
    }


def _kind(seed: int, number: int) -> str:
    from tests.envelope.tampering import KINDS

    return list(KINDS)[(TAMPERINGS * seed + number) % len(KINDS)]


def _tamper(root: Path, seed: int) -> None:
    from tests.envelope import pki
    from tests.envelope.tampering import stage, tamper

    given = stage(root, pki.world())
    for number in range(TAMPERINGS):
        kind, wrong = tamper(given, TAMPERINGS * seed + number)
        if wrong is not None:
            raise RuntimeError(f"tampering {TAMPERINGS * seed + number}, {kind}: {wrong}")
