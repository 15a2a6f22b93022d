"""Rank fusion."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import ordered, reciprocal_rank_scores


def test_scores_are_weighted_reciprocal_ranks() -> None:
    scores = reciprocal_rank_scores([[7, 3], [3]], weights=(1.0, 2.0), rrf_k=60)
    assert scores[7] == pytest.approx(1 / 61)
    assert scores[3] == pytest.approx(1 / 62 + 2 / 61)
    assert ordered(scores) == [3, 7]


def test_equal_scores_are_ordered_by_row() -> None:
    assert ordered(reciprocal_rank_scores([[9, 1], [1, 9]])) == [1, 9]


def test_nothing_ranked_gives_nothing() -> None:
    assert ordered(reciprocal_rank_scores([[], []])) == []


def test_weights_must_match_rankings() -> None:
    with pytest.raises(ValueError, match="2 rankings but 1 weights"):
        reciprocal_rank_scores([[1], [2]], weights=(1.0,))


def test_a_ranking_names_an_item_once() -> None:
    with pytest.raises(ValueError, match="names an item twice"):
        reciprocal_rank_scores([[1, 1]])


@given(st.lists(st.integers(0, 50), unique=True), st.floats(0, 100))
def test_one_ranking_keeps_its_order(ranking: list[int], rrf_k: float) -> None:
    assert ordered(reciprocal_rank_scores([ranking], rrf_k=rrf_k)) == ranking
