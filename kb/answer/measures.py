"""The unit of measure that a question asks for: 多少人, 几所, how many students."""

from __future__ import annotations

import re

from kb.question.model import Question

_ASKED = re.compile(
    r"(?:多少|好多|(?<![好这那])几)(?:个|名|位)?(?P<unit>百分点|(?<=个)点(?!钟|评)|千克|公斤|毫升|毫克|吨(?!位)|克|分(?![钟之别校班配给成批贝])|平方米|平米|平(?![均时台行安等])|摄氏度|度(?!电)|学生|孩子|娃娃|娃|小孩|小朋友|儿童|新生|幼儿(?!园)|老师|教师(?!资格)|万元|亿元|公里|学分|周岁|学时|课时|小时|分钟|工作日|周(?![转边围末])|条(?!任务|措施|规定|意见|要求|内容|办法|政策|举措|建议|原则|标准)|具(?![体备有])|[个所人名元钱岁年月天日倍项次处种位盏桌趟箱瓶栋件幅亩座间米册套辆张节轮回块毛]|支(?![教持出援部付撑配])|班(?![主级额子])|家(?![长庭访校])|户(?![籍外口])|场(?![地所馆])|门(?![卫口诊])|台(?!账))|多(?P<far>远)"
)
_MONEY = re.compile(
    r"(?:罚款?|罚金|[\u4e00-\u9fff]费|工资|经费|资金|补助|补贴|奖金|保证金|定额)[^,，。?？]{0,10}?(?:多少|几[万千百]?)(?![个所人名月年天倍次])|(?:津贴|预算|投资额?|押金)[^,，。?？]{0,8}?(?:多少|好多|几[万千百])(?![个所人名])|(?:多少|好多)(?:元的?)?(?:[\u4e00-\u9fff]{0,2}费|经费|资金|津贴|补助|补贴|奖金|工资|预算|投资)|(?:罚|收|交|缴|补|奖|赔)(?:他|你)?(?:多少|几[万千百])(?![个所人名月年天倍次])"
)
_PERCENT = re.compile(r"百分之几|百分比|几成|多大比例")
_SHARE = re.compile(r"比例|占(?!地)|率|总额|百分|%|几成")
_PEOPLE = re.compile(
    r"(?:多少|好多|几)个(?:[\u4e00-\u9fff]{0,5}(?:代表|委员|成员|专家|人员|家长|教练|保安|校医|医生|护士|干部|督学|监护人|负责人|证人|教师|老师)|[\u4e00-\u9fff]{1,4}(?:员|师|长))(?=[,，。?？呢啊呀\s]|$)|(?:多少|好多|几)个(?:住校|寄宿|在校|困难|贫困|残疾|毕业|新|学|考|高中|初中|小学)*(?:生(?!活|均|源|态)|孩子|幼儿(?!园)|残疾人)"
)
_AGE = re.compile(
    r"(?:年龄|年纪|岁数)[^,，。?？的]{0,10}(?:多少|多大|几|什么)|多大(?:年纪|岁数|年龄)|满(?:了)?多大"
)
_LASTING = re.compile(r"多久(?!一[次回轮])|多长时间")
_SPANS = frozenset(
    {
        "小时",
        "分钟",
        "天",
        "日",
        "工作日",
        "个工作日",
        "周",
        "月",
        "个月",
        "年",
        "学期",
        "个学期",
        "学时",
        "课时",
    }
)
_THINGS = frozenset("个所家处座间套台张块门项支场种栋幢件辆片只本")
"""Measure words of things; 个 stands for any of them."""
_RATE = re.compile(r"(?<![效几])率(?=[^,，。?？]{0,14}(?:多少|几|多[高大低]))")
_DRAWN = re.compile(r"提取|计提|提留|拿出|列支|抽出|用于|用来|划出")
"""What is drawn from a sum may be a share of it."""
_NAMES = {
    **dict.fromkeys(("百分点", "点"), frozenset({"%", "百分点", "个百分点"})),
    **dict.fromkeys("人名位", frozenset({"人", "名", "位", "人次", "万人", "万名", "万人次"})),
    **dict.fromkeys(
        ("学生", "孩子", "娃", "娃娃", "儿童", "新生", "小孩", "小朋友", "幼儿", "老师", "教师"),
        frozenset({"人", "名", "位", "万人", "万名", "人次"}),
    ),
    **dict.fromkeys(("度", "摄氏度"), frozenset({"摄氏度", "℃", "度"})),
    **dict.fromkeys(("平方米", "平米", "平"), frozenset({"平方米", "万平方米"})),
    "回": frozenset({"次"}),
    **dict.fromkeys("块毛", frozenset({"元", "角"})),
    "次": frozenset({"次"}),
    "远": frozenset({"米", "公里", "千米"}),
    "钱": frozenset({"元", "万元", "亿元"}),
    "元": frozenset({"元", "万元", "亿元"}),
    "天": frozenset({"天", "日", "工作日", "个工作日"}),
    "日": frozenset({"天", "日", "工作日", "个工作日"}),
    "工作日": frozenset({"日", "工作日", "个工作日"}),
    "万元": frozenset({"元", "万元", "亿元"}),
    "班": frozenset({"班", "个班"}),
    **dict.fromkeys(("千克", "公斤"), frozenset({"千克", "公斤"})),
    "公里": frozenset({"公里", "千米", "公里/小时"}),
    "周岁": frozenset({"岁", "周岁"}),
    "岁": frozenset({"岁", "周岁"}),
    "学分": frozenset({"学分", "分"}),
    "学时": frozenset({"学时", "课时"}),
    "课时": frozenset({"学时", "课时"}),
    "年": frozenset({"年", "周年", "学年"}),
    "月": frozenset({"月", "个月"}),
}

