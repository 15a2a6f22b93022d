"""Times in Chinese policy text: 2022年底前, 到2025年, “十四五”期间, 每三年, 5年内（从2012年起）.

A time without a number of its own month or day ends with its period: 2022年底前 is 2022-12-31. 2025年前 is
read as policy writing uses it, "by 2025", not as "by the end of 2024".
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from kb.numbers import narrow, parse_number
from kb.time_rules import DASH, DAY, GAP, MONTH, RULES, YEAR

TimeKind = Literal["deadline", "period", "start", "recurrence", "relative"]

_DIGITS = str.maketrans("零一二三四五六七八九", "0123456789")
_BY_NAME = {item.name: item for item in RULES}
_ORDER = ("dotted", "school_term", "from_for", "relative", "range", "five_year_plan", "day_range", "every", "month_range", "calendar",
          "school_year", "cycle", "every_half", "this_year", "month", "ahead", "beyond", "event", "standing", "at_once")  # fmt: skip
_MARKS = re.compile("[年月日天周季期度底末时内续常长立即逐前]")
"""Characters of which every time holds at least one."""
_LAST_OF_PART = {
    "上半年": "06-30",
    "下半年": "12-31",
    "初": "01",
    "中": "06-30",
    "暑假": "08-31",
    "暑期": "08-31",
    "寒假": "02",
}
_QUARTERS = {"1": "03-31", "2": "06-30", "3": "09-30", "4": "12-31"}
_LAST_OF_WITHIN = {"上旬": 10, "中旬": 20, "初": 10}
_STARTING = ("起", "开始", "以来", "后")
_ENDING = ("前", "内", "止")
_THIS_YEAR = {"明年": 1, "次年": 1, "翌年": 1}


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time at ``text[start:end]``."""

    start: int
    end: int
    as_written: str
    kind: TimeKind
    value: str | None
    """ISO year ("2025"), month ("2022-12") or day as precise as written; None when it cannot be computed."""
    value_from: str | None = None
    """First year of a period ("2021" in “十四五”期间)."""

    @property
    def last_day(self) -> str | None:
        """ISO day of the last day meant ("2025" is 2025-12-31)."""
        return last_day(self.value) if self.value else None


def last_day(value: str) -> str:
    """The last day of an ISO year, month or day."""
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 1:
        return f"{parts[0]:04d}-12-31"
    if len(parts) == 2:
        return _day(parts[0], parts[1], 31)
    return value


def iso_date(text: str) -> str | None:
    """The first complete calendar date (2018年6月13日, 2018-06-18, 二〇一八年六月十三日) as ISO."""
    flat = narrow(text)
    pattern = (
        rf"(?P<y>{YEAR}){GAP}年{GAP}(?P<m>{MONTH}){GAP}月{GAP}(?P<d>{DAY}){GAP}[日号]"
        r"|(?<!\d)(?P<ya>(?:19|20)\d\d)\s*(?P<sep>[-/.])\s*(?P<ma>\d{1,2})\s*(?P=sep)\s*(?P<da>\d{1,2})(?!\d)"
    )
    for match in re.finditer(pattern, flat):
        year, month, day = (match[name] or match[name + "a"] for name in ("y", "m", "d"))
        numbers = (_year(year), _number(month), _number(day))
        if 1 <= numbers[1] <= 12 and 1 <= numbers[2] <= calendar.monthrange(numbers[0], numbers[1])[1]:
            return f"{numbers[0]:04d}-{numbers[1]:02d}-{numbers[2]:02d}"
    return None


def plan_years(ordinal: str) -> tuple[int, int]:
    """Years of the five-year plan ("十四" is 2021 to 2025); the second ended in 1962, the third began in 1966."""
    number = _number(ordinal)
    first = 1966 + 5 * (number - 3) if number >= 3 else 1953 + 5 * (number - 1)
    return first, first + 4


def years_covered(text: str) -> tuple[int, int] | None:
    """First and last year of the period that a title or sentence states; None when it states none."""
    flat = narrow(text)
    if match := re.search(rf"(?P<a>{YEAR}){GAP}(?:年|学年)?{DASH}(?P<b>{YEAR}){GAP}(?:学?年|[)）])", flat):
        first, last = _year(match["a"]), _year(match["b"])
        if first <= last:
            return first, last
    ordinal = r"(?P<plan>(?:二?十)[一二三四五六七八九]?|[一二三四五六七八九])"
    quoted = rf"[“\"「『‘']{GAP}{ordinal}{GAP}五{GAP}[”\"」』’']"
    bare = r"(?<![一二三四五六七八九十])(?P<plan>二?十[一二三四五六七八九]?)五(?:规划|期间|时期|计划|教育|学前|末|发展)"
    numbered = rf"第{ordinal}个五年(?:规划|计划)"
    for pattern in (quoted, bare, numbered):
        if match := re.search(pattern, flat):
            return plan_years(match["plan"])
    return None


