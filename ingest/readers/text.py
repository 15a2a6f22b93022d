"""Plain text: one block a line. Joining hard-wrapped lines is the cleaning stage's business."""

from __future__ import annotations

from pathlib import Path

from ingest.blocks import Block, RawFile
from ingest.readers.encoding import decode
from ingest.readers.names import shown
from ingest.readers.signature import Signature


class TextReader:
    """.txt in any encoding that Chinese offices use."""

    suffixes: tuple[str, ...] = (".txt", ".text")

    def recognises(self, signature: Signature) -> bool:  # noqa: ARG002
        """Plain text has no signature; the suffix decides."""
        return False

    def read(self, path: Path) -> RawFile:
        """One block a line, blank lines dropped, a form feed as a break."""
        decoded = decode(path.read_bytes(), name=shown(path))
        return RawFile(tuple(line_blocks(decoded.text)), warnings=decoded.warnings)


def line_blocks(text: str) -> list[Block]:
    """The non-blank lines of a text as paragraphs, trailing space removed."""
    blocks: list[Block] = []
    for i, part in enumerate(text.split("\f")):
        if i and blocks:
            blocks.append(Block("", kind="break"))
        blocks += [Block(line.rstrip()) for line in part.split("\n") if line.strip()]
    return blocks
