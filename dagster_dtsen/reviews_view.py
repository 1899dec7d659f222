"""From a queue item or a drawn pair to what the review page shows of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dagster_dtsen.review.view import Line, View
from dagster_dtsen.steward.questions import EMPTY, number, question, unlike, weighed

Row = Mapping[str, Any]
FIELDS = {
    "nama": "Nama",
    "nik": "NIK",
    "tanggal_lahir": "Tanggal lahir",
    "tempat_lahir": "Tempat lahir",
    "jenis_kelamin": "Jenis kelamin",
    "hubungan": "Hubungan dalam keluarga",
    "no_kk": "Nomor KK",
    "alamat": "Alamat",
    "wilayah": "Wilayah",
    "sumber": "Sumber",
    "kunci_penyedia": "Kunci penyedia",
    "tanggal_acuan": "Tanggal acuan",
    "rekaman_orang": "Rekaman orangnya",
}
# field beside which a comparison of the model is told
BESIDE = {"nama": "nama", "nik": "nik", "tanggal_lahir": "lahir", "jenis_kelamin": "jenis_kelamin"}
PLACE = ("wilayah", "tempat")
_HIDDEN = ("kunci_penyedia", "rekaman_orang")
_PERSON = ("Satu orang", "Dua orang")
_FAMILY = ("Satu keluarga", "Dua keluarga")


def of_item(row: Row, rules: Mapping[str, str], place: int, of: int) -> View:
    """A queue item with everything that helps to decide it."""
    told = list(row["bidang"] or [])
    first, *rest = question(row, told, rules).split("\n")
    title, _, why = first.partition("? ")
    family = row["objek"] == "keluarga"
    weight = row["bobot"]
    weights = {str(item["perbandingan"]): item for item in told}
    three = row["p_record_key"] is not None
    return View(
        butir=str(row["id_antrean"]),
        judul=f"{title}?",
        label=f"Antrean {row['antrean']} · {row['sebab']}",
        kalimat=[line for line in (why, *rest) if line],
        baris=[_line(name, label, row, three, weights) for name, label in FIELDS.items()],
        satu=(_FAMILY if family else _PERSON)[0],
        dua=(_FAMILY if family else _PERSON)[1],
        nomor=place,
        dari=of,
        pembanding=three,
        jumlah=None if weight is None else number(float(weight)),
        ambang=number(float(row["ambang_klaster"])),
    )


def of_sample(row: Row, place: int, of: int) -> View:
    """A drawn pair without weight, threshold, and what the release made of it."""
    shown = {name: label for name, label in FIELDS.items() if name not in _HIDDEN}
    return View(
        butir=str(row["id_butir"]),
        judul="Apakah A dan B orang yang sama?",
        label="Sampel mutu · penilaian buta",
        kalimat=[
            "Nilailah dari isinya saja. Jawaban ini tidak mengubah daftar; ia dipakai menaksir "
            "seberapa sering pemadanan benar."
        ],
        baris=[_line(name, label, row, False, {}) for name, label in shown.items()],
        satu=_PERSON[0],
        dua=_PERSON[1],
        nomor=place,
        dari=of,
    )


def _line(name: str, label: str, row: Row, three: bool, weights: Mapping[str, Any]) -> Line:
    left, right = _value(row, "a", name), _value(row, "b", name)
    differs = unlike(name, left, right)
    code = PLACE[1] if name == PLACE[0] else BESIDE.get(name, "")
    told = weights.get(code)
    mark = "" if differs is None else "beda" if differs else "sama"
    said = None if told is None or told["tingkat"] == EMPTY else weighed(told)
    return Line(
        label=label,
        a=left,
        b=right,
        p=_value(row, "p", name) if three else "",
        tanda=mark,
        bobot=said and said.removeprefix(f"{mark} " if mark else ""),
    )


def _value(row: Row, side: str, name: str) -> str:
    if name == "sumber":
        return f"{row[f'{side}_penyedia']}/{row[f'{side}_dataset']}"
    return str(row[f"{side}_{name}"] or "")
