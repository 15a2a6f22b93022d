"""BM25 and dense search composed: one order for both, filters, near-duplicates collapsed into one hit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.alignment import align
from index.candidates import Asked, Candidates, Formal, IndexParts, gather
from index.embedder import Embedder
from index.formal import LawTitles
from index.manifest import Manifest
from index.ranking import FusionSettings, scores
from kb.interfaces import Alignment
from kb.records import Chunk, Filters, Hit, Status


def passage_text(chunk: Chunk) -> str:
    """What of a chunk is embedded and what BM25 reads: its title and path, then its text."""
    return f"{chunk.context}\n{chunk.text}" if chunk.context else chunk.text


@dataclass(frozen=True, slots=True)
class DocumentAttributes:
    """What filters ask of a document."""

    regions: tuple[str, ...] = ()
    """The document's region and its ancestors ("綦江区", "重庆市")."""
    years: tuple[int, int] | None = None
    """First and last year that the document covers; None when unknown (no year filter lets it pass)."""
    status: Status = "unknown"
    title: str = ""
    """What laws are recognised by when people ask of their matter in everyday words."""

    def passes(self, filters: Filters) -> bool:
        """Whether region, year and status are all among those asked for."""
        if filters.regions and not set(filters.regions) & set(self.regions):
            return False
        if filters.statuses and self.status not in filters.statuses:
            return False
        if not filters.years:
            return True
        return self.years is not None and any(self.years[0] <= y <= self.years[1] for y in filters.years)


