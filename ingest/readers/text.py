"""Plain text: one block a line or drawn table. Joining hard-wrapped lines is the cleaning stage's business."""

from __future__ import annotations

from pathlib import Path

from ingest.blocks import Block, RawFile
from ingest.readers.encoding import decode
from ingest.readers.names import shown
from ingest.readers.signature import Signature
from ingest.readers.tables import table_blocks
from ingest.readers.text_tables import table_at


class TextReader:
    """.txt in any encoding that Chinese offices use."""

    suffixes: tuple[str, ...] = (".txt", ".text")

    def recognises(self, signature: Signature) -> bool:  # noqa: ARG002
        """Plain text has no signature; the suffix decides."""
        return False

    def read(self, path: Path) -> RawFile:
        """One block a line or drawn table, blank lines dropped, a form feed as a break."""
        decoded = decode(path.read_bytes(), name=shown(path))
        return RawFile(tuple(line_blocks(decoded.text)), warnings=decoded.warnings)


def line_blocks(text: str) -> list[Block]:
    """The non-blank lines of a text as paragraphs, trailing space removed; drawn tables as tables."""
    blocks: list[Block] = []
    for i, part in enumerate(text.split("\f")):
        if i and blocks:
            blocks.append(Block("", kind="break"))
        blocks += _part_blocks([line.rstrip() for line in part.split("\n") if line.strip()])
    return blocks


def _part_blocks(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        if (found := table_at(lines, at)) is not None:
            rows, at = found
            blocks += table_blocks(rows)
        else:
            blocks.append(Block(lines[at]))
            at += 1
    return blocks
