"""The rows of a package: each finding with the record as delivered, for Excel and for machines."""

from __future__ import annotations

from pathlib import Path

import duckdb

from dagster_dtsen.warehouse import quoted

# Findings of reception, later exclusions and what matching tells in one list; only deliveries new
# to this release. Files go by the names their provider gave them.
FINDINGS = """
create or replace temp table paket as
with temuan as (
select
    penyedia, _delivery, dataset, _file, 'penerimaan' as tahap,
    _row_number as nomor_rekaman, nomor_baris_rusak, kode_alasan, tindakan, kolom,
    pesan_id, pesan_en, saran_id, saran_en, pasal
from reception.pengembalian
{later}
)
select t.*, coalesce(b.berkas, t._file) as berkas
from temuan as t
left join ledger.berkas as b using (_delivery, dataset, _file)
"""
_LATER = """
union all
select
    r.penyedia, r._delivery, r.dataset, r._file, 'validasi', r._row_number, null, r.kode_alasan,
    r.tindakan, 'nik', r.pesan_id, r.pesan_en, r.saran_id, r.saran_en, r.pasal
from validated.rekaman_dikeluarkan as r
inner join ledger.kiriman_rilis as k
    on r._delivery = k._delivery and r.dataset = k.dataset and k.baru
union all
select
    p.penyedia, p._delivery, p.dataset, p._file, 'pemadanan', p._row_number, null, p.kode_alasan,
    p.tindakan, p.kolom, p.pesan_id, p.pesan_en, p.saran_id, p.saran_en, p.pasal
from matched.pemberitahuan_padan as p
inner join ledger.kiriman_rilis as k
    on p._delivery = k._delivery and p.dataset = k.dataset and k.baru
"""
_TOLD = (
    "dataset",
    "berkas",
    "nomor_rekaman",
    "nomor_baris_rusak",
    "kode_alasan",
    "tindakan",
    "kolom",
    "pesan_id",
    "pesan_en",
    "saran_id",
    "saran_en",
    "pasal",
)
# the text of a line that could not be split into columns
_LINE = "baris_asal"
NAME = "pengembalian"
_TECHNICAL = ("_delivery", "_file", "_row_number")
_ORDER = "dataset, berkas, nomor_rekaman nulls last, nomor_baris_rusak, kode_alasan"
_CSV = "header, delimiter ';', quote '\"', escape '\"', new_line '\\r\\n'"
# a byte order mark before the first column name: without it Excel does not read UTF-8
_BOM = "\ufeff"
# What a spreadsheet would turn into a number, a date or a formula: all that does not begin with a
# Latin letter, and a word with a number behind it (MEI 5).
_REWRITTEN = r"^[^A-Za-z]|^[A-Za-z]{3,9}[ ./-]?[0-9]{1,4}$"
# Opened with another separator, a piece of a value becomes a cell of its own.
_LIVE_INSIDE = r"""([,;|\t\r\n]["' ]*)([=+@＝＋＠－-])"""


def collect(con: duckdb.DuckDBPyConnection, *, later: bool = True) -> None:
    """Lay out the findings of all new deliveries as the temporary table ``paket``.

    ``later``: with what validation and matching say of records that reception took.
    """
    con.execute(FINDINGS.format(later=_LATER if later else ""))


def write(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    provider: str,
    delivery: str,
    keyed: str | None = None,
) -> None:
    """Write ``pengembalian.csv`` and ``pengembalian.parquet`` of one delivery.

    ``keyed``: options of the home's key; then the rows stand in Parquet under that key alone.

    One row per record (or broken line) and reason: what is told, then the columns as delivered.
    Datasets of one delivery share the file; a column the dataset does not have is empty. Parquet
    holds the values untouched, CSV so that a spreadsheet shows them as they are and runs nothing.
    """
    datasets = [
        str(row[0])
        for row in con.execute(
            "select distinct dataset from ledger.berkas where _delivery = ? order by 1", [delivery]
        ).fetchall()
    ]
    parts = [_rows(con, provider, delivery, dataset) for dataset in datasets]
    con.execute(f"create or replace temp view isi_paket as {' union all by name '.join(parts)}")
    if keyed is None:
        write_table(con, folder / NAME, "isi_paket", _ORDER, _TOLD)
        return
    target = quoted(folder / f"{NAME}.parquet")
    con.execute(f"copy (from isi_paket order by {_ORDER}) to {target} ({keyed})")


