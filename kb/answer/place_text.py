"""Which part of a statement speaks of one place of several: 芒市在5月前完成，盈江县在9月前完成，其他县市年底前完成.

A clause belongs to the places that it names, or else to those of the clause before it; where it names several
one after the other (兴义市110个、兴仁市62个) each has what follows its name. The rest (其他县市) are all places of
that kind that nothing beside it names. A sum of several places (甲县和乙区合计25个) is that of none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kb.region_names import LOCAL_ENDING, other_names
from kb.regions import default_gazetteer
from kb.rules import Rule, rule
from kb.table_text import BAR

Whose = Literal["own", "other", "rest", "all"]

_KINDS = r"(?:(?:县级市|开发区|[县市区旗州盟乡镇团师]|街道|学区|苏木|地区|地方)(?:场|办)?[（(）)、和/]{0,2})+"
REST: Rule = rule(
    "rest_of_places",
    rf"其[他余它]的?各?(?P<kind>{_KINDS})(?![级域局委直])",
    example="其他县（市）由州级承担40%",
    counter_example="其他县级财政资金",
)
ALL: Rule = rule(
    "all_places",
    rf"全[省市县区州盟旗镇乡](?![\u4e00-\u9fff]?县)|[各每]个?{_KINDS}(?![级域局委直])|各地",
    example="每县抽查食堂不少于10个",
    counter_example="县级抽查",
)
_SUM = re.compile(r"(?:的)?(?:合计|共计|总计|一共|总共|共(?=\d))")
_JOIN = re.compile(r"[、和与及以跟/\s]{0,2}(?:以及)?")
_PART = re.compile(r"[^；;。\n]+")
_CLAUSE_END = re.compile(r"(?<!\d)[，,：:]|[，,：:](?!\d)")
_LONGER = re.compile(r"[镇乡村路街]|自治|新区|高新|经开|开发区|大学|学院")
_LEVEL = re.compile(r"[省市县区州盟旗]")
_LOCAL = re.compile(
    rf"(?:(?<![\u4e00-\u9fff\d])|(?<=[、和与及由对将在从按以给向为底日月年起]))(?P<name>(?:(?![各其每全和与及])[\u4e00-\u9fff]){{2,6}}?{LOCAL_ENDING}|\d{{1,3}}团场?)(?![级域局委])"
)
RULES: tuple[Rule, ...] = (REST, ALL)


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    whose: Whose


def parts_about(
    text: str, at: tuple[int, int], place: str, within: str | None
) -> tuple[tuple[int, int], ...]:
    """The stretches of ``text[at[0]:at[1]]`` that speak of ``place`` in a document of the region ``within``."""
    return _parts_about(text, at, place, within)


@lru_cache(maxsize=20_000)
def _parts_about(
    text: str, at: tuple[int, int], place: str, within: str | None
) -> tuple[tuple[int, int], ...]:
    start, end = at
    around = _around(text, start, end)
    named = any(True for _ in own_places(text[around[0] : around[1]], place))
    if BAR in text[start:end]:
        return _rows_about(text, at, place, named=named)
    found: list[tuple[int, int]] = []
    for part in _PART.finditer(text, start, end):
        about = False
        for low, high in _clauses(text, *part.span()):
            groups = _groups(text[low:high], place, within, named=named)
            first = low
            for number, (opens, whose) in enumerate(groups):
                if number and about:
                    found.append((first, low + opens))
                first = low + opens if number else low
                about = whose
            if about:
                found.append((first, high))
    return tuple(found)


def _rows_about(text: str, at: tuple[int, int], place: str, *, named: bool) -> tuple[tuple[int, int], ...]:
    row = text[at[0] : at[1]]
    cells = [cell.strip() for cell in row.split(BAR)]
    own = any(True for _ in own_places(row, place))
    rest = not named and any(
        (match := REST.pattern.fullmatch(cell)) and _is_of_kind(place, match["kind"]) for cell in cells
    )
    return (at,) if own or rest else ()


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The paragraph that holds a statement, or all rows of its table: who is named in it is not among the rest."""
    low, high = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    high = len(text) if high < 0 else high
    while BAR in text[low:high] and low:
        before = text.rfind("\n", 0, low - 1) + 1
        if BAR not in text[before:low]:
            break
        low = before
    while BAR in text[low:high] and high < len(text):
        after = text.find("\n", high + 1)
        after = len(text) if after < 0 else after
        if BAR not in text[high:after]:
            break
        high = after
    return low, high


