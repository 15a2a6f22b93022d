"""Runs the bundled transformer in OpenVINO with numpy alone: no torch, ready in a second.

``index.openvino_module`` wraps it for sentence-transformers; a single query goes through it directly,
so that answering a question does not wait four seconds for the import of sentence-transformers.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.alignment import TokenVectors, places_behind

TOKENIZER_FILE = "tokenizer.json"
MODEL_FILE = "openvino_model.xml"
MAX_TOKENS = 512

_log = logging.getLogger(__name__)


def best_precision() -> str:
    """ "bf16" where this CPU computes in it (twice as fast, cosine 0.9999), else "f32"."""
    import openvino as ov  # type: ignore[import-untyped]

    return "bf16" if "BF16" in ov.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"


class OpenVINORunner:
    """Texts to token vectors; may be shared by threads."""

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        import openvino as ov
        from tokenizers import Tokenizer

        self.folder = folder
        self.tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        self.tokenizer.enable_truncation(max_length=MAX_TOKENS)
        options: dict[str, Any] = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_PRECISION_HINT": best_precision(),
        }
        if threads is not None:
            options["INFERENCE_NUM_THREADS"] = threads
        compiled = ov.Core().compile_model(str(folder / MODEL_FILE), "CPU", options)
        _log.info("OpenVINO runs the embedding model in %s", options["INFERENCE_PRECISION_HINT"])
        self.dimension = int(compiled.output(0).get_partial_shape()[2].get_length())
        self._request = compiled.create_infer_request()
        self._lock = threading.Lock()  # a request serves one thread at a time

    def tokenize(self, texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Padded token ids and attention mask, each of shape (texts, longest text's tokens)."""
        encoded = self.tokenizer.encode_batch(list(texts))
        ids = np.array([one.ids for one in encoded], dtype=np.int64)
        return ids, np.array([one.attention_mask for one in encoded], dtype=np.int64)

    def token_vectors(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        """The last hidden state, shape (texts, tokens, dimension)."""
        with self._lock:
            result = self._request.infer({"input_ids": ids, "attention_mask": mask}, share_inputs=True)
            return np.array(result[0], dtype=np.float32)

    def encode_tokens(self, texts: Sequence[str], *, prompt: str) -> list[TokenVectors]:
        """The token vectors of each of ``prompt + text``."""
        encoded = self.tokenizer.encode_batch([prompt + text for text in texts])
        mask = np.array([one.attention_mask for one in encoded], dtype=np.int64)
        states = self.token_vectors(np.array([one.ids for one in encoded], dtype=np.int64), mask)
        return [
            TokenVectors(state[:count], places_behind(prompt, one.offsets[:count]))
            for one, state, count in zip(encoded, states, mask.sum(axis=1).tolist(), strict=True)
        ]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Mean of the token vectors, unit length, shape (texts, dimension)."""
        ids, mask = self.tokenize(texts)
        weights = mask[:, :, None].astype(np.float32)
        sums = (self.token_vectors(ids, mask) * weights).sum(axis=1)
        vectors = sums / weights.sum(axis=1)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)
