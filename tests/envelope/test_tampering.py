"""No tampering is accepted, by dtsen or by the script; the good package always is."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_dtsen.envelope.cms import Key
from dagster_dtsen.envelope.opened import open_package
from tests.envelope import pki
from tests.envelope.tampering import KINDS, Stage, stage, tamper


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory, world: pki.World) -> Stage:
    return stage(tmp_path_factory.mktemp("rusakan"), world)


@pytest.mark.parametrize("seed", range(3 * len(KINDS)))
def test_a_tampered_package_is_refused_and_leaves_nothing(given: Stage, seed: int) -> None:
    kind, wrong = tamper(given, seed)
    assert wrong is None, kind


def test_what_was_tampered_with_was_good_before_and_after(given: Stage, tmp_path: Path) -> None:
    for package, key in (
        (given.package, given.key),
        (given.other, given.key),
        (given.foreign, given.foreign_key),
    ):
        target = tmp_path / package.parent.name
        open_package(package, target, Key(key), given.world.trust, pki.NOW, last=2)
        assert len(list(target.iterdir())) == 6
