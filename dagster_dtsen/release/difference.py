"""What differs between two stored releases: counted, balanced, by region; nobody's value."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import acts, difference_people, difference_values, difference_views
from dagster_dtsen.release.difference_sources import Variable
from dagster_dtsen.release.difference_views import NEW, OLD
from dagster_dtsen.release.store import StoredRelease
from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import records

ENTITIES = ("individu", "keluarga")
# of the older release the difference needs these, of the newer all that it names
_MAPS = ("peta_individu", "peta_keluarga")
# part of the difference → table, columns that tell its rows apart
PARTS = {
    "masuk": ("{entity}_masuk", ("sebab", "rincian")),
    "keluar": ("{entity}_keluar", ("sebab", "rincian")),
    "gabung": ("{entity}_gabung", ("terdaftar",)),
    "pisah": ("{entity}_pisah", ("terdaftar",)),
    "pindah_keluarga": ("pindah_keluarga", ("sebab", "rincian")),
    "nilai": ("nilai_berubah", ("objek", "variabel", "penyedia", "id_aturan", "jenis")),
    "verdik": ("verdik_berubah", ("perihal", "dari", "ke")),
    "desil": ("desil", ("dari", "ke")),
}
_BY_ENTITY = ("masuk", "keluar", "gabung", "pisah")
# of whom the rows of the other parts are
_OBJECT = {
    "pindah_keluarga": "'individu'",
    "nilai": "objek",
    "verdik": "case perihal when 'status_peringkat' then 'keluarga' else 'individu' end",
    "desil": "'keluarga'",
}
# per region what is in the older release, came, went, and is in the newer one
_BALANCE = """
select
    coalesce(wilayah, '') as wilayah,
    count(*) filter (arah = 'sebelum') as sebelum, count(*) filter (arah = 'masuk') as masuk,
    count(*) filter (arah = 'keluar') as keluar, count(*) filter (arah = 'datang') as datang,
    count(*) filter (arah = 'pergi') as pergi, count(*) filter (arah = 'sesudah') as sesudah
