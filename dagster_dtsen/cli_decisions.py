"""`dtsen decide …`, `dtsen decisions`: stewards' decisions on records, and what became of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dagster_dtsen import journal
from dagster_dtsen.cli_common import AsJson, Home, bilingual, configure, echo_json
from dagster_dtsen.cli_options import By, Evidence, Reason, Since, Until
from dagster_dtsen.days import day_of
from dagster_dtsen.steward.trail import now

app = typer.Typer(no_args_is_help=True, help="Keputusan petugas / decisions of stewards")

Keys = Annotated[
    list[str] | None,
    typer.Argument(metavar="KUNCI…", help="Kunci rekaman atau awalannya / record keys (8+)"),
]
Groups = Annotated[
    list[str],
    typer.Argument(metavar="KELOMPOK…", help="Kunci dipisah koma per kelompok / keys by commas"),
]
Instead = Annotated[
    list[str] | None, typer.Option(help="Keputusan yang digantikan / decision it replaces")
]
Subject = Annotated[str, typer.Option(help="Objek: individu atau keluarga / subject")]
Item = Annotated[str | None, typer.Option(help="Butir antrean asalnya / queue item it answers")]
Person = Annotated[
    str | None, typer.Option(help="Semua rekaman individu ini / all records of this person")
]


def _enter(home: Path | None, date: str | None, by: str | None, **values: Any) -> None:
    from dagster_dtsen import display_decisions, stewardship

    until = day_of(values.pop("until", None))
    wish = stewardship.Wish(
        oleh=by or journal.account(), tanggal=day_of(date), berlaku_sampai=until, **values
    )
    display_decisions.entered(stewardship.decide(configure(home), wish, now()))


@app.command()
@bilingual
def satukan(
    alasan: Reason,
    keys: Keys = None,
    individu: Person = None,
    objek: Subject = "individu",
    oleh: By = None,
    tanggal: Since = None,
    berlaku_sampai: Until = None,
    bukti: Evidence = None,
    ganti: Instead = None,
    asal: Item = None,
    home: Home = None,
) -> None:
    """Rekaman ini satu / these records are one."""
    _enter(
        home, tanggal, oleh, tindakan="satukan", kelompok=[keys or []], alasan=alasan, objek=objek,
        until=berlaku_sampai, bukti=bukti, ganti=ganti or (), asal=asal, individu=individu,
    )  # fmt: skip


@app.command()
@bilingual
def benarkan(
    alasan: Reason,
    keys: Keys = None,
    individu: Person = None,
    objek: Subject = "individu",
    oleh: By = None,
    tanggal: Since = None,
    berlaku_sampai: Until = None,
    bukti: Evidence = None,
    ganti: Instead = None,
    asal: Item = None,
    home: Home = None,
) -> None:
    """Klaster ini benar: rekamannya satu / the cluster is right: its records are one."""
    _enter(
        home, tanggal, oleh, tindakan="benarkan", kelompok=[keys or []], alasan=alasan, objek=objek,
        until=berlaku_sampai, bukti=bukti, ganti=ganti or (), asal=asal, individu=individu,
    )  # fmt: skip


@app.command()
@bilingual
def pisahkan(
    groups: Groups,
    alasan: Reason,
    objek: Subject = "individu",
    oleh: By = None,
    tanggal: Since = None,
    berlaku_sampai: Until = None,
    bukti: Evidence = None,
    ganti: Instead = None,
    asal: Item = None,
    home: Home = None,
) -> None:
    """Rekaman dari kelompok berlainan bukan satu / records of different groups are not one."""
    _enter(
        home, tanggal, oleh, tindakan="pisahkan", kelompok=[item.split(",") for item in groups],
        alasan=alasan, objek=objek, until=berlaku_sampai, bukti=bukti, ganti=ganti or (), asal=asal,
    )  # fmt: skip


@app.command()
@bilingual
def pecah(
    groups: Groups,
    alasan: Reason,
    objek: Subject = "individu",
    oleh: By = None,
    tanggal: Since = None,
    berlaku_sampai: Until = None,
    bukti: Evidence = None,
    ganti: Instead = None,
    asal: Item = None,
    home: Home = None,
) -> None:
    """Pecah klaster: tiap kelompok utuh dan terpisah / split: each group holds, and stays apart."""
    _enter(
        home, tanggal, oleh, tindakan="pecah", kelompok=[item.split(",") for item in groups],
        alasan=alasan, objek=objek, until=berlaku_sampai, bukti=bukti, ganti=ganti or (), asal=asal,
    )  # fmt: skip


@app.command()
@bilingual
def batalkan(
    keputusan: Annotated[str, typer.Argument(metavar="ID", help="Id keputusan / decision id")],
    alasan: Reason,
    oleh: By = None,
    tanggal: Since = None,
    home: Home = None,
) -> None:
    """Batalkan sebuah keputusan, juga sebuah pembatalan / undo a decision, an undo too."""
    from dagster_dtsen import decision_history

    target = decision_history.find(configure(home), keputusan)
    _enter(
        home, tanggal, oleh, tindakan="batalkan", alasan=alasan, objek=target.objek,
        membatalkan=target.id,
    )  # fmt: skip


@app.command()
@bilingual
def berkas(
    file: Annotated[
        Path, typer.Argument(metavar="BERKAS", readable=False, help="Daftar kerja CSV / worklist")
    ],
    oleh: By = None,
    hasil: Annotated[
        Path | None, typer.Option(help="Berkas hasil; bawaan: di sampingnya / file of results")
    ] = None,
    home: Home = None,
) -> None:
    """Masukkan keputusan dari berkas; tiap baris diterima atau dikembalikan / enter a worklist.

    Kode keluar / exit code: 0 semua diterima / all accepted, 20 ada yang ditolak / some refused.
    """
    from dagster_dtsen import display_decisions, stewardship
    from dagster_dtsen.steward import worklist

    told = stewardship.decide_all(configure(home), file, oleh or journal.account(), now())
    target = hasil or file.with_name(f"{file.stem}.hasil.csv")
    worklist.write(told, target)
    display_decisions.worklist(told, target)
    if any(row["hasil"] == "ditolak" for row in told):
        raise typer.Exit(20)


@bilingual
def decisions(
    history: Annotated[
        str | None, typer.Option(metavar="ID", help="Riwayat satu keputusan / history of one")
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Keputusan petugas dan statusnya / decisions of stewards and their status."""
    from dagster_dtsen import decision_history, display_decisions

    settings = configure(home)
    found = (
        decision_history.history(settings, history)
        if history
        else decision_history.listed(settings)
    )
    if as_json:
        echo_json(found)
    elif history:
        display_decisions.history(found)
    else:
        display_decisions.table(found)