class HybridIndex:
    """Searches one snapshot; implements ``kb.interfaces.PassageFinder``. Safe to share by threads."""

    def __init__(
        self,
        parts: IndexParts,
        *,
        embedder: Callable[[], Embedder],
        documents: Mapping[str, DocumentAttributes] | None = None,
        fusion: FusionSettings = FusionSettings(),
    ) -> None:
        self._parts = parts
        self._load_embedder = embedder
        self._documents = documents or {}
        self._fusion = fusion

    def with_documents(self, documents: Mapping[str, DocumentAttributes]) -> HybridIndex:
        """The same index, filtering by these attributes (by document id)."""
        other = HybridIndex(
            self._parts, embedder=self._load_embedder, documents=documents, fusion=self._fusion
        )
        if "_embedder" in self.__dict__:
            other.__dict__["_embedder"] = self._embedder
        return other

    @property
    def manifest(self) -> Manifest:
        """What the snapshot was built from."""
        return self._parts.manifest

    @property
    def row_count(self) -> int:
        """Number of chunks."""
        return len(self._parts.chunk_ids)

    @cached_property
    def _embedder(self) -> Embedder:
        embedder = self._load_embedder()
        self.manifest.check_model(embedder.name, embedder.dimension)
        return embedder

    @cached_property
    def _rows_of_document(self) -> Mapping[str, NDArray[np.int64]]:
        rows: dict[str, list[int]] = {}
        for row, document_id in enumerate(self._parts.document_ids):
            rows.setdefault(document_id, []).append(row)
        return {document_id: np.array(members) for document_id, members in rows.items()}

    @cached_property
    def _superseded(self) -> NDArray[np.bool_]:
        """Whether each row's document has a newer version, shape (rows,)."""
        superseded = np.zeros(self.row_count, dtype=np.bool_)
        for document_id, attributes in self._documents.items():
            if attributes.status == "superseded" and document_id in self._rows_of_document:
                superseded[self._rows_of_document[document_id]] = True
        return superseded

    @cached_property
    def _titles(self) -> LawTitles:
        return LawTitles({document_id: its.title for document_id, its in self._documents.items()})

    @cached_property
    def _duplicate_groups(self) -> Mapping[int, tuple[int, ...]]:
        """Rows of each group with more than one member, by the group's lowest row."""
        members: dict[int, list[int]] = {}
        groups = self._parts.duplicate_of
        for row in np.flatnonzero(np.bincount(groups, minlength=self.row_count)[groups] > 1).tolist():
            members.setdefault(int(groups[row]), []).append(row)
        return {first: tuple(rows) for first, rows in members.items()}

    def encode_query(self, query: str) -> NDArray[np.float32]:
        """Unit-length query vector, shape (dimension,). Loads the model on first use."""
        return self._embedder.encode_query(query)

    def align(self, query: str, texts: Sequence[str]) -> Alignment:
        """How well each text meets the query, as a whole and token by token."""
        return align(self._embedder.query_tokens(query), self._embedder.document_tokens(texts))

    def search(self, query: str, *, top_k: int = 10, filters: Filters = Filters()) -> tuple[Hit, ...]:
        """At most ``top_k`` hits of both retrievers; scores (log odds) compare hits of one query only."""
        allowed = self._allowed(filters)
        found = self.candidates(query, depth=self._depth(top_k), allowed=allowed)
        weights = self._fusion.lawful if found.lawful else self._fusion.weights
        values = scores(found.features, weights)
        order = np.lexsort((found.rows, -values))
        by_row = dict(zip(found.rows.tolist(), values.tolist(), strict=True))
        hits = self._hits(found.rows[order].tolist(), by_row, top_k=top_k, allowed=allowed)
        return self._annotated(hits, bm25=found.bm25, dense=found.dense, vector=found.vector)

    def candidates(self, query: str, *, depth: int, allowed: NDArray[np.bool_] | None = None) -> Candidates:
        """The first ``depth`` rows of either retriever with what is known of each."""
        reading = self._titles.read(query)
        return gather(
            self._parts,
            Asked(query, self.encode_query(query)),
            formal=Formal(reading, self.encode_query(reading.query)) if reading is not None else None,
            superseded=self._superseded,
            rank_constant=self._fusion.rank_constant,
            depth=depth,
            allowed=allowed,
        )

    def stands_for(self, row: int) -> tuple[str, ...]:
        """The chunk of a row with those of (nearly) the same text."""
        rows = self._duplicate_groups.get(int(self._parts.duplicate_of[row]), (row,))
        return tuple(self._parts.chunk_ids[one] for one in rows)

    def search_bm25(self, query: str, *, top_k: int = 10, filters: Filters = Filters()) -> tuple[Hit, ...]:
        """At most ``top_k`` hits of BM25 alone, with its scores; never loads the embedding model."""
        allowed = self._allowed(filters)
        rows, scores = self._parts.lexical.search(query, top_k=self._depth(top_k), allowed=allowed)
        ranking = rows.tolist()
        by_row = dict(zip(ranking, scores.tolist(), strict=True))
        return self._annotated(self._hits(ranking, by_row, top_k=top_k, allowed=allowed), bm25=ranking)

    def search_dense(self, query: str, *, top_k: int = 10, filters: Filters = Filters()) -> tuple[Hit, ...]:
        """At most ``top_k`` hits by cosine alone, which is their score."""
        allowed = self._allowed(filters)
        vector = self.encode_query(query)
        rows, cosines = self._parts.dense.search(vector, top_k=self._depth(top_k), allowed=allowed)
        ranking = rows.tolist()
        by_row = dict(zip(ranking, cosines.tolist(), strict=True))
        hits = self._hits(ranking, by_row, top_k=top_k, allowed=allowed)
        return self._annotated(hits, dense=ranking, vector=vector)

    def fact_scores(self, query_vector: NDArray[np.float32], fact_ids: Sequence[str]) -> NDArray[np.float32]:
        """Cosine of the query to each fact's label, shape (len(fact_ids),); 0.0 for unknown facts."""
        scores = np.zeros(len(fact_ids), dtype=np.float32)
        places = [self._parts.fact_rows.get(fact_id, -1) for fact_id in fact_ids]
        known = [i for i, place in enumerate(places) if place >= 0]
        if known:
            vectors = self._parts.fact_vectors[[places[i] for i in known]].astype(np.float32)
            scores[known] = vectors @ query_vector
        return scores

    def term_rarity(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """Inverse document frequency of each token of ``kb.text.tokenize``, shape (len(terms),).

        Lucene's form ln(1 + (N - n + 0.5) / (n + 0.5)), never negative; unknown terms get the maximum.
        """
        counts = np.array([self._parts.lexical.scorer.row_count(term) for term in terms], dtype=np.float64)
        return np.log1p((self.row_count - counts + 0.5) / (counts + 0.5)).astype(np.float32)

    def knows_term(self, term: str) -> bool:
        """Whether any chunk holds this token of ``kb.text.tokenize``."""
        return self._parts.lexical.scorer.row_count(term) > 0

    def _depth(self, top_k: int) -> int:
        """Hits to take from a retriever: some will collapse into others."""
        return max(self._fusion.min_depth, 2 * top_k)

    def _allowed(self, filters: Filters) -> NDArray[np.bool_] | None:
        """Mask of the rows that pass, shape (rows,); None when nothing is filtered."""
        if filters == Filters():
            return None
        allowed = np.zeros(self.row_count, dtype=np.bool_)
        wanted = set(filters.document_ids)
        for document_id, rows in self._rows_of_document.items():
            if wanted and document_id not in wanted:
                continue
            if self._documents.get(document_id, DocumentAttributes()).passes(filters):
                allowed[rows] = True
        return allowed

    def _hits(
        self,
        ranking: Sequence[int],
        scores: Mapping[int, float],
        *,
        top_k: int,
        allowed: NDArray[np.bool_] | None,
    ) -> list[tuple[int, Hit]]:
        """The first ``top_k`` rows with distinct text, each with the other rows it stands for."""
        ids = self._parts.chunk_ids
        seen: set[int] = set()
        hits: list[tuple[int, Hit]] = []
        for row in ranking:
            group = int(self._parts.duplicate_of[row])
            if group in seen:
                continue
            if len(hits) == top_k:
                break
            seen.add(group)
            others = tuple(
                ids[other]
                for other in self._duplicate_groups.get(group, ())
                if other != row and (allowed is None or allowed[other])
            )
            hits.append((row, Hit(ids[row], len(hits) + 1, float(scores[row]), duplicates=others)))
        return hits

    def _annotated(
        self,
        hits: Sequence[tuple[int, Hit]],
        *,
        bm25: Sequence[int] = (),
        dense: Sequence[int] = (),
        vector: NDArray[np.float32] | None = None,
    ) -> tuple[Hit, ...]:
        """The hits with their rank in each retriever and, given the query vector, their cosine."""
        bm25_ranks = {row: rank for rank, row in enumerate(bm25, start=1)}
        dense_ranks = {row: rank for rank, row in enumerate(dense, start=1)}
        cosines: list[float | None] = [None] * len(hits)
        if vector is not None:
            rows = np.array([row for row, _ in hits], dtype=np.int64)
            cosines = (self._parts.dense.vectors(rows) @ vector).tolist()
        return tuple(
            replace(hit, bm25_rank=bm25_ranks.get(row), dense_rank=dense_ranks.get(row), cosine=cosine)
            for (row, hit), cosine in zip(hits, cosines, strict=True)
        )
