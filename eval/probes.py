"""Does a new document find its way back? Questions made from its own title and facts, on the day it is added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from eval.runner import System
from kb.corpus import Corpus
from kb.records import Deadline, Document, Fact, Responsibility, Target

TOP = 10
"""A probe has found its document when one of its passages is among this many."""
_MOST_FACTS = 20
_SHORTEST_TOPIC = 4


@dataclass(frozen=True, slots=True)
class Probe:
    """A question whose answer stands in a known document."""

    document_id: str
    question: str


@dataclass(frozen=True, slots=True)
class DocumentProbes:
    """How many of a document's probes found it."""

    document_id: str
    title: str
    found: int
    asked: int
    lost: tuple[str, ...]
    """Questions that did not find the document."""

    @property
    def share(self) -> float:
        """Found probes of all, 0 to 1."""
        return self.found / self.asked if self.asked else 0.0


@dataclass(frozen=True, slots=True)
class ProbeReport:
    """The probes of all new documents."""

    documents: tuple[DocumentProbes, ...]

    @property
    def share(self) -> float:
        """Found probes of all, 0 to 1; 1.0 without probes."""
        asked = sum(document.asked for document in self.documents)
        return sum(document.found for document in self.documents) / asked if asked else 1.0

    def lines(self) -> tuple[str, ...]:
        """The report as lines of text."""
        lines = [
            f"{document.document_id}  {document.found} of {document.asked} probe questions find it  {document.title}"
            for document in self.documents
        ]
        lines += [f"  not found by: {q}" for document in self.documents for q in document.lost[:3]]
        return tuple(lines)


def probe_documents(system: System, corpus: Corpus, document_ids: Iterable[str]) -> ProbeReport:
    """Ask each document's probes and see whether hybrid search brings one of its passages back.

    Passages that stand for a near-duplicate in the document count as found.
    """
    wanted = dict.fromkeys(document_ids)
    facts: dict[str, list[Fact]] = {document_id: [] for document_id in wanted}
    for fact in corpus.facts:
        if fact.document_id in facts:
            facts[fact.document_id].append(fact)
    return ProbeReport(
        tuple(
            _probe(system, corpus, corpus.document(document_id), facts[document_id]) for document_id in wanted
        )
    )


def make_probes(document: Document, facts: Sequence[Fact]) -> tuple[Probe, ...]:
    """Distinct questions: the title, then at most 20 facts spread evenly over the document."""
    step = max(1, len(facts) / _MOST_FACTS)
    spread = [facts[int(place * step)] for place in range(min(len(facts), _MOST_FACTS))]
    region = document.metadata.region or ""
    questions = [document.metadata.title, *(q for fact in spread for q in _fact_question(fact, region))]
    return tuple(Probe(document.id, question) for question in dict.fromkeys(questions) if question)


def _fact_question(fact: Fact, region: str) -> Iterator[str]:
    match fact:
        case Responsibility(task=topic):
            wording = f"{region}{topic}由哪个部门牵头负责？"
        case Target(metric=topic):
            wording = f"{region}{topic}的目标是多少？"
        case Deadline(task=topic):
            wording = f"{region}{topic}什么时候完成？"
    if len(topic) >= _SHORTEST_TOPIC:
        yield wording


def _probe(system: System, corpus: Corpus, document: Document, facts: Sequence[Fact]) -> DocumentProbes:
    probes = make_probes(document, facts)
    lost = [p.question for p in probes if not _finds(system, corpus, p)]
    return DocumentProbes(
        document.id, document.metadata.title, len(probes) - len(lost), len(probes), tuple(lost)
    )


def _finds(system: System, corpus: Corpus, probe: Probe) -> bool:
    ranking = system.search(probe.question, "hybrid", TOP)
    ids = [chunk_id for found in ranking for chunk_id in (found.chunk_id, *found.duplicates)]
    return any(chunk.document_id == probe.document_id for chunk in corpus.chunks(ids).values())
