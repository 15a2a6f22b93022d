"""Facts as rows of one flat table: what the ``facts`` command, the API and the page list and export."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from kb.answer.draft import contract_fact
from kb.answer.wording import status_note
from kb.contract import AnswerFact, Citation, DeadlineFact, JsonObject, ResponsibilityFact, TargetFact
from kb.corpus import Corpus, Span
from kb.records import Fact

FactType = Literal["responsibility", "target", "deadline"]

_TYPE_WORDS = {"responsibility": "责任分工", "target": "目标", "deadline": "期限"}
_COMPARATOR_WORDS = {
    ">=": "不低于",
    "<=": "不超过",
    "=": "等于",
    "range": "区间",
    "eliminate": "消除",
    "cover": "全覆盖",
}


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
    """A column of the table: English name in csv and JSON, Chinese heading for people, width in characters."""

    name: str
    heading: str
    width: int


COLUMNS: tuple[Column, ...] = (
    Column("type", "类型", 10),
    Column("region", "地区", 12),
    Column("subject", "任务/指标", 44),
    Column("lead", "牵头单位", 22),
    Column("participating", "配合单位", 30),
    Column("responsible", "责任单位", 30),
    Column("value", "目标值", 16),
    Column("deadline", "期限", 12),
    Column("as_written", "期限原文", 16),
    Column("title", "文件", 36),
    Column("status", "文件状态", 12),
    Column("section", "章节", 36),
    Column("page", "页码", 6),
    Column("quote", "原文", 70),
    Column("source", "文件名", 28),
    Column("document", "文件编号", 18),
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


def row_cells(row: FactRow) -> tuple[str, ...]:
    """The row as plain text, one cell for each of ``COLUMNS``; documents' words are not yet made safe."""
    fact, place = row.fact, row.citation
    values: dict[str, str] = {
        "type": _TYPE_WORDS[fact.type],
        "region": fact.region or "",
        "subject": subject(fact),
        "value": value_text(fact),
        "deadline": row.deadline or "",
        "as_written": row.as_written,
        "title": place.title,
        "status": status_note(place.status, "zh"),
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


def value_text(fact: AnswerFact) -> str:
    """A target's value with comparator and unit ("不低于96%"), a deadline's recurrence, else empty."""
    if isinstance(fact, DeadlineFact):
        return fact.recurrence or ""
    if not isinstance(fact, TargetFact):
        return ""
    number = f"{fact.value}{fact.unit}" if fact.value else ""
    if fact.comparator == "range" and fact.value_high:
        return f"{fact.value}—{fact.value_high}{fact.unit}"
    word = "" if fact.comparator == "=" else _COMPARATOR_WORDS.get(fact.comparator, "")
    # 消除 of "56人及以上大班额": the number names what is to go, not how much of it
    in_metric = fact.comparator == "eliminate" and number in fact.metric
    return word if fact.comparator == "cover" or in_metric else f"{word}{number}"


def _names(value: Any) -> tuple[str, ...]:
    names = [field.name for field in fields(value)]
    return ("type", *(name for name in names if name != "type"))
