"""Facts as rows of one flat table: what the ``facts`` command, the API and the page list and export."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from app.export.words import word
from kb.answer.draft import contract_fact
from kb.answer.wording import status_note
from kb.contract import AnswerFact, Citation, DeadlineFact, JsonObject, ResponsibilityFact, TargetFact
from kb.corpus import Corpus, Span
from kb.question.model import Language
from kb.records import Fact

FactType = Literal["responsibility", "target", "deadline"]

_SAID = frozenset({">=", "<=", "eliminate", "cover"})
"""Comparators that have a word; = and ranges need none."""


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact as the contract shows it, with the passage that proves it."""

    fact: AnswerFact
    citation: Citation
    deadline: str | None
    """ISO year, month or day; also of responsibilities that state one."""
    as_written: str
    """The time as the document writes it; empty where it states none."""

    def to_json(self) -> JsonObject:
        """The contract's fact object, and beside it where it stands."""
        place = self.citation
        values: JsonObject = {name: getattr(self.fact, name) for name in _names(self.fact)}
        values |= {
            "deadline": self.deadline,
            "as_written": self.as_written,
            "title": place.title,
            "source": place.source,
            "status": place.status,
            "section": list(place.section),
            "page": place.page,
            "start": place.start,
            "end": place.end,
            "quote": place.quote,
        }
        return {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in values.items()
            if value is not None or key not in ("value_high", "recurrence")
        }


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its name in JSON, headings for people, width in characters."""

    name: str
    chinese: str
    english: str
    width: int

    def heading(self, language: Language) -> str:
        """The heading in the reader's language."""
        return self.chinese if language == "zh" else self.english


COLUMNS: tuple[Column, ...] = (
    Column("type", "类型", "Kind", 10),
    Column("region", "地区", "Region", 12),
    Column("subject", "任务/指标", "Measure or metric", 44),
    Column("lead", "牵头单位", "Lead", 22),
    Column("participating", "配合单位", "Participating", 30),
    Column("responsible", "责任单位", "Responsible", 30),
    Column("value", "目标值", "Target", 16),
    Column("deadline", "期限", "Due", 12),
    Column("as_written", "期限原文", "Time as written", 16),
    Column("title", "文件", "Document", 36),
    Column("status", "文件状态", "Status", 12),
    Column("section", "章节", "Section", 36),
    Column("page", "页码", "Page", 6),
    Column("quote", "原文", "Quotation", 70),
    Column("source", "文件名", "File", 28),
    Column("document", "文件编号", "Document id", 18),
)


def fact_rows(corpus: Corpus, facts: Iterable[Fact]) -> tuple[FactRow, ...]:
    """Rows in the order of ``facts``; facts that share a passage share its citation number."""
    numbers: dict[Span, Citation] = {}
    rows = []
    for fact in facts:
        span = Span(fact.document_id, fact.start, fact.end)
        if span not in numbers:
            numbers[span] = corpus.cite(len(numbers) + 1, span)
        citation = numbers[span]
        shown = contract_fact(fact, citation.n)
        rows.append(FactRow(shown, citation, fact.deadline, getattr(fact, "as_written", "")))
    return tuple(rows)


def citations(rows: Sequence[FactRow]) -> tuple[Citation, ...]:
    """The citations of the rows, each once, by number."""
    return tuple({row.citation.n: row.citation for row in rows}.values())


def row_cells(row: FactRow, language: Language = "zh") -> tuple[str, ...]:
    """The row as plain text, one cell for each of ``COLUMNS``; documents' words are not yet made safe."""
    fact, place = row.fact, row.citation
    values: dict[str, str] = {
        "type": word(language, fact.type),
        "region": fact.region or "",
        "subject": subject(fact),
        "value": value_text(fact, language),
        "deadline": row.deadline or "",
        "as_written": row.as_written,
        "title": place.title,
        "status": status_note(place.status, language),
        "section": " > ".join(place.section),
        "page": "" if place.page is None else str(place.page),
        "quote": place.quote,
        "source": place.source,
        "document": place.document,
    }
    if isinstance(fact, ResponsibilityFact):
        values |= {role: "、".join(getattr(fact, role)) for role in ("lead", "participating", "responsible")}
    return tuple(values.get(column.name, "") for column in COLUMNS)


def subject(fact: AnswerFact) -> str:
    """What the fact is about: the task, or the metric of a target."""
    return fact.metric if isinstance(fact, TargetFact) else fact.task


def value_text(fact: AnswerFact, language: Language = "zh") -> str:
    """A target's value with comparator and unit ("不低于96%", "≥ 96%"), a deadline's recurrence, else empty."""
    if isinstance(fact, DeadlineFact):
        return fact.recurrence or ""
    if not isinstance(fact, TargetFact):
        return ""
    number = f"{fact.value}{fact.unit}" if fact.value else ""
    if fact.comparator == "range" and fact.value_high:
        return f"{fact.value}—{fact.value_high}{fact.unit}"
    said = word(language, fact.comparator) if fact.comparator in _SAID else ""
    # 消除 of "56人及以上大班额": the number names what is to go, not how much of it
    in_metric = fact.comparator == "eliminate" and number in fact.metric
    return said.strip() if fact.comparator == "cover" or in_metric else f"{said}{number}"


def _names(value: Any) -> tuple[str, ...]:
    names = [field.name for field in fields(value)]
    return ("type", *(name for name in names if name != "type"))
