"""Alarms of misuse: what in the log of acts a person should look at; thresholds in ``alarms.yml``.

A finding names the account and the numbers of events, never a person; the pseudonyms stay inside.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import yaml
from pydantic import BaseModel, ConfigDict, Field

from dagster_dtsen import warehouse

FILE = Path(__file__).with_name("alarms.yml")
# events that a finding names at most
_NAMED = 20
# acts that show somebody values or take them away
_DATA = "('lihat', 'jelaskan', 'ekspor', 'serah', 'buka', 'telusur')"
_EVENTS = f"list_slice(list(nomor order by nomor), 1, {_NAMED}) as peristiwa"
_LOOKED = f"""
(
    select nomor, akun, cast(waktu as date) as hari, unnest(orang) as siapa
    from tindakan
    where tindakan in {_DATA} and objek.jenis <> 'pertanyaan'
)
"""
_QUERIES = {
    "di_luar_jam": f"""
        select akun, cast(waktu as date) as hari, count(*) as jumlah, {_EVENTS}
        from tindakan
        where tindakan in {_DATA}
            and (isodow(waktu) > 5 or hour(waktu) < $buka or hour(waktu) >= $tutup)
        group by akun, hari
        having count(*) >= $ambang
    """,
    "baris_jauh": """
        with sebelum as (
            select *,
                median(baris) over w as biasa, count(baris) over w as banyak
            from tindakan
            where baris is not null and hasil = 'berhasil'
            window w as (
                partition by akun, tindakan order by nomor
                rows between unbounded preceding and 1 preceding
            )
        )
        select akun, cast(waktu as date) as hari, baris as jumlah, [nomor] as peristiwa
        from sebelum
        where banyak >= $tindakan_sebelumnya and baris >= $paling_sedikit
            and baris >= $ambang * biasa
    """,
    "satu_orang_banyak_akun": f"""
        select null::varchar as akun, hari, count(distinct akun) as jumlah, {_EVENTS}
        from {_LOOKED}
        group by siapa, hari
        having count(distinct akun) >= $ambang
    """,
    "satu_akun_banyak_orang": f"""
        with antrean as (
            select distinct akun, cast(waktu as date) as hari, unnest(orang) as siapa
            from tindakan
            where objek.jenis = 'pertanyaan'
        )
        select akun, hari, count(distinct siapa) as jumlah, {_EVENTS}
        from {_LOOKED} as l
        anti join antrean using (akun, hari, siapa)
        group by akun, hari
        having count(distinct siapa) >= $ambang
    """,
    "gagal_beruntun": f"""
        with deret as (
            select *,
                hasil in ('gagal', 'ditolak') as jatuh,
                row_number() over (partition by akun order by akhir)
                - row_number() over (partition by akun, jatuh order by akhir) as kelompok
            from tindakan
            where hasil <> 'terbuka'
        )
        select akun, min(cast(waktu as date)) as hari, count(*) as jumlah, {_EVENTS}
        from deret
        where jatuh
        group by akun, kelompok
        having count(*) >= $ambang
    """,
    "tanpa_tanda_terima": f"""
        select min(akun) as akun, cast(min(waktu) as date) as hari,
            date_diff('day', cast(min(waktu) as date), $kini::date) as jumlah, {_EVENTS}
        from tindakan as t
        where tindakan = 'serah' and objek.jenis = 'paket' and hasil = 'berhasil'
            and not exists (
                from tindakan as b
                where b.tindakan = 'terima' and b.objek = t.objek and b.hasil = 'berhasil'
            )
        group by objek.id
        having jumlah >= $ambang
    """,
}


class Alarm(BaseModel):
    """One alarm: its words, Indonesian and English, and its thresholds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    kata: tuple[str, str]
    ambang: int = Field(gt=0)
    paling_sedikit: int = 0
    tindakan_sebelumnya: int = 0


class Rules(BaseModel):
    """The file of alarms."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zona_jam: int = Field(ge=-12, le=14)
    jam_kerja: tuple[int, int]
    alarm: tuple[Alarm, ...]


@cache
def rules() -> Rules:
    """The alarms and thresholds of this code."""
    return Rules.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def found(con: duckdb.DuckDBPyConnection, moment: dt.datetime) -> list[dict[str, Any]]:
    """Alarms that speak about the table ``tindakan`` of :func:`audit.use.acts`, in their order.

    Each has ``id``, ``kata``, ``ambang`` and ``temuan``: ``akun`` (None where several are meant),
    ``hari``, ``jumlah``, ``peristiwa`` (numbers of events). ``moment``: until when receipts are
    waited for.
    """
    own, told = rules(), []
    day = (moment.astimezone(dt.UTC) + dt.timedelta(hours=own.zona_jam)).date()
    for alarm in own.alarm:
        values: dict[str, object] = {
            "ambang": alarm.ambang,
            "paling_sedikit": alarm.paling_sedikit,
            "tindakan_sebelumnya": alarm.tindakan_sebelumnya,
            "buka": own.jam_kerja[0],
            "tutup": own.jam_kerja[1],
            "kini": day,
        }
        query = _QUERIES[alarm.id]
        asked = {name: value for name, value in values.items() if f"${name}" in query}
        rows = warehouse.records(con, f"{query} order by hari, akun, peristiwa", asked)
        if rows:
            findings = [row | {"hari": row["hari"].isoformat()} for row in rows]
            told.append(alarm.model_dump(include={"id", "kata", "ambang"}) | {"temuan": findings})
    return told
