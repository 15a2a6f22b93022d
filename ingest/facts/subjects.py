"""The units that open a clause, and the fact for what they are told to do."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.facts.duty_rules import AFTER, CONNECTOR, GAP
from ingest.facts.source import Sentence, Source
from kb.dates import find_times
from kb.records import Responsibility, Role, UnitMention
from kb.unit_finder import UnitSpan, find_units


@dataclass(frozen=True, slots=True)
class Subject:
    """Units at the start of a clause; offsets into the sentence."""

    units: tuple[UnitSpan, ...]
    start: int
    end: int


_ASIDE = re.compile(r"[（(][^（）()]{2,20}[）)](?=[\u4e00-\u9fff])")
"""A second name of the unit: 学生处（学生资助管理中心）是…."""


def subject_of(text: str, low: int, high: int) -> Subject | None:
    """The units that open a clause, joined by 、 and 和."""
    begin = low + opening(text[low:high])
    units = find_units(text[low:high])
    chain: list[UnitSpan] = []
    at = begin
    for unit in units:
        start, end = unit.start + low, unit.end + low
        gap = text[at:start]
        if (not chain and start != begin) or (chain and not GAP.fullmatch(gap)):
            break
        chain.append(UnitSpan(start, end, unit.surface, unit.meaning))
        at = end
    if not chain:
        return None
    if aside := _ASIDE.match(text[at:high]):
        at += aside.end()
    after = AFTER.match(text[at:high])
    return Subject(tuple(chain), begin, at + (after.end() if after else 0))


def opening(clause: str) -> int:
    """Length of numbering, connectors and a time before the subject."""
    match = CONNECTOR.match(clause)
    begin = match.end() if match else 0
    times = find_times(clause)
    if times and clause[begin : times[0].start].strip() in ("", "在", "于") and times[0].kind != "recurrence":
        begin = times[0].end
    while begin < len(clause) and clause[begin] in " \u3000":
        begin += 1
    return begin


def make_duty(
    source: Source,
    sentence: Sentence,
    roles: dict[Role, tuple[UnitMention, ...]],
    task: str,
    low: int,
    high: int,
) -> Responsibility:
    start, end = sentence.start + low, sentence.start + high
    end += 1 if sentence.text[high : high + 1] == "。" else 0
    while end > start and source.text[end - 1] in " \u3000\n":
        end -= 1
    due = [time for time in find_times(source.text[start:end], context_year=source.year) if time.value]
    dated = [time for time in due if time.kind in ("deadline", "relative")]
    surfaces = [f"{role}={unit.surface}" for role, units in roles.items() for unit in units]
    return Responsibility(
        id=source.fact_id("responsibility", start, end, task, *surfaces),
        document_id=source.document.id,
        section_id=sentence.section.id,
        region=source.region,
        task=task,
        lead=roles.get("lead", ()),
        participating=roles.get("participating", ()),
        responsible=roles.get("responsible", ()),
        start=start,
        end=end,
        deadline=dated[0].last_day if dated else None,
    )
