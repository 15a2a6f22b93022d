"""Until when a document says that it is valid: 有效期至2027年12月31日, 有效期5年."""

from __future__ import annotations

import re
from datetime import date, timedelta

from kb.dates import find_times, last_day
from kb.numbers import parse_number
from kb.records import Document
from kb.rules import Rule, rule

VALID_UNTIL = rule(
    "valid_until",
    r"(?:有效期(?:限)?(?:截止)?|执行|施行|实施|试行)(?:至|到)(?P<until>\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?)",
    example="自印发之日起施行，有效期至2027年12月31日",
    counter_example="身份证有效期应在三个月以上",
)
VALID_FOR = rule(
    "valid_for",
    r"(?:起|施行|执行|印发)[^。；\n]{0,8}?有效期(?:限)?(?:为|是)?(?P<years>[一二两三四五六七八九十\d]{1,2})年",
    example="本办法自2023年1月1日起施行，有效期5年",
    counter_example="许可证有效期3年",
)
RULES: tuple[Rule, ...] = (VALID_UNTIL, VALID_FOR)
_OWN = re.compile(
    r"本(?:办法|规定|细则|方案|意见|通知|规划|计划|决定|章程|制度|规则|文件|实施意见|实施办法|实施细则|行动计划|指导意见)|印发之日|发布之日|公布之日"
)
_REACH = 60


def valid_until(document: Document) -> str | None:
    """ISO day of the last day on which the document holds by its own words; None where it says none."""
    for match in VALID_UNTIL.pattern.finditer(document.text):
        if _OWN.search(document.text[max(0, match.start() - _REACH) : match.start()]):
            value = next((time.value for time in find_times(match["until"]) if time.value), None)
            return last_day(value) if value else None
    for match in VALID_FOR.pattern.finditer(document.text):
        if _OWN.search(document.text[max(0, match.start() - _REACH) : match.end()]):
            return _after_years(document, int(parse_number(match["years"]) or 0))
    return None


def _after_years(document: Document, years: int) -> str | None:
    first = document.metadata.effective or document.metadata.issued
    if not years or first is None or len(first) < len("2023-01-01"):
        return None
    begun = date.fromisoformat(first)
    day = 28 if (begun.month, begun.day) == (2, 29) else begun.day
    return (date(begun.year + years, begun.month, day) - timedelta(days=1)).isoformat()
