"""Retrieval measures, computed by ir-measures over pieces of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

RETRIEVAL_MEASURES = ("recall@5", "recall@10", "recall@100", "ndcg@10", "mrr@10", "success@2")


@dataclass(frozen=True, slots=True)
class RankedChunk:
    """A chunk in a result list with the chunks of nearly the same text that it stands for."""

    chunk_id: str
    duplicates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A question's ranked list and its pieces of evidence, each as the set of chunks that hold it.

    A piece that no chunk holds (its document is gone) is an empty set: it counts and cannot be found.
    """

    question_id: str
    ranking: tuple[RankedChunk, ...]
    pieces: tuple[frozenset[str], ...]


def retrieval_measures(judged: Iterable[Judged]) -> dict[str, dict[str, float]]:
    """Each question's measures by question id; a question with an empty ranking has zeros.

    The unit is the piece of evidence: it is found at the rank of the first chunk that holds it,
    however many chunks do. Questions without evidence are left out.
    """
    import ir_measures  # type: ignore[import-untyped,unused-ignore]
    from ir_measures import RR, R, Success, nDCG

    measures: dict[Any, str] = {
        R @ 5: "recall@5",
        R @ 10: "recall@10",
        R @ 100: "recall@100",
        nDCG @ 10: "ndcg@10",
        RR @ 10: "mrr@10",
        Success @ 2: "success@2",
    }
    qrels: dict[str, dict[str, int]] = {}
    run: dict[str, dict[str, float]] = {}
    for item in judged:
        pieces = distinct(item.pieces)
        if pieces:
            qrels[item.question_id] = {f"piece {number}": 1 for number in range(len(pieces))}
            run[item.question_id] = scored(found_pieces(item.ranking, pieces))
    results = {question: dict.fromkeys(RETRIEVAL_MEASURES, 0.0) for question in qrels}
    for metric in ir_measures.iter_calc(list(measures), qrels, run):
        results[metric.query_id][measures[metric.measure]] = float(metric.value)
    return results


def distinct(pieces: Sequence[frozenset[str]]) -> tuple[frozenset[str], ...]:
    """Pieces that the same chunks hold are one; every piece that is gone stays."""
    present = dict.fromkeys(piece for piece in pieces if piece)
    return (*present, *(piece for piece in pieces if not piece))


def found_pieces(ranking: Sequence[RankedChunk], pieces: Sequence[frozenset[str]]) -> list[str]:
    """The ranking with each chunk that first holds a piece named after it."""
    names: list[str] = []
    open_pieces = dict(enumerate(pieces))
    for chunk in ranking:
        chunks = {chunk.chunk_id, *chunk.duplicates}
        found = [number for number, piece in open_pieces.items() if piece & chunks]
        names.extend(f"piece {number}" for number in found)
        if not found:
            names.append(f"chunk {chunk.chunk_id}")
        for number in found:
            del open_pieces[number]
    return names


def scored(names: Sequence[str]) -> dict[str, float]:
    """Scores that fall with the rank; a chunk listed twice keeps its first place."""
    scores: Mapping[str, float] = {name: float(-rank) for rank, name in reversed(list(enumerate(names)))}
    return dict(scores)
