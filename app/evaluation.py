"""Which question sets there are, and a knowledge base for each."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import eval as eval_package
from app.indexing import check_model, refresh_index
from app.open import KnowledgeBase, Passage, lazy_embedder
from eval.dataset import Question
from eval.metrics import RankedChunk
from eval.reading import load_questions, load_statutes
from eval.relevance import Library
from eval.runner import SearchMode
from kb.contract import Answer
from kb.errors import UsageError
from kb.settings import Settings
from kb.store.store import DATABASE_NAME, Store, create_store, open_store

if TYPE_CHECKING:
    from collections.abc import Mapping

_SETS = Path(next(iter(eval_package.__path__))) / "sets"
_QUESTIONS = "questions.jsonl"


@dataclass(frozen=True, slots=True)
class SetSource:
    """A question set and where its documents lie."""

    name: str
    questions: Path
    documents: Path | None
    """Folder of the documents; None for sets about the user's own knowledge base."""
    base: str
    """Name of the knowledge base; sets with the same name share one."""
    load: Callable[[Path], tuple[Question, ...]] = load_questions
    by_default: bool = True

    def why_skipped(self) -> str:
        """Why the set cannot run; empty when it can."""
        if not self.questions.is_file():
            return f"there are no questions at {self.questions}"
        if self.documents is not None and not self.documents.is_dir():
            return f"its documents are not at {self.documents} (set POLICY_KB_SHARED to the folder that holds them)"
        return ""


@dataclass(frozen=True, slots=True)
class KnowledgeBaseSystem:
    """The knowledge base as the evaluation runs it."""

    base: KnowledgeBase

    def ask(self, question: str, turns: Sequence[str]) -> Answer:
        """The answer to the last question of a conversation."""
        return self.base.ask(question, turns=turns)

    def read_on(self, answer: Answer, turns: Sequence[str], top_k: int) -> tuple[RankedChunk, ...]:
        """The passages that an answer leads to."""
        return _ranked(self.base.further(answer, turns=turns, top_k=top_k))

    def search(self, query: str, mode: SearchMode, top_k: int) -> tuple[RankedChunk, ...]:
        """Ranked chunks of one retriever or of both."""
        return _ranked(self.base.search(query, mode=mode, top_k=top_k))


def _ranked(passages: Sequence[Passage]) -> tuple[RankedChunk, ...]:
    return tuple(RankedChunk(p.hit.chunk_id, p.hit.duplicates) for p in passages)


def set_sources(folder: Path) -> dict[str, SetSource]:
    """Every set by name: the bundled ones, and those that the user keeps in ``folder/sets``."""
    shared = Path(os.environ.get("POLICY_KB_SHARED") or _SETS.parents[2] / "shared")
    statutes = shared / "bench" / "statutes"
    sources = [
        *(
            SetSource(name, _SETS / name / _QUESTIONS, _SETS / name / "documents", name)
            for name in ("sample", "provinces")
        ),
        SetSource("policies", _SETS / "policies" / _QUESTIONS, shared / "corpus" / "policies", "policies"),
        SetSource("laws", _SETS / "laws" / _QUESTIONS, shared / "corpus" / "laws", "laws"),
        SetSource(
            "statutes",
            statutes / "queries_dev.jsonl",
            statutes / "laws",
            "statutes",
            load_statutes,
            by_default=False,
        ),
    ]
    own = [
        SetSource(path.parent.name, path, None, "")
        for path in sorted((folder / "sets").glob(f"*/{_QUESTIONS}"))
    ]
    return {source.name: source for source in (*sources, *own)}


def chosen_sets(sources: Mapping[str, SetSource], names: Sequence[str]) -> list[SetSource]:
    """The named sets, or all that run by default; the name "all" stands for every set.

    Raises:
        UsageError: there is no set of a name.
    """
    if "all" in names:
        return list(sources.values())
    unknown = [name for name in names if name not in sources]
    if unknown:
        raise UsageError(f"no set named {', '.join(unknown)}: there are {', '.join(sources)}")
    return [sources[name] for name in names] or [s for s in sources.values() if s.by_default]


class Bases:
    """The knowledge bases that sets are measured over, each opened and brought up to date once."""

    def __init__(self, settings: Settings, *, say: Callable[[str], None]) -> None:
        self._settings = settings
        self._say = say
        self._opened: dict[str, KnowledgeBase] = {}
        self.failed: dict[str, tuple[str, ...]] = {}
        """Files that could not be read, by name of the base."""

    def for_set(self, source: SetSource, questions: Sequence[Question]) -> KnowledgeBase:
        """The user's own base where it holds the set's documents, else a base made for the set.

        A set that was measured over the user's base before stays with it, so that a document that was
        removed shows as lost questions instead of moving the set elsewhere.

        Raises:
            UsageError: a set of the user's without a knowledge base.
        """
        own = self._own()
        if source.documents is None:
            if own is None:
                raise UsageError(
                    f"no knowledge base in {self._settings.folder}: run 'policy-kb ingest PATH' first"
                )
            return own
        if own is not None and (own.store.runs.has(source.name) or _holds_all(own, questions)):
            return own
        return self._made_for(source, source.documents)

    def _own(self) -> KnowledgeBase | None:
        if "" not in self._opened:
            if not (self._settings.folder / DATABASE_NAME).exists():
                return None
            store = open_store(self._settings.folder)
            if not store.documents.ids():
                return None
            self._opened[""] = KnowledgeBase(
                self._settings, store, embedder=lazy_embedder(self._settings, store)
            )
        return self._opened[""]

    def _made_for(self, source: SetSource, documents: Path) -> KnowledgeBase:
        if source.base not in self._opened:
            own = self._own()
            model = self._settings.embedding_model or (own.store.get_meta("embedding_model") if own else None)
            settings = Settings(
                folder=self._settings.folder / "eval" / source.base,
                cache_dir=self._settings.cache_dir,
                embedding_model=None if model == "bundled" else model,
                allow_download=self._settings.allow_download,
            )
            store = create_store(settings.folder)
            self.failed[source.base] = mirror(store, settings, documents, say=self._say)
            self._opened[source.base] = KnowledgeBase(
                settings, store, embedder=lazy_embedder(settings, store)
            )
        return self._opened[source.base]


def mirror(store: Store, settings: Settings, folder: Path, *, say: Callable[[str], None]) -> tuple[str, ...]:
    """Make the base hold exactly the folder's documents; returns what could not be read."""
    from ingest.pipeline import find_files, ingest_files, remove_document

    say(f"reading {folder}")
    failed: list[str] = []
    files = find_files([folder])
    embedder = lazy_embedder(settings, store)
    with store.writing():
        check_model(store, settings.embedding_model)
        for report in ingest_files(store, files):
            if report.outcome == "failed":
                failed.append(f"{report.name}: {report.reason}")
        for document in store.documents.all():
            if not any(Path(file.path).exists() for file in store.files.of_document(document.id)):
                remove_document(store, document)
        say("indexing")
        refresh_index(store, settings.index_dir, embedder)
    return tuple(failed)


def _holds_all(base: KnowledgeBase, questions: Sequence[Question]) -> bool:
    library = Library.of_store(base.store, base.corpus)
    return not any(library.missing_documents(question) for question in questions)
