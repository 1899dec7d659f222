"""What `dtsen correct`, `waiting`, `request` and `restrict` print: Indonesian first, then English.

Keys and ids only; values of persons where the caller asked for them.
"""

from __future__ import annotations

from typing import Any

from rich.table import Table

from dagster_dtsen.corrections import Entered
from dagster_dtsen.display import console
from dagster_dtsen.steward.requests import Case, told
from dagster_dtsen.steward.restrictions import Restriction

KEY = 12  # characters of a record key that are shown
ENGLISH = {
    "belum": "not yet",
    "berlaku": "in force",
    "dibatalkan": "undone",
    "kedaluwarsa": "expired",
    "ini": "this one",
    "pembatalan": "undo",
    "serekaman": "on the same record",
    "nilai_ditahan": "old value stays",
    "nilai_tercatat": "applies, to be looked at",
    "kematian_dilaporkan": "reported dead, left out",
    "kepala_ditahan": "old head stays",
    "terbuka": "open",
    "lewat_tenggat": "overdue",
    "menunggu_pemberitahuan": "person not told yet",
    "selesai_tepat_waktu": "done on time",
    "selesai_terlambat": "done late",
}


def _say(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


def _word(name: str) -> str:
    return f"{name} / {ENGLISH[name]}"


def _state(new: bool) -> str:
    return "dicatat / recorded" if new else "sudah ada / stood there already"


def correction(entered: Entered) -> None:
    """A correction, or an undo, that was taken in."""
    item = entered.koreksi
    what = item.membatalkan or f"{item.objek} {', '.join(item.variabel)}"
    _say(f"{item.id}  {what}  {_state(entered.baru)}; berlaku sejak / from {item.tanggal}")
    if not entered.mengubah:
        _say("  tidak mengubah nilai: menunggu bukti / changes no value: waits for evidence")
    if entered.menunggu:
        _say(f"  menunggu rekaman / waits for record {str(item.record_key)[:KEY]}")


def _what(row: dict[str, Any]) -> str:
    if row["membatalkan"]:
        return f"batalkan / undo {row['membatalkan']}"
    return f"{row['record_key'][:KEY]} {row['objek']}: {', '.join(row['variabel'])}"


def _kind(row: dict[str, Any]) -> str:
    marks = [row["asal"]]
    marks += ["berbukti / proven"] if row["bukti"] else []
    marks += ["terkunci / locked"] if row["kunci"] else []
    marks += ["menunggu bukti / waits"] if row["mengubah"] is False else []
    return "" if row["membatalkan"] else ", ".join(marks)


def corrections(rows: list[dict[str, Any]]) -> None:
    """All corrections in the order they were entered."""
    _say(f"Koreksi / corrections: {len(rows)}")
    shown = Table(box=None)
    heads = ("id", "koreksi", "asal", "sejak / from", "sampai / until", "oleh / by", "keadaan")
    for name in heads:
        shown.add_column(name, no_wrap=name == "id")
    for row in rows:
        facts = (row["tanggal"], row["berlaku_sampai"] or "", row["oleh"], _word(row["keadaan"]))
        shown.add_row(row["id_koreksi"], _what(row), _kind(row), *facts)
    console.print(shown)
    for row in rows:
        _values(row)


def correction_history(rows: list[dict[str, Any]]) -> None:
    """One correction and what has to do with it, by date."""
    for row in rows:
        _say(f"{row['tanggal']}  {row['id_koreksi']}  {_what(row)}  [{_word(row['hubungan'])}]")
        noted = f"; dicatat / entered {row['dicatat']}" if row["dicatat"] else ""
        _say(f"    {row['oleh']}: {row['alasan']}{noted}")
        until = f"; sampai / until {row['berlaku_sampai']}" if row["berlaku_sampai"] else ""
        _say(f"    {_word(row['keadaan'])}{until}{'; ' if _kind(row) else ''}{_kind(row)}")
        if row["bukti"]:
            _say(f"    bukti / evidence {row['bukti']}")
        if row["permohonan"]:
            _say(f"    permohonan / request {row['permohonan']}")
        _values(row)


def _values(row: dict[str, Any]) -> None:
    for name, value in row.get("nilai", {}).items():
        text = "(tanpa nilai / no value)" if value is None else value
        _say(f"    {row['id_koreksi']} {name} = {text}")
        for provider, said in row["dibantah"].get(name, {}).items():
            _say(f"        {provider}: {', '.join(said)}")


def waiting(told: dict[str, Any]) -> None:
    """What waits for a steward by kind, and where the list lies."""
    release = told["id_rilis"]
    _say(f"Menunggu petugas / waiting for a steward: {told['jumlah']} (rilis / release {release})")
    if told["menunggu"]:
        shown = Table(box=None)
        for name in ("jenis / kind", "variabel / variable", "penyedia / provider"):
            shown.add_column(name)
        shown.add_column("jumlah / count", justify="right")
        for row in told["menunggu"]:
            facts = (_word(row["jenis"]), row["variabel"], row["penyedia"] or "—")
            shown.add_row(*facts, str(row["jumlah"]))
        console.print(shown)
    if told["berkas"]:
        _say("AWAS: berkas ini memuat data pribadi / CAREFUL: this file holds personal data")
        _say(f"  {told['berkas']}")
        _say("Isi yang sudah pasti / fill in what is settled: nilai, alasan, bukti; lalu / then:")
        _say(f"  dtsen correct berkas {told['berkas']}")


def questions(told: dict[str, Any]) -> None:
    """What the population register is to be asked, by verdict, and where the file lies."""
    release = told["id_rilis"]
    _say(
        f"Pertanyaan kepada Dukcapil / questions to the population register: {told['jumlah']} "
        f"(rilis / release {release})"
    )
    if told["pertanyaan"]:
        shown = Table(box=None)
        for name in ("verdik / verdict", "jawaban / answer"):
            shown.add_column(name)
        shown.add_column("jumlah / count", justify="right")
        for row in told["pertanyaan"]:
            shown.add_row(row["verdik"], row["asal"] or "—", str(row["jumlah"]))
        console.print(shown)
    if told["berkas"]:
        _say("AWAS: berkas ini memuat data pribadi / CAREFUL: this file holds personal data")
        _say(f"  {told['berkas']['nama']}: {told['berkas']['baris']} baris / rows")
        _say("Jawabannya / the answers: landing/layanan_dukcapil/<periode>/, tanggapan.csv")


def request(case: Case, identity: str, new: bool) -> None:
    """A request after an entry."""
    asked = case.permohonan
    _say(
        f"{identity}  {asked.hak} {asked.record_key[:KEY]}  {_state(new)}; "
        f"diterima / received {told(asked.diterima_pada)}; tenggat / deadline {told(case.due)}"
    )
    if case.putusan:
        _say(f"  {case.putusan.putusan}: {told(case.putusan.pada)}")
    if case.pemberitahuan:
        _say(f"  diberitahukan / told: {told(case.pemberitahuan.pada)}")


def requests(rows: list[dict[str, Any]]) -> None:
    """Requests with their clock."""
    _say(f"Permohonan / requests: {len(rows)}")
    shown = Table(box=None)
    for name in ("id", "hak / right", "diterima / received", "tenggat / deadline", "putusan"):
        shown.add_column(name, no_wrap=name == "id")
    shown.add_column("jam / hours", justify="right")
    shown.add_column("keadaan / state")
    for row in rows:
        shown.add_row(
            row["id_permohonan"],
            row["hak"],
            row["diterima_pada"],
            row["tenggat"],
            row["putusan"] or "",
            f"{row['jam_terpakai']:.2f}",
            _word(row["keadaan"]),
        )
    console.print(shown)


def restriction(item: Restriction, new: bool) -> None:
    """A restriction, or an undo, that was taken in."""
    what = item.membatalkan or str(item.record_key)[:KEY]
    _say(f"{item.id}  {what}  {_state(new)}; berlaku sejak / from {item.tanggal}")


def restrictions(rows: list[dict[str, Any]]) -> None:
    """All restrictions in the order they were entered."""
    _say(f"Pembatasan / restrictions: {len(rows)}")
    for row in rows:
        what = row["membatalkan"] or row["record_key"][:KEY]
        until = f" – {row['berlaku_sampai']}" if row["berlaku_sampai"] else ""
        _say(
            f"{row['id_pembatasan']}  {what}  {row['tanggal']}{until}  {row['oleh']}  "
            f"{_word(row['keadaan'])}"
        )
