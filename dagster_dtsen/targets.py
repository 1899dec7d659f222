"""`dtsen target`: brings dictionary, sealed release, criteria files and the room together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dagster_dtsen import audits, dictionary
from dagster_dtsen.dictionary.items import items_of
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import as_of, seal, store
from dagster_dtsen.settings import Settings
from dagster_dtsen.targeting import check, count, criteria, document, judge, region
from dagster_dtsen.targeting.check import CODED, DATE, OTHER, WHOLE, Book, Variable

_ENTITIES = (criteria.FAMILY, criteria.PERSON)
_KINDS = {"date": DATE, "integer": WHOLE, "smallint": WHOLE, "bigint": WHOLE}
# one letter per item, no answer; and variables that only few may see name people
_LETTERS, _OPEN_LEVEL, _DIRECT = "status_butir", 3, "langsung"


def reached(
    settings: Settings, files: Sequence[Path], release: str | None = None
) -> dict[str, Any]:
    """Whom the programmes of ``files`` reach in a stored release, by default the newest in use.

    The document of :mod:`targeting.document` with ``rilis``, ``tanggal_rilis`` and
    ``satuan_desil``. All files are checked before anything is counted.
    Raises DtsenError E-KRITERIA, E-KRITERIA-VARIABEL, E-KRITERIA-WILAYAH, those of opening a
    release, E-TABEL-TIADA and E-SEGEL-RUSAK.
    """
    read = [(path, criteria.read(path)) for path in files]
    _distinct(read)
    with as_of.opened(settings, release or _newest(settings)) as found:
        source = _source(settings, found)
        names = region.names(_seed(settings))
        known = {*names, *_places(source)}
        programmes = []
        for path, own in read:
            check.check(own, path.name, source.book, source.columns)
            place = own.wilayah
            codes = region.resolve(place, path, known, source.date) if place else []
            programmes.append(count.Programme(own, path.name, codes))
        manifest = found.stored.manifest
        audits.looked(settings, "rilis", found.stored.name, (), tujuan="pensasaran program")
        return {
            "rilis": found.stored.name,
            "tanggal_rilis": source.date.isoformat(),
            "satuan_desil": manifest.get("satuan_desil"),
            **document.build(source, programmes, names),
        }


def choose(settings: Settings, found: as_of.Release, path: Path) -> str:
    """SQL of the families that the criteria of ``path`` choose in an open release: id_keluarga.

    Where persons are the unit, a family is in with one chosen person. Raises DtsenError E-KRITERIA,
    E-KRITERIA-VARIABEL, E-KRITERIA-WILAYAH, E-TABEL-TIADA, E-SEGEL-RUSAK.
    """
    own, source = criteria.read(path), _source(settings, found)
    check.check(own, path.name, source.book, source.columns)
    known = {*region.names(_seed(settings)), *_places(source)}
    codes = region.resolve(own.wilayah, path, known, source.date) if own.wilayah else []
    judge.judge(source, 0, own, codes)
    return "(select id_keluarga from sasaran_keluarga_0 where pilih > 0)"


def _distinct(read: Sequence[tuple[Path, criteria.Criteria]]) -> None:
    seen: set[str] = set()
    for path, own in read:
        if own.program in seen:
            reason = f"program {own.program}: dua kali / named twice"
            raise DtsenError("E-KRITERIA", file=path.name, reason=reason)
        seen.add(own.program)


def _newest(settings: Settings) -> str:
    held = store.stored(settings)
    if not held:
        raise DtsenError("E-RILIS-TIADA", home=settings.home)
    return held[-1].name


def _seed(settings: Settings) -> Path:
    return settings.dbt_project_dir / "seeds" / "wilayah" / "wilayah_kemendagri.csv"


def _source(settings: Settings, found: as_of.Release) -> judge.Source:
    """What is read of a release; the bytes of these tables are held against their seal first."""
    sealed = {table.name for table in found.tables}
    wanted = [*judge.NEEDED, *({judge.CHANCES_TABLE} & sealed)]
    tables = {name: found.table(name) for name in wanted}
    for table in tables.values():
        seal.same_bytes(found.stored, table.layer, table.name)
    return judge.Source(
        found.con,
        {name: found.relation(table) for name, table in tables.items()},
        {entity: frozenset(tables[entity].columns) for entity in _ENTITIES},
        book(settings),
        found.stored.release.cut_off,
    )


def _places(source: judge.Source) -> set[str]:
    """Codes of regions that the families of the release have, also those newer than the list."""
    columns = [region.column(tier) for tier in region.TIERS[region.KEMENDAGRI].values()]
    listed = ", ".join(f'"{name}"' for name in columns)
    query = f"select distinct unnest([{listed}]) from {source.relations[judge.FAMILY_TABLE]}"
    return {row[0] for row in source.con.execute(query).fetchall() if row[0] is not None}


def book(settings: Settings) -> Book:
    """The variables of families and persons as conditions see them."""
    held = dictionary.load_book(settings.dbt_project_dir.parent)
    codes: dict[str, set[str]] = {}
    for code in held.codes:
        codes.setdefault(code.daftar, set()).add(code.kode)
    places = {
        (entity, variable.variabel): item.posisi
        for entity in _ENTITIES
        for item in items_of(held, entity)
        for variable in item.variables
    }
    found: dict[tuple[str, str], Variable] = {}
    for row in held.variables:
        if row.entitas not in _ENTITIES:
            continue
        key = (row.entitas, row.variabel)
        coded = bool(row.daftar_kode) and row.variabel != _LETTERS
        found[key] = Variable(
            row.entitas,
            row.variabel,
            (row.label_id, row.label_en),
            CODED if coded else _KINDS.get(row.tipe, OTHER),
            frozenset(codes.get(row.daftar_kode, ())),
            places.get(key),
            row.kelas_pii == _DIRECT or row.tingkat_akses_terendah > _OPEN_LEVEL,
        )
    return found
