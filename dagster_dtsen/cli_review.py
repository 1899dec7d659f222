"""`dtsen review`: the review page on this computer, answers by the file, and what reviews say."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated

import typer

from dagster_dtsen.cli_common import AsJson, Home, bilingual, configure, echo_json
from dagster_dtsen.cli_options import Since
from dagster_dtsen.cli_worklist import Queue
from dagster_dtsen.days import day_of
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings


@bilingual
def review(
    oleh: Annotated[
        str | None, typer.Option(help="Nama atau kode petugas; wajib / steward, needed")
    ] = None,
    queue: Annotated[
        Queue | None,
        typer.Option("--antrean", "--queue", help="Satu antrean; bawaan: semua / one queue"),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, max=1000, help="Butir paling banyak / most items")
    ] = None,
    sample: Annotated[
        bool, typer.Option("--sample", help="Sampel mutu, dinilai buta / the blind review sample")
    ] = False,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port; bawaan: yang bebas / default: a free one")
    ] = 0,
    host: Annotated[
        str, typer.Option(help="Alamat; hanya 127.0.0.1 / address, the loopback alone")
    ] = "127.0.0.1",
    tanggal: Since = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Tulis sampelnya sebagai CSV untuk diisi / write the sample as a CSV"),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(readable=False, help="Masukkan penilaian sampel dari CSV / enter a file"),
    ] = None,
    status: Annotated[
        bool, typer.Option("--status", help="Kesepakatan dan mutu / agreement and quality")
    ] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Halaman tinjauan bagi petugas, pada komputer ini saja / the review page, on this machine.

    Kode keluar / exit code: 0, atau 20 bila ada baris yang dikembalikan / when rows come back.
    """
    settings = configure(home)
    if status:
        _status(settings, as_json)
    elif answers is not None:
        _take(settings, answers)
    elif out is not None:
        _write(settings, oleh or "", sample, out, limit, tanggal)
    else:
        _serve(
            settings, oleh or "", queue.value if queue else None, limit, sample, host, port, tanggal
        )


def _serve(
    settings: Settings,
    by: str,
    queue: str | None,
    limit: int | None,
    sample: bool,
    host: str,
    port: int,
    tanggal: str | None,
) -> None:
    from dagster_dtsen import reviews_queue, reviews_sample
    from dagster_dtsen.review.serve import Server, bound
    from dagster_dtsen.review.view import Desk

    bound(host, port).close()
    day = day_of(tanggal)
    desk: Desk
    if sample:
        desk = reviews_sample.SampleDesk(settings, by, limit or reviews_sample.LIMIT, day)
    else:
        desk = reviews_queue.QueueDesk(settings, by, queue, limit or reviews_queue.LIMIT, day)
    server = Server(desk, host, port)
    typer.echo(
        f"Butir / items: {desk.hitungan.sisa} (rilis {desk.rilis})\n"
        "Buka sekali pada komputer ini / open once, on this machine:\n"
        f"  {server.address}\n"
        "Selesai: tombol Q pada halaman, atau Ctrl-C di sini / end: Q on the page, or Ctrl-C here"
    )
    server.run()
    count = desk.hitungan
    typer.echo(
        f"{count.dijawab} dijawab / answered, {count.tidak_tahu} tidak tahu / unsure, "
        f"{count.dibatalkan} dibatalkan / undone, {count.ditolak} ditolak / refused, "
        f"{count.sisa} tersisa / left"
    )


def _write(
    settings: Settings, by: str, sample: bool, out: Path, limit: int | None, tanggal: str | None
) -> None:
    from dagster_dtsen import reviews_sample

    if not sample:
        raise DtsenError("E-KEPUTUSAN-SALAH", reason="--out: --sample; antrean: dtsen worklist")
    count = reviews_sample.write_sheet(
        settings, by, out, limit or reviews_sample.LIMIT, day_of(tanggal)
    )
    typer.echo(f"Butir / items: {count}")
    if count:
        typer.echo(f"  {out}\nIsi kolom / fill in: jawaban = sama, beda, tidak_tahu; lalu / then:")
        typer.echo(f"  dtsen review --answers {out}")


def _take(settings: Settings, file: Path) -> None:
    from dagster_dtsen import reviews_sample

    taken = reviews_sample.take_answers(settings, file)
    typer.echo(
        f"{taken.baru} diterima / accepted, {taken.ada} sudah ada / known, "
        f"{taken.kosong} kosong / not filled in, {len(taken.ditolak)} dikembalikan / returned"
    )
    if taken.ditolak:
        target = file.with_name(f"{file.stem}.kembali.csv")
        with target.open("w", newline="", encoding="utf-8") as handle:
            writer = csv.DictWriter(handle, list(taken.ditolak[0]), extrasaction="ignore")
            writer.writeheader()
            writer.writerows(taken.ditolak)
        for row in taken.ditolak:
            typer.echo(f"  baris / row {row['baris']}: {row['kode']}")
        typer.echo(f"  {target}")
        raise typer.Exit(20)


def _status(settings: Settings, as_json: bool) -> None:
    from dagster_dtsen import display_review, reviews_sample

    found = reviews_sample.status(settings)
    if as_json:
        echo_json(found)
    else:
        display_review.status(found)
