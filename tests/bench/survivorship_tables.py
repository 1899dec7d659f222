"""The working file of a home and the truth of its twin as the tables of ``survivorship_choice``.

Compared are the persons of the release whose true person lives at the reference date, and the
families of the release with such a member. The true person of a cluster is that of most of its
records in force (ties: lower id), the true family of a family that of most of its persons.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from dagster_dtsen.evaluation.truth import file_of
from dagster_dtsen.warehouse import quoted
from tests.bench.survivorship_values import PERSON, SAME_AS, SEEDS, dictionary, items

_PEOPLE = """
create or replace temp table orang_klaster as
select id_individu, id_orang
from rekaman_benar
group by id_individu, id_orang
qualify row_number() over (partition by id_individu order by count(*) desc, id_orang) = 1;

create or replace temp table orang_kini as from read_parquet({releases}) where rilis = {release};
create or replace temp table nilai_orang as from read_parquet({people}) where rilis = {release};
create or replace temp table orang_tetap as from read_parquet({persons});

create or replace temp table diukur as
select i.id_individu, i.id_keluarga, k.id_orang, p.id_keluarga_benar
from wh.release.beku_individu as i
inner join orang_klaster as k on i.id_individu = k.id_individu
inner join orang_kini as p on k.id_orang = p.id_orang
where p.status = 'hidup';

create or replace temp table keluarga_diukur as
select id_keluarga, id_keluarga_benar
from diukur
group by id_keluarga, id_keluarga_benar
qualify row_number() over (
    partition by id_keluarga order by count(*) desc, id_keluarga_benar
) = 1;

create or replace temp table kepercayaan as
select blok, penyedia, max(kepercayaan) as percaya
from read_csv({policy}, all_varchar = false) group by all;

