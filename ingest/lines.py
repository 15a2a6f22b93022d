"""A cleaned line of a file and what kind of line it looks like (salutation, date, signature, …)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

LineKind = Literal["paragraph", "heading", "row", "break"]

CJK = r"一-鿿㐀-䶿豈-﫿〇"
TERMINAL = "。！？；：…!?;:"
"""Characters that end a sentence or announce what follows; closing quotes and brackets may come after."""

_TITLE_NOTE = re.compile(
    r"[（(](?:公开)?(?:试行|暂行|征求意见稿?|草案|送审稿|讨论稿|初稿|修订稿?|(?:19|20)\d\d[^（()）]{0,12}年(?:修订|版)?)[）)]$"
)
_CLOSERS = '”’」』）)》】"'


@dataclass(frozen=True, slots=True)
class Line:
    """One line of cleaned text. ``pages`` holds (offset in the line, 1-based page)."""

    text: str
    kind: LineKind = "paragraph"
    level: int | None = None
    """Heading level that the format states."""
    pages: tuple[tuple[int, int], ...] = ()
    table: int | None = None
    """Number of the table a row belongs to."""
    cells: tuple[str, ...] = ()
    header: bool = False

    def joined(self, other: Line) -> Line:
        """This line with ``other`` appended; a space only between latin letters or digits."""
        glue = " " if _needs_space(self.text, other.text) else ""
        shift = len(self.text) + len(glue)
        pages = self.pages + tuple((offset + shift, page) for offset, page in other.pages)
        return replace(self, text=self.text + glue + other.text, pages=_distinct_pages(pages))

    def cut(self, offset: int) -> tuple[Line, Line]:
        """The line before and from ``offset``, spaces around the cut dropped."""
        left = self.text[:offset].rstrip()
        right = self.text[offset:]
        start = offset + len(right) - len(right.lstrip())
        before = tuple(mark for mark in self.pages if mark[0] < start)
        after = tuple((at - start, page) for at, page in self.pages if at >= start)
        if before and (not after or after[0][0] > 0):
            after = ((0, before[-1][1]), *after)
        return replace(self, text=left, pages=before), replace(self, text=right.lstrip(), pages=after)


def _needs_space(left: str, right: str) -> bool:
    return left[-1:].isascii() and left[-1:].isalnum() and right[:1].isascii() and right[:1].isalnum()


def _distinct_pages(pages: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    kept: list[tuple[int, int]] = []
    for offset, page in pages:
        if not kept or kept[-1][1] != page:
            kept.append((offset, page))
    return tuple(kept)


def ends_sentence(text: str) -> bool:
    """True when the text ends in sentence punctuation, closing quotes and brackets aside.

    >>> ends_sentence("请遵照执行。"), ends_sentence("（责任单位：市教育局）"), ends_sentence("发展提升")
    (True, True, False)
    """
    bare = text.rstrip()
    core = bare.rstrip(_CLOSERS)
    if core[-1:] in TERMINAL and core:
        return True
    return bare.endswith(("）", ")")) and len(bare) > 12 and _TITLE_NOTE.search(bare) is None


_NUMERAL = r"[〇零○Ｏ一二三四五六七八九十百千两\d]"
_DATE = rf"{_NUMERAL}{{2,4}}\s*年\s*{_NUMERAL}{{1,3}}\s*月\s*{_NUMERAL}{{1,3}}\s*日|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
DATE_LINE = re.compile(rf"(?:（|\()?(?:{_DATE})(?:\s*(?:印发|发布|公布|施行))?(?:）|\))?")
SOURCE_LINE = re.compile(
    r"(?:来源|信息来源|发布时间|发布日期|发文日期|成文日期|公开日期|发布机构|发布单位|发布机关|发文单位|发文机关|发文机构|信息分类|公开方式|发文字号|文号|索引号|主题分类|主题词|"
    r"作者|责任编辑|编辑|浏览次数|浏览|阅读|阅读次数|点击数|点击量|点击|字体|打印|分享|有效性|字号)\s*[：:].*|[-—]+\s*\d+\s*[-—]+"
    r"|(?:当前位置|您(?:现在)?(?:的|所在的?)位置).*|首页(?:\s*[>»›/].*)?|[^。；]*[>»›][^。；]*[>»›][^。；]*|【?字[号体][：: ]?\s*大?\s*中?\s*小?】?"
)
NUMBER_LINE = re.compile(
    r"[（(]?[\u4e00-\u9fffA-Za-z]{1,16}(?:〔|\[|【|［|（|\()(?:19|20)\d{2}(?:〕|\]|】|］|）|\))第?\s*\d{1,5}\s*号[）)]?"
    rf"|[（(]?(?:[\u4e00-\u9fff]{{0,20}}令)?\s*第\s*{_NUMERAL}{{1,6}}\s*号[）)]?"
)
ATTACHMENT_LINE = re.compile(rf"(?:附件|附录|附表|附)\s*{_NUMERAL}{{0,3}}\s*(?:[-—－]\s*\d+)?\s*[：:]?")
_SALUTATION = re.compile(
    r"(?:各|市|省|县|区|全|有关|厅|局|部|委|机关|直属|尊敬|国务院|学校|校内|中小学|相关|人民政府)[^。；！？]{0,160}[：:]"
    r"|[^。；！？，]{2,40}(?:人民政府|教育局|教育委员会|教委|教育厅|部门|单位|学校|高校|幼儿园|部属)[^。；！？]{0,40}[：:]"
)
ORGAN_END = (
    r"(?:部|委|局|厅|办|院|署|会|府|校|学|组|中心|处|公室|督[查导]室|研究室|站|馆|所|园|社|司|行|团|科|台)"
)
_SIGNATURE = re.compile(
    rf"[\u4e00-\u9fff（）()、\s]{{2,60}}{ORGAN_END}(?:等\S{{1,4}}部门)?(?:[（(][^）)]*[）)])?"
)


def is_date_line(text: str) -> bool:
    """True for a line that is a date and nothing else ("2018年6月13日", "（2020年10月22日）")."""
    return DATE_LINE.fullmatch(text.strip()) is not None


def is_signature(text: str) -> bool:
    """True for a line that is only organ names, with or without a date behind them."""
    bare = text.strip()
    if len(bare) > 80:
        return False
    dated = re.search(rf"(?:{_DATE})$", bare)
    if dated:
        bare = bare[: dated.start()].strip()
    return _SIGNATURE.fullmatch(bare) is not None


def is_salutation(text: str) -> bool:
    """True for the line that names the addressees ("各区县人民政府：")."""
    return len(text) <= 200 and _SALUTATION.fullmatch(text.strip()) is not None


def is_furniture(text: str) -> bool:
    """True for number, date, source, attachment and salutation lines: never part of a sentence or title."""
    bare = text.strip()
    patterns = (DATE_LINE, SOURCE_LINE, NUMBER_LINE, ATTACHMENT_LINE)
    return any(pattern.fullmatch(bare) for pattern in patterns) or is_salutation(bare)
