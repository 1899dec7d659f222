"""A delivery revoked after publication: versions built anew equal a home that never used it."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import time
from functools import partial
from pathlib import Path
from typing import Any

from dagster_dtsen import cli_versions, deliveries
from dagster_dtsen.release import store
from dagster_dtsen.settings import Settings
from tests.proof import inspect_home, reference
from tests.proof.child import call, killed
from tests.proof.place import Place
from tests.proof.reference import RELEASES

PROVIDERS = ("p3ke", "dtks", "bpjs_kesehatan", "pln")
# before every delivery, so that the first release is touched
_DAY = dt.date(2026, 1, 1)
_WHY = "salah ekspor"


def version_once(reference_dir: Path, work_dir: Path, seed: int) -> dict[str, Any]:
    """Revoke a delivery of a published home, build anew, compare with one that never used it.

    ``seed`` chooses the delivery (of either quarter); odd seeds kill the rebuild at a moment
    uniform over the seconds of both releases in the reference run, and the next ``dtsen run``
    finishes it. Readers must see a whole release at every end. Compared are fingerprints of both
    releases, history, rows of every table, return packages; the first versions must still be
    what they were. Gives ``seed``, ``delivery``, ``killed`` (s, or null), ``seconds`` and
    ``failures``.
    """
    began = time.monotonic()
    shutil.rmtree(work_dir, ignore_errors=True)
    work_dir.mkdir(parents=True)
    dice = random.Random(f"versi:{seed}")
    provider, quarter = dice.choice(PROVIDERS), dice.choice(RELEASES)
    landing = reference_dir / "landing"
    log = work_dir / f"v{seed}.log"
    place = Place(work_dir / "home", landing, log)
    plain = Place(work_dir / "tanpa", landing, log)
    failures: list[str] = []
    told: dict[str, Any] = {"seed": seed, "delivery": f"{provider} {quarter}", "killed": None}

    def restore() -> None:
        place.restore(reference_dir / "home")
        place.answer(lambda s: revoke(s, provider, quarter, _DAY))

    try:
        restore()
        before = place.answer(_fingerprints)
        if seed % 2:
            seconds = reference.facts(reference_dir)["detik"]
            window = sum(seconds[name] for name in RELEASES if name >= quarter)
            rebuild = partial(_rebuild, place, quarter)
            told["killed"] = killed(rebuild, log, dice.uniform(0.05, 0.8) * window, restore)
            failures += place.answer(lambda s: inspect_home.whole(s, "after the kill"))
            call(place.runner(), log)
        else:
            call(lambda: _rebuild(place, quarter), log)
        (plain.home / "keputusan").mkdir(parents=True)
        shutil.copyfile(
            place.home / "keputusan" / "kiriman.jsonl", plain.home / "keputusan" / "kiriman.jsonl"
        )
        for release in RELEASES:
            call(plain.runner(release), log)
        expected, found = plain.answer(inspect_home.state), place.answer(inspect_home.state)
        failures += inspect_home.differences(_unversioned(expected), _unversioned(found))
        failures += place.answer(lambda s: inspect_home.whole(s, "at the end"))
        after = place.answer(_fingerprints)
        failures += [f"{name} changed" for name in before if after.get(name) != before[name]]
        if len(after) == len(before):
            failures.append("no new version")
    except RuntimeError as error:
        failures.append(str(error))
    if not failures:
        log.unlink()
    return told | {"failures": failures, "seconds": round(time.monotonic() - began, 1)}


def revoke(settings: Settings, provider: str, quarter: str, day: dt.date) -> str:
    """Revoke the delivery of ``provider`` for ``quarter`` from ``day`` on; its name."""
    known = [item["kiriman"] for item in deliveries.known(settings)]
    delivery = next(name for name in known if name.startswith(f"{provider}-{quarter}-"))
    deliveries.revoke(settings, delivery, _WHY, "uji", day)
    return delivery


def _rebuild(place: Place, quarter: str) -> None:
    place.enter()
    cli_versions.rebuild(quarter, _WHY, "uji", place.landing, place.home)


def _fingerprints(settings: Settings) -> dict[str, str]:
    return {item.name: item.manifest["sidik"]["rilis"] for item in store.versions(settings)}


def _unversioned(state: dict[str, Any]) -> dict[str, Any]:
    """The state by quarter: a quarter's newest version, and the return packages of it."""
    packages = state["pengembalian"]
    later = {name.partition(".v")[0] for name in packages if ".v" in name.partition("/")[0]}
    return state | {
        "sidik": {name.partition(".v")[0]: value for name, value in state["sidik"].items()},
        "pengembalian": {
            name.replace(".v2/", "/", 1): value
            for name, value in packages.items()
            if name.partition("/")[0] not in later
        },
    }
