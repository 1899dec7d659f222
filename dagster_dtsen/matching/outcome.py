"""What becomes of every row of a list: padan or tidak padan, why, and how sure.

Reads ``calon_orang`` (linkage/lists.py) and works in the current, throw-away database.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

TABLE = "hasil_daftar"
# all that an agency gets of a row; nothing of it is a value of the register
COLUMNS = ("berkas", "nomor_baris", "kunci", "hasil", "sebab", "keyakinan", "nilai_keyakinan")
MATCH, NO_MATCH = "padan", "tidak padan"


@lru_cache(maxsize=1)
def config() -> dict[str, Any]:
    """matching.yml of this room as a dict; read once."""
    path = Path(__file__).with_name("matching.yml")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


# A person who is not in the published release wins like any other, so that the row goes to nobody
# else, and is told as if there were nobody: why a person is not in the release is not said.
# The share of the best person among all that are not barred, and nobody, is the confidence.
_DECIDE = """
create table putusan_daftar as
with calon as (
    select
        *,
        id_individu in (select id_individu from {published}) as terbit,
        not bertentangan and not nik_sah_lain and nama_cocok as boleh
    from calon_orang
),

terurut as (
    select
        *,
        row_number() over w as urutan,
        lead(bobot) over w as berikut,
        sum(1) over (partition by rekaman_id) as orang
    from calon
    where boleh and bobot >= $ambang
    window w as (partition by rekaman_id order by bobot desc, id_individu)
),

-- added in one order, so that the sum is the same in every run
peluang as (
    select
        c.rekaman_id,
        1 / (1 + pow(2, -max(t.bobot)::double) + list_sum(list(
            case when c.id_individu <> t.id_individu then pow(2, (c.bobot - t.bobot)::double)
            else 0.0 end
            order by c.bobot desc, c.id_individu
        ))) as peluang
    from calon as c
    inner join terurut as t on c.rekaman_id = t.rekaman_id and t.urutan = 1
    where not c.bertentangan and not c.nik_sah_lain
    group by c.rekaman_id
),

tersisa as (
    select
        rekaman_id,
        bool_or(nik_sama and (bertentangan or not nama_cocok)) as nik_lain,
        bool_or(nik_sah_lain and bobot >= $ambang) as sah_lain,
        bool_or(bertentangan and bobot >= $ambang) as bertentangan,
        max(bobot) filter (not bertentangan and not nik_sah_lain) >= $ambang - $jendela as dekat
    from calon
    where terbit
    group by rekaman_id
)

select
    b.rekaman_id,
    t.id_individu,
    t.bobot,
    p.peluang,
    case
        when t.rekaman_id is not null and not t.terbit then 'TANPA_CALON'
        when t.berikut is not null and t.bobot - t.berikut < $jarak then 'CALON_LEBIH_DARI_SATU'
        when t.rekaman_id is not null and t.nik_sama then 'NIK_SAMA'
        when t.rekaman_id is not null then 'BUKTI_LAIN'
        when s.nik_lain then 'NIK_BERTENTANGAN'
        when s.sah_lain then 'NIK_SAH_LAIN'
        when s.bertentangan then 'PERTENTANGAN'
        when s.dekat then 'BOBOT_KURANG'
        else 'TANPA_CALON'
    end as sebab
from baru as b
left join terurut as t on b.rekaman_id = t.rekaman_id and t.urutan = 1
left join peluang as p on b.rekaman_id = p.rekaman_id
left join tersisa as s on b.rekaman_id = s.rekaman_id
"""

# rows of one person: the strongest, else the first, stands for it
_RESULT = """
create table {table} as
with dinilai as (
    select
        d._file, d._row_number, d.rekaman_id, p.id_individu, p.peluang, p.sebab,
        p.sebab in ('NIK_SAMA', 'BUKTI_LAIN') as padan,
        row_number() over (
            partition by p.id_individu, p.sebab in ('NIK_SAMA', 'BUKTI_LAIN')
            order by p.bobot desc, d._file, d._row_number
        ) as urutan
    from {listed} as d
    inner join putusan_daftar as p on d.rekaman_id = p.rekaman_id
)

select
    coalesce(b.berkas, d._file) as berkas,
    d._row_number as nomor_baris,
    r.kunci,
    case when d.padan then '{match}' else '{no_match}' end as hasil,
    case
        when d.padan and d.urutan > 1 then 'GANDA_DALAM_DAFTAR'
        when d.padan or not $dirinci then case when d.padan then d.sebab else 'TANPA_RINCIAN' end
        else d.sebab
    end as sebab,
    case
        when d.padan and d.peluang >= $tinggi then 'tinggi'
        when d.padan then 'sedang'
        when $dirinci and d.sebab in ('CALON_LEBIH_DARI_SATU', 'BOBOT_KURANG') then 'rendah'
    end as keyakinan,
    case when d.padan then
        cast(least(floor(d.peluang * 1000) / 1000, $paling_tinggi) as decimal(4, 3))
    end as nilai_keyakinan,
    d.rekaman_id,
    case when d.padan then d.id_individu end as id_individu
from dinilai as d
inner join {raw} as r on d._file = r._file and d._row_number = r._row_number
left join {files} as b on d._file = b._file
"""


def decide(
    con: duckdb.DuckDBPyConnection,
    scored: dict[str, Any],
    *,
    published: str,
    listed: str,
    raw: str,
    files: str,
) -> dict[str, Any]:
    """Make ``hasil_daftar``: one row per accepted row of the list, :data:`COLUMNS` first.

    ``scored`` is what ``linkage.lists.score_list`` gave; relations: ``published`` (id_individu of
    the release), ``listed`` (standardised rows), ``raw`` (rows as delivered), ``files`` (ledger's
    names). ``rekaman_id`` and ``id_individu`` behind them stay here. Gives ``dirinci`` (whether
    reasons are told) and ``sebab``: the counts before any of them was withheld.
    """
    rules = config()
    con.execute(
        _DECIDE.format(published=published),
        {"ambang": scored["ambang"], "jarak": scored["jarak"], "jendela": rules["jendela"]},
    )
    reasons = {
        str(name): int(count)
        for name, count in con.execute(
            "select sebab, count(*) from putusan_daftar group by all order by all"
        ).fetchall()
    }
    numbered = con.execute(f"select count(nik) from {listed}").fetchall()[0][0]
    told = reasons_are_told(reasons, int(numbered))
    con.execute(
        _RESULT.format(
            table=TABLE, listed=listed, raw=raw, files=files, match=MATCH, no_match=NO_MATCH
        ),
        {
            "dirinci": told,
            "tinggi": rules["keyakinan"]["tinggi"],
            "paling_tinggi": rules["paling_tinggi"],
        },
    )
    return {"dirinci": told, "sebab": reasons}


def reasons_are_told(reasons: dict[str, int], numbered: int) -> bool:
    """Whether a list with these counts is told why its rows do not match; ``numbered`` have a NIK.

    A few rows, or many NIKs of other names, are how somebody would ask the register questions.
    Rows without a NIK do not thin these out.
    """
    guard, rows = config()["jaga"], sum(reasons.values())
    least = int(guard["rincian_dari"])
    share = reasons.get("NIK_BERTENTANGAN", 0) / max(numbered, least)
    return rows >= least and share <= float(guard["nik_bertentangan"])
