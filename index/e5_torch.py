"""Builds the unpacked E5 weights as ordinary objects: a torch ``BertModel`` and a fast tokenizer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.e5_weights import E5Tokens, E5Weights

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import BertModel, PreTrainedTokenizerFast


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


def pretrained_tokenizer(tokens: E5Tokens) -> PreTrainedTokenizerFast:
    """The tokenizer in the form that transformers saves and loads."""
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
