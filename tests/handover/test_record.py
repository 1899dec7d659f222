"""The hand-over record: the figures of the manifest, the form of the annex, the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dagster_dtsen import cli, handovers, journal
from dagster_dtsen.audit import log
from dagster_dtsen.envelope import manifest
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.handover import paper, typeset
from dagster_dtsen.settings import Settings
from tests.handover import handed, pdf_text

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the templates were given, in order."""
    seen: list[dict[str, Any]] = []
    real = typeset.pdf

    def watched(own: Path, shipped: str, page: dict[str, Any], stamp: Any) -> bytes:
        seen.append(page)
        return real(own, shipped, page, stamp)

    monkeypatch.setattr(typeset, "pdf", watched)
    return seen


def write(settings: Settings, folder: Path, target: Path, own: Path | None = None) -> Any:
    signed = paper.read(own) if own else paper.BLANK
    return handovers.bast(settings, folder, target, signed, handed.MOMENT)


@pytest.mark.parametrize("annex", ["B", "C", "D"])
def test_a_record_has_the_form_of_its_annex_and_the_figures_of_the_manifest(
    settings: Settings, tmp_path: Path, pages: list[dict[str, Any]], annex: str
) -> None:
    content = handed.grant(settings, annex)
    folder = handed.listed(tmp_path / "paket", handed.about(content, annex))
    told = write(settings, folder, tmp_path / "bast.pdf")
    pdf = (tmp_path / "bast.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-") and hashlib.sha256(pdf).hexdigest() == told["sha256"]
    text = (folder / "manifest.json").read_bytes()
    made = manifest.read(text)
    page = pages[0]
    assert page["lampiran"] == annex and page["paket"]["hak_alih"] == (annex == "B")
    assert page["paket"]["sidik_manifes"] == hashlib.sha256(text).hexdigest()
    cited = [point["rujukan"] for point in page["butir"]]
    assert cited == [f"Lampiran {annex} angka {place}" for place in range(1, 9)]
    assert len(page["dasar"]) == 7 and page["dasar"].count(None) == 1
    parts = [item for item in made.berkas if item.letak == manifest.SEALED]
    assert [(item["nama"], item["sha256_tersegel"]) for item in page["bagian"]] == [
        (item.nama, item.sha256_tersegel) for item in parts
    ]
    assert page["jumlah_baris"] == "7.000.301"
    names = {group["entitas"]: len(group["isi"]) for group in page["variabel"]}
    assert sum(names.values()) == sum(map(len, content["variabel"].values()))
    assert not any("tidak ada" in item["label"] for group in page["variabel"]
                   for item in group["isi"])  # fmt: skip
    assert page["pihak"][1]["lembaga"] == content["pemohon"]["nama"]


def test_every_figure_can_be_read_in_the_pdf(settings: Settings, tmp_path: Path) -> None:
    content = handed.grant(settings, "B")
    folder = handed.listed(tmp_path / "paket", handed.about(content, "B"), parts=30)
    write(settings, folder, tmp_path / "bast.pdf")
    said = pdf_text.text((tmp_path / "bast.pdf").read_bytes())
    made = manifest.read((folder / "manifest.json").read_bytes())
    digest = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    wanted = [digest, "7.000.301", "PKT-B-0001", "2026T1.v1", "boleh diteruskan", "31 Maret 2027"]
    for item in made.berkas[:30]:
        wanted += [item.nama, item.sha256, str(item.sha256_tersegel)]
    wanted += [name for names in content["variabel"].values() for name in names]
    wanted += [f"[Lampiran B angka {place}]" for place in range(1, 9)]
    assert [item for item in wanted if item not in said] == []


@pytest.mark.parametrize("parts", [1, 30])
@pytest.mark.parametrize("words", [1, 12, 22])
def test_closing_words_and_both_signatures_stand_on_one_page(
    settings: Settings, tmp_path: Path, words: int, parts: int
) -> None:
    def longer(content: dict[str, Any]) -> None:
        content["pemohon"]["nama"] = "Kementerian " + "Contoh " * words
        content["pemohon"]["pejabat"] = {"nama": "Orang Karangan", "jabatan": "Menteri Karangan"}
        content["dasar_hukum"] = ["Peraturan Contoh Nomor Sekian"] * words

    folder = handed.listed(
        tmp_path / "paket", handed.about(handed.grant(settings, "B", longer), "B"), parts
    )
    write(settings, folder, tmp_path / "bast.pdf")
    pages = pdf_text.pages((tmp_path / "bast.pdf").read_bytes())
    closing = [page for page in pages if "Demikian berita acara" in page]
    assert len(closing) == 1
    assert {"PIHAK KEDUA", "PIHAK PERTAMA", "Orang Karangan", "Menteri Karangan"} <= set(
        closing[0].splitlines()
    )


