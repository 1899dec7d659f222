"""The workbook of a worklist: text stays text, answers are chosen, nothing is a formula."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import xlsxwriter

from dagster_dtsen.steward.questions import unlike

SHEET, HELP = "daftar", "petunjuk"
_ANSWERS = ["satukan", "pisahkan", "tidak_tahu"]
_HEADS = {
    "butir": "#404040",
    "jawaban": "#9C5700",
    "a": "#1F4E79",
    "b": "#375623",
    "bobot": "#595959",
    "kunci": "#7F7F7F",
}
_FILLS = {"jawaban": "#FFF9E5", "a": "#F3F8FC", "b": "#F4F9F1"}
_UNLIKE = "#FCE4D6"
_PROSE = ("pertanyaan",)
_GUIDE = (
    ("Cara mengisi", True),
    (
        "Setiap baris menanyakan satu hal tentang dua rekaman, A (biru) dan B (hijau). Bacalah",
        False,
    ),
    ("pertanyaannya, bandingkan kedua rekaman, lalu isi empat kolom kuning.", False),
    ("", False),
    ("putusan", True),
    ("satukan: A dan B orang yang sama (pada antrean keluarga: hidup dalam satu keluarga).", False),
    ("pisahkan: A dan B bukan orang yang sama (bukan satu keluarga).", False),
    ("tidak_tahu: belum dapat diputuskan; butir ini akan ditanyakan lagi.", False),
    ("", False),
    ("alasan, oleh, tanggal", True),
    ("alasan: dasar putusan, mis. nomor berkas atau hasil kunjungan. Jangan menulis NIK.", False),
    ("oleh: nama atau kode petugas. tanggal: tanggal putusan, mis. 2026-07-15.", False),
    ("", False),
    ("Yang perlu diketahui", True),
    ("Baris kosong tidak apa-apa. Kolom lain jangan diubah; urutan baris boleh berubah.", False),
    (
        "Sel jingga: kedua rekaman berlainan. Bobot dalam bit: makin besar makin mendukung bahwa A",
        False,
    ),
    ("dan B satu orang, di bawah nol menentang. Ambang: bobot yang cukup untuk menyatukan.", False),
    ("Putusan berlaku untuk rekaman ini pada setiap rilis berikutnya sampai dibatalkan.", False),
    ("Berkas ini memuat data pribadi: simpan di tempat aman dan hapus sesudah dipakai.", False),
)
Value = str | float | None


class Book:
    """Writes a workbook row by row; rows are not held in memory."""

    def __init__(self, path: Path, shape: Sequence[tuple[str, int, str]], day: dt.date) -> None:
        """``shape``: (name, width, part) of every column in order."""
        self._shape = list(shape)
        self._book = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "tmpdir": str(path.parent),
            },
        )
        self._book.set_properties(
            {"title": "Daftar tinjauan", "created": dt.datetime(day.year, day.month, day.day)}
        )
        self._formats: dict[tuple[str, bool, bool], object] = {}
        self._sheet = self._book.add_worksheet(SHEET)
        self._row = 0

    def __enter__(self) -> Book:
        self._head()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._row:
            self._answers()
        self._sheet.autofilter(0, 0, self._row, len(self._shape) - 1)
        self._guide()
        self._book.close()

    def _head(self) -> None:
        self._sheet.freeze_panes(1, 2)
        self._sheet.set_row(0, 32)
        for place, (name, width, part) in enumerate(self._shape):
            self._sheet.set_column(place, place, width)
            look = self._book.add_format(
                {
                    "bold": True,
                    "font_color": "#FFFFFF",
                    "bg_color": _HEADS[part],
                    "text_wrap": True,
                    "valign": "vcenter",
                    "border": 1,
                    "num_format": "@",
                }
            )
            self._sheet.write_string(0, place, name, look)

    def _look(self, part: str, unlike: bool, is_text: bool) -> object:
        key = (part, unlike, is_text)
        if key not in self._formats:
            fill = _UNLIKE if unlike else _FILLS.get(part)
            style = {
                "valign": "top",
                "text_wrap": True,
                "border": 1,
                "border_color": "#D9D9D9",
                "num_format": "@" if is_text else "0.##",
            }
            self._formats[key] = self._book.add_format(style | ({"bg_color": fill} if fill else {}))
        return self._formats[key]

    def add(self, values: Sequence[Value], height: float) -> None:
        """One row; text is written as text, whatever it looks like."""
        self._row += 1
        self._sheet.set_row(self._row, height)
        unlike = self._unlike(values)
        for place, (value, (_, _, part)) in enumerate(zip(values, self._shape, strict=True)):
            if value is None:
                self._sheet.write_blank(self._row, place, None, self._look(part, False, True))
            elif isinstance(value, str):
                look = self._look(part, place in unlike, True)
                self._sheet.write_string(self._row, place, value, look)
            else:
                self._sheet.write_number(self._row, place, value, self._look(part, False, False))

    def _unlike(self, values: Sequence[Value]) -> set[int]:
        """Places of a value that the other record has otherwise; sources always differ."""
        own = {
            name: place for place, (name, _, part) in enumerate(self._shape) if part in ("a", "b")
        }
        found: set[int] = set()
        for name, place in own.items():
            base = name.removesuffix("_a")
            if base != name and unlike(base, values[place], values[own[f"{base}_b"]]):
                found |= {place, own[f"{base}_b"]}
        return found

    def _answers(self) -> None:
        names = [name for name, _, _ in self._shape]
        answer, day = names.index("putusan"), names.index("tanggal")
        self._sheet.data_validation(
            1,
            answer,
            self._row,
            answer,
            {
                "validate": "list",
                "source": _ANSWERS,
                "error_title": "Putusan",
                "error_message": "Pilih satukan, pisahkan, atau tidak_tahu.",
            },
        )
        self._sheet.data_validation(
            1,
            day,
            self._row,
            day,
            {
                "validate": "any",
                "input_title": "Tanggal putusan",
                "input_message": "tahun-bulan-hari, mis. 2026-07-15",
            },
        )

    def _guide(self) -> None:
        sheet = self._book.add_worksheet(HELP)
        sheet.set_column(0, 0, 100)
        bold, plain = self._book.add_format({"bold": True}), self._book.add_format()
        for place, (text, strong) in enumerate(_GUIDE):
            sheet.write_string(place, 0, text, bold if strong else plain)
