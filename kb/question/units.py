"""The units that a question names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.actors import is_organ
from kb.question.vocabulary import QuestionVocabulary
from kb.rules import Rule, rule
from kb.unit_finder import find_units
from kb.unit_table import BODIES, INSTITUTIONS
from kb.units import resolve_unit

_UNIT_END = re.compile(
    r"(?:局|委|办|部|厅|署|院|会|室|中心|政府|部门|机关|机构|联|队|团|总工会|街道|乡镇|处|科|股|组|班主任|所|[\u4e00-\u9fff]{3}[站馆社院]|公司|集团|大队|中队)$"
)

_OFFICE_ASKED = rule(
    "office_asked",
    r"(?:^|[,，。、:：\s把将给请对让问看的])(?P<name>(?![这那哪各]|什么)(?:(?![把将给请对让问看])[\u4e00-\u9fff]){1,10}?(?:室|科|股|处|站|馆|中心|办公室|大队|部|总?署|委员会|[村居]委会|组长))"
    r"(?=(?:这一年|今年|平时|平常|一共|总共|都)*(?:的(?:主要|具体|重点|岗位|工作)*(?:任务|职责|职能|责任|分工|活)|(?:安排|布置|分配|派)了|(?:在[^,，。?？]{1,16})?(?:有没有|有什么|有啥|有哪些)(?:任务|事|活|工作)"
    r"|(?:(?:按|在|根据|依据)[^,，。?？]{1,24}?)?(?:都|要|得|应当?|应该|需要?|该)*(?:承担|负责|牵头|配合|参与|协助|分管|主管|管(?!理)|做哪|干哪|做什么|干什么)))",
    example="学生资助中心的主要任务是什么",
    counter_example="图书馆要配备多少藏书",
)
_MANNER = r"(?:这一?年|今年|明年|(?:19|20)\d\d年|上半年|下半年|一共|总共|分别|都|要|得|须|需要?|应当?|应该|该|具体|主要|还|(?<![员协学工总商])会|被|共|在(?:《[^》]*》|[^,，。?？《》]{2,16}?)[里中上内](?:面|头)?)*"
_TASKED = r"(?:负责|牵头|参与|配合|承担|协办|主办|协助|参加|落实|领|分到|摊到|做|干|有(?:哪|什么|几|多少)|的(?:主要|具体|全部|重点|工作|所有)*(?:任务|职责|职能|工作|事项|分工)|是(?:不是)?(?:牵头|配合|责任|主办|协办|主力))"
_SLOT = rule(
    "organ_slot",
    rf"{_MANNER}{_TASKED}",
    example="区老年大学要牵头哪几项",
    counter_example="幼儿园收费标准是多少",
)
"""Stands behind an organ whose tasks or role are asked for."""
_SLOT_START = re.compile(
    r"^(?:请问|想问一?下?|问一?下|列出|列一下|请列出)?|[,，。、:：\s》的]|请问|(?<=[\u4e00-\u9fff]{2})[里中上由]|列出|列一下|涉及|(?:任务|工作|事项|哪些)(?:需要|要|由)|(?:19|20)\d\d年?"
)
RULES: tuple[Rule, ...] = (_OFFICE_ASKED, _SLOT)
_AT_LARGE = re.compile(
    r"(?:有关|相关|责任|成员|主管|职能|牵头|配合|参与|参加|协同|协作|协助|承担|落实|实施|用人|培训|办学|主办|协办|承办|各级|各|其他|校外|公办|民办|普通|教育|行政)*(?:部门|单位|机构|企业|公司|组织|科室|股室|处室|学校|园|校|院校|人|中小学校?|家长委员会)"
)
_SCHOOL_END = re.compile("(?:学校|中学|小学|高中|初中|大学|学院|幼儿园|园|院校|高校|中小学|校)$")
_MOST_CHARS = 20
_LEVEL = re.compile("[各省市区县州旗镇乡团]|[^（()）]*[（(]")
"""Opens a name that holds no words before it (区城市管理局)."""
_OFFICE_NOT = tuple("法理学事")
_SERVICES = frozenset({"考试招生", "教研", "电教", "资助"})
"""Institutions that are organs with tasks of their own, not kinds of school."""
_SCHOOLS = frozenset({"学院", "学校", "大学"})
_NAMED = re.compile(r"(?:(?![各本该我由请让给对问是在和与跟的])[\u4e00-\u9fff]){2}$")
_ANY_UNIT = re.compile(r"各?(?:有关|相关|其他|各)")


def units_in(text: str, vocabulary: QuestionVocabulary) -> tuple[str, ...]:
    """Unit names in the text: those that documents use, then those that look like one; longest first."""
    found: list[tuple[int, int]] = []
    for surface in sorted(vocabulary.surfaces, key=lambda name: (-len(name), name)):
        start = text.find(surface)
        if surface.endswith("办") and text[start + len(surface) : start + len(surface) + 1] in _OFFICE_NOT:
            continue  # 食品安全办法 names no 安全办
        if surface in _SCHOOLS and _NAMED.search(text[:start]):
            continue  # 沂沭学院 is a school by its name, no unit of one
        if start >= 0 and not _overlapping(found, start, start + len(surface)):
            found.append((start, start + len(surface)))
    for span in find_units(text):
        overlapping = [other for other in found if other[0] < span.end and span.start < other[1]]
        if all(span.start <= start and end <= span.end for start, end in overlapping):
            found = [other for other in found if other not in overlapping]
            found.append((span.start, span.end))
    names = (_cut(_trimmed(text[start:end]), vocabulary) for start, end in sorted(found))
    known = (_known_part(name, vocabulary) for name in names)
    return tuple(dict.fromkeys(name for name in known if _is_unit(name) or _is_known_body(name, vocabulary)))


def _known_part(name: str, vocabulary: QuestionVocabulary) -> str:
    """The name without words before it that belong to no region (什么时候报市教育局 is 市教育局)."""
    if name in vocabulary.surfaces:
        return name
    for region in sorted(vocabulary.document_regions):
        if name.find(region) > 0:
            return name[name.find(region) :]  # 专题会上怀柔区住建委
    for start in range(1, len(name) - 2):
        before, rest = name[:start], name[start:]
        if rest in vocabulary.surfaces and not re.fullmatch(r"[各省市区县州旗镇乡、]+", before):
            known = vocabulary.gazetteer.resolve(before) or vocabulary.gazetteer.resolve(before + rest[:1])
            return name if known is not None and _is_unit(name) else rest
    return name


def _cut(name: str, vocabulary: QuestionVocabulary) -> str:
    """A name without the words that were read as its place (食堂原料采购市委统战部 is 市委统战部)."""
    if name in vocabulary.surfaces or _LEVEL.match(name):
        return name
    for letter in re.finditer("(?<=..)[省市区县州旗]", name):
        before, rest = name[: letter.end()], name[letter.start() :]
        places = (before[at:] for at in range(len(before) - 1))
        known = next((place for place in places if vocabulary.gazetteer.resolve(place)), None)
        if known is not None:
            return name[letter.end() - len(known) :]
        if resolve_unit(rest).function is not None:
            return rest
    return name


def _trimmed(name: str) -> str:
    """A unit name without the preposition before it."""
    name = re.sub(r"^.*(?:是|[几哪谁]|什么)(?:号|个)?(?=.{2})", "", name)
    return re.sub(r"^(?:把|将|让|由|请|跟|和|与|问|对|在|给|归|向)(?=.{3})", "", name)


def _is_unit(name: str) -> bool:
    """Whether a question that names this asks about it as a unit: schools as such (綦江区普通高中) are a topic."""
    function = resolve_unit(name).function
    return function is not None and function not in INSTITUTIONS and _UNIT_END.search(name) is not None


def _is_known_body(name: str, vocabulary: QuestionVocabulary) -> bool:
    """Whether documents give duties to an organ of this name, though no table tells its function (市道运局)."""
    if name not in vocabulary.surfaces or _ANY_UNIT.match(name) or not _UNIT_END.search(name):
        return False
    return resolve_unit(name).function in (None, *_SERVICES)


def without_regions(unit: str, regions: Sequence[str]) -> str:
    for region in regions:
        unit = unit.removeprefix(region)
    return unit


def organs_asked(
    text: str, regions: Sequence[str], found: Sequence[str], vocabulary: QuestionVocabulary
) -> tuple[str, ...]:
    """The units found, each as long as its name by form; where none was found the organs asked about by their form.

    Schools count only where documents give them tasks: what schools at large have to do is no list of a unit's tasks.
    """
    named: list[str] = []
    starts = [match.end() for match in _SLOT_START.finditer(text)]
    for slot in _SLOT.pattern.finditer(text):
        names = (_bare(text[start : slot.start()], regions) for start in starts if start < slot.start())
        if name := next((name for name in names if _has_tasks(name, vocabulary)), None):
            named.append(_without_topic(name, vocabulary))
    longer = [next((name for name in named if _goes_on(unit, name, vocabulary)), unit) for unit in found]
    return tuple(dict.fromkeys(longer or named))


def _goes_on(unit: str, name: str, vocabulary: QuestionVocabulary) -> bool:
    """Whether a name says more of the unit (市教育局|基教科); what documents call it is enough (某某学院|财务处)."""
    if unit not in name or name in vocabulary.surfaces:
        return unit in name
    before, _, _ = name.partition(unit)
    bureau = bool(before) and resolve_unit(before).function not in (None, *INSTITUTIONS)
    return bureau or not before


def _without_topic(name: str, vocabulary: QuestionVocabulary) -> str:
    """The organ at the end of words that are no name of a place (教辅征订街道办事处)."""
    if name in vocabulary.surfaces or _LEVEL.match(name):
        return name
    for letter in re.finditer("(?<=..)(?:[省市区县州旗镇乡团]|街道|自治区)", name):
        before, rest = name[: letter.end()], name[letter.start() :]
        if (
            is_organ(rest)
            and not is_organ(name[: letter.start()])
            and not vocabulary.gazetteer.resolve(before)
        ):
            return rest
    return name


def _bare(name: str, regions: Sequence[str]) -> str:
    """A name without the place and the year before it (霞浦县教师进修学校 in a question on 霞浦县)."""
    for region in sorted(regions, key=len, reverse=True):
        name = re.sub(rf"^{re.escape(region)}的?(?=.{{2}})", "", name)
    return re.sub(r"^(?:(?:19|20)\d\d年?)的?", "", name)


def _has_tasks(name: str, vocabulary: QuestionVocabulary) -> bool:
    if (
        not 2 <= len(name) <= _MOST_CHARS
        or re.search("[,，哪谁]|^列", name)
        or not is_organ(name)
        or _AT_LARGE.fullmatch(name)
    ):
        return False
    kind = BODIES.get(name.lstrip("各"), ("", ""))[1] or resolve_unit(name).function or ""
    if kind in INSTITUTIONS and kind not in _SERVICES:
        return False
    return name in vocabulary.surfaces if _SCHOOL_END.search(name) and kind not in _SERVICES else True


def _overlapping(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in spans)


def office_asked(text: str) -> tuple[str, ...]:
    """An office that neither documents nor tables know (电教馆), where the question asks for its duties."""
    return tuple(match["name"] for match in _OFFICE_ASKED.pattern.finditer(text))
