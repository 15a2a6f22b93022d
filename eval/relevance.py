"""Where a question's evidence stands in the documents, and which chunks hold it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from eval.dataset import Evidence, Question
from eval.matching import squash
from kb.contract import Citation
from kb.corpus import Corpus, Span
from kb.records import Chunk, Document, Section
from kb.store.store import Store

# Two occurrences with this much equal text on each side are the same passage printed twice.
_CONTEXT_CHARS = 15
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Squashed:
    """A text without white space, with the offset of each character in the original."""

    text: str
    offsets: Sequence[int]


class Library:
    """The documents of one knowledge base as an evaluation sees them."""

    def __init__(self, corpus: Corpus, chunks: Sequence[Chunk], paths: Mapping[str, Sequence[str]]) -> None:
        """``paths``: the paths of the files that hold each document, by document id."""
        self.corpus = corpus
        self._paths = paths
        self._chunks: dict[str, list[Chunk]] = defaultdict(list)
        for chunk in chunks:
            self._chunks[chunk.document_id].append(chunk)
        self._squashed: dict[str, _Squashed] = {}
        self._found: dict[Evidence, tuple[Span, ...]] = {}
        self._by_source: dict[str, list[Document]] = defaultdict(list)
        for document in corpus.documents.values():
            self._by_source[document.source].append(document)

    @classmethod
    def of_store(cls, store: Store, corpus: Corpus) -> Library:
        """Everything live in a store."""
        paths: dict[str, list[str]] = defaultdict(list)
        for file in store.files.all():
            for document_id in store.files.documents_of(file.id):
                paths[document_id].append(file.path)
        return cls(corpus, store.documents.chunks(), paths)

    def named(self, name: str) -> tuple[Document, ...]:
        """Documents of a file, named with or without folders.

        Where only one file of the name is held it is meant whatever its folder: of two equal files one is kept.
        """
        documents = self._by_source.get(name.rsplit("/", 1)[-1], [])
        if "/" not in name:
            return tuple(documents)
        there = tuple(d for d in documents if any(p.endswith("/" + name) for p in self._paths.get(d.id, ())))
        files = {path for document in documents for path in self._paths.get(document.id, ())}
        return there or (tuple(documents) if len(files) == 1 else ())

    def squashed(self, document: Document) -> str:
        """The document's text as anchors are compared to it."""
        return self._squash(document).text

    def spans(self, evidence: Evidence) -> tuple[Span, ...]:
        """Where the evidence stands; empty when the document or the anchor is gone."""
        known = self._found.get(evidence)
        if known is None:
            find = self._anchor_spans if evidence.anchor else self._section_spans
            documents = self.named(evidence.document)
            known = tuple(span for document in documents for span in find(document, evidence))
            self._found[evidence] = known
        return known

    def relevant(self, evidence: Evidence) -> frozenset[str]:
        """Ids of the chunks that hold the evidence, wholly or in part."""
        return frozenset(chunk_id for span in self.spans(evidence) for chunk_id in self.chunks_at(span))

    def chunks_at(self, span: Span) -> tuple[str, ...]:
        """Ids of the chunks that overlap a span, in reading order."""
        return tuple(
            chunk.id
            for chunk in self._chunks.get(span.document_id, ())
            if chunk.start < span.end and span.start < chunk.end
        )

    def cites(self, citation: Citation, evidence: Evidence) -> bool:
        """Whether the citation overlaps the evidence."""
        return any(
            span.document_id == citation.document and span.start < citation.end and citation.start < span.end
            for span in self.spans(evidence)
        )

    def missing_documents(self, question: Question) -> tuple[str, ...]:
        """Source files of the question's evidence that the knowledge base does not hold."""
        names = dict.fromkeys(evidence.document for evidence in question.evidence)
        return tuple(name for name in names if not self.named(name))

    def _squash(self, document: Document) -> _Squashed:
        known = self._squashed.get(document.id)
        if known is None:
            known = self._squashed[document.id] = _squash_with_offsets(document.text)
        return known

    def _anchor_spans(self, document: Document, evidence: Evidence) -> list[Span]:
        squashed, anchor = self._squash(document), squash(evidence.anchor)
        places = _occurrences(squashed.text, anchor)
        inside = [p for p in places if self._stands_in(document, squashed.offsets[p], evidence.section)]
        if inside:
            around = {_context(squashed.text, place, len(anchor)) for place in inside}
            places = [p for p in places if p in inside or _context(squashed.text, p, len(anchor)) in around]
        return [
            Span(document.id, squashed.offsets[p], squashed.offsets[p + len(anchor) - 1] + 1) for p in places
        ]

    def _stands_in(self, document: Document, offset: int, headings: tuple[str, ...]) -> bool:
        """Whether the innermost of the headings is one of those above ``offset``."""
        section = self.corpus.section_at(document.id, offset)
        if section is None or not headings:
            return False
        wanted = squash(headings[-1])
        return any(_same_heading(wanted, squash(heading)) for heading in section.path)

    def _section_spans(self, document: Document, evidence: Evidence) -> list[Span]:
        """The sections with the label, and sections of other files whose text is the same."""
        own = [s for s in self.corpus.sections(document.id) if s.label == evidence.section[-1]]
        sections = {
            twin.id: twin for section in own for twin in self._twins.get(self._body(section), (section,))
        }
        return [Span(section.document_id, section.start, section.end) for section in sections.values()]

    @cached_property
    def _twins(self) -> dict[str, list[Section]]:
        """Labelled sections by their text without heading."""
        groups: dict[str, list[Section]] = defaultdict(list)
        for document_id in self.corpus.documents:
            for section in self.corpus.sections(document_id):
                body = self._body(section) if section.label else ""
                if body:
                    groups[body].append(section)
        return groups

    def _body(self, section: Section) -> str:
        text = self.corpus.document(section.document_id).text
        return _SPACES.sub("", text[section.heading_end : section.end])


def _squash_with_offsets(text: str) -> _Squashed:
    characters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        for piece in squash(unicodedata.normalize("NFKC", character)):
            characters.append(piece)
            offsets.append(offset)
    return _Squashed("".join(characters), offsets)


def _occurrences(text: str, piece: str) -> list[int]:
    return [match.start() for match in re.finditer(f"(?={re.escape(piece)})", text)] if piece else []


def _context(text: str, place: int, length: int) -> tuple[str, str]:
    end = place + length
    return text[max(0, place - _CONTEXT_CHARS) : place], text[end : end + _CONTEXT_CHARS]


def _same_heading(wanted: str, heading: str) -> bool:
    if not wanted or not heading:
        return False
    return wanted == heading or wanted.startswith(heading) or heading.startswith(wanted)
