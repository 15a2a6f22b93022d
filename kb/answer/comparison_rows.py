"""What fills the rows of a comparison: figures of one metric, times of one task, or sentences that are alike.

The sides are chosen together: what answers one side best is no use where the other side's documents hold
nothing like it, and of two figures that fit the question equally the one is meant that is like the other side's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kb.answer.evidence import Evidence
from kb.answer.figure_options import figure_options
from kb.answer.measures import TIME_UNITS, measured_units, names_unit, units_asked
from kb.answer.neighbours import pairs
from kb.answer.options import Cell, Option, UnitsWanted, sentence_options, time_options
from kb.answer.sides import Side
from kb.answer.targets import allowed_targets, settled
from kb.records import Target
from kb.rules import Rule, rule

ASKS_TIME: Rule = rule(
    "asks_time",
    r"多久|多长时间|期限|时限|什么时(?:候|间)|何时|哪一?[年月天]|几[月时年天日点]|几个月|多少个?(?:天|日|月|工作日|小时)|几个工作日|几(?:小时|分钟)|截止|更[早晚快慢]|最[早晚]|谁[早晚先后]|得[早晚]|先后|周期|频[率次]",
    example="配建学校移交期限各是多久",
    counter_example="班额各是多少人",
)
_COUNTS = re.compile(
    r"学时|课时|学分|多少[元人名所间次]|津贴|补助|经费|比例|占比|(?<![效频])率|个点|驾龄|教龄|年龄|任班主任"
)
RECURS: Rule = rule(
    "recurs",
    r"周期|频[率次]|(?:多久|多长时间|几年|几个?月|几个?学期)[^,，。?？]{0,8}[次轮回]|每隔",
    example="校车检验周期有何不同",
    counter_example="多久之内办结",
)
CLOCK: Rule = rule(
    "clock",
    r"几点(?!钟?建议|意见|要求)|(?:最[早晚迟]|早于|晚于)[^,，。?？]{0,6}(?:时间|点)|[上下]班时间|[到离返放入]校时间",
    example="走读生最晚几点离校",
    counter_example="比例差几个点",
)
RULES: tuple[Rule, ...] = (ASKS_TIME, RECURS, CLOCK)
_TIME_OF_DAY = re.compile(r"\d{1,2}[:：]\d{2}|[\d一二三四五六七八九十]+[时点](?!间|候)")
_LENGTH = re.compile(
    r"多久|多长|期限|时限|多少个?(?:天|日|月|工作日|小时)|几(?:天|日|个月|个工作日|小时|分钟|年(?!\d))|周期"
)
_SHARE = re.compile(r"比例|占比|比重|(?<![效频])率(?!先|领)")
_SHARES = frozenset(["%", "‰", "百分点", "个百分点", ""])
_FAMILIES = (
    frozenset(["日", "天", "工作日", "个工作日", "周", "个月", "月", "小时"]),
    frozenset(["元", "万元", "亿元"]),
    frozenset(["人", "名", "位"]),
    frozenset(["小时", "分钟"]),
    frozenset(["岁", "周岁"]),
    frozenset(["学时", "课时"]),
)
"""Units in which one thing may be measured."""
_WITHOUT = ("eliminate", "cover")
_LEAST_ALIKE = 0.3
_ALIKE = 0.6
_SLACK = 0.3
"""How far below what is acceptable an option may lie that is exactly like the other side's."""
_AS_NEAR = 0.4
_MOST = 0.6
_ALONE = 0.1
_SURE = 0.2
_SURE_OF_VERSION = 0.1
"""What the evidence must be worth of an option that holds less than half of the words that the other side's holds."""
_NO_WORSE = 0.12
"""How far below the best option of all sides another may lie and still decide what is compared."""
_LIKENESS = 0.35
_SAME_UNIT = 0.2
_OF_MEASURE = 0.1
_CLASH = 0.3
_WHOLE = 0.8
"""What likeness of whole sentences counts for beside that of the words of a figure."""
_LEVEL = re.compile(r"高中(?!阶段)|初中|小学|幼儿园|公办|民办|城区|乡镇|农村|城镇|全[县市省区旗州]|在校")
"""Words that say whose figure it is: 高中班额 and 高中规模 are not alike for being of one level."""
_COMMON = re.compile(
    r"[\d.%％]+|[人所个名以上下内及的]|不[低高少超]|学校|普通|覆盖率?|占比?|比例?|率$|标准|要求|达到?|总数|数量"
)


def fill_rows(sides: Sequence[Side], evidence: Mapping[Side, Evidence]) -> list[Cell]:
    """A cell for each side, all about the same thing."""
    about = [evidence[side] for side in sides]
    reading = about[0].question.reading
    if ASKS_TIME.pattern.search(reading) and not _COUNTS.search(reading):
        times = [_chosen(about, options) for options in _timed(about, reading)]
        fullest = max(times, key=_count)
        if _count(fullest):
            return fullest
    asked = units_asked(about[0].question)
    share = not asked and _SHARE.search(reading) is not None
    wanted = UnitsWanted(_SHARES if share else asked, named=names_unit(reading))
    if not wanted.units:
        wanted = UnitsWanted(measured_units(reading), named=False, guess=_OF_MEASURE)
    figures = _chosen(about, [figure_options(one, wanted) for one in about])
    return figures if _count(figures) else _chosen(about, [sentence_options(one) for one in about])


