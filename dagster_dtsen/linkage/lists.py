"""A list against the register: candidate pairs between the two alone, scored as every other pair.

Nothing of it is stored: the warehouse is read, and what is made stands in the current database,
which has to be a throw-away one.
"""

from __future__ import annotations

from typing import Any

import duckdb

from dagster_dtsen.linkage import blocking, borrowed, compiled
from dagster_dtsen.linkage import limits as in_force
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.limits import SOURCE
from dagster_dtsen.linkage.predict import RETAIN, ready_sql
from dagster_dtsen.warehouse import quoted

BORROWED = "pinjaman_daftar"

# The person of every record that may pair with the list; a person holds the NIKs that are its own
# and valid. A record of a supporting source speaks for the person it joined.
_PERSONS = """
create table orang as
with peta as (
    select rekaman_id, id_individu from wh.linkage.peta_individu where aktif
    union all
    select rekaman_id, id_individu from wh.linkage.peta_pendukung where id_individu is not null
)

select m.rekaman_id, p.id_individu
from masukan as m
inner join peta as p on m.rekaman_id = p.rekaman_id
where not m.baru
"""

_HELD_NIKS = """
create table nik_orang as
select distinct p.id_individu, i.nik
from {records} as i
inner join wh.linkage.peta_individu as p on i.record_key = p.record_key
where
    p.aktif
    and p.id_individu in (select id_individu from orang)
    and i.nik in ({valid})
"""

# A person is barred when a record of theirs contradicts the row, when the row's NIK is valid and
# not theirs, or when it is theirs and was taken for somebody else's (`pinjaman`).
_CANDIDATES = """
create table calon_orang as
with pasangan as (
    select
        d.rekaman_id_l as rekaman_id, o.id_individu, d.aturan,
        cast(round(d.match_weight, 4) as decimal(9, 4)) + a.bobot_prior as bobot,
        d.gamma_nama in ({alike}) as nama_cocok,
        d.gamma_nik = {equal} as nik_sama
    from dinilai as d
    inner join orang as o on d.rekaman_id_r = o.rekaman_id
    cross join wh.linkage.ambang as a
    union all
    select b.rekaman_id, o.id_individu, b.aturan, null, false, true
    from {borrowed} as b
    inner join orang as o on b.rekaman_id_pemilik = o.rekaman_id
)

select
    p.rekaman_id, p.id_individu,
    max(p.bobot) as bobot,
    bool_or(p.nama_cocok) as nama_cocok,
    bool_or(p.nik_sama) as nik_sama,
    bool_or(p.aturan is not null) as bertentangan,
    bool_or(
        m.terdaftar and p.id_individu in (select id_individu from nik_orang)
        and (p.id_individu, m.nik) not in (select (id_individu, nik) from nik_orang)
    ) as nik_sah_lain
from pasangan as p
inner join masukan as m on p.rekaman_id = m.rekaman_id
group by p.rekaman_id, p.id_individu
"""


def _find_pairs(
    con: duckdb.DuckDBPyConnection, rules: tuple[blocking.Rule, ...], register: str, rows: int
) -> None:
    """Make ``calon``: pairs of a row of ``baru`` (left) and a record of the register."""
    sharing = borrowed.without_borrowed(blocking.sharing_sql(rules, f"({register})", "baru"))
    con.execute(f"create table calon_rekaman as {sharing}")
    both = "(from calon_rekaman union all by name from baru)"
    cost = blocking.costs(con, rules, both, "baru")
    blocking.guard(cost, blocking.budget(linkage_model.config(), rows))
    con.execute(
        f"""
        create table calon as
        select
            case when terbalik then rekaman_id_r else rekaman_id_l end as rekaman_id_l,
            case when terbalik then rekaman_id_l else rekaman_id_r end as rekaman_id_r,
            match_key
        from (
            select *, rekaman_id_r in (select rekaman_id from baru) as terbalik
            from ({blocking.pairs_sql(rules, "calon_rekaman", "baru")})
        )
        """
    )


def score_list(
    con: duckdb.DuckDBPyConnection, model: dict[str, Any], listed: str, alike: list[str]
) -> dict[str, Any]:
    """Score the standardised records of relation ``listed`` against the register of ``wh``.

    ``alike``: levels of the comparison ``nama`` at which two names agree. Makes the table
    ``calon_orang``: one row per row of the list (``rekaman_id``) and person (``id_individu``) with
    the best weight (``bobot``, prior of the release included), ``nama_cocok``, ``nik_sama``,
    ``bertentangan`` and ``nik_sah_lain`` (both bar the person). Gives ``ambang`` and ``jarak`` as
    they hold, the fingerprint of the rules (``sidik``), and counts. Raises DtsenError E-BLOK-MAHAL.
    """
    rules = linkage_model.blocking_rules()
    raw, register = linkage_model.input_sql(listed), linkage_model.input_sql(SOURCE)
    provider = quoted(linkage_model.config()["penyedia_identitas"])
    known = f"from ({register}) where penyedia = {provider} and nik in (select nik from ({raw}))"
    asked = f"(from ({raw}) union all by name {known})"
    con.execute(f"create table {BORROWED} as {borrowed.borrowed_sql(asked)}")
    con.execute(f"create table baru as {borrowed.without_borrowed(raw, BORROWED)}")
    rows = int(con.execute("select count(*) from baru").fetchall()[0][0])
    _find_pairs(con, rules, register, rows)
    # the owner of a borrowed NIK is barred by name, whether or not a blocking rule finds it
    con.execute(
        "create table terlibat as select rekaman_id_r from calon "
        f"union select rekaman_id_pemilik from {BORROWED}"
    )
    involved = f"(from {SOURCE} where rekaman_id in (from terlibat))"
    both = f"from baru union all by name ({linkage_model.input_sql(involved)})"
    con.execute(
        f"create table masukan as select *, rekaman_id in (select rekaman_id from baru) as baru "
        f"from ({ready_sql(con, model, both)})"
    )
    scorer = compiled.compile_model(model["splink"])
    scored = compiled.scored_sql(scorer, "masukan", "calon", RETAIN)
    gammas = linkage_model.gammas()
    rule = compiled.contradiction_sql(linkage_model.config()["pertentangan"], gammas)
    con.execute(f"create table dinilai as select *, {rule} as aturan from ({scored})")
    con.execute(_PERSONS)
    con.execute(
        _HELD_NIKS.format(records=borrowed.own_nik(SOURCE), valid=borrowed.valid_niks_sql())
    )
    con.execute(
        _CANDIDATES.format(
            alike=", ".join(str(gammas["nama"][label]) for label in alike),
            equal=gammas["nik"]["sama"],
            borrowed=BORROWED,
        )
    )
    pairs_made = int(con.execute("select count(*) from calon").fetchall()[0][0])
    threshold = con.execute(f"select ambang_klaster from {in_force.TABLE}").fetchall()[0][0]
    return {
        "ambang": threshold,
        "jarak": linkage_model.config()["ambang"]["jarak_pendukung"],
        "sidik": in_force.rules_fingerprint(model),
        "pasangan": pairs_made,
        "dibandingkan": int(con.execute("select count(*) from terlibat").fetchall()[0][0]),
    }
