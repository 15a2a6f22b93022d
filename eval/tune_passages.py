"""Trial indexes of the dev halves: other passages, other words in front of them, other tokens.

No facts are extracted and no base is changed: the files are read anew, cut, embedded and searched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from eval.metrics import RankedChunk, distinct
from eval.relevance import Library
from eval.runner import DEPTH
from eval.tunables import Bench, Tunable, search_score
from eval.tune import Params, better_beyond_noise, coordinate_ascent, full_grid
from kb.errors import UsageError
from kb.records import Chunk
from kb.store.store import open_store
from kb.store.vectors import text_key

if TYPE_CHECKING:
    from index.hybrid import HybridIndex
    from ingest.chunker import ChunkSettings
    from ingest.draft import Draft

SHORT_CHARS, LONG_CHARS = 500, 2500
"""What a person reads at a glance and at leisure: two and ten passages of 250 characters."""


def chunk_score(benches: Sequence[Bench], params: Params) -> list[float]:
    """Share of each question's evidence within the first characters that hybrid search puts before a reader.

    Mean over 500 and 2,500 characters; counting passages would favour long ones.
    """
    from ingest.chunker import CHUNKS, ChunkSettings

    settings = ChunkSettings(**{**asdict(CHUNKS), **params})
    values: list[float] = []
    for bench in benches:
        chunks = [chunk for draft in _drafts(bench, settings) for chunk in draft.chunks]
        library = Library(bench.library.corpus, chunks, {})
        lengths = {chunk.id: len(chunk.text) for chunk in chunks}
        with _trial_index(bench, chunks) as index:
            for question in bench.questions:
                if question.answerable:
                    hits = index.search(question.query, top_k=DEPTH)
                    ranking = [RankedChunk(hit.chunk_id, hit.duplicates) for hit in hits]
                    pieces = distinct([library.relevant(piece) for piece in question.evidence])
                    found = [
                        found_within(ranking, pieces, lengths, chars) for chars in (SHORT_CHARS, LONG_CHARS)
                    ]
                    values.append(sum(found) / len(found))
    return values


def found_within(
    ranking: Sequence[RankedChunk], pieces: Sequence[frozenset[str]], lengths: Mapping[str, int], chars: int
) -> float:
    """Share of the pieces in the first ``chars`` characters.

    A piece in the passage that crosses the end counts by the share of that passage that is still read:
    otherwise short passages would win by fitting better.
    """
    found = [0.0] * len(pieces)
    left = chars
    for chunk in ranking:
        if left <= 0:
            break
        share = min(1.0, left / lengths[chunk.chunk_id])
        held = {chunk.chunk_id, *chunk.duplicates}
        found = [max(seen, share * bool(piece & held)) for seen, piece in zip(found, pieces, strict=True)]
        left -= lengths[chunk.chunk_id]
    return sum(found) / len(found)


def token_score(benches: Sequence[Bench], params: Params) -> list[float]:
    """Mean of recall@10 and nDCG@10 of hybrid search, for each answerable question."""
    values: list[float] = []
    with trial_tokens(params):
        for bench in benches:
            chunks = open_store(bench.index_dir.parent).documents.chunks()
            with _trial_index(bench, chunks) as index:
                values += search_score(bench, index)
    return values


@contextmanager
def trial_tokens(params: Params) -> Iterator[None]:
    """Let the tokenizer work by other settings for a while."""
    from kb.text import TOKENS

    usual = asdict(TOKENS)
    for name, value in params.items():
        object.__setattr__(TOKENS, name, value)  # the one frozen object that the tokenizer reads
    try:
        yield
    finally:
        for name, value in usual.items():
            object.__setattr__(TOKENS, name, value)


def _drafts(bench: Bench, settings: ChunkSettings) -> list[Draft]:
    """The live documents of the bench's files, cut by other settings."""
    from ingest.drafting import build_drafts
    from ingest.readers.registry import read_file

    drafts: list[Draft] = []
    known = bench.library.corpus.documents
    for file in open_store(bench.index_dir.parent).files.all():
        raw = read_file(Path(file.path))
        drafts += build_drafts(raw, source=file.name, file_hash=file.hash, chunking=settings)
    live = {draft.document.id: draft for draft in drafts if draft.document.id in known}
    if missing := known.keys() - live.keys():
        raise UsageError(
            f"{bench.name}: {len(missing)} documents were read by other rules: run 'policy-kb eval' first"
        )
    return list(live.values())


@contextmanager
def _trial_index(bench: Bench, chunks: Sequence[Chunk]) -> Iterator[HybridIndex]:
    from index.hybrid import passage_text
    from index.manifest import Manifest
    from index.snapshot import IndexContent, build_snapshot, open_snapshot

    embedder = bench.embedder()
    vectors = _vectors(bench, [passage_text(chunk) for chunk in chunks])
    manifest = Manifest(embedder.name, embedder.dimension, "trial", len(chunks), 0)
    none = np.zeros((0, embedder.dimension), dtype=np.float32)
    with TemporaryDirectory() as folder:
        content = IndexContent(chunks=chunks, chunk_vectors=vectors, fact_ids=(), fact_vectors=none)
        build_snapshot(Path(folder), content, manifest=manifest)
        yield open_snapshot(Path(folder), embedder=bench.embedder)


def _vectors(bench: Bench, texts: Sequence[str]) -> NDArray[np.float32]:
    """Vectors of the texts; those that the base or an earlier trial holds are not made again."""
    embedder, known = bench.embedder(), _embedded(bench.name)
    stored = open_store(bench.index_dir.parent).vectors
    fresh = {text_key(text): text for text in texts if text not in known}
    new = set(stored.missing(embedder.name, fresh))
    if old := [key for key in fresh if key not in new]:
        vectors = stored.load(embedder.name, old, dimension=embedder.dimension)
        known.update(zip([fresh[key] for key in old], vectors, strict=True))
    if made := sorted((fresh[key] for key in new), key=len):  # similar lengths share a batch
        known.update(zip(made, embedder.encode_documents(made), strict=True))
    return np.stack([known[text] for text in texts])


@cache
def _embedded(bench_name: str) -> dict[str, NDArray[np.float32]]:  # noqa: ARG001
    return {}


def _chunk_start() -> Params:
    from ingest.chunker import CHUNKS

    return asdict(CHUNKS)


def _token_start() -> Params:
    from kb.text import TOKENS

    return asdict(TOKENS)


TUNABLES: Mapping[str, Tunable] = {
    "chunks": Tunable(
        {"max_chars": (200, 300, 450), "context": ("none", "section", "title and section")},
        _chunk_start,
        chunk_score,
        partial(better_beyond_noise, search=coordinate_ascent),
        "share of the evidence in the first 500 and 2,500 characters of hybrid search, mean of both",
    ),
    "tokens": Tunable(
        {"words": ("whole", "parts"), "characters": ("none", "lone", "all")},
        _token_start,
        token_score,
        partial(better_beyond_noise, search=full_grid),
        "mean of recall@10 and nDCG@10 of hybrid search",
    ),
}
