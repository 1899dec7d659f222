"""What goes out: family keys, the check that trusts nobody, an attacker, the report of triples."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import Any

import duckdb
import pytest

from dagster_dtsen import package_microdata
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.microdata import check, triples
from tests.microdata import attack, people
from tests.microdata.people import Released

K, L = 10, 2


def fetched(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return con.execute(query).fetchall()


def of_families(released: Released) -> dict[str | None, list[tuple[Any, ...]]]:
    """Words of the persons by family key; None holds those without."""
    unit = released.micro.of("orang")
    assert unit is not None
    words = ", ".join(c.alias for c in unit.quasi)
    found: dict[str | None, list[tuple[Any, ...]]] = {}
    for family, *told in fetched(released.con, f"select keluarga, {words} from cek_orang"):
        found.setdefault(family, []).append(tuple(told))
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_a_family_stays_tied_only_where_k_families_are_made_up_alike(seed: int) -> None:
    released = people.release(3_000, seed, people.NARROW)
    tied = of_families(released)
    alone = tied.pop(None)
    own = {
        key: tuple(words)
        for key, *words in fetched(
            released.con,
            "select keluarga, keluarga__kode_provinsi_kemendagri, peringkat__desil_nasional "
            "from cek_keluarga",
        )
    }
    makeups = Counter((own[key][:1], *sorted(tied[key], key=repr)) for key in tied)  # type: ignore[index]
    assert len(tied) > 1_000
    assert min(makeups.values()) >= K
    deciles: dict[Any, set[Any]] = {}
    for key, members in tied.items():
        makeup = (own[key][:1], *sorted(members, key=repr))  # type: ignore[index]
        deciles.setdefault(makeup, set()).add(own[key][1])  # type: ignore[index]
    assert all(len(values - {None}) != 1 for values in deciles.values())
    # that somebody has no family key tells no more than it should
    assert min(Counter(alone).values()) >= K
    families_alone = Counter(words[:1] for key, words in own.items() if key not in tied)
    assert min(families_alone.values()) >= K


def test_families_of_a_rare_make_up_lose_their_key_and_keep_their_row() -> None:
    released = people.release(1_500, 4, people.NARROW)
    con = released.con
    assert fetched(con, "select count(*) from isi_individu where kunci_keluarga is null")[0][0] > 0
    assert fetched(con, "select count(*) from isi_keluarga where kunci_keluarga is null")[0][0] == 0
    assert fetched(con, "select count(*) from isi_individu where kunci_individu is null")[0][0] == 0
    whole = fetched(con, "select count(*), count(distinct kunci_keluarga) from isi_keluarga")[0]
    assert whole == (1_500, 1_500)


@pytest.mark.parametrize(
    ("name", "families"), [("lebar", 1_200), ("sempit", 1_200), ("orang", 1_500)]
)
def test_an_attacker_who_knows_five_in_a_hundred_finds_one_in_k_at_most(
    name: str, families: int
) -> None:
    found = attack.persons(people.release(families, 11, people.SETS[name]))
    assert found.targets >= 100
    assert found.largest <= 1 / K
    assert found.right <= 1 / K


def test_the_same_attacker_finds_people_where_nothing_was_done() -> None:
    """The attack can succeed: rows that kept a rare make-up are told by it."""
    released = people.release(1_200, 11, people.NARROW)
    assert attack.persons(_tied_all(released)).largest > 1 / K


def _tied_all(released: Released) -> Released:
    """The same rows with every family key as it was."""
    released.con.execute(
        "create or replace temp table cek_orang as select id as kunci, id_keluarga as keluarga, "
        "* exclude (id, id_keluarga) from mikro_orang"
    )
    released.con.execute(
        "create or replace temp table cek_keluarga as select id as kunci, id as keluarga, "
        "* exclude (id, id_keluarga) from mikro_keluarga"
    )
    return released


# what is broken by hand, in which tables, what is said
BREAKS: dict[str, tuple[str, str, str]] = {
    "a person alone": (
        "lebar",
        "update isi_individu set jenis_kelamin = '9' where kunci_individu = "
        "(select min(kunci_individu) from isi_individu)",
        "orang: k 1,",
    ),
    "a family alone": (
        "lebar",
        "update isi_keluarga set luas_lantai = '12' where kunci_keluarga = "
        "(select min(kunci_keluarga) from isi_keluarga)",
        "keluarga: k 1,",
    ),
    "one disease for a class": (
        "lebar",
        "update isi_individu set penyakit_kronis = '12' where jenis_kelamin = '1'",
        "l 1",
    ),
    "one decile for all": (
        "sempit", "update isi_peringkat set desil_nasional = 1", "keluarga: k"
    ),
    "a whole family tied that was not": (
        "sempit",
        "update isi_individu set kunci_keluarga = (select min(kunci_keluarga) from isi_keluarga "
        "where kunci_keluarga not in (select kunci_keluarga from isi_individu where "
        "kunci_keluarga is not null)) where kunci_keluarga is null",
        "k 1,",
    ),
    "a key of no family": (
        "sempit",
        "update isi_individu set kunci_keluarga = 'k' || kunci_keluarga",
        "a key without a row",
    ),
    "two families of one person": (
        "lebar", "update isi_relasi set kunci_keluarga = 'k0'", "family keys differ"
    ),
    "a number": (
        "lebar", "update isi_individu set penyakit_kronis = '3201014101900001'", "a number"
    ),
    "a number in a text": (
        "lebar", "update isi_keluarga set luas_lantai = 'no. 3201014101900001 x'", "a number"
    ),
    "a coordinate": ("lebar", "update isi_keluarga set luas_lantai = '-6.123456'", "coordinate"),
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(BREAKS))
def test_a_table_that_was_broken_after_the_cascade_does_not_go_out(what: str) -> None:
    name, breaking, message = BREAKS[what]
    with duckdb.connect() as con:
        people.lay(con, 1_000, 5)
        made = people.protect(con, people.SETS[name])
        seen = package_microdata.verified(con, made.micro, made.tables).told["ditemukan"]
        assert seen["orang"]["k"] >= K
        con.execute(breaking)
        with pytest.raises(DtsenError, match="E-UNGKAP") as raised:
            package_microdata.verified(con, made.micro, made.tables)
        assert message in str(raised.value)


def test_ordinary_figures_are_no_coordinates() -> None:
    with duckdb.connect() as con:
        con.execute("create table t as select '2026-1' as a, '1234567' as b, 12.5 as c, "
                    "'5–9' as d, '123456789012345' as e")  # fmt: skip
        assert check.identifiers(con, {"t": ("t", ["a", "b", "c", "d", "e"])}) == 5


def test_the_report_counts_rows_alone_in_three_variables() -> None:
    with duckdb.connect() as con:
        con.execute(
            "create table t as select (i % 3)::varchar as a, (i % 4)::varchar as b, "
            "case when i = 7 then null else (i % 2)::varchar end as c, (i // 40)::varchar as d "
            "from range(60) t (i)"
        )
        found = triples.report(con, "t", ["a", "b", "c", "d"])
        rows = fetched(con, "select a, b, c, d from t")
    alone = {
        chosen: sum(
            count == 1 for count in Counter(tuple(r[at] for at in chosen) for r in rows).values()
        )
        for chosen in combinations(range(4), 3)
    }
    assert found["rangkai"] == 4
    assert sum(item["baris"] for item in found["teratas"]) == sum(alone.values()) > 0
    assert found["sendirian_dalam_satu_rangkai_atau_lebih"] <= sum(alone.values())
    assert found["teratas"][0]["baris"] == max(alone.values())


def test_fewer_than_three_variables_are_taken_as_they_are() -> None:
    with duckdb.connect() as con:
        con.execute("create table t as select i as a, i % 2 as b from range(5) t (i)")
        assert triples.report(con, "t", ["a", "b"])["teratas"] == [
            {"variabel": ["a", "b"], "baris": 5}
        ]
        assert triples.report(con, "t", [])["rangkai"] == 0


def test_what_is_sensitive_is_told_in_bands_and_differs_as_it_is_told() -> None:
    """Percentiles 1 and 2 are one band: two values raw, one as it leaves."""
    released = people.release(1_500, 3, people.FAMILIES)
    con = released.con
    bands = {row[0] for row in fetched(con, "select persentil_nasional from isi_peringkat")}
    assert {"1–5", "96+"} <= bands
    herds = {row[0] for row in fetched(con, "select jumlah_ternak_sapi from isi_keluarga")}
    assert herds == {"0", "1", "2–4", "5–9", "10+"}


def test_nothing_is_given_where_no_row_is_left() -> None:
    with duckdb.connect() as con:
        people.lay(con, 6, 5)
        with pytest.raises(DtsenError, match="no row is left"):
            people.protect(con, people.FAMILIES)


def test_a_column_that_does_not_leave_is_named() -> None:
    with duckdb.connect() as con:
        people.lay(con, 20, 5)
        with pytest.raises(DtsenError, match=r"individu\.nama, peringkat\.skor_kesejahteraan"):
            people.protect(
                con, {"individu": ("jenis_kelamin", "nama"), "peringkat": ("skor_kesejahteraan",)}
            )
