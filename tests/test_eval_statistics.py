"""Intervals and the paired test, against values worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.statistics import estimate, fall_p_value

shares = st.lists(st.floats(0, 1), min_size=1, max_size=40)


def test_equal_values_have_no_spread() -> None:
    assert (estimate([1.0] * 5).low, estimate([1.0] * 5).high) == (1.0, 1.0)


@given(shares)
def test_the_interval_holds_between_least_and_most(values: list[float]) -> None:
    found = estimate(values)
    assert min(values) - 1e-9 <= found.low <= found.high <= max(values) + 1e-9
    assert found == estimate(values)


def test_nothing_to_estimate_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one value"):
        estimate([])


def test_p_of_a_small_fall_counts_every_flip() -> None:
    # all of 2**3 sign patterns, one of them as low as three losses
    assert fall_p_value([1, 1, 1, 1], [0, 0, 0, 1]) == pytest.approx(1 / 8)
    assert fall_p_value([0, 0, 0], [1, 1, 1]) == 1.0
    assert fall_p_value([1, 0], [0, 1]) == pytest.approx(3 / 4)


def test_no_change_is_no_fall() -> None:
    assert fall_p_value([0.5, 1.0], [0.5, 1.0]) == 1.0


def test_a_large_fall_is_never_quite_certain() -> None:
    p = fall_p_value([1.0] * 50, [0.0] * 50)
    assert 0.0 < p < 0.001


@given(shares)
def test_a_fall_and_its_reverse_cannot_both_be_unlikely(values: list[float]) -> None:
    zeros = [0.0] * len(values)
    assert fall_p_value(values, zeros) <= fall_p_value(zeros, values)
