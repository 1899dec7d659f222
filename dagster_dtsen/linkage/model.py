"""The linkage model: declared in linkage.yml, built as Splink settings, frozen as JSON.

Fellegi and Sunter (1969), A theory for record linkage. Frozen are m, u, the term frequencies and
the rule of the prior; the prior itself (:func:`prior`) and the threshold (:func:`threshold`) are
functions of the number of records, because false pairs grow with its square.
"""

from __future__ import annotations

import json
import math
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from splink import SettingsCreator
from splink.blocking_rule_library import CustomRule
from splink.comparison_level_library import CustomLevel
from splink.comparison_library import CustomComparison
from splink.internals.blocking_rule_creator import BlockingRuleCreator
from splink.internals.comparison_creator import ComparisonCreator

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.linkage import blocking, compiled
from dagster_dtsen.settings import Settings

DIALECT = "duckdb"
ROOM = Path(__file__).resolve().parent
Entries = list[dict[str, Any]]  # of `perbandingan`

# One row per record; a NIK of another length would break the veto, so it counts as missing.
INPUT_SQL = """
select
    rekaman_id,
    penyedia,
    peran = 'utama' as utama,
    case when length(nik) = 16 then nik end as nik,
    nullif(trim(nama_baku), '') as nama_baku,
    nama_bunyi,
    depan_bunyi,
    belakang_bunyi,
    nama_lemah,
    tanggal_lahir,
    tahun_lahir as tahun,
    coalesce(umur_saja, false) as umur_saja,
    coalesce(lahir_baku, false) as lahir_baku,
    jenis_kelamin,
    no_kk,
    kunci_keluarga as keluarga,
    kode_provinsi_kemendagri as provinsi,
    kode_kabupaten_kota_kemendagri as kabupaten,
    kode_kecamatan_kemendagri as kecamatan,
    kode_desa_kemendagri as desa
from {source}
"""


@lru_cache(maxsize=1)
def config() -> dict[str, Any]:
    """linkage.yml of this room as a dict; read once."""
    loaded: dict[str, Any] = yaml.safe_load((ROOM / "linkage.yml").read_text(encoding="utf-8"))
    return loaded


def input_sql(source: str) -> str:
    """Query that gives Splink's input columns, one row per record of relation ``source``."""
    return INPUT_SQL.format(source=source)


def blocking_rules() -> tuple[blocking.Rule, ...]:
    """The declared blocking rules in order; ``match_key`` of a pair is the index of its rule."""
    return blocking.rules_of(config())


def rule_names() -> list[str]:
    """Names of the blocking rules in order."""
    return [rule.name for rule in blocking_rules()]


def blocks() -> tuple[tuple[str, str], ...]:
    """(name, SQL over ``l`` and ``r``) of the blocking rules, with the NIK veto where declared."""
    return tuple((rule.name, rule.sql) for rule in blocking_rules())


def level_labels(comparison: str) -> list[str]:
    """Labels of one comparison from the strongest level to ELSE, the null level left out."""
    found = next(c for c in config()["perbandingan"] if c["nama"] == comparison)
    return [str(level["label"]) for level in found["tingkat"] if not level.get("kosong")]


def levels() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Comparison -> (label, SQL over ``x_l`` and ``x_r``) from the strongest level down."""
    return tuple(
        (
            str(entry["nama"]),
            tuple((str(level["label"]), str(level["sql"])) for level in entry["tingkat"]),
        )
        for entry in config()["perbandingan"]
    )


def term_columns(entries: Entries | None = None) -> list[str]:
    """Input columns whose agreement is weighed by frequency; of linkage.yml or of ``entries``."""
    declared = entries or config()["perbandingan"]
    return sorted({str(x["tf"]) for entry in declared for x in entry["tingkat"] if "tf" in x})


def gamma(comparison: str, label: str) -> int:
    """Splink's comparison vector value of a labelled level: -1 null, 0 ELSE, higher is closer."""
    return gammas()[comparison][label]


def gammas(entries: Entries | None = None) -> dict[str, dict[str, int]]:
    """Comparison -> label -> comparison vector value; of linkage.yml or of ``entries``."""
    found = {}
    for entry in entries or config()["perbandingan"]:
        values = compiled.level_values([bool(level.get("kosong")) for level in entry["tingkat"]])
        labels = [str(level["label"]) for level in entry["tingkat"]]
        found[str(entry["nama"])] = dict(zip(labels, values, strict=True))
    return found


def _custom_rules() -> list[BlockingRuleCreator | dict[str, Any]]:
    return [CustomRule(sql, DIALECT) for _, sql in blocks()]


