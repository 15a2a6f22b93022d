"""The figures that may fill a cell of a comparison: of stored facts, of tables, and of sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.answer.candidates import Candidate
from kb.answer.changes import is_only_change
from kb.answer.evidence import Evidence
from kb.answer.figures import figures_of
from kb.answer.focus import HOLDERS
from kb.answer.matching import Match, accept_fact
from kb.answer.measures import TIME_UNITS
from kb.answer.neighbours import own_words, pairs
from kb.answer.options import (
    MOST_FACTS,
    SLACK,
    Cell,
    Option,
    UnitsWanted,
    current_of,
    held_of,
    proofs_of,
    raised,
)
from kb.answer.siblings import is_of_other_kind, levels_of, other_level
from kb.answer.stated import may_answer, target_of
from kb.answer.table_years import in_year
from kb.answer.targets import allowed_targets, rank_targets
from kb.labels import fact_label
from kb.numbers import Quantity, find_quantities
from kb.records import Target

_BESIDE_FACTS = 0.5
"""Share of its worth that a figure of a sentence keeps where a stored fact answers."""
_OTHER_HOLDER = 0.25
"""What a figure loses that is of people (骨干教师) whom the question does not name."""
_OTHER_PERIOD = 0.12
"""What a figure loses that is counted by another period or head (每学年) than the question says (一个周期)."""
_ONLY_CHANGE = 0.3
"""What a figure loses that only says by how much something changes."""
_PRECISION = 0.03
_TABLE_YEAR = 0.05
_CLASS = re.compile(r"第?[一二三四五六七八九十][类档级等]")
_OFTEN = re.compile(r"周期|频|每隔|一[次轮回届]|多久[^,，。?？]{0,6}[次轮回届]|几年")
_ONE = re.compile(r"一个(?!百分点|工作日|月|学期|小时)")
_NAMED = re.compile(r"义务|一贯|毛入|巩固|行动|规划|教育")
_PERIOD = re.compile(r"(?:每|一个?)(?P<what>学年|学期|周期|年(?!级)|个?月|天|日|周|课时|节|餐|次)")
_CONDITION = re.compile(r"(?:以[上下内])?的[，,]")
_BARE = re.compile(r"[\W_]|达到?|累计|满|超过|不[低少高多]于|不超过|其中|以上|以下")
_LEAST_BEFORE = 2
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)年")


def figure_options(evidence: Evidence, wanted: UnitsWanted) -> list[Option]:
    """Figures of one side, of facts and of sentences."""
    accept = accept_fact(evidence)
    proofs = proofs_of(evidence)
    found: list[Option] = []
    for match in [*current_of(evidence, allowed_targets(evidence)), *_in_years(evidence)][:MOST_FACTS]:
        loss = wanted.loss(match.fact.unit)
        worth = raised(match.score - accept, proofs, match.fact)
        if loss is not None and worth >= -SLACK:
            found.append(_of_target(evidence, match.fact, worth - loss))
    facts = tuple(found)
    known = any(fact.worth >= 0 for fact in facts)
    for candidate, worth in proofs:
        if known and worth > 0:
            worth *= _BESIDE_FACTS
        for option in _of_sentence(evidence, candidate, worth):
            loss = wanted.loss(option.unit)
            unasked = not wanted.units and option.unit in TIME_UNITS
            if loss is not None and not unasked and not any(_same_figure(option, fact) for fact in facts):
                found.append(replace(option, worth=option.worth - loss))
    return found


def _same_figure(one: Option, other: Option) -> bool:
    (document, start, end, _), (its, low, high, _) = one.place, other.place
    left, right = one.cell.target, other.cell.target
    if left is None or right is None or document != its or start >= high or low >= end:
        return False
    return left.value == right.value and (
        left.unit == right.unit or bool(left.value_high or right.value_high)
    )


def _in_years(evidence: Evidence) -> list[Match[Target]]:
    """Figures that a table gives for an asked year in which no target stands: the column of the base year."""
    years = evidence.question.years
    if len(years) != 1:
        return []
    found = []
    for match in rank_targets(evidence)[:MOST_FACTS]:
        fact = in_year(evidence.corpus, match.fact, years[0])
        if fact is not None:
            found.append(replace(match, fact=fact, score=match.score + _TABLE_YEAR))
    return found


def _lost(evidence: Evidence, words: str, counted: frozenset[str]) -> float:
    """What a figure loses for being of people or by a period that the question does not speak of."""
    reading = evidence.question.reading
    holders = [name for name in HOLDERS.pattern.findall(words) if name not in reading]
    asked = periods(reading)
    other = bool(asked) and bool(counted) and not asked & counted
    change = is_only_change(reading, words)
    return _OTHER_HOLDER * bool(holders) + _OTHER_PERIOD * other + _ONLY_CHANGE * change


def _precision(evidence: Evidence, label: str) -> float:
    """Share of the label that the question speaks of: 每周期累计 is nearer to 一个周期 than 校本研修每周期最多认定."""
    named = pairs(label)
    return len(named & pairs(evidence.question.reading)) / len(named) if named else 0.0


def periods(text: str) -> frozenset[str]:
    """By what something is counted: 学期 of 每学期 and 一个学期."""
    return frozenset(match["what"] for match in _PERIOD.finditer(text))


def _of_target(evidence: Evidence, fact: Target, worth: float) -> Option:
    quote = evidence.corpus.document(fact.document_id).text[fact.start : fact.end]
    words = own_words(evidence.corpus, fact)
    clause = words
    if "|" not in quote:
        quantities = _counting(quote)
        clauses = clauses_of(quote, quantities)
        same = [at for at, q in enumerate(quantities) if (q.value, q.unit) == (fact.value, fact.unit)]
        clause = " ".join(clauses[at] for at in same[:1]) or words
        condition = any(_CONDITION.match(quote, quantities[at].end) for at in same[:1])
        words = clause if condition else f"{words} {clause}"
    place = (fact.document_id, fact.start, fact.end, f"{fact.value}{fact.deadline or ''}")
    held = held_of(evidence, words, fact.document_id, quote)
    counted = periods(clause)
    label = fact_label(fact)
    worth += _PRECISION * _precision(evidence, label) - _lost(evidence, words, counted)
    levels = _levels(evidence, fact, label, clause)
    return Option(Cell(target=fact), worth, held, label, words, quote, fact.unit, place, counted, levels)


def _levels(evidence: Evidence, fact: Target, *texts: str) -> frozenset[str]:
    """Levels of schooling of a figure where the question names none; its closest words tell, last the document's title.

    高中班额 of one place says nothing beside 小学班额 of another.
    """
    if levels_of(evidence.question.reading):
        return frozenset()
    corpus = evidence.corpus
    path = reversed(corpus.section(fact.section_id).path)
    title = corpus.documents[fact.document_id].metadata.title
    return next((levels for text in (*texts, *path, title) if (levels := levels_of(text))), frozenset())


def _of_sentence(evidence: Evidence, candidate: Candidate, worth: float) -> list[Option]:
    """An option for each figure of a sentence that may be meant."""
    question, text = evidence.question, candidate.sentence.text
    quantities = _counting(text)
    clauses = dict(zip((q.start for q in quantities), clauses_of(text, quantities), strict=True))
    found = []
    for figure in figures_of(text, None):
        if figure.start not in clauses:
            continue
        words = clauses[figure.start]
        named = _NAMED.match(text, figure.end) is not None  # 九年义务教育, 学前三年毛入园率
        # 每千人配三十名, 五年为一个周期
        base = (
            text[: figure.start].endswith("每")
            and figure.unit not in TIME_UNITS
            or _ONE.match(text, figure.start)
        )
        if (
            named
            or base
            or other_level(question.topic, words, text)
            or is_of_other_kind(question.topic, words)
            or _other_year(evidence, words)
            or not may_answer(evidence, candidate, figure.start, figure.end)
        ):
            continue
        target = target_of(evidence, candidate, figure)
        span = (target.document_id, candidate.sentence.start, candidate.sentence.end, figure.value)
        held = held_of(evidence, words, target.document_id, text)
        counted = periods(words)
        recurs = text[: figure.start].endswith("每") and not _OFTEN.search(question.reading)
        own = worth - _lost(evidence, words, counted) - _OTHER_PERIOD * recurs
        found.append(
            Option(
                Cell(target=target),
                own,
                held,
                target.metric,
                words,
                text,
                figure.unit,
                span,
                counted,
                _levels(evidence, target, words),
            )
        )
    return found


def _counting(text: str) -> list[Quantity]:
    """The quantities of a text without the names of classes (一类学校, 二档)."""
    return [q for q in find_quantities(text) if not _CLASS.fullmatch(text, q.start, q.end)]


def clauses_of(text: str, figures: Sequence[Quantity]) -> list[str]:
    """The words of each figure: from those of the one before it to the last mark before the next figure.

    What follows from a figure belongs to it, and alone where the figure is a condition: 达到40节的，给予记过. A
    figure without words of its own before it takes those that stand before the first one (旷课累计15节以上…，30节以上…).
    """
    found, low, head = [], 0, ""
    for place, figure in enumerate(figures):
        until = figures[place + 1].start if place + 1 < len(figures) else len(text)
        stops = [at for mark in "；;。\n" if 0 <= (at := text.find(mark, figure.end)) < until]
        marks = [at for mark in "，,、" if (at := text.rfind(mark, figure.end, until)) >= 0]
        last = until if until == len(text) else max(marks, default=figure.end)
        end = min(stops, default=last)
        before = text[low : figure.start]
        bare = len(_BARE.sub("", before)) < _LEAST_BEFORE
        head = head if bare else before
        own = text[figure.end if _CONDITION.match(text, figure.end) else low : end]
        found.append(f"{head} {own}" if place and bare else own)
        low = end
    return found


def _other_year(evidence: Evidence, words: str) -> bool:
    named = {int(year) for year in _YEARS.findall(words)}
    return bool(named) and bool(evidence.question.years) and not named & set(evidence.question.years)
