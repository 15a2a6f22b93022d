"""English questions in the terms of Chinese policy writing.

Known terms are replaced by Chinese words, first by the glossary of the field, then by a general
dictionary as far as the documents use its words; what is asked for becomes the Chinese way of asking it.
The multilingual embedding model reads the English original beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kb.question import dictionary, glossary
from kb.question.english_words import FUNCTION_WORDS

_LATIN = re.compile(r"[a-z]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NAMED = re.compile(r"《[^《》]*》|[\u4e00-\u9fff]{2,10}[〔\[(（]\d{4}[〕\])）]第?\d+号")
_ASKS = re.compile(
    r"(?:what|who|whose|which|when|where|how|why|is|are|was|does|do|did|can|may|must|should|has|have|list|give|tell|show|please|until|by|under|in|for|compare)\b(?=.*\s[a-z]{2,})"
)
_PIECE = re.compile(r"[a-z]+(?:'[a-z]+)?|[\u4e00-\u9fff]+|\d+(?:[.:]\d+)?%?|[^\w\s]")
_LONGEST_PHRASE = 7
_LONGEST_GLOSS = 3
_MAX_CHOICES = 6
_LEVELS = {
    "municipal": "市",
    "city": "市",
    "district": "区",
    "county": "县",
    "provincial": "省",
    "province": "省",
}
_HEADS = {
    "bureau": "局",
    "department": "部门",
    "commission": "委",
    "committee": "委",
    "ministry": "部",
    "office": "局",
}
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")  # fmt: skip
_TIME = re.compile(
    rf"(?P<by>\b(?:by|before|until|no later than) )?(?P<within>\bin )?(?P<end>(?:the )?end of )?(?:(?P<month>{'|'.join(_MONTHS)}) )?(?P<year>(?:19|20)\d\d)(?!\s*(?:%|yuan|people|students|schools|metres|meters))\b"
)
# the 2018 gaokao reform notice: the year belongs to the name
_OF_DOCUMENT = re.compile(
    r" (?:(?!(?:under|in|on|of|for|to|the|by|and)\b)[\w']+ ){0,4}(?:law|act|regulations?|notice|circular|measures|rules|decree|revision|version)\b"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A content word or phrase of an English question."""

    english: str
    chinese: tuple[str, ...]
    """What may stand for it in the documents, likeliest first; empty when nothing is known."""
    start: int
    end: int


def is_english(text: str) -> bool:
    """Whether a question is written in English; Chinese names inside it do not count against that."""
    outside = _NAMED.sub(" ", text.lower())
    letters, characters = len(_LATIN.findall(outside)), len(_HAN.findall(outside))
    if _ASKS.match(outside.strip()) and letters > characters:
        return True
    return letters > 2 * characters and (letters > 12 or not characters and " " in text.strip())


def plain(text: str) -> str:
    """A normalised question with hyphens and typographic marks as the glossary writes them."""
    straight = re.sub(r"[’‘`]", "'", text).replace("-", " ")
    whole = re.sub(r"\b(who|what|when|where|how)'s\b", r"\1 is", straight)
    return re.sub(r"(?<=s)'(?=\s|$)", "", whole)


def with_units(text: str, level: str) -> tuple[str, tuple[str, ...]]:
    """The text with departments named in Chinese ("municipal finance bureau": 市财政局), and these names.

    ``level`` is the last character of the region that is named (市, 区), for bureaus that say none themselves.
    """
    names: list[str] = []

    def chinese(match: re.Match[str]) -> str:
        head = _HEADS[(match["head"] or match["first"]).removesuffix("s").replace("ministrie", "ministry")]
        function = glossary.functions()[match["what"] or match["of"]]
        above = "" if head in ("部", "部门") else _LEVELS.get((match["level"] or "").strip(), level)
        if above == "省" and head == "局":
            head = "厅"
        names.append(f"{above}{_name(function, head)}")
        return f" {names[-1]} "

    named = _unit_pattern().sub(chinese, text)
    return named, tuple(dict.fromkeys(names))


def _name(function: str, head: str) -> str:
    return "教委" if function + head == "教育委" else function + head


def _unit_pattern() -> re.Pattern[str]:
    names = "|".join(
        re.escape(name) for name in sorted(glossary.functions(), key=lambda name: (-len(name), name))
    )
    levels = "|".join(_LEVELS)
    return re.compile(
        rf"\b(?P<level>(?:{levels}) )?(?:(?P<what>{names}) (?P<head>bureaus?|bureaux|departments?|commissions?|committee)|(?P<first>bureau|commission|ministry|department) (?:of|for) (?P<of>{names}))\b"
    )


def times_in_chinese(text: str) -> tuple[tuple[str, ...], str]:
    """The times of the question as Chinese writes them (到2025年, 2023年底前), and the question without them."""
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        written = f"{match['year']}年"
        if not match["by"] and not match["within"] and _OF_DOCUMENT.match(text, match.end()):
            return " "
        if match["month"]:
            written += f"{_MONTHS.index(match['month']) + 1}月"
        if match["end"]:
            written += "底前"
        elif match["by"]:
            written = f"到{written}"
        found.append(written)
        return " "

    rest = _TIME.sub(take, text)
    return tuple(dict.fromkeys(found)), rest


def content_terms(text: str, *, is_written: Callable[[str], bool]) -> tuple[Term, ...]:
    """Content words and phrases of the question, longest known phrases first; function words are left out.

    ``is_written`` tells which Chinese words stand in the documents: of a dictionary's renderings those are taken.
    """
    words = [(match.group(), match.start(), match.end()) for match in _PIECE.finditer(text)]
    return tuple(_terms(words, is_written))


def _terms(words: Sequence[tuple[str, int, int]], is_written: Callable[[str], bool]) -> Iterator[Term]:
    place = 0
    while place < len(words):
        word, start, end = words[place]
        if _HAN.match(word):
            yield Term(word, (word,), start, end)
            place += 1
            continue
        count, chinese = _longest(words, place, is_written)
        english = " ".join(piece for piece, _, _ in words[place : place + count])
        if word[0].isdigit():
            yield Term(word, (word,), start, end)
        elif chinese or (word not in FUNCTION_WORDS and len(word) > 2):
            yield Term(english, chinese, start, words[place + count - 1][2])
        place += count


def _longest(
    words: Sequence[tuple[str, int, int]], place: int, is_written: Callable[[str], bool]
) -> tuple[int, tuple[str, ...]]:
    """How many words from ``place`` on are one known term, and its Chinese words."""
    for count in range(min(_LONGEST_PHRASE, len(words) - place), 0, -1):
        phrase = [piece for piece, _, _ in words[place : place + count]]
        if not all(_LATIN.match(piece) for piece in phrase):
            continue
        if count == 1 and phrase[0] in FUNCTION_WORDS:
            return 1, ()
        for form in dictionary.phrase_forms(phrase):
            if form in glossary.terms():
                return count, tuple(sorted(glossary.terms()[form], key=lambda word: not is_written(word)))
        if count <= _LONGEST_GLOSS and not (count > 1 and FUNCTION_WORDS & {phrase[0], phrase[-1]}):
            chosen = _from_dictionary(phrase, is_written)
            if chosen:
                return count, chosen
    return 1, ()


def _from_dictionary(phrase: Sequence[str], is_written: Callable[[str], bool]) -> tuple[str, ...]:
    """Renderings that the documents use; the dictionary's other senses would only mislead."""
    for form in dictionary.phrase_forms(phrase):
        written = tuple(word for word in dictionary.translations(form) if is_written(word))[:_MAX_CHOICES]
        if written:
            return written
    return ()
