"""Two things that one text treats apart: 硕士和博士的答辩委员会, 警告和记过的期间, 甲的期限和乙的期限.

Where a comparison names no two places or documents, the figures of the two things it joins are looked for:
those two figures are taken whose own words best tell the one thing from the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kb.answer.candidates import Candidate, rank_sentences
from kb.answer.confidence import probability
from kb.answer.evidence import Evidence
from kb.answer.figures import Figure, figures_of
from kb.answer.measures import asked_units
from kb.answer.neighbours import pairs
from kb.answer.proof import is_signature, passage_features
from kb.answer.stated import target_of
from kb.answer.tuning import WEIGHTS
from kb.question.model import Question
from kb.records import Target
from kb.rules import Rule, rule

JOINED: Rule = rule(
    "joined",
    r"(?P<one>[^，,。；;？?]{1,40})(?:[，,]\s*)?(?:(?<![饱温随])和(?![谐平睦])|与(?![其会])|跟(?![岗随班])|(?<![共相不协])同(?=[\u4e00-\u9fff]{3,}[^，,。；;？?]*(?:比|差|一样|相同))|以及|还是)(?P<other>[^，,。；;？?]{2,60})",
    example="硕士和博士的学位答辩委员会，最少人数差几个",
    counter_example="和谐校园怎么创建",
)
ASKED_LENGTH: Rule = rule(
    "asked_length",
    r"多久|多长|期限|时限|期间|周期|时长|时间|多少个?(?:天|日|月|年|工作日|小时)|几(?:天|日|个月|个工作日|小时|年)|保修|假",
    example="处分期间各多长",
    counter_example="人数差几个",
)
RULES: tuple[Rule, ...] = (JOINED, ASKED_LENGTH)
TIME_UNITS = frozenset(
    [
        "日",
        "天",
        "工作日",
        "个工作日",
        "月",
        "个月",
        "年",
        "周年",
        "周",
        "小时",
        "分钟",
        "学年",
        "学期",
        "个学期",
        "学时",
        "课时",
    ]
)
_PEOPLE = frozenset(["人", "名", "位"])
_FRAME = re.compile(
    r"^(?:按照?|根据|依据|依照|在)?[^，,。？?]{2,30}(?:条例|办法|规定|法|意见|方案|通知|细则)(?:规定|里面?|中|上)?[，,]"
)
_ASKING_TAIL = re.compile(
    r"(?:的)?(?:分别|各自?|都)?(?:是|为|有|要|应该?|能|可以|规定)*(?:不得?(?:超过|少于|低于))?(?:至少|最多|最少)?(?:相?差(?:了)?)?(?:是不是|是否)?(?:多少|几|多[长久大高]|百分之几|一样|相同|哪个|谁).*$"
)
_MARKS = "，。；;,：:\n"
_TELLS_APART = 2.0
"""What holding all of the words that only one of the things has counts for beside the score of a sentence."""
_SAME_DOCUMENT = 0.15
_SAME_UNIT = 0.3
_LONGEST_LABEL = 24
Narrow = Callable[[Question, tuple[str, ...]], Evidence]


@dataclass(frozen=True, slots=True)
class Item:
    """One of the things, with the words that only it has."""

    label: str
    words: str
    own: frozenset[str]
    """Pairs of characters that no other thing has."""


@dataclass(frozen=True, slots=True)
class Found:
    """A figure that may belong to a thing."""

    figure: Figure
    candidate: Candidate
    chance: float
    held: frozenset[str]
    """Pairs of characters around the figure, up to the figures beside it."""

    @property
    def place(self) -> tuple[str, int]:
        """Where the figure stands: the document and the offset in it."""
        return self.candidate.passage.chunk.document_id, self.candidate.sentence.start + self.figure.start


def items_of(reading: str) -> tuple[Item, ...]:
    """The two things that a question joins; none when it joins nothing."""
    plain = _FRAME.sub("", reading.strip())
    match = JOINED.pattern.search(plain)
    if match is None:
        return ()
    one = match["one"].strip()
    other = _ASKING_TAIL.sub("", match["other"]).strip() or match["other"]
    first, second = pairs(one), pairs(other)
    if not (first - second) and not (second - first):
        return ()
    rest = plain[match.end() :]
    return (
        Item(_label(one), " ".join(f"{one} {_tail(other, one)} {rest}".split()), first - second),
        Item(_label(other), " ".join(f"{other} {rest}".split()), second - first),
    )


def _tail(other: str, one: str) -> str:
    """What both things share behind the second: 的学位答辩委员会."""
    at = other.rfind("的")
    shared = other[at + 1 :] if at > 0 else ""
    return "" if shared and one.endswith(shared) else shared


def _label(words: str) -> str:
    """A short name of a thing, cut at its front."""
    name = words.strip("的 ")
    name = re.sub(r"^(?:在|按照?|对)", "", name)
    return name[-_LONGEST_LABEL:]


def figures_apart(evidence: Evidence, narrow: Narrow) -> list[tuple[Item, Target]]:
    """Each of the two things with its figure; empty unless both have one of their own."""
    items = items_of(evidence.question.reading)
    if not items:
        return []
    units = _units(evidence.question.reading)
    about = [narrow(_about(evidence.question, item), ()) for item in items]
    found = [_found(one, units) for one in about]
    best = _best(items, found)
    if best is None:
        return []
    return [
        (item, target_of(one, pick.candidate, pick.figure))
        for item, one, pick in zip(items, about, best, strict=True)
    ]


def _units(reading: str) -> frozenset[str] | None:
    lengths = asked_units(reading) & TIME_UNITS
    if lengths or ASKED_LENGTH.pattern.search(reading):
        return lengths or TIME_UNITS
    if "人数" in reading:
        return _PEOPLE
    return (asked_units(reading) - {"个"}) or None


def _about(question: Question, item: Item) -> Question:
    return replace(question, reading=item.words, topic=item.words, years=(), kind="passage")


def _found(evidence: Evidence, units: frozenset[str] | None) -> list[Found]:
    found: list[Found] = []
    for candidate in rank_sentences(evidence):
        text = candidate.sentence.text
        figures = () if is_signature(text) else figures_of(text, units)
        chance = probability(passage_features(evidence, candidate)) if figures else 0.0
        for place, figure in enumerate(figures):
            low = figures[place - 1].end if place else 0
            high = figures[place + 1].start if place + 1 < len(figures) else len(text)
            found.append(Found(figure, candidate, chance, pairs(_around(text, figure, low, high))))
    return found


def _around(text: str, figure: Figure, low: int, high: int) -> str:
    """The words that belong to a figure: from the one before it to the end of its own clause; the last one's, all."""
    if high == len(text):
        return text[low:]
    ends = [at for mark in _MARKS if (at := text.find(mark, figure.end, high)) >= 0]
    return text[low : min(ends, default=high)]


