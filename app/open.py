"""The composition root: settings, store, index and answering put together."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kb.answer.engine import Answerer
from kb.contract import Answer
from kb.corpus import Corpus
from kb.errors import EmptyStoreError, InvalidQuestionError
from kb.records import Chunk, Document, Filters, Hit
from kb.settings import Settings
from kb.store.store import Store, open_store

if TYPE_CHECKING:
    from index.embedder import Embedder
    from index.hybrid import HybridIndex

SearchMode = Literal["hybrid", "bm25", "dense", "full"]
"""The two retrievers joined, each alone, or all that the answering side knows: see ``further``."""
MAX_QUESTION_CHARS = 2000


@dataclass(frozen=True, slots=True)
class Passage:
    """A found chunk with the document it stands in."""

    hit: Hit
    chunk: Chunk
    document: Document


def read_settings(
    folder: Path, *, embedding_model: str | None = None, allow_download: bool = False
) -> Settings:
    """Settings from the command line and the environment."""
    from platformdirs import user_cache_path

    cache = os.environ.get("POLICY_KB_CACHE")
    return Settings(
        folder=folder,
        cache_dir=Path(cache) if cache else user_cache_path("policy-kb"),
        embedding_model=_absolute(embedding_model),
        allow_download=allow_download,
    )


def _absolute(model: str | None) -> str | None:
    """A model folder by its absolute path, so that the base finds it from anywhere; names stay."""
    if model is None or not Path(model).expanduser().is_dir():
        return model
    return str(Path(model).expanduser().resolve())


class KnowledgeBase:
    """Questions and searches over one opened knowledge base. Safe to use from several threads."""

    def __init__(
        self, settings: Settings, store: Store, *, embedder: Callable[[], Embedder], today: date | None = None
    ) -> None:
        self.settings = settings
        self.store = store
        self.corpus = Corpus(store, today=today or date.today())
        self._embedder = embedder

    @cached_property
    def index(self) -> HybridIndex:
        """The current index snapshot.

        Raises:
            IndexStateError: there is none, or it does not fit the program.
        """
        from app.indexing import document_attributes
        from index.snapshot import open_snapshot

        return open_snapshot(
            self.settings.index_dir, embedder=self._embedder, documents=document_attributes(self.corpus)
        )

    @cached_property
    def answerer(self) -> Answerer:
        """What turns questions into answers."""
        return Answerer(self.corpus, self.index)

    def warm_up(self) -> None:
        """Load model, index and dictionary now rather than at the first question."""
        from kb.question.dictionary import translations

        if self.corpus.documents:
            self.ask("文件")
            translations("document")

    def ask(self, question: str, *, turns: Sequence[str] = (), filters: Filters = Filters()) -> Answer:
        """Answer a question; ``turns`` are the earlier questions of the conversation, oldest first.

        Raises:
            InvalidQuestionError: the question is empty or too long.
        """
        started = time.perf_counter()
        if not question.strip():
            raise InvalidQuestionError("the question is empty: type what you want to know")
        if len(question) > MAX_QUESTION_CHARS:
            raise InvalidQuestionError(
                f"the question has {len(question)} characters, at most {MAX_QUESTION_CHARS} are read: shorten it"
            )
        plain = _valid_text(question).strip()
        answer = self.answerer.answer(plain, turns=[_valid_text(turn) for turn in turns], filters=filters)
        return answer.with_elapsed(round((time.perf_counter() - started) * 1000))

    def further(
        self, answer: Answer, *, turns: Sequence[str] = (), filters: Filters = Filters(), top_k: int = 10
    ) -> tuple[Passage, ...]:
        """What to read after an answer: the passages that it cites, then what else bears on the question."""
        return self._passages(self.answerer.further(answer, turns=turns, filters=filters, top_k=top_k))

    def search(
        self, query: str, *, top_k: int = 10, mode: SearchMode = "hybrid", filters: Filters = Filters()
    ) -> tuple[Passage, ...]:
        """Ranked passages, best first.

        Raises:
            InvalidQuestionError: the mode is "full" and the query cannot be asked.
        """
        if mode == "full":
            return self.further(self.ask(query, filters=filters), filters=filters, top_k=top_k)
        find = {
            "hybrid": self.index.search,
            "bm25": self.index.search_bm25,
            "dense": self.index.search_dense,
        }[mode]
        return self._passages(find(_valid_text(query), top_k=top_k, filters=filters))

    def _passages(self, hits: Sequence[Hit]) -> tuple[Passage, ...]:
        chunks = self.corpus.chunks(hit.chunk_id for hit in hits)
        return tuple(
            Passage(hit, chunks[hit.chunk_id], self.corpus.document(chunks[hit.chunk_id].document_id))
            for hit in hits
            if hit.chunk_id in chunks
        )


def _valid_text(text: str) -> str:
    """Text from a command line may hold bytes that are no characters; libraries refuse those."""
    return text.encode("utf-8", "replace").decode()


def open_knowledge_base(settings: Settings, *, today: date | None = None) -> KnowledgeBase:
    """Open an existing knowledge base for reading.

    Raises:
        EmptyStoreError: nothing was ingested yet.
    """
    store = open_store(settings.folder)
    if not store.documents.ids():
        raise EmptyStoreError(f"no document in {settings.folder}: run 'policy-kb ingest PATH' first")
    return KnowledgeBase(settings, store, embedder=lazy_embedder(settings, store), today=today)


def lazy_embedder(settings: Settings, store: Store) -> Callable[[], Embedder]:
    """The embedder that the knowledge base was built with, loaded at the first call."""
    lock = threading.Lock()
    loaded: list[Embedder] = []

    def load() -> Embedder:
        with lock:
            if not loaded:
                from index.embedder import load_embedder

                name = settings.embedding_model or store.get_meta("embedding_model")
                loaded.append(
                    load_embedder(name, cache_dir=settings.cache_dir, allow_download=settings.allow_download)
                )
            return loaded[0]

    return load
