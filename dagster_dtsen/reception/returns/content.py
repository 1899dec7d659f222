"""What a package tells about a delivery: one structure behind the summary and the verdict page."""

from __future__ import annotations

from typing import Any

import duckdb

from dagster_dtsen.warehouse import records

Told = dict[str, Any]

_HEAD = """
select
    k.penyedia, any_value(t.lembaga) as lembaga, k._delivery as kiriman, k.periode, k.jenis,
    k.perjanjian, k.tanggal_acuan::varchar as tanggal_acuan,
    k.tanggal_kirim::varchar as tanggal_kirim, k.jatuh_tempo::varchar as jatuh_tempo,
    date_diff('day', k.jatuh_tempo, k.tanggal_kirim) as selisih_hari
from ledger.kiriman as k
left join ledger.kontrak as t on k.penyedia = t.penyedia
"""
_ACCEPTED = """
where k._delivery in (select _delivery from ledger.kiriman_rilis where baru)
group by all order by k.penyedia, k._delivery
"""
# a list has a working file to itself
_REFUSED_LIST = """
left join aturan.kode_alasan as a on k.kode_alasan = a.kode
where k.status = 'ditolak'
group by all order by k.penyedia, k._delivery
"""
# the same span as rpt_kiriman_ditolak: an unreadable note has no date and is told until mended
_REFUSED = """
cross join kendali.rilis as r
left join aturan.kode_alasan as a on k.kode_alasan = a.kode
where k.status = 'ditolak' and (
    k.tanggal_kirim is null
    or (
        k.tanggal_kirim <= r.tanggal_rilis
        and (r.tanggal_rilis_dasar is null or k.tanggal_kirim > r.tanggal_rilis_dasar)
    )
)
group by all order by k.penyedia, k._delivery
"""
_BALANCE = """
select
    dataset, jumlah_dibaca as dibaca, jumlah_diterima as diterima,
    jumlah_dikembalikan as dikembalikan
from reception.hitungan_kiriman where _delivery = $1 order by dataset
"""
_REASONS = """
select
    dataset, tahap, kode_alasan, tindakan, any_value(pesan_id) as pesan_id,
    any_value(pesan_en) as pesan_en, any_value(saran_id) as saran_id,
    any_value(saran_en) as saran_en, any_value(pasal) as pasal, count(*) as jumlah
from paket where _delivery = $1 group by dataset, tahap, kode_alasan, tindakan
order by jumlah desc, dataset, tahap, kode_alasan
"""
# every record once, by the gravest thing said of it
_OUTCOME = """
select tindakan, count(*) as jumlah
from (
    select min(case tindakan
        when 'tolak' then '1 tolak' when 'tidak diikutkan' then '2 tidak diikutkan' else '3 catatan'
    end)[3:] as tindakan
    from paket where _delivery = $1
    group by dataset, berkas, nomor_rekaman, nomor_baris_rusak
)
group by tindakan
"""


_DIFFERENCE = """
select
    s.dataset, s.kode_alasan, s.hasil, any_value(a.pesan_id) as pesan_id,
    any_value(a.pesan_en) as pesan_en, count(*) as jumlah
from reception.selisih_kiriman as s
left join aturan.kode_alasan as a on s.kode_alasan = a.kode
where s._delivery = $1
group by s.dataset, s.kode_alasan, s.hasil
order by s.dataset, s.kode_alasan nulls last, s.hasil
"""
_CORRECTED = """
select
    lama._delivery as kiriman, lama.tanggal_kirim::varchar as tanggal_kirim,
    date_diff('day', lama.tanggal_kirim, baru.tanggal_kirim) as hari_perbaikan
from ledger.kiriman_rilis as baru
inner join ledger.kiriman_rilis as lama
    on baru.pembanding = lama._delivery and baru.dataset = lama.dataset
where baru._delivery = $1
order by lama.tanggal_kirim desc, lama._delivery limit 1
"""


def accepted(con: duckdb.DuckDBPyConnection, release: str) -> list[Told]:
    """Heads of the deliveries new to the release: provider, agency, dates, days after due."""
    return [{"rilis": release} | row for row in records(con, _HEAD + _ACCEPTED)]


def refused(con: duckdb.DuckDBPyConnection, release: str, *, listed: bool = False) -> list[Told]:
    """Deliveries refused as a whole since the base release, with reason and fix.

    ``listed``: the one list of a working file of its own, whenever it was sent.
    """
    reason = (
        ", k.kode_alasan, k.rincian, a.pesan_id, a.pesan_en, a.saran_id, a.saran_en, a.pasal\nfrom"
    )
    span = _REFUSED_LIST if listed else _REFUSED
    found = records(con, _HEAD.replace("\nfrom", reason, 1) + span)
    return [{"rilis": release, "status": "ditolak"} | row for row in found]


def of_accepted(con: duckdb.DuckDBPyConnection, head: Told) -> Told:
    """All that is told of one accepted delivery; counts only. Needs the table ``paket``."""
    delivery = head["kiriman"]
    balance = records(con, _BALANCE, [delivery])
    outcome = {row["tindakan"]: row["jumlah"] for row in records(con, _OUTCOME, [delivery])}
    accepted_records = sum(item["diterima"] for item in balance)
    returned = sum(item["dikembalikan"] for item in balance)
    later = outcome.get("tidak diikutkan", 0)
    noted = outcome.get("catatan", 0)
    return head | {
        "status": "diterima sebagian" if returned else "diterima",
        "neraca": balance,
        "rekaman": {
            "dibaca": sum(item["dibaca"] for item in balance),
            "tanpa_catatan": accepted_records - later - noted,
            "dengan_catatan": noted,
            "tidak_diikutkan": later,
            "dikembalikan": returned,
        },
        "alasan": records(con, _REASONS, [delivery]),
        "selisih": _difference(con, delivery),
    }


def _difference(con: duckdb.DuckDBPyConnection, delivery: str) -> Told | None:
    """Against the delivery that this one corrects; None when it corrects none."""
    corrected = records(con, _CORRECTED, [delivery])
    if not corrected:
        return None
    return {"pembanding": corrected[0], "hasil": records(con, _DIFFERENCE, [delivery])}
