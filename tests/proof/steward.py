"""A steward who decides at random: acts of every kind, for and against the evidence."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dagster_dtsen import stewardship, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import decisions as log
from dagster_dtsen.steward.decisions import Decision
from tests.proof import oracle

PER_RELEASE = 12  # decisions asked for before each release but the first


@dataclass
class Run:
    """One repetition: home, seeded choices, and what was seen."""

    settings: Settings
    draw: random.Random
    seed: int
    refused: dict[str, int] = field(default_factory=dict)
    smuggled: int = 0
    failures: list[str] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)


def decide(run: Run, day: dt.date) -> None:
    """A steward's quarter: decisions of every kind, entered as the command does."""
    first = day - dt.timedelta(days=89)
    with warehouse.connect(run.settings) as con:
        pool = oracle.Pool.of(con)
    for _ in range(PER_RELEASE):
        when = first + dt.timedelta(days=run.draw.randint(0, 80))
        try:
            stewardship.decide(run.settings, _wish(run, pool, when))
        except DtsenError as error:
            code = error.kind.code
            run.refused[code] = run.refused.get(code, 0) + 1
            if code == "E-KEPUTUSAN-BERTENTANGAN":
                _smuggle(run, when)


def _wish(run: Run, pool: oracle.Pool, when: dt.date) -> stewardship.Wish:
    draw = run.draw
    known = log.decisions(run.settings)
    common: dict[str, Any] = {"alasan": "uji", "oleh": f"petugas {draw.randint(1, 3)}"}
    common |= {"tanggal": when}
    act = draw.choices(
        ("satukan", "benarkan", "pisahkan", "pecah", "batalkan", "balik"), (6, 2, 5, 3, 4, 5)
    )[0]
    if act == "batalkan" and known:
        target = draw.choice(known)
        late = max(when, target.tanggal)
        return stewardship.Wish(act, **common | {"tanggal": late}, membatalkan=target.id)
    facts = [item for item in known if item.kelompok]
    if act == "balik" and facts:
        return _turned(draw, draw.choice(facts), common)
    if draw.random() < 0.2:
        common["berlaku_sampai"] = when + dt.timedelta(days=draw.randint(20, 250))
    if act == "benarkan":
        return stewardship.Wish(act, **common, kelompok=[pool.cluster(draw)])
    if act in ("pisahkan", "pecah"):
        members = pool.cluster(draw) if draw.random() < 0.7 else pool.strangers(draw)
        cut = draw.randint(1, len(members) - 1)
        return stewardship.Wish(act, **common, kelompok=[members[:cut], members[cut:]])
    members = pool.strangers(draw) if draw.random() < 0.6 else pool.neighbours(draw)
    if draw.random() < 0.6:
        common["bukti"] = _evidence(run)
    return stewardship.Wish("satukan", **common, kelompok=[members])


def _turned(draw: random.Random, old: Decision, common: dict[str, Any]) -> stewardship.Wish:
    """The contrary of a decision, with or without its undo in the same entry."""
    keys = old.records
    common["tanggal"] = max(common["tanggal"], old.tanggal)
    instead = (old.id,) if draw.random() < 0.5 else ()
    if old.tindakan in (log.JOIN, log.CONFIRM):
        groups = [keys[:1], keys[1:]]
        return stewardship.Wish("pisahkan", **common, kelompok=groups, ganti=instead)
    return stewardship.Wish("satukan", **common, kelompok=[keys], ganti=instead)


def _evidence(run: Run) -> Path:
    path = run.settings.root / f"bukti-{run.draw.randint(1, 5)}.txt"
    path.write_text(f"berita acara {path.stem}")
    return path


def _smuggle(run: Run, when: dt.date) -> None:
    """A contradiction that no check saw, as when two logs are brought together."""
    known = [item for item in log.decisions(run.settings) if item.same()]
    if not known:
        return
    old = run.draw.choice(known)
    left, right = run.draw.choice(old.same())
    log.append(
        run.settings,
        [
            Decision(
                tindakan="pisahkan",
                kelompok=((left,), (right,)),
                alasan="uji",
                oleh="buku lain",
                tanggal=max(when, old.tanggal),
            )
        ],
    )
    run.smuggled += 1
