"""Questions with the answers that people wrote for them; one JSON object a line in ``questions.jsonl``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kb.contract import AnswerKind
from kb.records import Comparator, Role

Category = Literal[
    "responsibility", "unit_tasks", "target", "deadline", "due_list",
    "comparison", "metadata", "passage", "unanswerable", "retrieval",
]  # fmt: skip
Style = Literal["plain", "typo", "colloquial", "traditional", "followup"]
Split = Literal["dev", "test"]

UNMENTIONED = "未提及"
"""The cell of a comparison whose document is silent."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that proves the answer.

    Without an anchor the whole section named by ``section[-1]`` (第五十四条) is the evidence.
    """

    document: str
    """Source file name; with folders where the name alone is not unique."""
    section: tuple[str, ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class ResponsibilityGold:
    """Verbatim unit names; ``unit`` and ``role`` when the question asks which role the unit has.

    The role "none" says that the unit does not take part.
    """

    lead: frozenset[str]
    participating: frozenset[str]
    responsible: frozenset[str]
    unit: str | None = None
    role: Role | Literal["none"] | None = None


@dataclass(frozen=True, slots=True)
class TaskItem:
    """A measure of a unit."""

    anchor: str
    role: Role


@dataclass(frozen=True, slots=True)
class UnitTasksGold:
    """All measures of a unit; ``optional`` ones may be named or left out."""

    unit: str
    region: str | None
    tasks: tuple[TaskItem, ...]
    optional: tuple[TaskItem, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetValue:
    """One value; every field after ``deadline`` lists readings that are right as well."""

    region: str | None
    comparator: Comparator
    value: str
    value_high: str | None
    unit: str
    deadline: str | None
    comparator_also: tuple[str, ...] = ()
    value_also: tuple[str, ...] = ()
    unit_also: tuple[str, ...] = ()
    deadline_also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetGold:
    """Every value that the answer has to give."""

    values: tuple[TargetValue, ...]


@dataclass(frozen=True, slots=True)
class DueTime:
    """A day or span (ISO 8601: "2022-12-31", "P90D") or a recurrence ("每三年", "P3Y").

    A span without a date of its own may be given by ``as_written`` alone (九十日内).
    """

    deadline: str | None
    recurrence: str | None
    as_written: str
    deadline_also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeadlineGold:
    """Every time that the answer has to give."""

    deadlines: tuple[DueTime, ...]


@dataclass(frozen=True, slots=True)
class DueItem:
    """A task of a due list."""

    anchor: str
    deadline: str | None
    deadline_also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DueListGold:
    """The complete list; ``optional`` items may be named or left out."""

    items: tuple[DueItem, ...]
    optional: tuple[DueItem, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One row, of a region or of a document; ``value`` may be ``UNMENTIONED``."""

    region: str | None
    document: str | None
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class ComparisonGold:
    """Every row, and the difference where the question asks for it."""

    rows: tuple[ComparisonRow, ...]
    difference: str | None = None


@dataclass(frozen=True, slots=True)
class PiecesGold:
    """Texts that have to stand in the answer or in its quotes."""

    contains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnanswerableGold:
    """What the documents lack."""

    missing: str


Gold = (
    ResponsibilityGold
    | UnitTasksGold
    | TargetGold
    | DeadlineGold
    | DueListGold
    | ComparisonGold
    | PiecesGold
    | UnanswerableGold
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a set. ``gold`` is None where only the place of the answer is known."""

    id: str
    question: str
    category: Category
    split: Split
    evidence: tuple[Evidence, ...]
    gold: Gold | None
    language: Literal["zh", "en"] = "zh"
    style: Style = "plain"
    heldout: bool = False
    turns: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the documents hold an answer."""
        return self.category != "unanswerable"

    @property
    def query(self) -> str:
        """The words a search without understanding gets: the conversation as one line."""
        return " ".join((*self.turns, self.question))


EXPECTED_KIND: dict[Category, AnswerKind] = {
    "responsibility": "responsibility",
    "unit_tasks": "unit_tasks",
    "target": "target",
    "deadline": "deadline",
    "due_list": "due_list",
    "comparison": "comparison",
    "metadata": "metadata",
    "passage": "passage",
    "unanswerable": "refusal",
}
