"""Which lines of a document are headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.headings import LEGAL, NUMBERED_CHAPTER, Heading, Marker, find_marker, number_of, read_heading
from ingest.joining import ends_like_title
from ingest.lines import Line, ends_sentence, is_date_line, is_signature

_SECTION_STYLES = frozenset({"cn_dun", "cn_paren", "arabic_dot", "decimal"})
"""Styles that make a section even where the number stands before a whole paragraph."""
_LONG = 60


def find_headings(lines: Sequence[Line]) -> dict[int, Heading]:
    """Index of each heading line and the heading on it."""
    markers = [find_marker(line.text) if line.kind != "row" else None for line in lines]
    markers = _with_numbered_chapters(lines, markers)
    contents = _table_of_contents(lines, markers) | _attachment_lists(lines, markers)
    quoted = _quoted_lines(lines)
    markers = [None if at in quoted else marker for at, marker in enumerate(markers)]
    legal = any(marker is not None and marker.style == "article" for marker in markers)
    found: dict[int, Heading] = {}
    items: set[int] = set()
    for at, line in enumerate(lines):
        if at in contents or at in quoted or line.kind in ("row", "break"):
            continue
        heading = _heading_at(lines, markers, at, items, legal=legal)
        if heading is not None:
            found[at] = heading
        elif markers[at] is not None:
            items.add(at)
    return found


def _with_numbered_chapters(lines: Sequence[Line], markers: Sequence[Marker | None]) -> list[Marker | None]:
    """The markers, and those of 1 总则 and 2 组织机构 where 1.1 and 2.1 stand below or the count goes on."""
    read = list(markers)
    last = 0
    if not any(marker is not None and marker.style == "decimal" for marker in markers):
        return read
    for at, line in enumerate(lines):
        match = _CHAPTER_LINE.fullmatch(line.text) if read[at] is None and line.kind != "row" else None
        number = number_of(match[1]) if match else None
        if match is None or number is None:
            continue
        below = next((marker for marker in markers[at + 1 :] if marker is not None), None)
        opens = (
            below is not None
            and below.style == "decimal"
            and number_of(re.split("[.．]", below.label)[0]) == number
        )
        if opens or number == last + 1:
            read[at] = Marker(NUMBERED_CHAPTER, match[1], number, match.start(2))
            last = number
    return read


_CHAPTER_LINE = re.compile(r"(\d{1,2})[、.．]? ?([\u4e00-\u9fff][^。；，：]{1,20})")


def _heading_at(
    lines: Sequence[Line], markers: Sequence[Marker | None], at: int, items: set[int], *, legal: bool
) -> Heading | None:
    line, marker = lines[at], markers[at]
    if marker is None:
        if line.kind == "heading" and at > 0 and len(line.text) <= 80:
            return Heading(None, "title", line.text.rstrip("：: "), len(line.text))
        return None
    heading = read_heading(line.text, marker)
    if marker.style in LEGAL or marker.style == NUMBERED_CHAPTER or line.kind == "heading":
        return heading
    if marker.style == "attachment":
        return heading if _heads_attachment(lines, at, marker) else None
    if legal and _inside_article(markers, at):
        return None
    if _is_list_item(lines, markers, at, heading, items):
        return None
    return heading


def _heads_attachment(lines: Sequence[Line], at: int, marker: Marker) -> bool:
    """ "附件2" above an attachment, not "附件：名单" above a signature."""
    text = lines[at].text
    listed = marker.number is None and text[len(marker.label) :].lstrip()[:1] in ("：", ":")
    if listed or len(text) > _LONG or ends_sentence(text) or at + 1 == len(lines):
        return False
    return not is_date_line(lines[at + 1].text) and not is_signature(lines[at + 1].text)


def _inside_article(markers: Sequence[Marker | None], at: int) -> bool:
    """Below 第X条, （一） and 1. count items of the article; only a chapter or annex ends that."""
    for marker in reversed(markers[:at]):
        if marker is not None and marker.style == "attachment":
            return False
        if marker is not None and marker.style in LEGAL:
            return marker.style == "article"
    return False


def _is_list_item(
    lines: Sequence[Line], markers: Sequence[Marker | None], at: int, heading: Heading, items: set[int]
) -> bool:
    """True for one of several enumerated items, which stay text of their section."""
    text, marker = lines[at].text, markers[at]
    assert marker is not None
    if text.endswith(("；", ";", "，", "、")) or _goes_on_from_item(markers, at, items):
        return True
    if heading.form == "plain":
        return marker.style not in _SECTION_STYLES
    if heading.form == "title" and marker.style != "cn_dun":
        return _has_bare_neighbour(lines, markers, at)
    return False


def _goes_on_from_item(markers: Sequence[Marker | None], at: int, items: set[int]) -> bool:
    """True when the line before is an item of the same list."""
    marker, before = markers[at], markers[at - 1] if at else None
    if marker is None or before is None or at - 1 not in items or before.style != marker.style:
        return False
    return marker.number is not None and before.number is not None and marker.number == before.number + 1


def _has_bare_neighbour(lines: Sequence[Line], markers: Sequence[Marker | None], at: int) -> bool:
    """True when the next line is the next number: a list of words, not a heading over text."""
    marker = markers[at]
    if marker is None or at + 1 >= len(lines):
        return False
    following = markers[at + 1]
    if following is None or following.style != marker.style or following.number != (marker.number or 0) + 1:
        return False
    return read_heading(lines[at + 1].text, following).form == "title"


def _table_of_contents(lines: Sequence[Line], markers: Sequence[Marker | None]) -> set[int]:
    """Lines of a 目录, or of an untitled run of chapter names that all come again later."""
    contents: set[int] = set()
    at = 0
    while at < len(lines):
        titled = lines[at].text.replace(" ", "") in ("目录", "目次", "目录：")
        start = at + 1 if titled else at
        end = _run_of_names(lines, markers, start)
        long_enough = end - start >= (1 if titled else 3)
        if long_enough and _come_again(lines, markers, start, end):
            contents.update(range(at, end))
        at = max(end, at + 1)
    return contents


def _attachment_lists(lines: Sequence[Line], markers: Sequence[Marker | None]) -> set[int]:
    """Numbered lines behind "附件：1.…" or "附件："."""
    listed: set[int] = set()
    for at, line in enumerate(lines):
        if _LIST_HEAD.match(line.text):
            end = at + 1
            while end < len(lines) and (marker := markers[end]) is not None and marker.style == "arabic_dot":
                end += 1
            listed.update(range(at, end))
    return listed


_LIST_HEAD = re.compile(r"附件\s*[：:]\s*(?:1\s*[.．、]|$)")


def _run_of_names(lines: Sequence[Line], markers: Sequence[Marker | None], start: int) -> int:
    """End of the lines from ``start`` that are chapter names; the first name again ends them."""
    seen: set[str] = set()
    at = start
    while at < len(lines):
        marker = markers[at]
        key = _name_key(lines[at].text)
        # 附则 and 附件 names in a contents list carry no number.
        named = marker is not None and marker.style in LEGAL | {"cn_dun", "cn_paren", "attachment"}
        short = len(key) <= 40 and not ends_sentence(lines[at].text)
        if not short or not (named or key in ("附则", "总则", "前言", "序言") or ends_like_title(key)):
            break
        if key in seen or (marker is not None and marker.style == "article" and marker.end < len(key)):
            break
        seen.add(key)
        at += 1
    return at


def _come_again(lines: Sequence[Line], markers: Sequence[Marker | None], start: int, end: int) -> bool:
    later = {_name_key(line.text) for line in lines[end:] if len(line.text) <= 60}
    names = [_name_key(lines[at].text) for at in range(start, end) if markers[at] is not None]
    return bool(names) and sum(name in later for name in names) >= max(1, len(names) * 2 // 3)


def _name_key(text: str) -> str:
    """A heading without spaces, dot leaders and page number."""
    return text.replace(" ", "").rstrip("0123456789….·．-—()（）")


def _quoted_lines(lines: Sequence[Line]) -> set[int]:
    """Lines inside a quotation that an amendment opens (修改为：“…”): their numbers are not ours."""
    quoted: set[int] = set()
    opened: int | None = None
    for at, line in enumerate(lines):
        if opened is not None:
            quoted.add(at)
            if line.text.rstrip("。；").endswith("”"):
                opened = None
            elif at - opened > 60:
                quoted -= set(range(opened + 1, at + 1))
                opened = None
        elif ("“" in line.text and line.text.count("“") > line.text.count("”")) and _amends(line.text):
            opened = at
    return quoted if opened is None else quoted - set(range(opened + 1, len(lines)))


def _amends(text: str) -> bool:
    head = text[: text.rindex("“")]
    return any(word in head for word in ("修改为", "修订为", "增加", "作为第", "改为"))
