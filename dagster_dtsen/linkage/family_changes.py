"""Which families a change since the base release can reach.

A fingerprint per main record holds what the family rules read of it. Dates move with every
delivery, so it holds the place of a record's date among the latest dates of the providers instead:
rules only ask which of two records is newer.
"""

from __future__ import annotations

import hashlib

import duckdb

from dagster_dtsen.linkage import family_keys, family_late, family_rules, relations
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.state import FAMILIES, Base
from dagster_dtsen.warehouse import quoted

FINGERPRINTS = "wh.linkage.sidik_keluarga"
STATE = "wh.linkage.keadaan_keluarga"

_FINGERPRINTS = """
create or replace table tanggal_terakhir as
select penyedia, max(tanggal_acuan) as tanggal
from wh.standardised.individu where peran = 'utama' group by penyedia;

create or replace table urutan_tanggal as
select
    i.tanggal_acuan,
    count(*) filter (where t.tanggal > i.tanggal_acuan) as lebih_baru,
    count(*) filter (where t.tanggal = i.tanggal_acuan) as sama
from (select distinct tanggal_acuan from wh.standardised.individu where peran = 'utama') as i
cross join tanggal_terakhir as t
group by i.tanggal_acuan;

create or replace table sidik_keluarga_kini as
select
    i.rekaman_id,
    cast(hash(
        i.penyedia, i.no_kk, i.kunci_keluarga, i.status_hubungan_keluarga, i.status_kawin,
        i.jenis_kelamin, i.tanggal_lahir, i.status_kependudukan, i.tanggal_status,
        i.alamat_baku, i.kode_desa_kemendagri,
        u.lebih_baru, u.sama, case when u.sama = 0 then i.tanggal_acuan end
    ) >> 1 as bigint) as sidik,
    case when i.kunci_keluarga is not null
        then cast(hash(i.kunci_keluarga) >> 1 as bigint) end as sidik_daftar
from wh.standardised.individu as i
inner join urutan_tanggal as u on i.tanggal_acuan = u.tanggal_acuan
where i.peran = 'utama';
"""

_STATE = """
create or replace table {state} as
select {release} as rilis, {rules} as sidik_aturan, (
    select cast(hash(list((t.penyedia, u.lebih_baru, u.sama) order by t.penyedia)) >> 1 as bigint)
    from tanggal_terakhir as t inner join urutan_tanggal as u on t.tanggal = u.tanggal_acuan
) as sidik_tanggal
"""

# peta_kena: the base's rows of every person that a touched record bore (run.py).
_CHANGED = """
create or replace table beda_keluarga as
select
    coalesce(k.rekaman_id, d.rekaman_id) as rekaman_id,
    k.sidik_daftar as daftar_kini, d.sidik_daftar as daftar_lama
from sidik_keluarga_kini as k
full join {fingerprints} as d on k.rekaman_id = d.rekaman_id
where k.sidik is distinct from d.sidik;

create or replace table rekaman_berubah as
select rekaman_id from beda_keluarga
union
select l.rekaman_id
from peta_kena as l
inner join wh.linkage.peta_individu as p on l.rekaman_id = p.rekaman_id
where l.id_individu <> p.id_individu or l.aktif <> p.aktif;

create or replace table orang_berubah as
select p.id_individu
from wh.linkage.peta_individu as p
semi join rekaman_berubah as b on p.rekaman_id = b.rekaman_id
union
select l.id_individu
from peta_kena as l
semi join rekaman_berubah as b on l.rekaman_id = b.rekaman_id;

create or replace table daftar_orang as
select p.id_individu, s.sidik_daftar
from wh.linkage.peta_individu as p
inner join sidik_keluarga_kini as s on p.rekaman_id = s.rekaman_id
where p.aktif and s.sidik_daftar is not null;

create or replace table daftar_kena as
select daftar_kini as sidik_daftar from beda_keluarga where daftar_kini is not null
union
select daftar_lama from beda_keluarga where daftar_lama is not null;
"""

