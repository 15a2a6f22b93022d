"""A sentence-transformers input module whose transformer runs in OpenVINO instead of torch.

Everything around it (prompts, pooling, normalising, ``encode_document``) stays sentence-transformers.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import torch
from sentence_transformers.base.modules import InputModule

from index.openvino_runner import MAX_TOKENS, MODEL_FILE, TOKENIZER_FILE, OpenVINORunner


class OpenVINOTransformer(InputModule):
    """Token ids to token vectors through a compiled OpenVINO model."""

    save_in_root = False

    def __init__(self, runner: OpenVINORunner) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.runner = runner
        self.tokenizer = runner.tokenizer
        self.max_seq_length = MAX_TOKENS

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **_: Any
    ) -> dict[str, torch.Tensor | Any]:
        """Padded ``input_ids`` and ``attention_mask``, each (texts, longest text's tokens)."""
        ids, mask = self.runner.tokenize([(prompt or "") + text for text in inputs])
        return {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Adds ``token_embeddings``, shape (texts, tokens, hidden), float32."""
        vectors = self.runner.token_vectors(features["input_ids"].numpy(), features["attention_mask"].numpy())
        features["token_embeddings"] = torch.from_numpy(vectors)
        return features

    def get_embedding_dimension(self) -> int:
        """Width of a token vector."""
        return self.runner.dimension

    def save(self, output_path: str, *_args: Any, **_kwargs: Any) -> None:
        """Writes tokenizer and model into ``output_path``."""
        for file in (TOKENIZER_FILE, MODEL_FILE, Path(MODEL_FILE).with_suffix(".bin").name):
            shutil.copyfile(self.runner.folder / file, Path(output_path) / file)

    @classmethod
    def load(  # type: ignore[override]  # none of the hub options apply to a local folder
        cls, model_name_or_path: str, subfolder: str = "", **_: Any
    ) -> Self:
        """The module that ``save`` wrote."""
        return cls(OpenVINORunner(Path(model_name_or_path) / subfolder))
