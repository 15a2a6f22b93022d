"""What the answering side needs from an index, as protocols, so that kb imports no other package."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kb.records import Filters, Hit


class PassageFinder(Protocol):
    """Ranked chunks for a query; implemented by ``index.hybrid.HybridIndex``."""

    def search(self, query: str, *, top_k: int = 10, filters: Filters = Filters()) -> tuple[Hit, ...]:
        """At most ``top_k`` hits, best first, ties by chunk id; empty when nothing matches."""
        ...

    def encode_query(self, query: str) -> NDArray[np.float32]:
        """Unit-length query vector, shape (dimension,)."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit-length passage vectors, shape (len(texts), dimension)."""
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
