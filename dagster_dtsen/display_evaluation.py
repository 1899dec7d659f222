"""What the terminal shows of an evaluation. Indonesian first, then English; no person's value."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from dagster_dtsen.display import console, number
from dagster_dtsen.display_families import show_families

REASONS = {
    "dua_nik": "orang memang punya dua NIK sah / truly holds two valid NIKs",
    "tanpa_bukti": "tidak berbagi bukti apa pun / share no evidence",
    "blok": "tidak dilihat aturan blok / no blocking rule looks at it",
    "larangan": "bertentangan menurut aturan / contradicts itself by rule",
    "skor": "bobot di bawah ambang / weight below the threshold",
    "aturan_keras": "gabungan ditolak aturan keras / join refused by a hard rule",
}
NAMES = {"presisi": "presisi / precision", "recall": "recall", "f1": "F1"}
LEVELS = {"edge": "pasangan / pairs", "klaster": "klaster / clusters"}
SUBGROUPS = {
    "laki_laki": "laki-laki / men",
    "perempuan": "perempuan / women",
    "umur": "umur / age",
    "mononim": "mononim / one-word name",
    "homonim": "senama / namesakes",
    "kembar": "kembar / twins",
    "pindah": "pindah / moved",
    "tanpa_nik": "tanpa NIK / no NIK",
    "provinsi": "provinsi / province",
}


def show(result: dict[str, Any]) -> None:
    """All tables of one evaluation."""
    console.rule(f"Evaluasi pemadanan / linkage evaluation — {result['rilis']}")
    console.print(
        f"Model {result['model']}, ambang / threshold {result['ambang']}; "
        f"{number(result['rekaman']['rekaman'])} rekaman / records; selang 95% dari "
        f"{result['bootstrap']['ulangan']} penarikan ulang orang / 95% intervals, people resampled"
    )
    _overall(result)
    for kind, title in (
        ("penyedia", "Menurut pasangan penyedia / by pair of providers"),
        ("kesalahan", "Menurut kesalahan pada salah satu rekaman / by error on either record"),
    ):
        _strata(result["pasangan"][kind], title)
    _subgroups(result["pasangan"]["kelompok"])
    _missed(result["luput"])
    _customers(result["pelanggan"])
    show_families(result["keluarga"])
    _patterns(result["pola"])
    _samples(result["contoh"])


def _percent(measure: dict[str, Any]) -> str:
    if measure["nilai"] is None:
        return "—"
    ends = [f"{100 * end:.2f}" for end in measure["selang"] or ()]
    return f"{100 * measure['nilai']:.2f}" + (f" ({'–'.join(ends)})" if ends else "")


def _overall(result: dict[str, Any]) -> None:
    table = Table(title="Keseluruhan, % / overall, %", box=None)
    table.add_column("")
    for name in NAMES.values():
        table.add_column(name, justify="right")
    overall = result["pasangan"]["semua"]["semua"]
    for level, label in LEVELS.items():
        table.add_row(label, *(_percent(overall[level][name]) for name in NAMES))
    table.add_row("B-cubed", *(_percent(result["b3"][name]) for name in NAMES))
    console.print(table)
    console.print(
        "Individu yang menyatukan dua pemilik NIK sah / persons that join two owners of valid "
        f"NIKs: {result['dua_pemilik_nik_sah']}"
    )


def _strata(strata: dict[str, Any], title: str) -> None:
    table = Table(title=f"{title}, %", box=None)
    table.add_column("")
    for name in ("benar / true", "salah / false", *NAMES.values(), "F1 klaster / cluster"):
        table.add_column(name, justify="right")
    for name, levels in strata.items():
        edge = levels["edge"]
        table.add_row(
            name,
            number(edge["benar"]),
            number(edge["salah"]),
            *(_percent({**edge[key], "selang": None}) for key in NAMES),
            _percent({**levels["klaster"]["f1"], "selang": None}),
        )
    console.print(table)


def _subgroups(strata: dict[str, Any]) -> None:
    """Each subgroup by pairs and by clusters, and by how many points its recall differs."""
    for level, label in LEVELS.items():
        title = f"Menurut kelompok orang / by subgroup of people: {label}, %"
        table = Table(title=title, box=None)
        table.add_column("", no_wrap=True)
        for name in ("benar / true", "ditemukan / found", "salah / false", NAMES["presisi"]):
            table.add_column(name, justify="right", min_width=9)
        table.add_column(NAMES["recall"], justify="right", no_wrap=True)
        table.add_column("selisih / difference", justify="right", min_width=10)
        for name, levels in strata.items():
            found = levels[level]
            table.add_row(
                _subgroup(name),
                *(number(found[count]) for count in ("benar", "ditemukan", "salah")),
                _percent({**found["presisi"], "selang": None}),
                *_against_mean(found),
            )
        console.print(table)
    console.print(
        "Selisih: poin persen dari recall keseluruhan; ▼ lebih dari 2 poin di bawah rata-rata / "
        "difference: percentage points from the overall recall; ▼ more than 2 points below the mean"
    )


def _subgroup(name: str) -> str:
    kind, _, detail = name.partition(" ")
    return f"{SUBGROUPS[kind]} {detail}".rstrip()


def _against_mean(found: dict[str, Any]) -> tuple[str, str]:
    """Recall with its interval, and the difference to the mean with its sign and flag."""
    apart = found["selisih_recall"]
    flag = "▼ " if found["di_bawah_rata"] else ""
    return _percent(found["recall"]), "—" if apart is None else f"{flag}{apart:+.2f}"


def _missed(missed: dict[str, Any]) -> None:
    table = Table(title="Pasangan benar yang luput / missed true pairs", box=None)
    for name in ("sebab / reason", *LEVELS.values()):
        table.add_column(name, justify="left" if "/ reason" in name else "right")
    for reason, label in REASONS.items():
        counts = (missed[level].get(reason, 0) for level in LEVELS)
        table.add_row(label, *(number(count) for count in counts))
    console.print(table)
    ceiling = missed["langit"]["recall"]
    if ceiling is not None:
        console.print(
            "Recall tertinggi yang mungkin (dua baris pertama tak terjangkau) / "
            f"highest possible recall (the first two rows are out of reach): {100 * ceiling:.2f}%"
        )


def _customers(customers: dict[str, Any] | None) -> None:
    if customers is None:
        return
    console.print(
        "Pelanggan listrik pada keluarga yang benar / utility customers at the right family: "
        f"{100 * customers['bagian_benar']:.2f}% dari/of {number(customers['dipasangkan'])} "
        f"yang terpasang / attached; {number(customers['pelanggan'])} pelanggan / customers"
    )


def _patterns(patterns: list[dict[str, Any]]) -> None:
    if not patterns:
        return
    console.print("Pola terbanyak pasangan yang luput / commonest patterns of missed pairs:")
    for item in patterns:
        console.print(f"  {number(item['pasangan']):>6}  {item['sebab']:<5} {item['pola']}")


def _samples(examples: dict[str, list[dict[str, Any]]]) -> None:
    for kind, title in (("salah", "salah / false"), ("luput", "luput / missed")):
        for item in examples[kind]:
            weight = "—" if item["bobot"] is None else f"{item['bobot']:.2f}"
            console.print(
                f"  {title} {item['record_key_l'][:12]} {item['record_key_r'][:12]} "
                f"{item['penyedia']} {weight} {item['pola']} [{', '.join(item['kesalahan'])}]",
                markup=False,
            )