def test_nothing_is_invented_and_what_people_said_is_printed(
    settings: Settings, tmp_path: Path, pages: list[dict[str, Any]]
) -> None:
    folder = handed.listed(tmp_path / "paket", handed.about(handed.grant(settings, "B"), "B"))
    write(settings, folder, tmp_path / "kosong.pdf")
    blank = pages[0]
    assert blank["hari"] is None and blank["tempat"] is None
    assert [item["nomor"] for item in blank["nomor"]] == [None, None]
    assert blank["pihak"][0]["nama"] is None
    own = tmp_path / "naskah.yml"
    own.write_text(
        "nomor: B-1/2026\ntanggal: 2026-04-02\ntempat: Jakarta\n"
        "pihak_pertama: {nama: Pejabat Contoh, jabatan: Deputi}\n"
    )
    write(settings, folder, tmp_path / "isi.pdf", own)
    assert pages[1]["nomor"][0]["nomor"] == "B-1/2026"
    assert pages[1]["hari"]["angka"] == "02-04-2026" and pages[1]["tempat"] == "Jakarta"
    assert pages[1]["pihak"][0]["nama"] == "Pejabat Contoh"


@pytest.mark.parametrize(
    "text", ["nomer: B-1", "tanggal: 2 April", "pihak_pertama: {nama: X}", "nomor: 7", "- a"]
)
def test_a_paper_file_is_read_strictly(tmp_path: Path, text: str) -> None:
    path = tmp_path / "naskah.yml"
    path.write_text(text)
    with pytest.raises(DtsenError, match="E-SERAH"):
        paper.read(path)


def test_the_same_facts_give_the_same_bytes_and_others_do_not(
    settings: Settings, tmp_path: Path
) -> None:
    about = handed.about(handed.grant(settings, "B"), "B")
    one = handed.listed(tmp_path / "satu" / "paket", about)
    two = handed.listed(tmp_path / "dua" / "lain", about)
    three = handed.listed(tmp_path / "tiga" / "paket", replace(about, rilis="2026T2.v1"))
    found = [write(settings, item, tmp_path / f"{item.parent.name}.pdf") for item in
             (one, two, three)]  # fmt: skip
    assert found[0]["sha256"] == found[1]["sha256"] != found[2]["sha256"]
    with pytest.raises(DtsenError, match="E-BERKAS-ADA"):
        write(settings, one, tmp_path / "satu.pdf")


def test_a_record_stands_in_the_audit_log_and_is_not_made_without_it(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = handed.listed(tmp_path / "paket", handed.about(handed.grant(settings, "B"), "B"))
    write(settings, folder, tmp_path / "satu.pdf")
    last = journal.entries(settings.audit_log)[-1]
    assert (last["tindakan"], last["hasil"], last["baris"]) == ("serah", "berhasil", 7_000_301)
    assert last["objek"]["id"] == "PKT-B-0001" and last["penerima"] == "kemensos"

    real, calls = log.Chain.add, []

    def full(*args: Any) -> Any:
        """The disk is full for the first event, then for the second of an act."""
        calls.append(args)
        if len(calls) != 2:
            raise OSError(28, "No space left on device")
        return real(*args)

    monkeypatch.setattr(log.Chain, "add", full)
    for _ in range(2):
        with pytest.raises(OSError, match="No space"):
            write(settings, folder, tmp_path / "dua.pdf")
        assert not (tmp_path / "dua.pdf").exists()
    assert len(calls) == 3


def test_the_command_prints_what_stands_in_the_record(settings: Settings, tmp_path: Path) -> None:
    folder = handed.listed(tmp_path / "paket", handed.about(handed.grant(settings, "D"), "D"))
    target = tmp_path / "bast.pdf"
    done = CliRunner().invoke(
        cli.app,
        ["handover", "record", str(folder), "--to", str(target), "--home", str(settings.home)],
    )
    assert done.exit_code == 0, done.output
    made = manifest.read((folder / "manifest.json").read_bytes())
    for item in made.berkas[:3]:
        assert str(item.sha256_tersegel) in done.stdout
    assert "tidak boleh / may not" in done.stdout and "2027-03-31" in done.stdout
    assert hashlib.sha256(target.read_bytes()).hexdigest() in done.stdout
    assert target.stat().st_mode & 0o077 == 0
