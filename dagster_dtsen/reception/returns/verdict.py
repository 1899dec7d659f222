"""The verdict page: what the summary says, laid out as texts and figures for HTML and PDF alike."""

from __future__ import annotations

from collections import Counter
from typing import Any

from dagster_dtsen.reception.returns import words
from dagster_dtsen.reception.returns.content import Told
from dagster_dtsen.reception.returns.words import Pair, date, number, percent

# so many reasons keep the PDF on one page; one less beside a table of differences or of datasets
_SHOWN = 5
_GRAVE = {"tolak": 0, "kosongkan": 1}


def page(told: Told) -> dict[str, Any]:
    """Everything the templates show, ready to print; ``told`` is the content of ringkasan.json."""
    status = told["status"]
    refused = status == "ditolak"
    return {
        "kiriman": told["kiriman"],
        "lembaga": told["lembaga"] or told["penyedia"],
        "putusan": words.VERDICT[status],
        "warna": words.COLOURS[status],
        "kalimat": _refusal(told) if refused else _sentence(told["rekaman"]),
        "fakta": _facts(told),
        "bagian": [] if refused else _parts(told["rekaman"]),
        "neraca": [] if refused else _balance(told),
        "alasan": [] if refused else _reasons(told),
        "alasan_lain": 0 if refused else max(0, len(told["alasan"]) - _shown(told)),
        "selisih": None if refused else _difference(told),
        "langkah": _refused_steps(told) if refused else _steps(told),
    }


def _sentence(records: dict[str, int]) -> Pair:
    read, returned = records["dibaca"], records["dikembalikan"]
    good = number(read - returned)
    if not returned:
        return (
            f"Semua {number(read)} rekaman diterima.",
            f"All {number(read)} records are accepted.",
        )
    return (
        f"Dari {number(read)} rekaman yang dikirim, {good} diterima dan "
        f"{number(returned)} dikembalikan.",
        f"Of {number(read)} records sent, {good} are accepted and {number(returned)} go back.",
    )


def _refusal(told: Told) -> Pair:
    about = f" ({told['rincian']})" if told["rincian"] else ""
    indonesian = told["pesan_id"] or told["kode_alasan"]
    return (
        f"Kiriman ini tidak dapat dipakai sama sekali: {indonesian}{about}.",
        f"Nothing of this delivery can be used: {told['pesan_en'] or told['kode_alasan']}{about}.",
    )


def _facts(told: Told) -> list[tuple[str, str, str]]:
    sent = date(told["tanggal_kirim"])[0]
    late = told["selisih_hari"]
    if late is not None:
        sent += (
            f" (terlambat {number(late)} hari / days late)"
            if late > 0
            else " (tepat waktu / in time)"
        )
    return [
        ("Kiriman", "Delivery", told["kiriman"]),
        ("Periode", "Period", told["periode"] or "–"),
        ("Tanggal acuan", "Reference date", date(told["tanggal_acuan"])[0]),
        ("Dikirim", "Sent", sent),
        ("Jatuh tempo", "Due", date(told["jatuh_tempo"])[0]),
        ("Rilis", "Release", told["rilis"]),
    ]


def _parts(records: dict[str, int]) -> list[dict[str, Any]]:
    whole = records["dibaca"]
    return [
        {
            "kata": pair,
            "warna": colour,
            "jumlah": number(records[key]),
            "persen": percent(records[key], whole),
            "andil": records[key] / whole if whole else 0.0,
        }
        for key, pair, colour in words.PARTS
        if records[key]
    ]


def _balance(told: Told) -> list[list[str]]:
    """Per dataset; of a single one the bar has said it all."""
    if len(told["neraca"]) < 2:
        return []
    return [
        [row["dataset"], *(number(row[key]) for key in ("dibaca", "diterima", "dikembalikan"))]
        for row in told["neraca"]
    ]


def _shown(told: Told) -> int:
    return _SHOWN - (told["selisih"] is not None) - (len(told["neraca"]) > 1)


def _reasons(told: Told) -> list[dict[str, Any]]:
    # what goes back first, then values not used, else the most frequent
    ordered = sorted(told["alasan"], key=lambda row: _GRAVE.get(row["tindakan"], len(_GRAVE)))
    top = ordered[: _shown(told)]
    most = max((row["jumlah"] for row in top), default=1)
    several = len(told["neraca"]) > 1
    return [
        {
            "kode": row["kode_alasan"],
            "dataset": row["dataset"] if several else "",
            "pesan": (row["pesan_id"], row["pesan_en"]),
            "saran": (row["saran_id"] or "", row["saran_en"] or ""),
            "akibat": words.FOLLOWS.get(row["tindakan"], (row["tindakan"], "")),
            "warna": words.COLOURS["ditolak"] if row["tindakan"] == "tolak" else "#8a8a8a",
            "jumlah": number(row["jumlah"]),
            "andil": row["jumlah"] / most,
        }
        for row in top
    ]


def _difference(told: Told) -> dict[str, Any] | None:
    """Reasons by outcome, and how long it took; what was mended most comes first."""
    difference = told["selisih"]
    if difference is None:
        return None
    table: dict[Pair, Counter[str]] = {}
    for row in difference["hasil"]:
        reason = (row["pesan_id"], row["pesan_en"]) if row["kode_alasan"] else words.NO_FINDING
        table.setdefault(reason, Counter())[row["hasil"]] += row["jumlah"]
    total = sum(table.values(), Counter())
    corrected = difference["pembanding"]
    days = number(corrected["hari_perbaikan"])
    dikirim, sent = date(corrected["tanggal_kirim"])
    ordered = sorted(table.items(), key=lambda item: (-item[1].total(), item[0]))
    return {
        "kalimat": (
            f"Temuan yang beres {number(total['beres'])}, belum beres "
            f"{number(total['belum beres'])}, rusak baru {number(total['rusak baru'])}. "
            f"Dibandingkan dengan kiriman {dikirim}, {days} hari sebelumnya.",
            f"Findings mended {number(total['beres'])}, still failing "
            f"{number(total['belum beres'])}, newly broken {number(total['rusak baru'])}. "
            f"Compared with the delivery of {sent}, {days} days before.",
        ),
        "kepala": list(words.OUTCOMES.values()),
        "baris": [
            {"alasan": reason, "jumlah": [number(counts[name]) for name in words.OUTCOMES]}
            for reason, counts in ordered[: _shown(told)]
        ],
    }


def _steps(told: Told) -> list[Pair]:
    if not told["alasan"]:
        return words.CLEAN
    again = (
        words.SEND_CHANGES
        if told["jenis"] == "perubahan"
        else words.send_all_again(told["tanggal_acuan"])
    )
    return [words.OPEN_SHEET, words.MEND_AT_SOURCE, again, words.SEE_DIFFERENCE]


def _refused_steps(told: Told) -> list[Pair]:
    fix: list[Pair] = [(f"{told['saran_id']}.", f"{told['saran_en']}.")] if told["saran_id"] else []
    return [*fix, words.MEND_WHOLE, words.UNTIL_THEN]
