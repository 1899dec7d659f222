"""`dtsen apply`: a recipient brings what it holds up to date with a difference it opened."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from dagster_dtsen import warehouse
from dagster_dtsen.envelope import manifest
from dagster_dtsen.envelope.refusal import Refused
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.parcels import ledger, merge

_CHECKS = "isi.json"
_SPILL = ".tumpahan"


def apply(before: Path, difference: Path, target: Path) -> dict[str, int]:
    """Write the whole of now into ``target``: opened package ``before``, opened ``difference``.

    ``before`` may itself have been made here. Gives the rows by entity. All or nothing: ``target``
    must not be there. Raises DtsenError E-PAKET-RUSAK (no opened packages, another base, another
    result than the sender's), E-FOLDER-TERISI.
    """
    base, told = _manifest(before), _manifest(difference)
    facts = told.about.fakta
    if facts.get("isi") != ledger.DIFFERENCE or facts.get("dasar_selisih") != base.about.id_paket:
        raise _refused(told, f"bukan selisih dari / no difference from {base.about.id_paket}")
    if facts.get("bentuk") != "parquet":
        raise _refused(told, "bentuk csv tidak dapat digabung / csv cannot be merged")
    if target.exists():
        raise DtsenError("E-FOLDER-TERISI", path=target)
    checks = json.loads((difference / _CHECKS).read_text(encoding="utf-8"))
    aside = target.with_name(f".{target.name}.gabung")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=0o700, parents=True)
    try:
        rows = _merged(before, difference, aside, told, checks)
        for path in difference.iterdir():
            if path.suffix != ".parquet":
                shutil.copyfile(path, aside / path.name)
        aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return rows


def _merged(
    before: Path,
    difference: Path,
    aside: Path,
    told: manifest.Manifest,
    checks: dict[str, Any],
) -> dict[str, int]:
    spill = aside / _SPILL
    spill.mkdir(mode=0o700)
    rows = {}
    with warehouse.recipients(spill) as con:
        for entity in merge.entities(difference):
            try:
                rows[entity] = merge.merge(con, entity, before, difference, aside, checks[entity])
            except (merge.Unlike, KeyError):
                reason = f"{entity}: hasilnya bukan milik pengirim / not what the sender has"
                raise _refused(told, reason) from None
    shutil.rmtree(spill)
    return rows


def _manifest(folder: Path) -> manifest.Manifest:
    """What an opened package says of itself; `dtsen open` checked it."""
    try:
        return manifest.read((folder / manifest.MANIFEST).read_bytes())
    except OSError:
        reason = "bukan paket yang sudah dibuka / no package that was opened"
    except Refused as refused:
        reason = str(refused)
    raise DtsenError("E-PAKET-RUSAK", package=folder.name, reason=reason)


def _refused(told: manifest.Manifest, reason: str) -> DtsenError:
    return DtsenError("E-PAKET-RUSAK", package=told.about.id_paket, reason=reason)
