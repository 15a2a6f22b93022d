"""By when a task is due."""

from __future__ import annotations

import re
from functools import partial

from kb.answer.draft import AnswerDraft
from kb.answer.evidence import Evidence
from kb.answer.matching import (
    Match,
    accept_fact,
    beyond_title,
    fact_terms,
    prefer_current,
    rank_facts,
    stage_texts,
)
from kb.answer.measures import asked_units
from kb.answer.neighbours import pairs
from kb.answer.regions import best_by_region
from kb.answer.siblings import is_sibling, other_level
from kb.answer.terms_of_year import in_terms
from kb.answer.wording import source_note
from kb.contract import Answer
from kb.dates import TimeExpression
from kb.labels import fact_label
from kb.numbers import find_quantities
from kb.records import Deadline
from kb.rules import Rule, rule
from kb.text import tokenize

_OWN_WORDS = 0.2
_BEYOND_TITLE = 0.2
ASKS_EACH = rule(
    "asks_each",
    r"分别|各(?:是|为|要|需|多|几|在|自)|\beach\b|respectively"
    r"|^(?:H|h)ow often (?:are|do|must|should)\b[^,?]+\band the\b",
    example="How often are the school games and the university games held?",
    counter_example="How often are schools and kindergartens inspected?",
)
ASKS_SPAN = rule(
    "asks_span",
    r"(?:几|多少)个?(?:天|日|工作日|小时|分钟|周|月|年)(?:之?[内里]|以内)|(?:多久|多长时间)(?:之?[内里]|以内)|(?<!每)(?<!隔)(?:几|多少)个?(?:天|日|工作日|小时)(?![^,，。?？]{0,8}一次)",
    example="多长时间里可以再考",
    counter_example="多久考核一次",
)
ASKS_LAST = rule(
    "asks_last",
    r"最[迟晚]|(?:哪(?:一)?[天年]|什么时候|何时|几[月号])(?:底)?(?:之|以)?前|截止|截至|前要",
    example="最迟什么时候要拿到证",
    counter_example="什么时候报名",
)
ASKS_OFTEN = rule(
    "asks_often",
    r"(?:多久|多长时间|几年|多少年|几个?月|几天|几周|几个?学期)[^,，。?？]{0,8}?一(?:次|轮|回|届|遍)|(?:每)?隔(?:几|多)|频率|频次|how often",
    example="以后隔几年修订一次",
    counter_example="几天内回复一份说明",
)
SPAN_UNITS = frozenset(["天", "日", "工作日", "个工作日", "小时", "分钟", "周", "月", "个月", "年", "周年"])
RULES: tuple[Rule, ...] = (ASKS_EACH, ASKS_SPAN, ASKS_OFTEN, ASKS_LAST)
_OTHER_FORM = 0.15
_TURNED_TO = 0.1
_EACH_GAP = 0.2
_AS_MUCH = 0.7


def answer_deadline(evidence: Evidence) -> Answer | None:
    """When the task that is asked about is due; None when no deadline fits."""
    reading = evidence.question.reading
    facts = [
        fact
        for fact in evidence.corpus.facts
        if isinstance(fact, Deadline) and in_terms(reading, fact.deadline)
    ]
    matches = rank_facts(evidence, facts, bonus=partial(_own_words, evidence))
    topic = evidence.question.topic
    matches = [
        m
        for m in matches
        if not is_sibling(topic, fact_label(m.fact))
        and not other_level(topic, *stage_texts(evidence.corpus, m.fact))
    ]
    fitting = prefer_current(evidence.corpus, matches, at_least=accept_fact(evidence))
    chosen = best_by_region(evidence, fitting)
    if not chosen:
        return None
    if any(ASKS_EACH.pattern.search(words) for words in (evidence.question.reading, evidence.question.text)):
        chosen = [*chosen, *_beside(chosen[0], fitting)]
    draft = AnswerDraft(evidence.corpus, evidence.question)
    lines = [due_line(evidence, match.fact, *draft.add_due(match.fact)) for match in chosen]
    return draft.finish("deadline", "\n".join(lines), confidence=chosen[0].score)


