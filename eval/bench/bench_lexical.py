"""BM25 over postings beside rank-bm25's own loop, same tokens, same queries, same run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from rank_bm25 import BM25Okapi  # type: ignore[import-untyped]

from eval.bench.corpus import articles, questions, source_name
from eval.bench.table import Figure, milliseconds, percentile, timed
from index.hybrid import passage_text
from index.lexical import CompiledBM25, best_rows, count_terms
from kb.text import tokenize

_PEER_QUERIES = 12
_TOP_K = 100


def figures(_cache_dir: Path) -> tuple[list[Figure], list[str]]:
    """Query milliseconds and the largest difference of a score."""
    texts = [passage_text(chunk) for chunk in articles()]
    queries = [question.text for question in questions()[:200]]
    tokens, tokenize_seconds = timed(lambda: [tokenize(text) for text in texts])
    compiled, compile_seconds = timed(lambda: CompiledBM25(count_terms(tokens)))
    peer = BM25Okapi(tokens)

    def own_top(query: str) -> list[int]:
        scores = compiled.get_scores(tokenize(query))
        return [int(row) for row in best_rows(scores, np.flatnonzero(scores > 0), _TOP_K)]

    def peer_top(query: str) -> list[int]:
        scores = peer.get_scores(tokenize(query))
        return [int(row) for row in best_rows(scores, np.flatnonzero(scores > 0), _TOP_K)]

    own_ms = percentile(milliseconds(own_top, queries), 0.5)
    own_few_ms = percentile(milliseconds(own_top, queries[:_PEER_QUERIES]), 0.5)
    peer_ms = percentile(milliseconds(peer_top, queries[:_PEER_QUERIES]), 0.5)
    few = queries[:_PEER_QUERIES]
    difference = max(
        float(np.abs(compiled.get_scores(tokenize(q)) - peer.get_scores(tokenize(q))).max()) for q in few
    )
    same_order = sum(own_top(query) == peer_top(query) for query in few)
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    return [
        Figure("BM25, one query, median", own_few_ms, "ms", "rank-bm25", peer_ms),
        Figure("BM25, times faster than rank-bm25", peer_ms / own_few_ms, "x", "", None, True, 100.0),
        Figure("BM25, largest score difference", difference, "", "", None, False, 1e-5),
        Figure("BM25, equal top 100 of queries", same_order / len(few), "", "", None, True, 1.0),
        Figure(f"BM25, one query, median of {len(queries)}", own_ms, "ms"),
        Figure("tokenizing", megabytes / tokenize_seconds, "MB/s", "", None, True),
        Figure("BM25, counting and compiling", compile_seconds, "s"),
    ], [f"BM25: {len(texts):,} articles ({source_name()}), {len(few)} queries in both, top {_TOP_K}"]
