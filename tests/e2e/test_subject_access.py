"""What the register holds about a person: traced to the records, and nothing about others."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner, Result

from dagster_dtsen import audits, subjects, warehouse
from dagster_dtsen.audit import log
from dagster_dtsen.cli import app
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from dagster_dtsen.subject import pages
from tests.conftest import at_home
from tests.e2e.asked import NEW, OLD, ask, some_people
from tests.e2e.needles import Needles


@pytest.fixture(scope="module")
def mine(built: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A copy of the built home."""
    home = tmp_path_factory.mktemp("akses") / "home"
    shutil.copytree(built.root, home)
    with at_home(home) as settings:
        return settings.model_copy()


@pytest.fixture(scope="module")
def people(mine: Settings) -> list[str]:
    return some_people(mine)


def standardised(settings: Settings, keys: set[str]) -> dict[tuple[str, str], str | None]:
    """(record, variable) → value, as text, of these records and their questionnaires."""
    found: dict[tuple[str, str], str | None] = {}
    with warehouse.connect(settings, read_only=True) as con:
        for table in ("individu", "butir_individu"):
            query = f"from wh.standardised.{table} where record_key in (select unnest($keys))"
            for row in warehouse.records(con, query, {"keys": sorted(keys)}):
                for name, value in row.items():
                    said = None if value is None else str(value)
                    found.setdefault((row["record_key"], name), said)
    return found


def test_every_value_of_an_answer_is_that_of_the_record_it_names(
    mine: Settings, people: list[str]
) -> None:
    for identity in people:
        told = subjects.person(mine, identity, values=True)
        assert (told["rilis"], told["tidak_tercatat"]) == (NEW, [])
        lines = [row for row in told["dipegang"] if row["sumber"]["jenis"] == "rekaman"]
        assert len(lines) > 30
        keys = {row["sumber"]["record_key"] for row in lines}
        said = standardised(mine, keys)
        wrong = [r for r in lines if r["nilai"] != said[r["sumber"]["record_key"], r["variabel"]]]
        assert [r["variabel"] for r in wrong] == []
        assert all(row["aturan"]["id"] for row in lines)
        rows = ask(
            mine,
            "select record_key, _delivery, _file, _row_number from wh.reception.rekaman "
            "where record_key in (select unnest($keys))",
            keys=sorted(keys),
        )
        named = {
            tuple(row["sumber"][name] for name in ("record_key", "kiriman", "berkas", "baris"))
            for row in lines
        }
        assert named <= set(rows)


def test_losing_values_are_those_of_their_records(mine: Settings, people: list[str]) -> None:
    for identity in people:
        told = subjects.person(mine, identity, values=True)
        kept = {row["variabel"]: row["nilai"] for row in told["dipegang"]}
        lost = [r for r in told["kalah"]["baris"] if r["variabel"] not in ("nik", "no_kk")]
        assert told["kalah"]["baris"]
        said = standardised(mine, {row["record_key"] for row in lost})
        for row in lost:
            value = said[row["record_key"], row["variabel"]]
            assert row["nilai"] == value != kept[row["variabel"]]


def forms(settings: Settings, identity: str, kind: str = "person") -> bytes:
    told = getattr(subjects, kind)(settings, identity, values=True)
    return (json.dumps(told, default=str, ensure_ascii=False) + pages.html(told)).encode()


def test_an_answer_names_nobody_else(mine: Settings, people: list[str]) -> None:
    """Names and numbers of all others, but for those that the person's own records hold too."""
    words = "upper(nama), nik, no_kk, id_individu"
    for identity in people:
        own = ask(
            mine, f"select {words} from wh.matched.rekaman_padan where id_individu = $id",
            id=identity,
        )  # fmt: skip
        others = ask(
            mine, f"select {words} from wh.matched.rekaman_padan where id_individu <> $id",
            id=identity,
        )  # fmt: skip
        said = {str(value) for row in own for value in row if value}
        # the person's own card is that of the family too; a short name is part of other words
        needles = {str(value) for row in others for value in row if value and len(value) > 7}
        text = forms(mine, identity)
        held = {word for word in needles - said if not any(word in mine for mine in said)}
        assert len(held) > 1000
        assert not Needles(held).stand_in(text.upper())