def _timed(about: Sequence[Evidence], reading: str) -> Iterator[list[list[Option]]]:
    """The options of the sides for each kind of time that the question may want, the likeliest first."""
    timed = [one.about(replace(one.question, kind="deadline")) for one in about]
    if CLOCK.pattern.search(reading):
        yield [sentence_options(one, _TIME_OF_DAY) for one in about]
    recurs = RECURS.pattern.search(reading) is not None
    lengths = [figure_options(one, UnitsWanted(_units_of_time(about[0]))) for one in timed]
    if _LENGTH.search(reading):
        yield lengths
    if recurs:
        yield [time_options(one, recurring=True) for one in timed]
    yield [time_options(one, recurring=False) for one in timed]
    if not _LENGTH.search(reading):
        yield lengths


def _units_of_time(evidence: Evidence) -> frozenset[str]:
    return units_asked(evidence.question) & TIME_UNITS or TIME_UNITS


def _count(cells: Sequence[Cell]) -> int:
    return sum(cell.filled for cell in cells)


def _chosen(about: Sequence[Evidence], options: Sequence[Sequence[Option]]) -> list[Cell]:
    """The options that together fit the question and each other best."""
    best: tuple[float, list[Option | None]] | None = None
    sure = _SURE_OF_VERSION if all(one.filters.document_ids for one in about) else _SURE
    least = max((o.fit for own in options for o in own if o.worth >= 0), default=0.0) - _NO_WORSE
    for side, own in enumerate(options):
        for anchor in own:
            if anchor.worth < 0 or anchor.fit < least:
                continue
            row = _row(options, side, anchor, sure=sure)
            total = anchor.fit + sum(_gain(anchor, o) for o in row if o is not None and o is not anchor)
            if best is None or total > best[0]:
                best = total, row
    if best is None:
        return [Cell() for _ in about]
    return [_cell(one, option) for one, option in zip(about, best[1], strict=True)]


def _row(
    options: Sequence[Sequence[Option]], side: int, anchor: Option, *, sure: float
) -> list[Option | None]:
    """The anchor with the option of every other side that goes with it best."""
    row: list[Option | None] = [None] * len(options)
    row[side] = anchor
    for other, own in enumerate(options):
        if other == side:
            continue
        taken = {option.place for option in row if option is not None}
        fitting = [o for o in own if o.place not in taken and _goes_with(anchor, o, sure=sure)]
        row[other] = max(fitting, key=lambda o: (_gain(anchor, o), o.place), default=None)
    return row


def _gain(anchor: Option, option: Option) -> float:
    same = _SAME_UNIT if _same_family(option.unit, anchor.unit) else 0.0
    return option.fit + _LIKENESS * _likeness(anchor, option) + same


def _goes_with(anchor: Option, option: Option, *, sure: float) -> bool:
    """Whether two options speak of the same thing: named alike, of one kind, and as near to the question."""
    alike = _likeness(anchor, option)
    family = _same_family(anchor.unit, option.unit)
    as_near = option.held >= _AS_NEAR * anchor.held
    if not _same_kind(anchor, option) or (
        anchor.levels and option.levels and not anchor.levels & option.levels
    ):
        return False
    if (
        not family
        and alike < _ALIKE
        and not (alike >= _LEAST_ALIKE and option.worth >= _ALONE and option.held >= _MOST)
    ):
        return False
    if alike < _LEAST_ALIKE:  # said in other words: each has to answer by itself
        return family and as_near and option.worth >= _ALONE
    if option.worth < 0:
        return as_near and option.worth >= -_SLACK * alike
    return as_near or option.worth >= sure


def _same_kind(anchor: Option, option: Option) -> bool:
    one, other = anchor.cell.target, option.cell.target
    if one is None or other is None:
        return True
    if one.comparator in _WITHOUT and other.comparator in _WITHOUT:
        return likeness(anchor.label, option.label) >= _LEAST_ALIKE
    return (
        bool(one.value) == bool(other.value)
        and one.comparator not in _WITHOUT
        and other.comparator not in _WITHOUT
    )


def _same_family(one: str, other: str) -> bool:
    return one == other or any({one, other} <= family for family in _FAMILIES)


def _likeness(one: Option, other: Option) -> float:
    """How alike two options speak, 0 to 1: by the names of what they measure, else by their sentences."""
    sentences = _overlap(one.sentence, other.sentence)
    left, right = one.counted, other.counted
    clash = _CLASH if left and right and not left & right else 0.0
    return -clash + max(
        likeness(one.label, other.label), _overlap(one.words, other.words), _WHOLE * sentences
    )


def likeness(one: str, other: str) -> float:
    """How alike two metrics are named, 0 to 1: mostly the shorter name within the longer one, without numbers."""
    texts = [_COMMON.sub("", label) for label in (one, other)]
    bare = [_LEVEL.sub("", text) for text in texts]
    left, right = map(set, bare if all(bare) else texts)
    if not left or not right:
        return float(left == right)
    shared = len(left & right)
    return 0.8 * shared / min(len(left), len(right)) + 0.2 * shared / len(left | right)


def _overlap(one: str, other: str) -> float:
    """Share of neighbouring characters of the shorter text that the other one holds, 0 to 1."""
    left, right = pairs(one), pairs(other)
    return len(left & right) / max(1, min(len(left), len(right)))


def _cell(evidence: Evidence, option: Option | None) -> Cell:
    """The option's cell; of the values that a document sets for several times the one that is meant."""
    if option is None:
        return Cell()
    target = option.cell.target
    return option.cell if target is None else Cell(target=_settled(evidence, target))


def _settled(evidence: Evidence, target: Target) -> Target:
    ranked = allowed_targets(evidence)
    match = next((match for match in ranked if match.fact.id == target.id), None)
    return settled(evidence, match, ranked).fact if match is not None else target