@lru_cache(maxsize=8192)
def find_times(
    text: str, *, context_year: int | None = None, two_digit_years: bool = False
) -> tuple[TimeExpression, ...]:
    """Times in reading order, without overlaps.

    ``context_year`` dates 6月30日前 until the text names a year itself. ``two_digit_years`` reads 25年 as
    2025年, which is right in questions and wrong in documents.
    """
    if not _MARKS.search(text):
        return ()
    flat = narrow(text)
    found: list[TimeExpression] = []
    for name in _ORDER:
        for match in _BY_NAME[name].pattern.finditer(flat):
            if match.group() and not _overlaps(found, *match.span()):
                found.extend(_read(name, match, text))
    if two_digit_years:
        found.extend(_short_years(flat, found))
    return _with_context(sorted(found, key=lambda item: item.start), flat, context_year)


def _read(name: str, match: re.Match[str], text: str) -> list[TimeExpression]:
    start, end = match.span()
    written = text[start:end].strip()
    start = text.index(written, start)
    named = TimeExpression(start, start + len(written), written, "period", None)
    if name in ("cycle", "every", "every_half", "standing"):
        return [replace(named, kind="recurrence")]
    if name == "school_term":
        return _term(named, match)
    if name in ("ahead", "beyond", "event"):
        return [replace(named, kind="relative")]
    if name == "day_range":
        return [_days(named, match)]
    if name == "month_range":
        return [_months(named, match)]
    if name in ("relative", "from_for", "at_once"):
        return [replace(named, kind="relative", value=_after(match))]
    if name == "range":
        return _range(named, match)
    if name == "five_year_plan":
        first, last = plan_years(match["plan"])
        kind: TimeKind = "deadline" if re.search("末|收官|^[到至]", match.group()) else "period"
        kind = "start" if "以来" in match.group() else kind
        return [replace(named, kind=kind, value=str(last), value_from=str(first))]
    return [replace(named, kind=_kind(match), value=_point(match))]


def _range(named: TimeExpression, match: re.Match[str]) -> list[TimeExpression]:
    first, last = _year(match["y1"]), _year(match["y2"])
    if first > last:
        return []
    value = f"{last:04d}" + (f"-{_number(match['m2']):02d}" if match["m2"] else "")
    return [replace(named, value=value, value_from=str(first))]


def _term(named: TimeExpression, match: re.Match[str]) -> list[TimeExpression]:
    """2024—2025学年第一学期 ends in January 2025, the second term in July."""
    first, last = _year(match["y"]), _year(match["y2"])
    if last != first + 1:
        return []
    kind: TimeKind = "deadline" if match["by"].endswith(_ENDING) else "period"
    value = f"{last:04d}-" + ("01" if re.search("[一上]", match["term"]) else "07")
    return [replace(named, kind=kind, value=value, value_from=str(first))]


def _days(named: TimeExpression, match: re.Match[str]) -> TimeExpression:
    """A window of days (3月1日至5日) by its last day; "+0" stands for a year that the context has to give."""
    month = _number(match["m2"] or match["m1"])
    written = match["y2"] or match["y"]
    year = f"{_year(written):04d}" if written else "+0"
    first = f"{_year(match['y']):04d}" if match["y"] else None
    return replace(named, value=f"{year}-{month:02d}-{_number(match['d2']):02d}", value_from=first)


def _months(named: TimeExpression, match: re.Match[str]) -> TimeExpression:
    """A window of months (5—6月, 3月中旬至4月) by its last one."""
    written = match["y2"] or match["y"]
    year = f"{_year(written):04d}" if written else "+0"
    day = _LAST_OF_WITHIN.get((match["within"] or "").removeprefix("月"))
    value = f"{year}-{_number(match['m2']):02d}" + (f"-{day:02d}" if day else "")
    return replace(named, value=value, value_from=f"{_year(match['y']):04d}" if match["y"] else None)


