"""When two ways of writing a name, a value, a time or a region are the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from typing import get_args

from kb.dates import last_day
from kb.numbers import narrow, parse_number
from kb.records import Role

_SPACES = re.compile(r"\s+")
_REGION_ENDING = re.compile(r"(?:壮族|回族|维吾尔)?(?:自治区|自治州|自治县|特别行政区|省|市|区|县|州|盟|旗)$")
_DEPARTMENT = re.compile(r"(?<=..)(?:行政)?(?:主管|管理)?(?:部门|机关|单位)$")
_ISO_TIME = re.compile(r"\d{4}(?:-\d{2}){0,2}")
_ISO_SPAN = re.compile(r"P(\d+)([YMWD])")
_SPAN_WORDS = {
    "Y": ("年", "学年", "周年"),
    "M": ("个月", "月"),
    "W": ("周", "星期"),
    "D": ("日", "天", "个工作日"),
}
_HALF_YEARS = ("每半年", "每学期")
# An anchor may be a little longer than the span that a fact cites as its proof.
_MOST_OF = 0.6
ROLES: tuple[Role, ...] = get_args(Role)


def squash(text: str) -> str:
    """NFKC without any white space; ratio signs and dashes in one form each."""
    flat = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    return _SPACES.sub("", flat)


_SIGNS = str.maketrans({"∶": ":", "﹕": ":", "–": "-", "—": "-", "―": "-", "−": "-", "～": "~"})


def same_names(left: Iterable[str], right: Iterable[str]) -> bool:
    """Whether two lists hold the same names as written, in any order.

    Spaces and letter widths do not count, nor whether the word that a list of functions shares is
    repeated: 发展改革、财政等部门 names 发展改革 or 发展改革部门.
    """
    return {_name(name) for name in left} == {_name(name) for name in right}


def _name(written: str) -> str:
    flat = squash(written)
    return _DEPARTMENT.sub("", flat) or flat


def same_value(left: str, right: str) -> bool:
    """96 is 96.0, 12.5:1 is not 1:12.5; a value that is no number has to be the same text."""
    return _canonical_value(left) == _canonical_value(right)


def same_unit(left: str, right: str) -> bool:
    """Units of measurement; 个 and no unit are the same."""
    return _measure(left) == _measure(right)


def same_region(left: str | None, right: str | None) -> bool:
    """綦江区 is 重庆市綦江区 and 綦江; nothing is only the same as nothing."""
    if not left or not right:
        return left is None and right is None
    a, b = squash(left), squash(right)
    short_a, short_b = short_region(a), short_region(b)
    if a in (b, short_b) or short_a == b:
        return True
    return a.endswith(b) or b.endswith(a)


def short_region(region: str) -> str:
    """綦江 of 綦江区."""
    return _REGION_ENDING.sub("", squash(region))


def same_time(gold: str | None, found: str | None) -> bool:
    """ISO times: as precise as the gold says, the last day of a period stands for the period."""
    if gold is None or found is None:
        return gold is found
    if not (_ISO_TIME.fullmatch(gold) and _ISO_TIME.fullmatch(found)):
        return squash(gold) == squash(found)
    return gold == found or last_day(gold) == last_day(found)


def same_recurrence(gold: str, found: str) -> bool:
    """每三年 is P3Y and 至少每三年一次; 九十日内 is P90D; 每学期 is P6M."""
    wanted = _ISO_SPAN.fullmatch(gold)
    if wanted is None:
        a, b = squash(gold), squash(found)
        return bool(b) and (a in b or b in a)
    count, unit = wanted.groups()
    if (count, unit) == ("6", "M") and any(word in found for word in _HALF_YEARS):
        return True
    return any(_counts(found, word) == count for word in _SPAN_WORDS[unit])


def holds(anchor: str, text: str) -> bool:
    """Whether ``text`` contains the anchor, or is a large part of it."""
    piece, whole = squash(anchor), squash(text)
    if not piece or not whole:
        return False
    if piece in whole:
        return True
    common = SequenceMatcher(None, piece, whole, autojunk=False).find_longest_match()
    return common.size >= max(4, _MOST_OF * len(piece))


def _canonical_value(written: str) -> str:
    flat = squash(narrow(written)).replace(",", "").removesuffix("%")
    parts = re.split(r"([:/])", flat)
    return "".join(_plain(part) for part in parts)


def _plain(part: str) -> str:
    try:
        return format(Decimal(part).normalize(), "f")
    except InvalidOperation:
        return parse_number(part) or part


def _measure(unit: str) -> str:
    flat = squash(unit).removeprefix("个") if squash(unit) != "个" else ""
    return "%" if flat in ("百分比", "%") else flat


def _counts(found: str, word: str) -> str | None:
    """The number before a word of time ("3" in 每三年), "1" for 每年."""
    match = re.search(rf"([\d零一二两三四五六七八九十百]+)\s*{word}", narrow(found))
    if match is not None:
        return parse_number(match[1])
    return "1" if f"每{word}" in found else None
