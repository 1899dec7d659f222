"""The evaluation kit as Markdown tables, beside what others have published."""

from __future__ import annotations

from typing import Any

# Alatas et al. (2012), American Economic Review 102(4), Tables 3 and 9: proxy means test of 640
# villages in Indonesia, poor below PPP$2 a day (about a third); rank correlation within villages
PUBLISHED = {"inklusi": 0.18, "eksklusi": 0.52, "keseluruhan": 0.30, "korelasi_desa": 0.451}
NEAREST_QUOTA = "30"
LABELS = {"eksklusi": "exclusion", "inklusi": "inclusion", "keseluruhan": "total"}


def _plain(value: float | None, places: int = 3) -> str:
    return "–" if value is None else f"{value:.{places}f}"


def _with_error(own: dict[str, Any]) -> str:
    value, error = own["nilai"], own["galat_baku"]
    if value is None:
        return "–"
    return f"{value:.4f} ± {error:.4f}" if error is not None else f"{value:.4f}"


def quota_rows(measured: dict[str, Any]) -> list[str]:
    """Errors at every quota."""
    return [
        "| quota | exclusion | inclusion | total |",
        "|---|---|---|---|",
        *(
            f"| {quota} % | " + " | ".join(_with_error(own[name]) for name in LABELS) + " |"
            for quota, own in measured["kuota"].items()
        ),
    ]


def candidate_rows(measured: dict[str, Any]) -> list[str]:
    """Exclusion error of all candidates; the chosen one, and those only measured, are marked."""
    quotas = list(measured["kandidat"][0]["eksklusi"])
    rows = [
        f"| {'**' + row['nama'] + '**' if row['dipilih'] else row['nama']} | "
        + " | ".join(f"{row['eksklusi'][quota]:.4f}" for quota in quotas)
        + f" | {row['selisih_galat_baku']:.4f} | {'yes' if row['boleh'] else 'no'} |"
        for row in measured["kandidat"]
    ]
    head = " | ".join(f"{quota} %" for quota in quotas)
    return [
        f"| candidate | {head} | s.e. of difference from best | eligible |",
        "|---|" + "---|" * (len(quotas) + 2),
        *rows,
    ]


def yardsticks(measured: dict[str, Any]) -> list[str]:
    """Beside published figures, at the quota nearest to their share of poor."""
    own = measured["kuota"].get(NEAREST_QUOTA)
    if own is None:
        return []
    village = measured["korelasi_peringkat_desa"]
    return [
        f"| quota {NEAREST_QUOTA} % | here | Alatas et al. 2012 (PPP$2, about a third poor) |",
        "|---|---|---|",
        *(
            f"| {label} | {_plain(own[name]['nilai'], 2)} | {PUBLISHED[name]:.2f} |"
            for name, label in LABELS.items()
        ),
        f"| rank correlation within villages | {_plain(village)} | {PUBLISHED['korelasi_desa']} |",
    ]


def group_rows(measured: dict[str, Any]) -> list[str]:
    """Errors and rank correlation of every group."""
    rows = [
        f"| {name} | {value} | {own['bagian']:.3f} | {_with_error(own['eksklusi'])} | "
        f"{_with_error(own['inklusi'])} | "
        f"{_plain(own['korelasi_peringkat'])} |"
        for name, values in sorted(measured["kelompok"].items())
        for value, own in sorted(values.items())
    ]
    return [
        "| group | value | share | exclusion | inclusion | rank correlation |",
        "|---|---|---|---|---|---|",
        *rows,
    ]
