"""Facts as a sortable table; every row opens the passage that proves it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.export.facts_table import FactRow
from app.ui.markup import Markup, action, badge, join, place, table, tag
from app.ui.words import Language, say

_SHOWN_ROWS = 200


@dataclass(frozen=True, slots=True)
class Order:
    """By which column the rows are sorted."""

    column: str
    descending: bool = False

    def toggled(self, column: str) -> Order:
        """The order after a click on a column's heading."""
        return Order(column, descending=column == self.column and not self.descending)


@dataclass(frozen=True, slots=True)
class FactColumn:
    """A column: the key of its words, its cell and the text it is sorted by."""

    name: str
    cell: Callable[[FactRow], object]
    key: Callable[[FactRow], str]


def text_column(name: str, value: Callable[[FactRow], str]) -> FactColumn:
    """A column of plain text, sorted by that text."""
    return FactColumn(name, value, value)


def source_column(language: Language) -> FactColumn:
    """Document, section and the button that opens the passage."""
    return FactColumn(
        "source",
        lambda row: _source(row, language),
        lambda row: f"{row.citation.title}{row.citation.start:09d}",
    )


def sort_rows(rows: Sequence[FactRow], columns: Sequence[FactColumn], order: Order) -> list[FactRow]:
    """The rows in the order; rows with an empty cell come last either way."""
    key = next((column.key for column in columns if column.name == order.column), None)
    if key is None:
        return list(rows)
    filled = sorted((row for row in rows if key(row)), key=key, reverse=order.descending)
    return filled + [row for row in rows if not key(row)]


def render_facts(
    rows: Sequence[FactRow], columns: Sequence[FactColumn], order: Order, language: Language
) -> Markup:
    """The table; columns that are empty throughout are left out."""
    if not rows:
        return tag("p", say(language, "facts.none"), class_="empty")
    ordered = sort_rows(rows, columns, order)
    used = [column for column in columns if any(column.key(row) for row in ordered)]
    header = [_heading(column, order, language) for column in used]
    shown = ordered[:_SHOWN_ROWS]
    parts = [table(header, ([column.cell(row) for column in used] for row in shown))]
    if len(ordered) > len(shown):
        more = say(language, "facts.more", shown=len(shown), count=len(ordered))
        parts.append(tag("p", more, class_="empty"))
    return join(parts)


def _heading(column: FactColumn, order: Order, language: Language) -> Markup:
    arrow = ("↓" if order.descending else "↑") if column.name == order.column else ""
    label = join([say(language, f"column.{column.name}"), tag("span", arrow, class_="arrow")])
    return action(label, "sort", column.name, class_="sort", title=say(language, "facts.sort"))


def _source(row: FactRow, language: Language) -> Markup:
    citation = row.citation
    page = say(language, "ask.page", page=citation.page) if citation.page else ""
    where = " › ".join(part for part in (*citation.section[-1:], page) if part)
    label = join(
        [tag("span", citation.title, class_="doc", title=citation.title), tag("span", where, class_="where")]
    )
    return join(
        [action(label, "cite", place(citation), class_="source-link"), badge(citation.status, language)]
    )
