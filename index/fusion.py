"""Rank fusion: pure functions from ranked lists to one ranked list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def reciprocal_rank_scores(
    rankings: Sequence[Sequence[int]], *, weights: Sequence[float] | None = None, rrf_k: float = 60.0
) -> Mapping[int, float]:
    """Weighted reciprocal rank fusion: each item's sum of ``weight / (rrf_k + rank)``, ranks 1-based.

    Cormack, Clarke and Büttcher, Reciprocal Rank Fusion Outperforms Condorcet (SIGIR 2009). An item
    that a ranking lacks gets nothing from it. Raises ValueError when the numbers of rankings and
    weights differ or a ranking names an item twice.
    """
    if weights is None:
        weights = [1.0] * len(rankings)
    if len(weights) != len(rankings):
        raise ValueError(f"{len(rankings)} rankings but {len(weights)} weights")
    scores: dict[int, float] = {}
    for ranking, weight in zip(rankings, weights, strict=True):
        if len(set(ranking)) != len(ranking):
            raise ValueError("a ranking names an item twice")
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + weight / (rrf_k + rank)
    return scores


def ordered(scores: Mapping[int, float]) -> list[int]:
    """Items by descending score, ties by ascending item (rows stand in chunk id order)."""
    return sorted(scores, key=lambda item: (-scores[item], item))