def _kind(match: re.Match[str]) -> TimeKind:
    written = match.group().strip()
    if written[0] in "自从" or written.endswith(_STARTING):
        return "start"
    parts = "".join(value for key in ("part", "within") if (value := match.groupdict().get(key)))
    by_now = written[0] in "到至截" or written.endswith(_ENDING) or any(mark in parts for mark in "底末内")
    return "deadline" if by_now or written in ("年底", "年末", "年内") else "period"


def _point(match: re.Match[str]) -> str | None:
    """ISO value as precise as written; "+0" stands for a year that the context has to give."""
    groups = match.groupdict()
    year = (
        f"{_year(groups['y']):04d}" if groups.get("y") else f"+{_THIS_YEAR.get(groups.get('which') or '', 0)}"
    )
    if groups.get("m"):
        month = _number(groups["m"])
        if groups.get("d"):
            return f"{year}-{month:02d}-{_number(groups['d']):02d}"
        within = (groups.get("within") or "").removeprefix("月")
        if within in _LAST_OF_WITHIN:
            return f"{year}-{month:02d}-{_LAST_OF_WITHIN[within]:02d}"
        return f"{year}-{month:02d}" + ("-31" if within in ("下旬", "底", "末") else "")
    part = groups.get("part") or (groups.get("which") or "")
    return year + _part(part, before=match.group().strip().endswith("前"))


def _part(part: str, *, before: bool) -> str:
    """The end of a part of a year, with its leading hyphen; empty for the whole year."""
    if part[:1] in ("秋", "春"):
        autumn = part.startswith("秋")
        if before:
            return "-08-31" if autumn else "-02-28"
        return "-09" if autumn else "-02"
    if "季度" in part:
        digit = part.removeprefix("第")[0]
        return "-" + _QUARTERS[str(_number(digit))]
    if part in ("年底", "年末", "年内", "底", "末", "内"):
        return "-12-31"
    return next((f"-{value}" for key, value in _LAST_OF_PART.items() if part.endswith(key)), "")


def _after(match: re.Match[str]) -> str | None:
    """从2012年起，5年内 counts 2012 as the first of the five years."""
    groups = match.groupdict()
    if not groups.get("base") or groups.get("of") != "年":
        return None
    return str(_year(groups["base"]) + _number(groups["n"]) - 1)


def _short_years(flat: str, found: list[TimeExpression]) -> list[TimeExpression]:
    """25年 and 25年底 as years of this century, "20" to "49"."""
    short: list[TimeExpression] = []
    for match in re.finditer(
        r"(?<![\d.满过足近达龄存每隔])(?<!工作|任教|从教|累计|连续|办学|服务|居住|保管|期限|时间|至少|最多|最少|为期)([2-4]\d)年(底|末)?(之?前)?(?!级|内|制|来|以上|以下|时间|以内|不满|未满)",
        flat,
    ):
        if not _overlaps(found, *match.span()):
            kind: TimeKind = "deadline" if match[2] or match[3] else "period"
            value = f"20{match[1]}" + ("-12-31" if match[2] else "")
            short.append(TimeExpression(*match.span(), match.group(), kind, value))
    return short


def _with_context(
    found: list[TimeExpression], flat: str, context_year: int | None
) -> tuple[TimeExpression, ...]:
    """Fill in years from the text before, else from the context; drop impossible dates such as 2月31日."""
    dated: list[TimeExpression] = []
    year = context_year
    for item in found:
        value = item.value
        if value and value.startswith("+"):
            value = f"{year + int(value[1]):04d}{value[2:]}" if year else None
        elif value and re.search(YEAR, flat[item.start : item.end]):
            year = int(value[:4])
        dated.append(replace(item, value=_clamped(value)))
    return tuple(dated)


def _clamped(value: str | None) -> str | None:
    """Day 31 stands for the last day of any month until here."""
    if value is None or value.count("-") < 2:
        return value
    year, month, day = (int(part) for part in value.split("-"))
    return _day(year, month, day)


def _day(year: int, month: int, day: int) -> str:
    return f"{year:04d}-{month:02d}-{min(day, calendar.monthrange(year, month)[1]):02d}"


def _overlaps(found: list[TimeExpression], start: int, end: int) -> bool:
    return any(item.start < end and start < item.end for item in found)


def _year(written: str) -> int:
    return int(re.sub(r"\s", "", written).translate(_DIGITS))


def _number(written: str) -> int:
    return int(parse_number(written) or 0)


def chinese_date(iso: str) -> str:
    """2022-12-02 as 2022年12月2日; years and months likewise."""
    units = ("年", "月", "日")
    return "".join(f"{int(part)}{unit}" for part, unit in zip(iso.split("-"), units, strict=False))
