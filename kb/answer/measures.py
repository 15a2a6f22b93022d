"""The unit of measure that a question asks for: 多少人, 几所, how many students."""

from __future__ import annotations

import re

_ASKED = re.compile(
    r"(?:多少|好多|几)(?:个)?(?P<unit>百分点|平方米|万元|亿元|公里|学分|周岁|学时|课时|小时|分钟|工作日|[个所人名元钱岁年月天日倍门项次处种位周亩座间场米班册套辆台])|多(?P<far>远)"
)
_MONEY = re.compile(
    r"(?:罚款?|罚金|学费|工资|费用|收费|经费|资金|补助|补贴|奖金|保证金|生活费)[^,，。?？]{0,8}?(?:多少|几)(?![个所人名])"
)
_SHARE = re.compile(r"比例|占|率|总额|百分|%|几成")
_NAMES = {
    **dict.fromkeys("人名位", frozenset({"人", "名", "位", "人次", "万人"})),
    "远": frozenset({"米", "公里", "千米"}),
    "钱": frozenset({"元", "万元", "亿元"}),
    "元": frozenset({"元", "万元", "亿元"}),
    "天": frozenset({"天", "日", "工作日", "个工作日"}),
    "日": frozenset({"天", "日", "工作日", "个工作日"}),
    "工作日": frozenset({"日", "工作日", "个工作日"}),
    "万元": frozenset({"元", "万元", "亿元"}),
    "班": frozenset({"班", "个班"}),
    "周岁": frozenset({"岁", "周岁"}),
    "岁": frozenset({"岁", "周岁"}),
    "学时": frozenset({"学时", "课时"}),
    "课时": frozenset({"学时", "课时"}),
    "年": frozenset({"年", "周年", "学年"}),
    "月": frozenset({"月", "个月"}),
}


def asked_units(reading: str) -> frozenset[str]:
    """Units of measure that fit the question; empty when it names none."""
    match = _ASKED.search(reading)
    if match is None:
        money = _MONEY.search(reading) and not _SHARE.search(reading)
        return _NAMES["元"] if money else frozenset()
    name = match["unit"] or match["far"]
    return _NAMES.get(name, frozenset({name}))
