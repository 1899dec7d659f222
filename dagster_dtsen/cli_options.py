"""Options that acts of stewards and officials share: why, by whom, from which day until which."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Reason = Annotated[str, typer.Option(help="Alasan, tanpa nomor orang / reason, no person's number")]
By = Annotated[str | None, typer.Option(help="Yang memutuskan; bawaan: pemakai / who decided")]
EnteredBy = Annotated[
    str | None, typer.Option(help="Yang mencatat; bawaan: pemakai / who entered it")
]
Since = Annotated[
    str | None,
    typer.Option(help="Berlaku sejak; bawaan: awal triwulan terbuka / holds from, YYYY-MM-DD"),
]
Until = Annotated[str | None, typer.Option(help="Hari terakhir berlaku / last day, YYYY-MM-DD")]
Evidence = Annotated[Path | None, typer.Option(help="Berkas bukti / evidence file")]
