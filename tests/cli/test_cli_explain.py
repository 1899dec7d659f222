"""`dtsen explain …` on a home linked by hand: words, figures, and no value of a person unasked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import audits, journal, warehouse
from tests.cli.conftest import Run
from tests.cli.test_cli_errors import assert_error
from tests.linkage import explain_rows as rows
from tests.release.hand_made import settings_of


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose working file holds 2026T1; nothing is published."""
    home = tmp_path_factory.mktemp("satu") / "home"
    settings = settings_of(home)
    with warehouse.connect(settings) as con:
        rows.link_people(con, settings)
    return home


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with 2026T1 published and 2026T2 linked: two persons turned out to be one."""
    home = tmp_path_factory.mktemp("dua") / "home"
    settings = settings_of(home)
    with warehouse.connect(settings) as con:
        rows.link_people(con, settings)
        rows.go_on(con, settings)
    return home


def text_of(dtsen: Run, home: Path, *arguments: object) -> str:
    result = dtsen("explain", *arguments, "--home", home)
    assert (result.exit_code, result.stderr) == (0, "")
    text: str = result.stdout
    return text


def answer(dtsen: Run, home: Path, *arguments: object) -> Any:
    return json.loads(text_of(dtsen, home, *arguments, "--json"))


def shown_values(text: str) -> list[str]:
    return [value for value in rows.values() if value in text]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (
            rows.EQUAL,
            ("sama persis / equal", "nama jarang / a rare name", "ORANG YANG SAMA / same person"),
        ),
        (rows.OTHER, ("tidak pernah dilihat", "never looked at", "berlainan / unlike")),
        (rows.TWINS, ("kembar: satu tanggal lahir", "keduanya bertentangan", "contradict")),
        (rows.TWO_VALID, ("dua NIK sah yang berlainan", "two different valid NIKs")),
        (rows.VETOED, ("Dihalangi veto NIK", "stopped by the NIK veto")),
        (rows.BORROWED, ("NIK A milik orang lain, milik B", "another person's, that of B")),
        (rows.SUPPORTING, ("pendukung / supporting", "rekaman pendukung menempel")),
    ],
)
def test_a_pair_is_told_in_words_and_without_values(
    dtsen: Run, first: Path, keys: tuple[str, str], said: tuple[str, ...]
) -> None:
    text = text_of(dtsen, first, "link", *keys)
    assert [words for words in said if words not in text] == []
    assert "Ambang pasangan 6.60, ambang klaster 4.00" in text
    assert "peluang awal / prior" in text
    assert shown_values(text) == []
    assert shown_values(text_of(dtsen, first, "link", *keys, "--json")) == []


def test_values_are_shown_when_asked_for_with_a_warning(dtsen: Run, first: Path) -> None:
    text = text_of(dtsen, first, "link", *rows.BORROWED, "--values")
    assert "AWAS: data pribadi" in text
    assert "personal data" in text
    assert text.count(rows.FATHER) == 2
    assert "RINA LESTARI" in text
    told = answer(dtsen, first, "link", *rows.BORROWED, "--values")
    assert told["nilai"]["a"]["nik"] == told["nilai"]["b"]["nik"] == rows.FATHER


def test_json_tells_the_parts_of_the_weight(dtsen: Run, first: Path) -> None:
    told = answer(dtsen, first, "link", *rows.EQUAL)
    parts = [part["bobot"] + (part["frekuensi"] or 0.0) for part in told["perbandingan"]]
    assert sum(parts) + told["bobot_prior"] == pytest.approx(told["bobot_tersimpan"], abs=1e-4)
    assert told["rekaman"]["a"]["penyedia"] == "dukcapil"
    assert told["hasil"] == {"sama": True, "sebab": [{"sebab": "langsung"}]}


def test_explaining_leaves_the_home_as_it_is(dtsen: Run, first: Path) -> None:
    log = settings_of(first).audit_log

    def files() -> dict[Path, bytes]:
        every = (path for path in first.rglob("*") if path.is_file() and path != log)
        return {path: path.read_bytes() for path in every}

    text_of(dtsen, first, "link", *rows.EQUAL)
    before, noted = files(), len(journal.entries(log))
    text_of(dtsen, first, "link", *rows.EQUAL, "--values")
    # who saw the values of both records is on record, and no record's key
    seen = journal.entries(log)[noted:]
    assert [line["objek"]["jenis"] for line in seen] == ["rekaman", "rekaman"]
    assert not any(key in log.read_text() for key in rows.EQUAL)
    text_of(dtsen, first, "person", identity(dtsen, first, rows.EQUAL[0]), "--linkage")
    (looked,) = journal.entries(log)[noted + 2 :]
    assert (looked["tindakan"], looked["tujuan"]) == ("jelaskan", "pemadanan")
    text_of(dtsen, first, "person", identity(dtsen, first, rows.EQUAL[0]))
    assert files() == before


def test_of_beginnings_of_keys_the_whole_keys_are_noted(dtsen: Run, first: Path) -> None:
    """So that who asks who saw a record hears of it."""
    settings, beginnings = settings_of(first), [key[:-2] for key in rows.LONG]

    def seen() -> list[int]:
        told = [audits.who_saw(settings, key, kind="rekaman")["peristiwa"] for key in rows.LONG]
        return [sum(line["tindakan"] == "jelaskan" for line in lines) for lines in told]

    before = seen()
    text_of(dtsen, first, "link", *beginnings, "--values")
    assert seen() == [count + 1 for count in before]
    # nothing is shown of what is not found, and nothing is noted
    result = dtsen("explain", "link", beginnings[0], "kunci-lain", "--values", "--home", first)
    assert "E-REKAMAN-TIADA" in result.stderr
    assert seen() == [count + 1 for count in before]


def identity(dtsen: Run, home: Path, key: str) -> str:
    """The person of a record, as a pair with another record tells it."""
    other = "r000003" if key != "r000003" else "r000001"
    return str(answer(dtsen, home, "link", key, other)["rekaman"]["a"]["id_individu"])


def test_a_person_is_told_with_its_joints(dtsen: Run, first: Path) -> None:
    text = text_of(dtsen, first, "person", identity(dtsen, first, "r000008"), "--linkage")
    for words in (
        "dipakai / in use (2026T1)",
        "Memegang NIK sah / holds a valid NIK: ya / yes",
        "menyatukan / joins",
        "Sambungan terlemah / weakest joint: r000006 – r000008",
        "strong edges to others that were refused",
        "dua NIK sah yang berlainan",
        "2026T1 (belum terbit / not published)",
        "id baru: sebuah rekaman baru",
    ):
        assert words in text
    assert shown_values(text) == []


def test_supporting_records_of_a_person_are_told(dtsen: Run, first: Path) -> None:
    told = answer(dtsen, first, "person", identity(dtsen, first, "r000001"), "--linkage")
    assert [row["record_key"] for row in told["pendukung"]] == ["r000012", "r000013"]
    assert all(row["bobot"] > told["ambang_klaster"] for row in told["pendukung"])


def test_an_absorbed_id_says_where_it_went(dtsen: Run, first: Path, second: Path) -> None:
    before = {identity(dtsen, first, key) for key in rows.LONG}
    after = identity(dtsen, second, rows.LONG[0])
    (absorbed,) = before - {after}
    told = answer(dtsen, second, "person", absorbed, "--linkage")
    assert (told["keadaan"], told["penerus"]) == ("bergabung", [after])
    assert [(e["rilis"], e["peristiwa"]) for e in told["peristiwa"]] == [
        ("2026T1", "lahir"),
        ("2026T2", "gabung"),
    ]
    assert told["peristiwa"][1]["sebab"] == "berubah"
    text = text_of(dtsen, second, "person", absorbed, "--linkage")
    assert "its records bear other ids now" in text
    assert f"→ {after}" in text
    assert "diserap id lain: sebuah rekaman berubah isinya" in text
    survivor = answer(dtsen, second, "person", after, "--linkage")
    assert survivor["keadaan"] == "aktif"
    assert {e["peristiwa"] for e in survivor["peristiwa"]} == {"lahir", "gabung"}


def test_pages_are_written_where_they_are_asked_for(
    dtsen: Run, first: Path, tmp_path: Path
) -> None:
    page = tmp_path / "pasangan.html"
    assert str(page) in text_of(dtsen, first, "link", *rows.EQUAL, "--page", page)
    assert shown_values(page.read_text(encoding="utf-8")) == []
    text = text_of(dtsen, first, "model", "--out", tmp_path / "model")
    assert text.count("Halaman / page") == len(list((tmp_path / "model").glob("*.html"))) == 2


@pytest.mark.parametrize(
    "command", [("link", "r000001", "r000002"), ("person", "I0"), ("family", "K0")]
)
def test_a_home_without_linkage_has_nothing_to_explain(
    dtsen: Run, home: Path, command: tuple[str, ...]
) -> None:
    assert_error(dtsen("explain", *command, "--home", home), "E-RILIS-TIADA", 11)
    assert not home.exists()


def test_what_is_not_there_is_told_without_repeating_it(dtsen: Run, first: Path) -> None:
    result = dtsen("explain", "link", rows.NIK, "r000001", "--home", first)
    assert_error(result, "E-REKAMAN-TIADA", 50)
    assert rows.NIK not in result.stderr
    result = dtsen("explain", "person", rows.NIK, "--home", first)
    assert_error(result, "E-INDIVIDU-TIADA", 51)
    assert rows.NIK not in result.stderr
    result = dtsen("explain", "family", rows.NIK, "--home", first)
    assert_error(result, "E-KELUARGA-TIADA", 52)
    assert rows.NIK not in result.stderr


def test_the_whole_answer_leads_to_nobody_else(dtsen: Run, first: Path) -> None:
    """A working file that holds only a linkage is told as far as it goes."""
    own = identity(dtsen, first, "r000008")
    plain = answer(dtsen, first, "person", own, "--linkage")
    told = answer(dtsen, first, "person", own)
    assert (told["rilis"], told["terbit"], told["objek"]) == ("2026T1", False, "individu")
    assert told["siapa"]["keadaan"]["kode"] == "aktif"
    assert "verdik_individu" in told["tidak_tercatat"]
    assert [r["record_key"] for r in told["pemadanan"]["rekaman"]] == [
        r["record_key"] for r in plain["rekaman"]
    ]
    (outside,) = told["pemadanan"]["keluar"]
    assert outside["orang"] == "individu lain 1"
    text = json.dumps(told)
    assert not {plain["keluar"][0][name] for name in ("b", "id_individu")} & set(text.split('"'))
    assert "tidak menyebut di mana orangnya ada" in told["penyerahan"].pop("kata")[0]
    assert not any(told["penyerahan"].values())


def test_the_answer_of_an_absorbed_id_names_its_successor(
    dtsen: Run, first: Path, second: Path
) -> None:
    before = {identity(dtsen, first, key) for key in rows.LONG}
    after = identity(dtsen, second, rows.LONG[0])
    told = answer(dtsen, second, "person", absorbed := (before - {after}).pop())
    assert (told["siapa"]["keadaan"]["kode"], told["siapa"]["penerus"]) == ("bergabung", [after])
    merged = told["peristiwa"]["penautan"][-1]
    assert {merged["id_individu"], merged["id_individu_lain"]} == {absorbed, after}
    assert dtsen("explain", "person", absorbed, "--home", second, "--at", "2026T2").exit_code == 11


def test_the_linkage_alone_takes_no_other_options(dtsen: Run, first: Path) -> None:
    result = dtsen("explain", "person", "I0", "--home", first, "--linkage", "--values")
    assert result.exit_code == 2
    assert not (first / "catatan").exists()
