"""What `dtsen audit` prints: events and the state of their chain, nobody's id or value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dagster_dtsen.display import console, number

_SHORT = 12


def _say(text: str) -> None:
    console.print(_clean(text), markup=False, soft_wrap=True)


def _clean(text: object) -> str:
    # a log that somebody rewrote may hold what moves a terminal
    return "".join(char if char.isprintable() else "�" for char in str(text))


def state(told: dict[str, Any]) -> None:
    """Whether the chain holds and how far it is anchored; the damage is the caller's to tell."""
    _say(f"{number(told['peristiwa'])} peristiwa / events, {told['kepala']} kepala / heads")
    for cut in told["terpotong"]:
        closed = cut["ditutup"]
        end = f"ditutup oleh / closed by {closed}" if closed else "belum ditutup / not closed yet"
        _say(
            f"Baris terpotong sesudah / line cut after {cut['setelah']}: {cut['byte']} byte, {end}"
        )
    if told["belum_ditutup"]:
        _say(
            "Tindakan tanpa akhir, sedang berjalan atau mati / acts without an end, at work or "
            f"killed: {', '.join(str(item) for item in told['belum_ditutup'])}"
        )
    if told["keadaan"] == "utuh":
        after = told["peristiwa"] - told["berjangkar"]
        _say(f"Utuh, berjangkar sampai / whole, anchored up to {told['berjangkar']}")
        if after:
            _say(f"Sesudahnya belum berjangkar / not anchored yet: {number(after)}")
        if told["tanda_tangan"] == "cocok":
            _say("Tanda tangan kepala cocok / signatures of heads match")
        else:
            _say("Tanda tangan kepala tidak diperiksa / signatures of heads not checked")
    elif told["keadaan"] == "tanpa_jangkar":
        where = "kosong / empty" if told["jangkar_diatur"] else "tidak diatur / not set"
        _say(
            "Rantai cocok tetapi tanpa jangkar: pemangkasan atau penulisan ulang tidak akan "
            "terlihat / the chain holds but is unanchored: a cut or a rewriting would not show "
            f"(DTSEN_AUDIT_ANCHOR {where})"
        )


def events(rows: list[dict[str, Any]]) -> None:
    """One line per event; of a person only the beginning of its HMAC."""
    _lines(rows, lambda row: _thing(row["objek"]))


def seen(told: dict[str, Any]) -> None:
    """The events about one person, and what the log cannot tell."""
    if told["peristiwa"]:
        _lines(told["peristiwa"], lambda row: str(row["objek"]))
    else:
        _say("Tidak ada peristiwa tentang id ini / no event about this id")
    if told["rekaman"]:
        _say(
            "Termasuk peristiwa tentang rekamannya / with events about its records: "
            f"{number(told['rekaman'])}"
        )
    if told["massal"]:
        _say(
            f"Selain itu {number(told['massal'])} peristiwa memuat banyak orang; apakah ia "
            "termasuk tidak tercatat / besides, that many events hold many people; whether this "
            "one was among them is not in the log"
        )
    if told["tak_tercari"]:
        _say(
            f"{number(told['tak_tercari'])} peristiwa memakai kunci yang tidak ada di sini / "
            "events under a key that is not here"
        )
    state(told["rantai"])


def use(told: dict[str, Any]) -> None:
    """Use by recipient, a line each, how many alarms speak, and the state of the chain."""
    for row in told["pemakaian"]:
        parts = [row["bulan"], row["penerima"] or "-", row["izin"] or "-", row["tindakan"]]
        parts += [f"({row['tujuan']})"] if row["tujuan"] else []
        counts = {"tindakan / acts": row["jumlah"], "baris / rows": row["baris"]}
        counts |= {"paket / packages": row["paket"], "akun / accounts": row["akun"]}
        counts |= {"gagal / failed": row["gagal"]}
        parts += [", ".join(f"{number(count)} {name}" for name, count in counts.items() if count)]
        _say(" ".join(parts))
    if not told["pemakaian"]:
        _say("Belum ada tindakan yang tercatat / no act is recorded")
    if told["berkas"]:
        _say(f"  {told['berkas']}")
    if told["alarm"]:
        _say(f"Tanda penyalahgunaan / alarms: {len(told['alarm'])} (--alarms)")
    state(told["rantai"])


def alarms(told: dict[str, Any]) -> None:
    """The alarms that speak, with accounts and numbers of events."""
    for alarm in told["alarm"]:
        _say(f"{alarm['id']} ({alarm['ambang']}): {' / '.join(alarm['kata'])}")
        for row in alarm["temuan"]:
            who = row["akun"] or "beberapa akun / several accounts"
            events = ", ".join(str(item) for item in row["peristiwa"])
            _say(f"  {row['hari']} {who}: {number(row['jumlah'])} (peristiwa / events {events})")
    if not told["alarm"]:
        _say("Tidak ada tanda penyalahgunaan / no alarm")
    state(told["rantai"])


def _lines(rows: list[dict[str, Any]], thing: Callable[[dict[str, Any]], str]) -> None:
    for row in rows:
        parts = [row["nomor"], row["pada"], str(row["oleh"])[:_SHORT], f"({row['peran']})"]
        parts += [row["tindakan"], thing(row)]
        if row.get("penerima"):
            parts += ["→", row["penerima"]]
        if row.get("baris") is not None:
            parts.append(f"{number(row['baris'])} baris / rows")
        parts += [row[name] for name in ("hasil", "sebab") if row.get(name)]
        if row.get("menutup"):
            parts.append(f"(no {row['menutup']})")
        _say(" ".join(str(part) for part in parts))


def _thing(thing: dict[str, Any]) -> str:
    shown = thing.get("id") or f"hmac {str(thing.get('hmac'))[:_SHORT]}"
    return f"{thing['jenis']} {shown}"
