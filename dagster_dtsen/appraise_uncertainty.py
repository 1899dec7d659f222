"""Whether what a release says of its own uncertainty holds against a truth: intervals, chances.

Run on the tables that :mod:`appraise_ranking` makes: who the families truly are.
"""

from __future__ import annotations

import math
from typing import Any

import duckdb

from dagster_dtsen.warehouse import records

# the truth among the families that have a rank, in the unit of one family each
_TRUE = """
create or replace temp table desil_benar as
select
    p.id_keluarga,
    exp(k.sasaran) as pengeluaran,
    cast(ceil(10.0 * row_number() over (order by k.sasaran, p.id_keluarga) / count(*) over ())
        as integer) as desil
from wh.ranking.ketidakpastian_keluarga as p
inner join keluarga_benar as b on p.id_keluarga = b.id_keluarga
inner join keluarga_kini as k on b.id_keluarga_benar = k.id_keluarga_benar
"""

_INTERVAL = """
select
    count(*) as keluarga,
    avg(cast(d.pengeluaran between u.pengeluaran_terendah and u.pengeluaran_tertinggi as integer))
        as dalam_rentang
from desil_benar as d
inner join wh.ranking.ketidakpastian_keluarga as u on d.id_keluarga = u.id_keluarga
"""

# by tenths of what was said, so that said and true can be laid side by side
_CHANCES = """
with dikatakan as (
    select
        cast(u.peluang_desil_1 + u.peluang_desil_2 + u.peluang_desil_3 + u.peluang_desil_4
            as double) as peluang,
        cast(d.desil <= 4 as integer) as nyata
    from desil_benar as d
    inner join wh.ranking.ketidakpastian_keluarga as u on d.id_keluarga = u.id_keluarga
)

select
    least(cast(floor(peluang * 10) as integer), 9) / 10.0 as dari,
    count(*) as keluarga,
    avg(peluang) as dikatakan,
    avg(nyata) as nyata
from dikatakan
group by dari
order by dari
"""

_LIMITS = """
select
    r.program,
    count(*) as keluarga,
    avg(cast(r.risiko as double)) as dikatakan,
    avg(cast((d.desil <= b.desil_maks) <> r.di_bawah as integer)) as nyata
from wh.ranking.risiko_batas as r
inner join wh.aturan.batas_program as b on r.program = b.program
inner join desil_benar as d on r.id_keluarga = d.id_keluarga
group by r.program
order by r.program
"""


def measured(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """How often the interval of 90 % holds, and what came of the chances that were told.

    ``rentang_90``: share of families inside, with its standard error; ``desil_1_4``: by tenths of
    the probability of deciles 1 to 4, the mean said and the share that is true; ``batas``: per
    programme the mean risk of the other side said, and the share that stands there. Shares are
    None without families, as with a model that measured no spread.
    """
    con.execute(_TRUE)
    families, inside = con.execute(_INTERVAL).fetchall()[0]
    error = math.sqrt(inside * (1 - inside) / families) if families else None
    return {
        "keluarga": families,
        "rentang_90": {"nilai": inside, "galat_baku": error},
        "desil_1_4": records(con, _CHANCES),
        "batas": records(con, _LIMITS),
    }
