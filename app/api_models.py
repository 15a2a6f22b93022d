"""Requests and answers of the REST API, as its OpenAPI document shows them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from kb.contract import AnswerKind
from kb.records import Comparator, Status

_Text = Annotated[str, Field(max_length=500)]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FiltersBody(_Request):
    """Restricts what is searched; an empty list does not restrict."""

    regions: list[_Text] = Field(default=[], max_length=100)
    documents: list[_Text] = Field(default=[], max_length=100)
    """Ids, file names or titles."""
    years: list[Annotated[int, Field(ge=1900, le=2200)]] = Field(default=[], max_length=100)
    statuses: list[Status] = Field(default=[], max_length=5)


class AskBody(_Request):
    """A question, with the earlier questions of the conversation."""

    question: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")]
    turns: list[Annotated[str, Field(max_length=2000)]] = Field(default=[], max_length=50)
    filters: FiltersBody = FiltersBody()


class EvaluationBody(_Request):
    """Which question sets to run; none means all that run by default."""

    sets: list[Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_-]*$", max_length=100)]] = Field(
        default=[], max_length=20
    )
    split: Literal["dev", "test", "all"] = "all"
    limit: Annotated[int, Field(ge=1, le=100_000)] | None = None


class ErrorBody(BaseModel):
    """What went wrong and what to do, in one line."""

    detail: str


class ResponsibilityBody(BaseModel):
    """Who does a task."""

    type: Literal["responsibility"]
    document: str
    region: str | None
    task: str
    lead: list[str]
    participating: list[str]
    responsible: list[str]
    citation: int


class TargetBody(BaseModel):
    """A metric's value; ``value_high`` only for ranges."""

    type: Literal["target"]
    document: str
    region: str | None
    metric: str
    comparator: Comparator
    value: str
    value_high: str | None = None
    unit: str
    deadline: str | None
    citation: int


class DeadlineBody(BaseModel):
    """A task that is due on a day, or recurs."""

    type: Literal["deadline"]
    document: str
    region: str | None
    task: str
    deadline: str | None
    as_written: str
    recurrence: str | None = None
    citation: int


FactBody = Annotated[ResponsibilityBody | TargetBody | DeadlineBody, Field(discriminator="type")]


class CitationBody(BaseModel):
    """A verbatim quote: ``text[start:end]`` of the document is ``quote``."""

    n: int
    document: str
    title: str
    source: str
    section: list[str]
    page: int | None
    start: int
    end: int
    quote: str
    status: Status


class AnswerBody(BaseModel):
    """The answer object of docs/contract.md."""

    question: str
    answered: bool
    kind: AnswerKind
    text: str
    facts: list[FactBody]
    citations: list[CitationBody]
    missing: str | None
    confidence: float
    elapsed_ms: int


class PassageBody(BaseModel):
    """A found passage; ranks begin with 1."""

    rank: int
    score: float
    bm25_rank: int | None
    dense_rank: int | None
    cosine: float | None
    chunk: str
    document: str
    title: str
    source: str
    context: str
    page: int | None
    start: int
    end: int
    text: str
    duplicates: list[str]


class SearchResultBody(BaseModel):
    """Passages, best first."""

    query: str
    passages: list[PassageBody]


class FactsBody(BaseModel):
    """Facts with the passages that prove them; ``count`` is of all, whatever the limit."""

    count: int
    facts: list[FactBody]
    citations: list[CitationBody]


class DocumentRowBody(BaseModel):
    """A document in the list."""

    id: str
    title: str
    source: str
    position: int
    number: str | None
    issuers: list[str]
    region: str | None
    region_parent: str | None
    issued: str | None
    effective: str | None
    years: list[int | None]
    status: Status
    superseded_by: str | None
    sections: int
    chunks: int
    facts: int
    warnings: list[str]
    replaced: bool


class DocumentsBody(BaseModel):
    """The documents in the order they were added."""

    count: int
    documents: list[DocumentRowBody]


class SectionBody(BaseModel):
    """A heading with its place in the text."""

    id: str
    parent_id: str | None
    level: int
    label: str
    title: str
    path: list[str]
    start: int
    end: int
    heading_end: int


class DocumentBody(BaseModel):
    """One document with outline and text."""

    id: str
    source: str
    status: Status
    superseded_by: str | None
    metadata: dict[str, Any]
    page_starts: list[int]
    warnings: list[str]
    sections: list[SectionBody]
    text: str


class FileReportBody(BaseModel):
    """What became of one uploaded file."""

    name: str
    outcome: Literal["added", "updated", "unchanged", "duplicate", "failed"]
    reason: str
    documents: int
    chunks: int
    facts: int
    warnings: list[str]
    elapsed_ms: int
    document_ids: list[str]


class UploadResultBody(BaseModel):
    """A report for each file."""

    files: list[FileReportBody]


class RemovedBody(BaseModel):
    """The document that was removed."""

    removed: str
    title: str


class HealthBody(BaseModel):
    """Whether the server answers questions."""

    status: Literal["ok", "empty"]
    version: str
    documents: int


class RunBody(BaseModel):
    """A past evaluation run; ``figures`` holds the mean of each measure by system."""

    time: str
    set: str
    selection: str
    regressed: bool
    questions: int
    figures: dict[str, dict[str, float]]


class RunsBody(BaseModel):
    """Past runs, newest first; ``running`` while one is under way."""

    running: bool
    runs: list[RunBody]


class EvaluationResultBody(BaseModel):
    """The report of ``policy-kb eval --json``."""

    regressed: bool
    report: Any
