"""Which rows of an agency's list were found, kept under the keys of its grant.

A package of that grant then holds the granted variables of these persons and no others
(Peraturan BPS 6/2025 Pasal 22, annex D). Kept are row numbers and pseudonyms, no id and no value,
and which keys made the pseudonyms: under others nobody of the list would be found.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb

from dagster_dtsen import grants, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.list_package import Keep
from dagster_dtsen.list_workspace import Listed
from dagster_dtsen.matching import outcome
from dagster_dtsen.parcels import pseudonym
from dagster_dtsen.parcels.pseudonym import Pseudonyms
from dagster_dtsen.settings import Settings
from dagster_dtsen.sharing import entitled
from dagster_dtsen.sharing.register import Grant

ACTIVITY = "pembaruan"
KEYS = "samaran"  # the column with the print of the keys
AGREEMENT = "pks"


def file_of(settings: Settings, izin: str, delivery: str) -> Path:
    """Where the rows of one list are kept for a grant."""
    return settings.package_rows_dir / "daftar" / izin / f"{delivery}.parquet"


def keeper(settings: Settings, izin: str, day: dt.date, item: Listed, delivery: str) -> Keep:
    """What keeps the found rows of a list for a grant that is in force on ``day``.

    Raises DtsenError E-IZIN-TIADA, E-IZIN-BATAS, and E-KIRIM where the grant is not about matching
    or the list comes under another agreement.
    """
    ground = grants.ground(settings, day)
    grant = grants.find(settings, izin, day)
    entitled.of(grant, ground.rules, ground.book, day)
    _check(grant, item)
    asked = grant.asked
    keys = pseudonym.load(settings, izin, asked.pemohon.lembaga, asked.tujuan)

    def keep(con: duckdb.DuckDBPyConnection) -> None:
        keys.hand_over(con)
        path = file_of(settings, izin, delivery)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = (
            f"select berkas, nomor_baris, {pseudonym.sql(pseudonym.PERSON, 'id_individu')} "
            f"as kunci_individu, '{keys.print}' as {KEYS} "
            f"from {outcome.TABLE} where hasil = '{outcome.MATCH}' order by all"
        )
        options = warehouse.parquet_options(settings)
        con.execute(f"copy ({found}) to {warehouse.quoted(path)} ({options})")

    return keep


def kept(
    con: duckdb.DuckDBPyConnection, settings: Settings, izin: str, delivery: str, keys: Pseudonyms
) -> str:
    """SQL of what was kept of a list under these keys.

    Raises DtsenError E-KIRIM: nothing was kept, or under other keys.
    """
    path = file_of(settings, izin, delivery)
    if not path.is_file():
        reason = f"{delivery}: dtsen match --izin {izin}"
        raise DtsenError("E-KIRIM", paket=izin, reason=reason)
    found = warehouse.read_parquet(settings, str(path))
    held = {str(row[0]) for row in con.execute(f"describe from {found}").fetchall()}
    # rows that were kept before this was noted do not say it
    query = f"select 1 from {found} where {KEYS} is distinct from ? limit 1"
    if KEYS not in held or con.execute(query, [keys.print]).fetchall():
        raise _again(izin, delivery, "kunci samaran lain / other keys")
    return found


def check_found(
    con: duckdb.DuckDBPyConnection, izin: str, delivery: str, kept_rows: str, persons: str
) -> None:
    """A list that had rows must have persons in the release. Raises DtsenError E-KIRIM."""
    query = f"select (select count(*) from {kept_rows}), (select count(*) from {persons})"
    rows, found = con.execute(query).fetchall()[0]
    if rows and not found:
        raise _again(izin, delivery, "tiada orangnya dalam rilis / nobody of it in the release")


def _again(izin: str, delivery: str, reason: str) -> DtsenError:
    """The list has to be matched once more."""
    reason = f"{delivery}: {reason}; padankan lagi / match again: dtsen match --izin {izin}"
    return DtsenError("E-KIRIM", paket=izin, reason=reason)


def _check(grant: Grant, item: Listed) -> None:
    number = item.note.perjanjian if item.note else None
    own = {paper.nomor for paper in grant.asked.dokumen if paper.jenis == AGREEMENT}
    if grant.asked.kegiatan != ACTIVITY or number not in own:
        reason = f"kegiatan atau perjanjian lain / another reason or agreement: {number}"
        raise DtsenError("E-KIRIM", paket=grant.id, reason=reason)
