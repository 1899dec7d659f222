"""Heads: when they are written, by which key they hold, and what an outside place must be."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from dagster_dtsen import audits
from dagster_dtsen.audit import head
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import signature
from dagster_dtsen.settings import Settings
from tests.audit.chains import clock, kinds, lay, lines, made, put


def names(settings: Settings) -> list[str]:
    assert settings.audit_anchor is not None
    return sorted(path.name for path in settings.audit_anchor.iterdir())


def code(settings: Settings) -> str:
    with pytest.raises(DtsenError) as caught:
        audits.note(settings, made(), clock)
    return caught.value.kind.code


def test_a_head_comes_with_every_so_many_events_and_on_request(anchored: Settings) -> None:
    lay(anchored, 9)
    assert names(anchored) == []
    lay(anchored, 2)
    assert names(anchored) == ["kepala-10.json"]
    path = audits.anchor(anchored, clock)
    assert path is not None
    before = path.read_bytes()
    assert audits.anchor(anchored) == path
    assert path.read_bytes() == before
    lay(anchored, 9)
    assert names(anchored) == ["kepala-10.json", "kepala-11.json"]
    told = audits.verify(anchored)
    assert (told["keadaan"], told["berjangkar"], told["peristiwa"]) == ("utuh", 11, 20)


def test_an_empty_log_has_no_head(anchored: Settings) -> None:
    assert audits.anchor(anchored) is None
    assert names(anchored) == []
    assert audits.verify(anchored)["keadaan"] == "tanpa_jangkar"


@pytest.mark.parametrize("field", ["nomor", "sidik", "pada", "tanda_tangan", "kunci"])
def test_a_head_that_was_changed_proves_nothing(anchored: Settings, field: str) -> None:
    lay(anchored, 10)
    assert anchored.audit_anchor is not None
    path = anchored.audit_anchor / "kepala-10.json"
    fields = json.loads(path.read_text())
    other = {"nomor": 9, "pada": "2026-04-02T08:30:00+00:00", "tanda_tangan": "AAAA"}
    path.chmod(0o644)
    path.write_text(json.dumps(fields | {field: other.get(field, "0" * 64)}))
    told = audits.verify(anchored)
    assert (told["keadaan"], told["berjangkar"]) == ("rusak", 0)
    assert kinds(told) == [(10, "kepala_salah")]


def test_a_forged_head_of_a_rewritten_log_is_found_by_its_key(
    anchored: Settings, keys: Path
) -> None:
    """Who holds the outside place too, but not the signing key."""
    lay(anchored, 12)
    assert anchored.audit_anchor is not None
    (anchored.audit_anchor / "kepala-10.json").unlink()
    anchored.audit_log.unlink()
    for own in (keys / "dua" / signature.PRIVATE, None):
        forger = anchored.model_copy(update={"sign_key": own, "audit_every": 100})
        lay(forger, 3)
        audits.anchor(forger)
    told = audits.verify(anchored, keys / "satu" / signature.PUBLIC)
    reasons = [item["sebab"] for item in told["kerusakan"]]
    assert kinds(told) == [(3, "kepala_salah"), (6, "kepala_salah")]
    assert ["another key" in str(reasons[0]), "unsigned" in str(reasons[1])] == [True, True]


def test_a_public_key_is_enough_and_another_one_does_not_do(anchored: Settings, keys: Path) -> None:
    lay(anchored, 10)
    elsewhere = anchored.model_copy(update={"sign_key": None})
    assert audits.verify(elsewhere)["tanda_tangan"] == "tidak_diperiksa"
    public = keys / "satu" / signature.PUBLIC
    assert audits.verify(elsewhere, public)["tanda_tangan"] == "cocok"
    wanted = elsewhere.model_copy(update={"verify_key": keys / "dua" / signature.PUBLIC})
    assert kinds(audits.verify(wanted)) == [(10, "kepala_salah")]


def test_heads_without_a_key_are_unsigned_and_anchor_all_the_same(anchored: Settings) -> None:
    unsigned = anchored.model_copy(update={"sign_key": None})
    lay(unsigned, 10)
    told = audits.verify(unsigned)
    assert (told["keadaan"], told["tanda_tangan"]) == ("utuh", None)
    put(unsigned, lines(unsigned)[:7])
    assert kinds(audits.verify(unsigned)) == [(8, "dipangkas")]


def test_a_log_that_is_shorter_than_its_heads_takes_no_event(anchored: Settings) -> None:
    lay(anchored, 12)
    whole = lines(anchored)
    put(anchored, whole[:9])
    assert code(anchored) == "E-JEJAK-RUSAK"
    anchored.audit_log.unlink()
    assert code(anchored) == "E-JEJAK-RUSAK"
    assert not anchored.audit_log.exists()
    put(anchored, whole)
    audits.note(anchored, made(), clock)
    assert audits.verify(anchored)["keadaan"] == "utuh"


def test_a_head_is_never_written_over(anchored: Settings) -> None:
    """Two homes with one outside place: the second one cannot say it is anchored."""
    lay(anchored, 10)
    other = anchored.model_copy(update={"home": anchored.root.parent / "lain"})
    with pytest.raises(DtsenError) as caught:
        lay(other, 1)
    assert caught.value.kind.code == "E-JEJAK-RUSAK"
    entry = {"nomor": 10, "sidik": "f" * 64}
    with pytest.raises(DtsenError) as caught:
        head.write(anchored, entry, lambda: None, clock)
    assert caught.value.kind.code == "E-JEJAK-RUSAK"
    assert audits.verify(anchored)["keadaan"] == "utuh"


def test_a_broken_log_gets_no_head_on_request(anchored: Settings) -> None:
    lay(anchored, 5)
    put(anchored, [line.replace(b'"uji"', b'"ubi"') for line in lines(anchored)])
    with pytest.raises(DtsenError) as caught:
        audits.anchor(anchored)
    assert caught.value.kind.code == "E-JEJAK-RUSAK"
    assert names(anchored) == []


def test_an_outside_place_is_outside_and_is_never_made(anchored: Settings, tmp_path: Path) -> None:
    inside = anchored.model_copy(update={"audit_anchor": anchored.root / "luar"})
    assert code(inside) == "E-JEJAK-TEMPAT"
    missing = anchored.model_copy(update={"audit_anchor": tmp_path / "lepas", "audit_every": 1})
    assert code(missing) == "E-JEJAK-TEMPAT"
    assert not (tmp_path / "lepas").exists()


def test_a_place_that_knows_no_second_names_takes_heads_too(
    anchored: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_link(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_link)
    lay(anchored, 10)
    assert names(anchored) == ["kepala-10.json"]
    assert audits.verify(anchored)["keadaan"] == "utuh"
    with pytest.raises(DtsenError) as caught:
        head.write(anchored, {"nomor": 10, "sidik": "f" * 64}, lambda: None, clock)
    assert caught.value.kind.code == "E-JEJAK-RUSAK"
    assert names(anchored) == ["kepala-10.json"]
