"""Texts to vectors: the protocol that the program is written against, and the way to a model."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.alignment import TokenVectors, places_behind
from kb.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = "bundled"
_REPORT_EVERY = 128
_BATCH_SIZE = 16

_log = logging.getLogger(__name__)


class Embedder(Protocol):
    """Turns passages and queries into unit-length vectors of one space."""

    @property
    def name(self) -> str:
        """What the index manifest records; vectors of different names must not be mixed."""
        ...

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        ...

    def encode_documents(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Unit-length rows in the order of ``texts``, shape (len(texts), dimension).

        ``progress`` is called now and then with the number of texts done so far.
        """
        ...

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Unit-length vector, shape (dimension,)."""
        ...

    def document_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The token vectors of a few passages, in their order."""
        ...

    def query_tokens(self, text: str) -> TokenVectors:
        """The token vectors of a query."""
        ...


class SentenceTransformerEmbedder:
    """An ``Embedder`` over any sentence-transformers model, with the model's own prompts."""

    def __init__(self, model: SentenceTransformer, *, name: str) -> None:
        dimension = model.get_embedding_dimension()
        if dimension is None:
            raise ModelError(f"{name}: the model does not state its dimension; choose another model")
        self.model = model
        self.name = name
        self.dimension = int(dimension)

    def encode_documents(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """See ``Embedder.encode_documents``.

        Texts are embedded longest first, so that texts of a batch have nearly equal lengths: on
        mixed lengths that is 1.6 times faster, and running out of memory shows at once.
        """
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: (-len(texts[i]), i))
        for start in range(0, len(order), _REPORT_EVERY):
            places = order[start : start + _REPORT_EVERY]
            rows[places] = self.model.encode_document(
                [texts[i] for i in places],
                batch_size=_BATCH_SIZE,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
            if progress is not None:
                progress(start + len(places))
        return rows

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """See ``Embedder.encode_query``."""
        vector = self.model.encode_query(text, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vector, dtype=np.float32)

    def document_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """See ``Embedder.document_tokens``."""
        return self._tokens(texts, self.model.prompts.get("document") or "")

    def query_tokens(self, text: str) -> TokenVectors:
        """See ``Embedder.query_tokens``."""
        return self._tokens([text], self.model.prompts.get("query") or "")[0]

    def _tokens(self, texts: Sequence[str], prompt: str) -> list[TokenVectors]:
        states = self.model.encode(
            list(texts), prompt=prompt, output_value="token_embeddings", show_progress_bar=False
        )
        found = []
        for text, state in zip(texts, states, strict=True):
            encoded = self.model.tokenizer(prompt + text, return_offsets_mapping=True)
            vectors = np.asarray(state.float().numpy(force=True), dtype=np.float32)
            places = places_behind(prompt, encoded["offset_mapping"][: len(vectors)])
            found.append(TokenVectors(vectors, places))
        return found


def load_embedder(
    name: str | None = None,
    *,
    cache_dir: Path,
    threads: int | None = None,
    allow_download: bool = False,
) -> Embedder:
    """The bundled model (None or "bundled"), or a sentence-transformers model by name or folder.

    ``cache_dir`` is where the bundled model is unpacked on first use. Without ``allow_download``
    nothing is looked up on a network. Raises ModelError when the model is not on this machine.
    """
    if name is None or name.split("/")[0] == BUNDLED:
        from index.bundled_model import load_bundled_embedder

        return load_bundled_embedder(cache_dir, threads=threads)
    if not allow_download:
        _require_on_disk(name)
    return _load_by_name(name, threads=threads, allow_download=allow_download)


def _require_on_disk(name: str) -> None:
    """Raise ModelError at once instead of the half minute of retries that the hub client makes."""
    if Path(name).expanduser().is_dir():
        return
    if name.startswith((".", "/", "~")) or name.count("/") > 1:
        raise ModelError(f"embedding model {name!r}: no such folder; give a folder or a model name")
    os.environ["HF_HUB_OFFLINE"] = "1"  # must be set before the hub client is imported
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    candidates = (name,) if "/" in name else (f"sentence-transformers/{name}", name)
    try:
        found = any(isinstance(try_to_load_from_cache(c, "config.json"), str) for c in candidates)
    except HFValidationError:
        found = False
    if not found:
        raise ModelError(
            f"embedding model {name!r} is not on this machine; give a folder that holds it, "
            f'allow the download, or use "{BUNDLED}"'
        )


def _load_by_name(name: str, *, threads: int | None, allow_download: bool) -> Embedder:
    import torch
    from sentence_transformers import SentenceTransformer

    if threads is not None:
        torch.set_num_threads(threads)
    place = str(Path(name).expanduser()) if Path(name).expanduser().is_dir() else name
    try:
        model = SentenceTransformer(place, device="cpu", local_files_only=not allow_download)
    except (OSError, ValueError, ImportError, KeyError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelError(
            f"embedding model {name!r} cannot be loaded ({reason}); check the folder or name, "
            f'or use "{BUNDLED}"'
        ) from error
    return SentenceTransformerEmbedder(model, name=name)
