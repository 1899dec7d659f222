"""What `dtsen breach` prints: incidents, their clock and notices; nobody who is affected."""

from __future__ import annotations

from typing import Any

from dagster_dtsen.display import console, number

_STATES = {
    "terbuka": "terbuka / open",
    "mendesak": "MENDESAK, kurang dari 24 jam / URGENT, less than 24 hours",
    "lewat_tenggat": "LEWAT TENGGAT / OVERDUE",
    "lengkap": "pemberitahuan lengkap / all notices out",
    "lengkap_terlambat": "pemberitahuan lengkap, terlambat / all notices out, late",
    "ditutup": "ditutup / closed",
}


def _say(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


def entered(told: dict[str, Any], fresh: bool) -> None:
    """An incident after an entry."""
    _say("Dicatat / recorded" if fresh else "Sudah tercatat / recorded before")
    case(told)


def table(rows: list[dict[str, Any]]) -> None:
    """A line per incident."""
    for row in rows:
        _line(row)
    if not rows:
        _say("Tidak ada insiden / no incident")


def _line(row: dict[str, Any]) -> None:
    owed = f", belum / owed: {', '.join(row['belum'])}" if row["belum"] else ""
    _say(
        f"{row['insiden']} {_STATES[row['keadaan']]}; tenggat / due {row['tenggat']} "
        f"({row['jam_tersisa']} jam / hours){owed}"
    )


def case(row: dict[str, Any]) -> None:
    """One incident with its notices."""
    _line(row)
    _say(f"  Diketahui / known: {row['diketahui']}")
    _say(f"  {row['kejadian']}")
    if row["paket"]:
        _say(f"  Paket / packages: {', '.join(row['paket'])}")
    for item in row["pemberitahuan"]:
        _say(f"  → {item['kepada']} {item['pada']} (surat / letter {item['surat'][:12]})")
    if row["penutup"]:
        _say(f"  Ditutup / closed {row['penutup']['pada']}: {row['penutup']['penanganan']}")


def affected(told: dict[str, Any]) -> None:
    """Counts by province and the files."""
    _say(
        f"Paket / package {told['paket']}: {number(told['individu'])} individu / persons, "
        f"{number(told['keluarga'])} keluarga / families (rilis {told['rilis']})"
    )
    for row in told["provinsi"]:
        _say(f"  {row['nama']}: {number(row['individu'])}, {number(row['keluarga'])}")
    if told["dimusnahkan"]:
        left = ", ".join(told["dijawab_dari"]) or "–"
        _say(
            f"  Isi rilis {told['rilis_paket']} sudah dimusnahkan; dijawab dari {left} / "
            f"the rows of that release were destroyed: answered from {left}"
        )
    if told["tidak_dikenali"]:
        gone = number(told["tidak_dikenali"])
        _say(
            f"  {gone} kunci tidak dapat lagi dikaitkan dengan siapa pun / "
            f"{gone} keys of persons or families are nobody's any more: who they were is not known"
        )
    _say("AWAS: data pribadi / CAREFUL: personal data")
    for path in told["berkas"]:
        _say(f"  {path}")
