"""Typing errors: a word that the documents do not know is read as the known word that sounds the same.

Chinese is typed by sound, so most errors are homophones (牵投 for 牵头, 班鹅 for 班额). Only whole
known terms are put in, and only where the written characters stand nowhere in the documents.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property

from kb.question.surfaces import OF_WHAT_FOLLOWS
from kb.rules import Rule, rule
from kb.text import is_word
from kb.units import resolve_unit

_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
_MAX_TERM = 12
_SHORT = 2
_COPULAS = "是由在向把给被归找问"
# Finals and initials that speakers of many regions do not keep apart, folded so that they compare equal.
_FUZZY = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"), ("eng", "en"), ("ang", "an"))


MISREAD = rule(
    "misread",
    r"(?<=[\u4e00-\u9fff])条[列利](?![出明表举入为成在])",
    example="家庭教育促进条列什么时候施行",
    counter_example="把任务逐条列出来",
)
"""条例 in characters that sound otherwise."""
RULES: tuple[Rule, ...] = (MISREAD,)


class Speller:
    """Corrects homophones towards a list of terms.

    ``is_written`` tells whether a piece of text stands in the documents; such text is never changed.
    """

    def __init__(self, terms: Iterable[str], *, is_written: Callable[[str], bool]) -> None:
        self._terms = frozenset(
            term for term in terms if 2 <= len(term) <= _MAX_TERM and _HAN_RUN.fullmatch(term)
        )
        self._is_written = is_written

    def correct(self, text: str) -> str:
        """The text with misspelt terms replaced; everything else is kept as it is."""
        text = MISREAD.pattern.sub("条例", text)
        return _HAN_RUN.sub(lambda match: self._correct_run(match.group()), text)

    def _correct_run(self, run: str) -> str:
        position = 0
        while position < len(run):
            for length in range(min(_MAX_TERM, len(run) - position), 1, -1):
                window = run[position : position + length]
                if window in self._terms:
                    position += length - 1
                    break
                term = self._homophone(window)
                if term is not None and not self._explained(run, position, term):
                    run = run[:position] + term + run[position + length :]
                    position += length - 1
                    break
            position += 1
        return run

    def _explained(self, run: str, position: int, term: str) -> bool:
        """Whether a differing character at an edge makes a known word with its neighbour: 北京|实施 is not 北京市|施."""
        end = position + len(term)
        before, after = run[position - 1 : position + 1], run[end - 1 : end + 1]
        if run[position] in _COPULAS and run[position + 1 : end] in self._terms:
            return True  # 是教育局 is no 市教育局
        if self._reaches_over(run, position + 1, end):
            return True  # 通知和北海条例 holds 北海, and no 河北
        first_differs, last_differs = run[position] != term[0], run[end - 1] != term[-1]
        known_after = (
            self._is_written(after) or is_word(after) or OF_WHAT_FOLLOWS.pattern.match(after) is not None
        )  # 绵阳|食堂
        return (first_differs and len(before) == 2 and self._is_written(before)) or (
            last_differs and len(after) == 2 and known_after
        )

    def _reaches_over(self, run: str, start: int, end: int) -> bool:
        """Whether a known term begins between ``start`` and ``end`` and goes on behind ``end``."""
        return any(
            run[at:behind] in self._terms
            for at in range(start, end)
            for behind in range(end + 1, min(at + _MAX_TERM, len(run)) + 1)
        )

    def _homophone(self, window: str) -> str | None:
        near = self._sharing_characters(window)
        if not near:
            return None  # nearly always; the sound of every window would cost more than all other reading
        sound = _sound(window)
        candidates = [term for term in near if self._sounds[term] == sound]
        if len(window) == _SHORT:  # of two characters only what sounds quite the same: 县乡 is not 湘乡
            candidates = [term for term in candidates if _exact_sound(term) == _exact_sound(window)]
        if len(candidates) != 1 or self._is_written(window):
            return None
        if resolve_unit(window).function is not None:
            return None  # 水务局 is an organ of its own, no misspelt 税务局
        return candidates[0]

    def _sharing_characters(self, window: str) -> list[str]:
        """Terms of the window's length that differ in one character, or in at most half of them."""
        shared = Counter(
            term
            for place, character in enumerate(window)
            for term in self._by_character.get((len(window), place, character), ())
        )
        least = len(window) - max(1, len(window) // 2)
        return sorted(term for term, count in shared.items() if count >= least)

    @cached_property
    def _by_character(self) -> dict[tuple[int, int, str], list[str]]:
        """Terms by their length and one character at its place."""
        places: dict[tuple[int, int, str], list[str]] = {}
        for term in self._terms:
            for place, character in enumerate(term):
                places.setdefault((len(term), place, character), []).append(term)
        return places

    @cached_property
    def _sounds(self) -> dict[str, str]:
        return {term: _sound(term) for term in self._terms}


def _exact_sound(text: str) -> list[str]:
    from pypinyin import lazy_pinyin

    return list(lazy_pinyin(text))


def _sound(text: str) -> str:
    syllables = []
    for syllable in _exact_sound(text):
        folded = syllable
        for written, plain in _FUZZY:
            folded = folded.replace(written, plain)
        syllables.append(folded)
    return " ".join(syllables)
