"""Quantities in Chinese policy text: 96%以上, 12.5∶1, 3-5个, 三至五所, 百分之九十六, 六成.

Numbers keep their written magnitude: 3.5万人 has the value "3.5" and the unit "万人", so that value and
unit both stand in the sentence; ``Quantity.magnitude`` gives 35000 for comparing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import cn2an  # type: ignore[import-untyped,unused-ignore]

from kb.rules import Rule, alternatives, rule

# One character for one character, so that offsets hold.
_NARROW = str.maketrans(
    {wide: chr(ord(wide) - 0xFEE0) for wide in "０１２３４５６７８９％，／＋．"}
    | dict.fromkeys("：∶﹕", ":")
    | dict.fromkeys("－‐‑–—―−﹣", "-")
    | dict.fromkeys("～〜", "~")
    | dict.fromkeys("〇○Ｏ", "零")
)
_MEASURE_WORDS = """
个百分点 百分点 个班 人次 课时 学时 学分 小时 分钟 平方米 平方公里 立方米 公顷 公里 千米 米 亩 元 美元 个工作日 工作日
个月 个学期 学期 学年 周岁 周年 岁 年 天 日 周 月 季度 人 名 位 户 个 所 门 项 处 间 套 册 本 台 张 支 条 倍 班
场 家 期 轮 座 辆 件 篇 节 类 批 次 对 组 堂 例 份 款 幢 栋 种 块 片 枚 厘米 毫米 摄氏度 ℃ 分贝 勒克斯 毫克 毫升 千克 克 公斤 吨 只 首 幅 层 颗 GB MB Mbps M
"""
MEASURES = tuple(_MEASURE_WORDS.split())
_CN = "零一二两三四五六七八九十百千"
_CN_NUMBER = rf"[{_CN}](?:[{_CN}万]*[{_CN}])?(?:点[零一二三四五六七八九]+)?"
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|{_CN_NUMBER})"
_SCALE = r"(?:[百千]?万亿?|[千百]?亿|[百千](?=元|人|名|万|个))"
_MEASURE = alternatives(MEASURES)
_RANGE = r"\s*(?:-{1,2}|~|至|到)\s*"
_MORE = r"(?:余|多|来|几)?"

PATTERNS: tuple[Rule, ...] = (
    rule(
        "percent_words",
        rf"(?:百分之|千分之)(?P<low>{_NUMBER})(?:{_RANGE}(?:百分之|千分之)?(?P<high>{_NUMBER}))?",
        example="毛入园率达到百分之九十六以上",
        counter_example="占百分比重",
    ),
    rule(
        "fraction",
        rf"(?P<low>{_NUMBER})分之(?P<high>{_NUMBER})",
        example="不少于三分之二",
        counter_example="分之又分",
    ),
    rule(
        "ratio",
        r"(?<![\d.:])(?P<low>\d+(?:\.\d+)?)\s*:\s*(?P<high>\d+(?:\.\d+)?)(?!\.?\d|\s*:)"
        r"(?:\s*(?:-|~|至|到)\s*(?P<to>\d+(?:\.\d+)?\s*:\s*\d+(?:\.\d+)?)(?!\.?\d|\s*:))?",
        example="师生比1:12.5",
        counter_example="师生比达到国家标准",
    ),
    rule(
        "ratio_words",
        rf"(?<![{_CN}\d])(?P<low>{_NUMBER})比(?P<high>{_NUMBER})(?![{_CN}\d]|{_MEASURE})",
        example="师生比达到一比十五",
        counter_example="比例达到十五",
    ),
    rule(
        "percent",
        rf"(?<![\d.])(?P<low>\d+(?:\.\d+)?)\s*%?(?:{_RANGE}(?P<high>\d+(?:\.\d+)?))?\s*(?P<unit>[%‰])",
        example="占比达到50%以上",
        counter_example="占比达到50个",
    ),
    rule(
        "tenths",
        r"(?<![第一])(?P<low>[一二两三四五六七八九])成(?:[至到](?P<high>[二三四五六七八九])成)?"
        r"(?=以上|以下|左右|的|[，。；、）)]|$)",
        example="覆盖率达到六成以上",
        counter_example="一成不变",
    ),
    rule(
        "coefficient",
        r"(?:(?<=系数)|(?<=指数)|(?<=绩点)|(?<=控制在)|(?<=不高于)|(?<=不超过)|(?<=不低于)|(?<=不大于)|(?<=不小于)|(?<=小于)|(?<=低于)|(?<=大于)"
        r"|(?<=高于)|(?<=达到)|(?<=降到)|(?<=降至)|(?<=[≤≥为至]))\s*(?P<low>\d\.\d{1,3})(?=以内|以下|以上|左右|,(?!\d)|[，。；;、）)]|$)",
        example="校际差异系数控制在0.5以内",
        counter_example="附件1.2，见第3.5节",
    ),
    rule(
        "measured_range",
        rf"(?<![\d.第{_CN}〔\[号-])(?P<low>{_NUMBER})(?P<unit>{_SCALE}?(?!年|月|日)(?:{_MEASURE})){_RANGE}(?P<high>{_NUMBER})(?P=unit)(?!级|度|制)",
        example="每次补助500元至2000元",
        counter_example="处5000元至2万元",
    ),
    rule(
        "arabic",
        r"(?<![\d.第时点月〔\[号-])(?P<low>\d+(?:\.\d+)?)(?:\s*(?:-|~|至|到)\s*(?P<high>\d+(?:\.\d+)?))?\s*(?P<unit>分(?![钟之别校为成类级支局组园部店公会数段布享解析管工期批配给值所院区公厘米贝步])|具(?![有体备])|盏|桌|床(?!位)|车次|班次|箱|瓶|盒|遍|趟|页|字(?!号)|度(?![假过量电]))(?![/])",
        example="学分达到76分方可申请毕业",
        counter_example="8时30分开考，十分重要，3分钟",
    ),
    rule(
        "measured",
        rf"(?<![\d.第{_CN}〔\[号-])(?P<low>{_NUMBER})(?P<low_unit>{_SCALE}?)(?:{_RANGE}(?P<high>{_NUMBER}))?"
        rf"(?P<more>{_MORE})(?P<unit>{_SCALE}?{_MORE}(?:{_MEASURE}))(?!级|度|制)",
        example="培育3-5个教育集团",
        counter_example="第三届运动会",
    ),
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit at ``text[start:end]``."""

    start: int
    end: int
    value: str
    """Plain decimal ("96", "12.5"), ratio as written with an ASCII colon ("1:12.5"), fraction ("2/3")."""
    value_high: str | None
    """High end of a range."""
    unit: str
    """"%", "个", "万元"; empty for ratios, fractions and bare numbers."""

    @property
    def magnitude(self) -> Decimal | None:
        """The value with 万 and 亿 carried out; a ratio is its larger side over its smaller one."""
        if ":" in self.value:
            left, right = (Decimal(part) for part in self.value.split(":"))
            return max(left, right) / min(left, right) if min(left, right) else None
        if "/" in self.value:
            above, below = (Decimal(part) for part in self.value.split("/"))
            return above / below if below else None
        return Decimal(self.value) * _scale_of(self.unit)


