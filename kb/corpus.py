"""The stored documents as the answering side sees them: in memory, with status and versions."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from kb.contract import Citation
from kb.errors import UnknownDocumentError
from kb.records import Chunk, Document, Fact, Section, Status
from kb.store.store import Store
from kb.titles import Title
from kb.versions import document_status, superseded_by

T = TypeVar("T", Section, Fact)


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a document."""

    document_id: str
    start: int
    end: int


class Corpus:
    """A consistent view of all live documents; build a new one after an ingest."""

    def __init__(self, store: Store, *, today: date) -> None:
        self._store = store
        self.today = today
        with store.reading():
            self.documents: dict[str, Document] = {
                document.id: document for document in store.documents.all()
            }
            self._sections = _by_document(store.documents.sections())
        self.superseded_by = superseded_by(self.documents.values())
        self.status: dict[str, Status] = {
            document.id: document_status(document, superseded=document.id in self.superseded_by, today=today)
            for document in self.documents.values()
        }
        self.fact_terms: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        """Cache of kb.answer.matching: terms of each fact's own words and of its surroundings."""
        self._section_by_id = {section.id: section for group in self._sections.values() for section in group}

    @functools.cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Facts of all live documents, by document and place."""
        # read later than the documents and sections: an ingest may have committed in between
        return tuple(fact for fact in self._store.facts.all() if fact.section_id in self._section_by_id)

    def facts_of(self, document_id: str) -> Sequence[Fact]:
        """Facts of a document by place; none where it has none."""
        return self._facts_by_document.get(document_id, ())

    @functools.cached_property
    def _facts_by_document(self) -> dict[str, list[Fact]]:
        return _by_document(self.facts)

    @functools.cached_property
    def stated_regions(self) -> dict[str, frozenset[str]]:
        """Ids of the documents that state facts of a region smaller than their own, by its name."""
        found: dict[str, set[str]] = defaultdict(set)
        for fact in self.facts:
            document = self.documents.get(fact.document_id)
            if fact.region and document is not None and fact.region != document.metadata.region:
                found[fact.region].add(fact.document_id)
        return {region: frozenset(ids) for region, ids in found.items()}

    @functools.cached_property
    def titles(self) -> dict[str, Title]:
        """The name of each live document by its id."""
        return {document_id: Title.of(document) for document_id, document in self.documents.items()}

    def document(self, document_id: str) -> Document:
        """A live document.

        Raises:
            UnknownDocumentError: no live document has this id.
        """
        document = self.documents.get(document_id)
        if document is None:
            raise UnknownDocumentError(
                f"no document {document_id}: 'policy-kb documents' lists what the knowledge base holds"
            )
        return document

    def resolve_document(self, wanted: str) -> Document:
        """A live document by id, id prefix, file name or title.

        Raises:
            UnknownDocumentError: nothing or more than one document fits.
        """
        exact = [d for d in self.documents.values() if wanted in (d.id, d.source, d.metadata.title)]
        loose = [d for d in self.documents.values() if d.id.startswith(wanted) or wanted in d.metadata.title]
        fitting = exact or loose
        if len(fitting) == 1:
            return fitting[0]
        if not fitting:
            return self.document(wanted)
        names = "; ".join(f"{d.id} {d.metadata.title}" for d in fitting[:5])
        raise UnknownDocumentError(f"'{wanted}' fits {len(fitting)} documents, name one by its id: {names}")

    def sections(self, document_id: str) -> Sequence[Section]:
        """Sections of a document in reading order."""
        return self._sections.get(document_id, ())

    def section(self, section_id: str) -> Section:
        """A section of a live document."""
        return self._section_by_id[section_id]

    def section_at(self, document_id: str, offset: int) -> Section | None:
        """The innermost section that holds the character at ``offset``."""
        holding = [s for s in self.sections(document_id) if s.start <= offset < s.end]
        return max(holding, key=lambda section: (section.level, section.start), default=None)

    def chunks(self, chunk_ids: Iterable[str]) -> dict[str, Chunk]:
        """Live chunks by id; ids that are gone are absent."""
        found = self._store.documents.chunks_by_id(chunk_ids)
        return {chunk_id: chunk for chunk_id, chunk in found.items() if chunk.document_id in self.documents}

    def chunks_at(self, span: Span) -> tuple[str, ...]:
        """Ids of the chunks that overlap a span, in reading order."""
        return self._store.documents.chunk_ids_at(span.document_id, span.start, span.end)

    def quote(self, span: Span) -> str:
        """The text at a span."""
        return self.document(span.document_id).text[span.start : span.end]

    def cite(self, n: int, span: Span) -> Citation:
        """The numbered citation of a span; blank margins of the span are left out."""
        document = self.document(span.document_id)
        start, end = trim(document.text, span.start, span.end)
        section = self.section_at(document.id, start)
        return Citation(
            n=n,
            document=document.id,
            title=document.metadata.title,
            source=document.source,
            section=section.path if section else (),
            page=document.page_at(start),
            start=start,
            end=end,
            quote=document.text[start:end],
            status=self.status[document.id],
        )


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """``start:end`` without white space at either end."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _by_document(items: Iterable[T]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for item in items:
        groups[item.document_id].append(item)
    return groups
