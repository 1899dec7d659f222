from __future__ import annotations

import random
from pathlib import Path

import duckdb
import pytest
from linkage_rows import KK, Row, clusters, filler, link_rows, load_rows, record
from pydantic import SecretStr

from dagster_dtsen import warehouse
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.settings import Settings

NIK = "1101010304850001"


def variants() -> list[Row]:
    """One person as many providers might write him: every level of every comparison occurs."""
    return [
        record(1, "dukcapil", "AHMAD BUDI SANTOSO", "1985-04-03", nik=NIK),
        record(2, "regsosek", "AHMAD BUDI SANTOSO", "1985-03-04"),
        record(3, "dtks", "SANTOSO AHMAD BUDI", "1985-04-03", no_kk=None),
        record(4, "regsosek", "AHMAD BUDI SANTOSA", "1985-04-03", nik="1101010304850007"),
        record(5, "dtks", "AHMAD BUDI", "1985-07-01", no_kk=None),
        record(6, "regsosek", "AHMAD SANTOSO", "1985-04-13", nik="1101020304850001"),
        record(7, "dtks", "AHMAD BUDI SANTOSO", "1986-04-03", desa="1101022001", no_kk=None),
        record(8, "regsosek", "AHMAD BUDI SANTOSO", None, desa="1102012001", no_kk=None),
        record(9, "dtks", "AHMD BDI SANTOSO", "1985-04-03", jenis_kelamin="2"),
        record(10, "dtks", "AHMAD BUDI SANTOSO", "1985-07-01", desa="1201012001", no_kk=None),
        record(11, "p3ke", "AHMAD BUDI SANTOSO", None, tahun_lahir=1986, umur_saja=True),
        record(12, "p3ke", "AHMAD BUDI SANTOSO", None, tahun_lahir=1984, umur_saja=True),
    ]


def edges(con: duckdb.DuckDBPyConnection) -> dict[tuple[int, int], tuple[object, ...]]:
    rows = con.execute(
        "select rekaman_id_l, rekaman_id_r, bobot, kunci_blok from wh.linkage.edges"
    ).fetchall()
    return {(row[0], row[1]): row[2:] for row in rows}


