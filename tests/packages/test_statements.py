"""What a package tells of its rows, of its columns, to supervision, and in answer to feedback."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest

from dagster_dtsen.parcels import codebook
from tests.packages import small_register
from tests.packages.acts import build, open_it, rows, sent
from tests.packages.small_register import FIRST, SECOND, World, grant

PEOPLE = small_register.many()
DDI = "{ddi:codebook:2_5}"


def test_the_statement_counts_exactly_these_rows(place: World) -> None:
    scope = {"sistem": "kemendagri", "kode": ["3202"]}
    izin = grant(place, "bpkp", "kementerian", wilayah=scope)
    told = json.loads((open_it(place, sent(place, izin)) / "mutu.json").read_text())
    inside = [m for own in PEOPLE.values() if own.kode.startswith("3202") for m in own.anggota]
    odd = [m for m in inside if m % 2]
    assert told["orang"] == len(inside)
    assert told["tertaut"]["rekaman"] == len(inside) + len(odd)
    assert told["tertaut"]["lebih_satu_rekaman"] == round(len(odd) / len(inside), 6)
    assert told["tertaut"]["lebih_satu_penyedia"] == round(len(odd) / len(inside), 6)
    assert told["tertaut"]["tautan_ragu"] == round((1 in inside) / len(inside), 6)
    # 30 January to 31 March; evidence of 13 bits against a prior of -10
    assert told["umur_hari"] == {"median": 60, "persentil_90": 60, "lebih_dua_tahun": 0.0}
    assert told["tautan_salah"]["tautan"] == len(odd)
    assert told["tautan_salah"]["perkiraan_model"] == pytest.approx(1 / 9, abs=1e-6)
    assert told["tautan_salah"]["peninjauan"] is None
    assert set(told["kosong"]["keluarga"].values()) == {0.0}


def test_a_review_of_the_links_is_told_where_there_was_one(place: World) -> None:
    review = [["presisi", "semua", FIRST, "0.9970", "0.9900", "0.9990", 400, True]]
    small_register.publish_release(
        place.settings, SECOND, PEOPLE, f"{FIRST}.v1", rpt_mutu_tinjauan=review
    )
    folder = open_it(place, sent(place, grant(place, "bpkp", "kementerian")))
    told = json.loads((folder / "mutu.json").read_text())["tautan_salah"]["peninjauan"]
    assert told == {
        "rilis_sampel": FIRST, "nilai": 0.997, "bawah": 0.99, "atas": 0.999, "dinilai": 400,
    }  # fmt: skip
    assert "99.7" in (folder / "mutu.html").read_text()


def test_supervision_gets_ledger_gates_lineage_and_logs_and_no_id_in_them(place: World) -> None:
    penerimaan = [["dukcapil-1", "penduduk", 9]]
    small_register.publish_release(
        place.settings, SECOND, PEOPLE, f"{FIRST}.v1", rpt_penerimaan=penerimaan
    )
    folder = open_it(place, sent(place, grant(place, "bpkp", "kementerian")))
    assert rows(folder, "rpt_penerimaan") == [("dukcapil-1", "penduduk", 9)]
    assert json.loads((folder / "rilis.json").read_text())["id_dasar"] == f"{FIRST}.v1"
    lineage = json.loads((folder / "silsilah.json").read_text())
    assert "model.dtsen.beku_individu" in lineage["model.dtsen.dim_individu"]["dari"]
    acts = [json.loads(line) for line in (folder / "jejak-0001.jsonl").read_text().splitlines()]
    assert {"izin", "bangun"} <= {line["tindakan"] for line in acts}
    assert (folder / "izin-0001.jsonl").read_text() == place.settings.grants_log.read_text()
    logs = [f"{name}-0001.jsonl" for name in ("jejak", "izin", "paket")]
    for name in (*logs, "rilis.json", "silsilah.json"):
        text = (folder / name).read_text()
        assert not re.search(r"\b[IK]0\d{3}\b|ORANG \d|3201014101", text), name


def test_nobody_else_gets_what_supervision_gets(place: World) -> None:
    variables = {"keluarga": ["jenis_lantai_terluas"]}
    package = build(place, grant(place, "bappenas_mikro", "kementerian", variabel=variables))
    assert not [path for path in open_it(place, package).iterdir() if path.suffix == ".jsonl"]


def test_the_next_package_answers_the_recipients_own_feedback(grown: World) -> None:
    izin = grant(grown, "bpkp", "kementerian")
    sent(grown, izin)
    answers = [
        [SECOND, "b-1", 1, 1, "april.csv", "BPKP", "diterima"],
        [SECOND, "b-1", 1, 2, "april.csv", "Badan Pengawasan Keuangan dan Pembangunan", "ditolak"],
        [SECOND, "b-1", 1, 3, "april.csv", "KEMENSOS", "ditolak"],
    ]
    people = small_register.later(PEOPLE)
    small_register.publish_release(
        grown.settings, "2026T3", people, f"{SECOND}.v1", rpt_jawaban_balikan=answers
    )
    folder = open_it(grown, sent(grown, izin))
    found = rows(folder, "jawaban_balikan", "berkas, nomor_rekaman, jawaban")
    assert found == [("april.csv", 1, "diterima"), ("april.csv", 2, "ditolak")]
    for release in (None, FIRST, None):  # neither of an older release nor after it
        again = open_it(grown, sent(grown, izin, release=release))
        assert not list(again.glob("jawaban_balikan*"))


def test_the_codebook_follows_the_order_of_its_schema() -> None:
    item = codebook.Described(
        "individu", "jenis_kelamin", "Jenis kelamin", "Sex", "Satu atau dua", "One or two",
        "Identitas", "varchar", "", "kuasi", 3, "Pasal 1",
        (codebook.Code("1", "Laki-laki", "Male"), codebook.Code("2", "Perempuan", "Female")),
    )  # fmt: skip
    study = codebook.Study("Judul", "Title", "BPS", "2026T1.v1", "2026-03-31", "bnba")
    keys = codebook.own_keys("individu", ["kunci_individu"])
    root = ElementTree.fromstring(codebook.as_ddi(study, ["individu"], [*keys, item]))
    assert [child.tag for child in root] == [
        f"{DDI}{n}" for n in ("stdyDscr", "fileDscr", "dataDscr")
    ]
    found = root.findall(f".//{DDI}var")
    assert [var.get("name") for var in found] == ["kunci_individu", "jenis_kelamin"]
    assert [child.tag.removeprefix(DDI) for child in found[1]] == [
        "labl", "labl", "security", "anlysUnit", "txt", "txt", "catgry", "catgry", "concept",
        "varFormat", "notes",
    ]  # fmt: skip
    assert [code.findtext(f"{DDI}catValu") for code in found[1].findall(f"{DDI}catgry")] == [
        "1",
        "2",
    ]
    assert {var.get("files") for var in found} == {root.find(f"{DDI}fileDscr").get("ID")}  # type: ignore[union-attr]
