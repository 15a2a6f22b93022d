"""Token vectors are computed once for a text and forgotten when there are too many."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.alignment import TokenVectors
from index.token_cache import TokenCache

BYTES_A_TEXT = 3 * 4 * 4
"""Three tokens of four 32-bit numbers."""


class Encoder:
    """Counts what it is asked for; a text's vectors hold its length and its prompt's."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def __call__(self, prompt: str, texts: Sequence[str]) -> list[TokenVectors]:
        self.asked.append(tuple(texts))
        return [
            TokenVectors(np.full((3, 4), len(text) + 100 * len(prompt), dtype=np.float32), ())
            for text in texts
        ]


def values(found: Sequence[TokenVectors]) -> list[float]:
    return [float(tokens.vectors[0, 0]) for tokens in found]


def test_only_texts_not_seen_before_are_encoded_and_order_is_kept() -> None:
    cache, encode = TokenCache(), Encoder()
    assert values(cache.get_all("", ["ab", "a"], encode)) == [2.0, 1.0]
    assert values(cache.get_all("", ["a", "abc", "ab", "abc"], encode)) == [1.0, 3.0, 2.0, 3.0]
    assert encode.asked == [("ab", "a"), ("abc",)]


def test_the_same_text_behind_another_prompt_is_another_text() -> None:
    cache, encode = TokenCache(), Encoder()
    assert values(cache.get_all("", ["a"], encode)) == [1.0]
    assert values(cache.get_all("p", ["a"], encode)) == [101.0]


def test_the_least_recently_used_text_is_forgotten_when_the_room_is_full() -> None:
    cache, encode = TokenCache(max_bytes=2 * BYTES_A_TEXT), Encoder()
    cache.get_all("", ["a", "ab"], encode)
    cache.get_all("", ["a"], encode)
    cache.get_all("", ["abc"], encode)  # takes the place of "ab"
    encode.asked.clear()
    assert values(cache.get_all("", ["a", "ab"], encode)) == [1.0, 2.0]
    assert encode.asked == [("ab",)]


def test_a_text_larger_than_the_room_is_answered_all_the_same() -> None:
    cache, encode = TokenCache(max_bytes=BYTES_A_TEXT - 1), Encoder()
    assert values(cache.get_all("", ["a"], encode)) == [1.0]
    assert values(cache.get_all("", ["a"], encode)) == [1.0]
    assert encode.asked == [("a",), ("a",)]
