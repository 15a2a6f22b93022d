"""Which documents a question about documents means: by title or number, else by region and words of the title."""

from __future__ import annotations

import re

from kb.answer.evidence import Evidence
from kb.records import Document
from kb.stages import stages_clash, stages_of
from kb.text import tokenize
from kb.titles import distinctive

# Least fit of a document that a question about documents can mean: half of its words, or region and kind.
_LEAST_FIT = 0.5
_LEAST_SHARE = 0.4
_MOST = 3
_OLD = re.compile(r"[老旧]的?(?:版|办法|规定|规|文件|政策|那)|原来的?|以前的?|试行")
_NEW = re.compile(r"新(?:出|修|版|的|办法|规|文件)|最新|现行")
_KINDS = re.compile(r"方案|计划|规划|意见|通知|办法|条例|规定|决定|细则|章程|制度|法(?!规|律)")


def documents_meant(evidence: Evidence) -> list[Document]:
    """At most three documents, current ones first; empty when none fits."""
    documents = [evidence.corpus.documents[i] for i in sorted(evidence.documents)]
    if evidence.named_documents:
        named = [document for document in documents if document.id in evidence.named_documents]
        return _current_first(evidence, named)[:_MOST]
    if described := [document for document in documents if document.id in evidence.question.described]:
        return _current_first(evidence, described)[:_MOST]
    scored = [(_fit(evidence, document), document) for document in documents]
    best = max((fit for fit, _ in scored), default=0.0)
    if best < _LEAST_FIT:
        return _only_ones(evidence, documents)
    return _current_first(evidence, [document for fit, document in scored if fit >= best - 1e-6])[:_MOST]


def _only_ones(evidence: Evidence, documents: list[Document]) -> list[Document]:
    """The documents of the region that is named, where they are few and the question says nothing else of them."""
    question = evidence.question
    own = [document for document in documents if document.metadata.region in question.regions]
    described = _without_units(evidence, f"{question.topic} {question.document_hint}")
    known = [term for term in distinctive(described) if term in evidence.vocabulary.title_terms]
    return _current_first(evidence, own) if len(own) <= _MOST and not known else []


def _current_first(evidence: Evidence, documents: list[Document]) -> list[Document]:
    status = evidence.corpus.status
    return sorted(documents, key=lambda document: (status[document.id] == "superseded", document.id))


def described_share(evidence: Evidence, document: Document) -> float:
    """Share of the question's describing words that the document's name has, 0 to 1."""
    terms = tuple(dict.fromkeys(tokenize(f"{evidence.question.topic} {evidence.question.document_hint}")))
    return title_share(evidence, terms, evidence.corpus.titles[document.id].terms)


def _fit(evidence: Evidence, document: Document) -> float:
    """How well a question's description fits a document: words of its title, kind of document, region."""
    question = evidence.question
    metadata = document.metadata
    described = _without_units(evidence, f"{question.topic} {question.document_hint}")
    # words that stand in no title at all (名称, 印发) say nothing about which document is meant
    terms = tuple(t for t in dict.fromkeys(tokenize(described)) if t in evidence.vocabulary.title_terms)
    fit = title_share(evidence, terms, evidence.corpus.titles[document.id].terms)
    if distinctive(" ".join(terms)) and fit < _LEAST_SHARE:
        return 0.0
    kinds = set(_KINDS.findall(described) or _KINDS.findall(question.reading))
    if kinds and kinds & set(_KINDS.findall(metadata.title)[-1:]):
        fit += 0.3
    if metadata.region in question.regions:
        fit += 0.25
    fit += _age_fit(evidence, document)
    stages = stages_of(described)
    if stages_clash(stages, metadata.title):
        fit -= 0.4
    elif stages & stages_of(metadata.title):
        fit += 0.2
    return fit


def _age_fit(evidence: Evidence, document: Document) -> float:
    """Of two versions the one of the year that is named (2019年的规定), or the old or the new one."""
    question, metadata = evidence.question, document.metadata
    dates = f"{metadata.issued or metadata.effective or ''} {metadata.number or ''} {metadata.title}"
    fit = 0.0
    if question.years and any(str(year) in dates for year in question.years):
        fit += 0.2
    old = evidence.corpus.status[document.id] == "superseded"
    if _OLD.search(question.reading) and "abolishes" not in question.asks_metadata:
        fit += 0.1 if old else 0.0
    elif _NEW.search(question.reading):
        fit -= 0.1 if old else 0.0
    return fit


def _without_units(evidence: Evidence, text: str) -> str:
    """The text without organs that acted on the document (省人大常委会哪天批准的), unless nothing else is left."""
    rest = text
    for unit in evidence.question.units:
        rest = rest.replace(unit, " ")
    return rest if distinctive(rest) else text


def title_share(evidence: Evidence, terms: tuple[str, ...], held: frozenset[str]) -> float:
    """Share of the terms' weight that ``held`` has, 0 to 1."""
    if not terms:
        return 0.0
    weights = evidence.finder.term_rarity(terms)
    held_weight = sum(weight for term, weight in zip(terms, weights, strict=True) if term in held)
    total = float(weights.sum())
    return float(held_weight) / total if total else 0.0
