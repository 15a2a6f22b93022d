"""Retrieval measures over pieces of evidence, against values worked out by hand."""

from __future__ import annotations

from math import log2

import pytest

from eval.metrics import Judged, RankedChunk, retrieval_measures


def ranked(*names: str) -> tuple[RankedChunk, ...]:
    return tuple(RankedChunk(name) for name in names)


def measured(ranking: tuple[RankedChunk, ...], *pieces: set[str]) -> dict[str, float]:
    judged = Judged("q", ranking, tuple(frozenset(piece) for piece in pieces))
    return retrieval_measures([judged])["q"]


def test_two_pieces_at_ranks_one_and_three() -> None:
    found = measured(ranked("a", "x", "b"), {"a"}, {"b"})
    ideal = 1 + 1 / log2(3)
    assert found["recall@5"] == 1.0
    assert found["mrr@10"] == 1.0
    assert found["ndcg@10"] == pytest.approx((1 + 1 / log2(4)) / ideal)


def test_any_chunk_of_a_piece_finds_it_once() -> None:
    found = measured(ranked("x", "a2", "a1"), {"a1", "a2"})
    assert found["recall@10"] == 1.0
    assert found["mrr@10"] == 0.5
    assert found["ndcg@10"] == pytest.approx(1 / log2(3))


def test_a_hit_stands_for_its_duplicates() -> None:
    assert measured((RankedChunk("x", ("a",)),), {"a"})["mrr@10"] == 1.0


def test_a_piece_that_is_gone_cannot_be_found() -> None:
    assert measured(ranked("a"), {"a"}, set())["recall@10"] == 0.5


def test_a_missed_question_is_zero_and_stays() -> None:
    assert measured((), {"a"}) == dict.fromkeys(
        ("recall@5", "recall@10", "recall@100", "ndcg@10", "mrr@10", "success@2"), 0.0
    )


def test_cutoffs() -> None:
    ranking = ranked(*(f"x{n}" for n in range(10)), "a")
    found = measured(ranking, {"a"})
    assert (found["recall@10"], found["recall@100"], found["mrr@10"]) == (0.0, 1.0, 0.0)


def test_success_asks_for_any_piece_in_the_first_two() -> None:
    assert measured(ranked("x", "b", "a"), {"a"}, {"b"})["success@2"] == 1.0
    assert measured(ranked("x", "y", "a", "b"), {"a"}, {"b"})["success@2"] == 0.0


def test_questions_without_evidence_are_left_out() -> None:
    assert retrieval_measures([Judged("q", ranked("a"), ())]) == {}
