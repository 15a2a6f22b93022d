"""FAISS index types on vectors that look like ours: speed, memory and recall of each choice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.bench.corpus import articles, questions
from eval.bench.table import Figure, percentile, timed
from index.dense import DenseIndex
from index.embedder import load_embedder

_EMBEDDED = 2_000
_VECTORS = 65_000
_NOISE = 0.02
"""Standard deviation a dimension: a copy has cosine 0.93 to its original, as close articles have."""


def lookalike_vectors(real: NDArray[np.float32], count: int, *, seed: int = 0) -> NDArray[np.float32]:
    """``count`` unit vectors: ``real`` repeated with noise, so that neighbourhoods stay realistic."""
    generator = np.random.default_rng(seed)
    rows = real[generator.integers(0, len(real), count)]
    rows = rows + generator.normal(0, _NOISE, rows.shape).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def real_vectors(cache_dir: Path) -> NDArray[np.float32]:
    """Vectors of at most 2,000 articles spread over the corpus."""
    step = max(1, len(articles()) // _EMBEDDED)
    texts = [chunk.text[:250] for chunk in articles()[::step][:_EMBEDDED]]
    return load_embedder(cache_dir=cache_dir).encode_documents(texts)


def _indexes(vectors: NDArray[np.float32]) -> dict[str, Any]:
    import faiss

    found = {}
    for name, recipe in (("SQ8 flat", "SQ8"), ("HNSW32, SQ8", "HNSW32_SQ8")):
        index = faiss.index_factory(vectors.shape[1], recipe, faiss.METRIC_INNER_PRODUCT)
        index.train(vectors[:20_000])
        index.add(vectors)
        found[name] = index
    return found


def figures(cache_dir: Path) -> tuple[list[Figure], list[str]]:
    """Query milliseconds and recall at 10 against the exact search."""
    import faiss

    vectors = lookalike_vectors(real_vectors(cache_dir), _VECTORS)
    embedder = load_embedder(cache_dir=cache_dir)
    queries = np.stack([embedder.encode_query(question.text) for question in questions()[:100]])
    exact = faiss.IndexFlatIP(vectors.shape[1])
    exact.add(vectors)
    truth, exact_ms = _run(lambda query: exact.search(query[None], 10)[1][0], queries)
    ours = DenseIndex.build(vectors)
    above = DenseIndex.build(vectors, flat_limit=0)
    candidates: dict[str, Any] = {
        "fp16 flat (used up to 300,000)": lambda query: ours.search(query, top_k=10)[0],
        "IVF, SQ8 (used above)": lambda query: above.search(query, top_k=10)[0],
    }
    for name, index in _indexes(vectors).items():
        candidates[name] = lambda query, index=index: index.search(query[None], 10)[1][0]
    rows = []
    for name, search in candidates.items():
        found, ms = _run(search, queries)
        recall = float(np.mean([len(set(a) & set(b)) / 10 for a, b in zip(found, truth, strict=True)]))
        rows.append(Figure(f"FAISS {name}, one query", ms, "ms", "float32 flat", exact_ms))
        rows.append(Figure(f"FAISS {name}, recall at 10", recall, "", "float32 flat", 1.0, True))
    note = f"FAISS: {_VECTORS:,} vectors, {_EMBEDDED:,} embedded passages repeated with noise"
    return rows, [note]


def _run(search: Any, queries: NDArray[np.float32]) -> tuple[list[list[int]], float]:
    results, times = [], []
    for query in queries:
        rows, seconds = timed(lambda query=query: search(query))  # type: ignore[misc]
        results.append([int(row) for row in rows])
        times.append(seconds * 1000)
    return results, percentile(sorted(times), 0.5)