TIME_UNITS = frozenset(
    [
        "日",
        "天",
        "工作日",
        "个工作日",
        "月",
        "个月",
        "年",
        "周",
        "周年",
        "小时",
        "分钟",
        "学年",
        "学期",
        "个学期",
    ]
)
"""Units of how long something lasts."""


def asked_units(reading: str) -> frozenset[str]:
    """Units of measure that fit the question; empty when it names none."""
    names = [match["unit"] or match["far"] for match in _ASKED.finditer(reading)]
    if not names and _PERCENT.search(reading):
        return frozenset({"%", "‰"})
    if not names and _AGE.search(reading):
        return _NAMES["岁"]
    if not names and _LASTING.search(reading):
        return _SPANS
    if not names and _RATE.search(reading):
        return frozenset({"%", "‰", "百分点", "个百分点"})
    if not names:
        money = _MONEY.search(reading) and not _SHARE.search(reading)
        fine = frozenset({"倍"}) if "罚" in reading else frozenset()
        share = frozenset({"%", "‰"}) if _DRAWN.search(reading) else frozenset()
        return _NAMES["元"] | fine | share if money else frozenset()
    if _PEOPLE.search(reading):
        names = ["人" if name == "个" else name for name in names]
    units = frozenset(unit for name in names for unit in _NAMES.get(name, frozenset({name})))
    return units | {"%", "‰"} if _PERCENT.search(reading) else units


def names_unit(reading: str) -> bool:
    """Whether a question says the unit that it wants (多少元), rather than a thing that is measured (多少工资)."""
    return _ASKED.search(reading) is not None or _PERCENT.search(reading) is not None


_MEASURED: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"学时|课时(?!补助|津贴|费|酬金)"), frozenset({"学时", "课时", "小时"})),
    (re.compile(r"学分"), frozenset({"学分", "分"})),
    (
        re.compile(
            r"津贴|补助|补贴|奖金|工资|[^经]费(?!时)|经费|奖励|押金|保证金|定额|限额|限价|金额|造价|价格|预算"
        ),
        frozenset({"元", "万元", "亿元"}),
    ),
    (re.compile(r"面积"), frozenset({"平方米", "万平方米", "亩", "公顷"})),
    (re.compile(r"年龄|几岁"), frozenset({"岁", "周岁"})),
    (re.compile(r"[教驾工]龄|年限|任期|聘期|服务期|有效期"), frozenset({"年", "个月", "周年"})),
    (re.compile(r"距离|半径"), frozenset({"米", "公里", "千米"})),
    (re.compile(r"[时限]速|车速"), frozenset({"公里", "千米"})),
    (re.compile(r"温度"), frozenset({"℃", "摄氏度", "度"})),
    (re.compile(r"班额|人数|规模"), frozenset({"人", "名", "位", "万人"})),
    (re.compile(r"留样量"), frozenset({"克"})),
)


def measured_units(reading: str) -> frozenset[str]:
    """Units in which the thing is measured that a question without 多少 compares: 学时差多少; empty when unknown."""
    return next((units for pattern, units in _MEASURED if pattern.search(reading)), frozenset())


def unit_fits(unit: str, asked: frozenset[str]) -> bool:
    """Whether a figure in ``unit`` can answer a question for so many of ``asked``; 万套 are 套."""
    base = unit.lstrip("百千万亿")
    if unit in asked or base in asked:
        return True
    return (base == "个" and bool(asked & _THINGS)) or (
        "个" in asked and base in _THINGS | {"名", "人", "位"}
    )


_ENGLISH: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"how much\b.*\b(?:pay|paid|cost|charge|fee|fine|subsid|allowance|salary|wage|grant|money|receive|get)|what (?:is|are) the .*\b(?:fee|fine|subsidy|allowance|salary|stipend|tuition)\b"), frozenset({"元", "万元", "亿元", "倍", "%"})),
    (re.compile(r"how many (?:\w+ ){0,3}(?:students|children|pupils|teachers|people|persons|kids|principals|members)\b"), frozenset({"人", "名", "位", "万人", "万名", "人次", "个"})),
    (re.compile(r"how many (?:\w+ ){0,3}(?:hours|class hours|credit hours)\b"), frozenset({"小时", "学时", "课时"})),
    (re.compile(r"how many (?:\w+ ){0,2}days\b"), frozenset({"天", "日", "工作日", "个工作日"})),
    (re.compile(r"how many (?:\w+ ){0,3}(?:schools|kindergartens)\b"), frozenset({"所"})),
    (re.compile(r"what (?:percentage|proportion|share)\b|\b(?:rate|percentage)\b"), frozenset({"%", "‰", "百分点", "个百分点", ""})),
    (re.compile(r"how old\b|\bage (?:limit|must|should)|\b(?:maximum|minimum) age\b"), frozenset({"岁", "周岁"})),
)  # fmt: skip


def units_asked(question: Question) -> frozenset[str]:
    """Units of measure that fit a question in Chinese or English; empty when it names none."""
    said = asked_units(question.reading)  # of an English question its words in Chinese
    if said or question.language == "zh":
        return said
    text = question.text.lower()
    return next((units for pattern, units in _ENGLISH if pattern.search(text)), frozenset())
