"""What can be tuned, over which values, and by which figure."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from eval.answer_metrics import answer_measures
from eval.dataset import Question
from eval.metrics import Judged, RankedChunk, retrieval_measures
from eval.reading import load_questions, load_statutes
from eval.relevance import Library
from eval.runner import DEPTH, select
from eval.tune import Grid, Params, Score, Tuning, coordinate_ascent
from kb.corpus import Corpus
from kb.store.store import DATABASE_NAME, Store, open_store

if TYPE_CHECKING:
    from index.alignment import TokenVectors
    from index.embedder import Embedder
    from index.hybrid import HybridIndex

_SETS = Path(__file__).parent / "sets"


@dataclass(frozen=True, slots=True)
class Bench:
    """The dev half of one set with its knowledge base."""

    name: str
    questions: tuple[Question, ...]
    library: Library
    index_dir: Path
    embedder: Callable[[], Embedder]


@dataclass(frozen=True, slots=True)
class Tunable:
    """A group of settings that is tuned together."""

    grid: Grid
    start: Callable[[], Params]
    """The values in use."""
    score: Callable[[Sequence[Bench], Params], Sequence[float]]
    search: Callable[[Grid, Score, Params], Tuning]
    measure: str


def open_benches(kb: Path, names: Sequence[str], *, limit: int | None = None) -> list[Bench]:
    """The sets that have a base below ``kb/eval``, all or the named ones."""
    shared = Path(os.environ.get("POLICY_KB_SHARED") or _SETS.parents[2] / "shared")
    files = {path.parent.name: path for path in sorted(_SETS.glob("*/questions.jsonl"))}
    files["statutes"] = shared / "bench" / "statutes" / "queries_dev.jsonl"
    benches = []
    for name, path in files.items():
        folder = kb / "eval" / name
        if (folder / DATABASE_NAME).exists() and path.is_file() and (not names or name in names):
            store = open_store(folder)
            library = Library.of_store(store, Corpus(store, today=date.today()))
            load = load_statutes if name == "statutes" else load_questions
            chosen = select(load(path), split="dev", limit=limit)
            benches.append(Bench(name, chosen, library, folder / "index", _embedder(store)))
    return benches


def search_score(bench: Bench, index: HybridIndex) -> list[float]:
    """Mean of recall@10 and nDCG@10 of hybrid search over one index, for each answerable question."""
    judged = [
        Judged(
            question.id,
            tuple(RankedChunk(h.chunk_id, h.duplicates) for h in index.search(question.query, top_k=DEPTH)),
            tuple(bench.library.relevant(piece) for piece in question.evidence),
        )
        for question in bench.questions
        if question.answerable
    ]
    return [(m["recall@10"] + m["ndcg@10"]) / 2 for m in retrieval_measures(judged).values()]


def answer_score(benches: Sequence[Bench], params: Params) -> list[float]:
    """1 for each question that is answered right, or rightly refused."""
    from index.snapshot import open_snapshot
    from kb.answer.engine import Answerer

    values: list[float] = []
    with trial_weights(params):
        for bench in benches:
            answerer = Answerer(bench.library.corpus, open_snapshot(bench.index_dir, embedder=bench.embedder))
            for question in bench.questions:
                answer = answerer.answer(question.question, turns=question.turns)
                values.append(answer_measures(question, answer, bench.library).get("right", 0.0))
    return values


@contextmanager
def trial_weights(params: Params) -> Iterator[None]:
    """Let the answering side use other weights for a while."""
    from kb.answer.tuning import WEIGHTS

    usual = {name: getattr(WEIGHTS, name) for name in params}
    # Every answering module holds this one frozen object; only a trial may see it change.
    for name, value in params.items():
        object.__setattr__(WEIGHTS, name, value)
    try:
        yield
    finally:
        for name, value in usual.items():
            object.__setattr__(WEIGHTS, name, value)


def _answer_start() -> Params:
    from kb.answer.tuning import WEIGHTS

    return {name: float(getattr(WEIGHTS, name)) for name in _ANSWER_GRID}


class _Remembering:
    """An embedder that encodes each query once, however many settings are tried."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name, self.dimension = embedder.name, embedder.dimension
        self.encode_query: Callable[[str], NDArray[np.float32]] = lru_cache(maxsize=None)(
            embedder.encode_query
        )

    def document_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """As the embedder does."""
        return self._embedder.document_tokens(texts)

    def query_tokens(self, text: str) -> TokenVectors:
        """As the embedder does."""
        return self._embedder.query_tokens(text)

    def encode_documents(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """As the embedder does."""
        return self._embedder.encode_documents(texts, progress=progress)


def _embedder(store: Store) -> Callable[[], Embedder]:
    return lambda: _load(store.get_meta("embedding_model"))


@lru_cache(maxsize=2)
def _load(name: str | None) -> Embedder:
    from platformdirs import user_cache_path

    from index.embedder import load_embedder

    cache = os.environ.get("POLICY_KB_CACHE")
    return _Remembering(load_embedder(name, cache_dir=Path(cache) if cache else user_cache_path("policy-kb")))


_ANSWER_GRID: Grid = {
    "accept_fact": (0.6, 0.65, 0.7, 0.75, 0.8),
    "accept_passage": (0.2, 0.3, 0.4, 0.5),
    "accept_stated": (0.25, 0.35, 0.45),
    "accept_instead": (0.15, 0.25, 0.35),
    "region_gap": (0.1, 0.15, 0.2),
    "words": (0.35, 0.45, 0.55),
    "surroundings": (0.4, 0.6, 0.8),
    "precision": (0.06, 0.12, 0.18),
    "clearly_better": (0.05, 0.1, 0.2),
    "stage_clash": (0.2, 0.3, 0.4),
}
"""Around the values in use, so that each trial asks whether a step aside is better."""

TUNABLES: Mapping[str, Tunable] = {
    "answers": Tunable(
        _ANSWER_GRID, _answer_start, answer_score, coordinate_ascent, "share of questions answered right"
    ),
}
