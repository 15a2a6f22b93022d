"""What a sentence must hold to answer a question of a certain form, as rules with examples.

A question about a frequency wants a recurrence, one about a telephone wants a number; and who asks why
something was abolished takes for granted that it was: a sentence that says nothing of an end proves neither.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.question.model import Question
from kb.rules import Rule, rule
from kb.text import shares_pair


@dataclass(frozen=True, slots=True)
class Demand:
    """``shown`` must match in the sentence where ``asked`` matches in the question."""

    asked: Rule
    shown: Rule


_END = r"取消|废止|废除|停止|终止|不再|叫停|暂停|撤销|停办|失效|撤并"

DEMANDS: tuple[Demand, ...] = (
    Demand(
        rule("how_often", r"(?:多久|多长时间|几年|几个?月|几天|几周|几个?学期)[^,，。?？]{0,8}一(?:次|轮|回)|每(?:隔)?(?:几|多少)(?:年|个?月|周|天|学期)|频率|频次",
             example="教师资格证书几年要注册一次", counter_example="几年内完成移交"),
        rule("recurs", r"每|[一两二三]次|轮|周期|定期|年度|年检|逐年|常年|随时",
             example="应当每两年至少组织一次检查", counter_example="自受理之日起三十日内"),
    ),
    Demand(
        rule("contact", r"电话(?:号码)?(?:是|为|多少|号)|邮箱|联系方式|联系人|网址|传真|微信号|通讯地址|邮寄地址|phone number|e-?mail address",
             example="领导小组办公室电话是多少", counter_example="上课玩电话手表怎么办"),
        rule("contact_given", r"\d{3,4}[-—]?\d{7,8}|1\d{10}|\d{7,8}|@|https?:|www\.|(?:联系人|地址|邮箱|电话)\s*[:：]",
             example="联系电话：023-48661234", counter_example="设立监督电话并向社会公布"),
    ),
    Demand(
        rule("person", r"(?:局长|书记|校长|园长|主任|县长|市长|区长|院长|经办人|负责人)(?:现在)?(?:是谁|叫什么|姓什么|姓甚|的?(?:姓名|名字))",
             example="澄州三中的校长叫什么", counter_example="园长由谁聘任"),
        rule("person_given", r"(?:长|书记|主任|人)\s*[:：]\s*[\u4e00-\u9fff]{2,4}",
             example="组长：张明", counter_example="校长负责学校安全工作"),
    ),
    Demand(
        rule("listed", r"(?:具体|分别|究竟|到底)(?:都)?(?:是|有|指|包括|为)?(?:的是)?哪(?:几|[三四五六七八九十]|\d+)|(?:分别|各自|都)(?:叫|是)(?:什么|哪)|名单(?:是|有|包括)|哪[三四五六七八九十](?:项|个|条|所|类|种|点|步|方面)",
             example="“6个100%”具体是哪六项", counter_example="具体是哪个部门负责"),
        rule("list_given", r"、|[:：]\s*$|[:：][^。]{2,}|[一二三]是|第[一二三][，,]|[（(][一1][)）]|[1１][.．、]|；",
             example="加强语文、数学、外语教学", counter_example="新建普通高中十二所"),
    ),
    Demand(
        rule("ended", rf"(?:为什么|为何|为啥|凭什么|怎么|什么时候|何时|哪一?年|几时|啥时候)[^,，。?？]{{0,12}}?(?:{_END})|(?:{_END})(?:了)?[^,，。?？]{{0,14}}(?:的?(?:原因|理由)|为什么|是什么时候)",
             example="广元市为什么取消指标到校", counter_example="停课后怎么补课"),
        rule("end_stated", rf"{_END}", example="《若干规定》同时废止", counter_example="继续实施指标到校"),
    ),
)  # fmt: skip


_ENDED_THING = re.compile(rf"(?:{_END})了?(?P<thing>[\u4e00-\u9fff]{{2,8}})")


def unmet_demands(reading: str, sentence: str) -> tuple[str, ...]:
    """Names of the demands that the question makes and the sentence does not meet."""
    return tuple(
        demand.asked.name
        for demand in DEMANDS
        if demand.asked.pattern.search(reading)
        and not (demand.shown.pattern.search(sentence) and _ends_thing(demand, reading, sentence))
    )


def _ends_thing(demand: Demand, reading: str, sentence: str) -> bool:
    """Whether a sentence of an end speaks of what is said to have ended: 废止 of old rules ends no 体检."""
    match = _ENDED_THING.search(reading) if demand.asked.name == "ended" else None
    if match is None:
        return True
    return shares_pair(match["thing"], sentence)


_OPPOSED: tuple[Mapping[str, re.Pattern[str]], ...] = (
    {"public": re.compile(r"公办|公立"), "private": re.compile(r"民办|私立")},
    {
        "urban": re.compile(r"城区|城市|城镇|市区|(?<![距离])县城|城里"),
        "rural": re.compile(r"农村|乡村|乡镇|村小|村里|教学点|乡下"),
    },
    {"inclusive": re.compile(r"(?<!非)普惠"), "not_inclusive": re.compile(r"非普惠")},
    {"for_profit": re.compile(r"(?<!非)营利性"), "not_for_profit": re.compile(r"非营利性")},
    {"full_time": re.compile(r"专职|专兼职|专（兼）职"), "part_time": re.compile(r"兼职|专（兼）职")},
)
"""Kinds that exclude each other: what holds of one says nothing of the other."""
_APART: tuple[Mapping[str, re.Pattern[str]], ...] = (
    {"phase_1": re.compile("一期"), "phase_2": re.compile("二期"), "phase_3": re.compile("三期")},
    {
        "breakfast": re.compile("早餐|三餐"),
        "lunch": re.compile("午餐|中餐|三餐"),
        "supper": re.compile("晚餐|三餐"),
    },
    {
        "toddlers": re.compile("托班|托大班|托小班"),
        "small": re.compile("小班(?!化|额)"),
        "middle": re.compile("(?<![高初])中班"),
        "big": re.compile("(?<!超)大班(?!额)"),
    },
    {"spring": re.compile("春季|春秋|两季|春学期"), "autumn": re.compile("秋季|春秋|两季|秋学期")},
    {"winter": re.compile("寒假|寒暑假"), "summer": re.compile("暑假|寒暑假|暑期")},
    {
        "written": re.compile("笔试"),
        "interview": re.compile("面试"),
        "practical": re.compile("实操|实验操作|技能测试"),
    },
    {
        "begun": re.compile("开工|动工|启动建设"),
        "built": re.compile("竣工|完工|建成|交付|投用|投入使用|封顶|验收"),
    },
    {
        "bachelor": re.compile("本科|学士"),
        "graduate": re.compile("研究生|硕士|博士"),
        "college": re.compile("专科|高职|大专"),
    },
)
"""Things of a kind that are told apart where both are named; a text may mean one without naming it."""
_GROUP_NAMES: Mapping[re.Pattern[str], str] = {
    re.compile(r"家庭(?:经济)?困难|经济困难|困难家庭|困难学生|困难生|家里穷|贫苦"): "贫困",
    re.compile(r"进城务工|外来务工|农民工"): "随迁",
}
_SPECIAL = re.compile(r"特殊教育|特教|随班就读|送教上门")
_GROUPS = re.compile(r"残疾|留守|随迁|贫困|少数民族|孤儿|女(?:生|学生|童|教师)")


def is_about_others(question: Question, own: str, near: Sequence[str], wider: Sequence[str] = ()) -> bool:
    """Whether a statement is about another side or group than the question.

    Args:
        question: What is asked.
        own: The words that limit the very figure.
        near: The texts around it, the closest first.
        wider: Texts that may name the group that is asked about, but choose no side.
    """
    return (
        sides_clash(question.topic, *near)
        or group_missing(question.topic, *near, *wider)
        or other_group(question.reading, own)
    )


def sides_clash(asked: str, *texts: str) -> bool:
    """Whether the question is about one side (公办, 城区, 普惠) and the closest text that names one about the other alone."""
    return any(_side_clash(sides, asked, texts) for sides in (*_OPPOSED, *_APART))


def _side_clash(sides: Mapping[str, re.Pattern[str]], asked: str, texts: Sequence[str]) -> bool:
    wanted = _named(sides, asked)
    if len(wanted) != 1:
        return False
    for text in texts:
        named = _named(sides, text)
        if named:
            return not wanted & named
    return False


def group_missing(asked: str, *texts: str) -> bool:
    """Whether the question is about a group of people (残疾学生) that no text speaks of."""
    held = [_plain(text) + ("残疾" if _SPECIAL.search(text) else "") for text in texts]
    return any(not any(group in text for text in held) for group in _GROUPS.findall(_plain(asked)))


def other_group(asked: str, label: str) -> bool:
    """Whether a figure's own words limit it to a group of people that the question does not name."""
    named = _GROUPS.findall(_plain(label))
    return bool(named) and not any(group in _plain(asked) for group in named)


def _plain(text: str) -> str:
    """The text with one word for each group of people: 贫困生 are 家庭经济困难学生."""
    for words, name in _GROUP_NAMES.items():
        text = words.sub(name, text)
    return text


def sides_missing(asked: str, text: str) -> bool:
    """Whether a side that is asked about (民办高中) is named nowhere in the text."""
    return any(not _named(sides, asked) <= _named(sides, text) for sides in _OPPOSED)


def _named(sides: Mapping[str, re.Pattern[str]], text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in sides.items() if pattern.search(text))
