"""Families against the truth: who lives together, who is head, and what happened since the base.

People are counted whom the linkage knows.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen.evaluation.family_events import family_events
from dagster_dtsen.evaluation.truth import file_of

# The human behind each person of the register, gone ones too: most of its records (ties: lower id).
_PEOPLE = """
create or replace temp table orang_register as
with kebenaran as (
    select distinct id_orang, sha256(penyedia || '|' || dataset || '|' || kunci) as record_key
    from read_parquet({records})
)

select p.id_individu, k.id_orang
from wh.linkage.peta_individu as p
inner join kebenaran as k on p.record_key = k.record_key
group by p.id_individu, k.id_orang
qualify row_number() over (partition by p.id_individu order by count(*) desc, k.id_orang) = 1;

create or replace temp table orang_kini as
select id_orang, id_keluarga_benar, status, hubungan
from read_parquet({releases}) where rilis = {release};

create or replace temp table orang_lalu as
select id_orang, id_keluarga_benar, status, hubungan
from read_parquet({releases}) where rilis = {previous};
"""

_PARTITION = """
create or replace temp table anggota as
select k.id_individu, k.id_keluarga, o.id_orang, t.id_keluarga_benar, t.hubungan = '1' as kepala
from wh.linkage.peta_keluarga as k
inner join orang_register as o on k.id_individu = o.id_individu
inner join orang_kini as t on o.id_orang = t.id_orang
where k.aktif and t.status = 'hidup';

create or replace temp table hasil as
with potongan as (
    select count(*) * (count(*) - 1) / 2 as n from anggota group by id_keluarga, id_keluarga_benar
),

temuan as (
    select count(*) * (count(*) - 1) / 2 as n, list_sort(list(distinct id_orang)) as orang
    from anggota group by id_keluarga
),

benar as (
    select count(*) * (count(*) - 1) / 2 as n, list_sort(list(distinct id_orang)) as orang
    from anggota group by id_keluarga_benar
),

kepala as (
    select r.id_keluarga, o.id_orang
    from wh.linkage.relasi_keluarga as r
    left join orang_register as o on r.id_individu = o.id_individu
    where r.kepala_keluarga and r.berlaku_sampai is null
),

dikepalai as (
    select a.id_keluarga, a.id_keluarga_benar
    from anggota as a
    group by a.id_keluarga, a.id_keluarga_benar
    qualify row_number() over (
        partition by a.id_keluarga order by count(*) desc, a.id_keluarga_benar
    ) = 1
)

select
    (select count(*) from anggota) as orang,
    (select sum(n) from potongan) as pasangan_benar,
    (select sum(n) from temuan) as pasangan_temuan,
    (select sum(n) from benar) as pasangan_kebenaran,
    (select count(*) from temuan) as keluarga_temuan,
    (select count(*) from benar) as keluarga_kebenaran,
    (select count(*) from temuan as t inner join benar as b on t.orang = b.orang) as keluarga_sama,
    (select count(*) from dikepalai) as berkepala,
    (
        select count(*)
        from dikepalai as d
        inner join kepala as k on d.id_keluarga = k.id_keluarga
        inner join orang_kini as t on k.id_orang = t.id_orang
        where t.hubungan = '1' and t.id_keluarga_benar = d.id_keluarga_benar
    ) as kepala_benar
"""


def _ratio(part: float, whole: float) -> float | None:
    return round(float(part) / float(whole), 5) if whole else None


def _scores(right: float, found: float, true: float) -> dict[str, float | None]:
    return {
        "presisi": _ratio(right, found),
        "recall": _ratio(right, true),
        "f1": _ratio(2 * right, found + true),
    }


def family_quality(
    con: duckdb.DuckDBPyConnection, truth: Path, release: str, register: str, valid: str
) -> dict[str, Any] | None:
    """Families of the working file against the folder ``truth``; None without relations.

    ``orang`` counted; ``pasangan`` (pairs of persons in one family) and ``keluarga`` (exactly equal
    families): precision, recall, F1; ``kepala``: share of families headed by the head of the true
    family of most of their members; ``peristiwa`` (None in a first release): see
    :func:`family_events`. Entries and exits that only say that the register came to know somebody,
    or does not any more, are no events of a family. ``register``: provider whose records with
    status ``valid`` are people alive. None too when the truth does not say who lives.
    """
    known = con.execute(
        "select count(*) from duckdb_tables() where database_name = 'wh' "
        "and schema_name = 'linkage' and table_name in ('relasi_keluarga', 'peristiwa_relasi')"
    ).fetchall()
    releases = file_of(truth, "orang_rilis")
    told = con.execute(f"select name from parquet_schema({releases})").fetchall()
    if int(known[0][0]) < 2 or ("status",) not in told:
        return None
    before = con.execute(
        f"select max(rilis) from read_parquet({releases}) where rilis < ?", [release]
    ).fetchall()[0][0]
    con.execute(
        _PEOPLE.format(
            records=file_of(truth, "rekaman"),
            releases=releases,
            release=f"'{release}'",
            previous=f"'{before or ''}'",
        )
        + _PARTITION
    )
    counted = dict(
        zip(
            [str(column[0]) for column in con.execute("from hasil").description or ()],
            con.execute("from hasil").fetchall()[0],
            strict=True,
        )
    )
    moved = con.execute("select count(*) from wh.linkage.peristiwa_relasi").fetchall()[0][0]
    return {
        "orang": int(counted["orang"]),
        "pasangan": _scores(
            counted["pasangan_benar"] or 0,
            counted["pasangan_temuan"] or 0,
            counted["pasangan_kebenaran"] or 0,
        ),
        "keluarga": _scores(
            counted["keluarga_sama"], counted["keluarga_temuan"], counted["keluarga_kebenaran"]
        ),
        "kepala": _ratio(counted["kepala_benar"], counted["berkepala"]),
        "peristiwa": family_events(con, register, valid) if before and moved else None,
    }
