"""What an erasure is about: by what the persons are known again, and what else is theirs alone."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.reception import erased
from dagster_dtsen.reception.erased import Erased
from dagster_dtsen.reception.registry import load_contracts
from dagster_dtsen.release import store
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import corrections, decisions

TABLES = ("peta_individu", "peta_pendukung")
_RECORDS = """
create or replace temp table _rekaman as
select record_key from wh.linkage.peta_individu where list_contains($1, id_individu)
union
select record_key from wh.linkage.peta_pendukung where list_contains($1, id_individu)
"""
# a NIK that the register gives to somebody else is not theirs, though a record of theirs bears it
_OTHERS = """
delete from temp._sidik where nik in (
    select nik from wh.updated.individu_terbarui
    where nik is not null and not list_contains($1, id_individu)
) and nik not in (
    select nik from wh.updated.individu_terbarui
    where nik is not null and list_contains($1, id_individu)
)
"""


def known_by(
    con: duckdb.DuckDBPyConnection, settings: Settings, key: str, individuals: Sequence[str]
) -> tuple[list[erased.Print], set[str]]:
    """Fingerprints and record keys of these persons, from the working file ``wh``.

    Raises DtsenError E-INDIVIDU-TIADA.
    """
    ids = list(individuals)
    con.execute(_RECORDS, [ids])
    known = con.execute(
        "select distinct id_individu from wh.linkage.peta_individu "
        "where list_contains($1, id_individu)",
        [ids],
    ).fetchall()
    missing = sorted(set(ids) - {str(row[0]) for row in known})
    if missing:
        raise DtsenError("E-INDIVIDU-TIADA", identity=missing[0], home=settings.home)
    erased.lay(con, Erased(key, (), ()))
    con.execute("create or replace temp table _sidik (jenis varchar, sidik varchar, nik varchar)")
    for contract in load_contracts():
        for dataset in contract.dataset:
            own = erased.plain(contract, dataset)["kunci"]
            con.execute(
                "create or replace temp table _baris as "
                f"select * from wh.raw.{contract.raw_table(dataset.nama)} "
                f"where sha256({own}) in (select record_key from temp._rekaman)"
            )
            collected = erased.collected(contract, dataset, "temp._baris")
            con.execute(f"insert into temp._sidik {collected}")
    con.execute(_OTHERS, [ids])
    rows = con.execute(
        "select distinct jenis, sidik from temp._sidik where sidik is not null order by all"
    ).fetchall()
    records = con.execute("select record_key from temp._rekaman").fetchall()
    return [(str(row[0]), str(row[1])) for row in rows], {str(row[0]) for row in records}


def first_release(settings: Settings, who: Erased) -> str | None:
    """The first stored release that used a delivery with something of them."""
    with warehouse.connect(settings) as con:
        con.execute("begin")
        erased.lay(con, who)
        touched = {file[0] for file in erased.strike(con, load_contracts())}
        con.execute("rollback")
    held = [
        item.release for item in store.whole(settings) if touched & set(item.manifest["kiriman"])
    ]
    return str(min(held)) if held else None


def only_about(settings: Settings, records: set[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Contents of corrections and evidence that are about these records and nobody else."""
    said = [item for item, _ in corrections.entries(settings)]
    taken = decisions.decisions(settings)
    theirs = [item for item in said if item.record_key in records]
    values = {item.isi for item in theirs if item.isi}
    proofs = {item.bukti for item in theirs if item.bukti}
    proofs |= {
        item.bukti for item in taken if item.bukti and item.records and {*item.records} <= records
    }
    others = {item.bukti for item in said if item.record_key not in records}
    others |= {item.bukti for item in taken if not {*item.records} <= records}
    return tuple(sorted(values)), tuple(sorted(proofs - others))
