"""How sure a figure is: bootstrap intervals and a paired permutation test, both seeded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_SEED = 20_26
_RESAMPLES = 2000
_PERMUTATIONS = 5000
_EXHAUSTIVE = 12


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95% interval."""

    mean: float
    low: float
    high: float
    count: int


def estimate(values: Sequence[float]) -> Estimate:
    """Mean and percentile bootstrap interval (Efron 1979) over questions.

    Raises:
        ValueError: no value was given.
    """
    if not values:
        raise ValueError("an estimate needs at least one value")
    data = np.asarray(values, dtype=np.float64)
    drawn = np.random.default_rng(_SEED).integers(0, len(data), size=(_RESAMPLES, len(data)))
    low, high = np.percentile(data[drawn].mean(axis=1), [2.5, 97.5])
    return Estimate(float(data.mean()), float(low), float(high), len(data))


def fall_p_value(before: Sequence[float], after: Sequence[float]) -> float:
    """One-sided p of "it did not fall" for paired values, by flipping the signs of the differences.

    1.0 when nothing changed. With up to 12 differing pairs every flip is tried, else 5,000 are drawn.

    Raises:
        ValueError: the two lists are not of equal length.
    """
    differences = np.asarray(after, dtype=np.float64) - np.asarray(before, dtype=np.float64)
    differences = differences[differences != 0.0]
    if len(differences) == 0:
        return 1.0
    sums = _signs(len(differences)) @ differences
    # the observed signs count as one of the draws, so p is never 0 (Phipson and Smyth 2010)
    extreme = int(np.sum(sums <= differences.sum() + 1e-12))
    drawn = len(differences) > _EXHAUSTIVE
    return (extreme + drawn) / (len(sums) + drawn)


def _signs(count: int) -> NDArray[np.float64]:
    """Rows of +1 and -1, shape (flips, count)."""
    if count <= _EXHAUSTIVE:
        numbers = np.arange(2**count)[:, None]
        return np.asarray(1.0 - 2.0 * ((numbers >> np.arange(count)) & 1), dtype=np.float64)
    draws = np.random.default_rng(_SEED).integers(0, 2, size=(_PERMUTATIONS, count))
    return np.asarray(1.0 - 2.0 * draws, dtype=np.float64)
