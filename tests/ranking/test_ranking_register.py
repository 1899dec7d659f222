"""Which model a release uses: the one approved last, else the one shipped."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.ranking import register, store
from dagster_dtsen.ranking.design import INTERCEPT, design
from dagster_dtsen.ranking.model import Model
from dagster_dtsen.settings import Settings

FIRST = "2026T1"


@pytest.fixture
def other() -> Model:
    """The shipped model with another constant."""
    model = store.read(register.SHIPPED / f"{design().model}.json")
    name, code = INTERCEPT
    moved = model.koefisien | {name: {code: Decimal("13.000001")}}
    return replace(model, koefisien=moved)


def test_a_trained_model_waits_and_is_used_once_approved(settings: Settings, other: Model) -> None:
    shipped = store.load(settings)
    path = store.keep(settings, other, "siti")
    assert store.load(settings).sidik == shipped.sidik != other.sidik
    entry = register.last_trained(settings)
    assert (entry.path, entry.penulis, entry.persetujuan) == (path, "siti", None)
    told = register.approve(settings, entry.label, "budi", "galat lebih kecil", FIRST)
    assert told.berlaku
    assert store.load(settings).sidik == other.sidik
    assert [item.berlaku for item in register.entries(settings)].count(True) == 1
    back = register.approve(settings, design().model, "budi", "kembali", FIRST)
    assert back.asal == "paket"
    assert store.load(settings).sidik == shipped.sidik


def test_a_quarter_from_before_the_approval_keeps_its_model(
    settings: Settings, other: Model
) -> None:
    """An older quarter that is built anew has the ranks of the model of its time."""
    shipped = store.load(settings)
    store.keep(settings, other, "siti")
    register.approve(settings, register.last_trained(settings).label, "budi", "baik", "2026T3")
    used = {name: store.load(settings, name).sidik for name in ("2026T2", "2026T3", "2027T1")}
    assert used == {"2026T2": shipped.sidik, "2026T3": other.sidik, "2027T1": other.sidik}
    register.approve(settings, design().model, "budi", "keliru", "2026T4")
    assert store.load(settings, "2026T3").sidik == other.sidik
    assert store.load(settings, "2027T1").sidik == store.load(settings).sidik == shipped.sidik


def test_the_approval_says_who_when_and_why(settings: Settings, other: Model) -> None:
    store.keep(settings, other, "siti")
    label = register.last_trained(settings).label
    register.approve(settings, label, "budi", "galat lebih kecil", FIRST)
    lines = [json.loads(line) for line in register.log_file(settings).read_text().splitlines()]
    assert [line["tindakan"] for line in lines] == ["latih", "setuju"]
    assert lines[1]["oleh"] == "budi"
    assert lines[1]["alasan"] == "galat lebih kecil"
    assert lines[1]["sidik"] == other.sidik
    assert lines[1]["mulai"] == FIRST
    assert lines[1]["pada"].endswith("+00:00")


@pytest.mark.parametrize(
    ("by", "reason"), [("budi", " "), ("", "baik"), ("budi", "lihat 3201234567890123")]
)
def test_an_approval_without_reason_or_with_a_number_is_not_recorded(
    settings: Settings, other: Model, by: str, reason: str
) -> None:
    store.keep(settings, other, "siti")
    before = register.log_file(settings).read_text()
    with pytest.raises(DtsenError, match="E-PERSETUJUAN-SALAH"):
        register.approve(settings, register.last_trained(settings).label, by, reason, FIRST)
    assert register.log_file(settings).read_text() == before


def test_an_unknown_model_is_not_approved(settings: Settings) -> None:
    with pytest.raises(DtsenError, match="E-MODEL-LAIN"):
        register.approve(settings, "tiada", "budi", "baik", FIRST)


def test_an_approved_model_that_is_gone_or_damaged_stops_a_release(
    settings: Settings, other: Model
) -> None:
    path = store.keep(settings, other, "siti")
    register.approve(settings, register.last_trained(settings).label, "budi", "baik", FIRST)
    text = path.read_text()
    path.write_text(text.replace("13.000001", "13.000002"))
    with pytest.raises(DtsenError, match="E-MODEL-TIADA"):
        store.load(settings)
    path.write_text(text)
    assert store.load(settings).sidik == other.sidik
    path.unlink()
    with pytest.raises(DtsenError, match="E-MODEL-TIADA"):
        store.load(settings)


def test_a_model_from_before_the_register_is_neither_used_nor_passed_over(
    settings: Settings, other: Model
) -> None:
    """Homes used a model under its bare name; they do not change to the shipped one unasked."""
    store.save(other, settings.models_dir)
    with pytest.raises(DtsenError, match="E-MODEL-SETUJU"):
        store.load(settings)
    versi = other.sidik[: register.VERSION]
    register.approve(settings, versi, "budi", "sudah dipakai", FIRST)
    assert store.load(settings).sidik == other.sidik


def test_a_model_of_another_design_is_not_usable(settings: Settings, other: Model) -> None:
    lacking = dict(other.koefisien)
    lacking.pop("jenis_lantai_terluas")
    store.keep(settings, replace(other, koefisien=lacking), "siti")
    with pytest.raises(DtsenError, match="E-MODEL-TIADA"):
        store.check(settings, register.last_trained(settings).label)
    store.check(settings, design().model)


def test_the_model_of_older_releases_can_still_be_read_and_scored() -> None:
    path = register.SHIPPED / "kesejahteraan_v1.json"
    assert store.scored(path).nama == "kesejahteraan_v1"
