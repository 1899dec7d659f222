"""Nothing that leads to somebody else: ids, numbers, names of stewards."""

from __future__ import annotations

from dagster_dtsen.subject import events, masks
from dagster_dtsen.subject.masks import Others


def test_others_are_numbered_in_the_order_of_asking() -> None:
    people = Others({"I-saya"}, "individu lain")
    asked = [people(name) for name in ("I-b", "I-saya", "I-a", "I-b", None)]
    assert asked == ["individu lain 1", "I-saya", "individu lain 2", "individu lain 1", None]


def test_of_a_number_two_digits_are_shown() -> None:
    assert masks.number("1101010101010034") == "**************34"
    assert masks.number("12") == "*" * 14 + "12"


def test_stewards_have_a_role_and_no_words_of_their_own() -> None:
    told = [{"keputusan": [{"id": "x", "oleh": "BUDI", "alasan": "ANI bilang"}]}]
    assert masks.without_stewards(told) == [{"keputusan": [{"id": "x", "oleh": "petugas"}]}]


def test_the_linkage_leads_to_nobody_else() -> None:
    edge = {
        "a": "r1", "b": "r9", "id_individu": "I-lain", "penyedia": "dtks", "dataset": "anggota",
        "bobot": 9.0, "kunci_blok": "b1", "sebab": [{"sebab": "bentuk", "oleh": "BUDI"}],
    }  # fmt: skip
    told = {"rilis": "2026T1", "keluar": [edge], "peristiwa": [], "id_individu": "I-saya"}
    masked = masks.linkage(told, Others({"I-saya"}, "individu lain"))
    assert masked["keluar"][0]["orang"] == "individu lain 1"
    assert not {"r9", "I-lain", "BUDI"} & set(str(masked).replace("'", " ").split())


def test_the_other_id_of_a_merger_is_the_same_person_that_of_a_split_is_not() -> None:
    people = Others({"I-saya"}, "individu lain")
    rows = [
        {
            "rilis": "2026T2", "terbit": True, "peristiwa": kind, "id_individu": "I-saya",
            "id_individu_lain": "I-b", "jumlah_rekaman": 1, "sebab": "baru",
            "berpindah": [{"record_key": "r1", "dari": "I-b", "ke": "I-saya"}],
        }
        for kind in ("gabung", "pisah")
    ]  # fmt: skip
    merged, split = events.linkage(rows, people)
    assert merged["id_individu_lain"] == "I-b"
    assert split["id_individu_lain"] == "individu lain 1"
    assert split["berpindah"] == [{"dari": "individu lain 1", "ke": "I-saya"}]
