"""Values that a metric is to reach."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.answer.brackets import is_other_bracket
from kb.answer.draft import AnswerDraft
from kb.answer.evidence import Evidence
from kb.answer.heads import figure_of, part_of, stands_elsewhere, whole_of
from kb.answer.matching import Match, accept_fact, prefer_current, rank_facts, stage_texts
from kb.answer.measures import unit_fits, units_asked
from kb.answer.neighbours import apart_in_sentence, own_words, pairs
from kb.answer.regions import best_by_region
from kb.answer.several import with_others
from kb.answer.siblings import clause_of, is_sibling, other_level
from kb.answer.table_rows import is_cell, is_other_school, row_bonus, rows_named
from kb.answer.wording import source_note, value, when
from kb.contract import Answer
from kb.corpus import Span
from kb.labels import fact_label
from kb.records import Target
from kb.rules import Rule, rule

_UPPER = re.compile(
    r"不(?:得|能|应|可|许)?超过|最多|上限|至多|以内|以下|不高于|at most|no more than|maximum|limit"
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
_COUNTS = frozenset(("", "个", "人", "名", "位", "班", "个班"))
_NO_COUNTS = frozenset(("%", "‰", "元", "万元", "日", "天", "年", "小时"))
_SPOKEN = re.compile(r"[（(].*?[）)]|[^\w]|全[县市省区州旗]|目标|比例$|达到?$")
_LOOKED_AT = 60
_SIBLINGS = 10
_AS_MUCH = 0.7
_SAME_METRIC_GAP = 0.35
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d年")
_SHARE = re.compile(r"百分之几|率|占比|比例|百分|几成|percent|rate|share")


def answer_target(evidence: Evidence) -> Answer | None:
    """The value for each region that states one; None when no target fits."""
    fitting = fitting_targets(evidence)
    chosen = [settled(evidence, match, fitting) for match in best_by_region(evidence, fitting)]
    if not chosen or told_of_siblings(evidence, own_words(evidence.corpus, chosen[0].fact)):
        return None
    draft = AnswerDraft(evidence.corpus, evidence.question)
    several = []
    if len(chosen) == 1:
        several = _each_year(evidence, chosen[0].fact) or rows_named(evidence, allowed_targets(evidence))
    facts = several or [
        fact for match in chosen for fact in with_others(evidence, match.fact, allowed_targets(evidence))
    ]
    lines = [_line(evidence, fact, draft.add(fact)) for fact in facts]
    for fact in facts:
        if (conduct := _listed_conduct(evidence, fact)) is not None:
            draft.cite(conduct)
    return draft.finish("target", "\n".join(lines), confidence=chosen[0].score)


def _listed_conduct(evidence: Evidence, fact: Target) -> Span | None:
    """Where the item stands that a fine is for, behind the sentence that sets it for all items of its list."""
    text = evidence.corpus.document(fact.document_id).text
    if not fact.subject or not text[fact.start : fact.end].endswith(("：", ":")):
        return None
    at = text.find(fact.subject, fact.end)
    return Span(fact.document_id, at, at + len(fact.subject)) if at >= 0 else None


def _each_year(evidence: Evidence, best: Target) -> list[Target]:
    """The value of one metric for each of the years that are asked for; empty where fewer than two are stated."""
    years = evidence.question.years
    found = {
        match.fact.deadline: match.fact
        for match in reversed(allowed_targets(evidence))
        if match.fact.deadline
        and match.fact.document_id == best.document_id
        and _plain(match.fact) == _plain(best)
    }
    return [found[time] for time in sorted(found)] if len(years) > 1 and len(found) > 1 else []


def find_targets(evidence: Evidence) -> list[Match[Target]]:
    """The best target of every region that answers, best first."""
    fitting = fitting_targets(evidence)
    return [settled(evidence, match, fitting) for match in best_by_region(evidence, fitting)]


def settled(evidence: Evidence, best: Match[Target], ranked: Sequence[Match[Target]]) -> Match[Target]:
    """Of the values that one document sets for one metric at several times, the last one, unless a time is asked for.

    Who asks how it stands now gets the first one, where that lies before the time of the plan; and a share of a
    figure gives way to the whole.
    """
    facts = {match.fact.id: match for match in ranked}
    targets = [match.fact for match in ranked]
    meant = whole_of(evidence, best.fact, targets) or part_of(evidence, best.fact, targets)
    best = best if meant is None else facts[meant.id]
    if evidence.question.years or best.fact.deadline is None:
        return best
    same = [
        match
        for match in ranked
        if match.fact.deadline is not None
        and match.fact.document_id == best.fact.document_id
        and match.fact.region == best.fact.region
        and match.fact.unit == best.fact.unit
        and match.fact.comparator not in ("cover", "eliminate")
        and match.score >= best.score - _SAME_METRIC_GAP
        and _plain(match.fact) == _plain(best.fact)
    ]
    past = [match for match in same if _is_past(evidence, match.fact)]
    if PAST.pattern.search(evidence.question.reading):
        return max(past, key=lambda match: match.fact.deadline or "", default=best)
    planned = [match for match in same if match not in past]
    return max(planned, key=lambda match: match.fact.deadline or "", default=best)


def _plain(fact: Target) -> str:
    return _SPOKEN.sub("", fact_label(fact))


def fitting_targets(evidence: Evidence) -> list[Match[Target]]:
    """Targets that answer, best first; those of superseded documents only when no other is left."""
    return prefer_current(evidence.corpus, allowed_targets(evidence), at_least=accept_fact(evidence))


def allowed_targets(evidence: Evidence) -> list[Match[Target]]:
    """Targets for the year and in the unit of measure that are asked for, best first, however little they fit."""
    asked = units_asked(evidence.question)
    asks_present = not evidence.question.years and PAST.pattern.search(evidence.question.reading) is not None
    fitting = [
        match
        for match in rank_targets(evidence)
        if fits_year(evidence, match.fact)
        and _fits_unit(evidence, match.fact, asked)
        and not is_other_bracket(evidence.question, fact_label(match.fact))
    ]
    return [
        match
        for match in fitting[:_LOOKED_AT]
        if not is_sibling(evidence.question.topic, own_words(evidence.corpus, match.fact))
        and not other_level(evidence.question.topic, *stage_texts(evidence.corpus, match.fact))
        and not stands_elsewhere(evidence, match.fact)
        and not is_other_school(evidence, match.fact)
        and not (asks_present and _is_planned(evidence, match.fact))
    ]


def _fits_unit(evidence: Evidence, fact: Target, asked: frozenset[str]) -> bool:
    """Whether a value can answer a question for so many 人 or 所; values without a number always can.

    The cells of a table often count without saying in what.
    """
    if not asked or not fact.value or fact.comparator in ("cover", "eliminate"):
        return True
    fits = unit_fits(fact.unit, asked)
    counts = fact.unit in _COUNTS and (asked & _COUNTS or not fact.unit)
    return fits or bool(counts and not asked & _NO_COUNTS and is_cell(evidence, fact))


def rank_targets(evidence: Evidence) -> list[Match[Target]]:
    """All targets of the allowed documents, best first, whatever their year."""
    if evidence.ranked_targets is None:
        facts = [fact for fact in evidence.corpus.facts if isinstance(fact, Target)]
        ranked = rank_facts(evidence, facts, bonus=lambda fact: _bonus(evidence, fact))
        evidence.ranked_targets = apart_in_sentence(evidence, ranked)
    return evidence.ranked_targets


def told_of_siblings(evidence: Evidence, text: str) -> bool:
    """Whether a figure of a sibling (初中 for 高中) holds clearly more of the question's words than ``text``.

    What is asked for is then missing: a sentence that shares its level or class alone answers no better.
    """
    asked = pairs(evidence.question.topic)
    held = [
        len(asked & pairs(match.fact.metric if is_cell(evidence, match.fact) else fact_label(match.fact)))
        for match in rank_targets(evidence)[:_SIBLINGS]
        if match.score >= accept_fact(evidence)
        and is_sibling(evidence.question.topic, own_words(evidence.corpus, match.fact))
    ]
    return len(asked & pairs(text)) < _AS_MUCH * max(held, default=0)


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
    quote = evidence.corpus.document(fact.document_id).text[fact.start : fact.end]
    figure = figure_of(quote, fact)
    written = _YEAR.findall(clause_of(quote, figure)) if figure and "分别" not in quote else []
    if written and not {int(year) for year in written} & set(years):
        return False
    return evidence.corpus.document(fact.document_id).metadata.plans_for(years)


def _bonus(evidence: Evidence, fact: Target) -> float:
    """The form of the value that the question's wording asks for."""
    reading = evidence.question.reading
    bonus = row_bonus(evidence, fact)
    if wanted := units_asked(evidence.question):
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
    if _is_past(evidence, fact) and not PAST.pattern.search(reading):
        bonus -= 0.2
    return bonus


def _is_planned(evidence: Evidence, fact: Target) -> bool:
    """Whether a figure is to be reached after its document was issued."""
    issued = evidence.corpus.document(fact.document_id).metadata.issued
    return fact.deadline is not None and issued is not None and fact.deadline[:4] > issued[:4]


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
