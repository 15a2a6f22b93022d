"""Values that a metric is to reach."""

from __future__ import annotations

import re

from kb.answer.draft import AnswerDraft
from kb.answer.evidence import Evidence
from kb.answer.matching import Match, accept_fact, prefer_current, rank_facts
from kb.answer.measures import asked_units
from kb.answer.neighbours import apart_in_sentence
from kb.answer.regions import best_by_region
from kb.answer.several import with_others
from kb.answer.wording import source_note, value, when
from kb.contract import Answer
from kb.records import Target

_UPPER = re.compile(
    r"不(?:得|能|应|可|许)?超过|最多|上限|至多|以内|以下|不高于|at most|no more than|maximum|limit"
)
_LOWER = re.compile(r"至少|不低于|不少于|最少|下限|最低|以上|at least|minimum")
_ELIMINATE = re.compile(r"消除|清零|取消|eliminat")
_PAST = re.compile(
    r"目前|现在|现有|当前|已经?(?:达到?|有|建成)|此前|原来|当时|过去|现状|基础|上年|去年|十三五|current|so far|already"
)
_BARE_YEAR = re.compile(r"(?:19|20)\d\d年")
_SHARE = re.compile(r"百分之几|率|占比|比例|百分|几成|percent|rate|share")


def answer_target(evidence: Evidence) -> Answer | None:
    """The value for each region that states one; None when no target fits."""
    fitting = fitting_targets(evidence)
    chosen = best_by_region(evidence, fitting)
    if not chosen:
        return None
    draft = AnswerDraft(evidence.corpus, evidence.question)
    facts = [
        fact for match in chosen for fact in with_others(evidence, match.fact, allowed_targets(evidence))
    ]
    lines = [_line(evidence, fact, draft.add(fact)) for fact in facts]
    return draft.finish("target", "\n".join(lines), confidence=chosen[0].score)


def find_targets(evidence: Evidence) -> list[Match[Target]]:
    """The best target of every region that answers, best first."""
    return best_by_region(evidence, fitting_targets(evidence))


def fitting_targets(evidence: Evidence) -> list[Match[Target]]:
    """Targets that answer, best first; those of superseded documents only when no other is left."""
    return prefer_current(evidence.corpus, allowed_targets(evidence), at_least=accept_fact(evidence))


def allowed_targets(evidence: Evidence) -> list[Match[Target]]:
    """Targets for the year and in the unit of measure that are asked for, best first, however little they fit."""
    asked = asked_units(evidence.question.reading)
    return [
        match
        for match in rank_targets(evidence)
        if fits_year(evidence, match.fact) and _fits_unit(match.fact, asked)
    ]


def _fits_unit(fact: Target, asked: frozenset[str]) -> bool:
    """Whether a value can answer a question for so many 人 or 所; values without a number always can."""
    if not asked or not fact.value or fact.comparator in ("cover", "eliminate"):
        return True
    return fact.unit in asked or any(fact.unit.endswith(unit) for unit in asked)


def rank_targets(evidence: Evidence) -> list[Match[Target]]:
    """All targets of the allowed documents, best first, whatever their year."""
    facts = [fact for fact in evidence.corpus.facts if isinstance(fact, Target)]
    ranked = rank_facts(evidence, facts, bonus=lambda fact: _bonus(evidence, fact))
    return apart_in_sentence(evidence, ranked)


def fits_year(evidence: Evidence, fact: Target) -> bool:
    """Whether the target is for a year that is asked about.

    A target without a time of its own holds for the period of its document, and for any year where
    the document states no period (standing rules).
    """
    years = evidence.question.years
    if not years:
        return True
    if fact.deadline is not None:
        return int(fact.deadline[:4]) in years
    return evidence.corpus.document(fact.document_id).metadata.plans_for(years)


def _bonus(evidence: Evidence, fact: Target) -> float:
    """The form of the value that the question's wording asks for."""
    reading = evidence.question.reading
    bonus = 0.0
    if wanted := asked_units(reading):
        bonus += 0.04 if fact.unit in wanted else -0.12
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
    if _is_past(evidence, fact) and not _PAST.search(reading):
        bonus -= 0.2
    return bonus


def _is_past(evidence: Evidence, fact: Target) -> bool:
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


def _line(evidence: Evidence, fact: Target, n: int) -> str:
    language = evidence.question.language
    document = evidence.corpus.document(fact.document_id)
    source = source_note(document, evidence.corpus.status[document.id], language)
    time = when(fact.deadline, fact.as_written, language)
    region = f"{fact.region}：" if fact.region else ""
    separator = "，" if language == "zh" else ", "
    timing = f"{time}{separator}" if time else ""
    return f"{region}{timing}{fact.metric} {value(fact, language, quote=document.text[fact.start : fact.end])}[{n}]——{source}"