def own_places(text: str, place: str) -> Iterator[tuple[int, int]]:
    """Where a text names a place, in full or in short, and not another one that begins with its name (孟村镇)."""
    taken = -1
    for match in re.finditer("|".join(map(re.escape, _names(place))), text):
        longer = _LONGER.match(text, match.end())
        other = match.group()[-1:] not in place[-1:] and _LEVEL.match(text, match.end())
        if match.start() >= taken and not longer and not other:
            taken = match.end()
            yield match.span()


@lru_cache(maxsize=256)
def _names(place: str) -> tuple[str, ...]:
    return tuple(sorted((place, *other_names(place)), key=lambda name: (-len(name), name)))


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    low = start
    for match in _CLAUSE_END.finditer(text, start, end):
        yield low, match.end()
        low = match.end()
    if low < end:
        yield low, end


def _groups(clause: str, place: str, within: str | None, *, named: bool) -> list[tuple[int, bool]]:
    """(where it begins, whether it holds the place) for each group of places that stand beside each other."""
    groups: list[list[_Mark]] = []
    for mark in _marks(clause, place, within):
        if groups and _JOIN.fullmatch(clause, groups[-1][-1].end, mark.start):
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return [(group[0].start, _holds(clause, group, place, named=named)) for group in groups]


def _holds(clause: str, group: Sequence[_Mark], place: str, *, named: bool) -> bool:
    if len(group) > 1 and _SUM.match(clause, group[-1].end):
        return False
    own = any(mark.whose == "own" for mark in group)
    rest = not named and any(
        mark.whose == "rest" and _is_of_kind(place, clause[mark.start : mark.end]) for mark in group
    )
    return own or rest


def _marks(clause: str, place: str, within: str | None) -> list[_Mark]:
    found = [_Mark(*span, "own") for span in own_places(clause, place)]
    found += [_Mark(*match.span(), "rest") for match in REST.pattern.finditer(clause)]
    found += [_Mark(*match.span("name"), "other") for match in _LOCAL.finditer(clause)]
    found += [_Mark(*match.span(), "all") for match in ALL.pattern.finditer(clause)]
    found += [
        _Mark(mention.start, mention.end, "other")
        for mention in default_gazetteer().find(clause, within=within)
        if not _LONGER.match(clause, mention.end)
    ]
    kept: list[_Mark] = []
    for mark in found:
        if not any(mark.start < other.end and other.start < mark.end for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda mark: mark.start)


def _is_of_kind(place: str, kinds: str) -> bool:
    """Whether a place is one of 县（市）, 乡镇 or 街道 by its name's ending; 地区 and 地方 are of any kind."""
    if re.search("地区|地方", kinds):
        return True
    ending = re.search(r"街道|学区|苏木|[县市区旗州盟乡镇团师]$", place.removesuffix("办事处"))
    return ending is not None and ending.group() in kinds


@lru_cache(maxsize=5_000)
def is_named_in(text: str, place: str) -> bool:
    """Whether a text names a place."""
    return any(True for _ in own_places(text, place))


def has_rest(text: str) -> bool:
    """Whether a text says anything of 其他县市 or the like."""
    return _has_rest(text)


@lru_cache(maxsize=5_000)
def _has_rest(text: str) -> bool:
    return REST.pattern.search(text) is not None
