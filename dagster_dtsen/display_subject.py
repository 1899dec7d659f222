"""What `dtsen explain person` and `family` print: short; Indonesian first, then English."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from dagster_dtsen.display import console


def _say(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


def _both(pair: list[str]) -> str:
    return pair[0] if pair[0] == pair[1] else " / ".join(pair)


def written(path: Path) -> None:
    """Where the page was written."""
    _say(f"Halaman / page: {path}")


def answer(told: dict[str, Any]) -> None:
    """The answer in short: who, what is held from whom, what lost, rights, events, rank."""
    who = told["siapa"]
    identity = who.get("id_individu") or who["id_keluarga"]
    open_ = "" if told["terbit"] else " (belum terbit / not published)"
    console.rule(f"Jawaban atas akses / answer to access — {identity}, {told['rilis']}{open_}")
    if told["objek"] == "individu":
        _person(told)
    else:
        left_out = who["anggota_dikeluarkan"]
        _say(f"Anggota / members: {len(who['anggota'])}, dikeluarkan / left out: {left_out}")
    for row in who["rilis"]:
        state = "ya / yes" if row["dalam_rilis"] else "tidak / no"
        _say(f"  {row['rilis']}  dalam rilis / in the release: {state}")
    _held(told)
    _counts(told)


def _person(told: dict[str, Any]) -> None:
    who, checked = told["siapa"], told["validasi"]
    _say(_both(who["keadaan"]["kata"]))
    for identity in who["penerus"]:
        _say(f"  → {identity}")
    _say(f"Keluarga / family: {who['id_keluarga'] or '—'}")
    for name, key in (("NIK", "nik"), ("No. KK / card", "no_kk")):
        if verdict := checked[key]:
            _say(f"{name}: {_both(verdict['label'])}")
    if reason := checked["alasan_dikeluarkan"]:
        _say(f"Dikeluarkan / left out: {_both(reason['label'])}")


def _source(line: dict[str, Any]) -> str:
    source = line["sumber"]
    parts = [source.get(name) for name in ("penyedia", "dataset", "tanggal_acuan")]
    told = " ".join(str(part) for part in parts if part)
    return told if source["jenis"] == "rekaman" else f"{source['kata'][0]} {told}".strip()


def _held(told: dict[str, Any]) -> None:
    if told["catatan_dipegang"]:
        _say(_both(told["catatan_dipegang"]))
    if told["nilai_ditampilkan"]:
        console.print("[bold red]AWAS: data pribadi di bawah ini / CAREFUL: personal data below[/]")
    table = Table(box=None, title="Dipegang / held", title_justify="left")
    names = ["variabel / variable", "asal / source", "aturan / rule"]
    for name in [*names[:1], *(["nilai / value"] if told["nilai_ditampilkan"] else []), *names[1:]]:
        table.add_column(name)
    for line in told["dipegang"]:
        if not line["terisi"]:
            continue
        rule = line["aturan"]["id"] if line["aturan"] else None
        cells = [line["variabel"], _source(line), "—" if rule is None else str(rule)]
        if told["nilai_ditampilkan"]:
            cells.insert(1, line["nilai"])
        table.add_row(*(Text(str(cell)) for cell in cells))
    if table.row_count:
        console.print(table)


def _counts(told: dict[str, Any]) -> None:
    empty = sum(not line["terisi"] for line in told["dipegang"])
    _say(f"Variabel kosong / empty variables: {empty}")
    if told["kalah"]["tersedia"]:
        _say(f"Nilai yang kalah / losing values: {len(told['kalah']['baris'])}")
    elif told["kalah"]["kata"]:
        _say(_both(told["kalah"]["kata"]))
    for name, words in (
        ("koreksi", "Koreksi / corrections"),
        ("permohonan", "Permohonan / requests"),
        ("pembatasan", "Pembatasan / restrictions"),
    ):
        if name in told:
            _say(f"{words}: {len(told[name])}")
    _say(f"Peristiwa / events: {sum(map(len, told['peristiwa'].values()))}")
    for row in told["peringkat"]:
        decile = row["desil_nasional"]
        why = row["alasan_tanpa_peringkat"] or row["status"]
        shown = f"desil / decile {decile}" if decile else _both(why["kata"]) if why else "—"
        _say(f"Peringkat / rank {row['rilis']}: {shown}")
    _say(f"Penyerahan / hand-overs: {_both(told['penyerahan']['kata'])}")
    _say("Lengkapnya / in full: --json, --page")
