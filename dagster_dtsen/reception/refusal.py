"""A delivery that cannot be taken: the reason code of the seed ``kode_alasan`` and where."""

from __future__ import annotations


class Refusal(Exception):
    """Raised while a delivery is checked; the whole delivery goes back.

    ``code`` is a row of the seed ``kode_alasan`` (tingkat = kiriman); ``detail`` names files,
    columns and counts, never a person's value.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
