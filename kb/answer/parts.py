"""Questions that ask twice: 违法所得不足3万元的罚多少，3万元以上的罚几倍; 多久可以申请仲裁？想撤销裁决又是多久？

Where the usual answer holds fewer figures and times than the question asks for, its parts are asked one by one,
each within the document that answered the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from kb.answer.draft import AnswerDraft
from kb.answer.evidence import Evidence
from kb.answer.items import Narrow, figures_apart
from kb.answer.several import EACH
from kb.answer.wording import source_note, value
from kb.contract import Answer, AnswerFact, Citation, DeadlineFact, ResponsibilityFact, TargetFact
from kb.question.model import Question
from kb.question.understanding import understand
from kb.rules import Rule, rule

ASKS: Rule = rule(
    "asks_figure_or_time",
    r"多少|好多|百分之几|几成|多久|多长|多[大高远]|什么时候|何时|哪天|几号|(?<![哪好第])几(?=[个所人名门项元岁天年倍次套册平万千百月日小课学种周])",
    example="3万元以上的罚几倍",
    counter_example="几乎都对",
)
RULES: tuple[Rule, ...] = (ASKS,)
_CLAUSE = re.compile(r"[^，,。；;？?！!]+[，,。；;？?！!]*")
_LISTED = re.compile(r"、(?=[^，,。；;？?、]*(?:多少|几|多久|多长))")
_BACK = re.compile(r"^(?:[，,]|又|那么?|还有|另外|然后|以及|和|同时|其中)+")
_MARK = re.compile(r"\[(\d+)\]")
_SHORT_PART = 8
_ONE_BY_ONE = ("target", "deadline")
Ask = Callable[[Question, tuple[str, ...]], Answer | None]
"""The usual answer to a question from the documents with these ids."""


def parts_of(reading: str) -> tuple[str, ...]:
    """The parts of a question that each ask for a figure or a time; none when fewer than two do.

    A part that is too short to stand alone takes along what stands before the first one that asks.
    """
    clauses = _CLAUSE.findall(_LISTED.sub("，", reading))
    asking = [at for at, clause in enumerate(clauses) if ASKS.pattern.search(clause)]
    if len(asking) < 2:
        return ()
    head = "".join(clauses[: asking[0]])
    parts: list[str] = []
    for before, at in zip([-1, *asking], asking, strict=False):
        words = "".join(clauses[before + 1 : at + 1])
        own = _BACK.sub("", words).rstrip("，,。；;？?！! ")
        bare = ASKS.pattern.sub("", own)
        parts.append(own if before < 0 or len(bare) >= _SHORT_PART else f"{head}{own}")
    return tuple(parts)


def answer_parts(evidence: Evidence, usual: Answer | None, narrow: Narrow, ask: Ask) -> Answer | None:
    """The answers to the parts of a question in one, where they say more than ``usual``; else ``usual``."""
    question = evidence.question
    if question.language == "en" or question.kind not in (
        *_ONE_BY_ONE,
        "comparison",
        "unit_tasks",
        "passage",
    ):
        return usual
    parts = parts_of(question.reading)
    known = len(usual.facts) if usual is not None and usual.answered else 0
    if not parts and known < 2 and EACH.pattern.search(question.reading) and question.kind == "target":
        return _each(evidence, narrow) or usual
    if not parts or known >= len(parts):
        return usual
    found: list[Answer] = []
    for part in parts:
        within = tuple(dict.fromkeys(fact.document for answer in found[:1] for fact in answer.facts))
        answer = ask(_question_of(evidence, part), within)
        if answer is None or answer.kind not in _ONE_BY_ONE:
            return usual
        found.append(answer)
    return _joined(question, found) if len({_said(answer.facts[0]) for answer in found}) > 1 else usual


def _each(evidence: Evidence, narrow: Narrow) -> Answer | None:
    told = figures_apart(evidence, narrow)
    if not told:
        return None
    draft = AnswerDraft(evidence.corpus, evidence.question)
    lines = []
    for item, target in told:
        document = evidence.corpus.document(target.document_id)
        source = source_note(document, evidence.corpus.status[document.id], evidence.question.language)
        lines.append(
            f"{item.label}：{value(target, evidence.question.language)}[{draft.add(target)}]——{source}"
        )
    return draft.finish("target", "\n".join(lines), confidence=0.8)


def _question_of(evidence: Evidence, part: str) -> Question:
    """A part as a question of its own, about the places and years of the whole one."""
    whole = evidence.question
    own = understand(part, evidence.vocabulary)
    return replace(own, text=whole.text, regions=own.regions or whole.regions, years=own.years or whole.years)


def _said(fact: AnswerFact) -> tuple[str, str, str]:
    """What tells two facts apart: the document, what it is about, and its figure or time."""
    match fact:
        case TargetFact():
            return fact.document, fact.metric, f"{fact.value}{fact.unit}"
        case DeadlineFact():
            return fact.document, fact.task, fact.as_written
        case ResponsibilityFact():
            return fact.document, fact.task, ""


def _joined(question: Question, answers: Sequence[Answer]) -> Answer:
    """One answer out of several; what two of them quote is cited once."""
    citations: dict[tuple[str, int, int], Citation] = {}
    facts: dict[tuple[str, str, str], AnswerFact] = {}
    lines: list[str] = []
    for answer in answers:
        numbers: dict[int, int] = {}
        for cite in answer.citations:
            place = (cite.document, cite.start, cite.end)
            numbers[cite.n] = citations.setdefault(place, replace(cite, n=len(citations) + 1)).n
        for fact in answer.facts:
            facts.setdefault(_said(fact), replace(fact, citation=numbers[fact.citation]))
        lines.append(_MARK.sub(partial(_renumbered, numbers), answer.text))
    return Answer(
        question=question.text,
        kind=answers[0].kind,
        text="\n".join(lines),
        facts=tuple(facts.values()),
        citations=tuple(citations.values()),
        confidence=min(answer.confidence for answer in answers),
    )


def _renumbered(numbers: Mapping[int, int], mark: re.Match[str]) -> str:
    n = int(mark[1])
    return f"[{numbers.get(n, n)}]"
