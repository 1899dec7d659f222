"""What no hand-over record is made from: other facts, other rights, no grant, a broken manifest."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import grants, handovers
from dagster_dtsen.envelope import manifest
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.handover import paper
from dagster_dtsen.settings import Settings
from tests.handover import handed

Change = Callable[[dict[str, Any]], object]


def write(settings: Settings, folder: Path, target: Path) -> None:
    handovers.bast(settings, folder, target, paper.BLANK, handed.MOMENT)


@pytest.mark.parametrize(
    "key", ["kegiatan", "lampiran", "peran", "tujuan", "wilayah", "variabel", "baris",
            "tanggal_rilis", "sidik_rilis", "bentuk", "isi", "program"],
)  # fmt: skip
def test_a_package_that_lacks_a_fact_is_refused(
    settings: Settings, tmp_path: Path, key: str
) -> None:
    about = handed.about(handed.request(settings, "B"), "B")
    facts = {name: value for name, value in about.fakta.items() if name != key}
    folder = handed.listed(tmp_path / "paket", replace(about, fakta=facts))
    with pytest.raises(DtsenError, match=f"E-SERAH.*{key}"):
        write(settings, folder, tmp_path / "bast.pdf")
    assert not (tmp_path / "bast.pdf").exists()


WRONG: dict[str, Change] = {
    "kegiatan": lambda facts: facts.update(kegiatan="pengawasan"),
    "lampiran": lambda facts: facts.update(lampiran="C"),
    "peran": lambda facts: facts.update(peran="prosesor"),
    "tujuan": lambda facts: facts.update(tujuan="Lain"),
    "program": lambda facts: facts.update(program=None),
    "variabel": lambda facts: facts["variabel"]["individu"].append("tempat_lahir"),
}


@pytest.mark.parametrize("key", WRONG)
def test_a_package_that_is_not_what_its_grant_says_is_refused(
    settings: Settings, tmp_path: Path, key: str
) -> None:
    about = handed.about(handed.grant(settings, "B"), "B")
    facts = json.loads(json.dumps(about.fakta))
    WRONG[key](facts)
    folder = handed.listed(tmp_path / "paket", replace(about, fakta=facts))
    with pytest.raises(DtsenError, match=f"E-SERAH.*differ: .*{key}"):
        write(settings, folder, tmp_path / "bast.pdf")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"hak_alih": False}, "hak_alih"),
        ({"lisensi": "mikro"}, "lisensi"),
        ({"tingkat": 3}, "tingkat"),
        ({"berlaku_sampai": "2027-04-01"}, "berlaku_sampai"),
        ({"penerima": "Kementerian Lain"}, "penerima"),
    ],
)
def test_nor_is_one_with_other_rights(
    settings: Settings, tmp_path: Path, change: dict[str, Any], reason: str
) -> None:
    about = replace(handed.about(handed.grant(settings, "B"), "B"), **change)
    folder = handed.listed(tmp_path / "paket", about)
    with pytest.raises(DtsenError, match=f"E-SERAH.*{reason}"):
        write(settings, folder, tmp_path / "bast.pdf")


def test_nor_is_one_sealed_for_another_certificate(settings: Settings, tmp_path: Path) -> None:
    about = handed.about(handed.grant(settings, "B"), "B")
    folder = handed.listed(tmp_path / "paket", about, certificate="ab" * 32)
    with pytest.raises(DtsenError, match=r"E-SERAH.*differ: sertifikat"):
        write(settings, folder, tmp_path / "bast.pdf")


def test_nor_is_one_that_a_passphrase_opens_where_the_grant_names_a_certificate(
    settings: Settings, tmp_path: Path
) -> None:
    about = handed.about(handed.grant(settings, "B"), "B")
    facts = about.fakta | {manifest.EXCEPTION: manifest.NO_CERTIFICATE}
    made = manifest.make(
        replace(about, tingkat=2, fakta=facts), handed.MOMENT, None, None, manifest.AGE,
        handed.entries(3, sum(about.fakta["baris"].values())),
    )  # fmt: skip
    (tmp_path / manifest.MANIFEST).write_bytes(made.text())
    with pytest.raises(DtsenError, match=r"E-SERAH.*differ: .*sertifikat"):
        write(settings, tmp_path, tmp_path / "bast.pdf")


@pytest.mark.parametrize(
    ("scope", "fits"),
    [(["32"], True), (["3201", "3202"], True), (["32", "33"], False), ("nasional", False)],
)
def test_regions_must_lie_in_those_of_the_grant(
    settings: Settings, tmp_path: Path, scope: Any, fits: bool
) -> None:
    def java(content: dict[str, Any]) -> None:
        content["wilayah"] = {"sistem": "kemendagri", "kode": ["32"]}

    about = handed.about(handed.grant(settings, "B", java), "B")
    folder = handed.listed(
        tmp_path / "paket", replace(about, fakta=about.fakta | {"wilayah": scope})
    )
    if fits:
        write(settings, folder, tmp_path / "bast.pdf")
    else:
        with pytest.raises(DtsenError, match=r"E-SERAH.*differ: wilayah"):
            write(settings, folder, tmp_path / "bast.pdf")


def test_rows_of_the_parts_must_be_the_rows_of_the_facts(
    settings: Settings, tmp_path: Path
) -> None:
    about = handed.about(handed.grant(settings, "B"), "B")
    folder = handed.listed(tmp_path / "paket", about)
    text = (folder / "manifest.json").read_text()
    assert text.count('"individu": 7000301') == 1
    (folder / "manifest.json").write_text(text.replace('"individu": 7000301', '"individu": 7'))
    with pytest.raises(DtsenError, match="rows differ"):
        write(settings, folder, tmp_path / "bast.pdf")


@pytest.mark.parametrize("harm", ["gone", "cut", "key", "link"])
def test_a_manifest_that_does_not_hold_is_refused(
    settings: Settings, tmp_path: Path, harm: str
) -> None:
    folder = handed.listed(tmp_path / "paket", handed.about(handed.grant(settings, "B"), "B"))
    path = folder / "manifest.json"
    text = path.read_text()
    path.unlink()
    if harm == "cut":
        path.write_text(text[:-2])
    if harm == "key":
        path.write_text(text.replace('"dibuat"', '"dibuat2"'))
    if harm == "link":
        (tmp_path / "lain.json").write_text(text)
        path.symlink_to(tmp_path / "lain.json")
    with pytest.raises(DtsenError, match="E-SERAH"):
        write(settings, folder, tmp_path / "bast.pdf")


def test_an_unknown_inactive_or_revoked_grant_gives_no_record(
    settings: Settings, tmp_path: Path
) -> None:
    content = handed.request(settings, "B")
    about = handed.about(content, "B")
    stranger = handed.listed(tmp_path / "asing", replace(about, id_izin="tidak-ada"))
    with pytest.raises(DtsenError, match="E-IZIN-TIADA"):
        write(settings, stranger, tmp_path / "bast.pdf")
    folder = handed.listed(tmp_path / "paket", about)
    with pytest.raises(DtsenError, match=r"E-SERAH.*reviu_kesiapan"):
        write(settings, folder, tmp_path / "bast.pdf")
    for to in (*handed.STEPS, "dicabut"):
        grants.move(
            settings, content["izin"], to, handed.REQUESTED, reason="uji",
            signature=settings.root / "izin.yml", signer=lambda *_: "ab" * 32,
        )  # fmt: skip
    with pytest.raises(DtsenError, match=r"E-SERAH.*dicabut"):
        write(settings, folder, tmp_path / "bast.pdf")
