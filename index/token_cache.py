"""Token vectors of texts that were asked for before.

The sentences of a knowledge base come up again from question to question, and embedding them is most of
what an answer costs; the question itself is embedded once for the search and once more for each comparison.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from cachetools import LRUCache

from index.alignment import TokenVectors

MAX_BYTES = 96 * 2**20
"""About 1,200 sentences of 50 tokens, in 32 bits."""

Encode = Callable[[str, Sequence[str]], list[TokenVectors]]
"""Token vectors of each text behind a prompt: (prompt, texts)."""


class TokenCache:
    """The least recently used texts are forgotten when ``max_bytes`` is full. Safe to share between threads."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._known: LRUCache[tuple[str, str], TokenVectors] = LRUCache(
            max_bytes, getsizeof=lambda tokens: tokens.vectors.nbytes
        )
        self._lock = threading.Lock()

    def get_all(self, prompt: str, texts: Sequence[str], encode: Encode) -> list[TokenVectors]:
        """The vectors of each text, in order; those not known are encoded together."""
        with self._lock:
            found = {
                text: tokens for text in texts if (tokens := self._known.get((prompt, text))) is not None
            }
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        if missing:
            found.update(zip(missing, encode(prompt, missing), strict=True))
            self._keep(prompt, {text: found[text] for text in missing})
        return [found[text] for text in texts]

    def _keep(self, prompt: str, fresh: dict[str, TokenVectors]) -> None:
        with self._lock:
            for text, tokens in fresh.items():
                if tokens.vectors.nbytes <= self._known.maxsize:
                    self._known[prompt, text] = tokens