def told_of_sibling_tasks(evidence: Evidence, text: str) -> bool:
    """Whether a task of a sibling (小学新生报名 for 初中) holds clearly more of the question's words than ``text``."""
    asked = pairs(evidence.question.topic)
    tasks = [
        fact_label(fact)
        for fact in evidence.of_region(f for f in evidence.corpus.facts if isinstance(f, Deadline))
    ]
    held = [len(asked & pairs(task)) for task in tasks if is_sibling(evidence.question.topic, task)]
    return len(asked & pairs(text)) < _AS_MUCH * max(held, default=0)


def answer_dated(evidence: Evidence) -> Answer | None:
    """A task's time where the words are those of documents: 中考成绩哪天公布."""
    asks_time = "when_issued" in evidence.question.asks_metadata
    return answer_deadline(evidence) if asks_time else None


def _own_words(evidence: Evidence, fact: Deadline) -> float:
    """What a task loses for words that only its sentence or headings hold; they may be those of another task."""
    own = evidence.coverage(frozenset(tokenize(fact_label(fact))))
    near, place = fact_terms(evidence.corpus, fact)
    other_form = _OTHER_FORM * _is_of_other_form(evidence.question.reading, fact)
    turned = _TURNED_TO * any(_only_turned_to(unit, fact.task) for unit in evidence.question.units)
    return (
        -other_form
        - turned
        + _OWN_WORDS * (own - evidence.coverage(near | place))
        + _BEYOND_TITLE * beyond_title(evidence, fact)
    )


def _only_turned_to(unit: str, task: str) -> bool:
    """Whether a task is somebody else's who turns to the unit: 可以向学生处申请复核 binds no 学生处."""
    written = re.escape(unit)
    turns = re.search(rf"(?:向|报|送|交|给|告知|通知)[^，。；]{{0,12}}{written}", task)
    return turns is not None and not re.search(rf"{written}(?:应当?|要|须|必须|可以|负责|在|自|将)", task)


def form_fits(reading: str, time: TimeExpression) -> bool:
    """Whether a time is of the kind that is asked for: 隔几年 a recurrence, 几天内 a span, 最迟 a day by when."""
    kind = time.kind
    if ASKS_OFTEN.pattern.search(reading):
        return kind == "recurrence"
    if ASKS_SPAN.pattern.search(reading):
        return kind == "relative"
    if ASKS_LAST.pattern.search(reading):
        return kind in ("deadline", "relative") or time.as_written.endswith("前")
    return True


def _is_of_other_form(reading: str, fact: Deadline) -> bool:
    """Whether days are asked for and the fact counts months, or a span is and the fact recurs, or the other way round."""
    if ASKS_OFTEN.pattern.search(reading):
        return fact.recurrence is None
    if fact.recurrence is not None or fact.deadline is not None:
        return ASKS_SPAN.pattern.search(reading) is not None
    units = asked_units(reading) & SPAN_UNITS
    spans = {quantity.unit for quantity in find_quantities(fact.as_written)}
    return fact.deadline is None and bool(units and spans) and not units & spans


def _beside(best: Match[Deadline], fitting: list[Match[Deadline]]) -> list[Match[Deadline]]:
    """Facts of the same sentence or section that answer as well: 中学生、大学生运动会各几年一届."""
    return [
        match
        for match in fitting
        if match.fact.section_id == best.fact.section_id
        and match.fact.id != best.fact.id
        and match.score >= best.score - _EACH_GAP
    ]


def due_line(evidence: Evidence, fact: Deadline, marks: str, task: str) -> str:
    """A task in words with its time and document; ``marks`` are those of its citations, such as "[1]"."""
    document = evidence.corpus.document(fact.document_id)
    source = source_note(document, evidence.corpus.status[document.id], evidence.question.language)
    time = fact.as_written or fact.recurrence or ""
    return f"{time}：{task}{marks}——{fact.region or ''}{source}"
