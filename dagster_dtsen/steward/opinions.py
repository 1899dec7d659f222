"""Answers to questions of the queues, and the blind second look at some of them.

``<home>/tinjauan/pendapat.jsonl``, append-only. The first answer to a question becomes a decision
at once. A fixed share of the questions is asked of a second steward too, who is not told; when the
two differ, a third is asked, and the majority decides. Until then the first decision stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from dagster_dtsen import journal
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import trail
from dagster_dtsen.steward.quality import ANSWERS, UNKNOWN

SHARE = 0.10
BLIND = 2  # answers that are given without sight of each other
FIRST, SECOND, THIRD = "pertama", "kedua", "ketiga"


@dataclass(frozen=True)
class Opinion:
    """What a steward says of a question: ``jawaban`` of :data:`quality.ANSWERS`, or None when it
    was taken back. ``id_keputusan``: the decision that was made of it, if one was.
    """

    id_antrean: str
    oleh: str
    jawaban: str | None
    id_keputusan: str | None = None


Opinions = dict[str, Opinion]  # by steward, see :func:`who`


def who(name: str) -> str:
    """A steward's name as it is compared: letters and blanks do not make another person."""
    return " ".join(name.split()).casefold()


def wants_second(item: str, share: float = SHARE) -> bool:
    """Whether a question is asked twice: by a hash of its id, so always the same ones."""
    mark = int(hashlib.sha256(f"tinjauan kedua|{item}".encode()).hexdigest()[:8], 16)
    return mark < share * 2**32


def record(settings: Settings, opinion: Opinion) -> None:
    """Add one answer; the last one of a steward about a question counts."""
    settings.worklists_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    journal.append(settings.review_opinions_file, asdict(opinion) | {"dicatat": trail.now()})


def read(settings: Settings) -> dict[str, Opinions]:
    """The opinions that count, by question and steward; what was taken back is none."""
    found: dict[str, Opinions] = {}
    for line in journal.entries(settings.review_opinions_file):
        opinion = Opinion(
            line["id_antrean"], line["oleh"], line["jawaban"], line.get("id_keputusan")
        )
        mine = found.setdefault(opinion.id_antrean, {})
        mine.pop(who(opinion.oleh), None)
        if opinion.jawaban in ANSWERS:
            mine[who(opinion.oleh)] = opinion
    return found


def turn(
    item: str, standing: str | None, held: Opinions, by: str, share: float = SHARE
) -> str | None:
    """As what a steward is asked about a question now; None: not at all.

    ``standing``: id of the decision that answers it today, if any. A question that was decided
    elsewhere (by command or list) is not asked twice.
    """
    if standing is None:
        return FIRST
    first = _first(standing, held)
    if first is None or who(by) in held:
        return None
    others = [o.jawaban for o in held.values() if o is not first and o.jawaban != UNKNOWN]
    if not others:
        return SECOND if wants_second(item, share) else None
    return THIRD if len(others) == 1 and others[0] != first.jawaban else None


def _first(standing: str, held: Opinions) -> Opinion | None:
    return next((o for o in held.values() if o.id_keputusan == standing), None)


def summary(
    found: Mapping[str, Opinions], standing: Iterable[str], share: float = SHARE
) -> dict[str, Any]:
    """Figures of the second look.

    ``standing``: ids of decisions that stand. Keys: ``butir`` (questions answered on the page),
    ``ditandai`` (of these, meant for a second look), ``dinilai_dua`` (with two definite answers),
    ``kesepakatan`` (share of these on which the first two agree, None without any), ``berbeda``:
    per question on which answers differ its id, counts ``sama``, ``beda``, and ``status``
    (menunggu ketiga, selesai), ``petugas``: answers by steward.
    """
    stands = set(standing)
    same = twice = marked = 0
    differing, stewards = [], dict[str, int]()
    for item, held in sorted(found.items()):
        for opinion in held.values():
            stewards[opinion.oleh] = stewards.get(opinion.oleh, 0) + 1
        told = [o.jawaban for o in held.values() if o.jawaban != UNKNOWN]
        marked += bool(told) and wants_second(item, share)
        if len(told) < BLIND:
            continue
        # a third is asked only where two differ, and would pull the rate down
        twice += 1
        same += told[0] == told[1]
        counts = {name: told.count(name) for name in ANSWERS if name != UNKNOWN}
        if min(counts.values()) and stands & {str(o.id_keputusan) for o in held.values()}:
            status = "menunggu ketiga" if len(told) == BLIND else "selesai"
            differing.append({"id_antrean": item, **counts, "status": status})
    return {
        "butir": sum(1 for held in found.values() if held),
        "ditandai": marked,
        "dinilai_dua": twice,
        "kesepakatan": round(same / twice, 4) if twice else None,
        "berbeda": differing,
        "petugas": dict(sorted(stewards.items())),
    }
