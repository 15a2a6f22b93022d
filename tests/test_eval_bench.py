"""The bench's own arithmetic and its made-up corpus; no speed is asserted."""

from __future__ import annotations

import pytest

from eval.bench.__main__ import main
from eval.bench.corpus import synthetic_articles
from eval.bench.table import Figure, percentile


def test_a_ratio_says_how_many_times_better_we_are() -> None:
    assert Figure("rate", 80, "/s", "peer", 20, True).ratio == pytest.approx(4)
    assert Figure("time", 5, "ms", "peer", 20).ratio == pytest.approx(4)
    assert Figure("time", 5, "ms").ratio is None


@pytest.mark.parametrize(
    ("value", "higher", "goal", "met"),
    [(80, True, 80.0, True), (79, True, 80.0, False), (60, False, 60.0, True), (61, False, 60.0, False)],
)
def test_a_goal_is_met_at_its_bound(value: float, higher: bool, goal: float, met: bool) -> None:
    assert Figure("x", value, "", higher_is_better=higher, goal=goal).meets_goal is met


def test_percentiles_are_taken_from_ascending_values() -> None:
    assert percentile([1, 2, 3, 4], 0.5) == 3
    assert percentile([1, 2, 3, 4], 1.0) == 4


def test_made_up_articles_are_the_same_every_time_and_distinct() -> None:
    first, second = synthetic_articles(50), synthetic_articles(50)
    assert first == second
    assert len({chunk.id for chunk in first}) == 50


def test_an_unknown_bench_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["nothing"])
    assert "no bench 'nothing'" in capsys.readouterr().err
