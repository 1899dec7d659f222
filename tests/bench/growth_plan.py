"""Measured bytes of homes as a table, and what they come to for the whole country."""

from __future__ import annotations

from typing import Any

from dagster_dtsen.release.tables import LINKAGE

PEOPLE = 289_000_000
RELEASES = 4 * 10  # four a year for ten years
_TB = 1e12
# not once per release
_ONCE = ("arsip sekali", "gudang", "riwayat di gudang", "cadangan pertama")
# sealed tables by what they are for; what is named nowhere counts as "laporan"
PURPOSES = {
    "isi": (
        "individu", "keluarga", "anggota_keluarga", "asal_individu", "asal_keluarga", "rekaman",
        "dikeluarkan", "verdik_individu", "peristiwa_hidup", "perubahan_individu", "koreksi",
    ),
    "id": (
        "peta_individu", "peta_keluarga", "peristiwa_individu", "peristiwa_keluarga",
        "relasi_keluarga", "peristiwa_relasi", "silang_individu", "silang_keluarga",
        "anggota_peristiwa_individu", "anggota_peristiwa_keluarga",
    ),
    "lanjutan": tuple(name for name in LINKAGE.values() if name.startswith("tautan_")),
    "hasil": (
        "dim_individu", "dim_keluarga", "bridge_anggota_keluarga", "fct_peringkat_kesejahteraan",
        "fct_peristiwa_keluarga", "fct_peristiwa_hidup",
    ),
}  # fmt: skip
Line = dict[str, Any]


def by_purpose(release: dict[str, Any]) -> dict[str, int]:
    """Bytes of a sealed release by purpose."""
    found = dict.fromkeys([*PURPOSES, "laporan"], 0)
    for tables in release["lapisan"].values():
        for name, table in tables.items():
            purpose = next((key for key, names in PURPOSES.items() if name in names), "laporan")
            found[purpose] += table["byte"]
    return found


def figures(line: Line) -> dict[str, float]:
    """Bytes per person of one home, of the last release, and per home where it is not of people."""
    last = list(line["rilis"].values())[-1]
    people = last["individu"]
    whole = by_purpose(last)
    history = sum(item["byte"] for item in line["gudang"]["riwayat"].values())
    found = {f"rilis: {name}": size / people for name, size in whole.items()}
    found["rilis, semua"] = sum(whole.values()) / people
    # what a quarter adds: surveys and the census of families are not delivered every quarter
    quarters = {name: size for name, size in line["arsip"]["kiriman"].items() if "T" in name[-2:]}
    periods = {name.split()[-1] for name in quarters}
    found["arsip per rilis"] = sum(quarters.values()) / people / len(periods)
    found["arsip sekali"] = (line["arsip"]["byte"] - sum(quarters.values())) / people
    packages = [each["byte"] for each in line["pengembalian"].values()]
    found["pengembalian per rilis"] = sum(packages) / people / len(packages)
    found["gudang"] = line["gudang"]["byte"] / people
    found["riwayat di gudang"] = history / people
    found["cadangan pertama"] = line["cadangan"]["pertama"]["byte_disalin"] / people
    return found


def table(lines: list[Line]) -> str:
    """Bytes per person by size of the home: the last line of every size and note."""
    known = {(line["keluarga"], line["catatan_rumah"]): line for line in lines}
    shown = [known[key] for key in sorted(known, key=lambda key: (key[0] or 0, key[1]))]
    people = [list(line["rilis"].values())[-1]["individu"] for line in shown]
    head = "| byte per orang | " + " | ".join(f"{count:,}" for count in people) + " |"
    rows = [head, "|---|" + "---|" * len(shown)]
    columns = [figures(line) for line in shown]
    for name in columns[0]:
        values = " | ".join(f"{column[name]:,.1f}" for column in columns)
        rows.append(f"| {name} | {values} |")
    rows.append(
        "| *per rumah, MB:* riwayat proses, dbt, catatan | "
        + " | ".join(
            f"{line['riwayat_proses'] / 1e6:.0f}, {line['dbt'] / 1e6:.0f}, "
            f"{line['catatan'] / 1e6:.3f}"
            for line in shown
        )
        + " |"
    )
    rows.append("| rilis | " + " | ".join(str(len(line["rilis"])) for line in shown) + " |")
    return "\n".join(rows)


def plan(lines: list[Line]) -> str:
    """Terabytes for the whole country from the figures of the largest home."""
    largest = max(lines, key=lambda line: list(line["rilis"].values())[-1]["individu"])
    found = figures(largest)
    rows = ["| | byte per orang | satu rilis, TB | 40 rilis, TB |", "|---|---|---|---|"]
    for name, each in found.items():
        rows.append(_row(name, each, once=name in _ONCE))
    kept = found["rilis, semua"] + found["arsip per rilis"] + found["pengembalian per rilis"]
    rows.append(_row("rilis + arsip + pengembalian", kept))
    return "\n".join([*rows, "", *_work(largest, kept)])


def _row(name: str, each: float, *, once: bool = False) -> str:
    one = each * PEOPLE / _TB
    many = "–" if once else f"{one * RELEASES:.1f}"
    return f"| {name} | {each:,.1f} | {one:.3f} | {many} |"


def _work(line: Line, kept: float) -> list[str]:
    """Processor hours for the whole country, in proportion to people, each from one measure."""
    read, people = line["baca"], list(line["rilis"].values())[-1]["individu"]
    first = line["cadangan"]["pertama"]
    per_byte = first["cpu"] / first["byte_disalin"]
    hours = {
        "satu lewat atas individu / one pass over persons": read["lewat_cpu"] / read["baris"],
        "sidik individu / fingerprint of persons": read["sidik_cpu"] / read["baris"],
        "cadangan satu rilis / backup of one release": per_byte * kept,
    }
    rows = ["| kerja / work | CPU-mikrodetik per orang | CPU-jam, 289 juta |", "|---|---|---|"]
    rows += [
        f"| {name} | {each * 1e6:,.1f} | {each * PEOPLE / 3600:,.1f} |"
        for name, each in hours.items()
    ]
    return [*rows, "", f"Rumah terbesar / largest home: {people:,}; as-of {read['buka']} s."]
