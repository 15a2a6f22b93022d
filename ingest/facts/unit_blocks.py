"""Where a text lists units with roles: （责任单位：A、B，C）, 〔A牵头，B配合〕, lines such as 牵头单位：A."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.facts.role_rules import ASIDE, AT_THE_HEAD, CONVENTIONS, LABEL, ONWARD, TOGETHER, VERBS
from ingest.facts.source import Source
from ingest.facts.unit_lists import ListItem, split_units, top_level
from kb.actors import is_organ
from kb.agent_names import names_at
from kb.unit_finder import OFFICE_NAME
from kb.units import resolve_unit

BRACKET = re.compile(
    r"[（(【\[〔](?:[^（()）【】\[\]〔〕\n]|[（(\[【〔][^（）()\[\]【】〔〕\n]*[）)\]】〕])*[）)】\]〕]"
)
_OFFICE = re.compile(rf"(?!.*(?:学科|小学|初中|高中)){OFFICE_NAME}(?<=[处科股室心办])")
_BY_FORM = re.compile(OFFICE_NAME)
_MAX_CHARS = 600
_KIND = re.compile("(?:学校|高中|初中|小学|中学|幼儿园|园|校|机构|企业|单位|大学|学院|公司|中心|基地|医院)$")
"""Ends what a bracket may list as examples (示范高中和特色高中), so that its form alone does not make it who acts."""
_NO_NAME = re.compile("由|的|^(?:不?含|包括|以及|除|即|如|非|限|经)|^[省市县区州旗、]+$")
_VAGUE = re.compile(
    "各?(?:有关|相关|责任|成员|职能|牵头|配合)*(?:部门|单位|处室|科室|方面)|[^、]{0,3}(?:教师|家长|学生|人员)"
)


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
        if len(inner) <= _MAX_CHARS and (_is_list(inner) or _closes_measure(text, match)):
            blocks.append(Block(match.start(), match.end(), match.start() + 1, match.end() - 1))
    blocks.extend(_labelled_lines(text, blocks))
    blocks.extend(_role_sentences(source, blocks))
    tables = [(table.start, table.end) for table in source.draft.tables]
    outside = (block for block in blocks if not any(low <= block.start < high for low, high in tables))
    return sorted(outside, key=lambda block: block.start)


def _is_list(inner: str) -> bool:
    """Whether the words of a bracket say who does something: labels, units before a verb of role, or units alone."""
    if any(not (match["time"] or match["person"]) for match in LABEL.pattern.finditer(inner)):
        return True
    pieces = [
        piece
        for low, high in top_level(inner, 0, len(inner), "，,；;。")
        if (piece := inner[low:high].strip()) and not ASIDE.pattern.fullmatch(piece)
    ]
    if not pieces:
        return False
    body = "，".join(pieces)
    items = split_units(body, 0, len(body))
    if len(items) > 1 and all(
        _is_known(item.surface) and not _NO_NAME.search(item.surface) for item in items
    ):
        return all(len(item.surface) >= 3 for item in items)
    if not any(named.pattern.search(pieces[-1]) for _, named in VERBS):
        return False
    named = "，".join(_without_verb(piece) for piece in pieces)
    return any(_is_unit(item.surface) for item in split_units(named, 0, len(named)))


def _role_sentences(source: Source, blocks: list[Block]) -> Iterator[Block]:
    """Sentences that only say who does what stands before them: ……建成平台。教育部牵头，国家数据局参加。"""
    taken = [(block.start, block.end) for block in blocks]
    for sentence in source.sentences:
        start = sentence.start + len(sentence.text) - len(sentence.text.lstrip(" \u3000"))
        end = sentence.start + len(sentence.text.rstrip())
        if any(low < end and start < high for low, high in taken) or not names_roles(source.text[start:end]):
            continue
        yield Block(start, end, start, end)


def names_roles(sentence: str) -> bool:
    """Whether a sentence holds nothing but organs, each list of them before a verb of role, and times."""
    verbs = 0
    leads = False
    pieces = [
        piece
        for low, high in top_level(sentence.rstrip("。"), 0, len(sentence.rstrip("。")), "，,；;")
        if (piece := sentence[low:high].strip())
        and not (ASIDE.pattern.fullmatch(piece) or AT_THE_HEAD.pattern.search(piece))
    ]
    for place, piece in enumerate(pieces, start=1):
        role = next(((role, named) for role, named in VERBS if named.pattern.search(piece)), None)
        if role is None and place == len(pieces):
            return False
        words = role[1].pattern.sub("", piece) if role else piece
        items = [item for part in TOGETHER.split(words) for item in split_units(part, 0, len(part))]
        if not items or not all(_is_organ(item.surface) for item in items):
            return False
        verbs += role is not None
        leads = leads or (role is not None and role[0] != "participating" and not _all_vague(items))
    return bool(verbs) and leads


def _is_organ(name: str) -> bool:
    own = name.removeprefix("全国")
    return not _NO_NAME.search(name) and (_is_known(own) or _is_unit(own))


def _all_vague(items: Sequence[ListItem]) -> bool:
    """各有关部门按职责分工负责 tells nobody."""
    return all(_VAGUE.fullmatch(item.surface) for item in items)


def _closes_measure(text: str, match: re.Match[str]) -> bool:
    """Whether a bracket with one unit and nothing else stands behind the full stop of a measure: ……投入使用。（德育科）"""
    before = text[: match.start()].rstrip(" \u3000")
    behind = text[match.end() : match.end() + 2].lstrip(" \u3000。；;")
    if not before.endswith(("。", "；", ";", "！")) or (behind and not behind.startswith("\n")):
        return False
    items = split_units(text, match.start() + 1, match.end() - 1)
    return bool(items) and all(
        names_organ(item.surface) and not _NO_NAME.search(item.surface) for item in items
    )


def names_organ(name: str) -> bool:
    """Whether a whole name is that of an organ, by its function or by its form alone (德育科)."""
    if resolve_unit(name).function:
        return True
    found = names_at(f"{name}负责", 0)
    return (found is not None and found.names == (name,)) or is_organ(name)


def _without_verb(piece: str) -> str:
    for _, named in VERBS:
        piece = named.pattern.sub("", piece)
    return piece


def _is_known(surface: str) -> bool:
    by_form = _OFFICE.fullmatch(surface) or (is_organ(surface) and not _KIND.search(surface))
    return bool(resolve_unit(surface).function or by_form)


def _is_unit(surface: str) -> bool:
    parts = [part for part in TOGETHER.split(surface) if part]
    return any(names_organ(part) or _BY_FORM.fullmatch(part) for part in parts)


def _labelled_lines(text: str, brackets: list[Block]) -> Iterator[Block]:
    """Lists that stand on lines of their own (牵头单位：A), several lines in a row as one."""
    begin = end = -1
    for match in LABEL.pattern.finditer(text):
        at = match.start()
        if any(block.start <= at < block.end for block in brackets) or (
            (match["time"] or match["person"]) and at > end
        ):
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
