"""How far the form of a target fits the wording of a question: limit, share, period, size of group, past or planned."""

from __future__ import annotations

import re

from kb.answer.changes import is_only_change
from kb.answer.evidence import Evidence
from kb.answer.heads import figure_of
from kb.answer.measures import units_asked
from kb.answer.neighbours import own_words
from kb.answer.periods import other_period, periods_of
from kb.answer.shares import share_asked
from kb.answer.siblings import clause_of
from kb.numbers import find_quantities
from kb.records import Target
from kb.rules import Rule, rule
from kb.text import normalize

_UPPER = re.compile(
    r"不(?:得|能|应|可|许)?超过|最多|上限|至多|以内|以下|不高于|封顶|顶多|at most|no more than|maximum|limit"
)
_LOWER = re.compile(r"至少|不低于|不少于|最少|下限|最低|以上|at least|minimum")
_ELIMINATE = re.compile(r"消除|清零|取消|eliminat")
PAST = rule(
    "past",
    r"目前|现在(?!要|起|应|规定|标准)|现有|当前|已经?(?:达到?|有|建成)|此前|原来|当时|过去|现状|(?:一共|总共|共|现|已)有(?:多少|好多|几)|基础上|上年|去年|十三五|current|so far|already",
    example="全县现在的毛入园率是多少",
    counter_example="毛入园率要达到多少",
)
RULES: tuple[Rule, ...] = (PAST,)
_WHOLE_NAME = 5
"""Least characters of a metric whose whole name in the question means that figure (对口就业率)."""
_SHARE = re.compile(r"百分之几|率|占比|比例|百分|几成|percent|rate|share")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d年")


def form_bonus(evidence: Evidence, fact: Target) -> float:
    """The form of the value that the question's wording asks for."""
    reading = evidence.question.reading
    bonus = 0.0
    if wanted := units_asked(evidence.question):
        bonus += 0.04 if {fact.unit, fact.unit.lstrip("百千万亿")} & wanted else -0.12
    elif _SHARE.search(reading):
        bonus += 0.05 if fact.unit in ("%", "‰", "") else -0.1
    if _UPPER.search(reading):
        bonus += 0.06 if fact.comparator == "<=" else -0.04
    elif _ELIMINATE.search(reading):
        bonus += 0.1 if fact.comparator == "eliminate" else -0.06
    elif _LOWER.search(reading):
        bonus += 0.04 if fact.comparator == ">=" else 0.0
    if evidence.question.years and fact.deadline is not None:
        bonus += 0.06
    if len(fact.metric) >= _WHOLE_NAME and fact.metric in normalize(evidence.question.text):
        bonus += 0.12
    if (part := share_asked(reading)) and len(_named(fact.metric)) > 1:
        bonus += 0.2 if part in _named(fact.metric) else -0.1
    if _is_of_other_size(reading, evidence, fact):
        bonus -= 0.15
    if is_only_change(reading, fact.metric):
        bonus -= 0.15
    own = own_words(evidence.corpus, fact) if periods_of(reading) else ""
    if own and periods_of(own):
        bonus += -0.15 if other_period(reading, own) else 0.05
    if is_past(evidence, fact) and not PAST.pattern.search(reading):
        bonus -= 0.2
    return bonus


def _named(metric: str) -> str:
    return metric.replace("老师", "教师")


_EVERY = re.compile(r"每\s*$")


def _is_of_other_size(reading: str, evidence: Evidence, fact: Target) -> bool:
    """Whether a figure is for groups of another size: 每40名学生配1名 where 50个学生 are asked about."""
    if not _GROUP_OF.search(reading):
        return False
    quote = evidence.corpus.document(fact.document_id).text[fact.start : fact.end]
    figure = figure_of(quote, fact)
    clause = clause_of(quote, figure) if figure else ""
    sizes = {q.value for q in find_quantities(clause) if _EVERY.search(clause[: q.start])}
    return bool(sizes) and not sizes & {q.value for q in find_quantities(reading)}


_GROUP_OF = re.compile(r"\d+(?:个|名|位)(?:学生|幼儿|孩子|娃|寄宿生|住校生)")


def is_planned(evidence: Evidence, fact: Target) -> bool:
    """Whether a figure is to be reached after its document was issued."""
    issued = evidence.corpus.document(fact.document_id).metadata.issued
    return fact.deadline is not None and issued is not None and fact.deadline[:4] > issued[:4]


def is_past(evidence: Evidence, fact: Target) -> bool:
    """Whether a figure says what had been reached before the document's period, and the question names no year."""
    metadata = evidence.corpus.document(fact.document_id).metadata
    first = metadata.year_from or (int(metadata.issued[:4]) if metadata.issued else None)
    if first is None and _BARE_YEAR.fullmatch(fact.as_written):
        # 2022年，骨干教师占16.5% beside 到2025年 in a text that states no date of its own
        planned = [
            int(other.deadline[:4])
            for other in evidence.corpus.facts_of(fact.document_id)
            if isinstance(other, Target)
            and other.deadline is not None
            and not _BARE_YEAR.fullmatch(other.as_written)
        ]
        first = min(planned, default=None)
    if fact.deadline is None or first is None or evidence.question.years:
        return False
    return int(fact.deadline[:4]) < first
