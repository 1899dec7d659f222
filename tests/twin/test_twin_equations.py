"""A twin can be given another welfare equation by name; the usual one stays as it was."""

from __future__ import annotations

import numpy as np
import pytest

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.twin import equations
from dagster_dtsen.twin.deliver_susenas import rumah_tangga, told_by_equation
from dagster_dtsen.twin.regions import load_regions
from dagster_dtsen.twin.rng import Dice

DAY = 20_162


def test_another_equation_moves_expenditure_and_what_follows_from_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dice = Dice(3)
    regions = load_regions(dice)
    monkeypatch.setitem(
        equations.EQUATIONS, "datar", lambda known: equations.usual(known) + 0.5 * known.urban
    )
    usual = rumah_tangga(dice, regions, 400, DAY)
    assert rumah_tangga(dice, regions, 400, DAY, "baku") == usual
    other = rumah_tangga(dice, regions, 400, DAY, "datar")
    town = np.array(usual.column("tipe_wilayah").to_pylist()) == "1"
    ratio = np.log(other.column("pengeluaran_per_kapita").to_numpy().astype(float)) - np.log(
        usual.column("pengeluaran_per_kapita").to_numpy().astype(float)
    )
    assert ratio[town] == pytest.approx(0.5, abs=1e-4)
    assert ratio[~town] == pytest.approx(0.0, abs=1e-9)
    assert other.column("r502c") != usual.column("r502c")
    assert other.column("jumlah_anggota") == usual.column("jumlah_anggota")
    told = [told_by_equation(dice, regions, 400, DAY, name) for name in ("baku", "datar")]
    assert told[1] - told[0] == pytest.approx(0.5 * town)


def test_an_unknown_equation_is_refused() -> None:
    dice = Dice(3)
    with pytest.raises(DtsenError, match="E-PERSAMAAN"):
        rumah_tangga(dice, load_regions(dice), 10, DAY, "tiada")
