"""Use of data as the audit log tells it: by recipient, grant, purpose, act and month; no person.

Peraturan BPS 6/2025 Pasal 28 and 29 (logging and monitoring of use).
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.audit import log
from dagster_dtsen.audit.event import BEGUN, CUT
from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import quoted

# of an event what use and alarms are told from
_FIELDS = (
    "nomor: 'bigint', pada: 'timestamptz', oleh: 'varchar', tindakan: 'varchar', "
    "objek: 'struct(jenis varchar, id varchar, hmac varchar)', izin: 'varchar', "
    "penerima: 'varchar', tujuan: 'varchar', baris: 'bigint', hasil: 'varchar', "
    "menutup: 'bigint', orang: 'varchar[]'"
)
# an act is its end; one without an end counts by its beginning
_ACTS = f"""
create temp table tindakan as
select
    coalesce(p.menutup, p.nomor) as nomor, p.nomor as akhir,
    (p.pada at time zone 'UTC') + to_hours($zona::integer) as waktu,
    p.oleh as akun, p.tindakan, p.objek, p.izin, p.penerima, p.tujuan, p.baris,
    if(p.hasil = '{BEGUN}', 'terbuka', p.hasil) as hasil,
    list_filter(list_append(coalesce(p.orang, []), p.objek.hmac), x -> x is not null) as orang
from peristiwa as p
where p.tindakan <> '{CUT}'
    and (
        p.hasil <> '{BEGUN}'
        or p.nomor not in (select menutup from peristiwa where menutup is not null)
    )
    and ($dari is null or cast(waktu as date) >= $dari)
    and ($sampai is null or cast(waktu as date) <= $sampai)
"""
MART = """
select
    penerima, izin, tujuan, tindakan, strftime(waktu, '%Y-%m') as bulan,
    count(*) as jumlah, coalesce(sum(baris), 0)::bigint as baris,
    count(distinct objek.id) filter (where objek.jenis = 'paket') as paket,
    count(distinct akun) as akun,
    count(*) filter (where hasil in ('gagal', 'ditolak')) as gagal
from tindakan
group by all
order by penerima nulls last, izin nulls last, tujuan nulls last, tindakan, bulan
"""


@contextmanager
def acts(
    settings: Settings, offset: int, first: dt.date | None = None, last: dt.date | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the table ``tindakan``: every act of the days asked for, once.

    ``offset``: hours from UTC of the clock that days and months are told by. Lines that are no
    events, whole or cut, are left out: whether the log holds is for ``verify`` to say.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "jejak.jsonl"
        with copy.open("wb") as handle:
            for line in log.lines(settings):
                if log.read_line(line) is not None:
                    handle.write(line + b"\n")
        with warehouse.sealed_reader(settings, copy) as (con, name):
            con.execute(
                f"create temp table peristiwa as from read_json({quoted(name)}, "
                f"format = 'newline_delimited', columns = {{{_FIELDS}}})"
            )
            con.execute(_ACTS, {"zona": offset, "dari": first, "sampai": last})
            yield con


def mart(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Use in rows of :data:`MART`: acts, rows, packages, distinct accounts and failures."""
    return warehouse.records(con, MART)


def write(con: duckdb.DuckDBPyConnection, file: Path) -> int:
    """The same as CSV into an existing file; the rows."""
    rows = mart(con)
    names = [str(column[0]) for column in con.execute(MART).description or ()]
    lines = [";".join(names), *(";".join(_cell(row[name]) for name in names) for row in rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return len(rows)


def _cell(value: object) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    text = "" if value is None else str(value)
    if text[:1] in ("=", "+", "-", "@"):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ';"') else text
