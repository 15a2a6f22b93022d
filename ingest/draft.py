"""One document on its way into the store, after structuring and before facts are read."""

from __future__ import annotations

from dataclasses import dataclass

from kb.records import Chunk, Document, Section, Table


@dataclass(frozen=True, slots=True)
class Draft:
    """A structured document. Sections are in reading order, parents before children."""

    document: Document
    sections: tuple[Section, ...]
    chunks: tuple[Chunk, ...]
    tables: tuple[Table, ...] = ()
