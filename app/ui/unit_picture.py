"""A unit's part of the graph: the unit, its measures, and the units it works with, as inline SVG."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.export.fact_filter import ROLES
from app.ui.markup import Markup, join, tag
from app.ui.words import Language, say
from kb.records import Responsibility, Role

_MAX_MEASURES, _MAX_UNITS = 16, 14
_WIDTH, _ROW = 960, 34
_UNIT_X, _MEASURE_X, _MEASURE_WIDTH, _OTHER_X = 12, 250, 330, 720
_UNIT_WIDTH = 150
_CHARS_MEASURE, _CHARS_UNIT = 22, 15


@dataclass(frozen=True, slots=True)
class _Edge:
    measure: int
    other: int
    role: Role


def draw_unit(unit: str, facts: Sequence[Responsibility], language: Language) -> Markup:
    """The picture; nothing without a measure. Measures with the most partners come first."""
    ranked = sorted(enumerate(facts), key=lambda item: (-len(_partners(item[1], unit)), item[0]))
    measures = [fact for _, fact in ranked[:_MAX_MEASURES]]
    if not measures:
        return Markup("")
    counts = Counter(name for fact in measures for name in {name for name, _ in _partners(fact, unit)})
    others = [name for name, _ in counts.most_common(_MAX_UNITS)]
    edges = [
        _Edge(place, others.index(name), role)
        for place, fact in enumerate(measures)
        for name, role in _partners(fact, unit)
        if name in others
    ]
    height = max(len(measures), len(others)) * _ROW + 20
    content = [
        *(_curve(_UNIT_X + _UNIT_WIDTH, height / 2, _MEASURE_X, _y(place, len(measures), height), role)
          for place, fact in enumerate(measures) for role in _own_roles(fact, unit)),
        *(_curve(_MEASURE_X + _MEASURE_WIDTH, _y(e.measure, len(measures), height), _OTHER_X,
                 _y(e.other, len(others), height), e.role) for e in edges),
        _box(_UNIT_X, height / 2, _UNIT_WIDTH, unit, 9, "unit"),
        *(_box(_MEASURE_X, _y(place, len(measures), height), _MEASURE_WIDTH, fact.task, _CHARS_MEASURE, "measure", action=f"{fact.document_id}:{fact.start}:{fact.end}")
          for place, fact in enumerate(measures)),
        *(_box(_OTHER_X, _y(place, len(others), height), _WIDTH - _OTHER_X - 12, name, _CHARS_UNIT, "other")
          for place, name in enumerate(others)),
    ]  # fmt: skip
    drawing = tag(
        "svg",
        join(content),
        viewBox=f"0 0 {_WIDTH} {height}",
        class_="picture",
        role="img",
        aria_label=say(language, "duties.picture"),
    )
    hidden = len(facts) - len(measures)
    note = say(language, "duties.picture_rest", count=hidden) if hidden else ""
    return join(
        [
            _legend(language),
            tag("div", drawing, class_="scroll"),
            tag("p", note, class_="empty") if note else "",
        ]
    )


def _partners(fact: Responsibility, unit: str) -> list[tuple[str, Role]]:
    return [(m.unit, role) for role in ROLES for m in getattr(fact, role) if m.unit != unit]


def _own_roles(fact: Responsibility, unit: str) -> list[Role]:
    return [role for role in ROLES if any(mention.unit == unit for mention in getattr(fact, role))]


def _y(place: int, count: int, height: float) -> float:
    return height / 2 + (place - (count - 1) / 2) * _ROW


def _curve(x1: float, y1: float, x2: float, y2: float, role: Role) -> Markup:
    middle = (x1 + x2) / 2
    path = f"M{x1:.0f} {y1:.1f} C{middle:.0f} {y1:.1f} {middle:.0f} {y2:.1f} {x2:.0f} {y2:.1f}"
    return tag("path", d=path, class_=f"edge {role}")


def _box(
    x: float, y: float, width: float, words: str, max_chars: int, kind: str, *, action: str | None = None
) -> Markup:
    shown = words if len(words) <= max_chars else f"{words[: max_chars - 1]}…"
    parts = [
        tag("title", words),
        tag("rect", x=f"{x:.0f}", y=f"{y - 13:.1f}", width=f"{width:.0f}", height="26", rx="7"),
        tag("text", shown, x=f"{x + 10:.0f}", y=f"{y + 5:.1f}"),
    ]
    return tag(
        "g",
        join(parts),
        class_=f"node {kind}",
        data_action="cite" if action else None,
        data_value=action,
    )


def _legend(language: Language) -> Markup:
    items = [
        join([tag("span", class_=f"swatch {role}"), say(language, f"role.{role}")], " ") for role in ROLES
    ]
    return tag("div", join(tag("span", item) for item in items), class_="legend")
