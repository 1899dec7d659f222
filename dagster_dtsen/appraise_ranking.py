"""Rank the published release against a truth: brings linkage's truth, release and ranking together.

Needed only where a truth exists (the synthetic twin); nothing of a release depends on it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from dagster_dtsen import appraise_uncertainty, warehouse
from dagster_dtsen.appraise import judged
from dagster_dtsen.evaluation.truth import file_of, load_truth
from dagster_dtsen.ranking.candidates import texts
from dagster_dtsen.ranking.design import design
from dagster_dtsen.ranking.measures import report, rounded
from dagster_dtsen.ranking.rehearsal_counts import DIFFICULTIES
from dagster_dtsen.ranking.survey import sample
from dagster_dtsen.settings import Settings

GROUPS = (
    "provinsi", "kepala_keluarga", "lansia", "jumlah_anggota", "disabilitas", "nama_kepala",
    "nik", "butir_kosong",
)  # fmt: skip
# A family of the register is the true family of most of its members (ties: lower id).
_FAMILIES = """
create or replace temp table orang_register as
select id_individu, id_orang, bool_or(len(list_filter(kesalahan, x -> x like '%nik%')) > 0)
    as nik_salah
from rekaman_benar
group by id_individu, id_orang
qualify row_number() over (partition by id_individu order by count(*) desc, id_orang) = 1;

create or replace temp table keluarga_kini as
select id_keluarga_benar, ln(pengeluaran_per_kapita) as sasaran
from read_parquet({families}) where rilis = {release};

create or replace temp table keluarga_benar as
with anggota as (
    select a.id_keluarga, t.id_keluarga_benar, count(*) as n
    from wh.snapshot.anggota_keluarga as a
    inner join orang_register as o on a.id_individu = o.id_individu
    inner join read_parquet({people}) as t on o.id_orang = t.id_orang and t.rilis = {release}
    group by all
)

select id_keluarga, id_keluarga_benar
from anggota
qualify row_number() over (partition by id_keluarga order by n desc, id_keluarga_benar) = 1;

create or replace temp table ciri as
select
    a.id_keluarga,
    count(*) as anggota,
    max(case when a.kepala_keluarga then i.jenis_kelamin end) as jenis_kelamin,
    max(case when a.kepala_keluarga then i.nama end) as nama,
    bool_or(date_diff('year', i.tanggal_lahir, {date}) >= 60) as lansia,
    bool_or({difficult}) as disabilitas,
    bool_or(coalesce(o.nik_salah, false)) as nik_salah
from wh.snapshot.anggota_keluarga as a
inner join wh.snapshot.individu as i on a.id_individu = i.id_individu
left join orang_register as o on a.id_individu = o.id_individu
group by a.id_keluarga;
"""

_RANKED = """
select
    k.sasaran,
    cast(p.skor_kesejahteraan as double) as skor,
    left(w.kode_provinsi_kemendagri, 2) as provinsi,
    w.kode_desa_kemendagri as desa,
    case c.jenis_kelamin when '2' then 'perempuan' when '1' then 'laki-laki' end
        as kepala_keluarga,
    case when c.lansia then 'ada' else 'tidak ada' end as lansia,
    case when c.anggota >= 7 then '7+' else cast(c.anggota as varchar) end as jumlah_anggota,
    case when c.disabilitas then 'ada' when c.disabilitas is false then 'tidak ada' end
        as disabilitas,
    case when c.nama like '% %' then 'beberapa kata' when c.nama <> '' then 'satu kata' end
        as nama_kepala,
    case when c.nik_salah then 'kosong atau salah' else 'benar' end as nik,
    case when s.jumlah_butir_kosong > 0 then 'ada' else 'tidak ada' end as butir_kosong
