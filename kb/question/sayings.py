"""What people say and what policies write for it: 走人 is 离岗, 打官司 is 提起诉讼.

Each line is ``said, said = written/written``; ``…`` stands for up to four characters. A sentence that holds a
written form meets what was said, whether or not the two look alike. Formal words need no line: they meet
themselves.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kb.question.sayings_conduct import CONDUCT, DEEDS, MONEY
from kb.question.sayings_people import PEOPLE, TIMES
from kb.question.sayings_school import SCHOOL

_GAP = "[^,，。?？\\s]{0,4}"


@dataclass(frozen=True, slots=True)
class Saying:
    """A piece of a question in everyday words, ``text[start:end]``."""

    start: int
    end: int
    written: tuple[str, ...]
    """What may stand for it in a document, the usual one first."""

    def is_met(self, text: str) -> bool:
        """Whether the text holds one of the written forms."""
        return any(word in text for word in self.written)


def sayings_in(text: str, words: Iterable[str] = ()) -> tuple[Saying, ...]:
    """The everyday expressions of a question, the longest at each place, none inside another.

    None that cuts one of ``words``, the longer words of the text that documents write: 网上报名 is no 上报.
    """
    found: list[Saying] = []
    whole = [match.span() for word in words for match in re.finditer(re.escape(word), text)]
    place = 0
    while place < len(text):
        saying = _saying_at(text, place)
        if saying is not None and any(_cuts(saying, *span) for span in whole):
            saying = None
        if saying is not None:
            found.append(saying)
        place = saying.end if saying is not None else place + 1
    return tuple(found)


def _cuts(saying: Saying, start: int, end: int) -> bool:
    """Whether the saying takes a part of the word that stands there, but not all of it."""
    inside = start < saying.end and saying.start < end
    return inside and not (saying.start <= start and end <= saying.end)


def _saying_at(text: str, place: int) -> Saying | None:
    for said, pattern, written in _by_first_character().get(text[place], ()):
        if pattern is None and text.startswith(said, place):
            return Saying(place, place + len(said), written)
        match = pattern.match(text, place) if pattern is not None else None
        if match is not None:
            return Saying(place, match.end(), written)
    return None


def lines() -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """What is said and what is written, line by line."""
    for block in (PEOPLE, TIMES, SCHOOL, MONEY, CONDUCT, DEEDS):
        for line in block.strip().splitlines():
            said, written = line.split(" = ")
            yield tuple(said.split(", ")), tuple(written.split("/"))


@lru_cache(maxsize=1)
def _by_first_character() -> dict[str, list[tuple[str, re.Pattern[str] | None, tuple[str, ...]]]]:
    """What is said, its pattern where it has a gap, and what is written; longest first."""
    written: dict[str, tuple[str, ...]] = {}
    for said, words in lines():
        for saying in said:
            written[saying] = tuple(dict.fromkeys((*written.get(saying, ()), *words)))
    found: dict[str, list[tuple[str, re.Pattern[str] | None, tuple[str, ...]]]] = defaultdict(list)
    for saying in sorted(written, key=lambda saying: (-len(saying), saying)):
        parts = saying.split("…")
        pattern = re.compile(_GAP.join(map(re.escape, parts))) if len(parts) > 1 else None
        found[saying[0]].append((saying, pattern, written[saying]))
    return dict(found)
