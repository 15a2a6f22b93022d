"""Reading question files; every mistake is reported with file and line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, get_args

from eval.dataset import (
    Category,
    ComparisonGold,
    ComparisonRow,
    DeadlineGold,
    DueItem,
    DueListGold,
    DueTime,
    Evidence,
    Gold,
    PiecesGold,
    Question,
    ResponsibilityGold,
    Split,
    Style,
    TargetGold,
    TargetValue,
    TaskItem,
    UnanswerableGold,
    UnitTasksGold,
)
from kb.errors import UsageError
from kb.records import Comparator, Role

_JsonObject = dict[str, Any]
_Item = TypeVar("_Item")


class QuestionFileError(UsageError):
    """A line of a question file is not a question."""


def load_questions(path: Path) -> tuple[Question, ...]:
    """Questions of a set in file order.

    Raises:
        QuestionFileError: the file cannot be read, a line is no question, or an id occurs twice.
    """
    questions: dict[str, Question] = {}
    for number, line in _lines(path):
        question = _at_line(path, number, line, _question)
        if question.id in questions:
            raise QuestionFileError(f"{path} line {number}: the id {question.id} occurs twice")
        questions[question.id] = question
    if not questions:
        raise QuestionFileError(f"{path} holds no question: add one JSON object a line")
    return tuple(questions.values())


def load_statutes(path: Path) -> tuple[Question, ...]:
    """Questions of the public with relevant articles: ``{"id", "question", "relevant": [{"file", "article"}]}``.

    Dev and test are split by the first relevant law, all its versions together.

    Raises:
        QuestionFileError: the file cannot be read or a line is no such question.
    """
    return tuple(_at_line(path, number, line, _statute_question) for number, line in _lines(path))


def _lines(path: Path) -> list[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(f"{path} cannot be read as UTF-8 text: {error}") from error
    # not splitlines(): U+2028 and its like may stand inside a JSON string
    return [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]


def _at_line(path: Path, number: int, line: str, parse: Callable[[_JsonObject], Question]) -> Question:
    try:
        entry = json.loads(line)
        if not isinstance(entry, dict):
            raise QuestionFileError(f"{path} line {number} is not a JSON object: write one question a line")
        return parse(entry)
    except json.JSONDecodeError as error:
        raise QuestionFileError(f"{path} line {number} is not JSON: {error.msg}") from error
    except KeyError as error:
        raise QuestionFileError(f"{path} line {number}: the field {error} is missing") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise QuestionFileError(f"{path} line {number}: {error}") from error


def _question(entry: _JsonObject) -> Question:
    category: Category = _one_of(entry, "category", get_args(Category))
    question = Question(
        id=_text(entry, "id"),
        question=_text(entry, "question"),
        category=category,
        language=_one_of(entry, "language", ("zh", "en"), default="zh"),
        style=_one_of(entry, "style", get_args(Style), default="plain"),
        split=_one_of(entry, "split", get_args(Split), default="test"),
        heldout=bool(entry.get("heldout", False)),
        turns=tuple(entry.get("turns", ())),
        evidence=tuple(
            Evidence(_text(e, "document"), tuple(e.get("section", ())), _text(e, "anchor"))
            for e in entry.get("evidence", ())
        ),
        gold=None if category == "retrieval" else _GOLD[category](entry["gold"]),
    )
    if question.answerable and not question.evidence:
        raise ValueError("an answerable question needs evidence")
    return question


def _statute_question(entry: _JsonObject) -> Question:
    relevant = entry["relevant"]
    law = str(relevant[0]["file"]).split("(")[0]
    return Question(
        id=str(entry["id"]),
        question=_text(entry, "question"),
        category="retrieval",
        split="dev" if hashlib.sha256(law.encode()).digest()[0] % 2 == 0 else "test",
        evidence=tuple(Evidence(str(r["file"]), (str(r["article"]),), "") for r in relevant),
        gold=None,
    )


def _responsibility(gold: _JsonObject) -> ResponsibilityGold:
    names = {role: frozenset(gold.get(role, ())) for role in get_args(Role)}
    if not any(names.values()):
        raise ValueError("a responsibility needs at least one unit")
    role = _one_of(gold, "role", (*get_args(Role), "none")) if "role" in gold else None
    return ResponsibilityGold(
        lead=names["lead"],
        participating=names["participating"],
        responsible=names["responsible"],
        unit=gold.get("unit"),
        role=role,
    )


def _unit_tasks(gold: _JsonObject) -> UnitTasksGold:
    return UnitTasksGold(
        unit=_text(gold, "unit"),
        region=gold.get("region"),
        tasks=_some(gold, "tasks", _task),
        optional=tuple(_task(item) for item in gold.get("optional", ())),
    )


def _task(item: _JsonObject) -> TaskItem:
    return TaskItem(_text(item, "anchor"), _one_of(item, "role", get_args(Role)))


def _target_value(item: _JsonObject) -> TargetValue:
    return TargetValue(
        region=item.get("region"),
        comparator=_one_of(item, "comparator", get_args(Comparator)),
        value=str(item.get("value") or ""),
        value_high=None if item.get("value_high") is None else str(item["value_high"]),
        unit=str(item.get("unit") or ""),
        deadline=item.get("deadline"),
        **{
            name: tuple(map(str, item.get(name, ())))
            for name in ("comparator_also", "value_also", "unit_also", "deadline_also")
        },
    )


def _due_time(item: _JsonObject) -> DueTime:
    if not (item.get("deadline") or item.get("recurrence") or item.get("as_written")):
        raise ValueError("a deadline needs a deadline, a recurrence or a time as written")
    return DueTime(
        deadline=item.get("deadline"),
        recurrence=item.get("recurrence"),
        as_written=str(item.get("as_written") or ""),
        deadline_also=tuple(item.get("deadline_also", ())),
    )


def _due_item(item: _JsonObject) -> DueItem:
    return DueItem(_text(item, "anchor"), item.get("deadline"), tuple(item.get("deadline_also", ())))


def _due_list(gold: _JsonObject) -> DueListGold:
    return DueListGold(
        items=_some(gold, "items", _due_item),
        optional=tuple(_due_item(item) for item in gold.get("optional", ())),
    )


def _row(item: _JsonObject) -> ComparisonRow:
    if not item.get("region") and not item.get("document"):
        raise ValueError("a row needs a region or a document")
    return ComparisonRow(
        item.get("region"), item.get("document"), _text(item, "value"), str(item.get("unit") or "")
    )


def _pieces(gold: _JsonObject) -> PiecesGold:
    return PiecesGold(_some(gold, "contains", str))


_GOLD: dict[str, Callable[[_JsonObject], Gold]] = {
    "responsibility": _responsibility,
    "unit_tasks": _unit_tasks,
    "target": lambda gold: TargetGold(_some(gold, "values", _target_value)),
    "deadline": lambda gold: DeadlineGold(_some(gold, "deadlines", _due_time)),
    "due_list": _due_list,
    "comparison": lambda gold: ComparisonGold(_some(gold, "rows", _row), gold.get("difference")),
    "metadata": _pieces,
    "passage": _pieces,
    "unanswerable": lambda gold: UnanswerableGold(_text(gold, "missing")),
}


def _some(gold: _JsonObject, key: str, parse: Callable[[Any], _Item]) -> tuple[_Item, ...]:
    items = gold[key]
    if not isinstance(items, list) or not items:
        raise ValueError(f'"{key}" has to be a list with at least one item')
    return tuple(parse(item) for item in items)


def _text(entry: _JsonObject, key: str) -> str:
    value = entry[key]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f'"{key}" has to be a text')
    return value


def _one_of(entry: _JsonObject, key: str, allowed: tuple[str, ...], *, default: str | None = None) -> Any:
    value = entry.get(key, default) if default is not None else entry[key]
    if value not in allowed:
        raise ValueError(f'"{key}" is {value!r}, it has to be one of {", ".join(allowed)}')
    return value
