"""BM25 over sparse postings: rank-bm25's ``BM25Okapi`` is the scorer, compiled.

rank-bm25 walks every document in Python for every query term. Here its statistics (its own idf rule,
k1, b, epsilon) are kept as postings, one list of (row, weight) a term, so that a query touches only
the postings of its terms; ``CompiledBM25.get_scores`` equals ``BM25Okapi.get_scores``.

On top of the scorer, ``LexicalIndex.search`` differs in two documented ways, both for small corpora:

* only rows with at least one query term are hits (rank-bm25 "retrieves" rows of score 0);
* a term to which rank-bm25 gives a weight of zero or less (it stands in half of the rows or more
  and the average idf is not positive) counts with Lucene's always positive idf instead, so that
  a corpus of one or two documents can be searched at all.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi  # type: ignore[import-untyped]

from kb.text import normalize, tokenize

_HAN_RUN = re.compile(r"[㐀-鿿]+")


@dataclass(frozen=True, slots=True)
class Postings:
    """Term frequencies by term. Rows of term i are ``rows[starts[i]:starts[i + 1]]``, ascending."""

    terms: tuple[str, ...]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    frequencies: NDArray[np.int32]
    lengths: NDArray[np.int32]
    """Number of tokens of each row, shape (rows,)."""


def count_terms(token_lists: Sequence[Sequence[str]]) -> Postings:
    """Postings of rows given as token lists; terms in order of first appearance."""
    numbers: dict[str, int] = {}
    columns: list[int] = []
    values: list[int] = []
    sizes: list[int] = []
    for tokens in token_lists:
        counts: dict[int, int] = {}
        for token in tokens:
            number = numbers.setdefault(token, len(numbers))
            counts[number] = counts.get(number, 0) + 1
        columns.extend(counts.keys())
        values.extend(counts.values())
        sizes.append(len(counts))
    rows = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    lengths = np.array([len(tokens) for tokens in token_lists], dtype=np.int32)
    return _by_term(tuple(numbers), np.array(columns, np.int64), rows, np.array(values, np.int32), lengths)


def _by_term(
    terms: tuple[str, ...],
    columns: NDArray[np.int64],
    rows: NDArray[np.int32],
    values: NDArray[np.int32],
    lengths: NDArray[np.int32],
) -> Postings:
    """Group entries by term, rows ascending; terms without an entry are dropped."""
    from scipy.sparse import coo_array  # type: ignore[import-untyped]

    table = coo_array((values, (rows, columns)), shape=(len(lengths), len(terms))).tocsc()
    table.sort_indices()
    used = np.flatnonzero(np.diff(table.indptr))
    starts = np.concatenate([[0], table.indptr[used + 1]]).astype(np.int64)
    kept = tuple(terms[i] for i in used.tolist())
    return Postings(
        kept, starts, table.indices.astype(np.int32), table.data.astype(np.int32), np.asarray(lengths)
    )


class CompiledBM25(BM25Okapi):  # type: ignore[misc]
    """``BM25Okapi`` whose statistics come from postings and whose scores are computed sparsely."""

    def __init__(
        self, postings: Postings, *, k1: float = 1.5, b: float = 0.75, epsilon: float = 0.25
    ) -> None:
        # The parent's constructor would count a corpus of token lists; the postings hold the counts.
        self.k1, self.b, self.epsilon = k1, b, epsilon
        self.tokenizer = None
        self.postings = postings
        self.corpus_size = len(postings.lengths)
        self.doc_len = postings.lengths
        self.idf: dict[str, float] = {}
        self.average_idf = 0.0
        self.avgdl = int(postings.lengths.sum(dtype=np.int64)) / self.corpus_size if self.corpus_size else 0.0
        self.numbers = {term: number for number, term in enumerate(postings.terms)}
        document_frequencies = np.diff(postings.starts).tolist()
        if document_frequencies:  # the parent divides by the number of terms
            self._calc_idf(dict(zip(postings.terms, document_frequencies, strict=True)))
        self._weights = self._frequency_weights()

    def _frequency_weights(self) -> NDArray[np.float64]:
        """The factor of rank-bm25's formula beside the idf, for every posting."""
        if not self.corpus_size:
            return np.zeros(0)
        frequency = self.postings.frequencies.astype(np.float64)
        length = self.doc_len[self.postings.rows]
        norm = self.k1 * (1 - self.b + self.b * length / (self.avgdl or 1.0))
        return np.asarray(frequency * (self.k1 + 1) / (frequency + norm), dtype=np.float64)

    def get_scores(self, query: Sequence[str]) -> NDArray[np.float64]:
        """Score of every row, shape (rows,); equal to ``BM25Okapi.get_scores``."""
        return self.scores_with(query, {term: self.idf.get(term) or 0.0 for term in query})

    def get_batch_scores(self, query: Sequence[str], doc_ids: Sequence[int]) -> list[float]:
        """Scores of the rows ``doc_ids``, as ``BM25Okapi.get_batch_scores``."""
        scores: list[float] = self.get_scores(query)[np.asarray(doc_ids, dtype=np.int64)].tolist()
        return scores

    def scores_with(self, query: Sequence[str], idf: Mapping[str, float]) -> NDArray[np.float64]:
        """Score of every row under the given idf of the query's terms, shape (rows,)."""
        scores = np.zeros(self.corpus_size)
        starts = self.postings.starts
        for term in query:
            number = self.numbers.get(term)
            if number is not None:
                span = slice(starts[number], starts[number + 1])
                scores[self.postings.rows[span]] += idf[term] * self._weights[span]
        return scores

    def row_count(self, term: str) -> int:
        """Number of rows that hold the term."""
        number = self.numbers.get(term)
        return 0 if number is None else int(self.postings.starts[number + 1] - self.postings.starts[number])

    def positive_idf(self, term: str) -> float:
        """rank-bm25's idf, or Lucene's where rank-bm25's is not positive; 0.0 for unknown terms."""
        rows = self.row_count(term)
        if not rows:
            return 0.0
        own = float(self.idf[term])
        return own if own > 0.0 else math.log1p((self.corpus_size - rows + 0.5) / (rows + 0.5))


