"""评测 as markup: figures by category, the last run against the one before, and what went wrong."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.ui.markup import Markup, action, details, join, table, tag
from app.ui.words import Language, say
from eval.dataset import (
    ComparisonGold,
    DeadlineGold,
    DueListGold,
    Gold,
    PiecesGold,
    Question,
    ResponsibilityGold,
    TargetGold,
    UnanswerableGold,
    UnitTasksGold,
)
from kb.store.runs import StoredRun

_EQUAL = 0.0005
_FOUND = 0.5
"""A question about retrieval counts as right while at least half of its evidence is found."""
_SHOWN_FAILURES = 100


@dataclass(frozen=True, slots=True)
class RunFigures:
    """One run: the share of right questions by category, and whether each question was right."""

    time: str
    regressed: bool
    right: Mapping[str, bool]
    kinds: Mapping[str, str]
    shares: Mapping[str, tuple[float, int]]
    """Category to share and number of questions; "all" for all together."""


def read_run(run: StoredRun, questions: Mapping[str, Question]) -> RunFigures:
    """The figures of a stored run; questions that the set no longer holds count only in "all"."""
    results = json.loads(run.results)
    measures: dict[str, dict[str, float]] = results["systems"].get("full", {})
    right = {name: verdict for name, own in measures.items() if (verdict := _verdict(own)) is not None}
    groups: dict[str, list[bool]] = defaultdict(list)
    for name, verdict in right.items():
        groups["all"].append(verdict)
        if name in questions:
            groups[questions[name].category].append(verdict)
    shares = {name: (sum(found) / len(found), len(found)) for name, found in groups.items()}
    return RunFigures(run.time, run.regressed, right, results.get("kinds", {}), shares)


def _verdict(measures: Mapping[str, float]) -> bool | None:
    if "right" in measures:
        return measures["right"] >= 1.0
    if "recall@10" in measures:
        return measures["recall@10"] >= _FOUND
    return None


def render_figures(now: RunFigures, before: RunFigures | None, language: Language) -> Markup:
    """The last run against the one before, by category."""
    names = ("category", "questions", "before", "now", "difference")
    rows = []
    for category in sorted(now.shares, key=lambda name: (name != "all", name)):
        share, count = now.shares[category]
        old = before.shares.get(category) if before is not None else None
        rows.append(
            [
                tag("strong", _category(category, language)),
                count,
                _percent(old[0]) if old else "—",
                _percent(share),
                _difference(share - old[0]) if old else "",
            ]
        )
    when = say(language, "evaluation.when", now=_time(now.time), before=_time(before.time) if before else "—")
    parts = [
        tag("p", when, class_="empty"),
        tag("p", f"⚠ {say(language, 'evaluation.regressed')}", class_="warning") if now.regressed else "",
        table([say(language, f"column.{name}") for name in names], rows, class_="facts compact"),
    ]
    return join(parts)


def render_failures(
    now: RunFigures, before: RunFigures | None, questions: Mapping[str, Question], language: Language
) -> Markup:
    """The questions that went wrong with what was expected; newly wrong ones first."""
    wrong = [name for name, verdict in now.right.items() if not verdict and name in questions]
    fresh = {name for name in wrong if before is not None and before.right.get(name)}
    wrong.sort(key=lambda name: (name not in fresh, questions[name].category, name))
    heading = tag("p", say(language, "evaluation.failures", count=len(wrong)), class_="conclusion")
    items = [_failure(questions[name], now, name in fresh, language) for name in wrong[:_SHOWN_FAILURES]]
    return join([heading, *items])


def render_feedback(entries: Sequence[Mapping[str, Any]], language: Language) -> Markup:
    """Answers that people marked wrong, newest first."""
    if not entries:
        return tag("p", say(language, "feedback.none"), class_="empty")
    items = []
    for entry in reversed(entries):
        mark = entry.get("feedback", {}).get("mark", "wrong_answer")
        expected = (entry.get("gold") or {}).get("contains")
        state = say(language, "feedback.expects", text="；".join(expected)) if expected else ""
        buttons = [action(say(language, "feedback.drop"), "drop", entry["id"], class_="tool")]
        if mark != "should_refuse" and entry["evidence"]:
            buttons.insert(
                0, action(say(language, "feedback.complete"), "complete", entry["id"], class_="tool")
            )
        said = details(
            say(language, "feedback.was"),
            tag("p", entry.get("feedback", {}).get("answer", ""), class_="line pre"),
        )
        head = [tag("span", say(language, f"mark.{mark}"), class_="badge"), tag("strong", entry["question"])]
        note = tag("span", state, class_="note")
        items.append(
            tag(
                "div",
                join([join(head, " "), note, said, tag("div", join(buttons), class_="tools")]),
                class_="failure",
            )
        )
    return join(items)


def expected_words(gold: Gold | None, language: Language) -> str:
    """The gold answer as a line."""
    match gold:
        case ResponsibilityGold():
            named = [(role, sorted(getattr(gold, role))) for role in ("lead", "responsible", "participating")]
            parts = [f"{say(language, f'role.{role}')}：{'、'.join(units)}" for role, units in named if units]
            return "；".join(
                [*parts, *([f"{gold.unit}：{_role(gold.role, language)}"] if gold.unit and gold.role else [])]
            )
        case UnitTasksGold():
            return f"{gold.unit}：" + "；".join(
                f"{t.anchor}（{_role(t.role, language)}）" for t in gold.tasks
            )
        case TargetGold():
            return "；".join(
                " ".join(
                    p
                    for p in (
                        v.region,
                        v.comparator,
                        f"{v.value}{'–' + v.value_high if v.value_high else ''}{v.unit}",
                        v.deadline,
                    )
                    if p
                )
                for v in gold.values
            )
        case DeadlineGold():
            return "；".join(d.deadline or d.recurrence or d.as_written for d in gold.deadlines)
        case DueListGold():
            return "；".join(f"{item.anchor}（{item.deadline or ''}）" for item in gold.items)
        case ComparisonGold():
            return "；".join(f"{row.region or row.document}：{row.value}{row.unit}" for row in gold.rows)
        case PiecesGold():
            return "；".join(gold.contains)
        case UnanswerableGold():
            return say(language, "evaluation.refuse", missing=gold.missing)
        case None:
            return ""


def _failure(question: Question, run: RunFigures, fresh: bool, language: Language) -> Markup:
    head = [
        tag("span", _category(question.category, language), class_="badge"),
        tag("span", say(language, "evaluation.new"), class_="badge superseded") if fresh else "",
        tag("strong", question.question),
    ]
    lines = [join(head, " ")]
    if expected := expected_words(question.gold, language):
        lines.append(tag("p", say(language, "evaluation.expected", text=expected), class_="note"))
    places = "；".join(" ".join((piece.document, *piece.section[-1:])) for piece in question.evidence)
    if places:
        lines.append(tag("p", say(language, "evaluation.evidence", text=places), class_="note"))
    kind = run.kinds.get(question.id, "")
    if kind:
        lines.append(tag("p", say(language, "evaluation.got", text=_category(kind, language)), class_="note"))
    turns = [*question.turns, question.question]
    if len(turns) > 1:
        lines.append(tag("p", " → ".join(turns), class_="note"))
    return tag("div", join(lines), class_="failure")


def _category(name: str, language: Language) -> str:
    return say(language, f"category.{name}") if f"category.{name}" in _CATEGORIES else name


_CATEGORIES = frozenset(
    f"category.{name}"
    for name in (
        "all", "responsibility", "unit_tasks", "target", "deadline", "due_list", "comparison",
        "metadata", "passage", "unanswerable", "refusal", "retrieval", "failed",
    )
)  # fmt: skip


def _role(role: str, language: Language) -> str:
    return say(language, f"role.{role}") if role != "none" else "—"


def _percent(share: float) -> str:
    return f"{share * 100:.1f}%"


def _difference(change: float) -> Markup:
    if abs(change) < _EQUAL:
        return tag("span", "0", class_="note")
    return tag("strong", f"{change * 100:+.1f}", class_="up" if change > 0 else "down")


def _time(iso: str) -> str:
    return iso[:16].replace("T", " ")
