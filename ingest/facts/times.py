"""Which time governs which words: a deadline holds for the clauses after it until another takes over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.facts.calendar import months_of, with_days
from ingest.facts.carrying import MAX_WIDENING, Reach
from ingest.facts.source import Sentence, Source, blank
from ingest.facts.years import year_written
from kb.dates import TimeExpression, find_times
from kb.records import Section

BASELINE = re.compile(
    r"(?:较|比|与|同|以|在)(?:19|20)\d\d\s*年(?:底|末|度)?(?:的)?(?:相比|为基[数期准]|水平|基础上|基数上)?$"
)
"""Ends with a year that a figure is measured against (较2020年), which is no time by when."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A sentence with its times; offsets of ``times`` count from the sentence's start."""

    sentence: Sentence
    text: str
    """The sentence with titles in 《》 and document numbers blanked out, of the same length."""
    times: tuple[TimeExpression, ...]
    inherited: TimeExpression | None
    """A time stated in an earlier lead-in (到2025年，实现以下目标：)."""
    inherited_from: int
    """Where the lead-in starts in the document."""
    carried: bool = False
    """Whether the inherited time comes from a sentence before that opens with it (到2025年，…。), not from a lead-in."""
    month_from: int | None = None
    """Where the line starts that names the month of this sentence's bare days; None where a heading does."""


def timed_sentences(source: Source) -> Iterator[Timed]:
    """Every sentence with the times that can govern its words."""
    reach = Reach()
    before: tuple[int, int | None] = (-1, None)
    for sentence, month in months_of(source):
        text = source.plain(sentence)
        named = before[1] if before[0] == sentence.paragraph else None
        year = max(filter(None, (named, source.years.of_headings(sentence.section))), default=None)
        year = year if year != source.year else None
        times = tuple(time for time in source.years.times(text, year=year) if not _is_baseline(text, time))
        written = year_written(times)
        if before[0] != sentence.paragraph or (written and written > (source.year or 0)):
            before = (sentence.paragraph, written if written and written > (source.year or 0) else None)
        if month is not None:
            times = with_days(text, times, month)
            line = None if month.is_heading else month.start
            yield Timed(sentence, text, times, month.time, month.start, month_from=line)
            continue
        reach.enter(sentence, times)
        if led := reach.lead_of(sentence):
            yield Timed(sentence, text, times, *led)
        elif heading := _heading_time(source, sentence):
            yield Timed(sentence, text, times, *heading)
        elif carried := reach.carried_to(text):
            yield Timed(sentence, text, times, *carried, carried=True)
        else:
            yield Timed(sentence, text, times, None, sentence.start)
        reach.leave(sentence, text, times)


def _is_baseline(text: str, time: TimeExpression) -> bool:
    """Whether a year only says what a figure is measured against: 较2020年下降5个百分点."""
    if not re.search(r"(?:较|比|与|以|在)$", text[: time.start]):
        return False
    measured = re.match(r"\s*(?:相比|为基|的?水平|的?基础上)", text[time.end :])
    return re.search(r"较$|(?<![占师生配职普])比$", text[: time.start]) is not None or measured is not None


def governing(timed: Timed, start: int, end: int) -> TimeExpression | None:
    """The time that governs ``sentence.text[start:end]``: the last one before it, else one in its own clause."""
    # a length of time that holds the words themselves (不超过6小时) says nothing of when
    usable = [t for t in timed.times if t.kind != "start" and not (t.start < end and start < t.end)]
    before = [t for t in usable if t.start < start and not of_share(timed.text, t, start)]
    if before:
        nearest = before[-1]
        if nearest.kind == "recurrence" and (
            counts_by(timed.text, nearest) or not same_clause(timed.text, nearest.start, start)
        ):
            dated = [time for time in before if time.kind != "recurrence"]
            if not dated and same_clause(timed.text, nearest.start, start):
                return nearest
            return dated[-1] if dated else timed.inherited
        return nearest
    after = [time for time in usable if time.start >= end and same_clause(timed.text, end, time.start)]
    if after:
        return after[0]
    closing = [t for t in usable if t.start >= end and t.value and "；" not in timed.text[end : t.start]]
    if closing and closing[0].kind == "deadline" and _CLOSES.match(timed.text, closing[0].end):
        return closing[0]
    return timed.inherited


def counts_by(text: str, time: TimeExpression) -> bool:
    """Whether a recurrence only says what a sum is counted by: 每生每年3600元, 每人每天260元."""
    return re.search(r"每(?:[个名]?[\u4e00-\u9fff]{1,3})$|[生人师]均$", text[: time.start]) is not None


_CLOSES = re.compile(
    r"(?:全部|全面|基本)?(?:完成|完工|结束|到位|建成|投入使用|投用|交付使用|办结|竣工)(?=[，。；]|$)"
)
"""Behind a time that dates all before it: 新建幼儿园3所，新增学位1080个，8月底前投入使用."""


def of_share(text: str, time: TimeExpression, start: int) -> bool:
    """Whether a time belongs to a share (其中2024年招聘150名；) that has ended before an offset."""
    at = text.rfind("其中", 0, time.start)
    return at >= 0 and "；" not in text[at : time.start] and "；" in text[time.end : start]


def due_before(timed: Timed, start: int) -> TimeExpression | None:
    """The last time by when that is stated before an offset of the sentence, or by its lead-in."""
    dated = [time for time in timed.times if time.kind == "deadline" and time.value and time.end <= start]
    inherited = timed.inherited if timed.inherited and timed.inherited.kind == "deadline" else None
    return dated[-1] if dated else inherited


def same_clause(text: str, start: int, end: int) -> bool:
    """Whether no comma or semicolon stands between two offsets."""
    return not re.search(r"[，；。,;]", text[start:end])


def quote_span(timed: Timed, time: TimeExpression | None) -> tuple[int, int]:
    """The sentence's span in the document, widened to the lead-in when that states the time."""
    sentence = timed.sentence
    stripped = len(sentence.text) - len(sentence.text.lstrip())
    start = sentence.start + stripped
    if time is not None and time is timed.inherited:
        start = timed.inherited_from
    elif time is not None and timed.month_from is not None and "月" not in time.as_written:
        start = timed.month_from
    return start, sentence.start + len(sentence.text.rstrip())


_YEAR_FRAME = re.compile(r"20\d\d年(?:度)?(?:的)?(?:重点|主要|目标|工作|任务|计划|安排|实施)*")


def _heading_time(source: Source, sentence: Sentence) -> tuple[TimeExpression, int] | None:
    """The time in the section's own heading, or by when in one above it (二、到2025年的主要目标)."""
    at: Section | None = sentence.section
    while at is not None and sentence.end - at.start <= MAX_WIDENING:
        heading = blank(source.text[at.start : at.heading_end])
        framed = at is sentence.section or _YEAR_FRAME.fullmatch(at.title.strip()) is not None
        kinds = ("deadline", "period") if framed else ("deadline",)
        dated = [time for time in find_times(heading, context_year=source.year) if time.value]
        if due := [time for time in dated if time.kind in kinds]:
            return replace(due[-1]), at.start
        at = source.sections.get(at.parent_id) if at.parent_id else None
    return None
