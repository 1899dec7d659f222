"""What is no part of a delivery's identity decides nothing: names, due date, agreement."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.settings import Settings
from tests.reception.deliveries import AGREEMENT, Desk, contract, csv_file

EARLY = {"jatuh_tempo": dt.date(2026, 2, 1), "perjanjian": "PKS/A"}
LATE = {"jatuh_tempo": dt.date(2026, 3, 1), "perjanjian": "PKS/B"}
AGREEMENTS = [AGREEMENT | {"nomor": number} for number in ("PKS/A", "PKS/B", "PKS/UJI/1")]
# the same two files under other names, with another note
ARRIVALS: list[tuple[tuple[str, str], dict[str, Any]]] = [
    (("b.csv", "a.csv"), EARLY),
    (("a.csv", "b.csv"), LATE),
    (("bagian-2.csv", "bagian-1.csv"), LATE),
]
# everything that follows from a delivery: rows, broken lines, files, ledger
TABLES = ("raw.uji__orang", "ledger.baris_rusak", "ledger.berkas", "ledger.kiriman")


def named(names: tuple[str, str]) -> list[Any]:
    files = [csv_file("1,ani,x", "1,ani,x,surplus"), csv_file("1,budi,y")]
    for file, name in zip(files, names, strict=True):
        file.name = name
    return files


def stored(settings: Settings, landing: Path, order: tuple[int, ...]) -> list[Any]:
    """All tables after the arrivals in this order, each in a folder of its own."""
    with warehouse.connect(settings) as con:
        desk = Desk(con, settings, landing)
        desk.contract = contract(perjanjian=AGREEMENTS)
        for number in order:
            names, note = ARRIVALS[number]
            desk.deliver(*named(names), folder=f"kiriman-{number}", **note)
            desk.receive()
        return [desk.rows(f"select * from {table} order by all") for table in TABLES]


@pytest.mark.parametrize("order", list(itertools.permutations(range(len(ARRIVALS)))))
def test_equal_deliveries_under_other_names_leave_the_same_in_any_order(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    expected = stored(Settings(home=tmp_path / "h0", db_key=None), tmp_path / "l0", (0, 1, 2))
    found = stored(Settings(home=tmp_path / "h1", db_key=None), tmp_path / "l1", order)
    assert found == expected
    (kiriman,) = found[3]
    assert dt.date(2026, 2, 1) in kiriman
    assert "PKS/A" in kiriman


def test_other_content_under_the_same_names_is_told_apart(desk: Desk) -> None:
    """The other direction: what is part of the identity does change what is stored."""
    desk.deliver(csv_file("1,ani,x"), folder="a")
    desk.deliver(csv_file("1,budi,x"), folder="b")
    assert desk.receive().received == 2
    files = desk.rows("select distinct berkas, _file from ledger.berkas")
    assert {row[0] for row in files} == {"orang.csv"}
    assert len({row[1] for row in files}) == 2


def test_rows_are_found_by_the_hash_of_their_file(desk: Desk) -> None:
    desk.deliver(csv_file("1,ani,x"))
    desk.receive()
    ((name, sha256),) = desk.rows("select _file, sha256 from ledger.berkas")
    assert name == f"orang-{sha256[:12]}"
    assert desk.rows("select distinct _file from raw.uji__orang") == [(name,)]


def test_two_files_of_equal_content_keep_their_rows_apart(desk: Desk) -> None:
    first, second = csv_file("1,ani,x"), csv_file("1,ani,x")
    second.name = "salinan.csv"
    desk.deliver(first, second)
    assert desk.receive().refused == {}
    rows = desk.rows("select _file, count(*) from raw.uji__orang group by 1 order by 1")
    assert [count for _, count in rows] == [1, 1]
    assert desk.count("ledger.berkas") == 2


def test_a_refusal_names_the_file_as_the_provider_did(desk: Desk) -> None:
    desk.deliver(csv_file("1,a,b", "2,c,d", records=7))
    assert desk.refusal() == ("JUMLAH_TAK_SAMA", "orang.csv: 2 ≠ 7")