# Persons whom the register gives no card number follow others of their lists.
_FOLLOWERS = """
create or replace table pengikut as
select d.id_individu, d.sidik_daftar
from daftar_orang as d
inner join wh.linkage.kunci_keluarga as k on d.id_individu = k.id_individu
where k.asal <> 'no_kk ' || {register};
"""
_REACH = """
insert into daftar_kena
select d.sidik_daftar from daftar_orang as d
semi join {persons} as o on d.id_individu = o.id_individu;

insert into orang_berubah
select p.id_individu from pengikut as p
semi join daftar_kena as d on p.sidik_daftar = d.sidik_daftar;
"""
# and who was in one family with a head whose record is another (family_late), or with one who
# stayed with a family for that reason
_SCOPE = """
create or replace table keluarga_berkepala_baru as
select p.id_keluarga
from wh.linkage.peta_keluarga as p
semi join (
    select m.id_individu
    from wh.standardised.individu as i
    semi join rekaman_berubah as b on i.rekaman_id = b.rekaman_id
    inner join wh.linkage.peta_individu as m on i.rekaman_id = m.rekaman_id
    where m.aktif and i.penyedia = {register} and i.status_hubungan_keluarga = {head}
    union
    select id_individu from wh.linkage.kunci_keluarga where asal in ('{widow}', '{house}')
) as o on p.id_individu = o.id_individu
where p.aktif;

create or replace table orang_dihitung as
select distinct id_individu from orang_berubah
union
select p.id_individu from wh.linkage.peta_keluarga as p
where p.aktif and p.id_keluarga in (from keluarga_berkepala_baru);

create or replace table orang_lingkup as select id_individu from orang_dihitung;
"""
# whose key no list decides
_CERTAIN = """
create or replace table kunci_tetap as
select k.id_individu from wh.linkage.kunci_keluarga as k
anti join orang_dihitung as o on k.id_individu = o.id_individu
where k.asal = 'no_kk ' || {register}
union all
select m.id_individu
from wh.linkage.peta_individu as m
semi join orang_dihitung as o on m.id_individu = o.id_individu
inner join wh.standardised.individu as i on m.rekaman_id = i.rekaman_id
where m.aktif and i.penyedia = {register}
group by m.id_individu
having bool_and(
    i.no_kk is not null or coalesce(list_contains({gone}, i.status_kependudukan), false)
);
"""
_AROUND = """
create or replace table orang_lingkup as
select id_individu from orang_lingkup
union
select d.id_individu
from daftar_orang as d
where d.sidik_daftar in (
    select e.sidik_daftar from daftar_orang as e
    semi join orang_lingkup as o on e.id_individu = o.id_individu
    anti join kunci_tetap as t on e.id_individu = t.id_individu
);
"""


def rules_fingerprint() -> str:
    """SHA-256 over all that decides who belongs to which family and what they are there."""
    rules = linkage_model.config()
    parts = [
        duckdb.__version__,
        *family_keys.PARTS,
        family_late.LATE,
        *relations.PARTS,
        _FINGERPRINTS,
        repr(rules["keluarga"]),
        repr((rules["kepercayaan"], rules["penyedia_identitas"], rules["status_sah"])),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def fingerprint(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``sidik_keluarga_kini`` and what the dates of the deliveries are like."""
    con.execute(_FINGERPRINTS)


def fits(con: duckdb.DuckDBPyConnection, base: Base | None) -> bool:
    """Whether the families of ``base`` follow the rules of today on deliveries in this order."""
    if base is None or not set(FAMILIES) <= set(base.tables):
        return False
    con.execute(
        _STATE.format(state="keadaan_kini", release="''", rules=quoted(rules_fingerprint()))
    )
    same = con.execute(
        f"select count(*) from keadaan_kini as k inner join {base['keadaan_keluarga']} as d "
        "on k.sidik_aturan = d.sidik_aturan and k.sidik_tanggal = d.sidik_tanggal "
        f"where not exists (from {base['kunci_keluarga']} where asal = 'putusan')"
    ).fetchall()
    return int(same[0][0]) == 1


def find_persons(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``orang_dihitung``, whose family key may be another now, and ``orang_lingkup``.

    The second holds everybody whose records say what the keys of the first are. Reads
    ``peta_kena`` of the persons' stage and the tables of the base in ``wh.linkage``.
    """
    register = quoted(linkage_model.config()["penyedia_identitas"])
    con.execute(_CHANGED.format(fingerprints=FINGERPRINTS) + _FOLLOWERS.format(register=register))
    for _ in range(2):
        con.execute(_REACH.format(persons="orang_berubah"))
    names = family_rules.names_of(linkage_model.config())
    con.execute(_SCOPE.format(widow=family_late.WIDOWED, house=family_late.HOUSE, **names))
    con.execute(_CERTAIN.format(**names))
    for _ in range(2):
        con.execute(_AROUND)


def keep(con: duckdb.DuckDBPyConnection, release: str, part: bool) -> None:
    """Bring the fingerprints of ``wh.linkage`` to today; ``part``: only those that differ."""
    con.execute(
        _STATE.format(state=STATE, release=quoted(release), rules=quoted(rules_fingerprint()))
    )
    if part:
        con.execute(
            f"delete from {FINGERPRINTS} "
            "where rekaman_id in (select rekaman_id from beda_keluarga); "
            f"insert into {FINGERPRINTS} by name from sidik_keluarga_kini "
            "where rekaman_id in (select rekaman_id from beda_keluarga)"
        )
    else:
        con.execute(f"create or replace table {FINGERPRINTS} as from sidik_keluarga_kini")
