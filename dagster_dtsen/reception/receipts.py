"""What became of every delivery, as facts and as receipts for its provider.

The status is derived, never stored: ``diterima``, ``ditolak``, ``diterima_sebagian`` (some of its
records went back), ``digantikan`` (all its datasets were delivered again for the same period) or
``dicabut``.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen.reception.decisions import REVOKE, Decision
from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import records

Facts = dict[str, Any]

_COUNTS = "_delivery, dataset, jumlah_dibaca, jumlah_diterima, jumlah_dikembalikan"
# per delivery and dataset: its rank among those of one period, as the release set ranks them
_RANKED = """
create or replace temp table urutan_kiriman as
select k._delivery, b.dataset, first_value(k._delivery) over (
    partition by k.penyedia, b.dataset, k.periode
    order by k.tanggal_acuan desc, k.tanggal_kirim desc, k._delivery desc
) as pengganti
from ledger.kiriman as k
inner join (select distinct _delivery, dataset from ledger.berkas) as b using (_delivery)
where k.status = 'diterima' and k._delivery not in (select _delivery from temp.dicabut_kini)
"""
_RELATIONS = """
with isi as (
    select k._delivery, k.tanggal_kirim,
        string_agg(b.dataset || ':' || b.sha256, ' ' order by b.dataset, b.sha256) as isi
    from ledger.kiriman as k inner join ledger.berkas as b using (_delivery)
    group by all
)
select k._delivery,
    (select bool_and(u.pengganti <> u._delivery) from temp.urutan_kiriman as u
        where u._delivery = k._delivery),
    (select list(distinct u.pengganti order by u.pengganti) from temp.urutan_kiriman as u
        where u._delivery = k._delivery and u.pengganti <> u._delivery),
    (select list(distinct u._delivery order by u._delivery) from temp.urutan_kiriman as u
        where u.pengganti = k._delivery and u.pengganti <> u._delivery),
    (select list(e._delivery order by e._delivery) from isi as i
        inner join isi as e on i.isi = e.isi
            and (e.tanggal_kirim, e._delivery) < (i.tanggal_kirim, i._delivery)
        where i._delivery = k._delivery)
