"""Duties whose units stand after 由 or before 牵头 in a list in words: 由A组织实施, A牵头，B配合，制定…."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.facts.acting import acting_behind, mentions, next_acting, step_end
from ingest.facts.due_tasks import shorten
from ingest.facts.duty_rules import BY, BY_HELPING, DOERS, DOERS_EACH, HELPERS, PENALTY, RUNS
from ingest.facts.partners import joined
from ingest.facts.responsibilities import clean_task, read_roles
from ingest.facts.source import Sentence, Source, clauses, split_sentences
from ingest.facts.subjects import make_duty
from ingest.facts.unit_blocks import Block
from ingest.facts.unit_lists import split_units
from kb.actors import names_in, steps_after
from kb.agent_names import names_at
from kb.records import Responsibility, Role, UnitMention
from kb.unit_finder import UnitSpan, find_units

_TOGETHER_BY = re.compile(r"由(?P<who>[^，。；：由]{2,40}?)(?:会同|联合|协同|商(?=[市区县省各国教财民公人]))")
_LEAST_TOPIC = 2
_EACH_BY = re.compile("(?:工作|事项|，)?分别$")
_APPROVED = re.compile("报?经[^，。；]{2,30}(?:批准|同意|审批|核准|审核|授权)(?:后)?，")
"""Whose leave it takes, nothing of what is done: 需要调整的，|经A批准，|可以由B办理."""
_VERB_BEFORE = re.compile("[\u4e00-\u9fff]{4,}、")
_MAX_OBJECT = 40
"""由A负责审核，B协助: so many characters may stand between the verb and the helpers."""


@dataclass(frozen=True, slots=True)
class _By:
    """由A with what A does; offsets into the sentence."""

    start: int
    end: int
    """Where the verb ends, or the clause when the verb is any."""
    who: tuple[UnitMention, ...]
    verb: str
    others: tuple[int, int] | None
    """The names behind 会同."""
    topic_end: int
    """Where the words end that say what A does it with; another 由 where B does the next step."""


def read_leading_line(source: Source, sentence: Sentence) -> list[Responsibility]:
    """A sentence that is a list in words: 教育部牵头，财政部等按职责分工负责。"""
    low = sentence.start + len(sentence.text) - len(sentence.text.lstrip())
    high = sentence.start + len(sentence.text.rstrip())
    roles = read_roles(source.text, Block(low, high, low, high))
    if not roles:
        return []
    units: dict[Role, tuple[UnitMention, ...]] = {
        role: tuple(source.mention(item.as_span()) for item in items) for role, items in roles.units.items()
    }
    task = sentence.section.title or shorten(source.text[sentence.paragraph : low])
    return (
        [make_duty(source, sentence, units, task, low - sentence.start, high - sentence.start)]
        if task
        else []
    )


def read_led_task(source: Source, sentence: Sentence, match: re.Match[str]) -> list[Responsibility]:
    """由A牵头，B配合，制定…: roles first, then the task."""
    low, high = sentence.start + match.start("roles"), sentence.start + match.end("roles")
    first = find_units(f"{match['roles']}，")
    leader = re.sub("^由", "", re.split("牵头|主办", match["roles"])[0])
    if (not first or first[0].start > 1) and not names_in(leader):
        return []
    roles = read_roles(source.text, Block(low, high, low, high))
    if not roles:
        return []
    units: dict[Role, tuple[UnitMention, ...]] = {
        role: tuple(source.mention(item.as_span()) for item in items) for role, items in roles.units.items()
    }
    task = shorten(sentence.text[match.start("task") : match.end("task")])
    return [make_duty(source, sentence, units, task, match.start("roles"), match.end("task"))]


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
    for by in _all_by(source, text):
        low, high = next((low, high) for low, high in clauses(text) if low <= by.topic_end < high)
        high = max(high, by.end)
        if found and by.start < found[-1].end - sentence.start and by.others is None:
            continue
        if PENALTY.search(text[low:high]):
            continue
        roles, reach = _roles(source, text, by)
        words = clean_task(sentence.text[low : by.topic_end])
        before = re.sub(r"^[\s、]+|(?:将|应当|应|要|统一|均|可以)$", "", words)
        if len(before) < _LEAST_TOPIC and low:
            low = _clause_before(text, low)  # 学校的设置，由教育部门审批
            before = sentence.text[low:high]
        if not before and (behind := clean_task(text[reach:].split("。")[0].split("；")[0])):
            before, reach = behind, text.index(behind, reach) + len(behind)  # 由A牵头，会同B制定…
        if len(before) < _LEAST_TOPIC and not sentence.text[:low].strip():
            before = _sentence_before(source, sentence)  # ……每年评审一次。由教务处牵头评审，学生处参与。
        task = shorten(clean_task(before if len(before) >= 4 else sentence.text[low:high]))
        begin = low + len(text[low:high]) - len(text[low:high].lstrip())
        end = by.end if by.start > by.topic_end or text[by.end : by.end + 1] == "、" else max(high, reach)
        found.extend(
            make_duty(source, sentence, each, thing, begin, end) for thing, each in _each_its_own(task, roles)
        )
    return found


def _each_its_own(
    task: str, roles: dict[Role, tuple[UnitMention, ...]]
) -> list[tuple[str, dict[Role, tuple[UnitMention, ...]]]]:
    """甲、乙分别由A、B负责: each thing with its own unit; anything else as it is."""
    things = re.split("、|和|及|与", _EACH_BY.sub("", task))
    ((role, units),) = roles.items() if len(roles) == 1 else ((None, ()),)
    if role is None or not _EACH_BY.search(task) or len(things) != len(units) or len(things) < 2:
        return [(task, roles)]
    return [(thing, {role: (unit,)}) for thing, unit in zip(things, units, strict=True)]


def _all_by(source: Source, text: str) -> list[_By]:
    """Every 由A with what A does: with a verb of the rules, else with any verb that stands behind the name."""
    found: list[_By] = []
    told = {at: actors for low, high in clauses(text) for at, actors in acting_behind(text, low, high)}
    for match in BY.pattern.finditer(text):
        at = match.start()
        if at in told and match.start("verb") < told[at].end and not match["others"]:
            continue  # 由科协|办理, 由校外培训监管科|审核: the verb found stands inside the name
        if at in told and told[at].end < match.start("verb") and _VERB_BEFORE.search(match["who"]):
            continue  # 由A推荐、B审定: the first verb ends the first name
        who = units_in(source, text, match.start("who"), match.end("who"))
        if at in told and told[at].end == match.end("who") and len(told[at].names) > len(who):
            who = mentions(source, text, told[at])  # 由镇卫生院和镇头派出所共同承担
        if who:
            others = match.span("others") if match["others"] else None
            found.append(_By(at, match.end(), who, match["verb"], others, at))
    for at, actors in told.items():
        if not any(by.start <= at < by.end for by in found):
            high = step_end(text, actors, next(high for low, high in clauses(text) if low <= at < high))
            found.append(_By(at, high, mentions(source, text, actors), text[actors.end : high], None, at))
    return sorted([*found, *_going_on(source, text, found)], key=lambda by: by.start)


def _going_on(source: Source, text: str, found: Sequence[_By]) -> Iterator[_By]:
    """Who does the next step with the same thing: 由A推荐、B审定, 由A提出，B核准."""
    spans = clauses(text)
    for by in found:
        place, high = next((i, high) for i, (low, high) in enumerate(spans) if low <= by.start < high)
        told = next((actors for at, actors in acting_behind(text, by.start, high) if at == by.start), None)
        steps = [begin for begin, _ in steps_after(text, told.end, high)] if told else []
        ends = [*(begin - 1 for begin in steps[1:]), high]
        spans_after = [*zip(steps, ends, strict=False)]
        spans_after += [span for span in spans[place + 1 : place + 2] if text[span[0] - 1] in "，,"]
        for low, end in spans_after:
            actors = next_acting(text, low, end)
            if actors is not None and low > by.start:
                yield _By(low, end, mentions(source, text, actors), text[actors.end : end], None, by.start)


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


def _roles(source: Source, text: str, by: _By) -> tuple[dict[Role, tuple[UnitMention, ...]], int]:
    """(units by role, where the last of them ends): 由A会同B制定; 由A牵头，B配合."""
    who = by.who
    if by.others and (others := units_in(source, text, *by.others)):
        return {"lead": who, "participating": others}, by.end
    first: Role = "lead" if by.verb.startswith(("牵头", "主办", "主责")) else "responsible"
    with_helpers: Role = "lead" if RUNS.match(by.verb) else first
    if with_whom := re.match("[，,、](?:会同|联合|协同)", text[by.end :]):
        others, end = joined(source, text, by.end + with_whom.end(), len(text))
        if others:
            return {"lead": who, "participating": others}, end
    reached = next((high for low, high in clauses(text) if low <= by.end <= high), by.end)
    reached = by.end if reached - by.end > _MAX_OBJECT else reached
    if helpers := HELPERS.pattern.match(text[reached:]):
        start, end = reached + helpers.start("who"), reached + helpers.end("who")
        if others := helpers_in(source, text, start, end):
            end = reached + helpers.end()
            does, end = _doers(source, text, end) if with_helpers == "lead" else ((), end)
            return {
                with_helpers: who,
                "participating": others,
                **({"responsible": does} if does else {}),
            }, end
    if first == "lead":
        does, end = _doers(source, text, reached)
        if does:
            return {first: who, "responsible": does}, end
    return {first: who}, by.end


def _doers(source: Source, text: str, start: int) -> tuple[tuple[UnitMention, ...], int]:
    """(who carries out what another leads, where that ends): ，各镇（街）具体落实."""
    doers = DOERS.pattern.match(text[start:]) or DOERS_EACH.pattern.match(text[start:])
    if doers is None:
        return (), start
    others = helpers_in(source, text, start + doers.start("who"), start + doers.end("who"))
    return (others, start + doers.end()) if others else ((), start)


def _sentence_before(source: Source, sentence: Sentence) -> str:
    """The sentence before in the same paragraph; empty when there is none."""
    earlier = source.words(sentence.paragraph, sentence.start)
    spans = split_sentences(earlier.rstrip())
    return earlier[spans[-1][0] : spans[-1][1]].strip() if spans else ""


def _clause_before(text: str, low: int) -> int:
    """Where the clause that ends before ``low`` begins; ``low`` itself after a full stop or semicolon."""
    if text[low - 1] not in "，,":
        return low
    begin = next((start for start, end in clauses(text) if end == low - 1 and end - start >= 4), low)
    approved = 0 < begin < low and _APPROVED.match(text[begin:])
    return _clause_before(text, begin) if approved else begin


def helpers_in(source: Source, text: str, start: int, end: int) -> tuple[UnitMention, ...]:
    """All of a list of helpers that opens with a unit or a person (总务处、各年段); empty for other words."""
    if not units_in(source, text, start, end) and not names_in(text[start:end]):
        names = names_at(text[:end], start)
        if names is None or names.end != end:
            return ()
    return tuple(source.mention(item.as_span()) for item in split_units(text, start, end))


def units_in(source: Source, text: str, start: int, end: int) -> tuple[UnitMention, ...]:
    """The units after 由; the letters before the first one (市、区县专业考试机构) belong to its name."""
    if told := names_in(text[start:end]):
        spans = (
            UnitSpan(start + a, start + b, text[start + a : start + b], text[start + a : start + b])
            for a, b in told
        )
        return tuple(source.mention(span) for span in spans)
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
