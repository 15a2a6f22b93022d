"""Embedding vectors by model and text, so that no text is ever embedded twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from kb.store.store import Store

_SCAN_FROM = 500
_STORED = np.dtype("<f2")


class VectorTable:
    """Table ``vectors``: unit-length float16 rows by model name and key of the embedded text (``text_key``)."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def missing(self, model: str, keys: Iterable[str]) -> tuple[str, ...]:
        """The distinct keys without a vector, in the given order."""
        known = self._known(model)
        return tuple(key for key in dict.fromkeys(keys) if key not in known)

    def save(self, model: str, keys: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Store one row of ``vectors``, shape (len(keys), dimension), for each key."""
        rows = [
            (model, key, vector.astype(_STORED).tobytes()) for key, vector in zip(keys, vectors, strict=True)
        ]
        with self._store.transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def load(self, model: str, keys: Sequence[str], *, dimension: int) -> NDArray[np.float32]:
        """Vectors of the keys, shape (len(keys), dimension).

        Raises:
            KeyError: a key has no vector; call ``missing`` first.
        """
        found = self._scan(model) if len(keys) > _SCAN_FROM else self._look_up(model, keys)
        joined = b"".join([found[key] for key in keys])
        return np.frombuffer(joined, dtype=_STORED).reshape(len(keys), dimension).astype(np.float32)

    def _scan(self, model: str) -> dict[str, bytes]:
        """All vectors of the model: one pass is quicker than many look-ups."""
        rows = self._store.connection.execute(
            "SELECT text_hash, vector FROM vectors WHERE model = ?", (model,)
        )
        return dict(rows)

    def _look_up(self, model: str, keys: Sequence[str]) -> dict[str, bytes]:
        marks = ",".join("?" * len(keys))
        rows = self._store.connection.execute(
            f"SELECT text_hash, vector FROM vectors WHERE model = ? AND text_hash IN ({marks})",
            (model, *keys),
        )
        return dict(rows)

    def prune(self, model: str, keys: Iterable[str]) -> None:
        """Drop the model's vectors of all other keys."""
        stale = self._known(model) - set(keys)
        with self._store.transaction() as connection:
            connection.executemany(
                "DELETE FROM vectors WHERE model = ? AND text_hash = ?", [(model, key) for key in stale]
            )

    def _known(self, model: str) -> set[str]:
        rows = self._store.connection.execute("SELECT text_hash FROM vectors WHERE model = ?", (model,))
        return {str(row[0]) for row in rows}


def text_key(text: str) -> str:
    """Key of a text in the vector table; making it is what takes time, so make it once."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
