"""Automatic numbers of Word paragraphs, which stand in numbering.xml and not in the text.

Source: ECMA-376 part 1, 17.9 (numbering). Lists that share an abstract definition share their counters;
a start override restarts them where the overriding list is first used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingest.readers.docx_numerals import format_number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACEHOLDER = re.compile(r"%([1-9])")
_MAX_STYLE_DEPTH = 20

Xml = Any
"""An lxml element; lxml ships no types."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list definition."""

    number_format: str
    text: str
    """Label pattern such as "第%1条" or "%1.%2"."""
    start: int
    restart_after: int | None
    """Levels (1-based) above which a new number restarts this one; None for every higher level, 0 never."""
    decimal_only: bool
    suffix: str
    """tab, space or nothing."""
    style_id: str | None


@dataclass(frozen=True, slots=True)
class _List:
    abstract_id: str
    levels: Mapping[int, Level]
    start_overrides: Mapping[int, int]


def value(element: Xml | None, name: str, attribute: str = "val") -> str | None:
    """The attribute of a child such as ``<w:ilvl w:val="1"/>``; None when either is absent."""
    child = None if element is None else element.find(W + name)
    found = None if child is None else child.get(W + attribute)
    return None if found is None else str(found)


def is_on(element: Xml | None, name: str) -> bool:
    """Whether a toggle property such as ``<w:vanish/>`` is set."""
    child = None if element is None else element.find(W + name)
    return child is not None and child.get(W + "val", "1") not in {"0", "false", "off", "none"}


class Styles:
    """Paragraph styles with what they inherit."""

    def __init__(self, root: Xml | None) -> None:
        found = [] if root is None else root.findall(W + "style")
        self._by_id: dict[str, Xml] = {str(style.get(W + "styleId")): style for style in found}
        self._default: str | None = next(
            (
                str(style.get(W + "styleId"))
                for style in found
                if style.get(W + "type") == "paragraph" and style.get(W + "default") in {"1", "true"}
            ),
            None,
        )

    def chain(self, paragraph: Xml) -> list[tuple[str, Xml]]:
        """(id, style) from the paragraph's own style up to its last ancestor."""
        style_id = value(paragraph.find(W + "pPr"), "pStyle") or self._default
        found: list[tuple[str, Xml]] = []
        while style_id in self._by_id and len(found) < _MAX_STYLE_DEPTH:
            style = self._by_id[str(style_id)]
            found.append((str(style_id), style))
            style_id = value(style, "basedOn")
        return found

    def names(self, paragraph: Xml) -> list[str]:
        """Lower-case names along the chain: "heading 1", "标题 1", "toc 2"."""
        return [(value(style, "name") or style_id).lower() for style_id, style in self.chain(paragraph)]

    def outline_level(self, paragraph: Xml) -> int | None:
        """1 to 9 for headings, None for body text."""
        properties = [
            paragraph.find(W + "pPr"),
            *(style.find(W + "pPr") for _, style in self.chain(paragraph)),
        ]
        for properties_of in properties:
            stated = value(properties_of, "outlineLvl")
            if stated is not None:
                return int(stated) + 1 if stated.isdigit() and int(stated) < 9 else None
        for name in self.names(paragraph):
            if match := re.fullmatch(r"(?:heading|标题)\s*([1-9])", name):
                return int(match[1])
        return None

    def list_of_style(self, style_id: str) -> str | None:
        """The list that a numbering style stands for."""
        style = self._by_id.get(style_id)
        properties = None if style is None else style.find(W + "pPr")
        return value(None if properties is None else properties.find(W + "numPr"), "numId")


