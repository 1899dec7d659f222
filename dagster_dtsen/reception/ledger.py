"""The ledger of deliveries: what came, whether it was taken, and which release it belongs to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import astuple, dataclass

import duckdb

from dagster_dtsen.reception.contract import ProviderContract
from dagster_dtsen.reception.contract_rows import contract_rows
from dagster_dtsen.reception.note import DeliveryNote

DDL = """
create schema if not exists ledger;
create table if not exists ledger.kiriman (
    _delivery varchar primary key, penyedia varchar, jenis varchar, sumber varchar,
    periode varchar, tanggal_acuan date, tanggal_kirim date, jatuh_tempo date,
    perjanjian varchar, status varchar, kode_alasan varchar, rincian varchar
);
create table if not exists ledger.berkas (
    _delivery varchar, dataset varchar, berkas varchar, sha256 varchar,
    jumlah_dinyatakan bigint, jumlah_terbaca bigint, jumlah_rusak bigint, _file varchar
);
-- a ledger of before: rows still carry the provider's file names
alter table ledger.berkas add column if not exists _file varchar;
update ledger.berkas set _file = berkas where _file is null;
alter table ledger.berkas add column if not exists jumlah_dihapus bigint default 0;
create table if not exists ledger.baris_rusak (
    _delivery varchar, dataset varchar, _file varchar, _line bigint, teks varchar, galat varchar
);
create table if not exists ledger.keputusan (
    id_keputusan varchar primary key, tindakan varchar, _delivery varchar, alasan varchar,
    oleh varchar, tanggal date
);
"""

# What each provider has agreed to deliver, for SQL that must not know providers by name.
CONTRACTS = """
create or replace table ledger.kontrak (
    penyedia varchar, dataset varchar, lembaga varchar, peran varchar, jenis varchar,
    sumber varchar, sistem_wilayah varchar, merekam varchar, irama varchar, tenggat_hari integer,
    tanpa_ganda boolean
);
create or replace table ledger.perjanjian (
    penyedia varchar, nomor varchar, saluran varchar, berlaku_dari date, berlaku_sampai date
);
create or replace table ledger.kontrak_blok (penyedia varchar, entitas varchar, blok varchar);
create or replace table ledger.kontrak_kolom (
    penyedia varchar, dataset varchar, kolom varchar, urutan integer, kunci boolean, wajib boolean,
    variabel varchar, butir varchar, daftar_kode varchar, format_tanggal varchar,
    keterangan varchar, sistem_wilayah varchar
);
"""

# Deliveries of the release being built. A revoked one is outside every release whose cut-off is not
# before the date of the revocation. `efektif`: its rows describe the register now; a later
# reference date wins, then the later sending, then the id, so neither arrival order nor repeats
# matter. Changes and feedback add up over periods, and replace each other within one.
# `baru`: not yet part of the base release. `pembanding`: the delivery it corrects, the one sent
# before for the same reference date; `dibandingkan`: a new delivery corrects this one.
# `periode_lalu`: the last delivery of the reference date before. Lists to be matched are in none.
RELEASE_SET = """
create or replace table ledger.kiriman_rilis as
with terbuka as (
    select k.*, b.dataset
    from ledger.kiriman as k
    inner join (select distinct _delivery, dataset from ledger.berkas) as b using (_delivery)
    cross join kendali.rilis as r
    where k.status = 'diterima' and k.tanggal_kirim <= r.tanggal_rilis
        and k.jenis <> 'padankan'
        and not exists (
            select 1 from ledger.keputusan as c
            where c._delivery = k._delivery and c.tindakan = 'cabut'
                and c.tanggal <= r.tanggal_rilis
        )
),
berjenis as (
    select *, case when jenis in ('perubahan', 'balikan') then periode end as bagian
    from terbuka
),
urut as (
    select *, row_number() over (
        partition by penyedia, dataset, bagian
        order by tanggal_acuan desc, tanggal_kirim desc, _delivery desc
    ) as urutan,
    _delivery not in (select _delivery from kendali.kiriman_dasar) as baru,
    lag(_delivery) over (
        partition by penyedia, dataset, bagian, tanggal_acuan
        order by tanggal_kirim, _delivery
    ) as pembanding
    from berjenis
)
select
    _delivery, dataset, penyedia, jenis, tanggal_acuan, tanggal_kirim,
    urutan = 1 as efektif, baru, periode, jatuh_tempo, pembanding,
    (_delivery, dataset) in (
        select (u.pembanding, u.dataset) from urut as u where u.baru and u.pembanding is not null
    ) as dibandingkan,
    (
        select l._delivery from terbuka as l
        where l.penyedia = urut.penyedia and l.dataset = urut.dataset
            and l.tanggal_acuan < urut.tanggal_acuan
        order by l.tanggal_acuan desc, l.tanggal_kirim desc, l._delivery desc limit 1
    ) as periode_lalu
