"""The same deliveries under other conditions: encrypted, in another order, broken."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import yaml

from dagster_dtsen import list_answers, match_lists, orchestrate, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import store
from dagster_dtsen.release.status import status_of, verify_seals
from dagster_dtsen.release.tables import TABLES
from dagster_dtsen.settings import Settings
from tests.e2e.conftest import Runner, manifest
from tests.e2e.list_desk import DAY, Desk
from tests.e2e.needles import Needles

pytestmark = pytest.mark.e2e
KEY = "kunci-rahasia-untuk-uji-91f2"


# a list to be matched leaves nothing in a release or its working file
LEFT_BY_A_LIST = (
    "select count(*) from raw.padankan__daftar",
    "select count(*) from ledger.kiriman where penyedia = 'padankan'",
    "select count(*) from ledger.kontrak where penyedia = 'padankan'",
    "select count(*) from standardised.individu where penyedia = 'padankan'",
)


@pytest.fixture
def landing_with_list(copied_landing: Path, desk: Desk) -> Path:
    """What the plain release was made of, and a list to be matched that was sent in its quarter."""
    shutil.copytree(desk.landing / "padankan", copied_landing / "padankan")
    (note,) = (copied_landing / "padankan").rglob("pengantar.yml")
    content = yaml.safe_load(note.read_text())
    content |= {"periode": "2026T1", "tanggal_acuan": dt.date(2026, 1, 31)}
    content |= {"tanggal_kirim": dt.date(2026, 2, 10), "jatuh_tempo": dt.date(2026, 2, 15)}
    note.write_text(yaml.safe_dump(content))
    return copied_landing


def test_an_encrypted_home_hides_everything_and_order_repeats_and_a_list_do_not_matter(
    landing_with_list: Path,
    built: Settings,
    runner: Callable[..., Runner],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """One release shows all: it equals the one made plain, in order, without repeats and list."""
    for provider in landing_with_list.iterdir():
        for folder in sorted(provider.iterdir()):
            # the later period is read first, and everything lies there twice
            renamed = provider / ("a" if folder.name.endswith("T2") else "z")
            shutil.copytree(folder, renamed)
            shutil.copytree(folder, provider / f"{renamed.name}-ulang")
            shutil.rmtree(folder)
    settings = runner(landing_with_list, KEY).run(monkeypatch, "2026T1")
    made, plain = manifest(settings, "2026T1"), manifest(built, "2026T1")
    assert made["sidik"] == plain["sidik"]
    assert made["kiriman"] == plain["kiriman"]
    for layer, tables in plain["lapisan"].items():
        found = {name: table["sidik"] for name, table in made["lapisan"][layer].items()}
        assert found == {name: table["sidik"] for name, table in tables.items()}
    assert verify_seals(settings) == {"2026T1.v1": len(TABLES)}
    with warehouse.connect(settings) as con:
        niks = con.execute("select nik from standardised.individu limit 300").fetchall()
        for query in LEFT_BY_A_LIST:
            assert con.execute(query).fetchall() == [(0,)], query
    people = [row[0] for row in niks if row[0]]
    answer, again = match_lists.match(settings, DAY)
    assert (answer.act, again.act) == ("dijawab", "sudah")
    assert answer.told["padanan"]["padan"] > 0
    taken = settings.root.parent / "jawaban"
    list_answers.take(settings, answer.folder, taken, dt.datetime(2026, 8, 1, tzinfo=dt.UTC))
    assert list_answers.package_hash(settings, taken) == answer.hash
    needles = Needles([KEY, *people])
    files = [path for path in settings.root.rglob("*") if path.is_file()]
    assert {path.stem for path in files} >= {"pengembalian", "hasil_padan"}
    assert len(files) > 50
    for path in files:
        assert not needles.stand_in(path.read_bytes()), path.relative_to(settings.root)
    output = capfd.readouterr()
    assert KEY not in output.out + output.err
    # the same search does find people in a home without a key
    assert Needles(people).stand_in(built.warehouse_file.read_bytes())
    with pytest.raises(duckdb.Error):
        duckdb.connect(str(settings.root / "terbit.duckdb"), read_only=True)
    monkeypatch.setenv("DTSEN_DB_KEY", "kunci-lain")
    wrong = Settings()
    with pytest.raises(DtsenError) as refused:
        status_of(wrong)
    assert refused.value.kind.code == "E-KUNCI-SALAH"


def test_without_a_population_register_the_first_gate_stops_the_run(
    copied_landing: Path, runner: Callable[..., Runner], monkeypatch: pytest.MonkeyPatch
) -> None:
    note = copied_landing / "dukcapil" / "2026T1" / "pengantar.yml"
    content = yaml.safe_load(note.read_text())
    content["berkas"][0]["jumlah_rekaman"] += 1
    note.write_text(yaml.safe_dump(content))
    failing = runner(copied_landing)
    with pytest.raises(DtsenError) as stopped:
        failing.run(monkeypatch, "2026T1")
    assert stopped.value.kind.code == "E-GERBANG-GAGAL"
    settings = failing.settings(monkeypatch)
    assert store.stored(settings) == []
    with warehouse.connect(settings) as con:
        refused = con.execute(
            "select penyedia, kode_alasan from ledger.kiriman where status = 'ditolak'"
        ).fetchall()
        linked = con.execute(
            "select count(*) from duckdb_tables() where schema_name = 'linkage'"
        ).fetchall()
    assert refused == [("dukcapil", "JUMLAH_TAK_SAMA")]
    assert linked == [(0,)]


def test_a_release_without_its_base_is_refused(
    landing: Path, runner: Callable[..., Runner], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dagster_dtsen.release.ids import ReleaseId

    settings = runner(landing).settings(monkeypatch)
    chain = orchestrate.pending(settings, orchestrate.check_landing(settings))
    with pytest.raises(DtsenError) as refused:
        orchestrate.check_chain(settings, ReleaseId.parse("2026T2"), chain)
    assert refused.value.kind.code == "E-RANTAI-PUTUS"
