"""Welfare equations by name: what of ln y follows from where and how a family lives.

``baku`` is the frozen equation of the twin (welfare.py). The others are of another form, to try a
model on; a twin of another equation is another twin, and no figure of one holds for the other.
"""

from __future__ import annotations

from collections.abc import Callable

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.twin.equation_planted import crossed, stepped
from dagster_dtsen.twin.equation_usual import Known, usual
from dagster_dtsen.twin.rng import Floats

Equation = Callable[[Known], Floats]

USUAL = "baku"
EQUATIONS: dict[str, Equation] = {USUAL: usual, "silang": crossed, "ambang": stepped}


def equation(name: str) -> Equation:
    """The equation of that name. Raises DtsenError E-PERSAMAAN."""
    try:
        return EQUATIONS[name]
    except KeyError:
        raise DtsenError("E-PERSAMAAN", name=name, held=", ".join(sorted(EQUATIONS))) from None
