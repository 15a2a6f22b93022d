"""One read file becomes its structured documents: clean, split, structure, metadata, chunks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.blocks import RawFile
from ingest.chunker import CHUNKS, ChunkSettings, cut_chunks
from ingest.clean import clean_blocks
from ingest.draft import Draft
from ingest.headings import Heading
from ingest.lines import Line
from ingest.metadata import read_metadata
from ingest.metadata_rules import QUOTABLE_FIELDS
from ingest.outline import find_headings
from ingest.repeats import drop_repeated_paragraphs, unfold
from ingest.splitting import Part, split_documents
from ingest.structure import Layout, build_sections, lay_out, plain_section, stable_id
from kb.records import Cell, Document, Metadata, Section, Table


def build_drafts(
    raw: RawFile, *, source: str, file_hash: str, chunking: ChunkSettings = CHUNKS
) -> tuple[Draft, ...]:
    """The documents of a file in reading order; empty when the file holds no text.

    Args:
        raw: What the file's reader found.
        source: File name without folders.
        file_hash: SHA-256 of the file's bytes, hex.
        chunking: How passages are cut.
    """
    lines, warnings = unfold(clean_blocks(raw.blocks))
    parts = split_documents(lines)
    drafts: list[Draft] = []
    leading: Metadata | None = None
    for position, found in enumerate(parts):
        part, repeats = _without_repeats(found)
        metadata = read_metadata(part, raw, source=source, leading=leading)
        leading = leading or metadata
        taken = {draft.document.id for draft in drafts}
        stated = () if position else _page_lines(raw, part)
        draft = _draft(part, metadata, source, file_hash, position, chunking, taken, stated)
        notes = repeats if position else (*warnings, *repeats)
        drafts.append(replace(draft, document=replace(draft.document, warnings=notes)))
    return tuple(drafts)


def _without_repeats(part: Part) -> tuple[Part, tuple[str, ...]]:
    """The part without paragraphs that its page gives twice; its title stays where it is."""
    head = 0 if part.title_at is None else part.title_at + 1
    body, warnings = drop_repeated_paragraphs(part.lines[head:])
    return Part((*part.lines[:head], *body), part.title_at), warnings


def _draft(
    part: Part,
    metadata: Metadata,
    source: str,
    file_hash: str,
    position: int,
    chunking: ChunkSettings,
    taken: set[str],
    stated: Sequence[Line],
) -> Draft:
    layout = lay_out((*part.lines, *stated))
    document_id = stable_id(layout.text, metadata.title)
    if document_id in taken:
        document_id = stable_id(layout.text, metadata.title, position)
    tables = _tables(part.lines, layout)
    first = -1 if part.title_at is None else part.title_at
    headings = {at: found for at, found in find_headings(part.lines).items() if at > first}
    sections = _sections(document_id, metadata, part, layout, headings)
    document = Document(
        id=document_id,
        text=layout.text,
        metadata=metadata,
        source=source,
        file_hash=file_hash,
        position=position,
        page_starts=layout.page_starts,
    )
    chunks = cut_chunks(document_id, metadata.title, layout.text, sections, tables, settings=chunking)
    return Draft(document, sections, chunks, tables)


def _sections(
    document_id: str, metadata: Metadata, part: Part, layout: Layout, headings: Mapping[int, Heading]
) -> tuple[Section, ...]:
    """The part's own sections, and one for the page's fields behind them."""
    own = lay_out(part.lines)
    sections = build_sections(document_id, metadata.title, part.lines, own, headings)
    if len(layout.text) == len(own.text):
        return sections
    return (*sections, plain_section(document_id, "", len(own.text) + 1, len(layout.text)))


def _page_lines(raw: RawFile, part: Part) -> tuple[Line, ...]:
    """What the page states beside the text (发文字号, 成文日期), so that it can be quoted; nothing twice."""
    text = "\n".join(line.text for line in part.lines)
    fields = [(label.strip(" ：:"), value.strip()) for label, value in raw.fields]
    return tuple(
        Line(f"{label}：{value}") for label, value in fields if label in QUOTABLE_FIELDS and value not in text
    )


def _tables(lines: Sequence[Line], layout: Layout) -> tuple[Table, ...]:
    """Tables with the offsets of their cells; leading rows marked as header name the columns."""
    numbers = dict.fromkeys(line.table for line in lines if line.table is not None)
    return tuple(
        _table([at for at, line in enumerate(lines) if line.table == n], lines, layout) for n in numbers
    )


def _table(rows: Sequence[int], lines: Sequence[Line], layout: Layout) -> Table:
    headers = [at for at in rows if lines[at].header]
    width = max(len(lines[at].cells) for at in rows)
    names = [
        "".join(dict.fromkeys(cells[column] for at in headers if column < len(cells := lines[at].cells)))
        for column in range(width)
    ]
    return Table(
        start=layout.starts[rows[0]],
        end=layout.starts[rows[-1]] + len(lines[rows[-1]].text),
        header=tuple(names) if headers else (),
        rows=tuple(_cells(lines[at], layout.starts[at]) for at in rows if at not in headers),
    )


def _cells(line: Line, start: int) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for text in line.cells:
        cells.append(Cell(start, start + len(text)))
        start += len(text) + len(" | ")
    return tuple(cells)