from urut
order by _delivery, dataset
"""


@dataclass(frozen=True)
class FileCount:
    """What one file of a delivery held: declared, read, broken and erased records.

    ``name`` is the provider's, ``stored`` the name by content that its rows carry.
    """

    dataset: str
    name: str
    stored: str
    sha256: str
    declared: int
    read: int
    broken: int
    erased: int = 0


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Create the ledger's tables when they are not there yet."""
    con.execute(DDL)


def known(con: duckdb.DuckDBPyConnection, delivery: str) -> bool:
    """True when this content was received before (a repeat is a no-op)."""
    row = con.execute("select 1 from ledger.kiriman where _delivery = ?", [delivery]).fetchall()
    return bool(row)


def known_deliveries(con: duckdb.DuckDBPyConnection, provider: str) -> set[str]:
    """Ids of all deliveries of one provider the ledger has."""
    rows = con.execute(
        "select _delivery from ledger.kiriman where penyedia = ?", [provider]
    ).fetchall()
    return {str(row[0]) for row in rows}


def record_accepted(
    con: duckdb.DuckDBPyConnection, note: DeliveryNote, files: list[FileCount]
) -> None:
    """Write an accepted delivery with its files."""
    _insert(con, note.delivery_id, note, "diterima", None, None)
    con.executemany(
        "insert into ledger.berkas (dataset, berkas, _file, sha256, jumlah_dinyatakan, "
        "jumlah_terbaca, jumlah_rusak, jumlah_dihapus, _delivery) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [[*astuple(file), note.delivery_id] for file in files],
    )


def record_repeat(con: duckdb.DuckDBPyConnection, note: DeliveryNote) -> None:
    """Take from a repeat what its note says otherwise than the first one did.

    Due date, agreement, type of source and file names are no part of the identity; of each the
    smallest is kept, so that the order in which equal deliveries arrive decides nothing.
    """
    con.execute(
        "update ledger.kiriman set jatuh_tempo = least(jatuh_tempo, $2), "
        "perjanjian = least(perjanjian, $3), sumber = least(sumber, $4) where _delivery = $1 "
        "and (jatuh_tempo > $2 or perjanjian > $3 or sumber > $4)",
        [note.delivery_id, note.jatuh_tempo, note.perjanjian, note.sumber],
    )
    con.executemany(
        "update ledger.berkas set berkas = $3 where _delivery = $1 and _file = $2 and berkas > $3",
        [[note.delivery_id, stored, name] for name, stored in note.content_names.items()],
    )


def record_refused(
    con: duckdb.DuckDBPyConnection,
    delivery: str,
    provider: str,
    note: DeliveryNote | None,
    code: str,
    detail: str,
) -> None:
    """Write a refused delivery; ``note`` is None when it could not be read."""
    _insert(con, delivery, note, "ditolak", code, detail, provider)


def _insert(
    con: duckdb.DuckDBPyConnection,
    delivery: str,
    note: DeliveryNote | None,
    status: str,
    code: str | None,
    detail: str | None,
    provider: str = "",
) -> None:
    dates: list[dt.date | None] = [None, None, None]
    if note:
        dates = [note.tanggal_acuan, note.tanggal_kirim, note.jatuh_tempo]
    values: list[object] = [
        delivery,
        note.penyedia if note else provider,
        note.jenis if note else None,
        note.sumber if note else None,
        note.periode if note else None,
        *dates,
        note.perjanjian if note else None,
        status,
        code,
        detail,
    ]
    marks = ", ".join("?" * len(values))
    con.execute(f"insert or replace into ledger.kiriman values ({marks})", values)


def record_contracts(con: duckdb.DuckDBPyConnection, contracts: Iterable[ProviderContract]) -> None:
    """Write what has been agreed: ``ledger.kontrak``, ``perjanjian``, ``kontrak_blok`` and
    ``kontrak_kolom``, as declared."""
    con.execute(CONTRACTS)
    for table, rows in contract_rows(list(contracts)).items():
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            con.executemany(f"insert into ledger.{table} values ({marks})", rows)


def build_release_set(con: duckdb.DuckDBPyConnection) -> None:
    """Fix which deliveries the release being built uses (``ledger.kiriman_rilis``)."""
    con.execute(RELEASE_SET)


def count_release_set(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Deliveries of the release being built: all, in force, new."""
    row = con.execute(
        "select count(distinct _delivery), "
        "count(distinct case when efektif then _delivery end), "
        "count(distinct case when baru then _delivery end) from ledger.kiriman_rilis"
    ).fetchall()[0]
    return {"kiriman": int(row[0]), "kiriman_berlaku": int(row[1]), "kiriman_baru": int(row[2])}
