"""What the evaluation must know of the linkage, handed over as plain data by the caller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Declared:
    """The linkage as it is declared.

    ``model``: name of the frozen model; ``threshold``: match weight (log2 odds) from which an edge
    is published; ``input_sql``: relation of standardised records -> query of Splink's input
    columns with ``rekaman_id``; ``blocks``: (name, SQL over ``l`` and ``r``) of every blocking
    rule, veto included; ``levels``: comparison -> [(label, SQL over ``x_l``, ``x_r``)] from the
    strongest down, ELSE last; ``identity_provider`` and ``valid_status`` say which NIKs are valid.
    """

    model: str
    threshold: float
    input_sql: Callable[[str], str]
    blocks: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    identity_provider: str
    valid_status: str
