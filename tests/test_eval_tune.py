"""The search for settings, on functions whose best place is known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from eval.tune import coordinate_ascent, full_grid, record

GRID = {"a": (0.0, 1.0, 2.0, 3.0), "b": (0.0, 1.0, 2.0)}


def hill(params: Mapping[str, float]) -> list[float]:
    """Highest at a = 2, b = 1."""
    height = 1.0 - abs(params["a"] - 2.0) / 10 - abs(params["b"] - 1.0) / 10
    return [height, height]


@pytest.mark.parametrize("search", [full_grid, coordinate_ascent])
def test_the_top_is_found_from_elsewhere(search: object) -> None:
    assert callable(search)
    tuning = search(GRID, hill, {"a": 0.0, "b": 0.0})
    assert tuning.best.params == {"a": 2.0, "b": 1.0}
    assert tuning.best.figure.mean == pytest.approx(1.0)
    assert tuning.start.params == {"a": 0.0, "b": 0.0}


def test_what_is_in_use_stays_when_nothing_is_better() -> None:
    tuning = full_grid(GRID, lambda _: [0.5], {"a": 3.0, "b": 2.0})
    assert tuning.best.params == {"a": 3.0, "b": 2.0}


def test_no_choice_is_tried_twice() -> None:
    tried: list[tuple[float, ...]] = []

    def score(params: Mapping[str, float]) -> list[float]:
        tried.append(tuple(params.values()))
        return hill(params)

    coordinate_ascent(GRID, score, {"a": 0.0, "b": 0.0}, rounds=3)
    assert len(tried) == len(set(tried))


def test_the_record_holds_every_trial(tmp_path: Path) -> None:
    tuning = full_grid(GRID, hill, {"a": 0.0, "b": 0.0})
    path = record("hill", tuning, sets={"sample": 2}, measure="height", folder=tmp_path)
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["values"] == {"a": 2.0, "b": 1.0}
    assert len(content["trials"]) == 12
    assert content["before"]["mean"] == pytest.approx(0.7)


def test_trial_weights_are_put_back() -> None:
    from eval.tunables import trial_weights
    from kb.answer.tuning import WEIGHTS

    usual = WEIGHTS.accept_fact
    with trial_weights({"accept_fact": 9.0}):
        assert WEIGHTS.accept_fact == 9.0
    assert usual == WEIGHTS.accept_fact