from (
    select 'sebelum' as arah, {region} as wilayah from lama_{entity}
    union all select 'sesudah', {region} from kini_{entity}
    union all select 'masuk', wilayah from {entity}_masuk
    union all select 'keluar', wilayah from {entity}_keluar
    union all select 'datang', wilayah from {entity}_tetap
    where wilayah is distinct from wilayah_lama
    union all select 'pergi', wilayah_lama from {entity}_tetap
    where wilayah is distinct from wilayah_lama
)
group by all order by 1
"""


@cache
def words() -> dict[str, Any]:
    """``golongan`` (verdict → group of reasons) and ``kata`` (code → Indonesian, English)."""
    path = Path(__file__).with_name("difference.yml")
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def build(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    old: StoredRelease,
    new: StoredRelease,
    variables: Sequence[Variable],
) -> dict[str, Any]:
    """The difference as a document of counts; its rows stay in temporary tables of ``con``.

    ``dari``, ``ke``, ``ditarik`` (by name whether it is withdrawn), ``berurutan`` (the one is the
    base of the other), ``tiada`` (tables that a release lacks), ``tak_dibandingkan`` (variables
    that one lacks), ``neraca`` per entity, a list of counts per name of ``PARTS``, ``wilayah``
    (see :func:`_regions`).
    Raises DtsenError E-SELISIH-TIMPANG.
    """
    held = {
        side: difference_views.show(con, settings, item, side)
        for side, item in ((OLD, old), (NEW, new))
    }
    gone = acts.withdrawn(settings)
    adjacent = new.manifest["id_dasar"] == old.name
    known = all(held[OLD][name] for name in _MAPS)
    difference_people.build(con, words()["golongan"], adjacent=adjacent, known=known)
    lacking = difference_values.build(con, variables, held[OLD], held[NEW], adjacent=adjacent)
    _count(con)
    balance = {entity: _balance(con, entity) for entity in ENTITIES}
    told = {
        "dari": old.name,
        "ke": new.name,
        "ditarik": {item.name: item.name in gone for item in (old, new)},
        "berurutan": adjacent,
        "tiada": {
            item.name: sorted(name for name, columns in held[side].items() if not columns)
            for side, item in ((OLD, old), (NEW, new))
        },
        "tak_dibandingkan": lacking,
        "neraca": {entity: _sum(rows) for entity, rows in balance.items()},
        **{name: _part(con, name) for name in PARTS},
        "wilayah": _regions(con, balance),
    }
    _check(con, told, old, new, balance)
    return told


def _count(con: duckdb.DuckDBPyConnection) -> None:
    """``rincian``: every count by region, in long form; all lists of counts are sums of it."""
    parts = []
    for name, (table, columns) in PARTS.items():
        for entity in ENTITIES if name in _BY_ENTITY else ("",):
            own = f"'{entity}'" if entity else _OBJECT[name]
            others = [f"cast({column} as varchar)" for column in columns if column != "objek"]
            padded = ", ".join([*others, *["null"] * (4 - len(others))])
            parts.append(
                f"select '{name}' as bagian, {own} as objek, {padded}, coalesce(wilayah, ''), "
                f"count(*) from {table.format(entity=entity)} group by all"
            )
    con.execute(
        "create or replace temp table rincian (bagian varchar, objek varchar, a varchar, "
        "b varchar, c varchar, d varchar, wilayah varchar, jumlah bigint)"
    )
    con.execute(f"insert into rincian {' union all '.join(parts)}")


def _part(con: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
    """The counts of one part over all regions, the greatest first."""
    columns = [column for column in PARTS[name][1] if column != "objek"]
    chosen = ", ".join(f"{at} as {column}" for at, column in zip("abcd", columns, strict=False))
    return records(
        con,
        f"select objek, {chosen}, cast(sum(jumlah) as bigint) as jumlah from rincian "
        f"where bagian = ? group by all order by jumlah desc, objek, {', '.join(columns)}",
        [name],
    )


def _balance(con: duckdb.DuckDBPyConnection, entity: str) -> list[dict[str, Any]]:
    query = _BALANCE.format(entity=entity, region=difference_views.REGION)
    return records(con, query)


def _sum(rows: list[dict[str, Any]]) -> dict[str, int]:
    names = ("sebelum", "masuk", "keluar", "sesudah")
    return {name: sum(row[name] for row in rows) for name in names}


def _regions(
    con: duckdb.DuckDBPyConnection, balance: dict[str, list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """Per kabupaten/kota (Kemendagri code, empty where unknown): its balances, ``datang`` and
    ``pergi`` from and to other regions, and per part the number of rows; a decile only if changed.
    """
    per_part: dict[str, dict[str, int]] = {}
    query = """
        select wilayah, bagian || case when bagian in ('gabung', 'pisah') then '_' || objek
            else '' end as bagian, cast(sum(jumlah) as bigint) as jumlah
        from rincian
        where bagian not in ('masuk', 'keluar') and (bagian <> 'desil' or a is distinct from b)
        group by all order by all
    """
    for row in records(con, query):
        per_part.setdefault(row["wilayah"], {})[row["bagian"]] = row["jumlah"]
    own = {
        entity: {row.pop("wilayah"): row for row in map(dict, rows)}
        for entity, rows in balance.items()
    }
    codes = sorted({*per_part, *own["individu"], *own["keluarga"]})
    empty = dict.fromkeys(("sebelum", "masuk", "keluar", "datang", "pergi", "sesudah"), 0)
    return [
        {
            "kode": code,
            **{entity: own[entity].get(code, empty) for entity in ENTITIES},
            "perubahan": per_part.get(code, {}),
        }
        for code in codes
    ]


def _check(
    con: duckdb.DuckDBPyConnection,
    told: dict[str, Any],
    old: StoredRelease,
    new: StoredRelease,
    balance: dict[str, list[dict[str, Any]]],
) -> None:
    """Nobody is lost or told of twice: per entity in all, per region, against the manifests."""
    wrong = []
    for entity in ENTITIES:
        sums = told["neraca"][entity]
        for item, name in ((old, "sebelum"), (new, "sesudah")):
            if item.manifest["lapisan"]["snapshot"][entity]["baris"] != sums[name]:
                wrong.append(f"{entity} {item.name}")
        if sums["sebelum"] + sums["masuk"] - sums["keluar"] != sums["sesudah"]:
            wrong.append(entity)
        wrong += [
            f"{entity} {row['wilayah'] or '?'}"
            for row in balance[entity]
            if row["sebelum"] + row["masuk"] + row["datang"]
            != row["sesudah"] + row["keluar"] + row["pergi"]
        ]
        for way, there, here in (("masuk", NEW, OLD), ("keluar", OLD, NEW)):
            odd = con.execute(
                f"select count(*) - count(distinct id_{entity}) + count(*) filter (sebab is null) "
                f"+ abs(count(distinct id_{entity}) - (select count(*) from {there}_{entity} "
                f"anti join {here}_{entity} using (id_{entity}))) from {entity}_{way}"
            ).fetchall()[0][0]
            if odd:
                wrong.append(f"{entity} {way}")
    if wrong:
        raise DtsenError(
            "E-SELISIH-TIMPANG", first=old.name, second=new.name, parts=", ".join(wrong)
        )
