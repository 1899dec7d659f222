"""A second quarter of the invented families of ``ranking_rows``, with causes planted in it."""

from __future__ import annotations

import duckdb

ITEMS = ("jenis_lantai_terluas", "jenis_dinding_terluas", "aset_bergerak_mobil", "luas_lantai")
CAUSES = ("data", "anggota", "model", "batas")


def tables_of_a_first_quarter(con: duckdb.DuckDBPyConnection) -> None:
    """What the ranking reads besides families and members: records, events, an empty base."""
    con.execute(
        """
        alter table wh.kendali.rilis add column tanggal_rilis_dasar date;
        alter table wh.kendali.rilis add column id_dasar varchar;
        create schema wh.dasar;
        create table wh.snapshot.asal_keluarga as
        select id_keluarga, 'r' || id_keluarga as record_key, '1' as butir_terpakai
        from wh.snapshot.keluarga;
        create table wh.snapshot.asal_individu as
        select id_individu, id_individu like '%7' as tautan_ragu from wh.snapshot.individu;
        create table wh.release.beku_asal_individu as from wh.snapshot.asal_individu limit 0;
        create table wh.snapshot.peristiwa_keluarga (
            peristiwa varchar, id_keluarga varchar, id_keluarga_lain varchar
        );
        create table wh.dasar.peringkat_keluarga (
            id_keluarga varchar, desil_nasional smallint, peringkat_nasional integer,
            skor_kesejahteraan decimal(12, 6), alasan_tanpa_peringkat varchar, id_model varchar
        );
        create table wh.dasar.individu as from wh.snapshot.individu limit 0;
        create table wh.dasar.keluarga as from wh.snapshot.keluarga limit 0;
        create table wh.dasar.anggota_keluarga as from wh.snapshot.anggota_keluarga limit 0;
        create table wh.dasar.asal_keluarga as from wh.snapshot.asal_keluarga limit 0;
        create table wh.release.beku_asal_keluarga as from wh.snapshot.asal_keluarga limit 0;
        create table wh.release.beku_peristiwa_keluarga as from wh.snapshot.peristiwa_keluarga;
        """
    )


def begin_the_next_quarter(con: duckdb.DuckDBPyConnection) -> None:
    """The ranked families become the base of a release that is equal to it in everything."""
    for name in ("individu", "keluarga", "anggota_keluarga", "asal_keluarga"):
        con.execute(f"create or replace table wh.dasar.{name} as from wh.snapshot.{name}")
    con.execute(
        """
        create or replace table wh.dasar.peringkat_keluarga as
        select id_keluarga, desil_nasional, peringkat_nasional, skor_kesejahteraan,
            alasan_tanpa_peringkat, id_model
        from wh.ranking.peringkat_keluarga;
        update wh.kendali.rilis
        set tanggal_rilis_dasar = tanggal_rilis, id_dasar = id_rilis || '.v1';
        """
    )


def as_it_was(con: duckdb.DuckDBPyConnection) -> None:
    """The families of the release are those of the base again."""
    for name in ("individu", "keluarga", "anggota_keluarga", "asal_keluarga"):
        con.execute(f"create or replace table wh.snapshot.{name} as from wh.dasar.{name}")


def plant_data(con: duckdb.DuckDBPyConnection, pairs: int) -> None:
    """Families of ``tertanam`` (sebab ``data``) answer otherwise, by records that are new.

    ``pairs`` couples each take the answers of the other, so that the spread of scores stays.
    """
    _choose(con, "data", pairs)
    _exchange_items(con, "data")
    con.execute(
        "update wh.snapshot.asal_keluarga set record_key = 'baru' || id_keluarga "
        "where id_keluarga in (select id_keluarga from wh.dasar.tertanam where sebab = 'data')"
    )