class Numbering:
    """Counts the numbered paragraphs of one story, in document order."""

    def __init__(self, root: Xml | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts: dict[str, Xml] = {}
        self._nums: dict[str, Xml] = {}
        if root is not None:
            self._abstracts = {str(a.get(W + "abstractNumId")): a for a in root.findall(W + "abstractNum")}
            self._nums = {str(n.get(W + "numId")): n for n in root.findall(W + "num")}
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._overridden: set[tuple[str, int]] = set()

    def label(self, paragraph: Xml) -> str:
        """The number in front of the paragraph, with the space that separates it; advances the counters."""
        place = self._place(paragraph)
        if place is None:
            return ""
        num_id, ilvl = place
        found = self._list(num_id)
        level = None if found is None else found.levels.get(ilvl)
        if found is None or level is None:
            return ""
        counters = self._advance(num_id, found, ilvl)
        text = _PLACEHOLDER.sub(
            lambda match: self._part(found, counters, int(match[1]) - 1, level), level.text
        )
        return (
            ""
            if level.number_format == "bullet"
            else text + (" " if level.suffix == "space" and text else "")
        )

    def _part(self, found: _List, counters: Mapping[int, int], ilvl: int, shown: Level) -> str:
        level = found.levels.get(ilvl)
        if level is None:
            return ""
        number = counters.get(ilvl, level.start)
        return format_number(number, "decimal" if shown.decimal_only else level.number_format)

    def _advance(self, num_id: str, found: _List, ilvl: int) -> Mapping[int, int]:
        counters = self._counters.setdefault(found.abstract_id, {})
        for higher in range(ilvl):
            if higher in found.levels:
                counters.setdefault(higher, found.levels[higher].start)
        start = found.levels[ilvl].start
        if ilvl in found.start_overrides and (num_id, ilvl) not in self._overridden:
            self._overridden.add((num_id, ilvl))
            counters[ilvl] = start
        else:
            counters[ilvl] = counters[ilvl] + 1 if ilvl in counters else start
        for deeper in [d for d in counters if d > ilvl]:
            restart = found.levels[deeper].restart_after if deeper in found.levels else None
            if restart is None or ilvl < restart:
                del counters[deeper]
        return counters

    def _place(self, paragraph: Xml) -> tuple[str, int] | None:
        """(list, level): the paragraph's own properties first, then its styles'; list 0 switches it off."""
        num_id: str | None = None
        ilvl: str | None = None
        style_id: str | None = None
        sources = [("", paragraph.find(W + "pPr"))]
        sources += [(sid, style.find(W + "pPr")) for sid, style in self._styles.chain(paragraph)]
        for source_id, properties in sources:
            numbered = None if properties is None else properties.find(W + "numPr")
            if ilvl is None:
                ilvl = value(numbered, "ilvl")
            if num_id is None and (num_id := value(numbered, "numId")) is not None:
                style_id = source_id
                break
        if num_id is None or num_id == "0":
            return None
        if style_id and ilvl is None:
            return num_id, self._level_of_style(num_id, [sid for sid, _ in self._styles.chain(paragraph)])
        return num_id, int(ilvl) if ilvl and ilvl.isdigit() else 0

    def _level_of_style(self, num_id: str, style_ids: list[str]) -> int:
        found = self._list(num_id)
        levels = {} if found is None else found.levels
        for style_id in style_ids:
            for ilvl, level in levels.items():
                if level.style_id == style_id:
                    return ilvl
        return 0

    def _list(self, num_id: str) -> _List | None:
        if num_id not in self._lists:
            self._lists[num_id] = self._read_list(num_id)
        return self._lists[num_id]

    def _read_list(self, num_id: str) -> _List | None:
        num = self._nums.get(num_id)
        abstract_id = value(num, "abstractNumId")
        abstract = self._abstracts.get(abstract_id or "")
        if num is None or abstract is None or abstract_id is None:
            return None
        if (link := value(abstract, "numStyleLink")) and (linked := self._styles.list_of_style(link)):
            linked_id = value(self._nums.get(linked), "abstractNumId") or ""
            if linked_id in self._abstracts:
                abstract_id, abstract = linked_id, self._abstracts[linked_id]
        levels = {_ilvl(lvl): _read_level(lvl, None) for lvl in abstract.findall(W + "lvl")}
        starts: dict[int, int] = {}
        for override in num.findall(W + "lvlOverride"):
            ilvl, start = _ilvl(override), value(override, "startOverride")
            replaced = override.find(W + "lvl")
            source = replaced if replaced is not None else _find_level(abstract, ilvl)
            if start is not None and start.lstrip("-").isdigit():
                starts[ilvl] = int(start)
            if source is not None:
                levels[ilvl] = _read_level(source, starts.get(ilvl))
        return _List(abstract_id, levels, starts)


def _ilvl(element: Xml) -> int:
    stated = str(element.get(W + "ilvl", "0"))
    return int(stated) if stated.isdigit() else 0


def _find_level(abstract: Xml, ilvl: int) -> Xml | None:
    return next((lvl for lvl in abstract.findall(W + "lvl") if _ilvl(lvl) == ilvl), None)


def _read_level(lvl: Xml, start: int | None) -> Level:
    stated = value(lvl, "start") or "0"
    restart = value(lvl, "lvlRestart")
    choice = lvl.find(".//" + W + "numFmt")  # newer formats stand in an mc:AlternateContent
    return Level(
        number_format="decimal" if choice is None else str(choice.get(W + "val", "decimal")),
        text=value(lvl, "lvlText") or "",
        start=start if start is not None else int(stated) if stated.isdigit() else 0,
        restart_after=int(restart) if restart and restart.isdigit() else None,
        decimal_only=is_on(lvl, "isLgl"),
        suffix=value(lvl, "suff") or "tab",
        style_id=value(lvl, "pStyle"),
    )
