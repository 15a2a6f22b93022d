"""Building an answer: citations are numbered once, in the order they are first used."""

from __future__ import annotations

from kb.answer.due_words import due_words
from kb.answer.measured import measure_of
from kb.answer.wording import shortened
from kb.contract import Answer, AnswerFact, AnswerKind, Citation, DeadlineFact, ResponsibilityFact, TargetFact
from kb.corpus import Corpus, Span
from kb.question.model import Question
from kb.records import Deadline, Responsibility, Target
from kb.table_text import header_at

_TASK_CHARS = 8
_BRACKETS = ("（", "(", "【", "[", "〔")
_QUOTE_CHARS = 500


class AnswerDraft:
    """Collects facts and citations of one answer."""

    def __init__(self, corpus: Corpus, question: Question) -> None:
        self.corpus = corpus
        self._question = question
        self._citations: dict[Span, Citation] = {}
        self._facts: list[AnswerFact] = []

    def cite(self, span: Span) -> int:
        """Number of the citation for a span."""
        if span not in self._citations:
            self._citations[span] = self.corpus.cite(len(self._citations) + 1, span)
        return self._citations[span].n

    def add(self, fact: Responsibility | Target | Deadline) -> int:
        """Add a fact with its citation; returns the citation's number."""
        start = fact.start if isinstance(fact, Target) else self._task_start(fact)
        n = self.cite(Span(fact.document_id, start, fact.end))
        self._facts.append(contract_fact(fact, n))
        if isinstance(fact, Target) or (isinstance(fact, Deadline) and not self._holds_task(fact)):
            self._cite_header(fact)
        return n

    def _holds_task(self, fact: Deadline) -> bool:
        """Whether the quote says what is due; of a day in a table the column's name may (开学)."""
        quote = _squash(self.corpus.quote(Span(fact.document_id, fact.start, fact.end)))
        return "|" not in quote or _squash(fact.task)[-2:] in quote

    def _cite_header(self, fact: Target | Deadline) -> None:
        """Also the column names above a row: they say what its figures and days are of."""
        header = header_at(self.corpus.document(fact.document_id).text, fact.start)
        if header is not None:
            self.cite(Span(fact.document_id, *header))

    def add_duty(self, fact: Responsibility) -> tuple[str, str]:
        """Add a duty with the proof of who and what; returns (marks such as "[1][2]", the task in words)."""
        if "|" in self.corpus.quote(Span(fact.document_id, fact.start, fact.end)):
            return f"[{self.add(fact)}]", shortened(fact.task)  # a row of a table
        return self._add_measure(fact)

    def add_due(self, fact: Deadline) -> tuple[str, str]:
        """Add a deadline, and what is due where only the brackets behind it say when; returns as ``add_duty``."""
        if self.corpus.quote(Span(fact.document_id, fact.start, fact.end))[:1] not in _BRACKETS:
            return f"[{self.add(fact)}]", due_words(self.corpus.document(fact.document_id).text, fact)
        return self._add_measure(fact)

    def _add_measure(self, fact: Responsibility | Deadline) -> tuple[str, str]:
        measure = measure_of(self.corpus, fact)
        n = self.cite(measure.proof)
        self._facts.append(contract_fact(fact, n))
        marks = [n, self.cite(measure.opening)] if measure.opening else [n]
        return "".join(f"[{mark}]" for mark in dict.fromkeys(marks)), measure.shown

    def _task_start(self, fact: Responsibility | Deadline) -> int:
        """Where the quote begins: at the task where neither the fact's own words nor its headings hold it.

        1. Screen every term. 2. Report in 7 days. (led by …): the closing brackets prove units, not tasks.
        """
        document = self.corpus.document(fact.document_id)
        section = self.corpus.section(fact.section_id)
        opening = fact.task[:_TASK_CHARS]
        held = (*section.path, document.metadata.title, document.text[fact.start : fact.end])
        if any(_squash(opening) in _squash(part) for part in held):
            return fact.start
        start = document.text.rfind(opening, max(section.start, fact.start - _QUOTE_CHARS), fact.start)
        return start if start >= 0 else fact.start

    def finish(self, kind: AnswerKind, text: str, *, confidence: float) -> Answer:
        """The finished answer."""
        return Answer(
            question=self._question.text,
            kind=kind,
            text=text,
            facts=tuple(self._facts),
            citations=tuple(self._citations.values()),
            confidence=max(0.0, min(1.0, confidence)),
        )

    def refuse(self, text: str, *, missing: str, confidence: float) -> Answer:
        """A refusal with the citations collected so far as nearest passages."""
        return Answer(
            question=self._question.text,
            kind="refusal",
            text=text,
            citations=tuple(self._citations.values()),
            missing=missing,
            confidence=max(0.0, min(1.0, confidence)),
        )


def contract_fact(fact: Responsibility | Target | Deadline, citation: int) -> AnswerFact:
    """A stored fact as the contract shows it; ``citation`` is the number of its proof."""
    match fact:
        case Responsibility():
            return ResponsibilityFact(
                document=fact.document_id,
                region=fact.region,
                task=fact.task,
                lead=tuple(mention.surface for mention in fact.lead),
                participating=tuple(mention.surface for mention in fact.participating),
                responsible=tuple(mention.surface for mention in fact.responsible),
                citation=citation,
            )
        case Target():
            return TargetFact(
                document=fact.document_id,
                region=fact.region,
                metric=fact.metric,
                comparator=fact.comparator,
                value=fact.value,
                value_high=fact.value_high,
                unit=fact.unit,
                deadline=fact.deadline,
                citation=citation,
            )
        case Deadline():
            return DeadlineFact(
                document=fact.document_id,
                region=fact.region,
                task=fact.task,
                deadline=fact.deadline,
                as_written=fact.as_written,
                recurrence=fact.recurrence,
                citation=citation,
            )


def _squash(text: str) -> str:
    return "".join(text.split())
