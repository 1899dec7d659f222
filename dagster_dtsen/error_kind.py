"""What an error that a person can act on consists of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ErrorKind:
    """One kind of failure.

    ``code`` is stable and searchable, ``exit_code`` is what the process returns (3-125),
    the two templates are filled with the keyword arguments of :class:`DtsenError`.
    """

    code: str
    exit_code: int
    indonesian: str
    english: str