def _best(items: Sequence[Item], found: Sequence[Sequence[Found]]) -> tuple[Found, Found] | None:
    """The two figures that fit best, one for each thing, and that their words tell apart."""
    (one, other), (firsts, seconds) = items, found
    scored = [
        (_fit(one, first) + _fit(other, second) + _together(first, second), first, second)
        for first in firsts
        for second in seconds
        if first.place != second.place and _told_apart(one, other, first, second)
    ]
    best = max(scored, key=lambda entry: (entry[0], entry[1].place, entry[2].place), default=None)
    if best is None or max(best[1].chance, best[2].chance) < WEIGHTS.accept_row:
        return None
    return best[1], best[2]


def _fit(item: Item, found: Found) -> float:
    held = len(item.own & found.held) / len(item.own) if item.own else 0.0
    return found.candidate.score + found.chance + _TELLS_APART * held


def _together(first: Found, second: Found) -> float:
    same = first.place[0] == second.place[0]
    return _SAME_DOCUMENT * same + _SAME_UNIT * (first.figure.unit == second.figure.unit)


def _told_apart(one: Item, other: Item, first: Found, second: Found) -> bool:
    """Whether each figure's words hold more of its own thing than those of the other figure do."""
    gains = (
        len(one.own & first.held) - len(one.own & second.held),
        len(other.own & second.held) - len(other.own & first.held),
    )
    needed = [gain for gain, item in zip(gains, (one, other), strict=True) if item.own]
    return min(gains) >= 0 and all(gain > 0 for gain in needed)
