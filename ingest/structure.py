"""Headings become a tree of sections over the document's text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.headings import FAMILIES, RANK, Heading
from ingest.lines import ATTACHMENT_LINE, Line, is_date_line, is_signature
from kb.records import Section


def stable_id(*parts: object) -> str:
    """First 16 hex digits of the SHA-256 of the parts: the form of every ID."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Layout:
    """The document's text and where its lines stand in it."""

    text: str
    starts: tuple[int, ...]
    """Start offset of each line."""
    page_starts: tuple[int, ...]


def lay_out(lines: Sequence[Line]) -> Layout:
    """One line of text a line, with the start offset of every page that begins in it."""
    starts: list[int] = []
    marks: list[tuple[int, int]] = []
    offset = 0
    for line in lines:
        starts.append(offset)
        marks.extend((offset + at, page) for at, page in line.pages)
        offset += len(line.text) + 1
    return Layout("\n".join(line.text for line in lines), tuple(starts), _page_starts(marks))


def _page_starts(marks: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Starts by page number; pages before the first and pages without a line start with the next one."""
    if not marks:
        return ()
    first_of: dict[int, int] = {}
    for offset, page in marks:
        first_of.setdefault(page, offset)
    starts = [0] * max(first_of)
    following = 0
    for page in range(len(starts), 0, -1):
        following = first_of.get(page, following)
        starts[page - 1] = following
    # A document that begins on page 4 of its file has pages 1 to 3 before its first character.
    return tuple(0 if page < min(first_of) else start for page, start in enumerate(starts, 1))


_Numbered = tuple[str, int | None]
"""Style and number of a heading."""


@dataclass(slots=True)
class _Node:
    heading: Heading
    format_level: int | None
    start: int
    heading_end: int
    depth: int
    parent: _Node | None
    number: int | None
    end: int = 0
    path: tuple[str, ...] = field(default=())

    @property
    def style(self) -> str:
        if self.heading.marker is not None:
            return self.heading.marker.style
        return f"format{self.format_level}"


def build_sections(
    document_id: str,
    title: str,
    lines: Sequence[Line],
    layout: Layout,
    headings: Mapping[int, Heading],
) -> tuple[Section, ...]:
    """Sections in reading order, parents first.

    Text before the first heading and the closing lines (signature, date, list of attachments) are
    sections of their own, with an empty label and path.
    """
    closing = _closing_start(lines, headings)
    body_end = layout.starts[closing] if closing is not None else len(layout.text)
    nodes = _nest(lines, layout, headings)
    _close(nodes, body_end, layout.text)
    sections: list[Section] = []
    first = nodes[0].start if nodes else body_end
    if first > 0:
        sections.append(plain_section(document_id, title, 0, _trim(layout.text, 0, first)))
    ids: dict[int, str] = {}
    for node in nodes:
        section_id = stable_id(document_id, *node.path, node.start)
        ids[id(node)] = section_id
        sections.append(
            Section(
                id=section_id,
                document_id=document_id,
                parent_id=ids[id(node.parent)] if node.parent is not None else None,
                level=node.depth,
                label=node.heading.marker.label if node.heading.marker else "",
                title=node.heading.title,
                path=node.path,
                start=node.start,
                end=node.end,
                heading_end=node.heading_end,
            )
        )
    if closing is not None and body_end < len(layout.text):
        sections.append(plain_section(document_id, "", body_end, len(layout.text)))
    return tuple(sections)


def plain_section(document_id: str, title: str, start: int, end: int) -> Section:
    """A section without heading."""
    return Section(
        id=stable_id(document_id, "", start),
        document_id=document_id,
        parent_id=None,
        level=1,
        label="",
        title=title,
        path=(),
        start=start,
        end=end,
        heading_end=start,
    )


def _nest(lines: Sequence[Line], layout: Layout, headings: Mapping[int, Heading]) -> list[_Node]:
    order = sorted(headings)
    styles = [_style_and_number(headings[at], lines[at].level) for at in order]
    stack: list[_Node] = []
    nodes: list[_Node] = []
    for position, at in enumerate(order):
        heading, level = headings[at], lines[at].level
        keep = _depth_for(stack, heading, level, styles[:position], styles[position + 1 :])
        del stack[keep:]
        parent = stack[-1] if stack else None
        node = _Node(
            heading=heading,
            format_level=level,
            start=layout.starts[at],
            heading_end=layout.starts[at] + heading.end,
            depth=len(stack) + 1,
            parent=parent,
            number=heading.marker.number if heading.marker else None,
            path=(*(parent.path if parent else ()), heading.written),
        )
        stack.append(node)
        nodes.append(node)
    return nodes


def _style_and_number(heading: Heading, level: int | None) -> _Numbered:
    if heading.marker is None:
        return f"format{level}", None
    return heading.marker.style, heading.marker.number


def _depth_for(
    stack: Sequence[_Node],
    heading: Heading,
    level: int | None,
    earlier: Sequence[_Numbered],
    later: Sequence[_Numbered],
) -> int:
    """How many of the open sections stay open above a new heading."""
    style, number = _style_and_number(heading, level)
    same = next((at for at in range(len(stack) - 1, -1, -1) if stack[at].style == style), None)
    if heading.marker is None:
        return same if same is not None else _depth_by_level(stack, level)
    if same is not None and stack[same].number is not None and stack[same].number == (number or 0) - 1:
        return same
    mistaken = _sibling_in_other_style(stack, style, number)
    counted_on = (
        next((found for name, found in reversed(earlier) if name == style), None) == (number or 0) - 1
    )
    if mistaken is not None and (not counted_on or _goes_over(stack[mistaken], later)):
        return mistaken
    if same is not None:
        return same
    return _depth_by_rank(stack, style, level, later)


def _sibling_in_other_style(stack: Sequence[_Node], style: str, number: int | None) -> int | None:
    """The open section that （5） follows as （四） would be followed by （五）."""
    if number is None or number < 2:
        return None
    family = next((styles for styles in FAMILIES if style in styles), set())
    for at in range(len(stack) - 1, -1, -1):
        if stack[at].style in family and stack[at].number == number - 1:
            return at
    return None


def _depth_by_level(stack: Sequence[_Node], level: int | None) -> int:
    if level is None:
        return len(stack)
    keep = len(stack)
    while keep and _outranked(stack[keep - 1], level):
        keep -= 1
    return keep


def _outranked(node: _Node, level: int) -> bool:
    """Headings without a level of the format stand below those with one."""
    return node.format_level is None or node.format_level >= level


def _depth_by_rank(stack: Sequence[_Node], style: str, level: int | None, later: Sequence[_Numbered]) -> int:
    """A style not open yet goes below the deepest open one, unless that one is of a lower rank and done."""
    keep = len(stack)
    while keep:
        top = stack[keep - 1]
        if level is not None and top.format_level is not None:
            if top.format_level < level:
                break
        elif RANK.get(top.style, -2) < RANK[style] or _goes_on(top, later):
            break
        keep -= 1
    return keep


def _goes_over(node: _Node, later: Sequence[_Numbered]) -> bool:
    """True when the next heading in the node's style leaves out one number: the one in the other style."""
    following = next((number for style, number in later if style == node.style), None)
    return following is not None and node.number is not None and following == node.number + 2


def _goes_on(node: _Node, later: Sequence[_Numbered]) -> bool:
    """True when the next heading in the node's style is its next number."""
    for style, number in later:
        if style == node.style:
            return number is not None and node.number is not None and number == node.number + 1
    return False


def _close(nodes: Sequence[_Node], body_end: int, text: str) -> None:
    """Each node ends where the next one at its depth or above begins."""
    open_nodes: list[_Node] = []
    for node in nodes:
        while open_nodes and open_nodes[-1].depth >= node.depth:
            done = open_nodes.pop()
            done.end = _trim(text, done.start, node.start)
        open_nodes.append(node)
    for node in open_nodes:
        node.end = _trim(text, node.start, body_end)


def _trim(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


_NOTICE_END = re.compile(
    r"[（(](?:此件|本件|联系人|联系电话|公开|主动公开|依申请公开|不予公开|不公开)[^）)]*[）)]|附件\s*[：:].{0,200}|附件\s*[：:]?"
    r"|(?:文件下载|附件下载|相关(?:文件|附件|链接|阅读|解读).{0,40}|打印本页|关闭窗口|返回顶部|分享到?[：:]?.{0,20}|扫一扫.{0,30}|[上下]一[篇条][：:]?.{0,60})"
    r"|打印|关闭|微信|微博|QQ空间|联系我们|网站地图|(?:版权所有|主办单位|主办|承办|网站标识码|ICP备)[：:]?.{0,60}"
    r"|抄送[：:].*|主题词[：:].*|(?:.{2,20}办公[室厅])?\s*\d{4}年\d{1,2}月\d{1,2}日印发|\d{1,2}[.．、].{2,60}"
)


def _closing_start(lines: Sequence[Line], headings: Mapping[int, Heading]) -> int | None:
    """Index of the first closing line: list of attachments, signature, date, notes on publication."""
    at = len(lines)
    while at > 1 and lines[at - 1].kind != "row" and at - 1 not in headings and closes(lines[at - 1].text):
        at -= 1
    while at < len(lines) and not _opens_closing(lines[at].text):
        at += 1
    return at if at < len(lines) and at > max(headings, default=0) else None


def closes(text: str) -> bool:
    """True for a line that can stand behind a document's last sentence: signature, date, notes."""
    return is_date_line(text) or is_signature(text) or _NOTICE_END.fullmatch(text) is not None


def _opens_closing(text: str) -> bool:
    """Numbered lines close a document only behind "附件：" (they are the list of attachments)."""
    if is_date_line(text) or is_signature(text) or ATTACHMENT_LINE.fullmatch(text):
        return True
    return not text[:1].isdigit() or is_date_line(text)
