"""A sentence-transformers input module whose transformer runs in OpenVINO instead of torch.

Everything around it (prompts, pooling, normalising, ``encode_document``) stays sentence-transformers.
"""

from __future__ import annotations

import json
import logging
import shutil
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import openvino as ov  # type: ignore[import-untyped]
import torch
from sentence_transformers.base.modules import InputModule
from tokenizers import Tokenizer

TOKENIZER_FILE = "tokenizer.json"
MODEL_FILE = "openvino_model.xml"
CONFIG_FILE = "openvino_module.json"

_log = logging.getLogger(__name__)


def best_precision(core: ov.Core) -> str:
    """ "bf16" where this CPU computes in it (twice as fast, cosine 0.9999), else "f32"."""
    return "bf16" if "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"


def compile_for_cpu(model_path: Path, *, threads: int | None) -> ov.CompiledModel:
    """The model at ``model_path`` (.xml beside its .bin) ready to run; about 0.3 s."""
    core = ov.Core()
    options: dict[str, Any] = {
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_PRECISION_HINT": best_precision(core),
    }
    if threads is not None:
        options["INFERENCE_NUM_THREADS"] = threads
    compiled = core.compile_model(str(model_path), "CPU", options)
    _log.info("OpenVINO runs the embedding model in %s", options["INFERENCE_PRECISION_HINT"])
    return compiled


class OpenVINOTransformer(InputModule):
    """Token ids to token vectors through a compiled OpenVINO model."""

    save_in_root = False

    def __init__(self, folder: Path, *, max_tokens: int, threads: int | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.folder = folder
        self.max_seq_length = max_tokens
        self.tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        self.tokenizer.enable_truncation(max_length=max_tokens)
        self._compiled = compile_for_cpu(folder / MODEL_FILE, threads=threads)
        self._request = self._compiled.create_infer_request()
        self._lock = threading.Lock()  # a request serves one thread at a time

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **_: Any
    ) -> dict[str, torch.Tensor | Any]:
        """Padded ``input_ids`` and ``attention_mask``, each (texts, longest text's tokens)."""
        encoded = self.tokenizer.encode_batch([(prompt or "") + text for text in inputs])
        return {
            "input_ids": torch.tensor([one.ids for one in encoded], dtype=torch.int64),
            "attention_mask": torch.tensor([one.attention_mask for one in encoded], dtype=torch.int64),
        }

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Adds ``token_embeddings``, shape (texts, tokens, hidden), float32."""
        inputs = {name: features[name].numpy() for name in ("input_ids", "attention_mask")}
        with self._lock:
            result = self._request.infer(inputs, share_inputs=True)[0]
            features["token_embeddings"] = torch.from_numpy(np.array(result, dtype=np.float32))
        return features

    def get_embedding_dimension(self) -> int:
        """Width of a token vector."""
        return int(self._compiled.output(0).get_partial_shape()[2].get_length())

    def save(self, output_path: str, *_args: Any, **_kwargs: Any) -> None:
        """Writes tokenizer, model and settings into ``output_path``."""
        target = Path(output_path)
        for file in (TOKENIZER_FILE, MODEL_FILE, Path(MODEL_FILE).with_suffix(".bin").name):
            shutil.copyfile(self.folder / file, target / file)
        (target / CONFIG_FILE).write_text(json.dumps({"max_tokens": self.max_seq_length}), encoding="utf-8")

    @classmethod
    def load(  # type: ignore[override]  # none of the hub options apply to a local folder
        cls, model_name_or_path: str, subfolder: str = "", **_: Any
    ) -> Self:
        """The module that ``save`` wrote."""
        folder = Path(model_name_or_path) / subfolder
        settings = json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8"))
        return cls(folder, max_tokens=int(settings["max_tokens"]))
