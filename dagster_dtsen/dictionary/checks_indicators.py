"""What must hold in the indicator seeds; every breach is one bilingual sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from dagster_dtsen.dictionary.indicators import (
    BAGIAN,
    JUMLAH,
    RATA_RATA,
    TIDAK_DAPAT,
    Catalogue,
    Category,
    Indicator,
    Language,
    conditions_of,
)
from dagster_dtsen.errors import DtsenError

# which conditions each kind has: numerator, denominator, value
SHAPES = {
    BAGIAN: (True, True, False),
    JUMLAH: (True, False, False),
    RATA_RATA: (False, True, True),
    TIDAK_DAPAT: (False, False, False),
}
SATUAN = ("individu", "keluarga")
TINGKAT = ("nasional", "kelompok_provinsi", "provinsi", "kabupaten_kota", "kecamatan", "desa")
NAME = re.compile(r"[a-z][a-z0-9_]*")
SENSITIVE = "sensitif"


def check_indicators(catalogue: Catalogue) -> list[str]:
    """Problems of the indicator seeds; empty when none."""
    names = {row.indikator for row in catalogue.indicators}
    found = list(_repeats("indikator", (row.indikator for row in catalogue.indicators)))
    found += _repeats("istilah", (f"{row.entitas}.{row.istilah}" for row in catalogue.terms))
    regions = {row["kelompok"] for row in catalogue.regions} | {"semua"}
    for row in catalogue.indicators:
        found += [f"{row.indikator}: {told}" for told in _indicator(catalogue, row, regions)]
    found += _groups(catalogue)
    variables = {row.variabel for row in catalogue.book.variables}
    for line in (*catalogue.targets, *catalogue.programmes):
        if line["indikator"] and line["indikator"] not in names:
            found.append(f"indikator tidak dikenal / unknown indicator {line['indikator']!r}")
        for name in filter(None, line.get("variabel", "").split(";")):
            if name not in variables:
                found.append(f"{line['program']}: variabel tidak dikenal / unknown {name!r}")
    return found


def _repeats(what: str, names: Iterable[str]) -> Iterator[str]:
    for name, count in Counter(names).items():
        if count > 1:
            yield f"{what} {name}: tercatat {count} kali / listed {count} times"


def _indicator(catalogue: Catalogue, row: Indicator, regions: set[str]) -> Iterator[str]:
    if not NAME.fullmatch(row.indikator):
        yield "nama salah / wrong name"
    if row.jenis not in SHAPES:
        yield f"jenis tidak dikenal / unknown kind {row.jenis!r}"
        return
    filled = tuple(map(bool, (row.syarat_pembilang, row.syarat_penyebut, row.nilai)))
    if filled != SHAPES[row.jenis]:
        yield f"syarat tidak cocok dengan jenis / conditions do not fit {row.jenis}"
        return
    told = (bool(row.alasan_id), bool(row.alasan_en))
    if told != (row.jenis == TIDAK_DAPAT,) * 2:
        yield "alasan hanya dan selalu pada tidak_dapat / a reason only and always if it cannot be"
    if bool(row.pendekatan_id) != bool(row.pendekatan_en):
        yield "pendekatan hanya satu bahasa / departure told in one language alone"
    if row.wilayah not in regions:
        yield f"wilayah tidak dikenal / unknown region {row.wilayah!r}"
    if row.arah not in ("naik", "turun") or not (row.nama_id and row.nama_en and row.rujukan):
        yield "arah, nama, atau rujukan salah / wrong direction, name or reference"
    if row.jenis != TIDAK_DAPAT:
        yield from _words(catalogue, row)


def _words(catalogue: Catalogue, row: Indicator) -> Iterator[str]:
    """Conditions can be read, and ``variabel`` and ``peka`` say what they read."""
    if row.satuan not in SATUAN:
        yield f"satuan tidak dikenal / unknown unit {row.satuan!r}"
        return
    language = Language(catalogue, row.satuan)
    try:
        read = list(dict.fromkeys(name for c in conditions_of(row) for name in language.reads(c)))
    except DtsenError as error:
        yield str(error.details["problems"])
        return
    if row.variabel != ";".join(read):
        yield f"variabel harus / must be {';'.join(read)}"
    classes = {item.variabel: item.kelas_pii for item in catalogue.book.variables}
    sensitive = str(any(classes[name] == SENSITIVE for name in read)).lower()
    if row.peka != sensitive:
        yield f"peka harus / must be {sensitive}"


def _groups(catalogue: Catalogue) -> Iterator[str]:
    groups: dict[str, list[Category]] = {}
    for row in catalogue.categories:
        groups.setdefault(row.kelompok, []).append(row)
    for name, rows in groups.items():
        language = {satuan: Language(catalogue, satuan) for satuan in SATUAN}
        yield from _repeats(name, (row.nilai for row in rows))
        if len({(row.satuan, row.tingkat_terendah) for row in rows}) > 1:
            yield f"{name}: satuan atau tingkat berbeda / units or tiers differ"
        if [bool(row.syarat) for row in rows] != [True] * (len(rows) - 1) + [False]:
            yield f"{name}: hanya yang terakhir tanpa syarat / only the last has no condition"
        for row in rows:
            if row.satuan not in SATUAN or row.tingkat_terendah not in TINGKAT:
                yield f"{name}: satuan atau tingkat tidak dikenal / unknown unit or tier"
                return
            try:
                language[row.satuan].sql(row.syarat)
            except DtsenError as error:
                yield f"{name}.{row.nilai}: {error.details['problems']}"
