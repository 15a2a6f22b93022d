"""Two small fits: the chance that something is right, and the order of candidates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_STEPS = 60


def fit_chance(features: Floats, labels: Floats, weights: Floats, *, ridge: float) -> Floats:
    """Weighted ridge logistic regression by Newton's method; ``features`` is (n, k), its first column constant."""
    found = np.zeros(features.shape[1])
    penalty = np.full(features.shape[1], ridge)
    penalty[0] = 0.0
    for _ in range(_STEPS):
        chance = chances(features, found)
        gradient = features.T @ (weights * (chance - labels)) + penalty * found
        curvature = (features.T * (weights * chance * (1.0 - chance))) @ features + np.diag(penalty + 1e-9)
        step = np.linalg.solve(curvature, gradient)
        found = found - step
        if float(np.abs(step).max()) < 1e-8:
            break
    return np.asarray(found, dtype=np.float64)


def chances(features: Floats, weights: Floats) -> Floats:
    """Of each row, shape (n,)."""
    return np.asarray(1.0 / (1.0 + np.exp(-features @ weights)), dtype=np.float64)


def fit_order(groups: Sequence[tuple[Floats, NDArray[np.bool_]]], *, ridge: float) -> Floats:
    """Weights that give the right rows of each group (features (n, k), which are right) the most of a softmax.

    ListNet's top-one likelihood with a ridge; groups without a right row say nothing.
    """
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    telling = [(features, right) for features, right in groups if right.any()]

    def loss(weights: Floats) -> tuple[float, Floats]:
        value, gradient = ridge / 2 * float(weights @ weights), ridge * weights
        for features, right in telling:
            scores = features @ weights
            shares = np.exp(scores - scores.max())
            wanted = shares * right
            value -= float(np.log(wanted.sum() / shares.sum()))
            gradient = gradient - features.T @ (wanted / wanted.sum() - shares / shares.sum())
        return value, gradient

    start = np.zeros(telling[0][0].shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x, dtype=np.float64)
