"""Embedding vectors by model and text, so that no text is ever embedded twice."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from kb.store.store import Store

_SCAN_FROM = 500
_STORED = np.dtype("<f2")


class VectorTable:
    """Table ``vectors``: unit-length float16 rows keyed by model name and hash of the embedded text."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def missing(self, model: str, texts: Sequence[str]) -> tuple[str, ...]:
        """The distinct texts without a vector, in the given order."""
        known = self._known(model)
        wanted = dict.fromkeys(texts)
        return tuple(text for text in wanted if text_hash(text) not in known)

    def save(self, model: str, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Store one row of ``vectors``, shape (len(texts), dimension), for each text."""
        rows = [
            (model, text_hash(text), vector.astype(_STORED).tobytes())
            for text, vector in zip(texts, vectors, strict=True)
        ]
        with self._store.transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def load(self, model: str, texts: Sequence[str], *, dimension: int) -> NDArray[np.float32]:
        """Vectors of the texts, shape (len(texts), dimension).

        Raises:
            KeyError: a text has no vector; call ``missing`` first.
        """
        hashes = [text_hash(text) for text in texts]
        found = self._scan(model) if len(hashes) > _SCAN_FROM else self._look_up(model, hashes)
        joined = b"".join([found[key] for key in hashes])
        return np.frombuffer(joined, dtype=_STORED).reshape(len(hashes), dimension).astype(np.float32)

    def _scan(self, model: str) -> dict[str, bytes]:
        """All vectors of the model: one pass is quicker than many look-ups."""
        rows = self._store.connection.execute(
            "SELECT text_hash, vector FROM vectors WHERE model = ?", (model,)
        )
        return dict(rows)

    def _look_up(self, model: str, hashes: Sequence[str]) -> dict[str, bytes]:
        marks = ",".join("?" * len(hashes))
        rows = self._store.connection.execute(
            f"SELECT text_hash, vector FROM vectors WHERE model = ? AND text_hash IN ({marks})",
            (model, *hashes),
        )
        return dict(rows)

    def prune(self, model: str, texts: Sequence[str]) -> None:
        """Drop the model's vectors of all other texts."""
        stale = self._known(model) - {text_hash(text) for text in texts}
        with self._store.transaction() as connection:
            connection.executemany(
                "DELETE FROM vectors WHERE model = ? AND text_hash = ?", [(model, key) for key in stale]
            )

    def _known(self, model: str) -> set[str]:
        rows = self._store.connection.execute("SELECT text_hash FROM vectors WHERE model = ?", (model,))
        return {str(row[0]) for row in rows}


def text_hash(text: str) -> str:
    """Key of a text in the vector table."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
