"""Moves of deciles between two real releases, held against what the sealed tables say."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from dagster_dtsen import decile_moves
from dagster_dtsen.release import as_of, store
from dagster_dtsen.release.tables import RESULT, SNAPSHOT
from dagster_dtsen.settings import Settings
from tests.e2e.conftest import RELEASES

FIRST, SECOND = RELEASES
TABLES = {
    "fct_perubahan_desil": RESULT,
    "fct_alasan_desil": RESULT,
    "fct_peringkat_kesejahteraan": RESULT,
    "anggota_keluarga": SNAPSHOT,
    "asal_keluarga": SNAPSHOT,
    "keluarga": SNAPSHOT,
}


@pytest.fixture(scope="module")
def con(built: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Views ``dulu_`` and ``kini_`` with the names of the sealed tables."""
    with as_of.reading(built) as connection:
        for prefix, name in (("dulu", FIRST), ("kini", SECOND)):
            stored = store.named(built, name)
            for table, layer in TABLES.items():
                relation = stored.table(built, layer, table)
                connection.execute(f"create temp view {prefix}_{table} as from {relation}")
        yield connection


def one(con: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(con.execute(query).fetchall()[0][0])


def test_a_first_release_has_nothing_to_compare(con: duckdb.DuckDBPyConnection) -> None:
    assert one(con, "select count(*) from dulu_fct_perubahan_desil") == 0
    assert one(con, "select count(*) from dulu_fct_alasan_desil") == 0


def test_every_family_of_either_release_has_one_row(con: duckdb.DuckDBPyConnection) -> None:
    every = "select id_keluarga from dulu_keluarga union select id_keluarga from kini_keluarga"
    rows = one(con, "select count(*) from kini_fct_perubahan_desil")
    assert rows == one(con, f"select count(*) from ({every})") > 0
    assert rows == one(
        con,
        f"select count(*) from kini_fct_perubahan_desil inner join ({every}) using (id_keluarga)",
    )


def test_the_ends_are_the_published_deciles_and_the_parts_fill_what_lies_between(
    con: duckdb.DuckDBPyConnection,
) -> None:
    compared, right = con.execute(
        """
        select count(*), count(*) filter (
            where p.desil_dasar = d.desil_nasional and p.desil_nasional = k.desil_nasional
            and 12 * (k.desil_nasional - d.desil_nasional) = data_perduabelas
                + anggota_perduabelas + model_perduabelas + batas_perduabelas
            and coalesce(a.bagian, 0) = 60 * data_perduabelas
        )
        from kini_fct_perubahan_desil as p
        inner join dulu_fct_peringkat_kesejahteraan as d on p.id_keluarga_dasar = d.id_keluarga
        inner join kini_fct_peringkat_kesejahteraan as k on p.id_keluarga = k.id_keluarga
        left join (
            select id_keluarga, sum(bagian_per_720) as bagian
            from kini_fct_alasan_desil group by all
        ) as a on p.id_keluarga = a.id_keluarga
        where d.desil_nasional is not null and k.desil_nasional is not null
        """
    ).fetchall()[0]
    assert right == compared > 0
    moves = "select count(*) from kini_fct_perubahan_desil where "
    assert compared == one(con, f"{moves} status_perubahan = 'dibandingkan'")
    assert one(con, f"{moves} model_perduabelas <> 0") == 0


def test_members_and_links_are_named_only_where_they_changed(
    con: duckdb.DuckDBPyConnection,
) -> None:
    """By the lists of members, heads and records that both releases sealed."""
    con.execute(
        """
        create or replace temp view susunan as
        select prefix, id_keluarga, list_sort(list(distinct apa)) as isi
        from (
            select 'dulu' as prefix, id_keluarga, id_individu || kepala_keluarga::varchar as apa
            from dulu_anggota_keluarga
            union all
            select 'kini', id_keluarga, id_individu || kepala_keluarga::varchar
            from kini_anggota_keluarga
            union all
            select 'dulu', id_keluarga, record_key from dulu_asal_keluarga
            union all
            select 'kini', id_keluarga, record_key from kini_asal_keluarga
            union all
            select 'dulu', id_keluarga, jumlah_anggota_dihitung::varchar from dulu_keluarga
            union all
            select 'kini', id_keluarga, jumlah_anggota_dihitung::varchar from kini_keluarga
        )
        group by all
        """
    )
    same = (
        "select count(*) from kini_fct_perubahan_desil as p "
        "inner join susunan as d on d.prefix = 'dulu' and d.id_keluarga = p.id_keluarga_dasar "
        "inner join susunan as k on k.prefix = 'kini' and k.id_keluarga = p.id_keluarga "
        "where d.isi = k.isi"
    )
    assert one(con, same) > 0
    assert one(con, f"{same} and anggota_perduabelas <> 0") == 0


def test_one_family_is_told_as_its_row_says(
    built: Settings, con: duckdb.DuckDBPyConnection
) -> None:
    own, move, data = con.execute(
        "select id_keluarga, pindah, data_perduabelas from kini_fct_perubahan_desil "
        "where data_perduabelas <> 0 order by abs(data_perduabelas) desc, id_keluarga limit 1"
    ).fetchall()[0]
    told = decile_moves.explain(built, own, FIRST, SECOND, values=True)
    assert (told["pindah"], told["bagian"]["data"]) == (move, data)
    lines = told["langkah"][0]["jawaban"]
    assert sum(line["bagian_per_720"] for line in lines) == 60 * data
    named = [line for line in lines if line["butir"] != "lainnya"]
    assert all(line["dulu"] != line["kini"] for line in named)
