"""Stewards' decisions across the log, the working file and the published releases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import audits, warehouse
from dagster_dtsen.days import day_of
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.linkage.borrowed import own_nik, valid_niks_sql
from dagster_dtsen.linkage.limits import SOURCE
from dagster_dtsen.release import store
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import check, evidence, worklist
from dagster_dtsen.steward.book import Book
from dagster_dtsen.steward.decisions import UNDO, Decision, append, decisions

SHORTEST = 8  # characters of the beginning of a record key


@dataclass(frozen=True)
class Wish:
    """What a steward asks for, before it is checked.

    ``ganti``: decisions it takes the place of; ``individu``: a person whose records are meant.
    """

    tindakan: str
    alasan: str
    oleh: str
    kelompok: Sequence[Sequence[str]] = ()
    objek: str = "individu"
    tanggal: dt.date | None = None
    berlaku_sampai: dt.date | None = None
    bukti: Path | None = None
    membatalkan: str | None = None
    ganti: Sequence[str] = ()
    asal: str | None = None
    individu: str | None = None


@dataclass(frozen=True)
class Entered:
    """A decision that stands in the log: ``baru`` now, what it undid, records it waits for."""

    keputusan: Decision
    baru: bool
    membatalkan: tuple[str, ...]
    menunggu: tuple[str, ...]


def open_day(settings: Settings) -> dt.date:
    """First day of the open quarter: no published release is touched from it on.

    Raises DtsenError E-RILIS-TIADA when nothing is published; a date must be given then.
    """
    chain = store.stored(settings)
    if not chain:
        raise DtsenError("E-RILIS-TIADA", home=settings.home)
    return chain[-1].release.cut_off + dt.timedelta(days=1)


def decide(settings: Settings, wish: Wish, noted: str | None = None) -> Entered:
    """Enter one decision; ``noted``: when, for the log.

    Raises DtsenError E-KEPUTUSAN-SALAH, -TIADA, -BERTENTANGAN, E-BUKTI-PERLU, E-BUKTI-TIADA,
    E-REKAMAN-TIADA (an ambiguous prefix), E-RILIS-TIADA (no date), E-SEDANG-BERJALAN.
    """
    with run_lock(settings), open_register(settings) as register:
        if wish.individu:
            wish = replace(wish, kelompok=[register.members(wish.individu)])
        entry, book = _draft(settings, register, wish), Book.of(decisions(settings))
        undone = [book.known[name] for item in entry if (name := item.membatalkan) in book.known]
        about = [("rekaman", key) for item in (*entry, *undone) for key in item.records]
        name = audits.beginning(entry[-1].id)
        with audits.acting(settings, "putus", "keputusan", name, about, tujuan=wish.tindakan):
            return _take(settings, register, book, wish, entry, noted)


def decide_all(
    settings: Settings, file: Path, by: str | None, noted: str | None = None
) -> list[dict[str, Any]]:
    """Enter a worklist (:mod:`steward.worklist`), every decision on its own.

    Gives its rows in their order with ``hasil`` (diterima, sudah ada, ditolak), ``kode``, ``pesan``
    and ``id_keputusan``. Raises DtsenError E-KEPUTUSAN-SALAH when the file is no worklist.
    """
    told = []
    with (
        run_lock(settings),
        open_register(settings) as register,
        audits.acting(settings, "putus", "daftar", "keputusan", tujuan="dari berkas") as outcome,
    ):
        book, new = Book.of(decisions(settings)), 0
        for rows, values in worklist.read(file):
            try:
                wish = _wish(values, file, by)
                entry = _draft(settings, register, wish)
                entered = _take(settings, register, book, wish, entry, noted)
            except DtsenError as error:
                result = {"hasil": "ditolak", "kode": error.kind.code, "pesan": error.message}
            else:
                new += entered.baru
                waits = ", ".join(entered.menunggu)
                result = {
                    "hasil": "diterima" if entered.baru else "sudah ada",
                    "kode": "",
                    "pesan": f"menunggu / waits for: {waits}" if waits else "",
                    "id_keputusan": entered.keputusan.id,
                }
            told += [{"id_keputusan": "", **row, **result} for row in rows]
        outcome.rows = new
    return told


def _wish(values: dict[str, Any], file: Path, by: str | None) -> Wish:
    """The wish of a worklist entry; evidence lies beside the file."""
    names = values["ganti"]
    undoes = values["tindakan"] == UNDO
    if undoes and len(names) != 1:
        raise DtsenError("E-KEPUTUSAN-SALAH", reason="membatalkan")
    return Wish(
        tindakan=values["tindakan"],
        alasan=values["alasan"],
        oleh=values["oleh"] or by or "",
        kelompok=values["kelompok"] if not undoes else (),
        objek=values["objek"],
        tanggal=day_of(values["tanggal"]),
        berlaku_sampai=day_of(values["berlaku_sampai"]),
        bukti=file.parent / values["bukti"] if values["bukti"] else None,
        membatalkan=names[0] if undoes else None,
        ganti=() if undoes else names,
        asal=values["asal"],
    )


def _draft(settings: Settings, register: Register, wish: Wish) -> list[Decision]:
    """What is to be entered: undos of what it takes the place of, then the decision itself."""
    decision = check.draft(
        tindakan=wish.tindakan,
        objek=wish.objek,
        kelompok=[[register.full(key) for key in group] for group in wish.kelompok],
        alasan=wish.alasan,
        oleh=wish.oleh,
        tanggal=wish.tanggal or open_day(settings),
        berlaku_sampai=wish.berlaku_sampai,
        bukti=evidence.digest(wish.bukti) if wish.bukti else None,
        membatalkan=wish.membatalkan,
        asal=wish.asal,
    )
    return [*(check.counter(decision, identity) for identity in wish.ganti), decision]


def _take(
    settings: Settings,
    register: Register,
    book: Book,
    wish: Wish,
    entry: list[Decision],
    noted: str | None,
) -> Entered:
    new = [item for item in entry if item.id not in book.known]
    waiting = check.enter(book, entry, register.ask, settings.home)
    if new:
        if wish.bukti:
            evidence.keep(settings, wish.bukti)
        append(settings, entry, noted)
    undone = tuple(item.id for item in entry[:-1])
    return Entered(entry[-1], bool(new), undone, tuple(waiting))


@dataclass(frozen=True)
class Register:
    """The records of the working file; ``con`` is None in a home that has linked nothing yet."""

    con: duckdb.DuckDBPyConnection | None

    def full(self, key: str) -> str:
        """The key that begins so; one that is found nowhere stays as it is and is waited for.

        Raises DtsenError E-REKAMAN-TIADA for an ambiguous beginning.
        """
        if self.con is None or len(key) < SHORTEST:
            return key
        found = self.con.execute(
            f"select record_key from {SOURCE} where starts_with(record_key, ?) limit 2", [key]
        ).fetchall()
        if len(found) > 1:
            reason = "awalan mendua / ambiguous prefix"
            raise DtsenError("E-REKAMAN-TIADA", name="rekaman", reason=reason)
        return str(found[0][0]) if found else key

    def ask(self, keys: Iterable[str]) -> check.Register:
        """What is known of these records."""
        if self.con is None:
            return check.Register()
        query = f"""
            with valid as ({valid_niks_sql()})

            select i.record_key, case when v.nik is not null then i.nik end as nik
            from {own_nik(SOURCE)} as i
            left join valid as v on i.nik = v.nik
            where i.record_key in (select unnest($keys))
        """
        rows = self.con.execute(query, {"keys": sorted(keys)}).fetchall()
        return check.Register(
            frozenset(str(key) for key, _ in rows), {str(key): nik for key, nik in rows if nik}
        )

    def members(self, identity: str) -> list[str]:
        """Records of a person, supporting ones too. Raises DtsenError E-INDIVIDU-TIADA."""
        query = """
            select record_key from wh.linkage.peta_individu where id_individu = $id and aktif
            union all
            select record_key from wh.linkage.peta_pendukung where id_individu = $id
            order by 1
        """
        rows = self.con.execute(query, {"id": identity}).fetchall() if self.con else []
        if not rows:
            raise DtsenError("E-INDIVIDU-TIADA", home="rumah ini / this home")
        return [str(row[0]) for row in rows]


@contextmanager
def open_register(settings: Settings) -> Iterator[Register]:
    """The records of a home's working file, read only."""
    if not settings.warehouse_file.exists():
        yield Register(None)
        return
    with warehouse.connect(settings, read_only=True) as con:
        held = con.execute(
            "select count(*) from duckdb_tables() where database_name = 'wh' and "
            "(schema_name, table_name) in (('standardised', 'individu'), "
            "('linkage', 'nik_pinjaman'), ('linkage', 'peta_pendukung'))"
        ).fetchall()[0][0]
        yield Register(con if held == len(("individu", "nik", "pendukung")) else None)