def best_rows(scores: NDArray[np.float64], rows: NDArray[np.int64], top_k: int) -> NDArray[np.int64]:
    """At most ``top_k`` of ``rows`` by descending score, ties by ascending row."""
    if top_k <= 0 or not len(rows):
        return rows[:0]
    values = scores[rows]
    if len(rows) > top_k:
        threshold = np.partition(values, len(rows) - top_k)[len(rows) - top_k]
        keep = values >= threshold
        rows, values = rows[keep], values[keep]
    return rows[np.lexsort((rows, -values))][:top_k]


def matching_rows(
    scores: NDArray[np.float64], *, top_k: int, allowed: NDArray[np.bool_] | None = None
) -> NDArray[np.int64]:
    """At most ``top_k`` rows of a positive score, best first, ties by row; ``allowed`` is a mask or None."""
    matching = scores > 0.0
    if allowed is not None:
        matching &= allowed
    return best_rows(scores, np.flatnonzero(matching), top_k)


class LexicalIndex:
    """BM25 retrieval over rows; row i is the i-th chunk id in ascending order."""

    k1, b = 0.9, 0.4
    """Passages are short and of like length (Lin et al., Anserini: the usual values for passages)."""
    _name = "lexical"

    def __init__(self, chunk_ids: Sequence[str], postings: Postings) -> None:
        self.chunk_ids = tuple(chunk_ids)
        self.postings = postings
        if len(self.chunk_ids) != len(postings.lengths):
            raise ValueError(f"{len(self.chunk_ids)} chunk ids for {len(postings.lengths)} rows")

    @staticmethod
    def tokens(text: str) -> list[str]:
        """What is counted of a passage and looked up of a query."""
        return tokenize(text)

    @classmethod
    def build(cls, texts: Mapping[str, str]) -> Self:
        """Index of the texts by chunk id."""
        ids = sorted(texts)
        return cls(ids, count_terms([cls.tokens(texts[chunk_id]) for chunk_id in ids]))

    @cached_property
    def scorer(self) -> CompiledBM25:
        """The compiled rank-bm25 scorer; made on first use."""
        return CompiledBM25(self.postings, k1=self.k1, b=self.b)

    def scores(self, query: str) -> NDArray[np.float64]:
        """Score of every row, shape (rows,); 0 for rows without a term of the query."""
        terms = [term for term in self.tokens(query) if term in self.scorer.numbers]
        return self.scorer.scores_with(terms, {term: self.scorer.positive_idf(term) for term in terms})

    def search(
        self, query: str, *, top_k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Rows with at least one query term and their scores, best first, ties by row.

        ``allowed`` is a mask over the rows, shape (rows,); None allows all.
        """
        scores = self.scores(query)
        rows = matching_rows(scores, top_k=top_k, allowed=allowed)
        return rows, scores[rows]

    def update(self, *, removed: Collection[str], added: Mapping[str, str]) -> Self:
        """A new index without ``removed`` and with ``added`` (text by chunk id).

        Only the added texts are tokenised; the others' term frequencies are reused. A chunk id in
        both is replaced. Raises ValueError when an added id is already there and not removed.
        """
        gone = set(removed)
        kept = [row for row, chunk_id in enumerate(self.chunk_ids) if chunk_id not in gone]
        kept_ids = [self.chunk_ids[row] for row in kept]
        if clash := set(kept_ids) & added.keys():
            raise ValueError(f"chunk {min(clash)} is already in the index")
        new_ids = sorted(added)
        fresh = count_terms([self.tokens(added[chunk_id]) for chunk_id in new_ids])
        ids = sorted(kept_ids + new_ids)
        place = {chunk_id: row for row, chunk_id in enumerate(ids)}
        old_rows = np.full(len(self.chunk_ids), -1, dtype=np.int32)
        old_rows[kept] = [place[chunk_id] for chunk_id in kept_ids]
        new_rows = np.array([place[chunk_id] for chunk_id in new_ids], dtype=np.int32)
        return type(self)(ids, _merge((self.postings, old_rows), (fresh, new_rows), rows=len(ids)))

    def save(self, folder: Path) -> None:
        """Write arrays (npz) and vocabulary (JSON) into ``folder``."""
        parts = self.postings
        np.savez(
            folder / f"{self._name}.npz",
            starts=parts.starts,
            rows=parts.rows,
            frequencies=parts.frequencies,
            lengths=parts.lengths,
        )
        (folder / f"{self._name}_terms.json").write_text(
            json.dumps(parts.terms, ensure_ascii=False), encoding="utf-8"
        )

    @classmethod
    def load(cls, folder: Path, chunk_ids: Sequence[str]) -> Self:
        """What ``save`` wrote for these chunk ids."""
        terms = tuple(json.loads((folder / f"{cls._name}_terms.json").read_text(encoding="utf-8")))
        with np.load(folder / f"{cls._name}.npz", allow_pickle=False) as arrays:
            postings = Postings(
                terms, arrays["starts"], arrays["rows"], arrays["frequencies"], arrays["lengths"]
            )
        return cls(chunk_ids, postings)


class PairIndex(LexicalIndex):
    """BM25 over pairs of neighbouring Han characters: finds words that the segmenter cut otherwise."""

    _name = "pairs"

    @staticmethod
    def tokens(text: str) -> list[str]:
        """All pairs inside runs of Han characters ("受教育权" is 受教, 教育, 育权)."""
        return [run[at : at + 2] for run in _HAN_RUN.findall(normalize(text)) for at in range(len(run) - 1)]


def _merge(*parts: tuple[Postings, NDArray[np.int32]], rows: int) -> Postings:
    """One set of postings over ``rows`` rows; each part comes with its rows' new places, -1 to drop."""
    numbers: dict[str, int] = {}
    columns, places, values = [], [], []
    lengths = np.zeros(rows, dtype=np.int32)
    for postings, new_rows in parts:
        mapped = np.array([numbers.setdefault(t, len(numbers)) for t in postings.terms], dtype=np.int64)
        column = np.repeat(mapped, np.diff(postings.starts))
        place = new_rows[postings.rows]
        keep = place >= 0
        columns.append(column[keep])
        places.append(place[keep])
        values.append(postings.frequencies[keep])
        alive = new_rows >= 0
        lengths[new_rows[alive]] = postings.lengths[alive]
    return _by_term(
        tuple(numbers), np.concatenate(columns), np.concatenate(places), np.concatenate(values), lengths
    )
