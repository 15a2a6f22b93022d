"""Normalising and tokenising Chinese for matching; stored text is never changed by this module.

``tokenize`` first takes out what the segmenter would cut to pieces (document numbers, article
numbers, numerals with their unit), each by a named rule, and gives the rest to jieba's search mode
with the domain vocabulary. Indexing and queries use the same function.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from kb.vocabulary import function_words, words

if TYPE_CHECKING:
    from opencc import OpenCC
    from rjieba import Jieba


@dataclass(frozen=True, slots=True)
class TokenSettings:
    """How runs of Chinese characters become tokens; chosen by ``python -m eval.tune tokens`` on the dev halves."""

    words: Literal["whole", "parts"] = "parts"
    """Whether a compound also gives the words inside it (the segmenter's search mode)."""
    characters: Literal["none", "lone", "all"] = "lone"
    """Single characters: none, those that the segmenter leaves alone, or every one beside its word."""


TOKENS = TokenSettings()

TOKENIZER_VERSION = "rjieba-search-2"
"""Changes whenever ``tokenize`` gives other tokens for any text; an index records it."""

_SPACES = re.compile(r"\s+")
_HANDWRITTEN = str.maketrans("歺氿囯", "餐酒国")
"""Short forms of the withdrawn scheme of 1977 that people still write (午歺)."""

STOP_WORDS = function_words()
"""Function and question words that carry no topic."""


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


@lru_cache(maxsize=1)
def _segmenter() -> Jieba:
    from rjieba import Jieba

    segmenter = Jieba()
    for word in words():
        segmenter.add_word(word, segmenter.suggest_freq(word), "n")
    return segmenter


def normalize(text: str) -> str:
    """NFKC, simplified characters, lower case, runs of white space as one space, ends stripped.

    For matching only: the length may change, so offsets into the result mean nothing in ``text``.
    """
    folded = unicodedata.normalize("NFKC", text)
    if not folded.isascii():
        folded = _simplifier().convert(folded)
    return _SPACES.sub(" ", folded.translate(_HANDWRITTEN).lower()).strip()


def is_word(text: str) -> bool:
    """Whether the segmenter's dictionary holds the text; what it only guessed may be misspelt."""
    return bool(_segmenter().has_word(text))


def tagged_words(text: str) -> list[tuple[str, str]]:
    """The words of a run of text in their order, each with jieba's tag of its kind (n: noun, v: verb)."""
    return [(str(word), str(tag)) for word, tag in _segmenter().tag(text, True)]


_DIGITS = r"\d+(?:\.\d+)?"
_DASH = r"\s?[-‐‑–—―~〜至到]{1,2}\s?"
_UNIT = (
    r"%|‰|周岁|个百分点|平方米|立方米|平方公里|公里|千米|毫米|厘米|万人次|人次|万人|万名|万个|万元|亿元|万所|万套|万亩|亩|"
    r"元|人|名|位|个|所|园|校|家|间|门|项|条|件|套|台|张|册|本|年|月|日|天|周|学年|学期|学时|课时|课|小时|分钟|岁|次|班|级|"
    r"学位|轮|届|期|倍|米|度|分|类|种|处|户|辆|份|层|步|号|批|代|时|克|千克|公斤|吨|升|里|星|片|组|支|只|座|栋|幢|轨"
)
_ISSUE = r"[〔\[【(（]\s?(?P<issue_year>(?:19|20)\d{2})\s?[〕\]】)）]\s?第?\s?(?P<issue_no>\d{1,5})\s?号"
_ISSUE_CODE = r"(?P<issue_code>[一-鿿]{2,12}?)?"
_HAN_NUMBER = r"[一二三四五六七八九两]?[十百千][一二三四五六七八九十百千零〇]*"
_ARTICLE = r"第\s?(?P<article_no>[一二三四五六七八九十百千零〇两]+|\d+)\s?(?P<article_kind>条|章|节|款|项|编)"
_SPECIAL = re.compile(
    rf"{_ISSUE_CODE}{_ISSUE}"
    rf"|{_ARTICLE}"
    rf"|(?P<ratio>{_DIGITS}\s?[:∶]\s?{_DIGITS})"
    rf"|(?P<low>{_DIGITS})\s?(?P<low_unit>{_UNIT})?{_DASH}(?P<high>{_DIGITS})\s?(?P<high_unit>{_UNIT})?"
    rf"|(?P<number>{_DIGITS})\s?(?P<number_unit>{_UNIT})?"
    rf"|百分之(?P<percent>[一二三四五六七八九十百零〇]+)"
    rf"|(?P<han_year>[一二]\s?[〇零○oO九][〇零○oO一二三四五六七八九]{{2}})年"
    rf"|(?P<han_number>{_HAN_NUMBER})(?P<han_unit>{_UNIT})"
    r"|(?P<latin>[a-z]+(?:[-+.#'][a-z0-9]+|[a-z0-9])*)"
)
_CODE_LEAD = re.compile(
    r".*(?:根据|按照|依据|依照|贯彻|落实|执行|转发|印发|关于|通知|意见|文件|办法|方案|规定|废止|参照|以及|精神|要求|文号|的|和|与|及|为|是|即|见|经|以)"
)
_HAN_RUN = re.compile(r"[㐀-鿿豈-﫿]+")
_HAN_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "o": "0"}


def _arabic(han: str) -> str | None:
    """Value of a Chinese numeral ("五十五" is "55"); None when it is none ("十四五")."""
    import cn2an  # type: ignore[import-untyped]

    try:
        return str(cn2an.cn2an(han.replace("〇", "零"), "smart"))
    except ValueError:
        return None


