"""One long-running knowledge base for the page and the REST API: always the latest snapshot."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.indexing import Progress, refresh_index
from app.open import KnowledgeBase, Passage, SearchMode, lazy_embedder
from kb.contract import Answer
from kb.errors import UnknownDocumentError, UsageError
from kb.records import Filters
from kb.settings import Settings
from kb.store.store import create_store

if TYPE_CHECKING:
    from ingest.pipeline import FileReport


class Service:
    """Questions, searches and changes, safe to call from several threads.

    A question is answered from the snapshot that was current when it came; after a change by this
    or another process the next question sees the new one.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._store = create_store(settings.folder)
        self._embedder = lazy_embedder(settings, self._store)
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._base: KnowledgeBase | None = None
        self._seen: str | None = None

    @property
    def base(self) -> KnowledgeBase:
        """The knowledge base as of now; empty bases are allowed."""
        state = self._state()
        with self._lock:
            if self._base is None or state != self._seen:
                self._base = KnowledgeBase(self.settings, self._store, embedder=self._embedder)
                self._seen = state
            return self._base

    def warm_up(self) -> None:
        """Load model and index now rather than at the first question."""
        self.base.warm_up()

    def ask(self, question: str, *, turns: Sequence[str] = (), filters: Filters = Filters()) -> Answer:
        """Answer a question."""
        return self.base.ask(question, turns=turns, filters=filters)

    def search(
        self, query: str, *, top_k: int = 10, mode: SearchMode = "hybrid", filters: Filters = Filters()
    ) -> tuple[Passage, ...]:
        """Ranked passages."""
        return self.base.search(query, top_k=top_k, mode=mode, filters=filters)

    def add_files(
        self,
        files: Sequence[Path],
        *,
        on_report: Callable[[FileReport], None] | None = None,
        progress: Progress | None = None,
    ) -> tuple[FileReport, ...]:
        """Ingest files and bring the index up to date; returns a report for each file.

        Raises:
            LockedError: another process is writing.
        """
        from ingest.pipeline import ingest_files

        reports = []
        with self._writing, self._store.writing():
            for report in ingest_files(self._store, files):
                reports.append(report)
                if on_report is not None:
                    on_report(report)
            refresh_index(self._store, self.settings.index_dir, self._embedder, progress=progress)
        return tuple(reports)

    def remove(self, document_id: str) -> None:
        """Remove a document with everything it brought.

        Raises:
            UnknownDocumentError: no live document has this id.
        """
        from ingest.pipeline import remove_document

        with self._writing, self._store.writing():
            remove_document(self._store, self.base.corpus.document(document_id))
            refresh_index(self._store, self.settings.index_dir, self._embedder)

    def original(self, document_id: str) -> Path:
        """The file as received.

        Raises:
            UsageError: the original is not kept.
        """
        document = self._store.documents.get(document_id)
        if document is None:
            raise UnknownDocumentError(f"no document {document_id}")
        path = self._store.original_path(document.file_hash, document.source)
        if not path.exists():
            raise UsageError(f"the original of {document.source} is not kept: ingest the file again")
        return path

    def _state(self) -> str:
        current = self.settings.index_dir / "CURRENT"
        return current.read_text(encoding="utf-8") if current.exists() else ""
