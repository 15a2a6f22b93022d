"""Markdown: headings with their level, pipe tables as tables, everything else one block a line.

Line breaks inside a paragraph are kept as separate blocks, as in plain text: scraped Markdown rarely
puts a blank line between paragraphs, and the cleaning stage joins broken lines for both formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ingest.blocks import Block, RawFile
from ingest.readers.encoding import decode
from ingest.readers.names import shown
from ingest.readers.signature import Signature
from ingest.readers.tables import table_blocks

_COMMENT = re.compile(r"<!--.*?-->", re.S)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(r"^([^\s:：#-][^:：]{0,30})[:：]\s*(.+)$")
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t　]+|(?=[^#\s\w]|[一-鿿]))(.*?)(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r"^ {0,3}(=+|-{3,})[ \t]*$")
_RULE = re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")
_DELIMITER_ROW = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_BULLET = re.compile(r"^\s*(?:[-*+][ \t]+|(?:>[ \t]?)+\s*)+")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_MAX_SETEXT_CHARS = 60

_INLINE = (
    (re.compile(r"!\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"\[([^\]]+)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"(?<![*_])(\*{2,3}|__)(?=[^\s*_])(.+?)(?<=[^\s*_])\1(?![*_])"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"<br\s*/?>", re.I), "\n"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])"), r"\1"),
)


class MarkdownReader:
    """.md in any encoding that the text reader takes."""

    suffixes: tuple[str, ...] = (".md", ".markdown")

    def recognises(self, signature: Signature) -> bool:  # noqa: ARG002
        """Markdown has no signature; the suffix decides."""
        return False

    def read(self, path: Path) -> RawFile:
        """Headings, tables and lines; the front matter as fields; the first "# " heading as title."""
        decoded = decode(path.read_bytes(), name=shown(path))
        text, fields = _split_front_matter(decoded.text)
        blocks = tuple(_blocks(_COMMENT.sub("", text).split("\n")))
        title = next((b.text for b in blocks if b.kind == "heading" and b.level == 1), None)
        stated = dict(fields).get("title") or dict(fields).get("标题")
        return RawFile(blocks, fields=fields, title=title or stated, warnings=decoded.warnings)


def plain(line: str) -> str:
    """A line without emphasis, link targets, code marks and escapes."""
    for pattern, replacement in _INLINE:
        line = pattern.sub(replacement, line)
    return line.strip()


def _split_front_matter(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Front matter counts only when every line of it is a field, so that a rule is not mistaken for it."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return text, ()
    lines = [line for line in match[1].split("\n") if line.strip()]
    found = [_FIELD.match(line) for line in lines]
    if not lines or not all(found):
        return text, ()
    return text[match.end() :], tuple((m[1].strip(), m[2].strip().strip("\"'")) for m in found if m)


def _blocks(lines: list[str]) -> Iterator[Block]:
    i, fenced = 0, False
    while i < len(lines):
        line = lines[i]
        following = lines[i + 1] if i + 1 < len(lines) else ""
        if _FENCE.match(line) and (fenced or any(map(_FENCE.match, lines[i + 1 :]))):
            fenced = not fenced
        elif fenced:
            yield from _paragraph(line.strip())
        elif _starts_table(line, following):
            end = _table_end(lines, i + 2)
            rows = [_cells(lines[i]), *(_cells(row) for row in lines[i + 2 : end])]
            yield from table_blocks(rows, header_rows=1)
            i = end
            continue
        elif heading := _HEADING.match(line):
            yield from _heading(plain(heading[2]), len(heading[1]))
        elif _is_setext(line, following):
            yield from _heading(plain(line), 1 if following.strip().startswith("=") else 2)
            i += 1
        elif not _RULE.match(line):
            yield from _paragraph(plain(_BULLET.sub("", line)))
        i += 1


def _paragraph(text: str) -> Iterator[Block]:
    if text:
        yield Block(text)


def _heading(text: str, level: int) -> Iterator[Block]:
    if text:
        yield Block(text, kind="heading", level=level)


def _is_setext(line: str, following: str) -> bool:
    text = line.strip()
    is_title = 0 < len(text) <= _MAX_SETEXT_CHARS and not text.endswith(("。", "；", "，", "：", "|"))
    return is_title and bool(_SETEXT.match(following)) and not _RULE.match(line) and not _BULLET.match(line)


def _starts_table(line: str, following: str) -> bool:
    has_border = bool(_CELL_BORDER.search(line)) and "|" in following
    return (
        has_border and bool(_DELIMITER_ROW.match(following)) and len(_cells(line)) == len(_cells(following))
    )


def _table_end(lines: list[str], start: int) -> int:
    end = start
    while end < len(lines) and lines[end].strip() and _CELL_BORDER.search(lines[end]):
        end += 1
    return end


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [plain(cell) for cell in _CELL_BORDER.split(inner)]
