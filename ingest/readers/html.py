"""A government web page: its text without navigation, its metadata table as fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.blocks import Block, RawFile
from ingest.readers.encoding import decode
from ingest.readers.html_blocks import blocks_of, has_inside, inline_text, is_hidden, is_layout, table_rows
from ingest.readers.html_body import find_body
from ingest.readers.html_fields import (
    META_NAMES,
    Pair,
    is_metadata_line,
    is_metadata_table,
    label_of,
    pairs_of_line,
    pairs_of_row,
    unique,
)
from ingest.readers.names import shown
from ingest.readers.signature import Signature

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_XML_CHARSET = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([\w-]+)""", re.I)
_ATTACHMENT = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|7z)(?:$|[?#])", re.I)
_SITE_SUFFIX = re.compile(r"\s*[-_|–—]+\s*[^-_|–—]*(?:网|政府|门户|平台|厅|局|委)[^-_|–—]*$")
_LEAVES = "td, th, li, dt, dd, p, div, span, h2, h3, strong, label"
_HEAD_BLOCKS = 12
"""Metadata lines inside the body stand at its head."""
_TAIL_BLOCKS = 4
_TITLE_SLACK_CHARS = 10
"""A line that is longer than the title by more is a sentence that mentions it."""


class HtmlReader:
    """.html of any government site; known containers first, trafilatura for the rest."""

    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml", ".shtml")

    def recognises(self, signature: Signature) -> bool:
        """A doctype, <html>, <head> or <body> as first markup, whatever the file is called."""
        return signature.is_html

    def read(self, path: Path) -> RawFile:
        """Body blocks, fields of the page, its title; attachments as paragraphs "附件：…"."""
        from selectolax.lexbor import LexborHTMLParser

        data = path.read_bytes()
        decoded = decode(data, name=shown(path), declared=_declared(data))
        page = LexborHTMLParser(decoded.text)
        pairs = [*_meta_pairs(page), *_label_pairs(page)]
        h1 = next((text for node in page.css("h1") if (text := " ".join(inline_text(node).split()))), None)
        attachments = list(_attachments(page))
        body = find_body(page, decoded.text)
        if body is None:
            return RawFile((), warnings=decoded.warnings)
        blocks, body_pairs = _without_metadata(list(blocks_of(body)))
        fields = unique(iter([*body_pairs, *pairs]))
        stated = _stated_title(fields, h1)
        blocks = _with_title(blocks, stated)
        blocks += [Block(text) for text in attachments if not _holds(blocks, text)]
        return RawFile(tuple(blocks), fields, stated or _page_title(page), decoded.warnings)


def _declared(data: bytes) -> str | None:
    match = _XML_CHARSET.search(data[:200]) or _CHARSET.search(data[:4096])
    return match[1].decode("ascii", "ignore") if match else None


def _meta_pairs(page: LexborHTMLParser) -> Iterator[Pair]:
    for node in page.css("meta[name][content]"):
        label = META_NAMES.get((node.attributes.get("name") or "").strip().lower())
        if label:
            yield label, (node.attributes.get("content") or "").strip()


def _label_pairs(page: LexborHTMLParser) -> Iterator[Pair]:
    """Pairs in tables, in lines of their own, and in a label element followed by its value's element."""
    for table in page.css("table"):
        if not is_layout(table):
            for row in table_rows(table)[0]:
                yield from pairs_of_row(list(dict.fromkeys(row)))
    for node in page.css(_LEAVES):
        if is_hidden(node) or has_inside(node, "table, p, li, dd, td, div"):
            continue
        text = " ".join(inline_text(node).split())
        if not text or len(text) > 300:
            continue
        label = label_of(text)
        if label is None:
            yield from pairs_of_line(text)
        elif (value := _following(node)) and label_of(value) is None and len(value) <= 120:
            yield label, value


def _following(node: LexborNode) -> str:
    """Text of the next element beside a label, up the tree only while the label stands alone in its box."""
    sibling = node.next
    while sibling is not None:
        text = " ".join(
            (inline_text(sibling) if sibling.tag != "-text" else sibling.text_content or "").split()
        )
        if text.strip(":： "):
            return text.strip(":： ")
        sibling = sibling.next
    return ""


def _without_metadata(blocks: list[Block]) -> tuple[list[Block], list[Pair]]:
    """Body blocks without the metadata table and lines at their head and tail, and what these said."""
    kept: list[Block] = []
    pairs: list[Pair] = []
    for i, block in enumerate(blocks):
        at_edge = i < _HEAD_BLOCKS or i >= len(blocks) - _TAIL_BLOCKS
        if at_edge and block.kind == "table" and is_metadata_table(block.rows):
            pairs += [pair for row in block.rows for pair in pairs_of_row(list(dict.fromkeys(row)))]
        elif at_edge and block.kind == "paragraph" and is_metadata_line(block.text):
            pairs += pairs_of_line(block.text)
        else:
            kept.append(block)
    return kept, pairs


def _stated_title(fields: tuple[Pair, ...], h1: str | None) -> str | None:
    known = dict(fields)
    for label in ("标题", "文件标题", "文件名称", "信息名称", "名称"):
        if known.get(label):
            return _SITE_SUFFIX.sub("", known[label]) or known[label]
    return h1


def _page_title(page: LexborHTMLParser) -> str | None:
    node = page.css_first("title")
    text = " ".join(node.text().split()) if node is not None else ""
    return _SITE_SUFFIX.sub("", text) or text or None


def _with_title(blocks: list[Block], title: str | None) -> list[Block]:
    """The title stands outside the container on most sites; a document without its title is hard to place."""
    if not title or _opens_with(blocks, "".join(title.split())):
        return blocks
    return [Block(title, kind="heading", level=1), *blocks]


def _opens_with(blocks: list[Block], title: str) -> bool:
    """Whether the title stands in the first blocks: as one of them, or broken over several."""
    texts = ["".join(block.text.split()) for block in blocks[:_HEAD_BLOCKS]]
    for i, text in enumerate(texts):
        if title in text and len(text) <= len(title) + _TITLE_SLACK_CHARS:
            return True
        if any("".join(texts[i:j]) == title for j in range(i + 2, i + 5)):
            return True
    return False


def _attachments(page: LexborHTMLParser) -> Iterator[str]:
    """Texts of links to files, once each."""
    seen: set[str] = set()
    for node in page.css("a[href]"):
        text = " ".join(inline_text(node).split())
        if text and _ATTACHMENT.search(node.attributes.get("href") or "") and text not in seen:
            seen.add(text)
            yield text if text.startswith("附件") else f"附件：{text}"


def _holds(blocks: list[Block], attachment: str) -> bool:
    flat = "".join(attachment.removeprefix("附件：").split())
    return any(flat in "".join((block.text + "".join(map("".join, block.rows))).split()) for block in blocks)
