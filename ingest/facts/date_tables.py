"""Tables with a day in several columns: 学段 | 学期 | 开学 | 放假. What falls on a day, say its row and its column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.facts.cell_names import places_in
from ingest.facts.deadlines import make_deadline
from ingest.facts.source import Source
from kb.dates import TimeExpression, find_times
from kb.numbers import narrow
from kb.records import Cell, Deadline, Section, Table
from kb.rules import Rule, rule

ONLY_TIME: Rule = rule(
    "only_time",
    r"^[（(]?(?:(?:星期|周)[一二三四五六日天]|[上下]午|[\d:：时点分]+|前|起|止|左右|[（）()、，,]|\s)*$",
    example="（星期一）",
    counter_example="前完成",
)
"""What a cell that is only a date may hold beside the date."""
_OF_HEADING = re.compile(r"(?:的)?(?:日期|时间|时段|年月日)(?:[（(][^（）()]*[）)])?$")
_ACTING = ("lead", "participating", "responsible", "person")
_NO_HEADING = ("serial", "measure", *_ACTING)
_MOSTLY = 0.6
_LEAST = 2
_LONGEST_HEADING = 30


@dataclass(frozen=True)
class DateTable:
    """The days of one table that has at least two columns of days and none that says who acts."""

    source: Source
    table: Table
    section: Section
    columns: dict[str, list[int]]

    def deadlines(self) -> Iterator[Deadline]:
        """A fact for each cell that is a date, in reading order; none where one column of times says all."""
        if len(self._dated) < _LEAST or any(self.columns.get(kind) for kind in _ACTING):
            return
        for row in self.table.rows:
            words = self._row_words(row)
            for number in self._dated:
                time = self._time(row[number]) if number < len(row) else None
                heading = _OF_HEADING.sub("", re.sub(r"\s", "", self.table.header[number]))
                if time is not None and (words or heading):
                    start, end = min(cell.start for cell in row), max(cell.end for cell in row)
                    yield make_deadline(self.source, self.section.id, time, f"{words}{heading}", start, end)

    @cached_property
    def _dated(self) -> tuple[int, ...]:
        return tuple(
            n for n in range(len(self.table.header)) if self.table.header[n] and self._holds_dates(n)
        )

    def _holds_dates(self, number: int) -> bool:
        cells = [row[number] for row in self.table.rows if number < len(row) and self._text(row[number])]
        return bool(cells) and sum(self._time(cell) is not None for cell in cells) >= _MOSTLY * len(cells)

    def _row_words(self, row: Sequence[Cell]) -> str:
        """The headings of a row: its words left of the first date, each once."""
        skipped = {number for kind in _NO_HEADING for number in self.columns.get(kind, ())}
        left = [n for n in range(self._dated[0]) if n not in skipped and n < len(row)]
        texts = dict.fromkeys(self._text(row[number]) for number in left)
        own = [
            text
            for text in texts
            if 0 < len(text) <= _LONGEST_HEADING and not places_in(text, self.source, "")
        ]
        return "".join(own)

    def _time(self, cell: Cell) -> TimeExpression | None:
        """The date that is all that a cell says; None where it says more or no day."""
        text = self._text(cell)
        times = [time for time in find_times(text, context_year=self.source.year) if time.value]
        if not times or not re.search(r"[日号]|\d[.\-/]\d", narrow(text)):
            return None
        rest = text[: times[0].start] + text[times[-1].end :]
        return times[0] if ONLY_TIME.pattern.match(rest) else None

    def _text(self, cell: Cell) -> str:
        return self.source.text[cell.start : cell.end].strip(" \n\u3000-—/")


RULES: tuple[Rule, ...] = (ONLY_TIME,)
