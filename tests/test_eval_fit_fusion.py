"""Fitting the weights of hybrid search on lists whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from eval.fit_fusion import Listing, _list_loss, fit
from index.ranking import FEATURES


def listing(closest_wins: bool, generator: np.random.Generator) -> Listing:
    table = generator.normal(size=(6, len(FEATURES)))
    pieces = np.full(6, -1)
    pieces[int(np.argmax(table[:, 0] if closest_wins else generator.random(6)))] = 0
    return Listing(table, pieces, 0)


def test_the_feature_that_decides_gets_the_weight() -> None:
    generator = np.random.default_rng(1)
    weights = fit([listing(True, generator) for _ in range(200)])
    others = [abs(getattr(weights, name)) for name in FEATURES[1:]]
    assert getattr(weights, FEATURES[0]) > 5 * max(others)


def test_chance_teaches_nothing() -> None:
    generator = np.random.default_rng(2)
    weights = fit([listing(False, generator) for _ in range(200)])
    assert max(abs(getattr(weights, name)) for name in FEATURES) < 0.4


def test_the_loss_of_one_piece_among_two_equals_is_the_logarithm_of_two() -> None:
    loss, slope = _list_loss(np.array([[1.0], [0.0]]), np.array([0, -1]), np.array([0.0]))
    assert loss == pytest.approx(np.log(2))
    assert slope.tolist() == pytest.approx([-0.5])  # 0.5 expected, 1.0 observed


def test_pieces_do_not_compete_with_each_other() -> None:
    loss, _ = _list_loss(np.array([[1.0], [1.0]]), np.array([0, 1]), np.array([3.0]))
    assert loss == pytest.approx(0.0)


def test_a_question_without_evidence_among_its_candidates_counts_nothing() -> None:
    loss, slope = _list_loss(np.array([[1.0], [2.0]]), np.array([-1, -1]), np.array([1.0]))
    assert (loss, slope.tolist()) == (0.0, [0.0])
