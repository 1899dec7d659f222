"""An explanation names the decision that joins or separates, who took it and when."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from decided_people import persons, released
from decision_rows import decision, key
from linkage_rows import SINGLE

from dagster_dtsen import display_explain
from dagster_dtsen.linkage import decided_explain
from dagster_dtsen.linkage.explain import explain_pair
from dagster_dtsen.linkage.explain_person import explain_person
from dagster_dtsen.linkage.outcome import kept_apart
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward.decisions import Decision


def said(item: Decision) -> dict[str, Any]:
    return {
        "id_keputusan": item.id,
        "tindakan": item.tindakan,
        "oleh": item.oleh,
        "tanggal": str(item.tanggal),
    }


@pytest.mark.usefixtures("alone")
def test_pairs_and_persons_tell_of_their_decisions(
    con: duckdb.DuckDBPyConnection, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    joins = sorted(
        (decision("satukan", [3, 77]), decision("satukan", [77, 4])), key=lambda item: item.id
    )
    apart = decision("pisahkan", [1], [5])
    barred = decision("pisahkan", [8], [3])
    released(con, settings, [*joins, apart, barred])

    def outcome(left: int, right: int) -> tuple[bool, str, list[dict[str, Any]]]:
        pair = explain_pair(con, settings, (key(left), key(right)), SINGLE)
        display_explain.pair(pair)
        found = pair["hasil"]
        return found["sama"], found["sebab"][0]["sebab"], found["sebab"][0].get("keputusan")

    # over a record that is not there
    assert outcome(3, 4) == (True, "keputusan_satu", [said(item) for item in joins])
    assert outcome(1, 5) == (False, "keputusan_beda", [said(apart)])
    # 4 is one with 3
    assert outcome(4, 8) == (False, "keputusan_beda", [said(barred)])
    assert outcome(2, 6)[1] == "langsung"
    assert f"{apart.id} pisahkan, petugas {apart.tanggal}" in capsys.readouterr().out
    assert kept_apart(con, [1], [5], SINGLE)[0] == {
        "sebab": "keputusan_beda",
        "keputusan": [said(apart)],
    }
    person = explain_person(con, str(persons(con)[1]), SINGLE)
    assert person["keputusan"] == [said(apart)]
    assert explain_person(con, str(persons(con)[2]), SINGLE)["keputusan"] == []


@pytest.mark.usefixtures("alone")
def test_a_working_file_of_before_decisions_is_explained_all_the_same(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    con.execute("drop table wh.linkage.keputusan_tautan_status")
    assert decided_explain.about(con, [key(1)]) == []
    assert explain_pair(con, settings, (key(1), key(5)), SINGLE)["hasil"]["sama"]