def narrow(text: str) -> str:
    """Fullwidth digits, signs and zero variants as ASCII (零 for 〇); offsets stay the same."""
    return text.translate(_NARROW)


def parse_number(written: str) -> str | None:
    """A Chinese or Arabic numeral as a plain decimal string ("三千五百" is "3500"); None when it is none."""
    digits = narrow(written.strip()).replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", digits):
        return plain(Decimal(digits))
    if digits in ("百", "千"):
        digits = "一" + digits
    try:
        return plain(Decimal(str(cn2an.cn2an(digits, "normal"))))
    except (ValueError, InvalidOperation, KeyError):
        return None


def plain(number: Decimal) -> str:
    """Without exponent and trailing zeros: 12.50 is "12.5"."""
    fixed = format(number, "f")
    return fixed.rstrip("0").rstrip(".") if "." in fixed else fixed


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """All quantities in reading order, without overlaps; years (2025年) and document numbers are none."""
    flat = narrow(text)
    found: list[Quantity] = []
    taken: list[tuple[int, int]] = []
    for named in PATTERNS:
        for match in named.pattern.finditer(flat):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            quantity = _quantity(named.name, match)
            if quantity is not None:
                found.append(quantity)
                taken.append(match.span())
    return tuple(sorted(found, key=lambda item: item.start))


