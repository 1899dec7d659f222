"""`dtsen as-of`, `dtsen diff`, `dtsen verify`: stored releases, what differs, whether they hold."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from dagster_dtsen import cli_package
from dagster_dtsen.cli_common import AsJson, Home, bilingual, configure, echo_json

_RELEASE = "Rilis tersimpan, mis. 2026T1 atau 2026T1.v2 / a stored release"


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter("--true-at: 2026-03-31") from None


@bilingual
def as_of(
    release: Annotated[str, typer.Argument(metavar="RILIS", help=_RELEASE)],
    true_at: Annotated[
        str | None,
        typer.Option(metavar="HARI", help="Keadaan pada hari itu / rows that held on that day"),
    ] = None,
    table: Annotated[str | None, typer.Option(help="Satu tabel / one table")] = None,
    berkas: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False,
            readable=False,
            help="Tulis tabelnya (.csv, .parquet), data pribadi / write it, personal data",
        ),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Hitung ulang sidiknya / recompute fingerprints")
    ] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Isi rilis yang tersimpan, tanpa membangun ulang / what a stored release holds."""
    from dagster_dtsen import audits, display_releases
    from dagster_dtsen.release import as_of as stored

    day = _day(true_at)
    if berkas is not None and (table is None or berkas.suffix.lower() not in stored.FORMATS):
        raise typer.BadParameter("--berkas: --table NAMA, .csv / .parquet")
    settings = configure(home)
    with stored.opened(settings, release) as found:
        if table is not None:
            found.relation(found.table(table), day)
        told = stored.contents(found, day)
        if table is not None:
            own = found.table(table)
            told["tabel"] = [row for row in told["tabel"] if row["tabel"] == own.name]
            told["kolom"] = own.seal["kolom"]
        told["diperiksa"] = stored.verify(found, table) if verify else None
        if berkas is not None and table is not None:
            with audits.exported(settings, "tabel", own.name, found.stored.name) as outcome:
                rows = outcome.rows = stored.write(found, table, berkas, day)
            told["berkas"] = {"nama": str(berkas), "baris": rows}
    if as_json:
        echo_json(told)
    else:
        display_releases.contents(told)


@bilingual
def diff(
    first: Annotated[str, typer.Argument(metavar="RILIS1", help=_RELEASE)],
    second: Annotated[str, typer.Argument(metavar="RILIS2", help=_RELEASE)],
    page: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Tulis halaman HTML / write the page")
    ] = None,
    berkas: Annotated[
        Path | None,
        typer.Option(
            file_okay=False, help="Tulis daftar pengenal ke folder ini / write lists of ids there"
        ),
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Selisih dua rilis tersimpan, yang lama ke yang baru / what differs, older to newer."""
    from dagster_dtsen import difference_page, differences, display_releases

    settings = configure(home)
    told = differences.between(settings, first, second, berkas)
    if page is not None:
        difference_page.write(settings, told, page)
    if as_json:
        echo_json(told)
        return
    display_releases.difference(told, differences.words(settings))
    display_releases.written([*([str(page)] if page else []), *told["berkas"]])


@bilingual
def verify(
    package: Annotated[
        Path | None,
        typer.Argument(metavar="[PAKET]", help="Folder paket tersegel / a sealed package"),
    ] = None,
    home: Home = None,
    every: Annotated[
        bool, typer.Option("--all", help="Juga versi lama rilis / older versions of releases too")
    ] = False,
    public_key: Annotated[
        Path | None,
        typer.Option(
            "--public-key",
            dir_okay=False,
            readable=False,
            help="Periksa tanda tangan dengan kunci ini / check signatures by this key (PEM)",
        ),
    ] = None,
    trust: cli_package.TrustFolder = None,
    last: cli_package.Last = None,
) -> None:
    """Sidik rilis dihitung ulang, atau paket diperiksa / releases recomputed, a package checked."""
    if package is not None:
        cli_package.verify_package(package, trust, last)
        return
    from dagster_dtsen import display_releases, display_versions
    from dagster_dtsen.release import signature, store, tombstones
    from dagster_dtsen.release.status import verify_seals

    settings = configure(home)
    wanted = public_key or settings.verify_key
    key = signature.public_key(wanted) if wanted else None
    held = store.whole(settings) if every else store.stored(settings)
    signed = signature.told(held, key)
    for name, tables in verify_seals(settings, every=every).items():
        display_releases.verified(name, tables, signed[name], checked=key is not None)
    display_versions.not_verified(tombstones.destroyed(settings), store.strays(settings))
