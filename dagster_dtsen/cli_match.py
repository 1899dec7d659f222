"""`dtsen match`: agencies' lists matched with a published release, without updating it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from dagster_dtsen.cli_common import (
    AsJson,
    Home,
    Landing,
    bilingual,
    configure,
    echo_json,
    now,
    under_the_key,
)

_ACTS = {
    "dijawab": "dijawab / answered",
    "sudah": "sudah dijawab sebelumnya, paket yang sama / answered before, the same package",
    "dibuat_ulang": "paket dibuat ulang / package made again",
    "ditolak": "DITOLAK seluruhnya / refused as a whole",
}


@bilingual
def match(
    delivery: Annotated[
        str | None, typer.Option(metavar="KIRIMAN", help="Satu daftar / one list by delivery id")
    ] = None,
    release: Annotated[
        str | None, typer.Option(help="Rilis terbit; bawaan: yang terakhir / published release")
    ] = None,
    oleh: Annotated[
        str,
        typer.Option(help="Peminta, untuk catatan / who asks, for the log"),
    ] = "-",
    izin: Annotated[
        str | None,
        typer.Option(
            help="Izin yang paketnya memuat variabel mereka / grant whose package follows"
        ),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", help="Keluarkan jawabannya ke folder baru / hand the answer out"),
    ] = None,
    sertifikat: Annotated[
        Path | None,
        typer.Option(help="Segel untuk sertifikat instansi ini / seal it for this certificate"),
    ] = None,
    landing: Landing = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Padankan daftar instansi dengan rilis tanpa mengubahnya / match agencies' lists.

    Kode keluar / exit code: 0, atau 20 bila ada daftar yang ditolak / when a list is refused.
    """
    from dagster_dtsen import list_answers, list_links, match_lists

    if to is not None and delivery is None:
        raise typer.BadParameter("--to: --delivery KIRIMAN")
    if sertifikat is not None and to is None:
        raise typer.BadParameter("--sertifikat: --to FOLDER")
    settings, moment = configure(home, landing), now()
    keeps = partial(list_links.keeper, settings, izin, moment.date()) if izin else None
    answers = match_lists.match(settings, moment.date(), delivery, release, oleh, keeps)
    if to is not None:
        list_answers.take(settings, answers[0].folder, to.absolute(), moment, sertifikat)
    if as_json:
        echo_json([_plain(item) for item in answers])
    else:
        for item in answers:
            _show(item, to or item.folder)
        if to is None:
            under_the_key(settings)
    if any(item.told["status"] == "ditolak" for item in answers):
        raise typer.Exit(20)


def _plain(item: Any) -> dict[str, Any]:
    return {
        "kiriman": item.delivery,
        "pihak": item.agency,
        "rilis": item.release,
        "tindakan": item.act,
        "paket": str(item.folder),
        "sidik_paket": item.hash,
        "isi": item.told,
    }


def _show(item: Any, folder: Path) -> None:
    typer.echo(f"{item.delivery} · {item.agency} · {item.release}: {_ACTS[item.act]}")
    found = item.told.get("padanan")
    if found:
        records = item.told["rekaman"]
        typer.echo(
            f"  {records['dibaca']} dibaca / read, "
            f"{records['dikembalikan']} dikembalikan / returned, "
            f"{found['padan']} padan ({found['orang_padan']} orang / persons), "
            f"{found['tidak_padan']} tidak padan"
        )
        for row in found["sebab"]:
            typer.echo(f"  {row['jumlah']:>9}  {row['sebab']}: {row['arti_id']} / {row['arti_en']}")
    typer.echo(f"  Paket / package: {folder}\n  SHA-256: {item.hash}")
