"""Duties whose units stand after 由 or before 牵头 in a list in words: 由A组织实施, A牵头，B配合，制定…."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.facts.due_tasks import shorten
from ingest.facts.duty_rules import BY, BY_HELPING, DOERS, HELPERS, PENALTY, RUNS
from ingest.facts.partners import joined
from ingest.facts.responsibilities import clean_task, read_roles
from ingest.facts.source import Sentence, Source, clauses, split_sentences
from ingest.facts.subjects import make_duty
from ingest.facts.unit_blocks import Block
from ingest.facts.unit_lists import split_units
from kb.agent_names import names_at
from kb.records import Responsibility, Role, UnitMention
from kb.unit_finder import UnitSpan, find_units

_TOGETHER_BY = re.compile(r"由(?P<who>[^，。；：由]{2,40}?)(?:会同|联合|协同|商(?=[市区县省各国教财民公人]))")
_MAX_OBJECT = 8
"""由A负责审核，B协助: so many characters may stand between the verb and the helpers."""


def read_leading_line(source: Source, sentence: Sentence) -> list[Responsibility]:
    """A sentence that is a list in words: 教育部牵头，财政部等按职责分工负责。"""
    low = sentence.start + len(sentence.text) - len(sentence.text.lstrip())
    high = sentence.start + len(sentence.text.rstrip())
    roles = read_roles(source.text, Block(low, high, low, high))
    if not roles:
        return []
    mentions: dict[Role, tuple[UnitMention, ...]] = {
        role: tuple(source.mention(item.as_span()) for item in items) for role, items in roles.units.items()
    }
    task = sentence.section.title or shorten(source.text[sentence.paragraph : low])
    return (
        [make_duty(source, sentence, mentions, task, low - sentence.start, high - sentence.start)]
        if task
        else []
    )


def read_led_task(source: Source, sentence: Sentence, match: re.Match[str]) -> list[Responsibility]:
    """由A牵头，B配合，制定…: roles first, then the task."""
    low, high = sentence.start + match.start("roles"), sentence.start + match.end("roles")
    first = find_units(f"{match['roles']}，")
    if not first or first[0].start > 1:
        return []
    roles = read_roles(source.text, Block(low, high, low, high))
    if not roles:
        return []
    mentions: dict[Role, tuple[UnitMention, ...]] = {
        role: tuple(source.mention(item.as_span()) for item in items) for role, items in roles.units.items()
    }
    task = shorten(sentence.text[match.start("task") : match.end("task")])
    return [make_duty(source, sentence, mentions, task, match.start("roles"), match.end("task"))]


def read_by_whom(source: Source, sentence: Sentence, text: str) -> list[Responsibility]:
    """…由A牵头、由A会同B组织实施: the task is the clause."""
    found: list[Responsibility] = []
    for match in BY_HELPING.pattern.finditer(text):
        helpers = units_in(source, text, match.start("who"), match.end("who"))
        leaders = units_in(source, text, match.start("lead"), match.end("lead"))
        if helpers and leaders:
            low, high = next((low, high) for low, high in clauses(text) if low <= match.start() < high)
            task = shorten(
                clean_task(sentence.text[low : match.start()]) or clean_task(sentence.text[low:high])
            )
            parts: dict[Role, tuple[UnitMention, ...]] = {"lead": leaders, "participating": helpers}
            found.append(make_duty(source, sentence, parts, task, low, high))
    if found:
        return found
    found.extend(_with_partners(source, sentence, text))
    for match in BY.pattern.finditer(text):
        who = units_in(source, text, match.start("who"), match.end("who"))
        low, high = next((low, high) for low, high in clauses(text) if low <= match.start() < high)
        if found and match.start() < found[-1].end - sentence.start and match["others"] is None:
            continue
        if not who or PENALTY.search(text[low:high]):
            continue
        roles, reach = _roles(source, text, match, who)
        words = sentence.text[low : match.start()].strip()
        before = re.sub(r"^[\s、]+|(?:将|应当|应|要|统一|均|可以)$", "", words)
        if len(before) < 4 and low:
            low = _clause_before(text, low)  # 学校的设置，由教育部门审批
            before = sentence.text[low:high]
        if not before and (behind := clean_task(text[reach:].split("。")[0].split("；")[0])):
            before, reach = behind, text.index(behind, reach) + len(behind)  # 由A牵头，会同B制定…
        if len(before) < 4 and not sentence.text[:low].strip():
            before = _sentence_before(source, sentence)  # ……每年评审一次。由教务处牵头评审，学生处参与。
        task = shorten(clean_task(before if len(before) >= 4 else sentence.text[low:high]))
        begin = low + len(text[low:high]) - len(text[low:high].lstrip())
        found.append(make_duty(source, sentence, roles, task, begin, max(high, reach)))
    return found


def _with_partners(source: Source, sentence: Sentence, text: str) -> list[Responsibility]:
    """由A会同B with a verb that the rules do not list (由教育部会同中央宣传部、国家新闻出版署研制书目)."""
    found: list[Responsibility] = []
    for match in _TOGETHER_BY.finditer(text):
        if BY.pattern.match(text, match.start()):
            continue
        who = units_in(source, text, match.start("who"), match.end("who"))
        low, high = next((low, high) for low, high in clauses(text) if low <= match.start() < high)
        others, end = joined(source, text, match.end(), high)
        if not who or not others or PENALTY.search(text[low:high]):
            continue
        before, behind = clean_task(sentence.text[low : match.start()]), clean_task(sentence.text[end:high])
        parts: dict[Role, tuple[UnitMention, ...]] = {"lead": who, "participating": others}
        task = shorten(before if len(before) >= 4 else behind)
        if len(task) >= 4:
            found.append(make_duty(source, sentence, parts, task, low, high))
    return found


def _roles(
    source: Source, text: str, match: re.Match[str], who: tuple[UnitMention, ...]
) -> tuple[dict[Role, tuple[UnitMention, ...]], int]:
    """(units by role, where the last of them ends): 由A会同B制定; 由A牵头，B配合."""
    if match["others"] and (others := units_in(source, text, match.start("others"), match.end("others"))):
        return {"lead": who, "participating": others}, match.end()
    first: Role = "lead" if match["verb"].startswith(("牵头", "主办", "主责")) else "responsible"
    with_helpers: Role = "lead" if RUNS.match(match["verb"]) else first
    if with_whom := re.match("[，,、](?:会同|联合|协同)", text[match.end() :]):
        others, end = joined(source, text, match.end() + with_whom.end(), len(text))
        if others:
            return {"lead": who, "participating": others}, end
    reached = next((high for low, high in clauses(text) if low <= match.end() <= high), match.end())
    reached = match.end() if reached - match.end() > _MAX_OBJECT else reached
    if helpers := HELPERS.pattern.match(text[reached:]):
        start, end = reached + helpers.start("who"), reached + helpers.end("who")
        if others := helpers_in(source, text, start, end):
            return {with_helpers: who, "participating": others}, reached + helpers.end()
    if first == "lead" and (doers := DOERS.pattern.match(text[reached:])):
        start, end = reached + doers.start("who"), reached + doers.end("who")
        if others := helpers_in(source, text, start, end):
            return {first: who, "responsible": others}, reached + doers.end()
    return {first: who}, match.end()


def _sentence_before(source: Source, sentence: Sentence) -> str:
    """The sentence before in the same paragraph; empty when there is none."""
    earlier = source.words(sentence.paragraph, sentence.start)
    spans = split_sentences(earlier.rstrip())
    return earlier[spans[-1][0] : spans[-1][1]].strip() if spans else ""


def _clause_before(text: str, low: int) -> int:
    """Where the clause that ends before ``low`` begins; ``low`` itself after a full stop or semicolon."""
    if text[low - 1] not in "，,":
        return low
    return next((start for start, end in clauses(text) if end == low - 1 and end - start >= 4), low)


def helpers_in(source: Source, text: str, start: int, end: int) -> tuple[UnitMention, ...]:
    """All of a list of helpers that opens with a unit or a person (总务处、各年段); empty for other words."""
    if not units_in(source, text, start, end):
        names = names_at(text[:end], start)
        if names is None or names.end != end:
            return ()
    return tuple(source.mention(item.as_span()) for item in split_units(text, start, end))


def units_in(source: Source, text: str, start: int, end: int) -> tuple[UnitMention, ...]:
    """The units after 由; the letters before the first one (市、区县专业考试机构) belong to its name."""
    units = find_units(text[start:end] + "负责，")
    if not units or not _tiles(text[start:end], units):
        units = tuple(_by_form(text[start:end])) or units
    if not units:
        return ()
    before = text[start : start + units[0].start]
    if before and not re.fullmatch(r"(?:[省市区县、]|县（区）)+(?:专业)?|各|所在地|本级|同级|当地", before):
        return ()
    behind = text[start + units[-1].end : end]
    if re.search("指定|委托|授权|的|人", behind):
        return ()
    first = UnitSpan(start, start + units[0].end, before + units[0].surface, before + units[0].meaning)
    rest = [UnitSpan(start + u.start, start + u.end, u.surface, u.meaning) for u in units[1:]]
    return tuple(source.mention(unit) for unit in (first, *rest))


def _tiles(who: str, units: Sequence[UnitSpan]) -> bool:
    """Whether the names fill all of ``who`` but for what joins or collects them."""
    rest = list(who)
    for unit in units:
        rest[unit.start : unit.end] = [" "] * (unit.end - unit.start)
    return not re.sub("等|和|及|与|以及|、|有关|相关|其他|部门|单位|[ ]", "", "".join(rest))


def _by_form(who: str) -> list[UnitSpan]:
    """Names that end like organs and fill all of ``who``: 由… already says that they act."""
    named = names_at(f"{who}负责", 0)
    if named is None or named.end != len(who):
        return []
    starts = [who.find(name) for name in named.names]
    return [
        UnitSpan(start, start + len(name), name, name)
        for start, name in zip(starts, named.names, strict=True)
        if start >= 0
    ]