def _level(spec: dict[str, Any]) -> CustomLevel:
    level = CustomLevel(spec["sql"], spec["label"], DIALECT)
    if spec.get("kosong"):
        level.configure(is_null_level=True)
    if "m" in spec:
        level.configure(m_probability=spec["m"], fix_m_probability=True)
    if "u" in spec:
        level.configure(u_probability=spec["u"], fix_u_probability=True)
    if "tf" in spec:
        level.configure(
            tf_adjustment_column=spec["tf"],
            tf_minimum_u_value=spec.get("tf_u_min"),
            disable_tf_exact_match_detection=True,
        )
    return level


def comparisons(entries: Entries) -> list[ComparisonCreator | dict[str, Any]]:
    """Comparisons as they are declared (``perbandingan``), as Splink takes them."""
    return [
        CustomComparison([_level(spec) for spec in entry["tingkat"]], entry["nama"])
        for entry in entries
    ]


def creator() -> SettingsCreator:
    """Untrained settings: one concatenated table, integer ids, ``dedupe_only``."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rekaman_id",
        comparisons=comparisons(config()["perbandingan"]),
        blocking_rules_to_generate_predictions=_custom_rules(),
        additional_columns_to_retain=["keluarga"],
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=False,
    )


def prior(model: dict[str, Any], records: int) -> float:
    """Probability that two random records match, for an input of ``records`` rows.

    ``k`` matching pairs per record (measured in training) among N(N-1)/2 pairs give
    2k / (N-1), at most ``prior.paling_tinggi`` of linkage.yml.
    """
    k = float(model["prior"]["pasangan_per_rekaman"])
    return min(2 * k / max(records - 1, 1), float(config()["prior"]["paling_tinggi"]))


def prior_weight(model: dict[str, Any], records: int) -> float:
    """The prior of ``records`` rows as a match weight: log2 odds, rounded to 4 decimals."""
    share = prior(model, records)
    return round(math.log2(share / (1 - share)), 4)


def threshold(records: int, name: str = "klaster") -> float:
    """Match weight (log2 odds, prior included) from which an edge of ``records`` rows counts.

    ``name``: ``pasangan``, from where a pair is said to match, or ``klaster``, from where it may
    join clusters. That of linkage.yml up to ``ambang.acuan`` records, then ``ambang.kenaikan``
    more for every doubling. The prior alone already asks for one more bit per doubling.
    """
    rule = config()["ambang"]
    doublings = max(0.0, math.log2(max(records, 1) / float(rule["acuan"])))
    return round(float(rule[name]) + float(rule["kenaikan"]) * doublings, 4)


def floor_evidence(model: dict[str, Any], records: int, name: str) -> int:
    """Weight without prior below which a pair is dropped: ``ambang.<name>``, in whole bits.

    Whole bits, so that a register a little smaller than its base still finds all its pairs among
    the base's.
    """
    return math.floor(float(config()["ambang"][name]) - prior_weight(model, records))


def model_path(settings: Settings) -> Path:
    """The frozen model: one trained in this home wins over the one shipped here."""
    name = f"{config()['model']}.json"
    own = settings.models_dir / name
    return own if own.is_file() else ROOM / "models" / name


def load(settings: Settings) -> dict[str, Any]:
    """The frozen model as a dict with keys ``nama``, ``prior``, ``frekuensi`` and ``splink``.

    Raises DtsenError E-MODEL-TIADA when it is missing, damaged or of another declaration.
    """
    path = model_path(settings)
    try:
        model: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        named = [c["output_column_name"] for c in model["splink"]["comparisons"]]
        float(model["prior"]["pasangan_per_rekaman"])
        tables = [model["frekuensi"][column]["nilai"] for column in term_columns()]
    except (OSError, ValueError, KeyError, TypeError):
        raise DtsenError("E-MODEL-TIADA", model=config()["model"], path=path.name) from None
    declared = [entry["nama"] for entry in config()["perbandingan"]]
    if named != declared or not all(isinstance(table, dict) for table in tables):
        raise DtsenError("E-MODEL-TIADA", model=config()["model"], path=path.name)
    return model


def frozen_creator(model: dict[str, Any]) -> SettingsCreator:
    """Settings of a frozen model with the declared blocking rules.

    With even odds as prior: a weight is the evidence of the pair alone, the prior of the input
    (:func:`prior_weight`) comes on top.
    """
    frozen = SettingsCreator.from_path_or_dict(model["splink"])
    frozen.blocking_rules_to_generate_predictions = _custom_rules()
    frozen.probability_two_random_records_match = 0.5
    return frozen
