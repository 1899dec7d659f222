"""The quality statement of a package: of exactly its rows, not of the whole register.

Counts of links, age and missing values; small regions would tell of single families, so it is
sealed like the rows. What the register does not know of itself is said to be unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import jinja2

from dagster_dtsen import warehouse
from dagster_dtsen.parcels import pseudonym
from dagster_dtsen.parcels.content import KEY_COLUMNS, KINDS, Table

TEMPLATES = Path(__file__).parent / "templates"
# sealed tables that the statement reads; a release without one leaves its figures unknown
NEEDED = (
    "anggota_keluarga", "asal_individu", "rekaman", "peta_individu", "tautan_pasangan",
    "tautan_ambang", "rpt_mutu_tinjauan",
)  # fmt: skip
_LINKS = """
select
    count(*) as orang,
    count(case when a.jumlah_rekaman > 1 then 1 end) as berpadanan,
    sum(a.jumlah_rekaman) as rekaman,
    count(case when a.tautan_ragu then 1 end) as ragu
from {asal_individu} as a
inner join orang_paket as o on a.id_individu = o.id_individu
"""
# the newest record of each person, in days before the release
_AGE = """
with terbaru as (
    select r.id_individu, max(r.tanggal_acuan) as tanggal, count(distinct r.penyedia) as penyedia
    from {rekaman} as r
    inner join orang_paket as o on r.id_individu = o.id_individu
    group by r.id_individu
)
select
    count(case when penyedia > 1 then 1 end) as beberapa_penyedia,
    cast(median(date_diff('day', tanggal, {day})) as bigint) as median_hari,
    cast(quantile_cont(date_diff('day', tanggal, {day}), 0.9) as bigint) as persentil_90_hari,
    count(case when date_diff('day', tanggal, {day}) > 730 then 1 end) as lebih_dua_tahun
from terbaru
"""
# of a person's records all but the best tied one hang on a link; it is wrong with the chance that
# the model gives: 1 / (1 + 2^weight)
_FALSE = """
with rekaman_paket as (
    select p.rekaman_id, p.id_individu
    from {peta_individu} as p
    inner join orang_paket as o on p.id_individu = o.id_individu
    where p.aktif
),

ujung as (
    select l.id_individu, e.rekaman_id_l, e.rekaman_id_r, e.bukti + a.bobot_prior as bobot
    from {tautan_pasangan} as e
    inner join rekaman_paket as l on e.rekaman_id_l = l.rekaman_id
    inner join rekaman_paket as r on e.rekaman_id_r = r.rekaman_id and l.id_individu = r.id_individu
    cross join {tautan_ambang} as a
),

terkuat as (
    select id_individu, rekaman_id, max(bobot) as bobot
    from (
        select id_individu, rekaman_id_l as rekaman_id, bobot from ujung
        union all
        select id_individu, rekaman_id_r, bobot from ujung
    )
    group by all
),

tautan as (
    select bobot from terkuat
    qualify row_number() over (partition by id_individu order by bobot desc, rekaman_id) > 1
)

select
    count(*) as tautan,
    cast(avg(1 / (1 + power(2.0, bobot))) as decimal(9, 6)) as perkiraan_salah
from tautan
"""
_REVIEW = """
select rilis_sampel, nilai, bawah, atas, dinilai
from {rpt_mutu_tinjauan} where ukuran = 'presisi' and stratum = 'semua' and cukup
"""


@dataclass(frozen=True)
class Source:
    """An open release: SQL per sealed table, those it does not have are missing; its day."""

    con: duckdb.DuckDBPyConnection
    relations: Mapping[str, str]
    date: dt.date


def statement(
    source: Source, tables: list[Table], micro: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What is said of the rows of these tables; shares are of 1, unknown is None.

    ``micro``: how rows without names were made, and what that took away.
    """
    _persons(source, tables)
    day = f"date '{source.date.isoformat()}'"
    links = _one(source, _LINKS)
    age = _one(source, _AGE, day=day)
    false = _one(source, _FALSE)
    review = _one(source, _REVIEW)
    persons = links.get("orang") or 0
    return {
        "tanggal_rilis": source.date.isoformat(),
        "baris": {table.entity: table.rows for table in tables},
        "orang": persons,
        "tertaut": {
            "rekaman": links.get("rekaman"),
            "lebih_satu_rekaman": _share(links.get("berpadanan"), persons),
            "lebih_satu_penyedia": _share(age.get("beberapa_penyedia"), persons),
            "tautan_ragu": _share(links.get("ragu"), persons),
        },
        "umur_hari": {
            "median": age.get("median_hari"),
            "persentil_90": age.get("persentil_90_hari"),
            "lebih_dua_tahun": _share(age.get("lebih_dua_tahun"), persons),
        },
        "tautan_salah": {
            "tautan": false.get("tautan"),
            "perkiraan_model": _number(false.get("perkiraan_salah")),
            "peninjauan": {name: _number(value) for name, value in review.items()} or None,
        },
        "kosong": {table.entity: _missing(source, table) for table in tables},
        "mikro": micro,
    }


def page(told: Mapping[str, Any], about: Mapping[str, Any]) -> bytes:
    """The statement as one page of HTML without any address in it."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    text = environment.get_template("mutu.html.j2").render(mutu=told, paket=about)
    return text.encode()


def _persons(source: Source, tables: list[Table]) -> None:
    """The persons that the rows are about: themselves, or as members of the families."""
    members = source.relations["anggota_keluarga"]
    found = []
    for table in tables:
        name = "id_individu" if "kunci_individu" in table.keys else "id_keluarga"
        key = pseudonym.sql(KINDS[name], f"j.{name}")
        found.append(
            f"select j.id_individu from {members} as j "
            f"inner join {table.name} as t on {key} = t.{KEY_COLUMNS[name]}"
        )
    source.con.execute(f"create or replace temp table orang_paket as {' union '.join(found)}")


def _one(source: Source, query: str, **more: str) -> dict[str, Any]:
    """One row, or none where the release does not have what is asked."""
    try:
        written = query.format(**source.relations, **more)
    except KeyError:
        return {}
    found = warehouse.records(source.con, written)
    return found[0] if found else {}


def _missing(source: Source, table: Table) -> dict[str, float | None]:
    """Share of rows without a value, by variable."""
    counts = ", ".join(f'count("{name}")' for name in table.columns)
    filled = source.con.execute(f"select {counts} from {table.name}").fetchall()[0]
    named = zip(table.columns, filled, strict=True)
    return {name: _share(table.rows - count, table.rows) for name, count in named}


def _share(part: Any, whole: int) -> float | None:
    return round(int(part) / whole, 6) if part is not None and whole else None


def _number(value: Any) -> Any:
    return float(value) if value is not None and not isinstance(value, str | int) else value
