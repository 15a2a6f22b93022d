"""What the answering side needs from an index, as protocols, so that kb imports no other package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kb.records import Filters, Hit


@dataclass(frozen=True, slots=True)
class Alignment:
    """How well each of some texts meets a query, as a whole and token by token."""

    cosines: NDArray[np.float32]
    """Of each text's vector to the query's, shape (texts,)."""
    strengths: NDArray[np.float32]
    """Best match of each query token in each text, shape (texts, tokens); 1 is the same, about 0 unrelated."""
    places: tuple[tuple[int, int], ...]
    """Start and end in the query of each token."""


class PassageFinder(Protocol):
    """Ranked chunks for a query; implemented by ``index.hybrid.HybridIndex``."""

    def search(self, query: str, *, top_k: int = 10, filters: Filters = Filters()) -> tuple[Hit, ...]:
        """At most ``top_k`` hits, best first, ties by chunk id; empty when nothing matches."""
        ...

    def encode_query(self, query: str) -> NDArray[np.float32]:
        """Unit-length query vector, shape (dimension,)."""
        ...

    def align(self, query: str, texts: Sequence[str]) -> Alignment:
        """How well each text meets the query; costs an embedding of each."""
        ...

    def fact_scores(self, query_vector: NDArray[np.float32], fact_ids: Sequence[str]) -> NDArray[np.float32]:
        """Cosine of the query to each fact's label, shape (len(fact_ids),); 0.0 for unknown facts."""
        ...

    def term_rarity(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """Inverse document frequency of each term over the chunks, at least 0; unknown terms get the maximum."""
        ...

    def knows_term(self, term: str) -> bool:
        """Whether any chunk holds the term."""
        ...
