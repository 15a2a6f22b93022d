"""Where a text lists units with roles: （责任单位：A、B，C）, 〔A牵头，B配合〕, lines such as 牵头单位：A."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.facts.role_rules import CONVENTIONS, LABEL, ONWARD, TOGETHER, VERBS
from ingest.facts.source import Source
from ingest.facts.unit_lists import split_units
from kb.units import resolve_unit

BRACKET = re.compile(
    r"[（(【\[〔](?:[^（()）【】\[\]〔〕\n]|[（(\[【〔][^（）()\[\]【】〔〕\n]*[）)\]】〕])*[）)】\]〕]"
)
_MAX_CHARS = 600


@dataclass(frozen=True, slots=True)
class Block:
    """A list of units with roles at ``text[start:end]``; ``inner_start:inner_end`` leaves its brackets out."""

    start: int
    end: int
    inner_start: int
    inner_end: int


def find_blocks(source: Source) -> list[Block]:
    """Bracketed and labelled lists outside tables, in reading order."""
    text = source.text
    blocks: list[Block] = []
    for match in BRACKET.finditer(text):
        inner = match.group()[1:-1].strip()
        if len(inner) <= _MAX_CHARS and _is_list(inner):
            blocks.append(Block(match.start(), match.end(), match.start() + 1, match.end() - 1))
    blocks.extend(_labelled_lines(text, blocks))
    tables = [(table.start, table.end) for table in source.draft.tables]
    outside = (block for block in blocks if not any(low <= block.start < high for low, high in tables))
    return sorted(outside, key=lambda block: block.start)


def _is_list(inner: str) -> bool:
    if LABEL.pattern.search(inner):
        return True
    body = inner.rstrip("。；， ")
    items = split_units(inner, 0, len(inner))
    if len(items) > 1 and all(resolve_unit(item.surface).function for item in items):
        return all(len(item.surface) >= 3 for item in items)
    if not any(named.pattern.search(body) for _, named in VERBS):
        return False
    return any(_is_unit(re.sub("^由", "", item.surface)) for item in items)


def _is_unit(surface: str) -> bool:
    for _, named in VERBS:
        surface = named.pattern.sub("", surface)
    return bool(surface) and any(resolve_unit(part).function for part in TOGETHER.split(surface))


def _labelled_lines(text: str, brackets: list[Block]) -> Iterator[Block]:
    """Lists that stand on lines of their own (牵头单位：A), several lines in a row as one."""
    begin = end = -1
    for match in LABEL.pattern.finditer(text):
        at = match.start()
        if any(block.start <= at < block.end for block in brackets) or (match["time"] and at > end):
            continue
        if not re.search(r"(?:^|[\n。；;）)])\s*$", text[max(0, at - 4) : at]) and at > end:
            continue
        stop = re.compile(r"[。\n]").search(text, match.end())
        line_end = stop.start() if stop else len(text)
        if begin >= 0 and text[end:at].strip("。；; \n\u3000") == "":
            end = max(end, line_end)
            continue
        if begin >= 0 and at <= end:
            continue
        if begin >= 0:
            yield Block(begin, end, begin, end)
        begin, end = at, line_end
    if begin >= 0:
        yield Block(begin, end, begin, end)


def conventions_at(source: Source, blocks: list[Block], block: Block) -> frozenset[str]:
    """Names of the conventions that hold for a list: declared in it, before it with 下同, or for all lists."""
    text = source.text
    names: set[str] = set()
    for convention in CONVENTIONS:
        for match in convention.pattern.finditer(text):
            home = next((other for other in blocks if other.start <= match.start() < other.end), None)
            onward = ONWARD.search(text[match.start() : match.end() + 30])
            holds = home == block or (home is None) or (onward and match.start() < block.start)
            if holds:
                names.add(convention.name)
    return frozenset(names)
