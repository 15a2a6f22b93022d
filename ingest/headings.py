"""Heading numbers as Chinese official documents write them (GB/T 9704: 一、 （一） 1． （1）), one rule a style."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

from kb.numbers import parse_number
from kb.rules import Rule, rule

Form = Literal["title", "run_in", "plain"]
"""The whole line is the heading; its first sentence is; only the number is."""

HAN = "〇零一二三四五六七八九十百千两"
_N = rf"[{HAN}\d]{{1,8}}"  # 一千一百七十九 has seven

STYLES: tuple[Rule, ...] = (
    rule(
        "part",
        rf"^第\s?({_N})(?:编|分编|部分|篇|单元|板块)(?=[ ：:、，]|$|[^。；，]{{1,40}}$)"
        r"|^(?i:part)\s?(\d{1,2}|[IVX]{1,4})\b[.:：]?",
        example="第一部分 指导思想",
        counter_example="第一部分学生应当于九月一日报到，其余学生随后报到。",
    ),
    rule(
        "chapter",
        rf"^第\s?({_N})章(?=[ ：:、]|$|[^。；，]{{1,40}}$)",
        example="第三章 学校",
        counter_example="第三章规定的程序，适用于民办学校。",
    ),
    rule(
        "section",
        rf"^第\s?({_N})节(?=[ ：:、]|$|[^。；，]{{1,40}}$)",
        example="第二节 保障",
        counter_example="第二节课结束后，学生集中用餐。",
    ),
    rule(
        "article",
        rf"^第\s?({_N})条(?:之[{HAN}]{{1,3}})?"
        rf"(?![的、，。；：和或及至到与规第所])(?!中(?:的|规|所))",
        example="第十二条 适龄儿童、少年免试入学。",
        counter_example="第十二条的规定适用于民办学校。",
    ),
    rule(
        "attachment",
        rf"^(?:附件|附录|附表)\s?({_N})?(?=[：: ]|$)(?![：:]\s?\d)",
        example="附件2",
        counter_example="附件材料应当一式三份。",
    ),
    rule("cn_dun", rf"^([{HAN}]{{1,4}})[、．.]", example="十一、保障措施", counter_example="一是加强领导。"),
    rule(
        "cn_paren",
        rf"^[（(]([{HAN}]{{1,4}})[）)][、．.]?",
        example="（十二）强化督导",
        counter_example="（以下简称区县）政府",
    ),
    rule(
        "decimal",
        r"^(\d{1,2}(?:[.．]\d{1,2}){1,3})[.．、]?(?: (?=\S)|(?=[\u4e00-\u9fff][^。；，]{1,28}$)"
        r"(?![万亿倍个名人元平方米公里亩年月日小时分岁以左级所座]))",
        example="2.1 工作目标",
        counter_example="1.5万人以上的街道",
    ),
    rule(
        "arabic_dot",
        r"^(\d{1,3})[.．、](?:(?!\d)|(?=(?:(?:19|20)\d\d年|\d{1,2}月(?!\d))[^，。；]{2}))",
        example="3．2025年6月底前规范办园行为",
        counter_example="3.5%以上",
    ),
    rule(
        "arabic_paren",
        r"^[（(](\d{1,2})[）)][、．.]?",
        example="（5）实施县中托管",
        counter_example="（2020年修订）",
    ),
    rule("arabic_half", r"^(\d{1,2})[）)]", example="2）落实经费", counter_example="2023）号"),
    rule(
        "question",
        r"^(?:问题?|Q)\s?(\d{0,2})\s?[：:、.．](?=.{4,})"
        r"|^(\d{1,2})\s?(?=[\u4e00-\u9fff][^。！]{3,50}？$)(?![年月日岁周个名元点号至万])",
        example="问：补助标准是多少？",
        counter_example="6月什么时候开始报名？",
    ),
    rule("circled", r"^([①-⑳])", example="①优化布局", counter_example="注①"),
)
NUMBERED_CHAPTER = "numbered_chapter"
"""1 总则 above 1.1 编制目的: a number that only its decimals below make a heading (GB/T 1.1, 应急预案)."""
RANK = {style.name: rank for rank, style in enumerate(STYLES)} | {"attachment": -1}
RANK[NUMBERED_CHAPTER] = RANK["chapter"]
LEGAL = frozenset({"part", "chapter", "section", "article"})
FAMILIES = ({"cn_paren", "arabic_paren", "arabic_half"}, {"cn_dun", "arabic_dot"})
"""Styles that authors mix up: （5） stands where （五） should."""

MAX_TITLE = 50
MAX_RUN_IN = 32


@dataclass(frozen=True, slots=True)
class Marker:
    """A heading number at the start of a text."""

    style: str
    label: str
    """As written, without the space behind it."""
    number: int | None
    end: int
    """Where the heading's words begin."""


