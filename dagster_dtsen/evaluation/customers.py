"""Supporting customers (utility): did the customer reach a family that it truly serves?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.evaluation.truth import CUSTOMERS, file_of

# The true family of a family of the register: that of most of its people (ties: the lower id).
# A customer may truly serve several families; one of them is right.
_RATE_SQL = """
with anggota as (
    select distinct k.id_keluarga, r.id_orang
    from wh.linkage.peta_keluarga as k
    inner join rekaman_benar as r on k.id_individu = r.id_individu
    where k.aktif
),

keluarga as (
    select a.id_keluarga, o.id_keluarga_benar
    from anggota as a
    inner join read_parquet({people}) as o on a.id_orang = o.id_orang
    where o.rilis = $rilis
    group by a.id_keluarga, o.id_keluarga_benar
    qualify row_number() over (
        partition by a.id_keluarga order by count(*) desc, o.id_keluarga_benar
    ) = 1
),

pelanggan as (
    select p.record_key, p.aturan, p.id_keluarga, d.periode
    from wh.matched.padan_pelanggan as p
    inner join wh.ledger.kiriman as d on p._delivery = d._delivery
),

dilayani as (
    select distinct
        sha256(t.penyedia || '|' || t.dataset || '|' || t.kunci) as record_key,
        t.periode, l.id_keluarga_benar
    from read_parquet({records}) as t
    inner join read_parquet({served}) as l on t.kunci = l.idpel and t.periode = l.periode
),

per_pelanggan as (
    select
        p.record_key, p.aturan, p.id_keluarga,
        count(d.record_key) as melayani,
        bool_or(coalesce(d.id_keluarga_benar = k.id_keluarga_benar, false)) as benar
    from pelanggan as p
    left join keluarga as k on p.id_keluarga = k.id_keluarga
    left join dilayani as d on p.record_key = d.record_key and p.periode = d.periode
    group by p.record_key, p.aturan, p.id_keluarga
)

select
    coalesce(aturan, 'tidak padan') as aturan,
    count(*) as pelanggan,
    count(*) filter (melayani = 0) as tak_dikenal,
    count(id_keluarga) as dipasangkan,
    count(*) filter (benar) as benar
from per_pelanggan
group by all
order by all
"""


def _exists(con: duckdb.DuckDBPyConnection, schema: str, table: str) -> bool:
    found = con.execute(
        "select count(*) from information_schema.tables "
        "where table_catalog = 'wh' and table_schema = ? and table_name = ?",
        [schema, table],
    ).fetchall()
    return bool(found[0][0])


def right_families(
    con: duckdb.DuckDBPyConnection, truth: Path, release: str
) -> dict[str, Any] | None:
    """Right-family rate of the utility's customers, as a whole and by the rule that attached them.

    Reads ``rekaman_benar`` and ``wh.matched.padan_pelanggan``. Gives counts ``pelanggan``,
    ``dipasangkan`` (attached to a family), ``benar`` and ``bagian_benar`` = benar / dipasangkan.
    None when this truth or this working file knows no customers. Raises DtsenError
    E-KEBENARAN-TIADA when only the truth lacks them.
    """
    if not _exists(con, "matched", "padan_pelanggan"):
        return None
    if not (truth / f"{CUSTOMERS}.parquet").is_file():
        raise DtsenError("E-KEBENARAN-TIADA", path=truth, tables=CUSTOMERS)
    sql = _RATE_SQL.format(
        people=file_of(truth, "orang_rilis"),
        records=file_of(truth, "rekaman"),
        served=file_of(truth, CUSTOMERS),
    )
    names = ("aturan", "pelanggan", "tak_dikenal", "dipasangkan", "benar")
    rows = [
        dict(zip(names, row, strict=True))
        for row in con.execute(sql, {"rilis": release}).fetchall()
    ]
    if not rows:
        return None
    total = {name: sum(int(row[name]) for row in rows) for name in names[1:]}
    attached = total["dipasangkan"]
    return total | {
        "bagian_benar": round(total["benar"] / attached, 5) if attached else None,
        "per_aturan": rows,
    }
