"""The model card: what the model is for, how it was trained, how far it can be trusted."""

from __future__ import annotations

from dagster_dtsen.ranking.model import Model

USE = """\
Predicts the natural logarithm of expenditure per person and month (rupiah) of a family from
housing, assets, livestock, members, head and province: a proxy means test, weighted least squares
on the survey, scored in SQL on the sealed release. It orders families; it measures nobody's
expenditure, and a decile is not a poverty line.

- The design is `pmt.yml`: one definition for training and scoring. No urban/rural term, because the
  register has no such item.
- Unanswered: the item takes the coefficient `kosong`, its weighted mean effect in training, never
  zero. A code of the questionnaire with too few training households, and an unknown code, do the
  same. An item that was skipped by the questionnaire is `tidak_ditanya` and adds nothing.
- The reference of an item is its most frequent code (0.000000). Coefficients have six decimals and
  are used exactly so.
- The packaged model is trained on a synthetic survey; train on the real one before any real use.
- Effects are associations: a new floor does not change a family's welfare by its coefficient."""

MEASURES = {
    "r2_tertimbang": "R², weighted by households",
    "korelasi_peringkat": "Spearman rank correlation",
    "galat_inklusi": "inclusion error: truly non-poor households counted as poor",
    "galat_eksklusi": "exclusion error: truly poor households missed",
    "galat_keseluruhan": "all households misplaced",
}


def card_text(model: Model) -> str:
    """The card as Markdown, the same bytes for the same model."""
    percent = model.ukuran.get("persen_termiskin", "")
    measured = [
        f"| {label} | {model.ukuran[name]} |"
        for name, label in MEASURES.items()
        if name in model.ukuran
    ]
    rare = ", ".join(
        f"{name} {'/'.join(codes)}" for name, codes in sorted(model.latih["tanpa_taksiran"].items())
    )
    effects = [
        f"| {name} | {code} | {value} |"
        for name, codes in sorted(model.koefisien.items())
        for code, value in sorted(codes.items())
    ]
    return "\n".join(
        [
            f"# Model card: {model.nama}",
            "",
            USE,
            "",
            "## Trained on",
            "",
            f"{model.latih['rumah_tangga']:,} households, reference date "
            f"{model.latih['tanggal_acuan']}, rows SHA-256 `{model.latih['sidik']}`.",
            f"Model SHA-256 `{model.sidik}`.",
            f"Codes without an estimate of their own: {rare or 'none'}.",
            "",
            "## Measured",
            "",
            f"On {model.ukuran.get('rumah_tangga_uji', '0')} households of held-out sampling "
            f"units, by a fit without them; poor = poorest {percent} % by the ranking in question.",
            "",
            "| measure | value |",
            "|---|---|",
            *measured,
            "",
            "## Coefficients",
            "",
            "| variabel | kode | koefisien |",
            "|---|---|---|",
            *effects,
            "",
        ]
    )
