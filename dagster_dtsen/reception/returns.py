"""Return packages: every refused or excluded record goes back to its provider with the reason."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import quoted

# Findings of reception, later exclusions and supporting records that match nobody in one list; only
# deliveries new to this release. Files go by the names their provider gave them.
RETURNS = """
create or replace temp table paket as
select p.* exclude (_file), coalesce(b.berkas, p._file) as berkas
from (
select
    penyedia, _delivery, dataset, _file,
    _row_number as nomor_rekaman, nomor_baris_rusak, kode_alasan, tindakan, kolom,
    pesan_id, pesan_en, saran_id, saran_en, pasal
from reception.pengembalian
union all
select
    r.penyedia, r._delivery, r.dataset, r._file, r._row_number, null, r.kode_alasan,
    r.tindakan, 'nik', r.pesan_id, r.pesan_en, null, null, r.pasal
from validated.rekaman_dikeluarkan as r
inner join ledger.kiriman_rilis as k
    on r._delivery = k._delivery and r.dataset = k.dataset and k.baru
union all
select
    t.penyedia, t._delivery, t.dataset, t._file, t._row_number, null, t.kode_alasan,
    t.tindakan, '*', t.pesan_id, t.pesan_en, t.saran_id, t.saran_en, t.pasal
from matched.rekaman_tidak_padan as t
inner join ledger.kiriman_rilis as k
    on t._delivery = k._delivery and t.dataset = k.dataset and k.baru
) as p
left join ledger.berkas as b using (_delivery, dataset, _file)
"""
_COLUMNS = (
    "dataset, berkas, nomor_rekaman, nomor_baris_rusak, kode_alasan, tindakan, kolom, "
    "pesan_id, pesan_en, saran_id, saran_en, pasal"
)
_ORDER = "dataset, berkas, nomor_rekaman nulls last, nomor_baris_rusak, kode_alasan"


def write_returns(
    con: duckdb.DuckDBPyConnection, settings: Settings, release: str
) -> dict[str, int]:
    """Write ``pengembalian/<rilis>/<penyedia>/<kiriman>/`` and return rows per delivery.

    Each holds ``pengembalian.csv`` (record numbers and reasons, no values of persons) and
    ``ringkasan.json`` (counts per reason). Refused deliveries get a summary of their own.
    """
    con.execute(RETURNS)
    root = settings.returns_dir / release
    shutil.rmtree(root, ignore_errors=True)
    counts = {}
    deliveries = con.execute(
        "select distinct penyedia, _delivery from paket order by 1, 2"
    ).fetchall()
    for provider, delivery in deliveries:
        counts[str(delivery)] = _write(con, root / provider / delivery, str(delivery))
    refused = con.execute(
        "select k.penyedia, k._delivery, k.kode_alasan, k.rincian, "
        "a.pesan_id, a.pesan_en, a.saran_id, a.saran_en, a.pasal from ledger.kiriman as k "
        "left join aturan.kode_alasan as a on k.kode_alasan = a.kode "
        "where k.status = 'ditolak' order by 1, 2"
    ).fetchall()
    names = ("kode_alasan", "rincian", "pesan_id", "pesan_en", "saran_id", "saran_en", "pasal")
    for provider, delivery, *told in refused:
        content = {"kiriman": delivery, "status": "ditolak"} | dict(zip(names, told, strict=True))
        _summary(root / provider / delivery, content)
    return counts


def _write(con: duckdb.DuckDBPyConnection, folder: Path, delivery: str) -> int:
    folder.mkdir(parents=True)
    where = f"_delivery = {quoted(delivery)}"
    con.execute(
        f"copy (select {_COLUMNS} from paket where {where} order by {_ORDER}) "
        f"to {quoted(folder / 'pengembalian.csv')} (header, delimiter ',', quote '\"')"
    )
    reasons = con.execute(
        "select dataset, kode_alasan, tindakan, any_value(pesan_id), any_value(pesan_en), count(*) "
        f"from paket where {where} group by 1, 2, 3 order by 1, 2, 3"
    ).fetchall()
    names = ("dataset", "kode_alasan", "tindakan", "pesan_id", "pesan_en", "jumlah")
    balance = con.execute(
        "select dataset, jumlah_dibaca, jumlah_diterima, jumlah_dikembalikan "
        f"from reception.hitungan_kiriman where {where} order by 1"
    ).fetchall()
    balance_names = ("dataset", "dibaca", "diterima", "dikembalikan")
    content = {
        "kiriman": delivery,
        "status": "diterima",
        "neraca": [dict(zip(balance_names, row, strict=True)) for row in balance],
        "alasan": [dict(zip(names, row, strict=True)) for row in reasons],
    }
    _summary(folder, content)
    return sum(int(row[-1]) for row in reasons)


def _summary(folder: Path, content: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    (folder / "ringkasan.json").write_text(text)
