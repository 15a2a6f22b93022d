"""By when a task is due, and everything that is due in a time."""

from __future__ import annotations

from kb.answer.draft import AnswerDraft
from kb.answer.evidence import Evidence
from kb.answer.matching import Match, accept_fact, prefer_current, rank_facts
from kb.answer.regions import best_by_region
from kb.answer.unit_tasks import units_meant
from kb.answer.wording import source_note
from kb.contract import Answer
from kb.dates import last_day
from kb.records import Deadline, Responsibility


def answer_deadline(evidence: Evidence) -> Answer | None:
    """When the task that is asked about is due; None when no deadline fits."""
    facts = [fact for fact in evidence.corpus.facts if isinstance(fact, Deadline)]
    matches = rank_facts(evidence, facts)
    chosen = best_by_region(
        evidence, prefer_current(evidence.corpus, matches, at_least=accept_fact(evidence))
    )
    if not chosen:
        return None
    draft = AnswerDraft(evidence.corpus, evidence.question)
    lines = [_line(evidence, match.fact, draft.add(match.fact)) for match in chosen]
    return draft.finish("deadline", "\n".join(lines), confidence=chosen[0].score)


def answer_due_list(evidence: Evidence) -> Answer | None:
    """Everything due in the time that is asked about, ordered by date; None when nothing is."""
    due = _ordered([fact for fact in _candidates(evidence) if _is_due(evidence, fact)])
    if not due:
        return None
    draft = AnswerDraft(evidence.corpus, evidence.question)
    lines = [_opening(evidence, len(due))]
    lines.extend(
        f"{place}. {_line(evidence, fact, draft.add(fact))}" for place, fact in enumerate(due, start=1)
    )
    return draft.finish("due_list", "\n".join(lines), confidence=0.85)


def _candidates(evidence: Evidence) -> list[Deadline]:
    facts = [
        fact
        for fact in evidence.corpus.facts
        if isinstance(fact, Deadline)
        and fact.document_id in evidence.meant_documents
        and evidence.corpus.status[fact.document_id] != "superseded"
    ]
    if evidence.question.units:
        sections = _sections_of_units(evidence)
        facts = [fact for fact in facts if fact.section_id in sections]
    if not evidence.topic_is_title:
        fitting: list[Match[Deadline]] = rank_facts(evidence, facts)
        kept = [match.fact for match in fitting if match.score >= accept_fact(evidence)]
        return kept or facts
    return facts


def _is_due(evidence: Evidence, fact: Deadline) -> bool:
    question = evidence.question
    if fact.deadline is None:
        return not question.years and question.deadline is None
    if question.deadline is None:
        return True
    due = last_day(fact.deadline)
    asked = last_day(question.deadline)
    if len(question.deadline) == 4:
        return due[:4] == asked[:4]
    return due[: len(question.deadline)] == question.deadline or (
        len(question.deadline) == 10 and due == asked
    )


def _sections_of_units(evidence: Evidence) -> set[str]:
    units = set(units_meant(evidence))
    return {
        fact.section_id
        for fact in evidence.corpus.facts
        if isinstance(fact, Responsibility)
        for mention in (*fact.lead, *fact.participating, *fact.responsible)
        if mention.unit in units
    }


def _ordered(facts: list[Deadline]) -> list[Deadline]:
    distinct = {(fact.document_id, fact.start, fact.deadline, fact.task): fact for fact in facts}
    return sorted(distinct.values(), key=lambda fact: (fact.deadline or "9999", fact.document_id, fact.start))


def _opening(evidence: Evidence, count: int) -> str:
    question = evidence.question
    when = question.deadline or ""
    if question.language == "en":
        return f"{count} tasks are due{f' in {when}' if when else ''}."
    region = "、".join(question.regions)
    year = f"{when[:4]}年" if len(when) == 4 else when
    return f"{region}{year}到期的任务共有{count}项。"


def _line(evidence: Evidence, fact: Deadline, n: int) -> str:
    document = evidence.corpus.document(fact.document_id)
    source = source_note(document, evidence.corpus.status[document.id], evidence.question.language)
    task = fact.task if len(fact.task) <= 60 else f"{fact.task[:60]}……"
    time = fact.as_written or fact.recurrence or ""
    return f"{time}：{task}[{n}]——{fact.region or ''}{source}"
