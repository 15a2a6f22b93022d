"""The fits of the order and of the confidence, and that the code uses what was recorded."""

from __future__ import annotations

import json

import numpy as np
import pytest

from eval.calibrate import RECORD, best_point
from eval.fitting import chances, fit_chance, fit_order
from kb.answer.confidence import FEATURES
from kb.answer.tuning import RANKING, WEIGHTS


def test_the_code_uses_what_was_recorded() -> None:
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    assert dict(FEATURES) == record["weights"]
    assert dict(RANKING) == record["ranking"]
    assert WEIGHTS.accept_passage == record["accept_passage"]


def test_the_recorded_operating_point_follows_from_its_table() -> None:
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    assert best_point(record["operating_points"]) == record["accept_passage"]


def test_the_highest_threshold_within_the_loss_is_taken() -> None:
    points = [
        {"accept_passage": 0.2, "lost": 0.0},
        {"accept_passage": 0.3, "lost": 0.03},
        {"accept_passage": 0.4, "lost": 0.05},
    ]
    assert best_point(points) == 0.3
    assert best_point([{"accept_passage": 0.2, "lost": 0.5}, {"accept_passage": 0.3, "lost": 0.6}]) == 0.2


def test_the_chance_of_a_constant_is_the_weighted_share() -> None:
    features = np.ones((4, 1))
    found = fit_chance(features, np.array([1.0, 1.0, 1.0, 0.0]), np.array([1.0, 1.0, 1.0, 3.0]), ridge=1.0)
    assert chances(features, found) == pytest.approx([0.5] * 4)


def test_the_order_puts_the_telling_feature_first() -> None:
    group = (np.array([[1.0, 0.2], [0.0, 0.3], [0.0, 0.1]]), np.array([True, False, False]))
    silent = (np.array([[0.0, 9.0]]), np.array([False]))
    found = fit_order([group, silent], ridge=0.1)
    assert found[0] > 1.0 > abs(found[1])
