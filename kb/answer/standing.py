"""Whether a document still holds: its status, its newer version, and what abolished it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.abolition import abolished_in
from kb.answer.documents_meant import title_share
from kb.answer.evidence import Evidence
from kb.answer.metadata_words import standing_word, year_span
from kb.answer.particulars import Statement, quoted, validity
from kb.answer.places import dated_line, sentence_at, title_place
from kb.corpus import Span
from kb.dates import chinese_date
from kb.records import Document
from kb.text import tokenize
from kb.versions import title_key

_LEAST_SHARE = 0.5
_YEAR = re.compile(r"(?:19|20)\d\d")


def standing(evidence: Evidence, document: Document) -> list[Statement]:
    """Status, newer version, period and validity, and the sentence that abolishes the document."""
    corpus, language = evidence.corpus, evidence.question.language
    status = corpus.status[document.id]
    newer = corpus.documents.get(corpus.superseded_by.get(document.id, ""))
    word = standing_word(status, language)
    spans: list[Span] = []
    if document.metadata.finality == "draft":
        mark = document.text.find("征求意见")
        spans.extend([sentence_at(document, mark)] if mark >= 0 else [])
        word += "" if status == "draft" else f"，{standing_word('draft', language)}"
    abolishing = _abolishing(document, newer) if newer is not None else []
    spans += [span for statement in abolishing for span in statement.spans]
    own = validity(corpus, document)
    if status == "period_over" and document.metadata.year_to is None:
        spans += [span for statement in own for span in statement.spans]
    found = [Statement(word, tuple(dict.fromkeys(spans)), "status")]
    if newer is not None:
        found.append(_newer_version(newer))
    return [*found, *abolishing, *period(evidence, document), *own]


def _newer_version(newer: Document) -> Statement:
    written = newer.metadata.issued or newer.metadata.effective
    line = dated_line(newer, written) if written else None
    day = f"（{chinese_date(written)}）" if written and line else ""
    return Statement(f"{day}《{newer.metadata.title}》", (line or title_place(newer),), "newer")


def _abolishing(document: Document, newer: Document) -> list[Statement]:
    """The sentence of a newer version that abolishes the older one; empty when there is none."""
    own = title_key(document.metadata.title)
    found = list(abolished_in(newer.text))
    named = [one for one in found if title_key(one.title) == own or one.number == document.metadata.number]
    best = next(iter(named or found), None)
    return [quoted(newer, best.start, best.end)] if best else []


def period(evidence: Evidence, document: Document) -> list[Statement]:
    """The years that a plan covers; where it says none and they are asked for, how long it is valid."""
    metadata = document.metadata
    if metadata.year_to is None:
        return validity(evidence.corpus, document) if "period" in evidence.question.asks_metadata else []
    years = year_span(metadata.year_from or metadata.year_to, metadata.year_to, evidence.question.language)
    return [Statement(years, (), "period")]


@dataclass(frozen=True, slots=True)
class AbolishedElsewhere:
    """A document that is not at hand, and the one that abolishes it."""

    by: Document
    statement: Statement
    share: float
    """How well its title fits the question, 0 to 1."""


def abolished_elsewhere(evidence: Evidence) -> AbolishedElsewhere | None:
    """A document of which only its abolition is known, where its title fits the question best."""
    question = evidence.question
    terms = tuple(
        dict.fromkeys(tokenize(f"{question.topic} {question.document_hint} {' '.join(question.documents)}"))
    )
    known = {title_key(document.metadata.title) for document in evidence.corpus.documents.values()}
    best: AbolishedElsewhere | None = None
    for i in sorted(evidence.documents):
        document = evidence.corpus.documents[i]
        for old in abolished_in(document.text):
            years = set(_YEAR.findall(f"{old.title} {old.number}"))
            other_year = question.years and years and not years & set(map(str, question.years))
            if other_year or title_key(old.title) in known:
                continue
            share = title_share(
                evidence,
                terms,
                frozenset(
                    tokenize(f"{old.title} {document.metadata.region or ''} {document.metadata.title}")
                ),
            )
            own = title_share(evidence, terms, frozenset(tokenize(old.title)))
            if share >= _LEAST_SHARE and own > 0 and (best is None or share > best.share):
                best = AbolishedElsewhere(document, quoted(document, old.start, old.end), share)
    return best
