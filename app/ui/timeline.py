"""Dated facts as a picture: a lane a region, a dot a fact, a line for today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from app.export.calendar import last_day
from app.export.facts_table import FactRow, subject, value_text
from app.ui.markup import Markup, join, place, tag
from app.ui.words import Language, say

_WIDTH, _LEFT, _RIGHT, _TOP = 960, 120, 24, 34
_DOT, _GAP = 4.6, 10.6
_MAX_STACK = 8


def draw_timeline(rows: Sequence[FactRow], today: date, language: Language) -> Markup:
    """The picture; nothing without a dated row. A stack higher than 8 ends in a number."""
    dated = [(day, row) for row in rows if (day := last_day(row.deadline)) is not None]
    if not dated:
        return Markup("")
    first = min(min(day for day, _ in dated).year, today.year)
    last = max(max(day for day, _ in dated).year, today.year)
    lanes: dict[str, dict[int, list[tuple[date, FactRow]]]] = defaultdict(lambda: defaultdict(list))
    scale = _Scale(first, last)
    for day, row in sorted(dated, key=lambda item: item[0]):
        lanes[row.fact.region or say(language, "targets.nowhere")][scale.column(day)].append((day, row))
    y, parts = float(_TOP), []
    for region in sorted(lanes):
        height = max(min(len(stack), _MAX_STACK + 1) for stack in lanes[region].values()) * _GAP + 16
        parts.append(_lane(region, lanes[region], y, height, today, language))
        y += height
    content = [*_years(scale, y), *parts, _today(scale, today, y, language)]
    return tag(
        "div",
        tag(
            "svg",
            join(content),
            viewBox=f"0 0 {_WIDTH} {y + 8:.0f}",
            class_="picture timeline",
            role="img",
            aria_label=say(language, "targets.timeline"),
        ),
        class_="scroll",
    )


def due_class(deadline: str | None, today: date) -> str:
    """ "overdue", "this-year", "later", or "" for a fact without a date."""
    day = last_day(deadline)
    if day is None:
        return ""
    if day < today:
        return "overdue"
    return "this-year" if day.year == today.year else "later"


class _Scale:
    """Days to horizontal places; near days share a column so that their dots stack."""

    def __init__(self, first_year: int, last_year: int) -> None:
        self.first, self.last = first_year, last_year
        self._start = date(first_year, 1, 1).toordinal()
        self._days = date(last_year, 12, 31).toordinal() - self._start + 1

    def x(self, day: date) -> float:
        return _LEFT + (day.toordinal() - self._start) / self._days * (_WIDTH - _LEFT - _RIGHT)

    def column(self, day: date) -> int:
        return round(self.x(day) / _GAP)


def _lane(
    region: str,
    columns: dict[int, list[tuple[date, FactRow]]],
    y: float,
    height: float,
    today: date,
    language: Language,
) -> Markup:
    bottom = y + height - 10
    parts = [
        tag(
            "line",
            x1=_LEFT,
            x2=_WIDTH - _RIGHT,
            y1=f"{y + height:.1f}",
            y2=f"{y + height:.1f}",
            class_="lane",
        ),
        tag(
            "text",
            region if len(region) <= 8 else f"{region[:7]}…",
            x=8,
            y=f"{bottom + 4:.1f}",
            class_="lane-name",
        ),
    ]
    for column, stack in columns.items():
        for level, (_, row) in enumerate(stack[:_MAX_STACK]):
            parts.append(_dot(row, column * _GAP, bottom - level * _GAP, today, language))
        if len(stack) > _MAX_STACK:
            top = bottom - _MAX_STACK * _GAP + 4
            more = f"+{len(stack) - _MAX_STACK}"
            parts.append(tag("text", more, x=f"{column * _GAP:.1f}", y=f"{top:.1f}", class_="stack-rest"))
    return join(parts)


def _dot(row: FactRow, x: float, y: float, today: date, language: Language) -> Markup:
    said = (
        row.as_written or row.deadline,
        row.fact.region or "",
        subject(row.fact),
        value_text(row.fact, language),
    )
    words = " ".join(str(part) for part in said)
    return tag(
        "circle",
        tag("title", words),
        cx=f"{x:.1f}",
        cy=f"{y:.1f}",
        r=_DOT,
        class_=f"dot {due_class(row.deadline, today)}",
        data_action="cite",
        data_value=place(row.citation),
    )


def _years(scale: _Scale, bottom: float) -> list[Markup]:
    parts = []
    step = max(1, (scale.last - scale.first + 1) // 14 + 1)
    for year in range(scale.first, scale.last + 2):
        x = scale.x(date(year, 1, 1)) if year <= scale.last else float(_WIDTH - _RIGHT)
        parts.append(
            tag("line", x1=f"{x:.1f}", x2=f"{x:.1f}", y1=_TOP - 8, y2=f"{bottom:.1f}", class_="year")
        )
        if year <= scale.last and (year - scale.first) % step == 0:
            parts.append(tag("text", year, x=f"{x + 4:.1f}", y=_TOP - 12, class_="year-name"))
    return parts


def _today(scale: _Scale, today: date, bottom: float, language: Language) -> Markup:
    x = scale.x(today)
    line = tag("line", x1=f"{x:.1f}", x2=f"{x:.1f}", y1=_TOP - 8, y2=f"{bottom:.1f}", class_="today")
    anchor = "end" if x > _WIDTH - 80 else "middle"
    words = tag(
        "text", say(language, "targets.today"), x=f"{x:.1f}", y=11, class_="today-name", text_anchor=anchor
    )
    return join([line, words])
