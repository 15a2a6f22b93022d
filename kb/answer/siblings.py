"""Whether a figure is of a sibling of the thing that is asked for: another level, class or act.

初中 beside 小学, 二等 beside 一等, 移交 beside 新建: the words around are the same, and one is no answer for the other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kb.answer.demands import sides_clash
from kb.numbers import Quantity
from kb.rules import Rule, rule

_PRIMARY, _JUNIOR, _SENIOR = "primary", "junior", "senior"
_LEVELS: Mapping[re.Pattern[str], frozenset[str]] = {
    re.compile(r"小学(?!校|化)|(?<![\d七八九])[一二三四五六]年级"): frozenset({_PRIMARY}),
    re.compile(r"初中|初级中学|[七八九]年级|初[一二三](?![步级])"): frozenset({_JUNIOR}),
    re.compile(
        r"(?<!职业)高中(?!阶段)|普高|县中|高级中学|(?<![提最更较])高[一二三](?![点些级等步])"
    ): frozenset({_SENIOR}),
    re.compile(r"高中阶段"): frozenset({_SENIOR, "vocational"}),
    re.compile(r"中职|中等职业|职业高中|职高|技工"): frozenset({"vocational"}),
    re.compile(r"义务教育|九年一贯"): frozenset({_PRIMARY, _JUNIOR}),
    re.compile(r"中小学"): frozenset({_PRIMARY, _JUNIOR, _SENIOR, "vocational"}),
    re.compile(r"(?<![高小])中学(?!生?阶段)"): frozenset({_JUNIOR, _SENIOR}),
    re.compile(r"幼儿|学前|入园|托育|(?:公办|民办|普惠性?|示范|村级|乡镇|城区|中心)园|园长"): frozenset(
        {"preschool"}
    ),
    re.compile(r"高校|高等(?:教育|学校)|高职|大学生"): frozenset({"higher"}),
}

SERIES: Rule = rule(
    "series",
    r"(?<![那这哪每某同各分上下第高另\d])(?P<place>[一二三四五六七八九甲乙丙丁ABCDabcd])(?P<kind>[等类档星]|级(?!政府|人民|教育|市|以|建造)|批次)",
    example="二等奖学金每人多少元",
    counter_example="最偏远那一类教师的补助",
)
KIND: Rule = rule(
    "kind",
    r"(?P<name>非学科|学科|科技|艺术|文化艺术|体育|文科|理科|综合|语言|理工|师范|医学)(?P<kind>类)|(?P<rank>国家|省|市|县|区|校)(?P<of>级)(?!及?以上|[财政府人部机统])|(?<![高低])(?P<size>[小中大托])(?P<group>班)(?!额|级|主任|制|子|车|会|组)"
    r"|(?P<grade>[初中高])(?P<post>级)(?=岗位|职称|职务|教师|技工|技师|专业)"
    r"|第(?P<nth>[一二三四五六七八九十\d]+)(?P<what>小学|中学|初中|初级|高中|高级|幼儿园|实验|职业|批次?|阶段|轮|食堂|期)",
    example="科技类培训机构每课时收多少",
    counter_example="分类管理",
)
NOT_THAT: Rule = rule(
    "not_that",
    r"(?<![是要会能])不(?:是|含|包括|包含|算)(?:指|说)?(?P<thing>(?!不)[\u4e00-\u9fff]{2,10}?)(?:的|在内)?(?=$|[)）,，。；;？?\s]|那[个种份])|(?:除了|除去)(?P<other>[\u4e00-\u9fff]{2,10}?)(?:以外|之外|外)",
    example="国家奖学金（不是励志奖学金）给多少",
    counter_example="是不是励志奖学金",
)
_ACTS: Mapping[str, re.Pattern[str]] = {
    "make": re.compile(
        r"新建|改扩建|扩建|迁建|建成|兴建|修建|建设(?!局|部|厅|委|单位|银行|用地)|新增|增加|增设|创建|打造|建立|设立|建(?=[\d多几好])"
    ),
    "end": re.compile(r"撤并|撤销|撤掉|压减|合并|淘汰|关停"),
    "hand_over": re.compile(r"移交|回收|回购"),
    "hire": re.compile(r"招聘|招录|引进|招引|招考"),
    "train": re.compile(r"培训|轮训|研修|跟岗"),
    "enrol": re.compile(r"招生|招收|录取"),
    "pay": re.compile(r"发放|下达|拨付|支付|兑付"),
    "give_back": re.compile(r"退还|退回|返还|追缴|归还"),
    "inspect": re.compile(r"检查|督导|评估|验收|督查|排查|巡查|监测|筛查|考核|抽查|年检"),
}
"""What may be done to so and so many; the number done to one thing says nothing of another act."""
_ROW_CHARS = 40
_MARKS = "，、。；;,：:\n"
RULES: tuple[Rule, ...] = (SERIES, KIND, NOT_THAT)


def is_sibling(asked: str, own: str) -> bool:
    """Whether the words of a figure or a task name a sibling of what is asked for, and not that itself."""
    return is_of_other_kind(asked, own) or _disjoint(_acts_of(asked), _acts_of(own))


def is_excluded(reading: str, own: str) -> bool:
    """Whether the words of a figure name what the question says it does not mean."""
    return any((match["thing"] or match["other"]) in own for match in NOT_THAT.pattern.finditer(reading))


def is_of_other_kind(asked: str, own: str) -> bool:
    """The same for levels, sides, classes and places of a series, whatever is done."""
    return (
        sides_clash(asked, own)
        or _disjoint(grades_of(asked), grades_of(own))
        or _disjoint(levels_of(asked), levels_of(own))
        or _other_place(SERIES, asked, own)
        or _other_place(KIND, asked, own)
    )


def clause_of(text: str, quantity: Quantity) -> str:
    """The clause that holds a quantity; the text up to its end where it is one of a row (分别为2、3和5个)."""
    start = max(text.rfind(mark, 0, quantity.start) + 1 for mark in _MARKS)
    ends = [place for mark in _MARKS if (place := text.find(mark, quantity.end)) >= 0]
    end = min(ends, default=len(text))
    row = "分别" in text[max(0, start - _ROW_CHARS) : end]
    return text[:end] if row else text[start:end]


def other_level(asked: str, *texts: str) -> bool:
    """Whether the closest text that names a level of schooling names none that is asked for."""
    wanted = levels_of(asked)
    named = next((levels for text in texts if (levels := levels_of(text))), frozenset())
    return _disjoint(wanted, named)


def levels_of(text: str) -> frozenset[str]:
    """Levels of schooling that the text names; 义务教育 is two of them."""
    return frozenset(level for pattern, levels in _LEVELS.items() if pattern.search(text) for level in levels)


_GRADES: Rule = rule(
    "grades",
    r"(?P<first>[一二三四五六七八九])(?:年级)?(?:至|到|[-—－–~～])(?P<last>[一二三四五六七八九])年级|(?<![初高]中)(?P<one>[一二三四五六七八九])年级|(?:初(?:中(?=[一二三]年级))?(?P<junior>[一二三])(?![步级中])|(?P<both>[一二三四五六七八九])、(?=[一二三四五六七八九]年级))",
    example="小学三至六年级每周3节",
    counter_example="三年一周期",
)
_NUMBERS = "一二三四五六七八九"


def grades_of(text: str) -> frozenset[str]:
    """School years from 1 to 9 that a text names: 三至六年级 are four of them."""
    found: set[str] = set()
    for match in _GRADES.pattern.finditer(text):
        if match["first"]:
            found.update(_NUMBERS[_NUMBERS.index(match["first"]) : _NUMBERS.index(match["last"]) + 1])
        elif match["junior"]:
            found.add(_NUMBERS[5 + "一二三".index(match["junior"]) + 1])
        else:
            found.add(match["one"] or match["both"])
    return frozenset(found)


def _acts_of(text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _ACTS.items() if pattern.search(text))


def _other_place(series: Rule, asked: str, own: str) -> bool:
    """Whether both name places of one series (一等, 二等), and none that is the same."""
    wanted, held = _places(series, asked), _places(series, own)
    kinds = {kind for kind, _ in wanted} & {kind for kind, _ in held}
    return any(
        {place for k, place in wanted if k == kind}.isdisjoint(place for k, place in held if k == kind)
        for kind in kinds
    )


def _places(series: Rule, text: str) -> set[tuple[str, str]]:
    """(kind, place) of every member of the series that the text names: (等, 二), (级, 省)."""
    found = set()
    for match in series.pattern.finditer(text):
        place, kind = (part for part in match.groups() if part is not None)
        found.add((kind, place.upper()))
    return found


def _disjoint(asked: frozenset[str], own: frozenset[str]) -> bool:
    return bool(asked) and bool(own) and not asked & own
