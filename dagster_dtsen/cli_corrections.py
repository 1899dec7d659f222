"""`dtsen correct …`, `dtsen corrections`: corrections of values for persons and families."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dagster_dtsen import journal
from dagster_dtsen.cli_common import AsJson, Home, bilingual, configure, echo_json
from dagster_dtsen.cli_options import EnteredBy, Evidence, Reason, Since, Until
from dagster_dtsen.days import day_of
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.steward.trail import now

app = typer.Typer(no_args_is_help=True, help="Koreksi nilai / corrections of values")
BAD = "E-KOREKSI-SALAH"

Anchor = Annotated[
    str | None,
    typer.Argument(metavar="KUNCI", help="Kunci rekaman atau awalannya / record key (8+)"),
]
Person = Annotated[
    str | None, typer.Option(help="Individu yang dimaksud, ganti kunci / the person meant")
]
Request = Annotated[str | None, typer.Option(help="Id permohonan yang dijawab / request answered")]
OnDay = Annotated[
    str | None, typer.Option("--at", help="Keadaan pada hari ini; bawaan: kini / state on a day")
]


class Subject(StrEnum):
    """Whose values they are."""

    INDIVIDU = "individu"
    KELUARGA = "keluarga"


class Origin(StrEnum):
    """Who a correction comes from."""

    PETUGAS = "petugas"
    WARGA = "warga"


def _values(filled: list[str] | None, emptied: list[str] | None) -> dict[str, str | None]:
    """Variable → value; a wrong argument may be a value, so no message repeats it."""
    found: dict[str, str | None] = {}
    pairs: list[tuple[str, str | None]] = [(name, None) for name in emptied or ()]
    for text in filled or ():
        name, sign, value = text.partition("=")
        if not sign:
            raise DtsenError(BAD, reason="--isi variabel=nilai")
        pairs.append((name.strip(), value))
    for name, said in pairs:
        if name in found:
            raise DtsenError(BAD, reason="variabel ganda / a variable twice")
        found[name] = said
    return found


@app.command()
@bilingual
def nilai(
    alasan: Reason,
    key: Anchor = None,
    individu: Person = None,
    isi: Annotated[
        list[str] | None,
        typer.Option(metavar="VARIABEL=NILAI", help="Nilai yang benar / the right value"),
    ] = None,
    kosongkan: Annotated[
        list[str] | None,
        typer.Option(metavar="VARIABEL", help="Nyatakan tanpa nilai / say that there is no value"),
    ] = None,
    objek: Annotated[
        Subject | None, typer.Option(help="Objek; bawaan: menurut variabel / subject")
    ] = None,
    asal: Annotated[
        Origin, typer.Option(help="Temuan petugas atau permintaan warga / who it comes from")
    ] = Origin.PETUGAS,
    bukti: Evidence = None,
    kunci: Annotated[
        bool, typer.Option("--kunci", help="Kunci terhadap kiriman baru / lock against deliveries")
    ] = False,
    tanggal: Since = None,
    berlaku_sampai: Until = None,
    permohonan: Request = None,
    oleh: EnteredBy = None,
    home: Home = None,
) -> None:
    """Nilai yang benar bagi pemegang rekaman / the right values for who holds a record."""
    from dagster_dtsen import corrections, display_rights

    wish = corrections.Wish(
        alasan=alasan, oleh=oleh or journal.account(), isi=_values(isi, kosongkan),
        record_key=key, individu=individu, objek=objek.value if objek else None, asal=asal.value,
        bukti=bukti, kunci=kunci, tanggal=day_of(tanggal, BAD),
        berlaku_sampai=day_of(berlaku_sampai, BAD), permohonan=permohonan,
    )  # fmt: skip
    display_rights.correction(corrections.correct(configure(home), wish, now()))


@app.command()
@bilingual
def batalkan(
    koreksi: Annotated[str, typer.Argument(metavar="ID", help="Id koreksi / correction id")],
    alasan: Reason,
    oleh: EnteredBy = None,
    tanggal: Since = None,
    home: Home = None,
) -> None:
    """Batalkan sebuah koreksi, juga sebuah pembatalan / undo a correction, an undo too."""
    from dagster_dtsen import corrections, display_rights

    day = day_of(tanggal, BAD)
    by = oleh or journal.account()
    display_rights.correction(corrections.undo(configure(home), koreksi, alasan, by, day, now()))


@app.command()
@bilingual
def berkas(
    file: Annotated[
        Path, typer.Argument(metavar="BERKAS", readable=False, help="Daftar koreksi CSV / a list")
    ],
    oleh: EnteredBy = None,
    hasil: Annotated[
        Path | None, typer.Option(help="Berkas hasil; bawaan: di sampingnya / file of results")
    ] = None,
    home: Home = None,
) -> None:
    """Masukkan koreksi dari berkas; tiap baris diterima atau dikembalikan / enter a list.

    Kode keluar / exit code: 0 semua diterima / all accepted, 20 ada yang ditolak / some refused.
    """
    from dagster_dtsen import corrections, display_decisions
    from dagster_dtsen.steward import correction_files

    told = corrections.correct_all(configure(home), file, oleh or journal.account(), now())
    target = hasil or file.with_name(f"{file.stem}.hasil.csv")
    correction_files.write(told, target)
    display_decisions.worklist(told, target)
    if any(row["hasil"] == "ditolak" for row in told):
        raise typer.Exit(20)


@bilingual
def corrections(
    history: Annotated[
        str | None, typer.Option(metavar="ID", help="Riwayat satu koreksi / history of one")
    ] = None,
    values: Annotated[
        bool, typer.Option("--values", help="Tunjukkan nilainya, data pribadi / show the values")
    ] = False,
    at: OnDay = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Koreksi dan keadaannya, tanpa nilai / corrections and their state, without values."""
    from dagster_dtsen import correction_history, display_rights

    settings = configure(home)
    day = day_of(at, BAD) or dt.date.today()
    found = (
        correction_history.history(settings, history, day, values=values)
        if history
        else correction_history.listed(settings, day, values=values)
    )
    if as_json:
        echo_json(found)
    elif history:
        display_rights.correction_history(found)
    else:
        display_rights.corrections(found)
