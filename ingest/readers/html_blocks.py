"""Blocks of a part of a web page: text as shown, headings, tables with spans filled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ingest.blocks import Block
from ingest.readers.tables import table_blocks

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

DROPPED = frozenset(
    {
        *(
            "script",
            "style",
            "noscript",
            "template",
            "iframe",
            "svg",
            "canvas",
            "video",
            "audio",
            "object",
            "embed",
        ),
        *("nav", "form", "button", "input", "select", "textarea", "link", "meta", "title", "head", "map"),
    }
)
_BLOCK = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt"),
        *(
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "header",
            "hr",
            "html",
            "li",
            "main",
            "ol",
            "p",
            "pre",
        ),
        *("section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "ucapcontent"),
    }
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]))", re.I)
_SOURCE_BREAK = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")
_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…·"
_BETWEEN_CJK = re.compile(rf"(?<=[{_CJK}])\x00(?=[{_CJK}])")


def is_hidden(node: LexborNode) -> bool:
    """Dropped elements and those that the page does not show."""
    if node.tag in DROPPED or node.tag in {"-comment", "!doctype"}:
        return True
    attributes = node.attributes
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    return bool(_HIDDEN_STYLE.search(attributes.get("style") or ""))


def has_inside(node: LexborNode, selector: str) -> bool:
    """Whether a descendant matches; the node itself, which selectolax also finds, does not count."""
    return any(found.mem_id != node.mem_id for found in node.css(selector))


def blocks_of(node: LexborNode) -> Iterator[Block]:
    """Blocks in reading order; runs of inline content become paragraphs, <br> a new block."""
    pending: list[str] = []
    yield from _walk(node, pending)
    yield from _paragraphs(pending)


def inline_text(node: LexborNode) -> str:
    """Shown text of a node as one string, <br> and block ends as \\n."""
    lines = [line for block in blocks_of(node) for line in _block_lines(block)]
    return "\n".join(lines)


def table_rows(table: LexborNode) -> tuple[list[list[str]], int]:
    """(rows, header rows) with colspan and rowspan filled; header rows are leading rows of <th> or <thead>."""
    grid: dict[tuple[int, int], str] = {}
    header_rows, trs = 0, list(_rows(table))
    for r, tr in enumerate(trs):
        cells = [cell for cell in tr.iter() if cell.tag in {"td", "th"} and not is_hidden(cell)]
        in_head = tr.parent is not None and tr.parent.tag == "thead"
        if cells and r == header_rows and (in_head or all(cell.tag == "th" for cell in cells)):
            header_rows += 1
        c = 0
        for cell in cells:
            while (r, c) in grid:
                c += 1
            text = inline_text(cell)
            if has_inside(cell, "table"):
                text = text.replace("\n", "；")  # rows of a table in a cell, not lines of one sentence
            down, across = _span(cell, "rowspan", len(trs) - r), _span(cell, "colspan", 100)
            grid |= {(r + i, c + j): text for i in range(down) for j in range(across)}
            c += across
    width = max((c for _, c in grid), default=-1) + 1
    return [[grid.get((r, c), "") for c in range(width)] for r in range(len(trs))], header_rows


def is_layout(table: LexborNode) -> bool:
    """Tables that arrange a page rather than data: a single cell, or tables inside it that are no detail of a row."""
    if table.attributes.get("role") in {"presentation", "none"}:
        return True
    rows = [[cell for cell in tr.iter() if cell.tag in {"td", "th"}] for tr in _rows(table)]
    if has_inside(table, "table"):
        return not _has_details(rows)
    return sum(map(len, rows)) <= 1


def _has_details(rows: Sequence[Sequence[LexborNode]]) -> bool:
    """Whether rows of a table with tables inside are data: names of columns above, and few cells with a small table.

    时间 | 事项 | 部门 with the shares to be tested as a table in one cell; pages are arranged by few large cells.
    """
    if len(rows) < _LEAST_ROWS or any(len(row) < 2 for row in rows[:1]):
        return False
    cells = [cell for row in rows for cell in row]
    nested = [cell for cell in cells if has_inside(cell, "table")]
    named = all(0 < len(cell.text(strip=True)) <= _LONGEST_NAME for cell in rows[0])
    small = all(len(cell.text(strip=True)) <= _LONGEST_DETAIL for cell in nested)
    return named and small and len(nested) <= len(cells) // 4 and not any(cell in nested for cell in rows[0])


_LEAST_ROWS = 3
_LONGEST_NAME = 14
_LONGEST_DETAIL = 300


def _walk(node: LexborNode, pending: list[str]) -> Iterator[Block]:
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            pending.append(_SOURCE_BREAK.sub("\x00", child.text_content or ""))
        elif child.tag == "br":
            yield from _paragraphs(pending)
        elif is_hidden(child):
            continue
        elif child.tag == "table" and not is_layout(child):
            yield from _paragraphs(pending)
            rows, header_rows = table_rows(child)
            caption = child.css_first("caption")
            if caption is not None:
                yield from blocks_of(caption)
            yield from table_blocks(rows, header_rows=header_rows)
        elif child.tag in _HEADINGS:
            yield from _paragraphs(pending)
            text = "".join(_lines_of(child))
            if text:
                yield Block(text, kind="heading", level=_HEADINGS[child.tag])
        elif child.tag in _BLOCK:
            yield from _paragraphs(pending)
            yield from _walk(child, pending)
            yield from _paragraphs(pending)
        else:
            yield from _walk(child, pending)


def _lines_of(node: LexborNode) -> list[str]:
    return [line for block in blocks_of(node) for line in _block_lines(block)]


def _block_lines(block: Block) -> list[str]:
    return [" ".join(filter(None, dict.fromkeys(row))) for row in block.rows] if block.rows else [block.text]


def _paragraphs(pending: list[str]) -> Iterator[Block]:
    text = _visible("".join(pending))
    pending.clear()
    if text:
        yield Block(text)


def _visible(text: str) -> str:
    """White space as a browser shows it, but without the space that a source line break puts between hanzi."""
    text = re.sub(r"[\u200b\u200c\u200d\ufeff\u2060]", "", text).replace("\xa0", " ")
    text = re.sub(r"\x00+", "\x00", text)
    text = _BETWEEN_CJK.sub("", text).replace("\x00", " ")
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" 　")


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    """Rows of this table, not of tables inside it."""
    for child in table.iter():
        if child.tag == "tr" and not is_hidden(child):
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (tr for tr in child.iter() if tr.tag == "tr" and not is_hidden(tr))


def _span(cell: LexborNode, name: str, limit: int) -> int:
    stated = (cell.attributes.get(name) or "").strip()
    if not stated.isdigit():
        return 1
    return max(1, min(int(stated) or limit, limit))
