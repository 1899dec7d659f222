"""What is told of a pair is what the linkage does with it, and every code has its words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage import outcome
from dagster_dtsen.linkage.explain import explain_pair, find_record
from dagster_dtsen.linkage.explain_person import explain_person, mark_joints
from dagster_dtsen.linkage.pages import write_model, write_pair
from dagster_dtsen.settings import Settings
from tests.linkage import explain_rows as rows
from tests.linkage.linkage_rows import SINGLE


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(home=tmp_path_factory.mktemp("home"), db_key=None)
    with warehouse.connect(settings) as con:
        rows.link_people(con, settings)
    return settings


@pytest.fixture
def con(linked: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with warehouse.connect(linked, read_only=True) as connection:
        yield connection


Told = dict[str, Any]


def told(con: duckdb.DuckDBPyConnection, settings: Settings, keys: tuple[str, str]) -> Told:
    return explain_pair(con, settings, keys, SINGLE)


def reasons(found: Told) -> list[str]:
    return [item["sebab"] for item in found["hasil"]["sebab"]]


def test_the_parts_add_up_to_the_weight_of_every_edge(
    con: duckdb.DuckDBPyConnection, linked: Settings
) -> None:
    edges = con.execute(
        """
        select l.record_key, r.record_key, cast(e.bobot as double), e.kunci_blok
        from wh.linkage.edges as e
        inner join wh.standardised.individu as l on e.rekaman_id_l = l.rekaman_id
        inner join wh.standardised.individu as r on e.rekaman_id_r = r.rekaman_id
        where least(e.rekaman_id_l, e.rekaman_id_r) < 100020
        """
    ).fetchall()
    assert len(edges) > 15
    for a, b, weight, rule in edges:
        found = told(con, linked, (b, a))
        parts = [p["bobot"] + (p["frekuensi"] or 0.0) for p in found["perbandingan"]]
        assert sum(parts) + found["bobot_prior"] == pytest.approx(weight, abs=1e-4)
        assert found["bobot"] == pytest.approx(weight, abs=1e-9)
        assert found["bobot_tersimpan"] == weight
        assert found["blok"][0] == rule


@pytest.mark.parametrize(
    ("keys", "same", "expected"),
    [
        (rows.EQUAL, True, ["langsung"]),
        (rows.OTHER, False, ["tanpa_calon", "bobot_kurang"]),
        (rows.TWINS, False, ["pertentangan", "bobot_kurang"]),
        (rows.TWO_VALID, False, ["dua_nik", "sumber_ganda"]),
        (rows.VETOED, False, ["tanpa_calon"]),
        (rows.BORROWED, False, ["pertentangan", "tanpa_calon", "bobot_kurang"]),
        (rows.OWN, True, ["langsung"]),
        (rows.SUPPORTING, True, ["menempel"]),
        (rows.SUPPORTING_PAIR, True, ["lewat_lain"]),
    ],
)
def test_every_kind_of_pair_has_its_outcome(
    con: duckdb.DuckDBPyConnection,
    linked: Settings,
    keys: tuple[str, str],
    same: bool,
    expected: list[str],
) -> None:
    found = told(con, linked, keys)
    assert (found["hasil"]["sama"], reasons(found)) == (same, expected)
    assert not found["aturan_lain"]
    assert "nilai" not in found
    assert not [value for value in rows.values() if value in str(found)]


def test_the_veto_is_told_with_the_rules_it_stops(
    con: duckdb.DuckDBPyConnection, linked: Settings
) -> None:
    found = told(con, linked, rows.VETOED)
    assert found["veto"]
    assert {"lahir_depan", "nama_kabupaten"} <= set(found["blok_veto"])
    assert found["bobot"] > found["ambang_klaster"]


def test_a_borrowed_nik_is_told_with_whose_it_is(
    con: duckdb.DuckDBPyConnection, linked: Settings
) -> None:
    (owner,) = told(con, linked, rows.BORROWED)["nik_pinjaman"]
    assert owner == {"rekaman": "a", "aturan": "nik_orang_lain", "milik_pasangan": True}
    (other,) = told(con, linked, rows.OWN)["nik_pinjaman"]
    assert not other["milik_pasangan"]


def test_the_frequency_of_a_name_stands_apart(
    con: duckdb.DuckDBPyConnection, linked: Settings
) -> None:
    parts = {part["nama"]: part for part in told(con, linked, rows.EQUAL)["perbandingan"]}
    model = linkage_model.load(linked)
    named = next(x for x in model["splink"]["comparisons"] if x["output_column_name"] == "nama")
    level = next(x for x in named["comparison_levels"] if x["label_for_charts"] == "sama")
    share = max(model["frekuensi"]["nama_baku"]["bagian_lain"], level["tf_minimum_u_value"])
    rare = math.log2(level["u_probability"] / share)
    assert parts["nama"]["frekuensi"] == pytest.approx(rare)
    assert parts["nik"]["frekuensi"] is None


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        (("r00000199", "r000001"), "not found"),
        (("kunci-panjang-", "r000001"), "ambiguous"),
        (("kunci", "r000001"), "8"),
        ((rows.LONG[0], rows.LONG[0][:16]), "same"),
        ((rows.NIK, "r000001"), "not found"),
    ],
)
def test_a_key_that_names_no_single_record_is_told_and_not_repeated(
    con: duckdb.DuckDBPyConnection, linked: Settings, keys: tuple[str, str], word: str
) -> None:
    with pytest.raises(DtsenError, match="E-REKAMAN-TIADA") as caught:
        told(con, linked, keys)
    assert word in caught.value.message
    assert rows.NIK not in caught.value.message


def test_the_joints_of_a_person_are_a_maximum_spanning_tree() -> None:
    weights = [("a", "b", 30.0), ("b", "c", 20.0), ("a", "c", 15.0), ("c", "d", 9.0), ("a", "e", 2)]
    edges = [{"a": a, "b": b, "bobot": weight} for a, b, weight in weights]
    mark_joints(edges, 6.6)
    assert [edge["menyatukan"] for edge in edges] == [True, True, False, True, False]


def test_a_person_is_told_with_its_joints_and_what_leads_outside(
    con: duckdb.DuckDBPyConnection,
) -> None:
    identity = con.execute(
        "select id_individu from wh.linkage.peta_individu where record_key = 'r000008'"
    ).fetchall()[0][0]
    found = explain_person(con, identity, SINGLE)
    assert [row["record_key"] for row in found["rekaman"]] == ["r000006", "r000008"]
    assert found["nik_sah"]
    assert found["id_keluarga"]
    assert found["sambungan_terlemah"] == found["tepi"][0]
    (outside,) = found["keluar"]
    assert (outside["a"], outside["b"]) == ("r000008", "r000007")
    assert [item["sebab"] for item in outside["sebab"]] == ["dua_nik", "sumber_ganda"]
    assert not [value for value in rows.values() if value in str(found)]
    nobody = explain_person(con, "I0", SINGLE)
    assert (nobody["rekaman"], nobody["tepi"], nobody["nik_sah"]) == ([], [], False)


def test_pages_need_nothing_from_elsewhere(linked: Settings, tmp_path: Path) -> None:
    pages = write_model(linkage_model.load(linked), tmp_path)
    assert len(pages) == 2
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "<svg" in text
        assert "sama persis / equal" in text
        assert "<script" not in text
        addresses = re.findall(r"https?://[^\"' <]+", text)
        assert {address for address in addresses if "www.w3.org" not in address} == set()


def test_a_page_of_a_pair_shows_values_only_when_told(
    con: duckdb.DuckDBPyConnection, linked: Settings, tmp_path: Path
) -> None:
    model, path = linkage_model.load(linked), tmp_path / "a" / "pasangan.html"
    write_pair(model, told(con, linked, rows.EQUAL), path)
    text = path.read_text(encoding="utf-8")
    assert "jumlah / sum" in text
    assert not [value for value in rows.values() if value in text]
    shown = explain_pair(con, linked, rows.EQUAL, SINGLE, values=True)
    write_pair(model, shown, path)
    text = path.read_text(encoding="utf-8")
    assert rows.NIK in text
    assert "data pribadi" in text
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("keys", "changed", "expected"),
    [
        (("r000001", "r000003"), {}, "bentuk"),
        (("r000012", "r000003"), {}, "orang_lebih_kuat"),
        (("r000012", "r000003"), {"id_individu": None, "kode_alasan": "TIDAK_PADAN_GANDA"}, "seri"),
        (("r000012", "r000013"), {"id_individu": "I0"}, "dua_pendukung"),
        (("r000001", "r000003"), {"ditautkan": False}, "belum_ditautkan"),
    ],
)
def test_a_pair_that_suffices_and_joins_nobody_has_a_reason(
    con: duckdb.DuckDBPyConnection, keys: tuple[str, str], changed: Told, expected: str
) -> None:
    """As if the pair were strong; what is left when no hard rule bars it."""
    sides = [find_record(con, key, "A") for key in keys]
    sides = [side | outcome.where_linked(con, side) for side in sides]
    strong = {"bobot": 20.0, "ambang_klaster": 6.6, "blok": ["nik"], "larangan": []}
    found = outcome.outcome(con, [sides[0] | changed, sides[1]], strong, SINGLE)
    assert found == {"sama": False, "sebab": [{"sebab": expected}]}
