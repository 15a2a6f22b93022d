"""The domain types that travel between packages.

All offsets are half-open character offsets into ``Document.text``, and the text of anything with
offsets is ``document.text[start:end]``. IDs are hashes of content and place, so they survive
re-indexing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Role = Literal["lead", "participating", "responsible"]
Comparator = Literal[">=", "<=", "=", "range", "eliminate", "cover"]
Status = Literal["draft", "in_force", "period_over", "superseded", "unknown"]
Finality = Literal["draft", "final"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself. Dates are ISO (``2018-06-18``); unknown fields are None or empty."""

    title: str
    number: str | None = None
    issuers: tuple[str, ...] = ()
    region: str | None = None
    """Canonical region name ("广元市", "綦江区"), "全国" for national documents, None when unknown."""
    region_parent: str | None = None
    issued: str | None = None
    effective: str | None = None
    finality: Finality = "final"
    year_from: int | None = None
    year_to: int | None = None
    """First and last year of the period the document covers ("十四五": 2021 to 2025)."""
    implements: tuple[str, ...] = ()
    """Titles (without 《》) that the document says it carries out (落实, 根据, 贯彻)."""
    cites: tuple[str, ...] = ()

    def plans_for(self, years: Iterable[int]) -> bool:
        """Whether the document's period holds one of ``years``; standing rules, which state none, hold any."""
        last = self.year_to
        return last is None or any((self.year_from or last) <= year <= last for year in years)


@dataclass(frozen=True, slots=True)
class Document:
    """One policy. A file may hold several."""

    id: str
    text: str
    metadata: Metadata
    source: str
    """File name as received, without folders."""
    file_hash: str
    """SHA-256 of the file's bytes, hex."""
    position: int = 0
    """0-based place of the document within its file."""
    page_starts: tuple[int, ...] = ()
    """Start offset of each page, first page first; empty when the format has no pages."""
    warnings: tuple[str, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """1-based page that holds the character at ``offset``, None without pages."""
        if not self.page_starts:
            return None
        return max(1, sum(1 for start in self.page_starts if start <= offset))


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the heading tree. Its span covers heading, own text and all descendants."""

    id: str
    document_id: str
    parent_id: str | None
    level: int
    """1 for the top level under the document."""
    label: str
    """The number as written ("一、", "（五）", "第三条"); empty for text before the first heading."""
    title: str
    """Heading text without label; empty where the heading has none (most 第X条)."""
    path: tuple[str, ...]
    """Headings as written from the top level down to this section."""
    start: int
    end: int
    heading_end: int
    """End offset of the heading; equal to ``start`` when there is none."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell; its text is ``document.text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table inside the document text: one line a row, cells separated by " | "."""

    start: int
    end: int
    header: tuple[str, ...]
    """Column names; empty when no header row was recognised."""
    rows: tuple[tuple[Cell, ...], ...]
    """Body rows, every row as wide as the header; merged cells repeat their text's span."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is indexed. Never crosses a section."""

    id: str
    document_id: str
    section_id: str
    start: int
    end: int
    text: str
    context: str
    """Document title and section path, prepended for both indexes."""


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A unit as a document writes it (``surface``) and the canonical unit that is meant (``unit``)."""

    surface: str
    unit: str


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who does a task. ``start:end`` is the shortest span that proves roles and units."""

    id: str
    document_id: str
    section_id: str
    region: str | None
    task: str
    lead: tuple[UnitMention, ...]
    participating: tuple[UnitMention, ...]
    responsible: tuple[UnitMention, ...]
    start: int
    end: int
    deadline: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A metric that is to reach a value. ``start:end`` is the sentence that says so."""

    id: str
    document_id: str
    section_id: str
    region: str | None
    metric: str
    comparator: Comparator
    value: str
    """Digits as a plain decimal ("96", "12.5"); ratios "1:12.5"; a range's low end; "" without a number."""
    value_high: str | None
    unit: str
    deadline: str | None
    """ISO year, month or day ("2025", "2022-12", "2022-12-31"); None without a time."""
    as_written: str
    """The time as written ("到2025年", "每三年"); empty without a time."""
    subject: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """A task that is due. ``start:end`` is the sentence that says so."""

    id: str
    document_id: str
    section_id: str
    region: str | None
    task: str
    deadline: str | None
    """ISO day, the last day meant ("2022年底前" is 2022-12-31); None for a recurrence."""
    as_written: str
    recurrence: str | None
    """"每三年", "每学期", "常年"; None for a single date."""
    start: int
    end: int


Fact = Responsibility | Target | Deadline


@dataclass(frozen=True, slots=True)
class Filters:
    """Restricts a search; an empty tuple does not restrict."""

    regions: tuple[str, ...] = ()
    document_ids: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    statuses: tuple[Status, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A found chunk. Ranks are 1-based; a retriever that did not return the chunk has rank None."""

    chunk_id: str
    rank: int
    score: float
    bm25_rank: int | None = None
    dense_rank: int | None = None
    cosine: float | None = None
    """Cosine similarity of query and chunk, -1 to 1; None when only BM25 ran."""
    duplicates: tuple[str, ...] = ()
    """Chunks with nearly the same text that this hit stands for."""
