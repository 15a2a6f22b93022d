"""Responsibilities from sentences that tell a unit what to do: 区财政局要完善…, 由A组织实施, A会同B制定…."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.facts.deadlines import shorten
from ingest.facts.duty_rules import (
    AFTER,
    BY,
    CONNECTOR,
    GAP,
    IN_CHARGE_LATER,
    LEADS,
    LED,
    OTHERS,
    PENALTY,
    PREDICATES,
    STOP,
)
from ingest.facts.responsibilities import Block, read_roles
from ingest.facts.source import Sentence, Source, clauses
from ingest.facts.unit_lists import split_units
from kb.dates import find_times
from kb.records import Responsibility, Role, UnitMention
from kb.unit_finder import UnitSpan, find_units
from kb.unit_table import BODIES, INSTITUTIONS


@dataclass(frozen=True, slots=True)
class Subject:
    """Units at the start of a clause; offsets into the sentence."""

    units: tuple[UnitSpan, ...]
    start: int
    end: int


def read_duties(source: Source) -> list[Responsibility]:
    """All duties stated in sentences outside tables and lists, in reading order."""
    found: list[Responsibility] = []
    for sentence in source.sentences:
        text = source.plain(sentence)
        if named := LED.pattern.match(text):
            found.extend(_led(source, sentence, named))
            continue
        if LEADS.pattern.search(text.strip()):
            found.extend(_leading_line(source, sentence))
            continue
        taken = -1
        for low, high in clauses(text):
            if low < taken:
                continue
            reached, duties = _duty(source, sentence, text, low, high)
            if duties:
                found.extend(duties)
                taken = reached
        if taken < 0:
            found.extend(_by_whom(source, sentence, text))
    return found


def _duty(
    source: Source, sentence: Sentence, text: str, low: int, high: int
) -> tuple[int, list[Responsibility]]:
    """(end of the task in the sentence, duties) when the clause opens with units that are told to do something."""
    subject = subject_of(text, low, high)
    if subject is None:
        return low, []
    opens = low == 0 or text[low - 1] in "；;。：:" or bool(find_times(text[:low])[-1:]) and low < 14
    rest = text[subject.end : high]
    if not rest.strip() and (later := IN_CHARGE_LATER.match(text[high:])):
        subject = replace(subject, end=high + 1)  # …的机构，负责…
        rest = text[high + 1 : high + later.end()]
    if rest.endswith("的"):
        return low, []  # a condition (…要求自评的，), not a duty
    predicate = _predicate(rest, subject, opens=opens)
    if predicate is None:
        return low, []
    stop = _task_end(text, subject.end, len(text))
    roles, task_start = _roles(source, text, subject, stop)
    cut, jointly = _jointly(source, sentence, text, subject, stop)
    task = shorten(_task_words(source.words(sentence.start + task_start, sentence.start + cut)))
    if len(task) < 4:
        return (stop, jointly) if jointly else (low, [])
    return stop, [make_duty(source, sentence, roles, task, subject.start, cut), *jointly]


def _jointly(
    source: Source, sentence: Sentence, text: str, subject: Subject, stop: int
) -> tuple[int, list[Responsibility]]:
    """(where the first task ends, the duty after it): A要…，会同B…: in the second clause A leads and B takes part."""
    later = re.search(r"，(?:并|及时)?(?:会同|协同|联合)", text[subject.end : stop])
    if later is None:
        return stop, []
    others, end = _joined(source, text, subject.end + later.end(), stop)
    task = shorten(_task_words(source.words(sentence.start + end, sentence.start + stop)))
    if not others or len(task) < 4:
        return stop, []
    leads = tuple(source.mention(unit) for unit in subject.units)
    roles: dict[Role, tuple[UnitMention, ...]] = {"lead": leads, "participating": others}
    return subject.end + later.start(), [make_duty(source, sentence, roles, task, subject.start, stop)]


def subject_of(text: str, low: int, high: int) -> Subject | None:
    """The units that open a clause, joined by 、 and 和."""
    begin = low + _skip(text[low:high])
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
    after = AFTER.match(text[at:high])
    return Subject(tuple(chain), begin, at + (after.end() if after else 0))


def _skip(clause: str) -> int:
    """Length of numbering, connectors and a time before the subject."""
    match = CONNECTOR.match(clause)
    begin = match.end() if match else 0
    times = find_times(clause)
    if times and clause[begin : times[0].start].strip() in ("", "在", "于") and times[0].kind != "recurrence":
        begin = times[0].end
    while begin < len(clause) and clause[begin] in " \u3000":
        begin += 1
    return begin


def _predicate(rest: str, subject: Subject, *, opens: bool) -> str | None:
    if not rest.strip() or STOP.match(rest):
        return None
    institution = all(
        BODIES.get(unit.meaning.lstrip("各"), ("", ""))[1] in INSTITUTIONS for unit in subject.units
    )
    for named in PREDICATES:
        if not named.pattern.search(rest):
            continue
        if named.name == "works_regularly" and (re.search("不少于|不低于|不超过", rest) or "的" in rest[:14]):
            return None
        if named.name == "acts" and (institution or not opens or not _is_named(subject)):
            return None
        return named.name
    return None


def _is_named(subject: Subject) -> bool:
    """A named organ (区财政局, 市委政府), as against a word that merely contains one."""
    return all(unit.surface == unit.meaning and len(unit.surface) >= 3 for unit in subject.units)


def _task_end(text: str, start: int, stop: int) -> int:
    """The task runs to the end of the sentence or to a clause with another subject that must do something."""
    for low, high in clauses(text):
        if low <= start:
            continue
        other = subject_of(text, low, high)
        if other is None or other.start - low > 6:
            if (
                low
                and text[low - 1] in "；;"
                and re.match(r"\s*[^，。；]{2,16}(?:要|应当|负责)", text[low:high])
            ):
                return low - 1
            continue
        rest = text[other.end : high]
        if text[low - 1] in "；;" and _is_named(other) and PREDICATES[-1].pattern.search(rest):
            return low - 1
        if any(named.pattern.search(rest) for named in PREDICATES[:5]):
            return low - 1
    return stop


def _roles(
    source: Source, text: str, subject: Subject, stop: int
) -> tuple[dict[Role, tuple[UnitMention, ...]], int]:
    """(units by role, where the task begins): 会同B makes the subject lead, 配合B makes it take part."""
    subjects = tuple(source.mention(unit) for unit in subject.units)
    rest = text[subject.end : stop]
    joint = re.match(
        r"(?:要|应当|应|将|可以|须)?(?:依法|及时|定期)?(?P<verb>会同|协同|联合|商|配合|协助)",
        rest,
    )
    if joint is None:
        verb: Role = "lead" if re.match(r"(?:要|应当|应|负责|将)?(?:负责)?牵头", rest) else "responsible"
        modal = re.match(r"(?:应当|应(?!急)|要(?!求)|须|必须|务必|需要?|将)", rest)
        roles: dict[Role, tuple[UnitMention, ...]] = {verb: subjects}
        return roles, subject.end + (modal.end() if modal else 0)
    others, end = _joined(source, text, subject.end + joint.end(), stop)
    if not others:
        return {"responsible": subjects}, subject.end
    if joint["verb"] in ("配合", "协助"):
        return {"participating": subjects, "lead": others}, end
    return {"lead": subjects, "participating": others}, end


def _joined(source: Source, text: str, start: int, stop: int) -> tuple[tuple[UnitMention, ...], int]:
    if match := OTHERS.match(text[start:stop]):
        end = start + match.end()
        return (UnitMention(match.group(), match.group()),), end
    high = next((at for at in range(start, stop) if text[at] in "，。；"), stop)
    subject = subject_of(text, start, high)
    if subject is None or subject.start != start:
        return _unknown(source, text, start, high)
    return tuple(source.mention(unit) for unit in subject.units), subject.end


def _unknown(source: Source, text: str, start: int, high: int) -> tuple[tuple[UnitMention, ...], int]:
    """Departments that no table knows, as far as 等部门 says where they end."""
    match = re.match(
        r"(?P<names>[^，。；]{2,40}?)等?(?:有关|相关|行政|主管)*(?:部门|单位|机构)", text[start:high]
    )
    if match is None:
        return (), start
    items = split_units(text, start, start + match.end("names"))
    return tuple(source.mention(item.as_span()) for item in items), start + match.end()


def _task_words(words: str) -> str:
    return re.sub(r"^(?:等(?:部门|单位))?[，,：:\s]*", "", words)


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


def _leading_line(source: Source, sentence: Sentence) -> list[Responsibility]:
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


def _led(source: Source, sentence: Sentence, match: re.Match[str]) -> list[Responsibility]:
    """由A牵头，B配合，制定…: roles first, then the task."""
    low, high = sentence.start + match.start("roles"), sentence.start + match.end("roles")
    roles = read_roles(source.text, Block(low, high, low, high))
    if not roles:
        return []
    mentions: dict[Role, tuple[UnitMention, ...]] = {
        role: tuple(source.mention(item.as_span()) for item in items) for role, items in roles.units.items()
    }
    task = shorten(sentence.text[match.start("task") : match.end("task")])
    return [make_duty(source, sentence, mentions, task, match.start("roles"), match.end("task"))]


def _by_whom(source: Source, sentence: Sentence, text: str) -> list[Responsibility]:
    """…由A牵头、由A会同B组织实施: the task is the clause."""
    found: list[Responsibility] = []
    for match in BY.pattern.finditer(text):
        who = _by_units(source, text, match.start("who"), match.end("who"))
        if not who:
            continue
        low, high = next((low, high) for low, high in clauses(text) if low <= match.start() < high)
        if PENALTY.search(text[low:high]):
            continue
        roles: dict[Role, tuple[UnitMention, ...]] = {"responsible": who}
        if match["verb"].startswith("牵头"):
            roles = {"lead": who}
        with_whom = re.match(
            r"[，,](?P<who>[^，。；]{2,60}?)(?:积极)?(?:配合|参与|协助|协办)", text[match.end() :]
        )
        if with_whom and (
            others := _by_units(
                source, text, match.end() + with_whom.start("who"), match.end() + with_whom.end("who")
            )
        ):
            roles["participating"] = others
        if match["others"] and (
            others := _by_units(source, text, match.start("others"), match.end("others"))
        ):
            roles = {"lead": who, "participating": others}
        before = re.sub(
            r"^[\s、]+|(?:将|应当|应|要|统一|均|可以)$", "", sentence.text[low : match.start()].strip()
        )
        task = shorten(before if len(before) >= 4 else sentence.text[low:high])
        found.append(
            make_duty(
                source, sentence, roles, task, low + len(text[low:high]) - len(text[low:high].lstrip()), high
            )
        )
    return found


def _by_units(source: Source, text: str, start: int, end: int) -> tuple[UnitMention, ...]:
    """The units after 由; the letters before the first one (市、区县专业考试机构) belong to its name."""
    units = find_units(text[start:end] + "，")
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
