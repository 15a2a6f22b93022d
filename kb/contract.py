"""The answer object of the contract (docs/contract.md): what ``ask``, REST and Python calls return."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from kb.records import Status

AnswerKind = Literal[
    "responsibility", "unit_tasks", "target", "deadline", "due_list",
    "comparison", "metadata", "passage", "refusal",
]  # fmt: skip

JsonObject = dict[str, Any]
"""A parsed JSON object at the edge of the program; inside, types are used."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote and where it stands: ``document.text[start:end] == quote``."""

    n: int
    document: str
    title: str
    source: str
    section: tuple[str, ...]
    page: int | None
    start: int
    end: int
    quote: str
    status: Status


@dataclass(frozen=True, slots=True)
class ResponsibilityFact:
    """Who does a task; ``citation`` is the ``n`` of the proving citation."""

    document: str
    region: str | None
    task: str
    lead: tuple[str, ...]
    participating: tuple[str, ...]
    responsible: tuple[str, ...]
    citation: int
    type: Literal["responsibility"] = "responsibility"


@dataclass(frozen=True, slots=True)
class TargetFact:
    """A metric's value; ``value_high`` only for ranges."""

    document: str
    region: str | None
    metric: str
    comparator: str
    value: str
    value_high: str | None
    unit: str
    deadline: str | None
    citation: int
    type: Literal["target"] = "target"


@dataclass(frozen=True, slots=True)
class DeadlineFact:
    """A task that is due on a day or recurs."""

    document: str
    region: str | None
    task: str
    deadline: str | None
    as_written: str
    recurrence: str | None
    citation: int
    type: Literal["deadline"] = "deadline"


AnswerFact = ResponsibilityFact | TargetFact | DeadlineFact


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. ``answered`` is False exactly when ``kind`` is "refusal"."""

    question: str
    kind: AnswerKind
    text: str
    facts: tuple[AnswerFact, ...] = ()
    citations: tuple[Citation, ...] = ()
    missing: str | None = None
    confidence: float = 0.0
    """0 to 1: how likely the answer is right, calibrated on the labelled questions."""
    elapsed_ms: int = 0

    @property
    def answered(self) -> bool:
        """Whether the documents held an answer."""
        return self.kind != "refusal"

    def with_elapsed(self, elapsed_ms: int) -> Answer:
        """The same answer with its time."""
        return replace(self, elapsed_ms=elapsed_ms)

    def to_json(self) -> JsonObject:
        """The contract's JSON object; key order is the contract's."""
        return {
            "question": self.question,
            "answered": self.answered,
            "kind": self.kind,
            "text": self.text,
            "facts": [_fact_json(fact) for fact in self.facts],
            "citations": [_plain(asdict(citation)) for citation in self.citations],
            "missing": self.missing,
            "confidence": round(self.confidence, 3),
            "elapsed_ms": self.elapsed_ms,
        }


def _fact_json(fact: AnswerFact) -> JsonObject:
    values = _plain(asdict(fact))
    if values.get("value_high", "") is None:
        del values["value_high"]
    if values.get("recurrence", "") is None:
        del values["recurrence"]
    return {"type": values.pop("type"), **values}


def _plain(values: JsonObject) -> JsonObject:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