def test_weights_do_not_depend_on_which_record_is_left(
    con: duckdb.DuckDBPyConnection, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every pair of the variants and many others, without blocking and without threshold."""
    lowest = linkage_model.config()["ambang"] | {"simpan": -200, "larangan": -200}
    monkeypatch.setitem(linkage_model.config(), "ambang", lowest)
    everything = [{"nama": "semua", "kunci": ["utama"]}]
    monkeypatch.setitem(linkage_model.config(), "blok", everything)
    monkeypatch.setitem(linkage_model.config(), "pertentangan", [])
    rows = variants() + filler(100)
    load_rows(con, rows)
    link_rows(con, settings)
    forward = {frozenset(pair): values for pair, values in edges(con).items()}
    top = 1_000_000
    load_rows(con, [row | {"rekaman_id": top - row["rekaman_id"]} for row in rows])
    link_rows(con, settings)
    backward = {
        frozenset(top - member for member in pair): values for pair, values in edges(con).items()
    }
    assert len([pair for pair in forward if max(pair) <= 12]) == 66
    assert forward == backward


def test_edges_are_ordered_pairs_with_their_rule(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    load_rows(con, variants() + filler())
    counts = link_rows(con, settings)["skor"]
    found = edges(con)
    assert all(left < right for left, right in found)
    assert counts["rekaman"] == 812
    assert counts["edges"] == len(found)
    assert sum(counts["pasangan"].values()) >= len(found)
    assert {values[1] for values in found.values()} <= set(counts["pasangan"])


@pytest.mark.parametrize(
    ("other", "linked"), [("1101010304850123", True), ("1101019876540001", False), (None, True)]
)
def test_two_niks_more_than_three_digits_apart_are_never_compared(
    con: duckdb.DuckDBPyConnection, settings: Settings, other: str | None, linked: bool
) -> None:
    person = [
        record(1, "dukcapil", "AHMAD BUDI SANTOSO", "1985-04-03", nik=NIK),
        record(2, "dtks", "AHMAD BUDI SANTOSO", "1985-04-03", nik=other),
    ]
    load_rows(con, person + filler())
    link_rows(con, settings)
    assert ((1, 2) in edges(con)) is linked


@pytest.mark.parametrize("other", [NIK[:-1] + "2", None])
def test_twins_stay_apart(
    con: duckdb.DuckDBPyConnection, settings: Settings, other: str | None
) -> None:
    """Same date, place and family, adjacent serials; the sister's NIK may even be missing."""
    twins = [
        record(1, "regsosek", "HASAN WIBOWO", "1985-04-03", nik=NIK),
        record(2, "regsosek", "HUSEN WIBOWO", "1985-04-03", nik=other),
        record(3, "dtks", "HASAN WIBOWO", "1985-04-03", nik=NIK),
        record(4, "dtks", "HUSEN WIBOWO", "1985-04-03", nik=NIK[:-1] + "2"),
    ]
    load_rows(con, twins + filler())
    link_rows(con, settings)
    assert clusters(con) == {frozenset({1, 3}), frozenset({2, 4})}


@pytest.mark.parametrize("lahir", ["1992-02-20", None])
def test_a_borrowed_nik_does_not_join_its_owner(
    con: duckdb.DuckDBPyConnection, settings: Settings, lahir: str | None
) -> None:
    family = [
        record(1, "dukcapil", "BAMBANG SUPRIYADI", "1960-09-14", nik="1101011409600001"),
        record(2, "dtks", "RINA LESTARI", lahir, nik="1101011409600001"),
    ]
    load_rows(con, family + filler())
    link_rows(con, settings)
    assert clusters(con) == {frozenset({1}), frozenset({2})}


def fingerprint(
    con: duckdb.DuckDBPyConnection, settings: Settings, rows: list[Row]
) -> list[object]:
    load_rows(con, rows)
    link_rows(con, settings)
    return [
        con.execute(f"select * from wh.linkage.{name} order by all").fetchall()
        for name in ("edges", "clusters")
    ]


def test_row_order_and_threads_change_nothing(tmp_path: Path) -> None:
    rows = variants() + filler()
    results = []
    for threads in (1, 2):
        shuffled = rows.copy()
        random.Random(threads).shuffle(shuffled)
        settings = Settings(home=tmp_path / str(threads), threads=threads, db_key=None)
        with warehouse.connect(settings) as con:
            results.append(fingerprint(con, settings, shuffled))
    assert results[0] == results[1]


def test_an_encrypted_home_works_and_keeps_no_scratch(tmp_path: Path) -> None:
    plain = Settings(home=tmp_path / "a", db_key=None)
    sealed = Settings(home=tmp_path / "b", db_key=SecretStr("x"))
    results = []
    for settings in (plain, sealed):
        with warehouse.connect(settings) as con:
            results.append(fingerprint(con, settings, variants() + filler(100)))
            assert con.execute("select current_catalog()").fetchall() == [("wh",)]
            assert con.execute("select database_name from duckdb_databases()").fetchall()
        assert list(settings.scratch_dir.iterdir()) == []
    assert results[0] == results[1]
    assert b"SANTOSO" not in (sealed.warehouse_file).read_bytes()


def test_scratch_is_deleted_after_a_failure(
    con: duckdb.DuckDBPyConnection, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_rows(con, variants())
    monkeypatch.setattr(
        "dagster_dtsen.linkage.predict._write_pairs", lambda *_: (_ for _ in ()).throw(OSError())
    )
    with pytest.raises(OSError):
        link_rows(con, settings)
    assert list(settings.scratch_dir.iterdir()) == []


@pytest.mark.parametrize("count", [0, 1, 2])
def test_tiny_inputs(con: duckdb.DuckDBPyConnection, settings: Settings, count: int) -> None:
    load_rows(con, variants()[:1])
    con.execute("delete from wh.standardised.individu")
    if count:
        load_rows(con, variants()[:count])
    link_rows(con, settings)
    assert con.execute("select count(*) from wh.linkage.clusters").fetchall() == [(count,)]


def test_one_family_number_is_no_proof(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    siblings = [
        record(1, "dukcapil", "SITI AMINAH", "2001-05-06", nik="1101014605010001", no_kk=KK),
        record(2, "dtks", "SITI AISYAH", "2003-08-09", no_kk=KK),
    ]
    load_rows(con, siblings + filler())
    link_rows(con, settings)
    assert len(clusters(con)) == 2


@pytest.mark.parametrize(("tahun", "linked"), [(1985, True), (1986, True), (1984, False)])
def test_an_age_gives_the_year_of_birth_or_the_one_after(
    con: duckdb.DuckDBPyConnection, settings: Settings, tahun: int, linked: bool
) -> None:
    """No NIK, no date: a rare name, the family number and a fitting age are enough."""
    person = [
        record(1, "dukcapil", "TUMPAL SIAHAAN", "1985-04-03", nik=NIK),
        record(2, "p3ke", "TUMPAL SIAHAAN", None, tahun_lahir=tahun, umur_saja=True),
    ]
    load_rows(con, person + filler())
    link_rows(con, settings)
    weight = edges(con)[1, 2][0]
    exact = edges_of_age(con, settings, person, 1985)
    assert (weight == exact) is linked


def edges_of_age(
    con: duckdb.DuckDBPyConnection, settings: Settings, person: list[Row], tahun: int
) -> object:
    """Weight of the pair when the age gives ``tahun``."""
    load_rows(con, [person[0], person[1] | {"tahun_lahir": tahun}, *filler()])
    link_rows(con, settings)
    return edges(con)[1, 2][0]


def test_twins_of_unlike_sex_stay_apart(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Forty is added to the day in a woman's NIK: one digit apart, as by a typing error."""
    sister = "1101014304850001"
    twins = [
        record(1, "dukcapil", "HASAN WIBOWO", "1985-04-03", nik=NIK),
        record(2, "bpjs_kesehatan", "HASNA WATI", "1985-04-03", nik=sister, jenis_kelamin=None),
        record(3, "bpjs_kesehatan", "HASAN WIBOWO", "1985-04-03", nik=NIK, jenis_kelamin=None),
    ]
    load_rows(con, twins + filler())
    link_rows(con, settings)
    assert {pair for pair in edges(con) if max(pair) < 4} == {(1, 3)}


def test_one_wrong_digit_of_the_birth_part_says_more_than_one_of_the_region(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    """People born on one day next door share date and serial; the region differs by a digit."""
    weights = []
    for other in ("1101010305850001", "1101020304850001"):
        pair = [
            record(1, "dukcapil", "TUMPAL SIAHAAN", "1985-04-03", nik=NIK),
            record(2, "dtks", "TUMPAL SIAHAAN", "1985-04-03", nik=other),
        ]
        load_rows(con, pair + filler())
        link_rows(con, settings)
        weights.append(edges(con)[1, 2][0])
    assert weights[0] > weights[1]
