"""The order of what the two retrievers found: a weighted sum of evidence, fitted on the dev halves.

Candidates are the first hits of dense search and of BM25. Each is described by what both retrievers
say of it and by a few traits of the passage itself that hold for any question: how often other
documents name its document, whether that has a newer version, whether the passage is more than a
heading. The weights come from ``python -m eval.fit_fusion`` (listwise logistic regression); a test
holds them to the values recorded in ``eval/tuned/fusion.json``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.records import Chunk

_FILE = "traits.npz"
_LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True)
class RankingWeights:
    """What one unit of each feature adds to the score, in log odds; the names are the features."""

    closeness: float = 79.0
    """Cosine to the question, less that of the closest passage."""
    dense_rank: float = 1.19
    """Reciprocal rank in dense search, 1 for the first; 0 below the depth."""
    words: float = 1.14
    """BM25 score as a share of the best one."""
    words_rank: float = 0.867
    """Reciprocal rank in BM25."""
    pairs: float = 3.84
    """BM25 over pairs of neighbouring characters, as a share of the best score."""
    authority: float = 0.59
    """Logarithm of one more than the passages of other documents that name the document; 0 for all
    where BM25 finds nothing (an English question), as cosines alone tell passages apart too little."""
    heading: float = -2.98
    """1 for a passage that is a heading and nothing else."""
    superseded: float = -2.46
    """1 for a passage of a document with a newer version."""
    length: float = 0.258
    """Logarithm of the passage's characters."""
    formal_words: float = 0.0
    """BM25 score for the question in the words of the law, as a share of the best one; this feature and the
    next two are 0 where everyday words name no legal matter whose law is among the documents."""
    formal_closeness: float = 0.0
    """Cosine to the question in the words of the law, less that of the closest passage."""
    governing: float = 0.0
    """How strongly the passage's document is expected to govern the matter, 1 for the first law of one matter."""


FEATURES = tuple(field.name for field in fields(RankingWeights))

LAWFUL = RankingWeights(
    closeness=62.6,
    dense_rank=1.22,
    words=-2.33,
    words_rank=2.01,
    pairs=3.86,
    authority=0.436,
    heading=-2.37,
    superseded=-2.62,
    length=-0.0867,
    formal_words=1.55,
    formal_closeness=5.22,
    governing=0.509,
)
"""For questions with a reading in the words of the law (``index.formal``)."""


@dataclass(frozen=True, slots=True)
class FusionSettings:
    """How the retrievers' hits are joined and ordered."""

    weights: RankingWeights = RankingWeights()
    lawful: RankingWeights = LAWFUL
    """Instead of ``weights`` for a question that has a reading in the words of the law."""
    rank_constant: float = 10.0
    """k of the reciprocal rank (k + 1) / (k + rank): how much the first ranks stand out."""
    min_depth: int = 400
    """How many hits are taken from each retriever at least; on 64,665 articles twice as many gain nothing."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of each row before any question; every array has shape (rows,)."""

    named_by: NDArray[np.int32]
    """Passages of other documents that name the row's document."""
    characters: NDArray[np.int32]
    heading: NDArray[np.bool_]
    """The row is a heading without text of its own."""

    def save(self, folder: Path) -> None:
        """Write the arrays into ``folder``."""
        np.savez(folder / _FILE, named_by=self.named_by, characters=self.characters, heading=self.heading)

    @classmethod
    def load(cls, folder: Path) -> Traits:
        """What ``save`` wrote."""
        with np.load(folder / _FILE, allow_pickle=False) as arrays:
            return cls(arrays["named_by"], arrays["characters"], arrays["heading"])

    def at(self, rows: NDArray[np.int64]) -> Traits:
        """The traits of ``rows`` only."""
        return Traits(self.named_by[rows], self.characters[rows], self.heading[rows])

    @classmethod
    def of(cls, chunks: Sequence[Chunk], named_by: Sequence[int]) -> Traits:
        """Traits of ``chunks``, whose documents are named so often."""
        return cls(
            np.array(named_by, dtype=np.int32),
            np.array([len(chunk.text) for chunk in chunks], dtype=np.int32),
            np.array([is_heading(chunk) for chunk in chunks], dtype=np.bool_),
        )


def is_heading(chunk: Chunk) -> bool:
    """Whether the passage is the heading of its section and nothing else (第一章 总则)."""
    text = " ".join(chunk.text.split())
    if len(text) > _LONGEST_HEADING or text.endswith(("。", "；", ";", "！", "？")):
        return False
    return chunk.context == text or chunk.context.endswith(f" > {text}")


@dataclass(frozen=True, slots=True)
class FormalEvidence:
    """What is known of each candidate from the question in the words of the law (``index.formal``)."""

    words: NDArray[np.float64]
    """BM25 score, best of all rows 1."""
    cosines: NDArray[np.float32]
    governing: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the retrievers say of each candidate; every array has shape (candidates,)."""

    cosines: NDArray[np.float32]
    dense_ranks: NDArray[np.int64]
    """1-based; 0 for a candidate that dense search did not return."""
    words: NDArray[np.float64]
    """BM25 score, best of all rows 1."""
    words_ranks: NDArray[np.int64]
    pairs: NDArray[np.float64]
    formal: FormalEvidence | None = None
    """None where the question has no reading in the words of the law."""


def features(
    evidence: Evidence, traits: Traits, superseded: NDArray[np.bool_], *, rank_constant: float
) -> NDArray[np.float64]:
    """One row a candidate and one column for each of ``FEATURES``; traits are those of the candidates."""
    none = np.zeros(len(evidence.cosines))
    formal = evidence.formal
    columns = {
        "closeness": _closeness(evidence.cosines),
        "dense_rank": _reciprocal(evidence.dense_ranks, rank_constant),
        "words": evidence.words,
        "words_rank": _reciprocal(evidence.words_ranks, rank_constant),
        "pairs": evidence.pairs,
        "authority": np.log1p(traits.named_by) * float(evidence.words.any()),
        "heading": traits.heading.astype(np.float64),
        "superseded": superseded.astype(np.float64),
        "length": np.log1p(traits.characters),
        "formal_words": formal.words if formal else none,
        "formal_closeness": _closeness(formal.cosines) if formal else none,
        "governing": formal.governing if formal else none,
    }
    return np.stack([columns[name] for name in FEATURES], axis=1)


def scores(table: NDArray[np.float64], weights: RankingWeights) -> NDArray[np.float64]:
    """The weighted sum of each row of ``features``: orders the hits of one question, no more."""
    return np.asarray(table @ np.array(astuple(weights)), dtype=np.float64)


def share_of_best(values: NDArray[np.float64], best: float) -> NDArray[np.float64]:
    """BM25 scores on a scale from 0 to 1; all 0 where no row holds a term of the question."""
    return values / best if best > 0.0 else np.zeros_like(values)


def _closeness(cosines: NDArray[np.float32]) -> NDArray[np.float64]:
    """Less that of the closest candidate, so that 0 is the best."""
    values = cosines.astype(np.float64)
    return np.asarray(values - values.max(initial=-1.0), dtype=np.float64)


def _reciprocal(ranks: NDArray[np.int64], constant: float) -> NDArray[np.float64]:
    return np.where(ranks > 0, (constant + 1.0) / (constant + np.maximum(ranks, 1)), 0.0)
