"""Responsibilities from lists: （责任单位：A、B，C）, （A牵头，B、C等按职责分工负责）, 牵头单位：A 配合单位：B."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.facts.role_rules import AT_THE_HEAD, CONVENTIONS, LABEL, TOGETHER, VERBS
from ingest.facts.source import Source, split_sentences
from ingest.facts.unit_blocks import BRACKET, Block, conventions_at, find_blocks
from ingest.facts.unit_lists import ListItem, split_units, top_level
from kb.dates import TimeExpression
from kb.records import Responsibility, Role, Section

_NUMBERING = re.compile(
    r"^\s*(?:[（(]?[\d一二三四五六七八九十]+[）)]|[\d一二三四五六七八九十]+[.．、]|第[\d一二三四五六七八九十百]+[条项]|[—－-]{1,2}|[①-⑳])\s*"
)


_LINE = re.compile(r"\n[^\n]*[\u4e00-\u9fff]")
_MEASURES_AFTER = 2
"""A section that goes on so many lines behind its only list holds measures of its own, not one."""
_AFTER_ROLE = re.compile(r"(?<=牵头|主办|配合|参与|协办|协助|负责)、")


@dataclass(slots=True)
class Roles:
    """Units by role, in order, and the time that the list states."""

    units: dict[Role, list[ListItem]] = field(
        default_factory=lambda: {"lead": [], "participating": [], "responsible": []}
    )
    time: TimeExpression | None = None

    def add(self, role: Role, items: tuple[ListItem, ...]) -> None:
        """Add units that have no role yet."""
        for item in items:
            marked: Role = role
            if item.mark:
                marked = "lead" if item.mark in ("牵头", "主办") else "participating"
            if all(item.surface != other.surface for group in self.units.values() for other in group):
                self.units[marked].append(item)
        if any(item.mark in ("牵头", "主办") for item in items) and role == "responsible":
            self.units["participating"].extend(self.units["responsible"])
            self.units["responsible"].clear()

    def __bool__(self) -> bool:
        return any(self.units.values())


@dataclass(frozen=True, slots=True)
class Lists:
    """What the lists of a document say."""

    blocks: list[Block]
    responsibilities: list[Responsibility]
    due: list[tuple[Responsibility, TimeExpression]]
    """Lists that state a time themselves (完成时限：2025年12月底前)."""
    unread: int
    """Lists that could not be split."""


def read_lists(source: Source) -> Lists:
    """The responsibilities of all lists outside tables."""
    blocks = find_blocks(source)
    facts: list[Responsibility] = []
    due: list[tuple[Responsibility, TimeExpression]] = []
    unread = 0
    for block in blocks:
        roles = read_roles(source.text, block, conventions_at(source, blocks, block))
        if not roles:
            unread += 1
            continue
        roles.time = _stated_time(source, block)
        section = source.section_at(block.start)
        if section is not None:
            fact = make_responsibility(source, section, task_of(source, blocks, block), roles, block)
            facts.append(fact)
            if roles.time:
                due.append((fact, roles.time))
    return Lists(blocks, facts, due, unread)


def make_responsibility(
    source: Source, section: Section, task: str, roles: Roles, place: Block
) -> Responsibility:
    """The fact for roles found at ``place``."""
    units = {
        role: tuple(source.mention(item.as_span()) for item in items) for role, items in roles.units.items()
    }
    surfaces = [f"{role}={item.surface}" for role, items in roles.units.items() for item in items]
    return Responsibility(
        id=source.fact_id("responsibility", place.start, place.end, task, *surfaces),
        document_id=source.document.id,
        section_id=section.id,
        region=source.region,
        task=task,
        lead=units["lead"],
        participating=units["participating"],
        responsible=units["responsible"],
        start=place.start,
        end=place.end,
        deadline=roles.time.last_day if roles.time else None,
    )


def read_roles(text: str, block: Block, conventions: frozenset[str] = frozenset()) -> Roles:
    """The units of a list by role."""
    roles = Roles()
    labels = list(LABEL.pattern.finditer(text, block.inner_start, block.inner_end))
    if not labels:
        _read_verbs(text, block.inner_start, block.inner_end, roles)
        if not roles:
            _read_responsible(text, block.inner_start, block.inner_end, roles, conventions)
        return roles
    if any(label["lead"] or label["lead_bare"] for label in labels):
        conventions = frozenset()  # the list says itself who leads
    _read_verbs(text, block.inner_start, labels[0].start(), roles)  # A牵头；协办：B
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        end = following.start() if following else block.inner_end
        end = _before_note(text, label.end(), top_level(text, label.end(), end, "。\n")[0][1])
        if label["time"] or label["person"]:
            continue
        if label["lead"] or label["lead_bare"]:
            roles.add("lead", split_units(text, label.end(), end))
        elif label["participating"] or label["participating_bare"]:
            roles.add("participating", split_units(text, label.end(), end))
        else:
            _read_responsible(text, label.end(), end, roles, conventions)
    return roles


def _before_note(text: str, start: int, end: int) -> int:
    """Where a list ends before a convention that follows it (；逗号前为牵头单位，下同)."""
    notes = [match.start() for named in CONVENTIONS if (match := named.pattern.search(text, start, end))]
    return min([end, *notes])


def _read_responsible(text: str, start: int, end: int, roles: Roles, conventions: frozenset[str]) -> None:
    """责任单位：A、B，C: A and B lead only where the document says that its commas mean that."""
    marks = {"comma": "，,", "semicolon": "；;"}
    for name in ("semicolon", "comma"):
        pieces = top_level(text, start, end, marks[name])
        if name in conventions and len(pieces) > 1 and text[pieces[1][0] : end].strip():
            roles.add("lead", split_units(text, *pieces[0]))
            roles.add("participating", split_units(text, pieces[1][0], end))
            return
    if re.search(r"(?:牵头|配合|参与|协办)[，,；;）)\s]|(?:牵头|配合|分工负责)$", text[start:end]):
        _read_verbs(text, start, end, roles)
        if roles:
            return
    units = split_units(text, start, end)
    if "first" in conventions and len(units) > 1:
        roles.add("lead", units[:1])
        roles.add("participating", units[1:])
        return
    roles.add("responsible", units)


def _read_verbs(text: str, start: int, end: int, roles: Roles) -> None:
    """由A牵头，B、C等按职责分工负责."""
    pending: int | None = None
    shared: list[tuple[tuple[ListItem, ...], bool, bool]] = []
    for low, high in _role_pieces(text, start, end):
        piece = text[low:high].rstrip()
        if AT_THE_HEAD.pattern.search(piece):
            pending = None
            continue
        pending = low if pending is None else pending
        for role, named in VERBS:
            match = named.pattern.search(piece)
            if match is None:
                continue
            stop = low + match.start()
            if role is None:
                divided = bool(re.search("按|分|共同", match.group()))
                runs = match.group().endswith(("组织实施", "实施", "承办"))
                shared.append((_together(text, pending, stop, roles), divided, runs))
            elif role == "lead":
                roles.add("lead", _together(text, pending, stop, roles))
            else:
                roles.add(role, split_units(text, pending, stop))
            pending = None
            break
    led, helped = bool(roles.units["lead"]), bool(roles.units["participating"])
    for items, divided, runs in shared:
        if led:
            roles.add("participating" if divided or len(items) > 1 else "responsible", items)
        else:
            roles.add("lead" if runs and helped else "responsible", items)


def _role_pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A牵头、B配合 as two pieces: after a verb that gives a role even 、 parts."""
    for low, high in top_level(text, start, end, "，,；;。 \u3000\n"):
        begin = low
        for joint in _AFTER_ROLE.finditer(text, low, high):
            yield begin, joint.start()
            begin = joint.end()
        yield begin, high


