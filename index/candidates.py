"""What one question's order is made from: the rows that any search found, each with its features.

Both searches run for the question as it was asked and, where it speaks of a legal matter in everyday words,
for the words of the law as well (``index.formal``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.dense import DenseIndex
from index.formal import FormalReading
from index.lexical import LexicalIndex, PairIndex, matching_rows
from index.manifest import Manifest
from index.ranking import Evidence, FormalEvidence, Traits, features, share_of_best


@dataclass(frozen=True, slots=True)
class IndexParts:
    """The contents of a snapshot; row i is the same chunk in all of them, in chunk id order."""

    manifest: Manifest
    chunk_ids: tuple[str, ...]
    document_ids: tuple[str, ...]
    """The document of each row."""
    lexical: LexicalIndex
    pairs: PairIndex
    dense: DenseIndex
    traits: Traits
    duplicate_of: NDArray[np.int32]
    """Lowest row of each row's group of near-duplicates, shape (rows,)."""
    fact_rows: Mapping[str, int]
    fact_vectors: NDArray[np.float16]
    """Unit-length rows, shape (facts, dimension)."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What one question's order is made from."""

    rows: NDArray[np.int64]
    """Ascending, shape (candidates,)."""
    features: NDArray[np.float64]
    """Shape (candidates, len(index.ranking.FEATURES))."""
    bm25: Sequence[int]
    """Rows that BM25 returned, best first."""
    dense: Sequence[int]
    vector: NDArray[np.float32]
    """Of the question."""
    lawful: bool
    """Whether the question has a reading in the words of the law."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as it was asked."""

    text: str
    vector: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Formal:
    """The question in the words of the law."""

    reading: FormalReading
    vector: NDArray[np.float32]
    """Of ``reading.query``."""


@dataclass(frozen=True, slots=True)
class _Searched:
    """Both searches for one wording."""

    words: NDArray[np.float64]
    """BM25 score of every row, shape (rows,)."""
    bm25: NDArray[np.int64]
    dense: NDArray[np.int64]


def gather(
    parts: IndexParts,
    asked: Asked,
    *,
    formal: Formal | None,
    superseded: NDArray[np.bool_],
    rank_constant: float,
    depth: int,
    allowed: NDArray[np.bool_] | None = None,
) -> Candidates:
    """The first ``depth`` rows of each search with what is known of each.

    ``superseded`` and ``allowed`` are masks over the rows, shape (rows,); None allows all.
    """
    found = _search(parts, asked.text, asked.vector, depth=depth, allowed=allowed)
    rows = np.union1d(found.bm25, found.dense).astype(np.int64)
    told: FormalEvidence | None = None
    if formal is not None:
        lawful = _search(parts, formal.reading.query, formal.vector, depth=depth, allowed=allowed)
        rows = np.union1d(rows, np.union1d(lawful.bm25, lawful.dense)).astype(np.int64)
        told = _formal_evidence(parts, formal, lawful, rows)
    pairs = parts.pairs.scores(asked.text)
    evidence = Evidence(
        cosines=parts.dense.vectors(rows) @ asked.vector,
        dense_ranks=_ranks(rows, found.dense),
        words=_share(found.words, rows),
        words_ranks=_ranks(rows, found.bm25),
        pairs=_share(pairs, rows),
        formal=told,
    )
    table = features(evidence, parts.traits.at(rows), superseded[rows], rank_constant=rank_constant)
    return Candidates(
        rows, table, found.bm25.tolist(), found.dense.tolist(), asked.vector, formal is not None
    )


def _search(
    parts: IndexParts,
    text: str,
    vector: NDArray[np.float32],
    *,
    depth: int,
    allowed: NDArray[np.bool_] | None,
) -> _Searched:
    words = parts.lexical.scores(text)
    dense, _ = parts.dense.search(vector, top_k=depth, allowed=allowed)
    return _Searched(words, matching_rows(words, top_k=depth, allowed=allowed), dense)


def _formal_evidence(
    parts: IndexParts, formal: Formal, found: _Searched, rows: NDArray[np.int64]
) -> FormalEvidence:
    weights = formal.reading.laws
    governing = [weights.get(parts.document_ids[row], 0.0) for row in rows.tolist()]
    return FormalEvidence(
        words=_share(found.words, rows),
        cosines=parts.dense.vectors(rows) @ formal.vector,
        governing=np.array(governing, dtype=np.float64),
    )


def _share(values: NDArray[np.float64], rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """BM25 scores of ``rows`` as a share of the best of all."""
    return share_of_best(values[rows], float(values.max(initial=0.0)))


def _ranks(rows: NDArray[np.int64], ranking: NDArray[np.int64]) -> NDArray[np.int64]:
    """1-based place of each of ``rows`` (ascending) in ``ranking``, 0 where it is not in it."""
    ranks = np.zeros(len(rows), dtype=np.int64)
    ranks[np.searchsorted(rows, ranking)] = np.arange(1, len(ranking) + 1)
    return ranks
