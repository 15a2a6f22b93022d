"""What a reader hands on: the blocks of one file, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

BlockKind = Literal["paragraph", "heading", "table", "break"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, table or document break."""

    text: str
    """Text as a person sees it, automatic numbers included, no trailing newline. Empty for tables and breaks."""
    kind: BlockKind = "paragraph"
    page: int | None = None
    """1-based page the block starts on; None for formats without pages."""
    level: int | None = None
    """Heading level that the format itself states (docx style, <h2>, "##"); None otherwise."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Table cells, every row equally wide; merged cells repeat their text. Only for tables."""
    header_rows: int = 0
    """Leading rows that are column names, when the format or the layout says so."""


@dataclass(frozen=True, slots=True)
class RawFile:
    """Everything a reader found in one file."""

    blocks: tuple[Block, ...]
    fields: tuple[tuple[str, str], ...] = ()
    """Label and value pairs stated outside the body, such as a government page's 发文字号 or 发布日期."""
    title: str | None = None
    """Title stated by the format (<title>, docx core property, markdown "# "); often unreliable."""
    warnings: tuple[str, ...] = field(default=())


class Reader(Protocol):
    """One file format."""

    suffixes: tuple[str, ...]
    """Lower-case file name endings with the dot."""

    def read(self, path: Path) -> RawFile:
        """Read one file.

        Raises a subclass of ``kb.errors.ReadError`` when the file is empty, damaged or protected.
        """
        ...
