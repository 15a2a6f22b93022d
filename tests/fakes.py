"""Stand-ins that make the tests run without a model and without a network."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.alignment import TokenVectors
from kb.text import normalize


class FakeEmbedder:
    """Hashes character bigrams into 64 dimensions: deterministic, texts that share words are close."""

    name = "fake-bigrams"
    dimension = 64

    def _vector(self, text: str) -> NDArray[np.float32]:
        characters = normalize(text).replace(" ", "")
        vector = np.zeros(self.dimension, dtype=np.float32)
        for first, second in zip(characters, f"{characters[1:]}$"[: len(characters)], strict=True):
            vector[zlib.crc32((first + second).encode()) % self.dimension] += 1.0
        length = float(np.linalg.norm(vector))
        if length == 0.0:
            vector[0] = length = 1.0
        return vector / np.float32(length)

    def encode_documents(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Unit-length rows, shape (len(texts), 64)."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for position, text in enumerate(texts):
            rows[position] = self._vector(text)
            if progress is not None:
                progress(position + 1)
        return rows

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Unit-length vector, shape (64,)."""
        return self._vector(text)

    def document_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """One token a character, each a bigram."""
        return [self.query_tokens(text) for text in texts]

    def query_tokens(self, text: str) -> TokenVectors:
        """One token a character, each a bigram."""
        vectors = np.zeros((len(text), self.dimension), dtype=np.float32)
        for place in range(len(text)):
            vectors[place] = self._vector(text[place : place + 2])
        return TokenVectors(vectors, tuple((place, place + 1) for place in range(len(text))))
