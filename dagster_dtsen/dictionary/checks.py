"""What must hold in the dictionary; every breach is one bilingual sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from dagster_dtsen.dictionary.checks_items import check_items
from dagster_dtsen.dictionary.items import is_item
from dagster_dtsen.dictionary.model import Book, Variable

ENTITAS = ("individu", "keluarga", "relasi", "peringkat")
KELAS_PII = ("langsung", "kuasi", "sensitif", "bukan")
# data class -> access levels it may carry (SE Menteri PPN 8/2023: 1-2 aggregates, 3 micro data
# without identities, 4 by name by address)
LEVELS = {"terbuka": (1, 2), "terbatas": (2, 3), "tertutup": (4,)}
# blocks of variables that follow from others and that no provider updates
BLOK_TURUNAN = (("keluarga", "alamat"),)
TIPE = re.compile(r"varchar|date|boolean|smallint|integer|bigint|decimal\(\d+,\d+\)")
NAME = re.compile(r"[a-z][a-z0-9_]*")
FEWEST_WORDS = 8  # a definition shorter than this has so far always been the name again

Rule = Callable[[Variable], str | None]


def check(book: Book) -> list[str]:
    """Problems of the dictionary, rows first, then what rows say of each other; empty when none."""
    lists = {code.daftar for code in book.codes}
    problems = list(_repeats(book.variables))
    for variable in book.variables:
        found = [problem for rule in RULES if (problem := rule(variable))]
        found += _block(book, variable)
        found += [
            f"daftar kode tidak dikenal / unknown code list {name!r}"
            for name in (variable.daftar_kode, variable.daftar_jumlah)
            if name and name not in lists
        ]
        problems += [f"{variable.entitas}.{variable.variabel}: {problem}" for problem in found]
    used = {name for row in book.variables for name in (row.daftar_kode, row.daftar_jumlah)}
    problems += [
        f"{name}: daftar kode tidak dipakai / unused code list"
        for name in sorted(lists - used - book.agreed_lists)
    ]
    return problems or check_items(book)


def _repeats(variables: Iterable[Variable]) -> Iterable[str]:
    rows = list(variables)
    names = Counter((row.entitas, row.variabel) for row in rows)
    places = Counter((row.entitas, row.urutan) for row in rows)
    for (entitas, name), count in names.items():
        if count > 1:
            yield f"{entitas}.{name}: tercatat {count} kali / listed {count} times"
    for (entitas, place), count in places.items():
        if count > 1:
            yield f"{entitas}: urutan {place} dipakai {count} kali / used {count} times"


def _domains(row: Variable) -> str | None:
    for column, known in (
        ("entitas", ENTITAS),
        ("kelas_pii", KELAS_PII),
        ("kelas_data", tuple(LEVELS)),
    ):
        if getattr(row, column) not in known:
            return f"{column} tidak dikenal / unknown {getattr(row, column)!r}"
    return None


def _shape(row: Variable) -> str | None:
    if not NAME.fullmatch(row.variabel):
        return "nama kolom salah / wrong column name"
    if not TIPE.fullmatch(row.tipe):
        return f"tipe tidak dikenal / unknown type {row.tipe!r}"
    if row.daftar_kode and row.tipe != "varchar":
        return f"variabel berkode harus varchar / a coded variable is varchar, not {row.tipe}"
    if row.alias_kementerian == row.variabel:
        return "alias sama dengan nama / the alias repeats the name"
    return None


def _block(book: Book, row: Variable) -> Iterable[str]:
    """A block is known when some provider may update it by its contract (``memperbarui``)."""
    known = {*book.agreed_blocks, *BLOK_TURUNAN}
    if row.blok_pembaruan and (row.entitas, row.blok_pembaruan) not in known:
        yield f"blok pembaruan tidak dikenal / unknown update block {row.blok_pembaruan!r}"


def _item(row: Variable) -> str | None:
    if is_item(row) and not row.butir_kuesioner:
        return "blok butir tanpa nomor butir / an item block without item number"
    if bool(row.daftar_jumlah) != bool(row.kode_jumlah):
        return "daftar_jumlah dan kode_jumlah harus berdua / need each other"
    if row.kode_jumlah and not row.kode_jumlah.isdecimal():
        return f"kode_jumlah bukan bilangan / no number {row.kode_jumlah!r}"
    if row.kode_jumlah and not (is_item(row) and row.daftar_kode):
        return "penjumlah menuntut butir dan daftar jawabannya / a summand needs item and code list"
    return None


def _direct_identifier(row: Variable) -> str | None:
    if row.kelas_pii == "langsung" and row.tingkat_akses_terendah != 4:
        return "langsung menuntut tingkat 4 / a direct identifier demands level 4"
    return None


def _sensitive(row: Variable) -> str | None:
    if row.kelas_pii == "sensitif" and row.tingkat_akses_terendah < 3:
        return "sensitif menuntut tingkat 3 atau 4 / sensitive demands level 3 or 4"
    return None


def _level_fits_class(row: Variable) -> str | None:
    allowed = LEVELS.get(row.kelas_data, ())
    if allowed and row.tingkat_akses_terendah not in allowed:
        level = row.tingkat_akses_terendah
        return f"tingkat {level} tidak cocok dengan / level {level} contradicts {row.kelas_data}"
    return None


def _prose(row: Variable) -> str | None:
    for column in ("label_id", "label_en", "konsep", "rujukan"):
        if not getattr(row, column).strip():
            return f"{column} kosong / empty"
    name = set(row.variabel.split("_"))
    for column, label in (("definisi_id", row.label_id), ("definisi_en", row.label_en)):
        words = re.findall(r"\w+", getattr(row, column).lower())
        told = [word for word in words if word not in name | set(label.lower().split())]
        if len(told) < FEWEST_WORDS:
            return f"{column} kosong atau mengulang nama / empty or echoes the name"
        if "{" in getattr(row, column) or "\n" in getattr(row, column):
            return f"{column}: kurung kurawal atau baris baru / brace or line break"
    return None


RULES: tuple[Rule, ...] = (
    _domains,
    _shape,
    _item,
    _direct_identifier,
    _sensitive,
    _level_fits_class,
    _prose,
)
