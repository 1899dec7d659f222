"""The same deliveries in another order and with repeats give the same release."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import time
from pathlib import Path
from typing import Any

import yaml

from dagster_dtsen import orchestrate, warehouse
from dagster_dtsen.reception.note import NOTE_NAME
from dagster_dtsen.reception.receive import receive_provider
from dagster_dtsen.reception.registry import load_contracts
from dagster_dtsen.release import store
from dagster_dtsen.settings import Settings
from tests.proof import reference
from tests.proof.child import call
from tests.proof.place import Place
from tests.proof.reference import RELEASES

_REPEATS = (1, 6)


def order_once(reference_dir: Path, work_dir: Path, seed: int) -> dict[str, Any]:
    """Receive the deliveries one by one in a seeded order with repeats, then build the release.

    Each arrives in a landing folder of its own under a name that tells nothing; repeats are copies
    in further folders, their files under other names and their due dates later. The release is
    then built by the command on the whole landing folder, where everything is a repeat. Gives
    ``seed``, ``order``, ``seconds`` and ``failures``.
    """
    began = time.monotonic()
    work_dir.mkdir(parents=True, exist_ok=True)
    place = Place(work_dir / "home", reference_dir / "landing", work_dir / f"u{seed}.log")
    place.log.unlink(missing_ok=True)
    order = _order(place.landing, seed)
    arrivals = _arrivals(place.landing, work_dir / "landing", order, seed)
    failures = []
    try:
        place.restore(None)
        taken = place.answer(lambda s: _receive(s, arrivals))
        if taken != len(set(order)):
            failures.append(f"{taken} of {len(set(order))} deliveries taken")
        call(place.runner(RELEASES[0]), place.log)
        found = place.answer(_fingerprint)
        state = reference.expected(reference_dir, RELEASES[0])
        expected = state["sidik"][f"{RELEASES[0]}.v1"]
        if found != expected:
            failures.append(f"fingerprint {found}, expected {expected}")
    except RuntimeError as error:
        failures.append(str(error))
    if not failures:
        place.log.unlink()
    seconds = round(time.monotonic() - began, 1)
    return {"seed": seed, "order": order, "seconds": seconds, "failures": failures}


def _order(landing: Path, seed: int) -> list[str]:
    generator = random.Random(seed)
    names = sorted(
        str(note.parent.relative_to(landing)) for note in landing.glob("*/*/pengantar.yml")
    )
    names += generator.choices(names, k=generator.randint(*_REPEATS))
    generator.shuffle(names)
    return names


def _arrivals(landing: Path, target: Path, order: list[str], seed: int) -> list[Path]:
    """One landing folder per arrival: ``<n>/<penyedia>/<any name>/``."""
    shutil.rmtree(target, ignore_errors=True)
    generator = random.Random(f"{seed}:names")
    folders, seen = [], set()
    for number, name in enumerate(order):
        provider = name.split("/")[0]
        folder = target / str(number)
        place = folder / provider / f"{generator.getrandbits(32):08x}"
        shutil.copytree(landing / name, place)
        if name in seen or generator.random() < 0.5:
            _in_other_words(place, generator)
        seen.add(name)
        folders.append(folder)
    return folders


def _in_other_words(folder: Path, generator: random.Random) -> None:
    """The same delivery under other file names and with a later due date.

    The landing folder of the final build holds the first words, and the smallest are kept.
    """
    path = folder / NOTE_NAME
    note = yaml.safe_load(path.read_text(encoding="utf-8"))
    for item in note["berkas"]:
        name = f"z{generator.getrandbits(32):08x}-{item['nama']}"
        (folder / item["nama"]).rename(folder / name)
        item["nama"] = name
    note["jatuh_tempo"] += dt.timedelta(days=generator.randint(0, 30))
    path.write_text(yaml.safe_dump(note), encoding="utf-8")


def _receive(settings: Settings, arrivals: list[Path]) -> int:
    """Take in the arrivals one after the other, each under a connection of its own."""
    contracts = {contract.penyedia: contract for contract in load_contracts()}
    taken = 0
    with orchestrate.run_lock(settings):
        orchestrate.start(settings)
        for folder in arrivals:
            provider = next(folder.iterdir()).name
            with warehouse.connect(settings) as con:
                taken += receive_provider(con, settings, contracts[provider], folder).received
    return taken


def _fingerprint(settings: Settings) -> str:
    return str(store.stored(settings)[0].manifest["sidik"]["rilis"])
