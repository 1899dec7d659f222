"""A desk without a warehouse: two questions, and a note of all that was asked of it."""

from __future__ import annotations

from dagster_dtsen.review.view import UNKNOWN, Count, Line, Told, View

DANGER = "<script>alert(1)</script>"


class FakeDesk:
    oleh = "Ani"
    rilis = "2026T1"
    catatan = True

    def __init__(self) -> None:
        self.hitungan = Count(sisa=2)
        self.items = ["butir1", "butir2"]
        self.notes: list[str] = []
        self.acts: list[tuple[str, ...]] = []
        self.broken = False

    def view(self) -> View | None:
        if self.broken:
            raise RuntimeError("SITI AMINAH 3171010101800001")
        if not self.items:
            return None
        return View(
            butir=self.items[0],
            judul="Apakah A dan B orang yang sama?",
            label="Antrean pasangan",
            kalimat=["Sebab."],
            baris=[Line("Nama", DANGER, "B", tanda="beda", bobot="berlainan (−9,9)")],
            satu="Satu orang",
            dua="Dua orang",
            nomor=1,
            dari=len(self.items),
        )

    def answer(self, item: str, answer: str, note: str = "", evidence: bytes | None = None) -> Told:
        self.acts.append(("jawab", item, answer, note, (evidence or b"").decode()))
        if note == "salah":
            return Told(f"E-UJI: {DANGER}", "E-UJI", perlu_bukti=True)
        self.items.remove(item)
        self.hitungan.dijawab += answer != UNKNOWN
        return Told("Dicatat.")

    def skip(self, item: str) -> Told:
        self.acts.append(("lewati", item))
        self.items.append(self.items.pop(0))
        return Told("Dilewati.")

    def undo(self) -> Told:
        self.acts.append(("batal",))
        return Told("Dibatalkan.")

    def note(self, act: str) -> None:
        self.notes.append(act)
