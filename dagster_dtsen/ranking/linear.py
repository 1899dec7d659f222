"""Linear models of log expenditure: least squares, ridge, lasso, and quantiles aimed at the poor.

Least squares and quantiles as proxy means tests: Brown, Ravallion, van de Walle (2018). Quantile
regression is fitted by the MM algorithm of Hunter and Lange (2000): least squares with weights
that are renewed until they stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from sklearn.linear_model import Lasso

from dagster_dtsen.ranking.blocks import Block, blocks
from dagster_dtsen.ranking.design import INTERCEPT, MISSING, Candidate, Design

Floats = npt.NDArray[np.float64]
Coefficients = dict[str, dict[str, Decimal]]
# relative size of a singular value below which a direction counts as collinear
COLLINEAR = 1e-9
# of the quantile fit: how near to the kink (ln rupiah), renewals of the weights at most, and the
# step of a coefficient (per standard deviation of its item) at which it stands
KINK, ROUNDS, STILL = 1e-4, 30, 1e-4


@dataclass
class _Data:
    """Standardised columns (n, k) with the weighted mean taken off, weights of sum 1, target."""

    x: Floats
    weight: Floats
    target: Floats


def decimal(value: float) -> Decimal:
    """A number with six decimals; no minus before zero."""
    return Decimal(f"{value:.6f}") + 0


def _solve(data: _Data, weight: Floats, moment: Floats, ridge: float = 0.0) -> Floats:
    """The coefficients (k,) of a weighted least squares with a penalty on their squares."""
    gram = (data.x * weight[:, None]).T @ data.x
    gram[np.diag_indices_from(gram)] += ridge * weight.sum()
    return np.asarray(np.linalg.lstsq(gram, data.x.T @ moment, rcond=COLLINEAR)[0])


def _lasso(data: _Data, penalty: float) -> Floats:
    model = Lasso(alpha=penalty, fit_intercept=False, max_iter=5000, tol=1e-6)
    weight = data.weight * len(data.target)
    return np.asarray(model.fit(data.x, data.target, sample_weight=weight).coef_)


def _quantile(data: _Data, tau: float) -> tuple[float, Floats]:
    """Constant and coefficients (k,) of the ``tau`` quantile."""
    wide = _Data(np.column_stack([np.ones(len(data.target)), data.x]), data.weight, data.target)
    beta = np.r_[0.0, _solve(data, data.weight, data.weight * data.target)]
    for _ in range(ROUNDS):
        pull = data.weight / (KINK + np.abs(data.target - wide.x @ beta))
        new = _solve(wide, pull, pull * data.target + (2 * tau - 1) * data.weight)
        step, beta = float(np.abs(new - beta).max()), new
        if step < STILL:
            break
    return float(beta[0]), beta[1:]


def _fit(data: _Data, candidate: Candidate) -> tuple[float, Floats]:
    own = candidate.parameter
    if candidate.jenis == "kuantil":
        return _quantile(data, float(own["tau"]))
    if candidate.jenis == "lasso":
        return 0.0, _lasso(data, float(own["lambda"]))
    ridge = float(own["lambda"]) if candidate.jenis == "ridge" else 0.0
    return 0.0, _solve(data, data.weight, data.weight * data.target, ridge)


def fit(plan: Design, features: pa.Table, candidate: Candidate) -> Coefficients:
    """Coefficients by variable and code, six decimals, of ``candidate.jenis``.

    Fitted with weights on the households of ``features`` (n,); collinear directions get the
    smallest coefficients that fit equally well. Codes without estimate (rare or unseen) carry the
    coefficient of ``kosong``, the mean effect.
    """
    parts = blocks(plan, features)
    weight, target = (features.column(name).to_numpy() for name in ("bobot", "sasaran"))
    x = np.hstack([part.columns for part in parts])
    share = weight / weight.sum()
    offset, centre = share @ x, float(share @ target)
    x = x - offset
    scale = np.sqrt(np.maximum(share @ x**2, np.finfo(float).tiny))
    shift, beta = _fit(_Data(x / scale, share, target - centre), candidate)
    return _written(parts, beta / scale, centre + shift - float(offset @ (beta / scale)))


def _written(parts: list[Block], beta: Floats, constant: float) -> Coefficients:
    found: Coefficients = {}
    sizes = np.cumsum([len(part.codes) for part in parts])[:-1]
    for part, own in zip(parts, np.split(beta, sizes), strict=True):
        mean_effect = float(part.mean @ own)
        constant -= mean_effect
        codes = dict(zip(part.codes, map(decimal, own.tolist()), strict=True))
        codes |= dict.fromkeys(part.zero, decimal(0.0))
        codes |= dict.fromkeys([*part.rare, MISSING], decimal(mean_effect))
        found[part.name] = dict(sorted(codes.items()))
    found[INTERCEPT[0]] = {INTERCEPT[1]: decimal(constant)}
    return dict(sorted(found.items()))
