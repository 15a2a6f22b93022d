"""Values that a metric is to reach."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.answer.alternatives import alternatives
from kb.answer.asked_time import fits_month, months_asked
from kb.answer.brackets import is_other_bracket
from kb.answer.changed_values import is_replaced
from kb.answer.draft import AnswerDraft
from kb.answer.evidence import Evidence
from kb.answer.figures import PER_ONE
from kb.answer.heads import figure_of, part_of, stands_elsewhere, whole_of
from kb.answer.matching import Match, accept_fact, prefer_current, rank_facts, stage_texts
from kb.answer.measures import unit_fits, units_asked
from kb.answer.neighbours import apart_in_sentence, own_words, pairs
from kb.answer.regions import best_by_region
from kb.answer.several import with_others
from kb.answer.siblings import SERIES, clause_of, is_excluded, is_sibling, other_level
from kb.answer.table_rows import is_cell, is_other_school, row_bonus, rows_named
from kb.answer.target_form import PAST, form_bonus, is_past, is_planned
from kb.answer.wording import source_note, value, when
from kb.contract import Answer
from kb.corpus import Span
from kb.labels import fact_label
from kb.numbers import find_quantities
from kb.records import Target
from kb.rules import Rule, rule

TOTAL = rule(
    "total",
    r"一共|总共|总计|合计|全部加起来|总数|共(?=[招建有要计])",
    example="晋中普高总共准备招多少人",
    counter_example="公共资金占多少",
)
EXTREME = rule(
    "extreme",
    r"最(?:(?P<most>偏远|偏僻|边远|艰苦|困难|远|高|好|优|多)|(?P<least>近|低|差|少|轻))的?(?:[\u4e00-\u9fff]{0,4}的)?(?:那|这)?一?(?:类|档|等|级|挡)",
    example="最偏远的那一档补助多少",
    counter_example="最高补助多少",
)
_COUNTS = frozenset(("", "个", "人", "名", "位", "班", "个班"))
_NO_COUNTS = frozenset(("%", "‰", "元", "万元", "日", "天", "年", "小时"))
_SPOKEN = re.compile(r"[（(].*?[）)]|[^\w]|全[县市省区州旗]|目标|比例$|达到?$")
RULES: tuple[Rule, ...] = (TOTAL, EXTREME)
_LOOKED_AT = 60
_SIBLINGS = 10
_AS_MUCH = 0.7
_SAME_METRIC_GAP = 0.35
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")


def answer_target(evidence: Evidence) -> Answer | None:
    """The value for each region that states one; None when no target fits."""
    if PER_ONE.pattern.search(evidence.question.reading):
        return None  # the number of a group is no stored figure
    fitting = fitting_targets(evidence)
    chosen = [settled(evidence, match, fitting) for match in best_by_region(evidence, fitting)]
    if not chosen or told_of_siblings(evidence, own_words(evidence.corpus, chosen[0].fact)):
        return None
    draft = AnswerDraft(evidence.corpus, evidence.question)
    several = []
    if len(chosen) == 1:
        several = _each_year(evidence, chosen[0].fact) or rows_named(evidence, allowed_targets(evidence))
    facts = several or [fact for match in chosen for fact in _told_with(evidence, match.fact)]
    lines = [_line(evidence, fact, draft.add(fact)) for fact in facts]
    for fact in facts:
        if (conduct := _listed_conduct(evidence, fact)) is not None:
            draft.cite(conduct)
    return draft.finish("target", "\n".join(lines), confidence=chosen[0].score)


def _told_with(evidence: Evidence, best: Target) -> list[Target]:
    """``best`` with the other figures that are asked for, or with those that the question leaves open beside it."""
    named = with_others(evidence, best, allowed_targets(evidence))
    reading = evidence.question.reading
    if len(named) > 1 or EXTREME.pattern.search(reading) or TOTAL.pattern.search(reading):
        return named
    others = [match.fact for match in rank_targets(evidence) if not is_replaced(evidence, match.fact)]
    return alternatives(evidence, best, others)


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
    best = _of_series(evidence, best)
    if evidence.question.years or months_asked(evidence.question) or best.fact.deadline is None:
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
    past = [match for match in same if is_past(evidence, match.fact)]
    if PAST.pattern.search(evidence.question.reading):
        return max(past, key=lambda match: match.fact.deadline or "", default=best)
    planned = [match for match in same if match not in past]
    return max(planned, key=lambda match: match.fact.deadline or "", default=best)


def _of_series(evidence: Evidence, best: Match[Target]) -> Match[Target]:
    """Of the figures of one sentence the greatest where a total or the farthest class is asked for, or the least."""
    reading = evidence.question.reading
    extreme = EXTREME.pattern.search(reading)
    if not extreme and not TOTAL.pattern.search(reading):
        return best
    place = (best.fact.document_id, best.fact.start, best.fact.end, best.fact.unit)
    row = [
        match
        for match in allowed_targets(evidence)
        if (match.fact.document_id, match.fact.start, match.fact.end, match.fact.unit) == place
        and (extreme or match.score >= best.score - _SAME_METRIC_GAP)
        and (not extreme or SERIES.pattern.search(fact_label(match.fact)) or CLASS.search(match.fact.metric))
    ]
    if extreme and len(row) < 2:
        return best
    pick = min if extreme and extreme["least"] else max
    return pick([best, *row], key=lambda match: _size(match.fact))


CLASS = re.compile(r"[一二三四五六甲乙丙丁ABCD][类档等级挡]")


def _size(fact: Target) -> float:
    quantity = next(iter(find_quantities(f"{fact.value}{fact.unit}")), None)
    return float(quantity.magnitude or 0) if quantity else 0.0


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
        and fits_month(evidence.question, match.fact)
        and _fits_unit(evidence, match.fact, asked)
        and not is_other_bracket(evidence.question, fact_label(match.fact))
        and not is_excluded(evidence.question.reading, own_words(evidence.corpus, match.fact))
    ]
    return [
        match
        for match in fitting[:_LOOKED_AT]
        if not is_sibling(evidence.question.topic, own_words(evidence.corpus, match.fact))
        and not other_level(evidence.question.topic, *stage_texts(evidence.corpus, match.fact))
        and not stands_elsewhere(evidence, match.fact)
        and not is_other_school(evidence, match.fact)
        and not is_replaced(evidence, match.fact)
        and not (asks_present and is_planned(evidence, match.fact))
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
        ranked = rank_facts(
            evidence, facts, bonus=lambda fact: form_bonus(evidence, fact) + row_bonus(evidence, fact)
        )
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


def _line(evidence: Evidence, fact: Target, n: int) -> str:
    language = evidence.question.language
    document = evidence.corpus.document(fact.document_id)
    source = source_note(document, evidence.corpus.status[document.id], language)
    time = when(fact.deadline, fact.as_written, language)
    region = f"{fact.region}：" if fact.region else ""
    separator = "，" if language == "zh" else ", "
    timing = f"{time}{separator}" if time else ""
    return f"{region}{timing}{fact.metric} {value(fact, language, quote=document.text[fact.start : fact.end])}[{n}]——{source}"