def _chinese(digits: str) -> str:
    """Chinese numeral of an article number ("32" is "三十二")."""
    import cn2an

    han = str(cn2an.an2cn(digits, "low"))
    return han[1:] if han.startswith("一十") else han


def _number(value: str, unit: str | None) -> Iterator[str]:
    if unit:
        yield value + unit
    if unit != "%":
        yield value


def _issue_tokens(match: re.Match[str]) -> Iterator[str]:
    year, number = match["issue_year"], match["issue_no"].lstrip("0") or "0"
    code = _CODE_LEAD.sub("", match["issue_code"] or "")[-8:]
    if code:
        yield f"{code}〔{year}〕{number}号"
        yield code
    yield f"〔{year}〕{number}号"
    yield f"{number}号"
    yield year


def _article_tokens(match: re.Match[str]) -> Iterator[str]:
    number = match["article_no"]
    yield f"第{_chinese(number) if number.isdecimal() and len(number) < 9 else number}{match['article_kind']}"


def _ratio_tokens(match: re.Match[str]) -> Iterator[str]:
    yield re.sub(r"\s?[:∶]\s?", ":", match["ratio"])


def _range_tokens(match: re.Match[str]) -> Iterator[str]:
    low_unit, high_unit = match["low_unit"], match["high_unit"]
    unit = high_unit or low_unit or ""
    yield f"{match['low']}-{match['high']}{unit}"
    yield from _number(match["low"], low_unit or high_unit)
    yield from _number(match["high"], unit)


def _han_number_tokens(match: re.Match[str]) -> Iterator[str]:
    value = _arabic(match["han_number"])
    if value is None or len(match["han_number"]) < 2:
        yield from _segment(match[0])
    else:
        yield from _number(value, match["han_unit"])


def _percent_tokens(match: re.Match[str]) -> Iterator[str]:
    value = _arabic(match["percent"])
    yield from _segment(match[0]) if value is None else (f"{value}%",)


def _han_year_tokens(match: re.Match[str]) -> Iterator[str]:
    yield from _number("".join(_HAN_DIGITS[c] for c in match["han_year"] if c != " "), "年")


@dataclass(frozen=True, slots=True)
class TokenRule:
    """How one kind of special token reads; ``example`` gives ``tokens``, first of them the whole."""

    group: str
    """The named group of the pattern that is set when the rule applies."""
    tokens: Callable[[re.Match[str]], Iterator[str]]
    example: str
    whole: str
    """The token that stands for the whole example."""
    counterexample: str
    """Text in which the rule must not fire."""


RULES = (
    TokenRule("issue_year", _issue_tokens, "渝府办发〔2018〕84号", "渝府办发〔2018〕84号", "自2018年起"),
    TokenRule("article_no", _article_tokens, "第三十二条", "第三十二条", "第一次会议"),
    TokenRule("ratio", _ratio_tokens, "1∶12.5", "1:12.5", "12.5个"),
    TokenRule("low", _range_tokens, "3—5个", "3-5个", "35个"),
    TokenRule("number", lambda m: _number(m["number"], m["number_unit"]), "55人", "55人", "人人"),
    TokenRule("percent", _percent_tokens, "百分之九十六", "96%", "百分比"),
    TokenRule("han_year", _han_year_tokens, "二〇二五年", "2025年", "二十年"),
    TokenRule("han_number", _han_number_tokens, "五十五人", "55人", "十四五规划"),
    TokenRule("latin", lambda m: iter((m["latin"],)), "steam", "steam", "学校"),
)


@lru_cache(maxsize=1)
def _inner_words() -> Mapping[str, tuple[str, ...]]:
    """Domain words of four characters or more inside each longer domain word.

    The segmenter's search mode emits only parts of two and three characters.
    """
    long_words = [word for word in words() if len(word) >= 4]
    inner = {outer: tuple(w for w in long_words if w != outer and w in outer) for outer in long_words}
    return {outer: parts for outer, parts in inner.items() if parts}


def _segment(text: str) -> Iterator[str]:
    for run in _HAN_RUN.findall(text):
        for token in _words(run):
            if len(token) > 1 or TOKENS.characters != "none":
                yield token
        if TOKENS.characters == "all":
            yield from (char for word in _segmenter().cut(run) if len(word) > 1 for char in word)


def _words(run: str) -> Iterator[str]:
    """The words of a run of Chinese characters; with parts, those inside a compound as well."""
    if TOKENS.words == "whole":
        yield from _segmenter().cut(run)
        return
    inner = _inner_words()
    for token in _segmenter().cut_for_search(run):
        yield token
        yield from inner.get(token, ())


def _tokens(text: str) -> Iterator[str]:
    position = 0
    for match in _SPECIAL.finditer(text):
        yield from _segment(text[position : match.start()])
        rule = next(rule for rule in RULES if match[rule.group] is not None)
        if rule.group == "issue_year" and match["issue_code"]:
            # The words before the code ("根据", "印发的") are ordinary text.
            lead = _CODE_LEAD.match(match["issue_code"])
            yield from _segment(lead[0] if lead else "")
        yield from rule.tokens(match)
        position = match.end()
    yield from _segment(text[position:])


def tokenize(text: str) -> list[str]:
    """Tokens of ``text`` for BM25, in order, with repeats; punctuation and function words left out.

    Document numbers, article numbers and numerals with their unit are one token each, followed by
    the parts that a person may search by alone ("2025年" is followed by "2025").
    """
    return [token for token in _tokens(normalize(text)) if token not in STOP_WORDS]


def shares_pair(thing: str, text: str) -> bool:
    """Whether the text holds two neighbouring characters of the thing, which compares words however they are cut."""
    return any(thing[at : at + 2] in text for at in range(len(thing) - 1))