def write_table(
    con: duckdb.DuckDBPyConnection, path: Path, relation: str, order: str, own: tuple[str, ...]
) -> None:
    """Write a relation as ``<path>.csv`` and ``<path>.parquet``, as packages hold tables.

    ``own``: columns whose texts are ours; all others come from outside and are guarded in the CSV.
    """
    columns = _columns(con, relation)
    shown = [f'"{name}"' if name in own else for_spreadsheet(name) for name in columns]
    if columns[0] in own:
        shown[0] += f' as "{_BOM}{columns[0]}"'
    else:
        shown[0] = shown[0].replace(f' as "{columns[0]}"', f' as "{_BOM}{columns[0]}"')
    ordered = f"from {relation} order by {order}"
    csv, parquet = (quoted(path.with_suffix(f".{kind}")) for kind in ("csv", "parquet"))
    con.execute(f"copy (select {', '.join(shown)} {ordered}) to {csv} ({_CSV})")
    con.execute(f"copy (select * {ordered}) to {parquet} (format parquet, compression zstd)")


def taken(relation: str, form: str, columns: list[str]) -> str:
    """SQL of the rows as they are handed out; ``relation`` holds what :func:`write` wrote."""
    shown = [
        for_spreadsheet(name) if form == "csv" and name not in _TOLD else f'"{name}"'
        for name in columns
    ]
    return f"select {', '.join(shown)} from {relation} order by {_ORDER}"


def write_difference(con: duckdb.DuckDBPyConnection, folder: Path, delivery: str) -> None:
    """Write ``selisih.csv``: record numbers and outcomes against the delivery it corrects.

    Numbers, codes and file names only; no value of a person.
    """
    con.execute(
        f'copy (select s.dataset as "{_BOM}dataset", s.hasil, s.kode_alasan, b.berkas, '
        "s._row_number as nomor_rekaman, l.berkas as berkas_lama, "
        "s._row_number_lama as nomor_rekaman_lama "
        "from reception.selisih_kiriman as s "
        "left join ledger.berkas as b using (_delivery, dataset, _file) "
        "left join ledger.berkas as l on s.pembanding = l._delivery and s.dataset = l.dataset "
        "and s._file_lama = l._file "
        f"where s._delivery = {quoted(delivery)} "
        "order by s.dataset, s.hasil, s.kode_alasan nulls last, s._row_number nulls last, "
        f"s._row_number_lama, s.kunci) to {quoted(folder / 'selisih.csv')} ({_CSV})"
    )


def _rows(con: duckdb.DuckDBPyConnection, provider: str, delivery: str, dataset: str) -> str:
    table = f"raw.{provider}__{dataset}"
    told = ", ".join(f"p.{name}" for name in _TOLD)
    taken = {*_TOLD, _LINE}
    delivered = [
        f'r."{name}" as "{name}_asal"' if name.lower() in taken else f'r."{name}"'
        for name in _columns(con, table)
        if name not in _TECHNICAL
    ]
    return (
        f"select {told}, trim(b.teks, chr(13) || chr(10)) as {_LINE}, {', '.join(delivered)} "
        f"from paket as p left join {table} as r "
        "on p._delivery = r._delivery and p._file = r._file "
        "and p.nomor_rekaman = r._row_number "
        "left join ledger.baris_rusak as b on p._delivery = b._delivery and p.dataset = b.dataset "
        "and p._file = b._file and p.nomor_baris_rusak = b._line "
        f"where p._delivery = {quoted(delivery)} and p.dataset = {quoted(dataset)}"
    )


def _columns(con: duckdb.DuckDBPyConnection, relation: str) -> list[str]:
    return [str(row[0]) for row in con.execute(f"describe {relation}").fetchall()]


def for_spreadsheet(name: str) -> str:
    """A delivered column whose cells no spreadsheet rewrites or runs: an apostrophe goes before."""
    inside = f"""regexp_replace("{name}", {quoted(_LIVE_INSIDE)}, '\\1''\\2', 'g')"""
    rewritten = f'regexp_matches("{name}", {quoted(_REWRITTEN)})'
    return f"""case when {rewritten} then '''' else '' end || {inside} as "{name}\""""
