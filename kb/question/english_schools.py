"""Schools and colleges that an English question names by the sound of their Chinese names.

"Chifeng Yulong Vocational and Technical College" is 赤峰玉龙职业技术学院: the words that are a name are written as
they sound, those for the kind of school are translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.numbers import parse_number
from kb.question.sounds import sounds
from kb.schools import proper_part

_KIND_WORDS = {
    "大学": r"university",
    "学院": r"college|institute|academy|university",
    "学校": r"school|college|academy",
    "幼儿园": r"kindergarten|preschool|nursery school",
    "中学": r"(?:middle|high|secondary) school",
    "附中": r"(?:middle|high|secondary) school",
    "小学": r"(?:primary|elementary|central) school",
    "附小": r"(?:primary|elementary) school",
}
_ORDINAL = re.compile(r"第([一二三四五六七八九十]+)")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_BETWEEN = (
    r"(?P<between>(?: (?:and|of|for|vocational|technical|technology|normal|teachers?'?|training|further|continuing|education|"
    r"experimental|foreign|languages?|international|attached|affiliated|central|senior|junior|secondary|primary|middle|high|"
    r"higher|polytechnic|medical|health|agricultural|forestry|ocean|maritime|science|engineering|arts?|sports|physical|open|"
    r"bilingual|township|town|public|special|nursing|preschool|business|finance|economics|police|railway|water|lake|bay|"
    r"river|mountain|(?:no\.? ?)?\d+))*?)"
)
"""What stands in the names of schools between what is their own and their kind."""
_LEAST_NAME = 2
"""Characters whose sounds must stand there."""
_LEAST_LETTERS = 5
_MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class NamedSchool:
    """A school named at ``text[start:end]``."""

    name: str
    start: int
    end: int


def english_school(text: str, names: Iterable[str]) -> NamedSchool | None:
    """The school, of those called ``names`` in Chinese, that a plain English question names; None when none is.

    The sounds of at least two characters that are its own must stand there, before a word for its kind.
    """
    found = [school for name in names for school in _mentions(text, name)]
    return max(found, key=lambda school: (school.end - school.start, school.name), default=None)


def _mentions(text: str, name: str) -> Iterator[NamedSchool]:
    kind = next((kind for kind in _KIND_WORDS if name.endswith(kind)), None)
    own = proper_part(name)
    if kind is None or len(own) < _LEAST_NAME:
        return
    spoken = {sound for size in range(_LEAST_NAME, len(own) + 1) for sound in sounds(own[:size])}
    ordinal = _ORDINAL.search(name)
    number = str(parse_number(ordinal[1])) if ordinal else ""
    follows = re.compile(rf"{_BETWEEN} (?:{_KIND_WORDS[kind]})\b(?:'s)?")
    for start, end, sound in _stretches(text):
        rest = follows.match(text, end) if sound in spoken and len(sound) >= _LEAST_LETTERS else None
        if rest is not None and number in rest["between"]:
            yield NamedSchool(name, start, rest.end())


def _stretches(text: str) -> Iterator[tuple[int, int, str]]:
    """One to four neighbouring words, with the letters of all."""
    words = [(match.start(), match.end(), match.group().replace("'", "")) for match in _WORD.finditer(text)]
    for first in range(len(words)):
        for last in range(first, min(first + _MOST_WORDS, len(words))):
            piece = words[first : last + 1]
            yield piece[0][0], piece[-1][1], "".join(word for _, _, word in piece)
