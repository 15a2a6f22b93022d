"""By when a task is due."""

from __future__ import annotations

import re

from kb.answer.draft import AnswerDraft
from kb.answer.evidence import Evidence
from kb.answer.matching import Match, accept_fact, prefer_current, rank_facts
from kb.answer.regions import best_by_region
from kb.answer.wording import source_note
from kb.contract import Answer
from kb.records import Deadline
from kb.text import tokenize

_OWN_WORDS = 0.15
_EACH = re.compile(r"分别|各(?:是|为|要|需|多|几|在|自)|\beach\b|respectively")
_EACH_GAP = 0.2


def answer_deadline(evidence: Evidence) -> Answer | None:
    """When the task that is asked about is due; None when no deadline fits."""
    facts = [fact for fact in evidence.corpus.facts if isinstance(fact, Deadline)]
    matches = rank_facts(evidence, facts, bonus=lambda fact: _OWN_WORDS * (_own_share(evidence, fact) - 0.5))
    fitting = prefer_current(evidence.corpus, matches, at_least=accept_fact(evidence))
    chosen = best_by_region(evidence, fitting)
    if not chosen:
        return None
    if _EACH.search(evidence.question.reading):
        chosen = [*chosen, *_beside(chosen[0], fitting)]
    draft = AnswerDraft(evidence.corpus, evidence.question)
    lines = [due_line(evidence, match.fact, draft.add(match.fact)) for match in chosen]
    return draft.finish("deadline", "\n".join(lines), confidence=chosen[0].score)


def answer_dated(evidence: Evidence) -> Answer | None:
    """A task's time where the words are those of documents: 中考成绩哪天公布."""
    asks_time = "when_issued" in evidence.question.asks_metadata
    return answer_deadline(evidence) if asks_time else None


def _own_share(evidence: Evidence, fact: Deadline) -> float:
    """How much of the question the task itself says; the sentence around it may hold several tasks."""
    return evidence.coverage(frozenset(tokenize(fact.task)))


def _beside(best: Match[Deadline], fitting: list[Match[Deadline]]) -> list[Match[Deadline]]:
    """Facts of the same sentence or section that answer as well: 中学生、大学生运动会各几年一届."""
    return [
        match
        for match in fitting
        if match.fact.section_id == best.fact.section_id
        and match.fact.id != best.fact.id
        and match.score >= best.score - _EACH_GAP
    ]


def due_line(evidence: Evidence, fact: Deadline, n: int) -> str:
    """A task with its time and document; ``n`` is the number of its citation."""
    document = evidence.corpus.document(fact.document_id)
    source = source_note(document, evidence.corpus.status[document.id], evidence.question.language)
    task = fact.task if len(fact.task) <= 60 else f"{fact.task[:60]}……"
    time = fact.as_written or fact.recurrence or ""
    return f"{time}：{task}[{n}]——{fact.region or ''}{source}"
