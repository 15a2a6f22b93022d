"""The whole search over all articles: build, add, open, first query, median query, memory."""

from __future__ import annotations

import resource
import sys
import tempfile
from pathlib import Path

import numpy as np

from eval.bench.bench_dense import lookalike_vectors, real_vectors
from eval.bench.corpus import articles, questions, source_name
from eval.bench.process import in_new_process
from eval.bench.table import Figure, milliseconds, percentile, timed
from index.bundled_model import model_name
from index.embedder import load_embedder
from index.manifest import Manifest
from index.snapshot import IndexContent, build_snapshot, open_snapshot

_ADDED = 20


def prepare(folder: Path, cache_dir: Path) -> list[Figure]:
    """Build the snapshot in ``folder``, then once more with a few articles added."""
    chunks = articles()
    vectors = lookalike_vectors(real_vectors(cache_dir), len(chunks))
    no_facts = np.zeros((0, vectors.shape[1]), dtype=np.float32)
    manifest = Manifest(model_name(), vectors.shape[1], "bench", 0, 0)

    def build(count: int) -> float:
        content = IndexContent(chunks[:count], vectors[:count], (), no_facts)
        return timed(lambda: build_snapshot(folder, content, manifest=manifest))[1]

    return [
        Figure(f"index of {len(chunks):,} passages, built anew", build(len(chunks) - _ADDED), "s"),
        Figure(f"the same after {_ADDED} more passages", build(len(chunks)), "s", "", None, False, 5.0),
    ]


def measure(folder: Path, cache_dir: Path) -> list[Figure]:
    """Open the snapshot in ``folder`` and search it; to be run in a process of its own."""
    queries = [question.text for question in questions()[:300]]
    index, open_seconds = timed(
        lambda: open_snapshot(folder, embedder=lambda: load_embedder(cache_dir=cache_dir))
    )
    first_seconds = timed(lambda: index.search(queries[0]))[1]
    hybrid = milliseconds(index.search, queries)
    bm25 = milliseconds(index.search_bm25, queries)
    dense = milliseconds(index.search_dense, queries)
    return [
        Figure("search, opening the index", open_seconds, "s"),
        Figure("search, first query, model load included", first_seconds, "s"),
        Figure("search, median", percentile(hybrid, 0.5), "ms", "", None, False, 60.0),
        Figure("search, 95th percentile", percentile(hybrid, 0.95), "ms"),
        Figure("search by BM25 alone, median", percentile(bm25, 0.5), "ms"),
        Figure("search by vectors alone, median", percentile(dense, 0.5), "ms"),
        Figure("memory of the process, most", _peak_gigabytes(), "GB", "", None, False, 2.0),
    ]


def _peak_gigabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e9 if sys.platform == "darwin" else 1e6)


def figures(cache_dir: Path) -> tuple[list[Figure], list[str]]:
    """All of it, building and searching in separate processes."""
    with tempfile.TemporaryDirectory() as folder:
        built = in_new_process(prepare, Path(folder), cache_dir)
        searched = in_new_process(measure, Path(folder), cache_dir)
    return built + searched, [
        f"search: {len(articles()):,} articles ({source_name()}); their vectors are 2,000 embedded passages "
        "repeated with noise, which changes neither speed nor memory"
    ]