def plant_links(con: duckdb.DuckDBPyConnection, pairs: int) -> None:
    """Records of a couple of families are joined the other way round, or a member goes over.

    Families of ``tertanam`` with sebab ``anggota``: odd couples exchange records with all their
    items, in even ones somebody who is not the head leaves the one for the other.
    """
    _choose(con, "anggota", pairs)
    _exchange_items(con, "anggota", "nomor % 2 = 1")
    con.execute(
        """
        update wh.snapshot.asal_keluarga as a set record_key = 'r' || t.pasangan
        from wh.dasar.tertanam as t
        where a.id_keluarga = t.id_keluarga and t.sebab = 'anggota' and t.nomor % 2 = 1;
        create or replace temp table pergi as
        select min(a.id_individu) as id_individu, t.pasangan
        from wh.snapshot.anggota_keluarga as a inner join wh.dasar.tertanam as t using (id_keluarga)
        where t.sebab = 'anggota' and t.nomor % 2 = 0 and not a.kepala_keluarga
            and t.id_keluarga < t.pasangan
        group by t.id_keluarga, t.pasangan;
        update wh.snapshot.anggota_keluarga as a set id_keluarga = p.pasangan
        from pergi as p where a.id_individu = p.id_individu;
        update wh.snapshot.keluarga as k set jumlah_anggota_dihitung = n.jumlah
        from (
            select id_keluarga, count(*) as jumlah from wh.snapshot.anggota_keluarga group by all
        ) as n
        where k.id_keluarga = n.id_keluarga
            and k.id_keluarga in (
                select id_keluarga from wh.dasar.tertanam where sebab = 'anggota'
            );
        """
    )


def plant_borders(con: duckdb.DuckDBPyConnection) -> None:
    """A third of the families of the two lowest deciles is in the release no more."""
    con.execute(
        """
        delete from wh.snapshot.keluarga where id_keluarga in (
            select id_keluarga from wh.dasar.peringkat_keluarga
            where desil_nasional <= 2 and hash(id_keluarga) % 3 = 0
        );
        delete from wh.snapshot.anggota_keluarga
        where id_keluarga not in (select id_keluarga from wh.snapshot.keluarga);
        delete from wh.snapshot.asal_keluarga
        where id_keluarga not in (select id_keluarga from wh.snapshot.keluarga);
        """
    )


def empty_items(con: duckdb.DuckDBPyConnection, names: list[str]) -> None:
    """One family of five has no answer to the items ``names``."""
    nothing = ", ".join(f"{name} = null" for name in names)
    con.execute(f"update wh.snapshot.keluarga set {nothing} where hash(id_keluarga) % 5 = 0")


def named_alone(con: duckdb.DuckDBPyConnection, cause: str) -> dict[str, int]:
    """Families whose decile the planted ``cause`` moved (``pindah``), and of which it is told.

    ``sendiri``: it alone; ``selain_batas``: it alone but for the borders, which the other plants
    move too. Without plants in single families (``model``, ``batas``) all that moved count.
    """
    own = [name for name in CAUSES if name != cause]
    planted = (
        "inner join wh.dasar.tertanam as t "
        f"on p.id_keluarga = t.id_keluarga and t.sebab = '{cause}'"
        if cause in ("data", "anggota")
        else ""
    )
    alone = " and ".join(f"p.{name}_perduabelas = 0" for name in own)
    but_borders = " and ".join(f"p.{name}_perduabelas = 0" for name in own if name != "batas")
    row = con.execute(
        f"select count(*), count(*) filter (where {alone}), count(*) filter (where {but_borders}) "
        f"from wh.ranking.perubahan_desil as p {planted} where p.pindah <> 0"
    ).fetchall()[0]
    return dict(zip(("pindah", "sendiri", "selain_batas"), map(int, row), strict=True))


def _choose(con: duckdb.DuckDBPyConnection, cause: str, pairs: int) -> None:
    """Couples of ranked families by a hash, none of them planted before."""
    con.execute(
        "create table if not exists wh.dasar.tertanam "
        "(id_keluarga varchar, pasangan varchar, nomor integer, sebab varchar)"
    )
    con.execute(
        """
        insert into wh.dasar.tertanam
        with dipilih as (
            select id_keluarga, row_number() over (order by hash(id_keluarga || $sebab)) as urutan
            from wh.dasar.peringkat_keluarga
            where desil_nasional is not null
                and id_keluarga not in (select id_keluarga from wh.dasar.tertanam)
            qualify urutan <= 2 * $banyak
        )
        select a.id_keluarga, b.id_keluarga, (a.urutan + 1) // 2, $sebab
        from dipilih as a inner join dipilih as b
            on (a.urutan + 1) // 2 = (b.urutan + 1) // 2 and a.urutan <> b.urutan
        """,
        {"sebab": cause, "banyak": pairs},
    )


def _exchange_items(con: duckdb.DuckDBPyConnection, cause: str, which: str = "true") -> None:
    new = ", ".join(f"{name} = d.{name}" for name in ITEMS)
    con.execute(
        f"update wh.snapshot.keluarga as k set {new} "
        "from wh.dasar.tertanam as t "
        "inner join wh.dasar.keluarga as d on t.pasangan = d.id_keluarga "
        f"where k.id_keluarga = t.id_keluarga and t.sebab = $sebab and {which}",
        {"sebab": cause},
    )
