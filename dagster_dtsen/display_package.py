"""What `dtsen open` and `dtsen verify` of a package print: facts of the manifest."""

from __future__ import annotations

from typing import Any

from rich.console import Console

# up to which access level a package holds what
_KINDS = (
    (2, "Hitungan yang dilindungi, bukan data pribadi / protected counts, no personal data"),
    (3, "Data mikro: dilarang mengenali kembali orang / micro data: nobody may be told from it"),
    (4, "Data pribadi: hanya untuk petugas yang berhak / personal data: authorised officers only"),
)
console = Console(highlight=False, width=110)


def _say(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


def verified(told: dict[str, Any]) -> None:
    """A package that holds and is still sealed."""
    _say("Paket utuh dan tanda tangannya cocok / the package is whole, its signature matches")
    _facts(told)
    _say("Belum ada yang dibuka / nothing was opened")


def opened(told: dict[str, Any]) -> None:
    """A package that was opened, and where."""
    _say("Paket utuh, tanda tangannya cocok, dan sudah dibuka / the package is whole and open")
    _facts(told)
    for item in told["berkas"]:
        if item["letak"] != "paket":
            rows = "" if item["baris"] is None else f", {_n(item['baris'])} baris / rows"
            _say(f"  {item['nama']}{rows}")
    _say(f"Isinya di / it is in {told['folder']}")
    _say(next(words for most, words in _KINDS if told["tingkat"] <= most))
    _say(f"Catat nomor / note the number {told['nomor']}: --last {told['nomor']}")


def applied(rows: dict[str, int], folder: str) -> None:
    """What is held now, after a difference."""
    _say("Sama dengan milik pengirim / the same as the sender has")
    for entity, count in rows.items():
        _say(f"  {entity}: {_n(count)} baris / rows")
    _say(f"Isinya di / it is in {folder}")


def _facts(told: dict[str, Any]) -> None:
    opens = "kata sandi / a passphrase" if told["kata_sandi"] else "kunci privat / a private key"
    passed_on = "boleh / may" if told["hak_alih"] else "tidak boleh / may not"
    for label, value in (
        ("Paket / package", f"{told['id_paket']}, nomor / number {told['nomor']}"),
        ("Sebelumnya / before it", told["paket_sebelum"] or "–"),
        ("Untuk / for", told["penerima"]),
        ("Izin / grant", told["id_izin"]),
        ("Rilis / release", told["rilis"]),
        ("Tingkat akses / access level", told["tingkat"]),
        ("Lisensi / licence", told["lisensi"]),
        ("Diteruskan / be passed on", passed_on),
        ("Berlaku sampai / valid until", told["berlaku_sampai"]),
        ("Dibuka dengan / opened with", opens),
        ("Penanda tangan / signed by", told["penanda"]),
        ("Pada / at", told["ditandatangani"]),
    ):
        _say(f"  {label}: {value}")
    if told["lewat_masa"]:
        _say("PERHATIAN: masa berlakunya lewat / ATTENTION: its term is over")
    if told["nomor_terlewat"] > 0:
        _say(
            f"PERHATIAN: {told['nomor_terlewat']} paket sebelumnya belum diterima / "
            "ATTENTION: packages before it are missing"
        )


def _n(value: int) -> str:
    """Thousands with a dot, as in Indonesia."""
    return f"{value:,}".replace(",", ".")
