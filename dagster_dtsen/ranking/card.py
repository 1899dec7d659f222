"""The model card: what the model is for, how it was chosen, how far it can be trusted."""

from __future__ import annotations

from typing import Any

from dagster_dtsen.ranking.charts import CHARTS
from dagster_dtsen.ranking.measures_text import candidate_rows, group_rows, quota_rows, yardsticks
from dagster_dtsen.ranking.model import Model

USE = """\
Predicts the natural logarithm of expenditure per person and month of a family from its items: a
proxy means test, scored in SQL on the sealed release as a sum of small tables. It orders families;
it measures nobody's expenditure, and a decile is not a poverty line.

- The design (`pmt.yml`) is one definition for training and scoring.
- Unanswered: the item takes the coefficient `kosong`, its weighted mean effect in training, never
  zero. A code with too few training households, and an unknown code, do the same. An item that was
  skipped by the questionnaire is `tidak_ditanya`.
- Coefficients and tables have six decimals and are used exactly so: their sum is the score.
- Effects are associations: a new floor does not change a family's welfare by its coefficient.

The packaged model is trained on a synthetic survey: its measures say nothing about Indonesia. Train
on the real survey before any real use.

Not to be used: as a measure of income or poverty of one family; for amounts of a benefit; as the
only ground to end a benefit where the interval of the family holds the cut-off; for groups that the
survey does not reach (homeless people, institutions); in another country or for other items than
those it was trained on."""


def _trained(model: Model) -> list[str]:
    own = model.latih
    rare = ", ".join(
        f"{name} {'/'.join(codes)}" for name, codes in sorted(own["tanpa_taksiran"].items())
    )
    return [
        "## Trained on",
        "",
        own.get("catatan", ""),
        "",
        f"{own['rumah_tangga']:,} households, reference date {own['tanggal_acuan']}, rows SHA-256 "
        f"`{own['sidik']}`, design SHA-256 `{own['sidik_rancangan']}`.",
        f"Model SHA-256 `{model.sidik}`.",
        f"Codes without an estimate of their own: {rare or 'none'}.",
        "",
    ]


def _chosen(model: Model, stem: str) -> list[str]:
    own, quota = model.ukuran, model.ukuran["kuota_pertama"]
    return [
        "## Choice",
        "",
        f"Chosen: `{model.latih['kandidat']}`, on folds of whole sampling units of "
        f"{own['rumah_tangga_pencarian']:,} households, by the survey-weighted inclusion plus "
        f"exclusion error at a quota of {quota} %: the first of the list within one standard error "
        "of the difference from the best, among those that at no quota are worse than the first "
        "one beyond its noise. Exclusion error:",
        "",
        *candidate_rows(own),
        "",
        f"![candidates]({stem}.kandidat.svg)",
        "",
    ]


def _measured(model: Model, stem: str) -> list[str]:
    own = model.ukuran
    return [
        "## Measured",
        "",
        "On the same folds, each household by a fit without its sampling unit; ± is the standard "
        "error of the survey's design (Taylor linearisation).",
        "",
        *quota_rows(own),
        "",
        f"Rank correlation (Spearman): {_told(own['korelasi_peringkat'])}; inside sampling units "
        f"{_told(own['korelasi_peringkat_desa'])}. R² {_told(own['r2'])}. Area under the ROC curve "
        f"{_told(own['roc']['luas'])}.",
        "",
        *yardsticks(own),
        "",
        *(f"![{name}]({stem}.{name}.svg)" for name in CHARTS if name != "kandidat"),
        "",
        "### Groups",
        "",
        f"At the national quota of {own['kuota_pertama']} %.",
        "",
        *group_rows(own),
        "",
    ]


def _uncertain(model: Model) -> list[str]:
    cover = model.sisaan["cakupan"]
    gaps = [
        f"| {number} | {own['eksklusi']:.4f} | {own['inklusi']:.4f} | {own['sebaran']:.3f} |"
        for number, own in model.ukuran["kosong"].items()
    ]
    return [
        "## Uncertainty",
        "",
        _judges(model.sisaan.get("kalibrasi")) + " are kept by band of the "
        f"prediction. Inside an interval of 90 %: {cover['90']['nilai']:.4f} ± "
        f"{cover['90']['galat_baku']:.4f}; of 80 %: {cover['80']['nilai']:.4f} ± "
        f"{cover['80']['galat_baku']:.4f} (each fold judged by the others).",
        "",
        "Answers taken away at random, and what it does: errors at the first quota, and the spread "
        "of those distances beside that without gaps.",
        "",
        "| unanswered items | exclusion | inclusion | spread |",
        "|---|---|---|---|",
        *gaps,
        "",
    ]


def _judges(own: dict[str, Any] | None) -> str:
    """Whose distances from the prediction make the intervals."""
    if own is None:
        return "Distances of households from the prediction of a fit without them"
    return (
        f"Distances of {own['keluarga']:,} visited families of release {own['rilis']} from the "
        f"prediction of the model `{own['sidik_model']}`, of which this is a copy with other "
        "intervals,"
    )


def _told(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"


def _terms(model: Model) -> list[str]:
    effects = [
        f"| {name} | {code} | {value} |"
        for name, codes in sorted(model.koefisien.items())
        for code, value in sorted(codes.items())
    ]
    lines = [
        "## Coefficients",
        "",
        "| variabel | kode | koefisien |",
        "|---|---|---|",
        *effects,
        "",
    ]
    if model.tangga:
        lines += ["## Steps of numbers", "", "| variabel | from | adds |", "|---|---|---|"]
        for name, own in model.tangga.items():
            edges = ["", *map(str, own.batas)]
            lines += [
                f"| {name} | {edge} | {step} |"
                for edge, step in zip(edges, own.langkah, strict=True)
            ]
        lines.append("")
    if model.pasangan:
        lines += ["## Pairs", "", "Tables of these pairs stand in the model file:", ""]
        lines += [f"- {pair.nama}" for pair in model.pasangan] + [""]
    return lines


def card_text(model: Model, stem: str) -> str:
    """The card as Markdown, the same bytes for the same model; charts are ``<stem>.….svg``."""
    lines = [f"# Model card: {model.nama}", "", USE, ""]
    lines += _trained(model) + _chosen(model, stem) + _measured(model, stem)
    return "\n".join(lines + _uncertain(model) + _terms(model))


def charts(model: Model) -> dict[str, str]:
    """SVG by name of chart."""
    measured: dict[str, Any] = model.ukuran
    return {name: draw(measured) for name, draw in CHARTS.items()}
