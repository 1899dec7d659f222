"""Answers of the population register's matching service decide in the next release (Pasal 15)."""

from __future__ import annotations

import csv
import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from dagster_dtsen import register_questions, warehouse
from dagster_dtsen.release import store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.tables import SNAPSHOT
from dagster_dtsen.settings import Settings
from tests.conftest import at_home
from tests.e2e.conftest import RELEASES, Runner

pytestmark = pytest.mark.e2e

NEXT = str(ReleaseId.parse(RELEASES[-1]).next)
COLUMNS = ["id_tanya", "ditanya", "dijawab", "kode_nik", "kode_kk"]
ASKED, ANSWERED = "2026-07-20", "2026-08-01"
# verdict before → answers of NIK and card, verdict after, why out (None: in the release)
CASES = [
    ("tidak_ditemukan", "SESUAI", "KK SESUAI", "sesuai", None),
    ("sesuai", "MENINGGAL", "", "meninggal", "meninggal"),
    ("sesuai", "NAMA BERBEDA", "", "nama_berbeda", "nama_berbeda"),
    ("sesuai", "SESUAI", "KK BERBEDA", "sesuai", "kk_berbeda"),
    # the file still says dead, so no family counts the person
    ("meninggal", "SESUAI", "KK SESUAI", "sesuai", "tanpa_keluarga"),
]


@dataclass(frozen=True)
class Answered:
    """The home with the release after, up to its sealed snapshot, and whom each case is about."""

    settings: Settings
    persons: list[str]
    before: dict[str, str]

    def table(self, name: str) -> str:
        folder = store.build_dir(self.settings, ReleaseId.parse(NEXT))
        return store.sealed_table(self.settings, folder, SNAPSHOT, name)


@pytest.fixture(scope="module")
def answered(
    built: Settings, tmp_path_factory: pytest.TempPathFactory, shared_patch: pytest.MonkeyPatch
) -> Answered:
    """The service is sent the questions of the built home and answers a few of them."""
    base = tmp_path_factory.mktemp("layanan")
    shutil.copytree(built.root, base / "home")
    with at_home(base / "home") as settings:
        questions = base / "tanya.csv"
        register_questions.asked(settings, questions, everybody=True)
        with questions.open(encoding="utf-8", newline="") as handle:
            sent = {row["id_tanya"] for row in csv.DictReader(handle)}
        with warehouse.connect(settings, read_only=True) as con:
            known = con.execute(
                "select id_tanya, id_individu, v.verdik_nik from validated.pertanyaan_dukcapil "
                "inner join validated.verdik_nik as v using (id_individu) order by id_tanya"
            ).fetchall()
    left = [row for row in known if row[0] in sent]
    rows, persons = [], []
    for verdict, nik, card, _, _ in CASES:
        place = next(i for i, row in enumerate(left) if row[2] == verdict)
        asked, person, _ = left.pop(place)
        rows.append([asked, ASKED, ANSWERED, nik, card])
        persons.append(str(person))
    rows.append(["f" * 64, ASKED, ANSWERED, "SESUAI", ""])  # names no question
    _deliver(base / "landing" / "layanan_dukcapil" / NEXT, rows)
    runner = Runner(base / "home", base / "landing")
    before = {str(person): str(verdict) for _, person, verdict in known}
    return Answered(runner.freeze(shared_patch, NEXT), persons, before)


def _deliver(folder: Path, rows: list[list[str]]) -> None:
    folder.mkdir(parents=True)
    file = folder / "tanggapan.csv"
    with file.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([COLUMNS, *rows])
    note = {
        "penyedia": "layanan_dukcapil",
        "jenis": "perubahan",
        "sumber": "administrasi",
        "periode": NEXT,
        "tanggal_acuan": ANSWERED,
        "tanggal_kirim": "2026-08-02",
        "jatuh_tempo": "2026-08-31",
        "perjanjian": "PKS/LAYANAN-DUKCAPIL/DTSEN/2026",
        "kontak": {"nama": "Layanan Pencocokan", "surel": "layanan@dukcapil.example"},
        "berkas": [
            {
                "nama": file.name,
                "dataset": "tanggapan",
                "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
                "jumlah_rekaman": len(rows),
                "variabel": COLUMNS,
            }
        ],
    }
    (folder / "pengantar.yml").write_text(yaml.safe_dump(note, sort_keys=False), encoding="utf-8")


def test_every_answer_is_the_verdict_and_decides_who_is_in(answered: Answered) -> None:
    with warehouse.connect(answered.settings) as con:
        found = [
            con.execute(
                f"""
                select v.verdik_nik, v.asal_tanggapan, cast(v.dijawab as varchar), d.alasan,
                    i.id_individu is not null
                from {answered.table("verdik_individu")} as v
                left join {answered.table("dikeluarkan")} as d on v.id_individu = d.id_individu
                left join {answered.table("individu")} as i on v.id_individu = i.id_individu
                where v.id_individu = ?
                """,
                [person],
            ).fetchall()
            for person in answered.persons
        ]
    assert found == [
        [(verdict, "layanan", ANSWERED, reason, reason is None)]
        for _, _, _, verdict, reason in CASES
    ]


def test_nobody_else_has_another_verdict_and_every_exclusion_has_a_reason(
    answered: Answered,
) -> None:
    """Nothing else was delivered: only answers too old by now change verdicts."""
    with warehouse.connect(answered.settings) as con:
        now = con.execute(
            f"select id_individu, verdik_nik from {answered.table('verdik_individu')}"
        ).fetchall()
        valid = con.execute(
            f"select count(*) from {answered.table('dikeluarkan')} as d "
            "inner join aturan.aturan_validasi as a on d.alasan = a.verdik where a.sah"
        ).fetchall()
        unexplained = con.execute(
            f"select count(*) from {answered.table('dikeluarkan')} as d "
            "anti join aturan.aturan_validasi as a on d.alasan = a.verdik"
        ).fetchall()
    changed = {
        person: (answered.before[person], verdict)
        for person, verdict in now
        if person in answered.before and answered.before[person] != verdict
    }
    told = dict(zip(answered.persons, CASES, strict=True))
    expected = {person: (case[0], case[3]) for person, case in told.items() if case[0] != case[3]}
    assert changed == expected
    assert valid == [(0,)]
    assert unexplained == [(0,)]
