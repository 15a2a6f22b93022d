"""Late interaction, on vectors that are small enough to compute by hand."""

from __future__ import annotations

import numpy as np

from index.alignment import TokenVectors, align, places_behind


def tokens(*rows: tuple[float, float], standing: int | None = None) -> TokenVectors:
    count = len(rows) if standing is None else standing
    places = [(n, n + 1) for n in range(count)] + [(0, 0)] * (len(rows) - count)
    return TokenVectors(np.array(rows, dtype=np.float32), tuple(places))


def test_each_query_token_meets_its_best_match() -> None:
    # the centre of the texts' tokens is (0, 0): cosines are those of the vectors themselves
    alignment = align(tokens((1, 0), (0, 2)), [tokens((1, 0), (-1, 0)), tokens((0, 1), (0, -1))])
    np.testing.assert_allclose(alignment.strengths, [[1, 0], [0, 1]], atol=1e-6)
    assert alignment.places == ((0, 1), (1, 2))


def test_tokens_of_the_prompt_count_for_the_whole_but_meet_nothing() -> None:
    alignment = align(tokens((1, 0), (0, 1), standing=1), [tokens((1, 0), (-1, 0))])
    assert alignment.strengths.shape == (1, 1)
    assert alignment.places == ((0, 1),)


def test_the_whole_text_is_the_mean_of_its_tokens() -> None:
    np.testing.assert_allclose(tokens((3, 0), (0, 3)).pooled, [0.5**0.5, 0.5**0.5], atol=1e-6)


def test_places_are_counted_behind_the_prompt() -> None:
    assert places_behind("query: ", [(0, 0), (0, 5), (7, 8), (8, 10)]) == ((0, 0), (0, 0), (0, 1), (1, 3))


def test_a_text_without_tokens_meets_nothing() -> None:
    alignment = align(tokens((1, 0)), [tokens((1, 0), standing=0), tokens((1, 0), (-1, 0))])
    assert alignment.strengths[0].tolist() == [0.0]
    assert alignment.strengths[1].tolist() == [1.0]