def find_marker(text: str) -> Marker | None:
    """The heading number that the text starts with, None when it starts otherwise."""
    if not text or text[0] not in _STARTS:
        return None
    for style in STYLES:
        match = style.pattern.match(text)
        if match:
            end = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip(" "))
            written = next((group for group in match.groups() if group), "")
            label = match[0].rstrip(" ：:") if style.name != "decimal" else match[0].strip()
            return Marker(style.name, label, number_of(written), end)
    return None


_STARTS = frozenset("第附（(Pp问Q①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳0123456789" + HAN)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}


@functools.lru_cache(maxsize=4096)
def number_of(written: str) -> int | None:
    """The value of a heading number; the last part of a decimal one (2.3 is 3)."""
    if not written:
        return None
    if "①" <= written <= "⑳":
        return ord(written) - ord("①") + 1
    if written in _ROMAN:
        return _ROMAN[written]
    last = re.split(r"[.．]", written)[-1]
    parsed = parse_number(last)
    return int(parsed) if parsed is not None and parsed.isdigit() else None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading read from one line; ``end`` is where it ends in the line, body text follows."""

    marker: Marker | None
    form: Form
    title: str
    end: int

    @property
    def written(self) -> str:
        """Label and title as a path shows them."""
        label = self.marker.label if self.marker else ""
        spaced = self.marker is not None and self.marker.style in LEGAL | {
            "attachment",
            "decimal",
            NUMBERED_CHAPTER,
        }
        return f"{label} {self.title}".strip() if spaced else label + self.title


_CAPTION = re.compile(r"[【（(]([^】）)。；，]{2,24})[】）)] ?")
_NO_CAPTION = re.compile(r"^(?:以下|含|包括|不含|试行|征求)")
_RUN_IN = re.compile(rf"([^。！？；：:]{{2,{MAX_RUN_IN}}}?)(。|：| (?=\S{{8}}))")
_SENTENCE_STARTS = re.compile(
    r"^(?:[（(]|凡|将|对于|对|经|如|若|自|由|因|未|不得|具有|具备|其他|前款|本|违反|未按)"
)


def read_heading(text: str, marker: Marker) -> Heading:
    """How much of a line that starts with ``marker`` is its heading."""
    rest = text[marker.end :]
    if marker.style == "article":
        return _read_article(text, marker)
    bare = rest.rstrip("。：: ")
    ends_open = not rest.endswith(("；", "，", "、", ";", ","))
    announces = "：" in bare and "，" in bare.split("：", 1)[1]
    stated = rest != bare and _STATES.search(bare) is not None
    dated = rest.endswith("。") and _DATES.search(bare) is not None
    single = (
        ends_open
        and not announces
        and not (stated or dated)
        and "。" not in bare
        and "；" not in bare
        and _balanced(bare)
    )
    if single and len(bare) <= MAX_TITLE and (rest == bare or len(bare) <= 25):
        return Heading(marker, "title", bare, len(text))
    match = _RUN_IN.match(rest)
    if match and match.end() < len(rest) and reads_as_title(match[1], match[2]):
        return Heading(marker, "run_in", match[1].strip(), marker.end + match.end())
    return Heading(marker, "plain", "", marker.end)


_STATES = re.compile(
    r"不得|应当|必须|须经|达到|不低于|不少于|不超过|每[天日周月年学半]|\d%|\d{4}年|\d[人名元所个]"
)
"""Words of a rule or target: a sentence that has them is no heading."""


_DATES = re.compile(
    r"(?:\d|[一二三四五六七八九十])月(?!份?的?(?:工作|重点|主要|安排|计划))|第?[一二三四1-4]季度[末前底]?(?!工作|重点)"
    r"|[上下]半年(?!工作|重点)|年[底内末]|(?:开学|[寒暑]假)(?:之|以)?前"
)
"""Times of a task: a sentence that has one is no heading (10月底前组织实验操作考查。)."""


def reads_as_title(words: str, stop: str) -> bool:
    """True when words before ``stop`` (。 ： or a space) are a run-in heading rather than a sentence."""
    if _SENTENCE_STARTS.match(words) and not words.startswith(("由点", "对标", "对口", "本地", "本科")):
        return False
    if stop == "：":
        return len(words) <= 16 and "，" not in words
    if stop == " ":
        return len(words) <= 24 and "，" not in words
    states = _STATES.search(words) or _DATES.search(words)
    return words.count("，") <= 3 and _balanced(words) and not states


def _balanced(text: str) -> bool:
    return all(text.count(a) == text.count(b) for a, b in ("“”", "《》", "（）"))


def _read_article(text: str, marker: Marker) -> Heading:
    caption = _CAPTION.match(text, marker.end)
    if caption and caption.end() < len(text) and not _NO_CAPTION.match(caption[1]):
        return Heading(marker, "run_in", caption[1], caption.end())
    return Heading(marker, "plain", "", marker.end)
