"""The time for which a question wants one of several figures: 9月底支付率要到多少 beside 6月底 and 11月底."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.dates import find_times
from kb.numbers import Quantity
from kb.question.model import Question
from kb.question.windows import MONTHS, month_number
from kb.records import Target
from kb.rules import Rule, rule

BY_MONTH: Rule = rule(
    "by_month",
    r"(?<![\d/])(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?(?:底|末|\d{1,2}[日号]|[上中下]旬)?(?:之?前|以前|时)?(?!\d|嫂|饼|季|经|考)",
    example="9月底专项资金支付率要到多少",
    counter_example="每个月补多少钱",
)
"""A month by which, or in which, something is so."""
RULES: tuple[Rule, ...] = (BY_MONTH,)


def months_asked(question: Question) -> frozenset[int]:
    """Numbers of the months that a question about a figure names; empty where it names none or a stretch of them."""
    reading = question.reading
    if any(m["quarter"] or m["half"] or m["first"] for m in MONTHS.pattern.finditer(reading)):
        return frozenset()
    return frozenset(month_number(match["month"]) for match in BY_MONTH.pattern.finditer(reading))


def fits_month(question: Question, fact: Target) -> bool:
    """Whether a figure is due in a month that the question names, or in no month at all."""
    wanted = months_asked(question)
    named = re.fullmatch(r"\d{4}-(\d\d)(?:-\d\d)?", fact.deadline or "")
    if not wanted or named is None or not re.search("月|季|半年", fact.as_written):
        return not wanted or named is None or int(named[1]) in wanted
    return int(named[1]) in wanted


def of_asked_time(question: Question, sentence: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Of the quantities of a sentence those of the years and months that the question names; all where none is."""
    times = find_times(sentence, context_year=next(iter(question.years), None))
    months = months_asked(question)

    def fits(quantity: Quantity) -> bool:
        before = [time for time in times if time.end <= quantity.start and time.kind != "recurrence"]
        if not before:
            return False
        value, written = before[-1].value or "", before[-1].as_written
        named = BY_MONTH.pattern.search(written)
        in_month = not months or (named is not None and month_number(named["month"]) in months)
        return in_month and (not question.years or (value[:4].isdigit() and int(value[:4]) in question.years))

    if not (months or question.years):
        return list(quantities)
    return [quantity for quantity in quantities if fits(quantity)] or list(quantities)
