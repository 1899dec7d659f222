"""What `dtsen target` prints: counts with small ones closed, budgets and estimates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.table import Table

from dagster_dtsen.display import console, number
from dagster_dtsen.targeting.criteria import settled

Row = dict[str, Any]


def said(code: str) -> list[str]:
    """The words of a code, Indonesian and English."""
    words: dict[str, list[str]] = settled()["kata"]
    return words[code]


def figure(value: Any) -> str:
    """A count with thousands, what stands instead of a closed one, – where there is none."""
    if value is None:
        return "–"
    return value if isinstance(value, str) else number(value)


def share(value: Any, error: Any = None) -> str:
    """A share in per cent with its standard error."""
    if value is None or isinstance(value, str):
        return value or "–"
    off = f" ± {_percent(error)}" if isinstance(error, float) else ""
    return f"{_percent(value)}{off} %"


def _percent(value: float) -> str:
    return f"{value * 100:.1f}".replace(".", ",")


def _say(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


def _both(code: str) -> str:
    return " / ".join(said(code))


def _table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], left: int = 1
) -> None:
    table = Table(title=title, box=None, pad_edge=False, title_justify="left")
    for at, name in enumerate(columns):
        table.add_column(name, justify="left" if at < left else "right")
    for row in rows:
        table.add_row(*row)
    console.print(table)


def show(told: Row) -> None:
    """The whole document."""
    _say(f"Pensasaran program / programme targeting: {told['rilis']}, {told['tanggal_rilis']}")
    for own in told["program"]:
        _programme(own)
    if told["tumpang_tindih"]:
        _table(
            "Tumpang tindih keluarga / overlap of families",
            ("program", "program", "keduanya / both", "hanya pertama / only first",
             "hanya kedua / only second"),
            [
                (row["program"], row["program_lain"],
                 *(figure(row[name]) for name in ("keduanya", "hanya_a", "hanya_b")))
                for row in told["tumpang_tindih"]
            ],
            left=2,
        )  # fmt: skip
    limit = told["sel_terkecil"]
    _say(
        f"<{limit}: kurang dari {limit} keluarga; *: ditutup agar yang kecil tidak terhitung / "
        f"fewer than {limit} families; closed so that small ones cannot be worked out"
    )


def _programme(own: Row) -> None:
    _say("")
    _say(f"{own['nama']['id']} / {own['nama']['en']} ({own['program']}, {own['berkas']})")
    for text in own["syarat"]:
        _say(f"  syarat / condition: {text}")
    _say(f"  dipilih / chosen: {figure(own['keluarga'])} keluarga / families, "
         f"{figure(own['individu'])} orang / persons")  # fmt: skip
    if own["manfaat"]:
        _say(
            f"  anggaran / budget: Rp{figure(own['anggaran_per_periode'])} "
            f"({_both(own['manfaat']['periode'])}), Rp{figure(own['anggaran_setahun'])} "
            "setahun / a year"
        )
    if own["taksiran_tiada"]:
        _say(f"  kebocoran, cakupan / leakage, coverage: – ({_both(own['taksiran_tiada'])})")
    else:
        _say(f"  taksiran kebocoran / estimated leakage: {_share(own, 'kebocoran')}")
        _say(
            f"  taksiran cakupan / estimated coverage: {_share(own, 'cakupan')}; terendah / lowest "
            f"{share(own['cakupan_terendah'])}"
        )
    _cells("Menurut keadaan / by what became of them", own["tahap"])
    if own["penerima_kini"]:
        _cells("Penerima kini / today's recipients", own["penerima_kini"])
    _table(
        "Bantuan yang kini diterima keluarga terpilih / aid that chosen families receive today",
        ("variabel / variable", "ya / yes", "tidak / no", "tak terjawab / unanswered"),
        [
            (f"{row['entitas']}.{row['variabel']}", *map(figure, _answers(row)))
            for row in own["bantuan"]
        ],
    )
    _regions(own)


def _answers(row: Row) -> list[Any]:
    return [row[name] for name in ("ya", "tidak", "kosong")]


def _share(row: Row, name: str) -> str:
    return share(row[name], row[f"galat_{name}"])


def _cells(title: str, rows: Sequence[Row]) -> None:
    kinds = ("keluarga", "individu")
    _table(
        title,
        ("keadaan / state", *map(_both, kinds)),
        [(_both(row["keadaan"]), *(figure(row[kind]) for kind in kinds)) for row in rows],
    )


def _regions(own: Row) -> None:
    def name(row: Row) -> str:
        indent = "" if row["tingkat"] == "provinsi" else "  "
        return f"{indent}{row['kode']} {row['nama']}"

    _table(
        "Menurut wilayah / by region",
        ("kode / code", "keluarga / families", "orang / persons", "setahun / a year (Rp)",
         "kebocoran / leakage", "cakupan / coverage"),
        [
            (name(row), figure(row["keluarga"]), figure(row["individu"]),
             figure(row["anggaran_setahun"]), _share(row, "kebocoran"), _share(row, "cakupan"))
            for row in own["rincian"]
        ],
    )  # fmt: skip


def written(paths: Iterable[str]) -> None:
    """What was written."""
    for path in paths:
        _say(f"Ditulis / written: {path}")
