"""The confidentiality agreement of a grant, and templates of an agency's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from dagster_dtsen import cli, grants, handovers, journal
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.handover import paper
from dagster_dtsen.settings import Settings
from tests.handover import handed, pdf_text


def write(settings: Settings, izin: str, target: Path) -> str:
    told = handovers.nda(settings, izin, target, paper.BLANK, handed.MOMENT)
    return str(told["sha256"])


@pytest.mark.parametrize("annex", ["B", "C", "D"])
def test_an_agreement_says_what_its_grant_says(
    settings: Settings, tmp_path: Path, annex: str
) -> None:
    content = handed.request(settings, annex)
    write(settings, content["izin"], tmp_path / "nda.pdf")
    said = pdf_text.text((tmp_path / "nda.pdf").read_bytes())
    articles = {1: (), 2: range(1, 8), 3: (1, 2), 4: range(1, 5), 5: range(1, 7)}
    wanted = ["[Lampiran E Pasal 1]", content["izin"], "31 Maret 2027", content["lisensi"]]
    wanted += [
        f"[Lampiran E Pasal {article} ayat ({place})]"
        for article, places in articles.items()
        for place in places
    ]
    wanted += [name for names in content["variabel"].values() for name in names]
    assert [item for item in wanted if item not in said] == []
    last = journal.entries(settings.audit_log)[-1]
    assert (last["tindakan"], last["objek"]["jenis"], last["hasil"]) == (
        "serah",
        "izin",
        "berhasil",
    )


def test_it_is_the_same_paper_until_the_request_changes(settings: Settings, tmp_path: Path) -> None:
    content = handed.request(settings, "B")
    first = write(settings, content["izin"], tmp_path / "satu.pdf")
    grants.move(settings, content["izin"], "diajukan", handed.MOMENT)
    assert write(settings, content["izin"], tmp_path / "dua.pdf") == first


def test_a_refused_or_unknown_grant_has_none(settings: Settings, tmp_path: Path) -> None:
    content = handed.request(settings, "B")
    with pytest.raises(DtsenError, match="E-IZIN-TIADA"):
        write(settings, "tidak-ada", tmp_path / "nda.pdf")
    for to in ("diajukan", "ditolak"):
        grants.move(settings, content["izin"], to, handed.REQUESTED, reason="uji")
    with pytest.raises(DtsenError, match=r"E-SERAH.*ditolak"):
        write(settings, content["izin"], tmp_path / "nda.pdf")


def own_form(settings: Settings, text: str) -> None:
    path = settings.handover_form("nda")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_an_agency_lays_down_its_own_form(settings: Settings, tmp_path: Path) -> None:
    content = handed.request(settings, "B")
    own_form(settings, '#let p = json("data.json")\nBentuk resmi #p.izin #p.pihak.at(1).lembaga')
    write(settings, content["izin"], tmp_path / "nda.pdf")
    said = pdf_text.text((tmp_path / "nda.pdf").read_bytes())
    assert f"Bentuk resmi {content['izin']} Kementerian Sosial" in said and "Lampiran" not in said


def test_data_never_become_markup(settings: Settings, tmp_path: Path) -> None:
    def hostile(content: dict[str, object]) -> None:
        content["tujuan"] = 'Uji *tebal* #read("data.json") $x$ @a'

    content = handed.request(settings, "B", hostile)
    write(settings, content["izin"], tmp_path / "nda.pdf")
    assert content["tujuan"] in pdf_text.text((tmp_path / "nda.pdf").read_bytes())


@pytest.mark.parametrize(
    "text",
    [
        '#read("/izin.yml")',
        '#read("../izin.yml")',
        '#read("../../../../../../../../etc/hostname")',
        '#image("../rumah/izin.yml")',
        '#import "@preview/cetz:0.3.4": *',
        '#include "naskah.typ"',
        '#read("@preview/cetz:0.3.4/README.md")',
        '#eval("1")',
        "#tidak_ada",
        "#(",
    ],
)
def test_a_form_reads_nothing_else_and_fetches_nothing(
    settings: Settings, tmp_path: Path, text: str
) -> None:
    content = handed.request(settings, "B")
    own_form(settings, text)
    with pytest.raises(DtsenError, match=r"E-TEMPLAT-RUSAK.*nda\.typ"):
        write(settings, content["izin"], tmp_path / "nda.pdf")
    assert not (tmp_path / "nda.pdf").exists()
    assert journal.entries(settings.audit_log)[-1]["sebab"] == "E-TEMPLAT-RUSAK"


def test_the_command_writes_it(settings: Settings, tmp_path: Path) -> None:
    content = handed.request(settings, "B")
    target = tmp_path / "nda.pdf"
    arguments = ["handover", "agreement", content["izin"], "--to", str(target)]
    done = CliRunner().invoke(cli.app, [*arguments, "--home", str(settings.home)])
    assert done.exit_code == 0 and "Belum ditandatangani / not signed" in done.stdout
    again = CliRunner().invoke(cli.app, [*arguments, "--home", str(settings.home)])
    assert again.exit_code == 59
