"""`dtsen package …`: packages for recipients, from the build to the hand-over."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from dagster_dtsen.cli_common import AsJson, Home, bilingual, configure, echo_json, now
from dagster_dtsen.cli_options import Reason

app = typer.Typer(no_args_is_help=True, help="Paket untuk penerima / packages for recipients")
Name = Annotated[str, typer.Argument(metavar="PAKET", help="Pengenal paket / id of the package")]


@app.command("build")
@bilingual
def package_build(
    izin: Annotated[str, typer.Argument(metavar="IZIN", help="Pengenal izin / id of the grant")],
    sertifikat: Annotated[
        Path | None,
        typer.Option(help="Sertifikat enkripsi penerima, yang disebut izin / recipient's own"),
    ] = None,
    sandi_ke: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Izin tanpa sertifikat: tulis kata sandi ke berkas baru / passphrase, new file",
        ),
    ] = None,
    rilis: Annotated[
        str | None, typer.Option(help="Rilis; bawaan: terbaru yang berlaku / release")
    ] = None,
    bentuk: Annotated[
        Literal["parquet", "csv"],
        typer.Option(help="csv aman dibuka lembar sebar / csv that a spreadsheet leaves as it is"),
    ] = "parquet",
    selisih: Annotated[
        bool,
        typer.Option("--selisih", help="Hanya perubahan sejak paket terakhir izin ini / changes"),
    ] = False,
    daftar: Annotated[
        str | None,
        typer.Option(metavar="KIRIMAN", help="Hanya orang dalam daftar ini / persons of a list"),
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Isi dan segel paket dari satu rilis / fill and seal a package from a release."""
    from dagster_dtsen import display_packages, package_sources, packages

    settings = configure(home)
    wanted = package_sources.Wanted(
        izin, sertifikat, rilis, bentuk, selisih, daftar, sandi_ke and sandi_ke.absolute()
    )
    found = packages.build(settings, wanted, now())
    if as_json:
        echo_json(display_packages.plain(settings, found))
    else:
        display_packages.shown(settings, found)
        if sandi_ke:
            display_packages.passphrase_at(sandi_ke)


@app.command("statement")
@bilingual
def package_statement(paket: Name, home: Home = None) -> None:
    """Yang ditandatangani untuk melepas paket / what is signed to let a package go, as bytes."""
    from dagster_dtsen import package_release
    from dagster_dtsen.parcels import ledger

    found = ledger.find(configure(home), paket)
    typer.echo(package_release.statement(found), nl=False)


@app.command("release")
@bilingual
def package_release_held(
    paket: Name,
    tanda_tangan: Annotated[
        list[Path] | None, typer.Option(help="CMS terpisah; ulangi / detached CMS; repeat")
    ] = None,
    trust: Annotated[
        Path | None, typer.Option(file_okay=False, help="Folder penanda tangan / signers to trust")
    ] = None,
    home: Home = None,
) -> None:
    """Lepas paket yang ditahan / let a held package go."""
    from dagster_dtsen import display_packages, package_release

    settings = configure(home)
    found = package_release.release(settings, paket, tanda_tangan or [], trust, now())
    display_packages.shown(settings, found)


@app.command("discard")
@bilingual
def package_discard(
    paket: Name,
    alasan: Reason,
    home: Home = None,
) -> None:
    """Batalkan paket yang ditahan / take a held package away."""
    from dagster_dtsen import display_packages, package_release

    settings = configure(home)
    display_packages.shown(settings, package_release.discard(settings, paket, alasan, now()))


@app.command("list")
@bilingual
def package_list(home: Home = None, as_json: AsJson = False) -> None:
    """Semua paket dan keadaannya / all packages and their states."""
    from dagster_dtsen import display_packages
    from dagster_dtsen.parcels import ledger

    settings = configure(home)
    found = ledger.packages(settings)
    if as_json:
        echo_json([display_packages.plain(settings, item) for item in found])
    else:
        display_packages.table(found)


@app.command("key")
@bilingual
def package_key(
    make: Annotated[
        bool, typer.Option("--make", help="Buat versi berikut / make the next version")
    ] = False,
    home: Home = None,
) -> None:
    """Kunci samaran: versi berikut membuat semua samaran baru / keys of pseudonyms."""
    from dagster_dtsen.parcels import pseudonym

    settings = configure(home)
    if make:
        typer.echo(f"Versi / version {pseudonym.make(settings)}")
        return
    held = ", ".join(str(number) for number in pseudonym.versions(settings)) or "–"
    typer.echo(f"Versi yang ada / versions held: {held}")
