"""Corrections: what is refused, what is kept and where, what a release knows of it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from pydantic import SecretStr

from dagster_dtsen import correction_history, corrections, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import contents, rights
from dagster_dtsen.steward import corrections as log
from tests.steward.correctable import DAY, FAMILY, NIK, RIGHT_NIK, A, B, C, D, lay, wish

NEEDLE = "JARUM RAHASIA"


@pytest.fixture
def home(settings: Settings) -> Settings:
    return lay(settings)


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    file = tmp_path / "akta.txt"
    file.write_text("isi akta")
    return file


def on(number: int) -> dt.date:
    return DAY + dt.timedelta(days=number)


def test_a_correction_is_kept_with_what_it_contradicts(home: Settings, proof: Path) -> None:
    isi = {"nama": "SITI AMINAH", "nik": RIGHT_NIK, "tanggal_lahir": None, "status_bekerja": "2"}
    entered = corrections.correct(home, wish(B[:12], isi=isi, bukti=proof, kunci=True), "kini")
    item = entered.koreksi
    assert (entered.baru, entered.mengubah, entered.menunggu) == (True, True, False)
    assert item.record_key == B and item.objek == "individu"
    content = contents.read(home, str(item.isi))
    assert content.nilai == dict(sorted(isi.items()))
    assert content.dibantah == {
        # all records of the person, supporting ones too; who says the same is not contradicted
        "nama": {"bpjs_kesehatan": ["SITI A"], "dtks": ["S. AMINA"], "dukcapil": ["SITI AMINA"]},
        "nik": {"dukcapil": [NIK]},
        "status_bekerja": {"dtks": ["1"]},
        "tanggal_lahir": {
            "bpjs_kesehatan": ["1980-01-01"],
            "dtks": ["1980-02-02"],
            "dukcapil": ["1980-01-01"],
        },
    }
    (line,) = home.corrections_file.read_text().splitlines()
    assert json.loads(line)["dicatat"] == "kini"
    for value in ("SITI", RIGHT_NIK, NIK, "1980"):
        assert value not in line


def test_a_correction_of_a_family_reads_its_records(home: Settings) -> None:
    family = corrections.correct(home, wish(isi={"luas_lantai": "040"})).koreksi
    assert family.objek == "keluarga"
    content = contents.read(home, str(family.isi))
    assert content.nilai == {"luas_lantai": "40"}
    assert content.dibantah == {"luas_lantai": {"regsosek": ["36"]}}
    address = corrections.correct(home, wish(isi={"alamat": "JALAN BARU 2"}, objek="keluarga"))
    said = contents.read(home, str(address.koreksi.isi)).dibantah
    assert said == {"alamat": {"regsosek": ["JALAN LAMA 1"]}}
    # a variable of both is a person's unless it is said otherwise
    assert corrections.correct(home, wish(isi={"alamat": "X"})).koreksi.objek == "individu"


def test_a_person_is_anchored_by_a_record_of_the_population_register(home: Settings) -> None:
    assert corrections.correct(home, wish(None, individu="I1")).koreksi.record_key == A
    assert corrections.correct(home, wish(None, individu="I2")).koreksi.record_key == C
    entered = corrections.correct(home, wish(D))
    assert entered.menunggu and entered.koreksi.record_key == D


def test_a_home_that_has_linked_nothing_takes_corrections(settings: Settings) -> None:
    entered = corrections.correct(settings, wish())
    assert entered.baru and entered.menunggu
    assert contents.read(settings, str(entered.koreksi.isi)).dibantah == {}


def test_the_same_again_is_known_and_something_else_is_not(home: Settings, proof: Path) -> None:
    first = corrections.correct(home, wish())
    again = corrections.correct(home, wish(A[:9], alasan="kata lain"))
    assert (again.baru, again.koreksi.id) == (False, first.koreksi.id)
    others: list[dict[str, Any]] = [
        {"isi": {"nama": "SITI"}}, {"on": 1}, {"oleh": "lain"}, {"key": C}, {"bukti": proof},
        {"asal": "warga"}, {"kunci": True}, {"berlaku_sampai": on(9)},
    ]  # fmt: skip
    assert all(corrections.correct(home, wish(**other)).baru for other in others)
    assert len(log.entries(home)) == 1 + len(others)
    assert not corrections.correct(home, wish(asal="warga")).mengubah
    # what was undone may be said again: it is another correction
    corrections.undo(home, first.koreksi.id, "keliru", "petugas", on(1))
    renewed = corrections.correct(home, wish())
    assert renewed.baru and renewed.koreksi.id != first.koreksi.id


def test_the_hash_of_a_content_cannot_be_guessed_from_its_value(home: Settings) -> None:
    one, two = (contents.keep(home, contents.Content({"nama": "SITI"})) for _ in range(2))
    assert one != two
    salts = {json.loads((home.correction_values_dir / name).read_text())["garam"]
             for name in (one, two)}  # fmt: skip
    assert len(salts) == 2 and all(len(salt) == 32 for salt in salts)


@pytest.mark.parametrize("secret", [None, "kunci-uji"])
def test_values_are_encrypted_with_the_home(tmp_path: Path, secret: str | None) -> None:
    settings = Settings(home=tmp_path / "home", db_key=SecretStr(secret) if secret else None)
    lay(settings)
    corrections.correct(settings, wish(isi={"nama": NEEDLE}))
    files = [path for path in (settings.root / "keputusan").rglob("*") if path.is_file()]
    assert len(files) == 2
    found = [path for path in files if NEEDLE.encode() in path.read_bytes()]
    contradicted = [path for path in files if b"SITI AMINA" in path.read_bytes()]
    assert len(found) == len(contradicted) == (0 if secret else 1)
    with warehouse.connect(settings) as con:
        rights.replay(con, settings, f"date '{DAY}'")
        rows = con.execute("select nilai from ledger.koreksi").fetchall()
        con.execute("checkpoint")
    assert rows == [(NEEDLE,)]
    assert (NEEDLE.encode() in settings.warehouse_file.read_bytes()) is (secret is None)
    (content,) = settings.correction_values_dir.iterdir()
    content.chmod(0o640)
    content.write_bytes(b"lain")
    with pytest.raises(DtsenError, match="E-KOREKSI-ISI"):
        correction_history.listed(settings, DAY, values=True)


def undone(home: Settings, target: str, day: int) -> str:
    return corrections.undo(home, target, "keliru", "petugas", on(day)).koreksi.id


def test_undos_name_something_that_holds(home: Settings) -> None:
    first = corrections.correct(home, wish(on=2)).koreksi.id
    for code, target, day in (("TIADA", "ffff", 3), ("SALAH", first, 1)):
        with pytest.raises(DtsenError, match=f"E-KOREKSI-{code}"):
            corrections.undo(home, target, "keliru", "petugas", on(day))
    ended = undone(home, first[:6], 3)
    assert undone(home, ended, 5)
    # the undo that was undone, word for word, needs another date
    with pytest.raises(DtsenError, match="E-KOREKSI-SALAH"):
        undone(home, first, 3)
    assert undone(home, first, 6)
    with pytest.raises(DtsenError, match="E-KOREKSI-SALAH"):
        undone(home, first, 7)
    links = [row["hubungan"] for row in correction_history.history(home, first, on(9))]
    assert links == ["ini", "pembatalan", "pembatalan", "pembatalan"]


def states(home: Settings, day: int, order: slice = slice(None)) -> dict[tuple[str, str], str]:
    """What a release of that day knows; ``order``: in which the log is read."""
    entered = [item for item, _ in log.entries(home)][order]
    told = {item.id: contents.read(home, item.isi) for item in entered if item.isi}
    with duckdb.connect() as con:
        taken = {item.id for item in entered if item.tanggal <= on(day)}
        rights.lay(con, entered, {name: told[name] for name in taken & set(told)}, on(day))
        rows = con.execute("select id_koreksi, variabel, keadaan from ledger.koreksi").fetchall()
    return {(name, variable): state for name, variable, state in rows}


def test_a_release_knows_what_was_taken_by_its_date(home: Settings, tmp_path: Path) -> None:
    two = {"nama": "SITI", "tempat_lahir": None}
    first = corrections.correct(home, wish(isi=two)).koreksi.id
    short = corrections.correct(home, wish(on=1, berlaku_sampai=on(3))).koreksi.id
    undo = undone(home, first, 2)
    undone(home, undo, 4)
    known = {day: states(home, day) for day in (-1, 0, 2, 3, 4)}
    assert known[-1] == {}
    assert known[0] == {(first, "nama"): "berlaku", (first, "tempat_lahir"): "berlaku"}
    assert known[2][first, "nama"] == "dibatalkan"
    assert known[2][short, "nama"] == known[3][short, "nama"] == "berlaku"
    assert known[4] == {(first, "nama"): "berlaku", (first, "tempat_lahir"): "berlaku",
                        (short, "nama"): "kedaluwarsa"}  # fmt: skip
    for day, (row, *_) in {d: correction_history.listed(home, on(d)) for d in (0, 2, 4)}.items():
        assert row["keadaan"] == known[day][first, "nama"]
    # the order of entry makes no difference
    assert {day: states(home, day, slice(None, None, -1)) for day in known} == known


def test_the_tables_hold_values_and_what_they_contradict(home: Settings, proof: Path) -> None:
    isi = {"nama": "SITI AMINAH", "tempat_lahir": None}
    item = corrections.correct(home, wish(isi=isi, bukti=proof, asal="warga")).koreksi
    with warehouse.connect(home) as con:
        con.execute(f"create schema kendali; create table kendali.rilis as select date '{DAY}' "
                    "as tanggal_rilis")  # fmt: skip
        assert rights.replay(con, home) == {
            "koreksi": 2, "koreksi_dibantah": 3, "permohonan": 0, "pembatasan": 0
        }  # fmt: skip
        rows = con.execute("from ledger.koreksi order by variabel").fetchall()
        said = con.execute("from ledger.koreksi_dibantah order by penyedia").fetchall()
    head = (item.id, 1, A, "individu")
    tail = ("warga", True, False, DAY, None, "berlaku", None)
    assert rows == [
        (*head, "nama", "SITI AMINAH", False, *tail),
        (*head, "tempat_lahir", None, True, *tail),
    ]
    assert said[0] == (item.id, "nama", "bpjs_kesehatan", "SITI A")
    assert [row[2] for row in said] == ["bpjs_kesehatan", "dtks", "dukcapil"]
    assert FAMILY not in {row[2] for row in rows}
