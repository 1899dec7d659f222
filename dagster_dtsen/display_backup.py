"""What `dtsen backup`, `restore` and `drill` print: counts and fingerprints, nobody's value."""

from __future__ import annotations

from typing import Any

from dagster_dtsen.display import console, number


def _say(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


def made(told: dict[str, Any]) -> None:
    """A generation that was written."""
    _generations([told])
    _say(
        f"Disalin / copied {number(told['disalin'])} berkas / files, "
        f"{number(told['byte_disalin'])} byte, {told['detik']:.1f} s"
    )
    if told["hilang"]:
        _say(f"Diganti selagi disalin / replaced meanwhile: {number(told['hilang'])}")
    if told["dilepas"]:
        _say(f"Dilepas / let go: {', '.join(str(item) for item in told['dilepas'])}")
    if told["daftar_rusak"]:
        numbers = ", ".join(str(item) for item in told["daftar_rusak"])
        _say(f"Daftar rusak / damaged lists: {numbers}; tidak ada yang dilepas / none was let go")


def verified(told: list[dict[str, Any]], *, same: bool) -> None:
    """Generations whose files were all read."""
    _generations(told)
    _say("Semua berkas sama dengan daftarnya / all files equal their list")
    if same:
        _say("Kedua salinan sama / both copies are equal")


def restored(told: dict[str, Any]) -> None:
    """A home that was laid out."""
    _generations([told])
    _say(f"Dipulihkan / restored, {_speed(told)}")
    _say("Lanjutkan dengan dtsen verify --all, dtsen run / go on with these")


def drilled(told: dict[str, Any]) -> None:
    """A drill that held."""
    _generations([told])
    _say(f"{told['tabel']} tabel sama dengan segelnya / tables equal their seal, {_speed(told)}")


def _speed(told: dict[str, Any]) -> str:
    rate = told["byte"] / 1e6 / max(told["detik"], 0.01)
    return f"{told['detik']:.1f} s, {rate:.0f} MB/s"


def _generations(rows: list[dict[str, Any]]) -> None:
    """One line per generation: number, time, size, releases, beginning of the fingerprint."""
    for row in rows:
        _say(
            f"Generasi / generation {row['generasi']}, {row['pada']}: {number(row['berkas'])} "
            f"berkas / files, {number(row['byte'])} byte, {', '.join(row['rilis']) or '–'}, "
            f"{row['sidik'][:16]}"
        )
