"""What is not granted, not whole or not logged is not built; nothing is left of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from dagster_dtsen import grants, package_papers
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.parcels import ledger
from dagster_dtsen.release import acts as release_acts
from dagster_dtsen.settings import Settings
from dagster_dtsen.sharing import register
from dagster_dtsen.sharing.register import Actor
from tests.packages.acts import build, sent
from tests.packages.small_register import (
    FIRST,
    SECOND,
    World,
    grant,
)


def refused(call: Any, code: str) -> str:
    with pytest.raises(DtsenError) as caught:
        call()
    assert caught.value.kind.code == code, caught.value
    return caught.value.message


def left(settings: Settings) -> list[str]:
    """What is there of packages besides their lock."""
    found = [*settings.packages_dir.rglob("*"), *settings.package_rows_dir.rglob("*")]
    return sorted(path.name for path in found if path.is_file() and path.name != ".kunci")


@pytest.mark.parametrize("what", ["certificate", "none", "term", "revoked", "level"])
def test_what_the_grant_does_not_say_is_refused_and_leaves_nothing(place: World, what: str) -> None:
    changes: dict[str, Any] = {}
    if what == "none":
        changes = {"sertifikat": None}
    if what == "level":
        changes = {"tingkat": [2], "lisensi": "agregat"}
    izin = grant(place, "bpkp", "kementerian", **changes)
    if what == "certificate":
        message = refused(lambda: build(place, izin, "lain"), "E-SERTIFIKAT")
    elif what == "none":
        message = refused(lambda: build(place, izin), "E-KIRIM")
    elif what == "term":
        late = replace(place, moment=place.moment + dt.timedelta(days=301))
        message = refused(lambda: build(late, izin), "E-IZIN-BATAS")
    elif what == "revoked":
        held = grants.find(place.settings, izin, place.day)
        register.take(place.settings, held, "dicabut", Actor("uji"), place.moment, "uji")
        message = refused(lambda: build(place, izin), "E-IZIN-BATAS")
    else:
        message = refused(lambda: build(place, izin), "E-IZIN-BATAS")
    assert message
    assert left(place.settings) == []


def test_a_withdrawn_release_is_handed_to_nobody(grown: World) -> None:
    izin = grant(grown, "bpkp", "kementerian")
    gone = {"ditarik": [f"{FIRST}.v1"], "dipulihkan": []}
    release_acts.enter(grown.settings, release_acts.POINT, f"{FIRST}.v1", "uji", "uji", **gone)
    refused(lambda: build(grown, izin, release=f"{FIRST}.v1"), "E-KIRIM")
    refused(lambda: build(grown, izin, release=FIRST), "E-RILIS-DITARIK")
    assert build(grown, izin).facts["rilis"] == f"{SECOND}.v1"


def test_without_an_agency_nothing_is_built(place: World) -> None:
    izin = grant(place, "bpkp", "kementerian")
    bare = replace(place, settings=place.settings.model_copy(update={"agency_key": None}))
    assert "DTSEN_AGENCY_KEY" in refused(lambda: build(bare, izin), "E-KIRIM")


def test_a_granted_column_that_the_release_lacks_is_told(place: World) -> None:
    izin = grant(
        place, "bpkp", "kementerian", variabel={"keluarga": ["id_keluarga", "luas_lantai"]}
    )
    assert "keluarga.luas_lantai" in refused(lambda: build(place, izin), "E-KIRIM")
    assert left(place.settings) == []


def test_a_damaged_release_is_not_handed_out(place: World) -> None:
    izin = grant(place, "bpkp", "kementerian")
    path = place.settings.releases_dir / f"{FIRST}.v1" / "hasil" / "dim_keluarga" / "data.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    refused(lambda: build(place, izin), "E-SEGEL-RUSAK")
    assert left(place.settings) == []


def test_without_its_audit_log_no_package_is_made(place: World) -> None:
    izin = grant(place, "bpkp", "kementerian")
    place.settings.audit_log.unlink()
    place.settings.audit_log.mkdir()
    with pytest.raises((DtsenError, OSError)):
        build(place, izin)
    assert left(place.settings) == []


def test_a_failure_on_the_way_leaves_nothing_and_the_number_is_given_again(
    place: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    izin = grant(place, "bpkp", "kementerian")

    def broken(*_: Any) -> Any:
        raise DtsenError("E-KIRIM", paket=izin, reason="uji")
        yield

    with monkeypatch.context() as patched:
        patched.setattr(package_papers, "papers", broken)
        refused(lambda: build(place, izin), "E-KIRIM")
    assert [name for name in left(place.settings) if name.endswith((".cms", ".json"))] == []
    assert ledger.packages(place.settings) == []
    assert sent(place, izin).id == f"{izin}.0001"