def test_an_answer_about_a_family_names_no_member(mine: Settings, people: list[str]) -> None:
    for identity in people:
        ((family,),) = ask(
            mine, "select id_keluarga from wh.validated.individu_sah where id_individu = $id",
            id=identity,
        )  # fmt: skip
        members = ask(
            mine,
            "select upper(s.nama), s.nik, s.id_individu, s.nomor_peserta_jkn "
            "from wh.validated.individu_sah as s where s.id_keluarga = $id",
            id=family,
        )
        text = forms(mine, family, "family").upper()
        assert not Needles(str(v) for row in members for v in row if v).stand_in(text)
        told = subjects.family(mine, family, values=True)
        assert len(told["siapa"]["anggota"]) == len(members)
        assert [r for r in told["dipegang"] if r["sumber"]["jenis"] == "tak_tercatat"] == []


def test_who_is_left_out_is_told_why_and_sees_no_number_of_others(mine: Settings) -> None:
    rows = ask(
        mine,
        "select d.id_individu, t.nik from wh.validated.dikeluarkan as d "
        "inner join wh.updated.individu_terbarui as t using (id_individu) "
        "where d.verdik_nik = 'milik_orang_lain' order by all limit 2",
    )
    assert rows
    for identity, nik in rows:
        told = subjects.person(mine, identity, values=True)
        reason = told["validasi"]["alasan_dikeluarkan"]
        assert reason["pesan"][1] == "The NIK is registered to another person"
        assert told["validasi"]["tanggapan"]["ditanya"]
        assert not any(row["dalam_rilis"] for row in told["siapa"]["rilis"][-1:])
        assert nik.encode() not in forms(mine, identity)


def test_an_older_release_is_answered_from_its_own_files(mine: Settings, people: list[str]) -> None:
    told = subjects.person(mine, people[0], OLD, values=True)
    assert (told["rilis"], [row["rilis"] for row in told["siapa"]["rilis"]]) == (OLD, [OLD])
    file = mine.releases_dir / f"{OLD}.v1" / "snapshot" / "individu" / "**" / "*.parquet"
    with duckdb.connect(":memory:") as con:
        query = "select nik, nama, alamat from read_parquet($file) where id_individu = $id"
        names = {"file": str(file), "id": people[0]}
        (row,) = con.execute(query, names).fetchall()
    kept = {line["variabel"]: line["nilai"] for line in told["dipegang"]}
    assert (kept["nik"], kept["nama"], kept["alamat"]) == row
    assert not told["kalah"]["tersedia"]
    assert told["kalah"]["rekaman"]


def test_an_id_that_did_not_exist_then_is_refused(mine: Settings) -> None:
    born = ask(
        mine,
        "select id_individu from wh.linkage.peristiwa_individu where peristiwa = 'lahir' limit 1",
    )
    for (identity,) in born:
        assert subjects.person(mine, identity)["siapa"]["id_individu"] == identity
    for kind, identity, at, code in (
        *(("person", name, OLD, "E-INDIVIDU-TIADA") for (name,) in born),
        ("person", "I-tiada", OLD, "E-INDIVIDU-TIADA"),
        ("person", "I-tiada", None, "E-INDIVIDU-TIADA"),
        ("family", "K-tiada", None, "E-KELUARGA-TIADA"),
        ("person", "I-tiada", "2031T1", "E-RILIS-TIADA"),
    ):
        with pytest.raises(DtsenError) as error:
            getattr(subjects, kind)(mine, identity, at)
        assert error.value.kind.code == code


def run(settings: Settings, *arguments: object) -> Result:
    with at_home(settings.root):
        return CliRunner().invoke(app, ["explain", *map(str, arguments), "--home", settings.root])


def test_who_was_shown_values_is_noted_without_them(
    mine: Settings, people: list[str], tmp_path: Path
) -> None:
    page = tmp_path / "jawaban.html"
    assert run(mine, "person", people[0], "--json").exit_code == 0
    before = len(list(log.entries(mine)))
    assert run(mine, "person", people[0], "--json", "--values", "--page", page).exit_code == 0
    assert run(mine, "person", people[1], "--at", OLD, "--values").exit_code == 0
    noted = list(log.entries(mine))[before:]
    assert {entry["tindakan"] for entry in noted} == {"jelaskan"}
    assert [(e["rilis"], e["tujuan"]) for e in noted] == [
        (NEW, "halaman"),
        (NEW, "json"),
        (OLD, "layar"),
    ]
    assert not [name for name in people if name in mine.audit_log.read_text()]
    seen = audits.who_saw(mine, people[0])["peristiwa"]
    assert [entry["tujuan"] for entry in seen] == ["halaman", "json"]
    assert page.stat().st_mode & 0o777 == 0o600
    values = [r["nilai"] for r in subjects.person(mine, people[0], values=True)["dipegang"]]
    text = mine.audit_log.read_text()
    assert [v for v in values if v and len(v) > 7 and v in text] == []