create or replace temp table urutan as
select 'orang' as jenis, id_individu as id, record_key, nomor_rekaman as nomor, blok, urut
from (
    unpivot (select p.*, r.record_key as kunci from wh.matched.padan_individu as p
             inner join wh.matched.rekaman_padan as r on p.rekaman_id = r.rekaman_id)
    on columns('urut_.*') into name blok value urut
)
union all
select 'butir', id_individu, record_key, urut, blok, urut
from (unpivot wh.matched.padan_butir_individu on columns('urut_.*') into name blok value urut)
union all
select 'keluarga', id_keluarga, record_key, nomor_rekaman, blok, urut
from (unpivot wh.matched.padan_keluarga on columns('urut_.*') into name blok value urut);
update urutan set blok = substr(blok, 6);
"""


def _columns(spelling: dict[str, str]) -> str:
    return ", ".join(f"cast({text} as varchar) as {name}" for name, text in spelling.items())


def _unpivot(into: str, key: str, source: str, names: list[str]) -> str:
    return (
        f"insert into {into} by name select {key}, variabel, nilai from "
        f"(unpivot ({source}) on {', '.join(names)} into name variabel value nilai)"
    )


def build(con: duckdb.DuckDBPyConnection, truth: Path, release: str) -> dict[str, int]:
    """Make ``benar``, ``beku`` and ``kandidat``; needs ``rekaman_benar`` of ``load_truth``.

    Gives the numbers of persons and families compared.
    """
    con.execute(
        _PEOPLE.format(
            releases=file_of(truth, "orang_rilis"),
            people=file_of(truth, "nilai_orang"),
            persons=file_of(truth, "orang"),
            policy=quoted(SEEDS / "aturan" / "aturan_pembaruan.csv"),
            release=quoted(release),
        )
        + """
        create or replace temp table benar (variabel varchar, id varchar, nilai varchar);
        create or replace temp table beku as from benar;
        create or replace temp table disebut (
            jenis varchar, variabel varchar, id varchar, record_key varchar, penyedia varchar,
            tanggal_acuan date, nomor integer, nilai varchar
        );
        """
    )
    _persons(con)
    _answers(con, items(con, truth, "nilai_orang", "individu"))
    _families(con, truth, release, items(con, truth, "nilai_keluarga", "keluarga"))
    blocks = {
        name: dictionary()[f"{entity}.{SAME_AS.get(name, name)}"]["blok_pembaruan"]
        for entity, names in _names(con).items()
        for name in names
    }
    con.execute("create or replace temp table blok_variabel (variabel varchar, blok varchar)")
    con.executemany("insert into blok_variabel values (?, ?)", sorted(blocks.items()))
    con.execute(
        "create or replace temp table kandidat as select d.variabel, d.id, d.penyedia, "
        "d.tanggal_acuan, k.percaya, u.urut, d.nomor, d.nilai from disebut as d "
        "inner join blok_variabel as b on d.variabel = b.variabel "
        "left join kepercayaan as k on b.blok = k.blok and d.penyedia = k.penyedia "
        "left join urutan as u on d.jenis = u.jenis and d.id = u.id "
        "and d.record_key = u.record_key and b.blok = u.blok"
    )
    people, families = con.execute(
        "select (select count(*) from diukur), (select count(*) from keluarga_diukur)"
    ).fetchall()[0]
    return {"orang": people, "keluarga": families}


def _names(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"individu": [], "keluarga": []}
    rows = con.execute("select distinct jenis, variabel from disebut order by all").fetchall()
    for kind, name in rows:
        found["keluarga" if kind == "keluarga" else "individu"].append(name)
    return found


def _lay(con: duckdb.DuckDBPyConnection, kind: str, names: list[str]) -> None:
    """Unpivot the wide tables ``catatan`` (records), ``tercatat`` (release), ``nyata`` (truth)."""
    con.execute(
        _unpivot(
            "disebut",
            f"'{kind}' as jenis, id, record_key, penyedia, tanggal_acuan, nomor",
            "from catatan",
            names,
        )
    )
    con.execute(_unpivot("beku", "id", "from tercatat", names))
    con.execute(_unpivot("benar", "id", "from nyata", names))


def _persons(con: duckdb.DuckDBPyConnection) -> None:
    ours = _columns({name: pair[0] for name, pair in PERSON.items()})
    theirs = _columns({name: pair[1] for name, pair in PERSON.items()})
    segments = quoted(SEEDS / "klasifikasi" / "pemetaan_kode.csv")
    con.execute(
        f"""
        create or replace temp table catatan as
        select
            d.id_individu as id, r.record_key, r.penyedia, r.tanggal_acuan,
            r.nomor_rekaman as nomor, {ours}
        from wh.matched.rekaman_padan as r
        inner join diukur as d on r.id_individu = d.id_individu
        inner join orang_tetap as o on d.id_orang = o.id_orang;

        create or replace temp table tercatat as
        select d.id_individu as id, {ours}
        from wh.release.beku_individu as r
        inner join diukur as d on r.id_individu = d.id_individu
        inner join orang_tetap as o on d.id_orang = o.id_orang;

        create or replace temp table nyata as
        select d.id_individu as id, {theirs}
        from diukur as d
        inner join orang_tetap as o on d.id_orang = o.id_orang
        inner join orang_kini as p on d.id_orang = p.id_orang
        left join nilai_orang as n on d.id_orang = n.id_orang
        left join (
            select kode_asal, kode from read_csv({segments}, all_varchar = true)
            where penyedia = 'bpjs_kesehatan' and daftar = 'segmen_jkn'
        ) as s on n.segmen_jkn = s.kode_asal;
        """
    )
    _lay(con, "orang", list(PERSON))


def _answers(con: duckdb.DuckDBPyConnection, known: dict[str, str]) -> None:
    ours = _columns({name: f"r.{name}" for name in known})
    theirs = _columns({name: f"n.{item}" for name, item in known.items()})
    con.execute(
        f"""
        create or replace temp table catatan as
        select
            d.id_individu as id, r.record_key, m.penyedia, m.tanggal_acuan,
            m.nomor_rekaman as nomor, {ours}
        from wh.standardised.butir_individu as r
        inner join wh.matched.rekaman_padan as m on r.record_key = m.record_key
        inner join diukur as d on m.id_individu = d.id_individu;

        create or replace temp table tercatat as
        select d.id_individu as id, {ours}
        from wh.release.beku_individu as r
        inner join diukur as d on r.id_individu = d.id_individu;

        create or replace temp table nyata as
        select d.id_individu as id, {theirs}
        from diukur as d
        inner join nilai_orang as n on d.id_orang = n.id_orang;
        """
    )
    _lay(con, "butir", list(known))


def _families(
    con: duckdb.DuckDBPyConnection, truth: Path, release: str, known: dict[str, str]
) -> None:
    ours = _columns({name: f"r.{name}" for name in known})
    theirs = _columns({name: f"n.{item}" for name, item in known.items()})
    con.execute(
        f"""
        create or replace temp table catatan as
        select
            d.id_keluarga as id, m.record_key, m.penyedia, m.tanggal_acuan,
            m.nomor_rekaman as nomor, {ours}, r.id_pelanggan_pln
        from wh.standardised.butir_keluarga as r
        inner join wh.matched.padan_keluarga as m on r.record_key = m.record_key
        inner join keluarga_diukur as d on m.id_keluarga = d.id_keluarga;

        create or replace temp table tercatat as
        select d.id_keluarga as id, {ours}, r.id_pelanggan_pln
        from wh.release.beku_keluarga as r
        inner join keluarga_diukur as d on r.id_keluarga = d.id_keluarga;

        create or replace temp table nyata as
        select d.id_keluarga as id, {theirs}, c.idpel as id_pelanggan_pln
        from keluarga_diukur as d
        inner join read_parquet({file_of(truth, "nilai_keluarga")}) as n
            on d.id_keluarga_benar = n.id_keluarga_benar and n.rilis = {quoted(release)}
        left join read_parquet({file_of(truth, "pelanggan_keluarga")}) as c
            on d.id_keluarga_benar = c.id_keluarga_benar and c.periode = {quoted(release)};
        """
    )
    _lay(con, "keluarga", [*known, "id_pelanggan_pln"])
