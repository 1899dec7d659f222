"""A release scored from its base is the release scored whole."""

from __future__ import annotations

import random

import duckdb
import pytest
from linkage_rows import Row, filler, keep, link_rows, load_rows, record
from test_linkage_edges import NIK, variants

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage import state
from dagster_dtsen.settings import Settings

TABLES = (
    "ambang",
    "pasangan",
    "edges",
    "larangan",
    "nik_pinjaman",
    "clusters",
    "bukti_keluarga",
    "sidik_rekaman",
    "peta_individu",
    "peta_pendukung",
    "peta_keluarga",
    "peristiwa_individu",
    "anggota_peristiwa_individu",
    "silang_individu",
    "kesinambungan_individu",
    "peristiwa_keluarga",
    "keputusan_berlaku",
    "keputusan_kelompok",
    "keputusan_ditahan",
    "nik_keputusan",
    "keputusan_tautan_status",
    "anggota_peristiwa_keluarga",
    "silang_keluarga",
    "kesinambungan_keluarga",
    *state.FAMILIES,
    "peristiwa_relasi",
)
Tables = dict[str, list[tuple[object, ...]]]


def everything(con: duckdb.DuckDBPyConnection) -> Tables:
    return {name: con.execute(f"from wh.linkage.{name} order by all").fetchall() for name in TABLES}


def world() -> list[Row]:
    """People with every fault, one of another's NIK, supporting records, and many others."""
    bare = {"peran": "pendukung", "no_kk": None, "jenis_kelamin": None}
    return [
        *variants(),
        record(20, "dukcapil", "RINA LESTARI", "1992-02-20", nik="1101016002920002"),
        record(21, "dtks", "RINA LESTARI", "1992-02-20", nik=NIK, jenis_kelamin="2"),
        record(22, "bpjs_kesehatan", "RINA LESTARI", "1992-02-20", **bare),
        record(23, "bpjs_kesehatan", "AHMAD BUDI SANTOSO", "1985-04-03", nik=NIK, **bare),
        *filler(150),
    ]


def altered(rows: list[Row], seed: int) -> list[Row]:
    """Another quarter: some records gone, some that say another thing, some of another status."""
    draw = random.Random(seed)
    found = []
    for old in rows:
        chance = draw.random()
        if chance < 0.05:
            continue
        row = dict(old)
        if chance < 0.10:
            row |= {"nama_baku": row["nama_baku"] + " PUTRA"}
        elif chance < 0.15:
            row |= {"nik": None}
        elif chance < 0.20 and row["penyedia"] == "dukcapil":
            row |= {"status_kependudukan": "meninggal"}
        elif chance < 0.23:
            row |= {"nik": draw.choice([NIK, "1101016002920002"])}
        found.append(row)
    return found


@pytest.mark.parametrize("who", ["sql", "splink"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_quarter_scored_from_its_base_is_the_quarter_scored_whole(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
    who: str,
) -> None:
    monkeypatch.setitem(linkage_model.config(), "penilai", who)
    load_rows(con, altered(world(), seed))
    link_rows(con, settings)
    base = keep(con)
    load_rows(con, altered(world(), seed + 100))
    results = []
    for how in ("penuh", "bertahap"):
        monkeypatch.setitem(linkage_model.config(), "cara", how)
        counts = link_rows(con, settings, "2026T2", base)
        assert counts["skor"]["cara"] == how
        results.append(everything(con))
    assert 0 < counts["skor"]["dinilai"] < 150
    for name in TABLES:
        assert results[0][name] == results[1][name], name
    assert results[0]["peristiwa_individu"]
    assert results[0]["nik_pinjaman"]


def test_the_same_records_again_score_nothing_and_make_no_event(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    load_rows(con, world())
    link_rows(con, settings)
    before, base = everything(con), keep(con)
    counts = link_rows(con, settings, "2026T2", base)
    after = everything(con)
    assert counts["skor"]["dinilai"] == counts["klaster"]["dihitung"] == 0
    for name in ("pasangan", "larangan", "clusters", "peta_individu", "peta_pendukung"):
        assert after[name] == before[name]
    for name in ("peristiwa_individu", "anggota_peristiwa_individu", "silang_individu"):
        assert after[name] == []
    assert after["kesinambungan_individu"][0][1:3] == (len(world()) - 2, len(world()) - 2)


@pytest.mark.parametrize("what", ["model", "aturan", "larangan"])
def test_other_rules_score_everything_again_and_say_so(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
) -> None:
    load_rows(con, world())
    link_rows(con, settings)
    base = keep(con)
    rules = linkage_model.config()
    if what == "model":
        model = linkage_model.load(settings)
        for comparison in model["splink"]["comparisons"]:
            if comparison["output_column_name"] == "tempat":
                for level in comparison["comparison_levels"]:
                    level.update({"u_probability": 0.5} if "u_probability" in level else {})
        monkeypatch.setattr(linkage_model, "load", lambda _: model)
    elif what == "aturan":
        monkeypatch.setitem(rules, "blok", rules["blok"][:4])
    else:
        monkeypatch.setitem(rules, "pertentangan", rules["pertentangan"][:-1])
    counts = link_rows(con, settings, "2026T2", base)
    assert counts["skor"]["cara"] == "penuh"
    causes = con.execute("select distinct sebab from wh.linkage.peristiwa_individu").fetchall()
    assert causes in ([], [("aturan",)])
    if what == "model":
        assert causes


def test_a_register_that_shrank_is_scored_whole(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    """A third of the records: pairs that were below the floor then may be above it now."""
    load_rows(con, variants() + filler(450))
    link_rows(con, settings)
    base = keep(con)
    load_rows(con, variants() + filler(150))
    assert link_rows(con, settings, "2026T2", base)["skor"]["cara"] == "penuh"
    load_rows(con, variants() + filler(440))
    assert link_rows(con, settings, "2026T2", base)["skor"]["cara"] == "bertahap"


def test_tables_that_are_not_the_sealed_ones_are_read_back(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    """A killed run leaves its tables behind; the next one starts from the base all the same."""
    load_rows(con, world())
    link_rows(con, settings)
    base = state.Base(keep(con).tables, {"pasangan": "abc"})
    link_rows(con, settings, "2026T2", base)
    right = everything(con)
    con.execute("delete from wh.linkage.pasangan; delete from wh.linkage.clusters")
    link_rows(con, settings, "2026T2", base)
    assert everything(con) == right


def test_tables_that_were_sealed_are_used_as_they_are(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    """The mark of the seal is believed once, and only when it is the base's."""
    load_rows(con, world())
    link_rows(con, settings)
    base = state.Base(keep(con).tables, {"pasangan": "abc"})
    for seals, lost in (({"pasangan": "abc"}, True), ({"pasangan": "lain"}, False)):
        state.restore(con, base)
        con.execute("delete from wh.linkage.pasangan")
        state.mark_sealed(con, seals)
        link_rows(con, settings, "2026T2", base)
        assert (
            con.execute("select count(*) from wh.linkage.pasangan").fetchall() == [(0,)]
        ) is lost
        assert state.unmark(con) == []
