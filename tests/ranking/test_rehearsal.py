"""A rehearsal against ranks that Python computes from the scores: both ways, open and encrypted."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from sealed_ranks import LEFT_OUT, RELEASE, deciles, home, matrix, scored

from dagster_dtsen import rehearsal, rehearsal_space
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import sha256
from dagster_dtsen.ranking import policy, store
from dagster_dtsen.ranking.register import SHIPPED
from dagster_dtsen.release import store as releases
from dagster_dtsen.settings import Settings
from tests.release.hand_made import KEY

V1 = "kesejahteraan_v1"
Told = dict[str, Any]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with home(tmp_path_factory.mktemp("gladi") / "home") as settings:
        yield settings


def moves(told: Told) -> dict[tuple[int | None, int | None], int | str]:
    return {(row["dari"], row["ke"]): row["jumlah"] for row in told["matriks"]}


def lower(decile: int | None) -> bool:
    return decile is not None and decile <= 4


def store_of(settings: Settings) -> releases.StoredRelease:
    return releases.stored(settings)[-1]


def files(settings: Settings) -> dict[str, str]:
    """Every file of the home with its content."""
    return {str(path): sha256(path) for path in settings.root.rglob("*") if path.is_file()}


def lay(path: Path, content: object) -> Path:
    path.write_text(yaml.safe_dump(content))
    return path


def test_its_own_model_moves_nobody_and_leaves_the_home_alone(published: Settings) -> None:
    before = files(published)
    told = rehearsal.rehearse(published, "kesejahteraan_v3", None)
    ranks = deciles(scored(store.load(published)))
    assert told["ubah"] == []
    assert told["ringkasan"]["desil_berubah"] == 0
    assert {dari == ke for dari, ke in moves(told)} == {True}
    assert moves(told) == matrix(ranks, ranks)
    assert all(row["masuk"] == row["keluar"] == 0 for row in told["batas"])
    assert files(published) == before


def test_an_encrypted_release_is_ranked_the_same(tmp_path: Path) -> None:
    with home(tmp_path / "home", KEY, former=True) as settings:
        told = rehearsal.rehearse(settings, V1, None)
        with rehearsal_space.space(settings, store_of(settings)) as own:
            text = own.warehouse_file.read_bytes()
            with pytest.raises(duckdb.Error), duckdb.connect(own.warehouse_file):
                pass
        assert KEY.encode() not in text
        assert not (settings.scratch_dir / "gladi").exists()
    before, after = scored(store.load(settings)), scored(store.read(SHIPPED / f"{V1}.json"))
    assert moves(told) == matrix(deciles(before), deciles(after))


@pytest.fixture(scope="module")
def variant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped model as a file in which small children count for much more."""
    shipped = store.read(SHIPPED / "kesejahteraan_v3.json")
    children = shipped.koefisien["jumlah_balita"] | {"nilai": Decimal("-0.400000")}
    model = dataclasses.replace(shipped, koefisien=shipped.koefisien | {"jumlah_balita": children})
    return store.save(model, tmp_path_factory.mktemp("varian"))


def test_a_former_model_from_a_file_gives_the_moves_of_its_scores(
    published: Settings, variant: Path
) -> None:
    """In all and by province, from the model in the file to the release."""
    told = rehearsal.rehearse(published, str(variant), None, former=True)
    families = scored(store.load(published))
    before, after = deciles(scored(store.read(variant))), deciles(families)
    assert moves(told) == matrix(before, after)
    assert told["sisi_rilis"] == "ke"
    assert [row["aturan"] for row in told["ubah"]] == ["model"]
    (lowest,) = (row for row in told["batas"] if row["program"] == "desil_1_4")
    assert lowest["masuk"] == sum(lower(after[n]) and not lower(before[n]) for n in after) >= 5
    for row in (row for row in told["provinsi"] if row["program"] == "desil_1_4"):
        own = [family.id for family in families if family.province == row["nilai"]]
        for name, found in (
            ("dari", [n for n in own if lower(before[n])]),
            ("masuk", [n for n in own if lower(after[n]) and not lower(before[n])]),
            ("keluar", [n for n in own if lower(before[n]) and not lower(after[n])]),
        ):
            assert row[name] == ("<5" if 0 < len(found) < 5 else len(found)), (row, name)


def test_unit_gaps_and_limits_of_a_policy_decide(published: Settings, tmp_path: Path) -> None:
    content = {"satuan_desil": "individu", "maks_butir_kosong": 5, "batas_program": {"pkh": 3}}
    told = rehearsal.rehearse(published, None, lay(tmp_path / "k.yml", content))
    families = scored(store.load(published))
    before = deciles(families)
    after = deciles(families, unit="individu", most_gaps=5)
    assert moves(told) == matrix(before, after)
    assert sum(rank is None for rank in after.values()) > sum(r is None for r in before.values())
    (pkh,) = (row for row in told["batas"] if row["program"] == "pkh")
    assert (pkh["batas_dari"], pkh["batas_ke"]) == (4, 3)
    assert pkh["keluar"] == sum(lower(before[n]) and (after[n] or 11) > 3 for n in before) >= 5


def test_what_a_verdict_does_to_a_family_is_made_anew(published: Settings, tmp_path: Path) -> None:
    """A tenth of the families lost their head for having no NIK: smaller, and suspended."""
    own = {"tanpa_nik": {"dihitung": False, "bila_kepala": "tangguhkan"}}
    told = rehearsal.rehearse(published, None, lay(tmp_path / "k.yml", {"aturan_validasi": own}))
    model = store.load(published)
    after = deciles(scored(model, left_out=False), suspended=LEFT_OUT)
    assert moves(told) == matrix(deciles(scored(model)), after)
    (lost,) = (r for r in told["kelompok"] if (r["nilai"], r["program"]) == ("tanpa NIK", "pkh"))
    assert lost["keluarga"] == 40
    assert lost["ke"] in (0, None)


def refused(settings: Settings) -> str:
    with pytest.raises(DtsenError) as error:
        rehearsal.rehearse(settings, V1, None)
    assert error.value.kind.code == "E-GLADI-DASAR"
    assert not (settings.scratch_dir / "gladi").exists()
    return str(error.value)


def test_a_base_that_other_rules_ranked_is_refused(
    published: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ranked anew by a limit that was not the release's: a difference would not be the model's."""
    here = policy.in_force(published, "keluarga")
    with monkeypatch.context() as patch:
        other = dataclasses.replace(here, maks_butir_kosong=5)
        patch.setattr(policy, "in_force", lambda *_: other)
        message = refused(published)
    assert RELEASE in message
    assert "keluarga berbeda / families differ" in message


def test_a_base_whose_model_is_gone_is_refused(
    published: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(store, "of_fingerprint", lambda *_: None)
        assert "model" in refused(published)
