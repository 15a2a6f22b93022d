"""Responsibilities from sentences that tell a unit what to do: 区财政局要完善…, 由A组织实施, A会同B制定…."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.facts.deadlines import shorten
from ingest.facts.responsibilities import Block, read_roles
from ingest.facts.source import Sentence, Source
from ingest.facts.targets import clauses
from ingest.facts.times import blank
from kb.dates import find_times
from kb.records import Responsibility, Role, UnitMention
from kb.rules import Rule, rule
from kb.unit_finder import UnitSpan, find_units
from kb.unit_table import BODIES, INSTITUTIONS

PREDICATES: tuple[Rule, ...] = (
    rule(
        "must",
        r"^(?:应当|应该|应|要|须|必须|务必|需要?)(?!求|素|点|件|闻|的)(?:当)?",
        example="要完善财政支持政策",
        counter_example="要求学校整改",
    ),
    rule(
        "is_in_charge",
        r"^(?:依法|具体|主要|统一|全面|分别|共同|按照?(?:各自)?(?:职责|职能)(?:分工)?|在各自职责范围内|根据职责分工|结合职能职责)*"
        r"[，,]?(?:负责|主管|统筹|牵头|承担|领导|组织领导|做好|履行|落实)(?!人|同志|制)",
        example="负责学前教育管理和业务指导工作",
        counter_example="负责人应当签字",
    ),
    rule(
        "bears_duty",
        r"^对[^，。；]{2,40}(?:负(?:总|主体|首要|直接)?责任?|进行(?:监督|指导|管理|督导)|实施(?:监督|管理|督导))",
        example="对本行政区域内学前教育发展负主体责任，",
        counter_example="对学生有益",
    ),
    rule(
        "with_others",
        r"^(?:要|应当|应|可以|将)?(?:及时|定期|依法)?(?:会同|配合|协同|协助|联合|商)",
        example="会同有关部门建立健全工作机制",
        counter_example="会议纪要",
    ),
    rule(
        "works_regularly",
        r"^(?:应当|要)?(?:原则上)?(?:至少)?每(?:[一二两三四五六七八九十\d—-]+)?(?:个)?(?:年|学年|学期|季度|半年|月|周)",
        example="每年开展县级督导评估",
        counter_example="每位教师",
    ),
    rule(
        "acts",
        r"^(?:把|将|按照?|依据|依法|依照|根据|结合|充分发挥|切实发挥|切实|进一步|持续|统一|定期|及时|牵头)?[^，。；、]{0,28}?"
        r"(?:建立健全|建立|健全|完善|制定|加强|加大|指导|督促|统筹|推动|推进|落实|监督|审核|组织|开展|设立|保障|做好|纳入|支持|协调|强化|提供)",
        example="建立健全普通高中教育经费保障机制",
        counter_example="的预算支出",
    ),
)
"""What follows the unit. The last two hold only for a named organ at the start of a sentence."""

_BY = rule(
    "by_whom",
    r"(?:由|依托)(?P<who>[^，。；：由]{2,60}?)"
    r"(?P<verb>牵头负责|牵头组织|牵头|负责|组织实施|统筹实施|具体实施|实施|承担|主管|审批|审定|制定|组织制定|统一组织|组织|统筹|会同(?P<others>[^，。；]{2,40}?)"
    r"(?:制定|组织|负责|实施|建立|编制|提出|确定|研究))",
    example="学业水平考试将由市、区县专业考试机构组织实施。",
    counter_example="理由不充分",
)
_LEADS = rule(
    "leads_line",
    r"^[^，。；：]{2,60}?(?:牵头|主办)(?:负责)?[，,；;\s][^。]{2,200}(?:负责|配合|参与|协办|落实)。?$",
    example="教育部牵头，财政部、人力资源社会保障部等按职责分工负责。",
    counter_example="教育行政部门要牵头成立工作小组，统筹推进有关工作。",
)
_LED = rule(
    "led_task",
    r"^\s*(?P<roles>由?[^，。；：]{2,40}?(?:牵头|主办)(?:负责)?[，,][^，。；：]{2,80}?(?:配合|参与|协助|协办))[，,](?P<task>[^。]{4,})",
    example="由区财政局牵头，区教育局配合，制定收费标准。",
    counter_example="由区财政局牵头制定收费标准。",
)
_CONNECTOR = re.compile(
    r"^(?:[\s（(]*(?:第[一二三四五六七八九十百]+条|[（(]?[\d一二三四五六七八九十]+[）)、.．]))?\s*"
    r"(?:其中|同时|并|此外|另外|是|[一二三四五六七八九十]是|要求|—+|-+)?\s*[：:]?\s*"
)
_GAP = re.compile(
    r"(?:等?(?:有关|相关|其他)?(?:行政主管|行政|主管)?(?:部门|机关|单位)?)?(?:、|和|及|与|以及|，|及其)?"
)
_AFTER = re.compile(
    r"^(?:等?(?:有关|相关|其他)?(?:行政主管|行政管理|行政|主管|管理)?(?:部门|机关|单位))?(?:和学校|及其[^，。；]{0,14}?(?:部门|机构)|及有关部门)?"
    r"(?:(?:、|和|及|以及)(?:村（居）民委员会|居民委员会|村民委员会|居民（村民）委员会|其他有关部门|有关部门|相关部门))*"
)
_OTHERS = re.compile(r"^(?:同级|本级|其他)?(?:有关|相关)(?:部门|单位|方面)")
_STOP = re.compile(
    r"关于|《|印发|转发|办公|决定|不得|可以|享有|有权|认为|未|违反|主要负责人|负责人|工作人员|举办者|出资|依照前款|是指|包括|所称"
)


@dataclass(frozen=True, slots=True)
class _Subject:
    units: tuple[UnitSpan, ...]
    start: int
    end: int


def read_duties(source: Source) -> list[Responsibility]:
    """All duties stated in sentences outside tables and lists, in reading order."""
    found: list[Responsibility] = []
    for sentence in source.sentences:
        text = blank(sentence.text)
        if named := _LED.pattern.match(text):
            found.extend(_led(source, sentence, named))
            continue
        if _LEADS.pattern.search(text.strip()):
            found.extend(_leading_line(source, sentence))
            continue
        taken = -1
        for low, high in clauses(text):
            if low < taken:
                continue
            reached, duty = _duty(source, sentence, text, low, high)
            if duty is not None:
                found.append(duty)
                taken = reached
        if taken < 0:
            found.extend(_by_whom(source, sentence, text))
    return found


def _duty(
    source: Source, sentence: Sentence, text: str, low: int, high: int
) -> tuple[int, Responsibility | None]:
    """(end of the task in the sentence, the duty) when the clause opens with units that are told to do something."""
    subject = _subject(text, low, high)
    if subject is None:
        return low, None
    opens = low == 0 or text[low - 1] in "；;。：:" or bool(find_times(text[:low])[-1:]) and low < 14
    rest = text[subject.end : high]
    if rest.endswith("的"):
        return low, None  # a condition (…要求自评的，), not a duty
    predicate = _predicate(rest, subject, opens=opens)
    if predicate is None:
        return low, None
    stop = _task_end(text, subject.end, len(text))
    roles, task_start = _roles(source, text, subject, stop)
    task = shorten(_task_words(sentence.text[task_start:stop]))
    if len(task) < 4:
        return low, None
    return stop, _fact(source, sentence, roles, task, subject.start, stop)


def _subject(text: str, low: int, high: int) -> _Subject | None:
    """The units that open a clause, joined by 、 and 和."""
    begin = low + _skip(text[low:high])
    units = find_units(text[low:high])
    chain: list[UnitSpan] = []
    at = begin
    for unit in units:
        start, end = unit.start + low, unit.end + low
        gap = text[at:start]
        if (not chain and start != begin) or (chain and not _GAP.fullmatch(gap)):
            break
        chain.append(UnitSpan(start, end, unit.surface, unit.meaning))
        at = end
    if not chain:
        return None
    after = _AFTER.match(text[at:high])
    return _Subject(tuple(chain), begin, at + (after.end() if after else 0))


def _skip(clause: str) -> int:
    """Length of numbering, connectors and a time before the subject."""
    match = _CONNECTOR.match(clause)
    begin = match.end() if match else 0
    times = find_times(clause)
    if times and clause[begin : times[0].start].strip() in ("", "在", "于") and times[0].kind != "recurrence":
        begin = times[0].end
    while begin < len(clause) and clause[begin] in " \u3000":
        begin += 1
    return begin


def _predicate(rest: str, subject: _Subject, *, opens: bool) -> str | None:
    if not rest.strip() or _STOP.match(rest):
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


def _is_named(subject: _Subject) -> bool:
    """A named organ (区财政局, 市委政府), as against a word that merely contains one."""
    return all(unit.surface == unit.meaning and len(unit.surface) >= 3 for unit in subject.units)


def _task_end(text: str, start: int, stop: int) -> int:
    """The task runs to the end of the sentence or to a clause with another subject that must do something."""
    for low, high in clauses(text):
        if low <= start:
            continue
        other = _subject(text, low, high)
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
    source: Source, text: str, subject: _Subject, stop: int
) -> tuple[dict[Role, tuple[UnitMention, ...]], int]:
    """(units by role, where the task begins): 会同B makes the subject lead, 配合B makes it take part."""
    subjects = tuple(source.mention(unit) for unit in subject.units)
    rest = text[subject.end : stop]
    joint = re.match(
        r"(?:要|应当|应|将|可以|须)?(?:加强沟通协调，)?(?:依法|及时|定期)?(?P<verb>会同|协同|联合|商|配合|协助)",
        rest,
    )
    if joint is None:
        verb: Role = "lead" if re.match(r"(?:要|应当|应|负责|将)?(?:负责)?牵头", rest) else "responsible"
        modal = re.match(r"(?:应当|应(?!急)|要(?!求)|须|必须|务必|需要?|将)", rest)
        roles: dict[Role, tuple[UnitMention, ...]] = {verb: subjects}
        if later := re.search(r"，(?:并|及时)?(?:会同|协同|联合)", rest):
            others, _ = _joined(source, text, subject.end + later.end(), stop)
            roles |= {"participating": others} if others else {}
        return roles, subject.end + (modal.end() if modal else 0)
    others, end = _joined(source, text, subject.end + joint.end(), stop)
    if not others:
        return {"responsible": subjects}, subject.end
    if joint["verb"] in ("配合", "协助"):
        return {"participating": subjects, "lead": others}, end
    return {"lead": subjects, "participating": others}, end


def _joined(source: Source, text: str, start: int, stop: int) -> tuple[tuple[UnitMention, ...], int]:
    if match := _OTHERS.match(text[start:stop]):
        end = start + match.end()
        return (UnitMention(match.group(), match.group()),), end
    high = next((at for at in range(start, stop) if text[at] in "，。；"), stop)
    subject = _subject(text, start, high)
    if subject is None or subject.start != start:
        return (), start
    return tuple(source.mention(unit) for unit in subject.units), subject.end


def _task_words(words: str) -> str:
    return re.sub(r"^(?:等(?:部门|单位))?[，,：:\s]*", "", words)


def _fact(
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
        [_fact(source, sentence, mentions, task, low - sentence.start, high - sentence.start)] if task else []
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
    return [_fact(source, sentence, mentions, task, match.start("roles"), match.end("task"))]


def _by_whom(source: Source, sentence: Sentence, text: str) -> list[Responsibility]:
    """…由A牵头、由A会同B组织实施: the task is the clause."""
    found: list[Responsibility] = []
    for match in _BY.pattern.finditer(text):
        who = _by_units(source, text, match.start("who"), match.end("who"))
        if not who:
            continue
        low, high = next((low, high) for low, high in clauses(text) if low <= match.start() < high)
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
            _fact(
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