def find_bare_numbers(text: str) -> tuple[Quantity, ...]:
    """Arabic numbers without a unit, for table cells whose column states the unit."""
    flat = narrow(text)
    return tuple(
        Quantity(match.start(), match.end(), plain(Decimal(match.group())), None, "")
        for match in re.finditer(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.])", flat)
    )


def _quantity(name: str, match: re.Match[str]) -> Quantity | None:
    low = parse_number(match["low"])
    written = match.groupdict().get("high")
    high = parse_number(written) if written else None
    if low is None or (written and high is None):
        return None
    start, end = match.span()
    if name == "percent_words":
        return Quantity(start, end, low, high, "%" if match.group().startswith("百") else "‰")
    if name == "fraction":
        return Quantity(start, end, f"{high}/{low}", None, "")
    if name.startswith("ratio"):
        to = re.sub(r"\s", "", match["to"]) if name == "ratio" and match["to"] else None
        return None if _is_clock(match) else Quantity(start, end, f"{low}:{high}", to, "")
    if name in ("percent", "arabic"):
        return Quantity(start, end, low, high, match["unit"])
    if name == "tenths":
        return Quantity(start, end, f"{low}0", f"{high}0" if high else None, "%")
    if name == "measured_range":
        return Quantity(start, end, low, high, match["unit"])
    if name == "coefficient":
        return Quantity(match.start("low"), end, low, None, "")
    return _measured(match, low, high)


def _measured(match: re.Match[str], low: str, high: str | None) -> Quantity | None:
    unit = re.sub("[余多来几]", "", match["low_unit"] + match["unit"] if not high else match["unit"])
    if unit == "分钟" and match.string[: match.start()].rstrip().endswith("小时"):
        return None  # 2小时30分钟 is no 30分钟
    counted = unit == "日" and _is_span_of_days(match)
    dated = unit in ("年", "月", "日") and match["low"].isdigit() and (len(match["low"]) == 4 or unit != "年")
    if dated and not counted:
        return None  # a date, not a length of time; "三十日", "15日内" and "5年" stay
    return Quantity(match.start(), match.end(), low, high, unit)


def _is_span_of_days(match: re.Match[str]) -> bool:
    """15日内 and 不得超过30日 are lengths of time, 9月30日以前 and 每月10日内 are days of the calendar."""
    before, behind = match.string[max(0, match.start() - 6) : match.start()], match.string[match.end() :]
    if re.search(r"月\s*$|[-至到、]\s*$", before):
        return False
    return bool(
        re.match(r"(?:之|以)?内|以[上下]", behind)
        or re.search(r"(?:超过|少于|低于|不足|至少|延长|提前|届满|[已未不]满)\s*$", before)
    )


def _is_clock(match: re.Match[str]) -> bool:
    """8:30 is a time of day unless a word such as 师生比 announces a ratio."""
    if not re.fullmatch(r"(?:[6-9]|0[6-9]|1\d|2[0-3])\s*:\s*[0-5]\d", match.group()):
        return False
    return not re.search(r"比|例|按|达到|优于", match.string[max(0, match.start() - 8) : match.start()])


def _scale_of(unit: str) -> Decimal:
    scale = Decimal(1)
    for char, factor in (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100)):
        if char in unit and "百分" not in unit:
            scale *= factor
    return scale
