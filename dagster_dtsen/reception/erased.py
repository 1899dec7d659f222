"""Erased persons are kept out of what is delivered (UU 27/2022 Pasal 43, 44).

A person is known again by keyed fingerprints of what the register had of them: the providers' own
keys, the NIK with a word of the name or the birth date, name and birth date with the family card or
the village. Nothing of the person is kept; without the key a fingerprint cannot be tried out.

A record that is theirs goes. A NIK of theirs in a record that is somebody else's is emptied, and so
is their name where a family's record tells it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from dagster_dtsen.reception.contract import DatasetContract, ProviderContract
from dagster_dtsen.warehouse import quoted

# items of the questionnaire that say who somebody is; other columns are mapped by name
_ITEMS = {"nama": "402", "nik": "403", "tanggal_lahir": "406"}
_DATES = "['%Y-%m-%d', '%d/%m/%Y', '%d-%m-%Y', '%Y%m%d', '%d.%m.%Y', '%d %m %Y']"
ERASED_TEXT = "[dihapus / erased]"

Print = tuple[str, str]  # kind, 64 hex digits
File = tuple[str, str, str]  # delivery, dataset, file


@dataclass(frozen=True)
class Erased:
    """Fingerprints of all erased persons under one key (hex); ``ids`` of the erasures."""

    key: str
    prints: tuple[Print, ...]
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Struck:
    """Of one file: records that went, and cells or broken lines that were emptied."""

    removed: int = 0
    emptied: int = 0


def _column(dataset: DatasetContract, variable: str) -> str | None:
    """The column that holds ``variable``."""
    for column in dataset.kolom:
        if dataset.pemetaan.get(column) == variable:
            return column
        if dataset.merekam == "individu" and dataset.item(column) == _ITEMS.get(variable, "-"):
            return column
    return None


def _cell(column: str | None) -> str:
    return f"nullif(trim(\"{column}\"), '')" if column else "null::varchar"


def _digits(column: str | None, length: int | None = None) -> str:
    digits = f"regexp_replace({_cell(column)}, '[^0-9]', '', 'g')"
    if length:
        return f"case when length({digits}) = {length} then {digits} end"
    return f"nullif({digits}, '')"


def letters(column: str) -> str:
    """SQL: a name as letters alone."""
    return f"nullif(regexp_replace(upper({_cell(column)}), '[^A-Z]', '', 'g'), '')"


def plain(contract: ProviderContract, dataset: DatasetContract) -> dict[str, str]:
    """SQL over a raw table: what is fingerprinted of a record, by kind; null where it has it not.

    ``kata`` and ``lahir`` go with the NIK and are looked at only where it is one of theirs.
    """
    nik = _digits(_column(dataset, "nik"), 16)
    name = _column(dataset, "nama")
    written = letters(name) if name else "null::varchar"
    born = f"try_strptime({_cell(_column(dataset, 'tanggal_lahir'))}, {_DATES})"
    born = f"strftime({born}, '%Y%m%d')"
    card = _digits(_column(dataset, "no_kk"), 16)
    villages = [column for column in dataset.kolom if "desa" in column.lower()]
    village = _digits(next((c for c in villages if c in dataset.region_columns), None))
    parts = " || '|' || ".join(f"coalesce(trim(\"{column}\"), '')" for column in dataset.kunci)
    return {
        "kunci": f"'{contract.penyedia}|{dataset.nama}|' || {parts}",
        "nik": nik,
        "orang_kk": f"{written} || '|' || {born} || '|' || {card}",
        "orang_desa": f"{written} || '|' || {born} || '|' || {village}",
        "kata": f"regexp_extract_all(upper({_cell(name)}), '[A-Z]{{3,}}')",
        "lahir": born,
    }


def fingerprint(kind: str, value: str) -> str:
    """SQL: the keyed fingerprint of a value, after :func:`lay`."""
    return f"sha256(getvariable('dtsen_hapus') || '|{kind}|' || {value})"


def collected(contract: ProviderContract, dataset: DatasetContract, rows: str) -> str:
    """SQL: all fingerprints ``(jenis, sidik, nik)`` of raw records ``rows``, a relation.

    ``nik``: the NIK that the fingerprint is about, for those that must not count when it is
    somebody else's.
    """
    said = plain(contract, dataset)
    whole = [
        f"select '{kind}', {fingerprint(kind, said[kind])}, "
        f"{said['nik'] if kind == 'nik' else 'null'} from {rows}"
        for kind in ("kunci", "nik", "orang_kk", "orang_desa")
    ]
    words = (
        f"select 'nik_kata', {fingerprint('nik_kata', 'n || k')}, n from "
        f"(select {said['nik']} as n, unnest({said['kata']}) as k from {rows})"
    )
    born = (
        f"select 'nik_lahir', {fingerprint('nik_lahir', 'n || l')}, n from "
        f"(select {said['nik']} as n, {said['lahir']} as l from {rows})"
    )
    name = _column(dataset, "nama")
    told = [
        f"select 'sebut', "
        f"{fingerprint('sebut', _told(contract, family, letters(name)))}, null from {rows}"
        for other in contract.dataset
        for family in other.menyebut.values()
        if name and family in dataset.kolom
    ]
    return " union ".join([*whole, words, born, *told])


def _told(contract: ProviderContract, family: str, name: str) -> str:
    return f"'{contract.penyedia}|' || {_cell(family)} || '|' || {name}"


def lay(con: duckdb.DuckDBPyConnection, erased: Erased) -> None:
    """Put the fingerprints where the statements of this module look for them."""
    con.execute("create or replace temp table _hapus (jenis varchar, sidik varchar)")
    # as :func:`warehouse.hand_over_fingerprint_key` does: in the session alone
    con.execute(f"set variable dtsen_hapus = {quoted(erased.key)}")
    if erased.prints:
        con.executemany("insert into temp._hapus values (?, ?)", [list(p) for p in erased.prints])


def _known(kind: str, value: str) -> str:
    listed = f"(select sidik from temp._hapus where jenis = '{kind}')"
    return f"coalesce({fingerprint(kind, value)} in {listed}, false)"


def _any_known(kind: str, texts: str, value: str) -> str:
    """SQL: whether one of a list of ``texts``, each ``x`` in ``value``, is known."""
    listed = f"(select coalesce(list(sidik), []) from temp._hapus where jenis = '{kind}')"
    prints = f"list_transform({texts}, x -> {fingerprint(kind, value)})"
    return f"coalesce(list_has_any({prints}, {listed}), false)"


def strike(
    con: duckdb.DuckDBPyConnection, contracts: Iterable[ProviderContract], where: str = "true"
) -> dict[File, Struck]:
    """Take erased persons out of raw rows and broken lines (``where`` on ``_delivery``).

    :func:`lay` goes before. Gives what became of every file in which something was found. The
    caller holds the transaction.
    """
    found: dict[File, Struck] = {}
    for contract in contracts:
        for dataset in contract.dataset:
            for delivery, file, removed, emptied in _strike(con, contract, dataset, where):
                found[delivery, dataset.nama, file] = Struck(removed, emptied)
    held = _any_known("nik", "regexp_extract_all(teks, '[0-9]{16}')", "x")
    lines = con.execute(
        f"update ledger.baris_rusak set teks = $1 where {where} and {held} "
        "returning _delivery, dataset, _file",
        [ERASED_TEXT],
    ).fetchall()
    for delivery, name, file in lines:
        before = found.get((delivery, name, file), Struck())
        found[delivery, name, file] = Struck(before.removed, before.emptied + 1)
    return found


def _strike(
    con: duckdb.DuckDBPyConnection, contract: ProviderContract, dataset: DatasetContract, where: str
) -> list[tuple[str, str, int, int]]:
    table, said = f"raw.{contract.raw_table(dataset.nama)}", plain(contract, dataset)
    theirs = " or ".join(_known(kind, said[kind]) for kind in ("kunci", "orang_kk", "orang_desa"))
    con.execute(
        f"""
        create or replace temp table _kena as
        select
            *,
            orangnya or (bernik and (
                {_known("nik_lahir", "nik || lahir")}
                or {_any_known("nik_kata", "kata", "nik || x")}
            )) as dihapus,
            0 as disebut
        from (
            select
                rowid as baris, _delivery, _file, {said["nik"]} as nik, {said["kata"]} as kata,
                {said["lahir"]} as lahir, {_known("nik", said["nik"])} as bernik,
                {theirs} as orangnya
            from {table}
            where {where}
        )
        where bernik or orangnya
        """
    )
    for column, family in dataset.menyebut.items():
        value = _told(contract, family, letters(column))
        con.execute(
            f"insert into temp._kena by name select rowid as baris, _delivery, _file, "
            f"false as dihapus, 1 as disebut from {table} "
            f"where {where} and {_known('sebut', value)} "
            "and rowid not in (select baris from temp._kena where dihapus)"
        )
        con.execute(
            f'update {table} set "{column}" = null '
            "where rowid in (select baris from temp._kena where disebut = 1)"
        )
    nik = _column(dataset, "nik")
    if nik:
        con.execute(
            f'update {table} set "{nik}" = null '
            "where rowid in (select baris from temp._kena where bernik and not dihapus)"
        )
    con.execute(f"delete from {table} where rowid in (select baris from temp._kena where dihapus)")
    rows = con.execute(
        "select _delivery, _file, count(*) filter (where dihapus), "
        "count(*) filter (where not dihapus) from temp._kena group by all order by all"
    ).fetchall()
    con.execute("drop table temp._kena")
    return [(str(row[0]), str(row[1]), int(row[2]), int(row[3])) for row in rows]
