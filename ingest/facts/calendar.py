"""Calendars by month: under 9月 or （二）10月份 a line says only 5日, 14日前, 20日至24日 or 下旬."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.facts.source import Sentence, Source
from kb.dates import TimeExpression, last_day
from kb.numbers import narrow, parse_number
from kb.records import Section
from kb.rules import Rule, rule
from kb.time_rules import DASH, DAY, HOUR, MONTH

MONTH_LINE: Rule = rule(
    "month_line",
    rf"^[\s■#]*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*)?(?:(?P<year>20\d\d)\s*年\s*)?(?P<month>{MONTH})\s*月(?:份)?"
    r"(?:的|(?:主要|重点|具体)?(?:工作|活动|安排|任务|事项|计划|内容|日程))*\s*[：:]?\s*$",
    example="（一）9月份重点工作",
    counter_example="9月底前完成",
)
"""A heading or a line of its own that names only a month."""
DAYS: Rule = rule(
    "days",
    rf"(?:^[\s—－·•*-]*(?:[（(]\d{{1,2}}[）)]|\d{{1,2}}[.．、](?=\D|{DAY}[日号]|{DAY}{DASH}{DAY}[日号]))?|(?<=[，；。：、]))\s*(?P<time>(?P<first>{DAY})\s*[日号]?{DASH}(?P<last>{DAY})\s*[日号](?:期间)?"
    rf"|(?P<day>{DAY})\s*[日号]{HOUR}\s*(?:之?前|以前|止)?(?!期|程|常|历|均)|(?:[上中下]旬|月初|月中|月[底末]|全月|[本当]月内?)(?:之?前|以前)?)",
    example="14日前，完成新教师培训。",
    counter_example="每月14日前报送",
)
"""A time that leaves its month to the line above; at the start of a clause."""
_PARTS = {"上旬": 10, "月初": 10, "中旬": 20, "月中": 20}
_HALF_YEAR = 6


@dataclass(frozen=True, slots=True)
class Month:
    """A month that governs the lines below it."""

    value: str
    """ISO month."""
    start: int
    """Where the line that names it starts in the document."""
    time: TimeExpression
    is_heading: bool


def months_of(source: Source) -> Iterator[tuple[Sentence, Month | None]]:
    """Every sentence with the month whose line stands above it, as its section's heading or in its section."""
    above: tuple[Sentence, Month] | None = None
    for sentence in source.sentences:
        headed = _heading_month(source, sentence.section)
        if above is not None and not _is_item(sentence.section, above[0].section):
            above = None
        own = _month(source, sentence.section, sentence.text, sentence.start, is_heading=False)
        if own is not None:
            above = (sentence, own)
        yield sentence, None if own else above[1] if above else headed


def _heading_month(source: Source, section: Section) -> Month | None:
    """The month that the section's heading or one above it names."""
    at: Section | None = section
    while at is not None:
        if month := _month(source, at, at.title, at.start, is_heading=True):
            return month
        at = source.sections.get(at.parent_id) if at.parent_id else None
    return None


def _is_item(section: Section, above: Section) -> bool:
    """Whether a section is the one of the line above or a numbered item (1．) behind it."""
    return section.id == above.id or re.match(r"[（(]?\d", section.label) is not None


def with_days(text: str, times: tuple[TimeExpression, ...], month: Month) -> tuple[TimeExpression, ...]:
    """The times of a sentence with its bare days dated by the month; they take the place of what they overlap."""
    days = [_day(match, month) for match in DAYS.pattern.finditer(narrow(text))]
    rest = [time for time in times if not any(day.start < time.end and time.start < day.end for day in days)]
    return tuple(sorted([*rest, *days], key=lambda time: time.start))


def _month(source: Source, section: Section, words: str, start: int, *, is_heading: bool) -> Month | None:
    match = MONTH_LINE.pattern.match(narrow(words.strip()))
    if match is None:
        return None
    number = int(parse_number(match["month"]) or 0)
    named = int(match["year"]) if match["year"] else source.years.of_headings(section)
    year = named or source.years.month(number)
    if year is None:
        return None
    issued = source.document.metadata.issued
    behind = issued is not None and f"{year:04d}" == issued[:4]
    later = behind and not named and issued is not None and int(issued[5:7] or 1) - number >= _HALF_YEAR
    value = f"{year + later:04d}-{number:02d}"
    written = re.search(rf"{MONTH}\s*月", narrow(words))
    at = written.span() if written else (0, 0)
    time = TimeExpression(0, 0, words[slice(*at)], "period", value)
    return Month(value, start, time, is_heading)


def _day(match: re.Match[str], month: Month) -> TimeExpression:
    written = match["time"].strip()
    start = match.start("time")
    if number := match["last"] or match["day"]:
        day = int(parse_number(number) or 0)
    else:
        day = _PARTS.get(written[:2], 31)
    last = int(last_day(month.value)[-2:])
    by = re.search(r"前|止$", written) is not None
    first = month.value[:4] if match["first"] else None
    value = f"{month.value}-{min(day, last):02d}"
    return TimeExpression(
        start, start + len(written), written, "deadline" if by else "period", value, value_from=first
    )
