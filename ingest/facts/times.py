"""Which time governs which words: a deadline holds for the clauses after it until another takes over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.facts.source import Sentence, Source, blank
from kb.dates import TimeExpression, find_times

_MAX_WIDENING = 600
# Items under such a lead-in are no tasks: 于5月6日前通过以下方式反馈意见：
_OFFERS_WAYS = re.compile(r"(?:途径|方式|渠道|联系|地址|邮箱|材料|条件|证明|附件)[^，。；]{0,16}[:：]\s*$")
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


def timed_sentences(source: Source) -> Iterator[Timed]:
    """Every sentence with the times that can govern its words."""
    lead: tuple[TimeExpression, Sentence] | None = None
    for sentence in source.sentences:
        text = source.plain(sentence)
        times = tuple(
            time for time in find_times(text, context_year=source.year) if not _is_baseline(text, time)
        )
        if lead and not _within(sentence, lead[1]):
            lead = None
        inherited = lead[0] if lead and sentence.end - lead[1].start <= _MAX_WIDENING else None
        heading = _heading_time(source, sentence) if inherited is None else None
        if heading is not None:
            inherited, start = heading
        else:
            start = lead[1].start if lead and inherited else sentence.start
        yield Timed(sentence, text, times, inherited, start)
        if text.rstrip().endswith(("：", ":")) and not _OFFERS_WAYS.search(text):
            dated = [time for time in times if time.value and _governs_items(text, time)]
            lead = (dated[-1], sentence) if dated else None


def _governs_items(text: str, time: TimeExpression) -> bool:
    """到2025年，实现以下目标： dates its items, 为做好2024年招生工作，现通知如下： does not."""
    before = text[: time.start].rstrip()
    return time.kind == "deadline" or (
        time.kind == "period" and (not before or before.endswith(("，", "；", "。", "：", "、", "）")))
    )


def _is_baseline(text: str, time: TimeExpression) -> bool:
    """Whether a year only says what a figure is measured against: 较2020年下降5个百分点."""
    if not re.search(r"(?:较|比|与|以|在)$", text[: time.start]):
        return False
    measured = re.match(r"\s*(?:相比|为基|的?水平|的?基础上)", text[time.end :])
    return text[: time.start].endswith(("较", "比")) or measured is not None


def governing(timed: Timed, start: int, end: int) -> TimeExpression | None:
    """The time that governs ``sentence.text[start:end]``: the last one before it, else one in its own clause."""
    # a length of time that holds the words themselves (不超过6小时) says nothing of when
    usable = [t for t in timed.times if t.kind != "start" and not (t.start < end and start < t.end)]
    before = [time for time in usable if time.start < start]
    if before:
        nearest = before[-1]
        if nearest.kind == "recurrence" and not same_clause(timed.text, nearest.start, start):
            dated = [time for time in before if time.kind != "recurrence"]
            return dated[-1] if dated else timed.inherited
        return nearest
    after = [time for time in usable if time.start >= end and same_clause(timed.text, end, time.start)]
    if after:
        return after[0]
    return timed.inherited


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
    start = (
        timed.inherited_from if time is not None and time is timed.inherited else sentence.start + stripped
    )
    return start, sentence.start + len(sentence.text.rstrip())


def _within(sentence: Sentence, lead: Sentence) -> bool:
    """Same section, or a section below the one that holds the lead-in."""
    path = lead.section.path
    return sentence.section.path[: len(path)] == path


def _heading_time(source: Source, sentence: Sentence) -> tuple[TimeExpression, int] | None:
    """The time in the section's own heading (二、到2025年的主要目标)."""
    section = sentence.section
    heading = blank(source.text[section.start : section.heading_end])
    if sentence.end - section.start > _MAX_WIDENING or not heading:
        return None
    dated = [
        time
        for time in find_times(heading, context_year=source.year)
        if time.value and time.kind in ("deadline", "period")
    ]
    return (replace(dated[-1]), section.start) if dated else None