from wh.ranking.peringkat_keluarga as p
inner join keluarga_benar as b on p.id_keluarga = b.id_keluarga
inner join keluarga_kini as k on b.id_keluarga_benar = k.id_keluarga_benar
inner join wh.snapshot.keluarga as w on p.id_keluarga = w.id_keluarga
inner join wh.ranking.skor_keluarga as s on p.id_keluarga = s.id_keluarga
left join ciri as c on p.id_keluarga = c.id_keluarga
where p.status_peringkat = 'berperingkat'
order by p.id_keluarga
"""

_SPENT = """
select p.id_keluarga, exp(k.sasaran) as pengeluaran_per_kapita
from wh.ranking.peringkat_keluarga as p
inner join keluarga_benar as b on p.id_keluarga = b.id_keluarga
inner join keluarga_kini as k on b.id_keluarga_benar = k.id_keluarga_benar
where p.status_peringkat = 'berperingkat'
order by p.id_keluarga
"""

# Of all true families the poorest tenths, and which of them the register ranks among the lowest.
_REACHED = """
with benar as (
    select
        *,
        row_number() over (order by sasaran, id_keluarga_benar) * 100
            <= {quota} * count(*) over () as miskin
    from keluarga_kini
),

terbawah as (
    select b.id_keluarga_benar, min(p.desil_nasional) as desil
    from wh.ranking.peringkat_keluarga as p
    inner join keluarga_benar as b on p.id_keluarga = b.id_keluarga
    group by b.id_keluarga_benar
)

select
    count(*) as keluarga,
    count(t.desil) as berperingkat,
    avg(case when b.miskin then cast(coalesce(t.desil, 11) * 10 > {quota} as integer)
        end) as eksklusi,
    avg(case when not b.miskin then cast(coalesce(t.desil, 11) * 10 <= {quota} as integer)
        end) as inklusi
from benar as b
left join terbawah as t on b.id_keluarga_benar = t.id_keluarga_benar
"""


def _prepared(con: duckdb.DuckDBPyConnection, folder: Path, release: str) -> None:
    """The truth's tables, and who the families of the register truly are."""
    load_truth(con, folder, release)
    date = con.execute("select tanggal_rilis from wh.kendali.rilis").fetchall()[0][0]
    con.execute(
        _FAMILIES.format(
            families=file_of(folder, "keluarga_rilis"),
            people=file_of(folder, "orang_rilis"),
            release=warehouse.quoted(release),
            date=f"date '{date}'",
            difficult=" or ".join(f"i.{name} in ('1', '2')" for name in DIFFICULTIES),
        )
    )


def true_spending(settings: Settings, truth: Path) -> pa.Table:
    """What the ranked families of the published release truly spend, in the order of their id.

    Columns ``id_keluarga`` and ``pengeluaran_per_kapita``, rupiah per month: what a visit to them
    would measure. Raises as :func:`evaluate_ranking`.
    """
    with judged(settings, truth) as item:
        _prepared(item.con, item.folder, str(item.stored.release))
        return item.con.execute(_SPENT).to_arrow_table()


def _measured(con: duckdb.DuckDBPyConnection, folder: Path, release: str) -> dict[str, Any]:
    _prepared(con, folder, release)
    table: pa.Table = con.execute(_RANKED).to_arrow_table()
    village = texts(table, "desa")
    design_of = sample(np.ones(len(table)), village, np.full(len(table), ""))
    groups = {name: texts(table, name) for name in GROUPS}
    truth, score = (table.column(name).to_numpy() for name in ("sasaran", "skor"))
    quotas = list(design().kuota)
    found = report(truth, score, design_of, groups, quotas)
    reached = {
        str(quota): warehouse.records(con, _REACHED.format(quota=quota))[0] for quota in quotas
    }
    sure = appraise_uncertainty.measured(con)
    return found | {"semua_keluarga": reached, "ketidakpastian": sure}


def evaluate_ranking(settings: Settings, truth: Path) -> dict[str, Any]:
    """The evaluation kit on the ranked families of the published release.

    ``truth`` is the twin or its folder. ``semua_keluarga``: the same errors among all true
    families, those without a rank never chosen. ``ketidakpastian``: intervals and chances as told
    and as they are (:func:`appraise_uncertainty.measured`). Villages are the sampling units of the
    standard errors, and ranks inside them are compared.
    Raises DtsenError E-KEBENARAN-LAIN and those of :func:`appraise.judged`.
    """
    with judged(settings, truth) as item:
        release = str(item.stored.release)
        found = _measured(item.con, item.folder, release)
        query = "select id_model, sidik from wh.model.meta_kesejahteraan"
        model = item.con.execute(query).fetchall()[0]
    result: dict[str, Any] = rounded(
        {"rilis": release, "model": model[0], "sidik_model": model[1]} | found
    )
    return result