def _together(text: str, start: int, end: int, roles: Roles) -> tuple[ListItem, ...]:
    """A会同B: B takes part and A leads; without 会同 the units of the list."""
    joint = TOGETHER.search(text, start, end)
    if joint is None:
        return split_units(text, start, end)
    roles.add("lead", split_units(text, start, joint.start()))
    roles.add("participating", split_units(text, joint.end(), end))
    return ()


def _stated_time(source: Source, block: Block) -> TimeExpression | None:
    inside = source.text[block.inner_start : block.inner_end]
    times = [time for time in source.years.times(inside) if time.value]
    return times[0] if times else None


_FRAME = re.compile(
    r"(?:主要|重点|具体|年度|本年度|工作|目标)*(?:任务|工作|措施|举措|安排|分工|内容|事项)+(?:及(?:措施|分工|要求))?"
)
"""A heading that frames measures and names none."""


def task_of(source: Source, blocks: list[Block], block: Block) -> str:
    """The measure that a list ends: its section's title, else the run-in heading or sentence before it."""
    section = source.section_at(block.start)
    text = source.text
    if section is None:
        return ""
    line = text.rfind("\n", 0, block.start) + 1
    if not clean_task(text[line : block.start]) and (behind := _what_follows(text, block)):
        return behind
    title = clean_task(BRACKET.sub("", section.title))
    if block.start < section.heading_end:
        return title or clean_task(BRACKET.sub("", text[section.start : section.heading_end]))
    low, high = source.own_range(section)
    siblings = [other for other in blocks if low <= other.start < high]
    alone = len(siblings) == 1 and len(_LINE.findall(text, block.end, high)) < _MEASURES_AFTER
    if title and alone and not _FRAME.fullmatch(title):
        return title
    if block.start >= high:
        return title or clean_task(text[low:high])
    earlier = [other.end for other in siblings if other.end <= block.start]
    begin = max([low, text.rfind("\n", low, block.start) + 1, *earlier[-1:]])
    if not text[begin : block.start].strip():  # on a line of its own, below the measure
        begin = max([low, text.rfind("\n", low, max(low, begin - 1)) + 1, *earlier[-1:]])
    sentences = [text[begin + a : begin + b] for a, b in split_sentences(text[begin : block.start].rstrip())]
    sentences = [sentence for sentence in sentences if clean_task(sentence)]
    if not sentences:
        return title
    run_in = bool(_NUMBERING.match(sentences[0])) or len(sentences) > 1
    first = clean_task(sentences[0])
    return first if run_in and len(first) <= 40 else clean_task(sentences[-1])


def _what_follows(text: str, block: Block) -> str:
    """The measure that stands behind its list in the same line: （承办单位：基教科）建立监测平台。"""
    line = text[block.end :].split("\n", 1)[0]
    spans = split_sentences(line)
    behind = clean_task(line[: spans[0][1]]) if spans else ""
    return behind if len(behind) >= 4 else ""


def clean_task(text: str) -> str:
    """Without numbering, stray line breaks and closing marks."""
    flat = re.sub(r"\s*\n\s*", "", text)
    return _NUMBERING.sub("", flat).strip(" \u3000。；;：:，,、")
