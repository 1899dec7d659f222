"""One evaluation: the linkage in the working file against the truth of its twin."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen.evaluation.blocks import block_recall
from dagster_dtsen.evaluation.customers import right_families
from dagster_dtsen.evaluation.declared import Declared
from dagster_dtsen.evaluation.families import family_quality
from dagster_dtsen.evaluation.missed import missed
from dagster_dtsen.evaluation.pairs import build_pairs
from dagster_dtsen.evaluation.samples import patterns, samples
from dagster_dtsen.evaluation.strata import bcubed, stratified
from dagster_dtsen.evaluation.subgroups import load_subgroups
from dagster_dtsen.evaluation.truth import load_truth
from dagster_dtsen.settings import Settings

DRAWS = 1000
SEED = 1
PATTERNS = 10


def evaluate(
    con: duckdb.DuckDBPyConnection,
    declared: Declared,
    truth: Path,
    *,
    examples: int = 0,
    blocks: bool = False,
    draws: int | None = None,
    seed: int = SEED,
) -> dict[str, Any]:
    """Measure ``wh.linkage`` of the release in the working file against the folder ``truth``.

    Keys: ``rilis``, ``model``, ``ambang``, ``bootstrap``, ``rekaman``, ``pasangan`` (by stratum:
    see :func:`stratified`), ``b3``, ``luput``, ``pola``, ``blok`` (of each rule, when ``blocks``),
    ``contoh``, ``pelanggan``, ``keluarga`` (see :func:`family_quality`). Counts, shares
    and record keys only. Raises DtsenError E-KEBENARAN-TIADA, E-KEBENARAN-LAIN.
    """
    draws = draws or DRAWS
    release = str(con.execute("select id_rilis from wh.kendali.rilis").fetchall()[0][0])
    records = load_truth(con, truth, release)
    load_subgroups(con, truth, release)
    pairs = build_pairs(con, declared.threshold, declared.identity_provider, declared.valid_status)
    return {
        "rilis": release,
        "model": declared.model,
        "ambang": declared.threshold,
        "bootstrap": {"ulangan": draws, "benih": seed},
        "rekaman": records,
        "dua_pemilik_nik_sah": pairs["dua_pemilik_nik_sah"],
        "pasangan": stratified(con, draws, seed),
        "b3": bcubed(con, draws, seed),
        "luput": missed(con, declared),
        "pola": patterns(con, declared, PATTERNS),
        "blok": block_recall(con, declared) if blocks else None,
        "contoh": samples(con, declared, examples),
        "pelanggan": right_families(con, truth, release),
        "keluarga": family_quality(
            con, truth, release, declared.identity_provider, declared.valid_status
        ),
    }


def write(settings: Settings, result: dict[str, Any], fingerprint: str) -> Path:
    """Save a result beside the releases as ``evaluasi/<rilis>.json``, with the seal it is about."""
    path = settings.evaluation_file(str(result["rilis"]))
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(result | {"sidik_rilis": fingerprint}, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    return path
