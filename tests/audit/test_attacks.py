"""Seven kinds of attack with a hundred seeds each: none is missed where a head is anchored."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from dagster_dtsen import audits
from dagster_dtsen.audit import head
from dagster_dtsen.release import signature
from dagster_dtsen.settings import Settings
from tests.audit.attacks import ATTACKS, UNSEEN
from tests.audit.chains import clock, kinds, lay, lines, put, settings_of

SEEDS = 100
EVENTS = 35


@pytest.fixture(scope="module")
def laid(keys: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A log of a few dozen events with signed heads, the last one at its end."""
    folder = tmp_path_factory.mktemp("jejak")
    (folder / "luar").mkdir()
    own = {"audit_anchor": folder / "luar", "audit_every": 10}
    own["sign_key"] = keys / "satu" / signature.PRIVATE
    made = settings_of(folder).model_copy(update=own)
    lay(made, EVENTS)
    audits.anchor(made, clock)
    return made


@pytest.fixture
def copied(laid: Settings, tmp_path: Path) -> Settings:
    """A copy of the log that a test may touch; the heads are those of all."""
    shutil.copytree(laid.root, tmp_path / "home")
    return laid.model_copy(update={"home": tmp_path / "home"})


def test_the_log_itself_is_whole(laid: Settings) -> None:
    told = audits.verify(laid)
    assert (told["keadaan"], told["peristiwa"], told["berjangkar"]) == ("utuh", EVENTS, EVENTS)
    assert [item.number for item in head.heads(laid)] == [10, 20, 30, EVENTS]
    assert told["tanda_tangan"] == "cocok"
    assert told["terpotong"] == told["belum_ditutup"] == told["kerusakan"] == []


def fits(told: list[tuple[int, str]], expected: tuple[int, str] | None) -> bool:
    """Whether the first damage is the expected one; a rewritten log may have become shorter too."""
    if expected is not None:
        return told[0] == expected
    return told[0][1] in ("ditulis_ulang", "dipangkas")


@pytest.mark.parametrize("kind", ATTACKS)
def test_no_attack_is_missed_under_an_anchored_head(kind: str, copied: Settings) -> None:
    whole, missed, mistaken = lines(copied), [], []
    for seed in range(SEEDS):
        changed, expected = ATTACKS[kind](whole, random.Random(f"{kind}:{seed}"))
        assert changed != whole
        put(copied, changed)
        told = audits.verify(copied)
        if told["keadaan"] != "rusak":
            missed.append(seed)
        elif not fits(kinds(told), expected):
            mistaken.append((seed, expected, kinds(told)))
    assert missed == []
    assert mistaken == []


@pytest.mark.parametrize("kind", ATTACKS)
def test_without_an_anchor_nothing_attacked_is_called_whole(kind: str, copied: Settings) -> None:
    alone = copied.model_copy(update={"audit_anchor": None})
    whole = lines(alone)
    states = set()
    for seed in range(SEEDS):
        put(alone, ATTACKS[kind](whole, random.Random(f"{kind}:{seed}"))[0])
        states.add(audits.verify(alone)["keadaan"])
    assert states == ({"tanpa_jangkar"} if kind in UNSEEN else {"rusak"})


def test_the_last_event_is_seen_where_a_head_names_it(copied: Settings) -> None:
    whole = lines(copied)
    put(copied, [*whole[:-1], whole[-1].replace(b'"uji"', b'"ubi"')])
    assert kinds(audits.verify(copied))[0] == (EVENTS, "diubah")
    put(copied, [*whole[:-1], b"not an event"])
    told = audits.verify(copied)
    assert kinds(told) == [(EVENTS, "dipangkas")]
    assert told["terpotong"][0]["setelah"] == EVENTS - 1


def test_a_log_that_grows_on_after_a_cut_is_rewritten(copied: Settings) -> None:
    """Who cuts the log, takes the heads off and lets it grow does not get past the heads."""
    whole = lines(copied)
    put(copied, whole[:-3])
    lay(copied.model_copy(update={"audit_anchor": None}), 6)
    told = audits.verify(copied)
    assert kinds(told) == [(31, "ditulis_ulang")]
    assert told["kerusakan"][0]["sampai"] == EVENTS
    assert told["berjangkar"] == 30


def test_whatever_bytes_lie_there_are_judged(copied: Settings) -> None:
    """Random bytes, nested brackets, half characters, huge numbers: no trace, never whole."""
    whole = copied.audit_log.read_bytes()
    odd = [
        b"[" * 100_000,
        b'{"nomor": 1e999, "objek": {}, "sebelum": "", "sidik": ""}',
        b'{"nomor": 1, "objek": {"id": "\\ud800"}, "sebelum": "", "sidik": ""}',
        b'{"nomor": ' + b"9" * 5000 + b"}",
        whole.replace(b"\n", b"\r\n"),
        whole.replace(b"\n", b""),
        b"\n" + whole,
    ]
    dice = random.Random("bytes")
    odd += [dice.randbytes(dice.randrange(1, 2000)) for _ in range(100)]
    for _ in range(200):
        at, size = dice.randrange(len(whole)), dice.randrange(1, 900)
        odd.append(whole[:at] + dice.randbytes(dice.randrange(3)) + whole[at + size :])
    for content in odd:
        copied.audit_log.write_bytes(content)
        told = audits.verify(copied)
        assert told["keadaan"] == "rusak", content[:80]
