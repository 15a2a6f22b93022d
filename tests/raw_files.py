"""Read files as the readers hand them on, made from text, for tests of structuring."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.blocks import Block, RawFile
from ingest.draft import Draft
from ingest.drafting import build_drafts

TABLE = re.compile(r"\t")


def raw_file(text: str, *, fields: Sequence[tuple[str, str]] = ()) -> RawFile:
    """One block a line; "# …" lines are headings, runs of lines with tabs a table with a header row."""
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in [*text.strip().splitlines(), ""]:
        if "\t" in line:
            rows.append(tuple(line.split("\t")))
            continue
        if rows:
            blocks.append(Block("", "table", rows=tuple(rows), header_rows=1))
            rows = []
        match = re.match(r"(#{1,6}) (.*)", line)
        if match:
            blocks.append(Block(match[2], "heading", level=len(match[1])))
        elif line.strip():
            blocks.append(Block(line))
    return RawFile(tuple(blocks), fields=tuple(fields))


def drafts_of(
    text: str, *, fields: Sequence[tuple[str, str]] = (), source: str = "文件.txt"
) -> tuple[Draft, ...]:
    """The documents of a file with this text."""
    return build_drafts(raw_file(text, fields=fields), source=source, file_hash="0" * 64)


def draft_of(text: str, *, fields: Sequence[tuple[str, str]] = (), source: str = "文件.txt") -> Draft:
    """The only document of a file with this text."""
    (draft,) = drafts_of(text, fields=fields, source=source)
    return draft


def outline(draft: Draft) -> list[str]:
    """Headings as written, indented by a dot a level; closing and opening sections left out."""
    return ["." * (section.level - 1) + section.path[-1] for section in draft.sections if section.path]
