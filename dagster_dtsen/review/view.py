"""What the page shows and what a desk must be able to do; no part of it knows the warehouse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

ONE, TWO, UNKNOWN = "sama", "beda", "tidak_tahu"
ANSWERS = (ONE, TWO, UNKNOWN)


@dataclass(frozen=True)
class Line:
    """One field of both records: ``p`` of the record for comparison, ``tanda`` sama, beda or
    nothing, ``bobot`` the words of the comparison, None where there is none.
    """

    label: str
    a: str
    b: str
    p: str = ""
    tanda: str = ""
    bobot: str | None = None


@dataclass(frozen=True)
class View:
    """One question: the sentences that ask it, the fields side by side, and its place.

    ``jumlah`` and ``ambang``: weight of the pair and the threshold as text, None where the steward
    is not to know them.
    """

    butir: str
    judul: str
    label: str
    kalimat: list[str]
    baris: list[Line]
    satu: str
    dua: str
    nomor: int
    dari: int
    pembanding: bool = False
    jumlah: str | None = None
    ambang: str | None = None


@dataclass(frozen=True)
class Told:
    """What became of an act: words for the steward, and the code of a refusal."""

    kata: str
    kode: str = ""
    perlu_bukti: bool = False

    @property
    def baik(self) -> bool:
        return not self.kode


@dataclass
class Count:
    """Acts of a session."""

    dijawab: int = 0
    tidak_tahu: int = 0
    ditolak: int = 0
    dibatalkan: int = 0
    sisa: int = 0


class Desk(Protocol):
    """One steward's list of questions; every method is called by one request at a time."""

    oleh: str
    rilis: str
    hitungan: Count
    catatan: bool  # whether an answer may have a reason and evidence

    def view(self) -> View | None:
        """The question on the desk, noted in the audit trail; None when the list is done."""

    def answer(self, item: str, answer: str, note: str = "", evidence: bytes | None = None) -> Told:
        """Answer the question on the desk; ``item`` guards against an answer to another one."""

    def skip(self, item: str) -> Told:
        """Put the question to the end of the list."""

    def undo(self) -> Told:
        """Take the last answer back and ask again."""

    def note(self, act: str) -> None:
        """An act of the session in the audit trail."""
