"""Short ways to build, let go and open packages in tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dagster_dtsen import package_release, package_sources, packages
from dagster_dtsen.envelope import certificates, cms, opened
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.parcels.ledger import Package
from dagster_dtsen.parcels.parts import Form
from tests.packages.small_register import OFFICIALS, World


def build(
    place: World,
    izin: str,
    whose: str = "kementerian",
    release: str | None = None,
    form: Form = "parquet",
    *,
    difference: bool = False,
) -> Package:
    wanted = package_sources.Wanted(izin, place.certificate(whose), release, form, difference)
    return packages.build(place.settings, wanted, place.moment)


def signed(place: World, said: bytes, who: str) -> Path:
    """A detached signature of an official as a file."""
    certificate = certificates.load(place.certificate(who))
    path = place.folder / f"{who}.p7s"
    path.write_bytes(cms.sign(said, certificate, [], cms.Key(place.key(who))))
    return path


def let_go(place: World, package: Package, *who: str) -> Package:
    """Release a held package with the signatures of these officials."""
    said = package_release.statement(package)
    files = [signed(place, said, name) for name in who or OFFICIALS]
    return package_release.release(place.settings, package.id, files, place.officials, place.moment)


def sent(place: World, izin: str, whose: str = "kementerian", **how: object) -> Package:
    """Build and release."""
    return let_go(place, build(place, izin, whose, **how))  # type: ignore[arg-type]


def refused(call: Callable[[], object], word: str, code: str = "E-KIRIM") -> None:
    """``call`` is refused with this code and a word of its reason."""
    with pytest.raises(DtsenError, match=word) as caught:
        call()
    assert caught.value.kind.code == code


def open_it(place: World, package: Package, whose: str = "kementerian") -> Path:
    """What the recipient has after opening."""
    target = place.folder / "buka" / package.id
    target.parent.mkdir(exist_ok=True)
    opened.open_package(
        place.settings.packages_dir / package.id,
        target,
        cms.Key(place.key(whose)),
        certificates.load_trust(place.trust),
        place.moment,
    )
    return target


def rows(folder: Path, name: str, columns: str = "*", order: str = "all") -> list[tuple]:  # type: ignore[type-arg]
    """Rows of the parts of a table in an opened package."""
    pattern = str(folder / f"{name}-*.parquet")
    with duckdb.connect() as con:
        return con.execute(
            f"select {columns} from read_parquet('{pattern}') order by {order}"
        ).fetchall()


def columns(folder: Path, name: str) -> list[str]:
    pattern = str(folder / f"{name}-*.parquet")
    with duckdb.connect() as con:
        found = con.execute(f"describe select * from read_parquet('{pattern}')").fetchall()
    return [str(row[0]) for row in found]
