"""The steps of a request: only those of the seed, each with what it needs, all on record."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from grant_requests import PKH, example, lay
from typer.testing import CliRunner

from dagster_dtsen import audits, cli, grants, journal
from dagster_dtsen.audit import log
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from dagster_dtsen.sharing import register

MOMENT = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
PATH = (
    "diajukan", "diverifikasi_teknis", "diverifikasi_substansi", "direkomendasikan", "disetujui",
    "perjanjian", "aktif",
)  # fmt: skip
SIGNED = ("disetujui", "aktif", "dicabut")
ID = "kemensos-pkh-2026"


def signer(statement: bytes, signature: Path) -> str:
    """A signature that is the statement itself."""
    if signature.read_bytes() != statement:
        raise DtsenError("E-IZIN-TANDA", izin=ID, ke="?", reason="lain / other")
    return "ab" * 32


def step(settings: Settings, to: str, *, reason: str = "", moment: dt.datetime = MOMENT) -> str:
    """One step with all it needs; the state after it."""
    signature = None
    if to in SIGNED:
        signature = settings.root / "tanda.p7s"
        grant = grants.find(settings, ID, moment.date())
        signature.write_bytes(grants.statement(grant, to, reason))
    return grants.move(
        settings, ID, to, moment, reason=reason, signature=signature, signer=signer
    ).keadaan


@pytest.fixture
def entered(settings: Settings, tmp_path: Path) -> Settings:
    grants.enter(settings, lay(tmp_path / "pkh.yml", example("kemensos_pkh")), MOMENT, PKH)
    return settings


def test_a_request_goes_its_way_and_every_step_is_on_record(entered: Settings) -> None:
    assert [step(entered, to) for to in PATH] == list(PATH)
    grant = grants.find(entered, ID, MOMENT.date())
    assert [line["ke"] for line in grant.langkah] == [register.FIRST, *PATH]
    assert {line["oleh"] for line in grant.langkah} == {grants.actor().akun}
    assert [line["ke"] for line in grant.langkah if "sertifikat" in line] == ["disetujui", "aktif"]
    assert step(entered, "dicabut", reason="disalahgunakan") == "dicabut"


def test_every_act_stands_in_the_audit_log_and_none_happens_without_it(
    entered: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    step(entered, "diajukan")
    with pytest.raises(DtsenError, match="E-IZIN-ALIH"):
        grants.move(entered, ID, "aktif", MOMENT)
    told = [(line["hasil"], line["sebab"]) for line in journal.entries(entered.audit_log)]
    assert told == [
        ("mulai", None), ("berhasil", None), ("mulai", None), ("berhasil", None),
        ("mulai", None), ("gagal", "E-IZIN-ALIH"),
    ]  # fmt: skip
    assert audits.verify(entered)["kerusakan"] == []
    before = entered.grants_log.read_text()

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(log.Chain, "add", full)
    with pytest.raises(OSError, match="No space"):
        step(entered, "diverifikasi_teknis")
    assert entered.grants_log.read_text() == before


@pytest.mark.parametrize("to", ["aktif", "disetujui", "berakhir", "tiada", register.FIRST])
def test_a_step_that_the_seed_does_not_have_is_refused(entered: Settings, to: str) -> None:
    with pytest.raises(DtsenError, match="E-IZIN-ALIH"):
        grants.move(entered, ID, to, MOMENT)
    assert grants.find(entered, ID, MOMENT.date()).keadaan == register.FIRST


def test_what_a_step_needs_is_looked_at_first(settings: Settings, tmp_path: Path) -> None:
    content = example("kemensos_pkh")
    content["dokumen"] = content["dokumen"][1:]
    grants.enter(settings, lay(tmp_path / "pkh.yml", content), MOMENT, PKH)
    with pytest.raises(DtsenError, match=r"E-IZIN-SYARAT.*DOKUMEN_KURANG \(surat_tugas\)"):
        step(settings, "diajukan")


def test_a_signed_step_without_or_with_another_signature_is_refused(
    entered: Settings, tmp_path: Path
) -> None:
    for to in PATH[:4]:
        step(entered, to)
    with pytest.raises(DtsenError, match="E-IZIN-TANDA"):
        grants.move(entered, ID, "disetujui", MOMENT)
    wrong = tmp_path / "lain.p7s"
    wrong.write_bytes(b"lain")
    with pytest.raises(DtsenError, match="E-IZIN-TANDA"):
        grants.move(entered, ID, "disetujui", MOMENT, signature=wrong, signer=signer)
    assert grants.find(entered, ID, MOMENT.date()).keadaan == "direkomendasikan"


def test_a_request_sent_back_is_completed_by_a_copy_of_its_own(
    entered: Settings, tmp_path: Path
) -> None:
    step(entered, "diajukan")
    with pytest.raises(DtsenError, match="E-IZIN-SYARAT"):
        step(entered, "dikembalikan")
    assert step(entered, "dikembalikan", reason="KAK belum lengkap") == "dikembalikan"
    before = grants.find(entered, ID, MOMENT.date())
    with pytest.raises(DtsenError, match="E-IZIN-SYARAT"):
        grants.move(entered, ID, "dilengkapi", MOMENT)
    other = lay(tmp_path / "lain.yml", example("bpkp"))
    with pytest.raises(DtsenError, match="E-IZIN-ALIH"):
        grants.move(entered, ID, "dilengkapi", MOMENT, file=other)
    better = lay(tmp_path / "dua.yml", example("kemensos_pkh") | {"tujuan": "Penetapan penerima"})
    after = grants.move(entered, ID, "dilengkapi", MOMENT, file=better, criteria_file=PKH)
    assert (after.keadaan, after.asked.tujuan) == ("dilengkapi", "Penetapan penerima")
    assert after.sidik != before.sidik
    assert len(list((entered.grants_dir / ID).iterdir())) == 3


def test_criteria_are_kept_with_the_request_and_signed_for(
    settings: Settings, tmp_path: Path
) -> None:
    request = lay(tmp_path / "a.yml", example("kemensos_pkh"))
    other = tmp_path / "lain.yml"
    other.write_bytes(PKH.read_bytes())
    for given in (None, other):
        with pytest.raises(DtsenError, match="E-IZIN"):
            grants.enter(settings, request, MOMENT, given)
    with pytest.raises(DtsenError, match="E-IZIN"):
        grants.enter(settings, lay(tmp_path / "b.yml", example("bpkp")), MOMENT, PKH)
    broken = tmp_path / "rusak" / "pkh.yml"
    broken.parent.mkdir()
    broken.write_text("program: [")
    with pytest.raises(DtsenError, match="E-KRITERIA"):
        grants.enter(settings, request, MOMENT, broken)
    assert not settings.grants_log.exists()
    grant = grants.enter(settings, request, MOMENT, PKH)
    kept = register.criteria_file(settings, grant)
    assert kept is not None
    assert kept.read_bytes() == PKH.read_bytes()
    assert grant.kriteria in grants.statement(grant, "disetujui", "").decode()
    kept.write_text(kept.read_text().replace("desil: [1, 2, 3, 4]", "desil: [1, 2, 3, 4, 5]"))
    with pytest.raises(DtsenError, match="damaged"):
        register.criteria_file(settings, grant)


def test_a_grant_ends_with_its_term_and_owes_what_nobody_brought(
    entered: Settings, tmp_path: Path
) -> None:
    for to in PATH:
        step(entered, to)
    july, november = dt.date(2026, 8, 1), dt.date(2026, 11, 1)
    assert grants.find(entered, ID, dt.date(2026, 7, 31)).owed(dt.date(2026, 7, 31)) == []
    assert grants.find(entered, ID, july).owed(july) == ["balikan"]
    assert grants.ground(entered, november).overdue == {"kemensos"}
    again = lay(tmp_path / "lagi.yml", example("kemensos_pkh") | {"izin": "kemensos-2"})
    assert "TUNGGAKAN" in {found.kode for found in grants.check(entered, again, november)[1]}
    for duty in register.DUTIES:
        grants.bring(entered, ID, duty, again, MOMENT)
    assert grants.ground(entered, november).overdue == frozenset()
    over = dt.date(2027, 4, 1)
    assert grants.find(entered, ID, dt.date(2027, 3, 31)).keadaan == "aktif"
    assert grants.find(entered, ID, over).keadaan == "berakhir"


def test_a_second_request_of_one_id_and_a_person_number_are_refused(
    entered: Settings, tmp_path: Path
) -> None:
    with pytest.raises(DtsenError, match="E-IZIN-ADA"):
        grants.enter(entered, lay(tmp_path / "b.yml", example("kemensos_pkh")), MOMENT, PKH)
    numbered = example("bpkp") | {"tujuan": "Periksa 3201234567890123"}
    with pytest.raises(DtsenError, match="E-IZIN"):
        grants.enter(entered, lay(tmp_path / "c.yml", numbered), MOMENT)
    with pytest.raises(DtsenError, match="E-IZIN"):
        step(entered, "diajukan", reason="lihat 3201234567890123")
    assert "3201234567890123" not in entered.grants_log.read_text()


def test_a_changed_copy_is_noticed(entered: Settings) -> None:
    grant = grants.find(entered, ID, MOMENT.date())
    copy = entered.grants_dir / ID / f"{grant.sidik}.yml"
    copy.write_text(copy.read_text().replace("tingkat:\n- 4", "tingkat:\n- 3"))
    with pytest.raises(DtsenError, match="E-IZIN"):
        grants.find(entered, ID, MOMENT.date())


def test_the_environment_does_not_say_who_acts(
    entered: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "menteri")
    step(entered, "diajukan")
    assert journal.entries(entered.grants_log)[-1]["oleh"] != "menteri"


def test_the_commands_check_take_up_and_list(settings: Settings, tmp_path: Path) -> None:
    file = lay(tmp_path / "pkh.yml", example("kemensos_pkh"))
    run = CliRunner().invoke
    home = ["--home", str(settings.home)]
    good = run(cli.app, ["grants", "check", str(file), "--pada", "2026-03-01", *home])
    assert good.exit_code == 0
    late = run(cli.app, ["grants", "check", str(file), "--pada", "2028-03-01", *home])
    assert late.exit_code == 1
    assert "MASA_LEWAT" in late.stdout
    assert run(cli.app, ["grants", "list", *home]).stdout.count(ID) == 0
    assert run(cli.app, ["grants", "enter", str(file), *home]).exit_code == 113
    criteria = ["--kriteria", str(PKH)]
    assert run(cli.app, ["grants", "enter", str(file), *criteria, *home]).exit_code == 0
    told = run(cli.app, ["grants", "show", ID, "--json", *home])
    assert f'"keadaan": "{register.FIRST}"' in told.stdout
    assert ID in run(cli.app, ["grants", "list", *home]).stdout
    stated = run(cli.app, ["grants", "statement", ID, "disetujui", *home]).stdout
    assert (
        stated
        == grants.statement(grants.find(settings, ID, MOMENT.date()), "disetujui", "").decode()
    )
    assert "E-IZIN-TIADA" in run(cli.app, ["grants", "show", "tiada", *home]).stderr