from ledger.kiriman as k
"""


def facts(
    con: duckdb.DuckDBPyConnection, decided: Sequence[Decision], sealed: Sequence[str] = ()
) -> list[Facts]:
    """Every delivery the ledger knows, by provider, day of sending and id.

    ``sealed`` are relations shaped like ``rpt_penerimaan`` of published releases, newest first:
    they know the balance of deliveries the working file no longer counts.
    """
    # of several revocations the earliest is told, whichever was entered first
    earliest = sorted(decided, key=lambda item: (item.tanggal, item.id), reverse=True)
    revoked = {item.kiriman: item for item in earliest if item.tindakan == REVOKE}
    con.execute("create or replace temp table dicabut_kini (_delivery varchar)")
    if revoked:
        con.executemany("insert into temp.dicabut_kini values (?)", [[item] for item in revoked])
    con.execute(_RANKED)
    relations = {row[0]: row[1:] for row in con.execute(_RELATIONS).fetchall()}
    files, balances = _files(con), _balances(con, sealed)
    known = records(
        con,
        "select _delivery as kiriman, penyedia, jenis, sumber, periode, tanggal_acuan, "
        "tanggal_kirim, jatuh_tempo, perjanjian, status, kode_alasan, rincian "
        "from ledger.kiriman order by penyedia, tanggal_kirim nulls first, _delivery",
    )
    found = []
    for row in known:
        item: Facts = {
            name: value.isoformat() if isinstance(value, dt.date) else value
            for name, value in row.items()
        }
        replaced, by, replaces, repeats = relations[item["kiriman"]]
        item |= {
            "berkas": files.get(item["kiriman"], []),
            "neraca": balances.get(item["kiriman"], []),
            "digantikan_oleh": by or [],
            "menggantikan": replaces or [],
            "mengulang": repeats or [],
            "pencabutan": _revocation(revoked.get(item["kiriman"])),
        }
        item["status"] = _status(item, bool(replaced))
        found.append(item)
    return found


def _status(item: Facts, replaced: bool) -> str:
    if item["status"] == "ditolak":
        return "ditolak"
    if item["pencabutan"]:
        return "dicabut"
    if replaced:
        return "digantikan"
    returned = any(row["dikembalikan"] for row in item["neraca"])
    broken = any(row["rusak"] for row in item["berkas"])
    return "diterima_sebagian" if returned or broken else "diterima"


def _revocation(decision: Decision | None) -> dict[str, Any] | None:
    if decision is None:
        return None
    return decision.model_dump(mode="json", include={"alasan", "oleh", "tanggal"})


def _files(con: duckdb.DuckDBPyConnection) -> dict[str, list[dict[str, Any]]]:
    names = ("dataset", "nama", "sha256", "dinyatakan", "terbaca", "rusak", "dihapus")
    rows = con.execute(
        "select _delivery, dataset, berkas, sha256, jumlah_dinyatakan, jumlah_terbaca, "
        "jumlah_rusak, jumlah_dihapus from ledger.berkas order by all"
    ).fetchall()
    found: dict[str, list[dict[str, Any]]] = {}
    for delivery, *values in rows:
        found.setdefault(delivery, []).append(dict(zip(names, values, strict=True)))
    return found


def _balances(
    con: duckdb.DuckDBPyConnection, sealed: Sequence[str]
) -> dict[str, list[dict[str, Any]]]:
    """Read = accepted + returned, as last counted: by the working file, else by a release."""
    sources = list(sealed)
    if exists(con, "reception", "hitungan_kiriman"):
        sources.insert(0, "reception.hitungan_kiriman")
    found: dict[str, list[dict[str, Any]]] = {}
    names = ("dataset", "dibaca", "diterima", "dikembalikan")
    for source in sources:
        counted: dict[str, list[dict[str, Any]]] = {}
        rows = con.execute(f"select {_COUNTS} from {source} order by all").fetchall()
        for delivery, *values in rows:
            counted.setdefault(delivery, []).append(dict(zip(names, values, strict=True)))
        found = counted | found
    return found


def exists(con: duckdb.DuckDBPyConnection, schema: str, name: str) -> bool:
    """True when the working file has this table."""
    rows = con.execute(
        "select 1 from duckdb_tables() where database_name = current_database() "
        "and schema_name = ? and table_name = ?",
        [schema, name],
    ).fetchall()
    return bool(rows)


def write(settings: Settings, found: list[Facts]) -> int:
    """One receipt per delivery, as JSON and as text; returns how many are new or changed."""
    changed = 0
    for item in found:
        folder = settings.receipts_dir / item["penyedia"]
        receipt = {key: value for key, value in item.items() if key != "rilis"}
        text = json.dumps(receipt, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        changed += _write(folder / f"{item['kiriman']}.json", text)
        _write(folder / f"{item['kiriman']}.txt", as_text(item))
    return changed


def _write(path: Path, text: str) -> bool:
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(path.name + ".baru")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)
    return True


def as_text(item: Facts) -> str:
    """The receipt as a clerk reads it: counts and hashes, no value of a person."""
    lines = [
        f"TANDA TERIMA / RECEIPT  {item['kiriman']}",
        "",
        f"Penyedia / provider      {item['penyedia']}",
        f"Periode / period         {item['periode'] or '-'}",
        f"Tanggal acuan, kirim / reference and sending date  "
        f"{item['tanggal_acuan'] or '-'}, {item['tanggal_kirim'] or '-'}",
        f"Jatuh tempo / due        {item['jatuh_tempo'] or '-'}",
        f"Status                   {item['status']}",
    ]
    if item["kode_alasan"]:
        lines.append(f"Alasan / reason          {item['kode_alasan']} {item['rincian'] or ''}")
    if item["pencabutan"]:
        lines.append(
            f"Dicabut / revoked        {item['pencabutan']['tanggal']}: "
            f"{item['pencabutan']['alasan']}"
        )
    for label, key in (
        ("Menggantikan / supersedes", "menggantikan"),
        ("Digantikan oleh / superseded by", "digantikan_oleh"),
        ("Isi sama dengan / same content as", "mengulang"),
    ):
        lines += [f"{label}  {other}" for other in item[key]]
    for file in item["berkas"]:
        lines.append(
            f"Berkas / file            {file['nama']} ({file['dataset']}): {file['terbaca']} "
            f"terbaca / read, {file['rusak']} rusak / broken"
            + (f", {file['dihapus']} dihapus / erased" if file["dihapus"] else "")
        )
        lines.append(f"  SHA-256                {file['sha256']}")
    for row in item["neraca"]:
        lines.append(
            f"Neraca / balance         {row['dataset']}: {row['dibaca']} dibaca / read = "
            f"{row['diterima']} diterima / accepted + {row['dikembalikan']} dikembalikan / returned"
        )
    return "\n".join(lines) + "\n"
