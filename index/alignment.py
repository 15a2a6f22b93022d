"""How a query's tokens are met by those of a text: late interaction over one model's token vectors.

A sentence's single vector says what it is about; whether it speaks of 普通高中 or of 初中 shows in the best
match of each query token (MaxSim, Khattab & Zaharia 2020, ColBERT). The e5 model was not trained for it, so
that all its token vectors lie close together: their common mean is taken out first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.interfaces import Alignment


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The last hidden state of one text."""

    vectors: NDArray[np.float32]
    """Shape (tokens, dimension), not normalised; with the tokens of the prompt and the special ones."""
    places: tuple[tuple[int, int], ...]
    """Start and end of each token in the text; empty (start == end) for tokens that do not stand in it."""

    @property
    def pooled(self) -> NDArray[np.float32]:
        """The text's vector: mean over the tokens, unit length."""
        row: NDArray[np.float32] = _unit(self.vectors.mean(axis=0, keepdims=True))[0]
        return row

    @property
    def own(self) -> NDArray[np.float32]:
        """Unit-length vectors of the tokens that stand in the text."""
        standing = np.array([end > start for start, end in self.places], dtype=np.bool_)
        return np.asarray(_unit(self.vectors)[standing], dtype=np.float32)


def places_behind(prompt: str, offsets: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Offsets of the tokens of ``prompt + text`` as places in ``text``."""
    skip = len(prompt)
    return tuple((max(0, start - skip), max(0, end - skip)) for start, end in offsets)


def align(query: TokenVectors, texts: Sequence[TokenVectors]) -> Alignment:
    """Cosines of the texts to the query, and of each query token to its best match in each text."""
    wanted = query.own
    found = [text.own for text in texts]
    places = tuple((start, end) for start, end in query.places if end > start)
    strengths = np.zeros((len(texts), len(wanted)), dtype=np.float32)
    filled = [vectors for vectors in found if len(vectors)]
    if filled and len(wanted):
        centre = np.concatenate(filled).mean(axis=0)
        sharp = _unit(wanted - centre)
        for row, vectors in enumerate(found):
            if len(vectors):
                strengths[row] = (sharp @ _unit(vectors - centre).T).max(axis=1)
    cosines = np.array([text.pooled @ query.pooled for text in texts], dtype=np.float32)
    return Alignment(cosines, strengths, places)


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)
