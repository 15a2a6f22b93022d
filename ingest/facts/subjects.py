"""The units that open a clause, and the fact for what they are told to do."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.facts.duty_rules import AFTER, CONNECTOR, GAP
from ingest.facts.source import Sentence, Source
from kb.actors import actors_at, names_in
from kb.dates import find_times
from kb.records import Responsibility, Role, UnitMention
from kb.unit_finder import UnitSpan, find_units


@dataclass(frozen=True, slots=True)
class Subject:
    """Units at the start of a clause; offsets into the sentence."""

    units: tuple[UnitSpan, ...]
    start: int
    end: int


_VERB = re.compile(
    "负责(?!人)|应当|应该|必须|务必|须(?!知)|要(?![求点素件闻])|牵头|主办(?!方|单位)|会同|联合(?!会|体|党|学|办)|配合|协助|参与|承担|协同(?!中心)"
)
_MOST_VERBS = 4
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
    told = _before_verb(text, begin, high)
    if told is not None and told[-1].end > at:
        chain, at = told, told[-1].end
    if not chain:
        return None
    acting = actors_at(text, begin, high)
    if acting is not None and acting.end > at:  # 市教育和体育局|学校管理科推进…
        chain = [UnitSpan(a, b, text[a:b], text[a:b]) for a, b in acting.names]
        at = acting.end
    if aside := _ASIDE.match(text[at:high]):
        at += aside.end()
    after = AFTER.match(text[at:high])
    return Subject(tuple(chain), begin, at + (after.end() if after else 0))


def _before_verb(text: str, begin: int, high: int) -> list[UnitSpan] | None:
    """Names by their form alone that fill all up to a verb of duty: 区老年大学|要…, 各镇（街）|负责…."""
    for verb in list(_VERB.finditer(text, begin, high))[:_MOST_VERBS]:
        if places := names_in(text[begin : verb.start()]):
            return [
                UnitSpan(begin + a, begin + b, text[begin + a : begin + b], text[begin + a : begin + b])
                for a, b in places
            ]
    return None


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
