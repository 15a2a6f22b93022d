"""English words of schooling and administration with their Chinese terms, from general knowledge of the field.

Each line is ``english, other english = 中文/别的中文``; the first Chinese term is the usual one of policy writing.
Words that a general dictionary renders rightly (``kb.question.dictionary``) need no line here.
"""

from __future__ import annotations

from functools import lru_cache

from kb.question.glossary_administration import FUNCTIONS, LAW, ORGANS
from kb.question.glossary_affairs import AFFAIRS
from kb.question.glossary_campus import CAMPUS, OVERSIGHT
from kb.question.glossary_people import POSTS, STAFF
from kb.question.glossary_schooling import FIGURES, STAGES
from kb.question.glossary_work import WORK


def _lines(block: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in block.strip().splitlines():
        english, chinese = line.split(" = ")
        for name in english.split(", "):
            found[name.strip().replace("-", " ").replace("s' ", "s ")] = tuple(chinese.split("/"))
    return found


@lru_cache(maxsize=1)
def terms() -> dict[str, tuple[str, ...]]:
    """Chinese terms by the English words, lower case, singular."""
    return {
        name: chinese
        for block in (STAGES, FIGURES, WORK, AFFAIRS, STAFF, POSTS, CAMPUS, OVERSIGHT, LAW, ORGANS)
        for name, chinese in _lines(block).items()
    }


@lru_cache(maxsize=1)
def organs() -> frozenset[str]:
    """The Chinese names of organs in ``terms``."""
    return frozenset(name for chinese in _lines(ORGANS).values() for name in chinese)


@lru_cache(maxsize=1)
def functions() -> dict[str, str]:
    """What a department is there for, by its English name."""
    return {name: chinese[0] for name, chinese in _lines(FUNCTIONS).items()}
