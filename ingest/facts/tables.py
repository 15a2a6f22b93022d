"""Facts from tables: 重点任务 | 牵头单位 | 配合单位 | 完成时限 and 指标 | 单位 | 2022年 | 2025年."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.facts.cell_names import PLACES, places_in
from ingest.facts.cells import FigureTable
from ingest.facts.columns import COLUMNS, ISSUE, classify
from ingest.facts.date_tables import DateTable
from ingest.facts.deadlines import make_deadline
from ingest.facts.due_tasks import shorten
from ingest.facts.named_duties import role_of_words
from ingest.facts.responsibilities import Roles, clean_task, make_responsibility, read_roles
from ingest.facts.role_rules import TOGETHER, VERBS
from ingest.facts.source import Sentence, Source, blank
from ingest.facts.targets import targets_of
from ingest.facts.times import Timed
from ingest.facts.unit_blocks import Block
from ingest.facts.unit_lists import split_units
from kb.dates import TimeExpression
from kb.numbers import narrow
from kb.records import Cell, Deadline, Responsibility, Role, Section, Table, Target

_STANDING = re.compile(
    r"持续推进|长期坚持|长期|常年|全年|常态化|持续|立行立改|立即|即知即改|按年度|每[年月季学]\S{0,4}"
)
_PROSE_CHARS = 9
"""Mean length from which the cells of a column are sentences, not names or figures."""
_CELL_DAY = re.compile(r"(?P<y>20\d\d)\s*[.\-/]\s*(?P<m>1[0-2]|0?[1-9])(?:\s*[.\-/]\s*(?P<d>\d{1,2}))?(?!\d)")

_CELL_MONTH_DAY = re.compile(r"(?P<m>1[0-2]|0?[1-9])[./](?P<d>3[01]|[12]\d|0?[1-9])(?:日|前|之前)?")


@dataclass(frozen=True, slots=True)
class TableFacts:
    """What one table says."""

    responsibilities: tuple[Responsibility, ...]
    targets: tuple[Target, ...]
    deadlines: tuple[Deadline, ...]


def read_table(source: Source, table: Table) -> TableFacts:
    """The facts of every row; a table without column names says nothing."""
    table = _headed(source, table)
    columns = _without_groups(source, table, classify(table.header))
    section = source.section_at(table.start)
    if section is None or not table.header:
        return TableFacts((), (), ())
    reader = _Reader(source, table, section, columns)
    responsibilities: list[Responsibility] = []
    targets: list[Target] = [*FigureTable(source, table, section, columns).targets()]
    dates = DateTable(source, table, section, columns)
    deadlines: list[Deadline] = [*dates.deadlines()]
    deadlines_told = bool(deadlines)
    for row in table.rows:
        time = reader.time(row)
        region = reader.region(row)
        if fact := reader.responsibility(row, time):
            responsibilities.append(replace(fact, region=region))
        if not deadlines_told and (due := reader.deadline(row, time)):
            deadlines.append(replace(due, region=region))
        targets.extend(replace(target, region=region) for target in reader.stated_targets(row, time))
    return TableFacts(tuple(responsibilities), tuple(targets), tuple(deadlines))


def _headed(source: Source, table: Table) -> Table:
    """A table whose first row is its header, where the reader recognised none."""
    if any(table.header) or not table.rows:
        return table
    names = tuple(source.text[cell.start : cell.end] for cell in table.rows[0])
    known = sum(any(named.pattern.search(re.sub(r"\s", "", name)) for named in COLUMNS) for name in names)
    return (
        replace(table, header=names, rows=table.rows[1:]) if known >= 2 and known * 2 >= len(names) else table
    )


def _without_groups(source: Source, table: Table, columns: dict[str, list[int]]) -> dict[str, list[int]]:
    """The columns without one that groups the units beside it under the same name (责任主体: 市级部门 | 市教育局)."""

    def groups(number: int) -> bool:
        same = number + 1 < len(table.header) and table.header[number] == table.header[number + 1]
        texts = [source.text[row[number].start : row[number].end] for row in table.rows if number < len(row)]
        return same and len(set(texts)) < len(texts)

    roles = ("lead", "participating", "responsible")
    return {
        kind: [number for number in numbers if kind not in roles or not groups(number)]
        for kind, numbers in columns.items()
    }


class _Reader:
    def __init__(self, source: Source, table: Table, section: Section, columns: dict[str, list[int]]) -> None:
        self.source, self.table, self.section, self.columns = source, table, section, columns

    def cells(self, row: Sequence[Cell], kind: str) -> list[Cell]:
        """The row's cells of a kind that hold text, merged ones once."""
        found: list[Cell] = []
        for number in self.columns.get(kind, []):
            if number < len(row) and self.text(row[number]) and row[number] not in found:
                found.append(row[number])
        return found

    def text(self, cell: Cell) -> str:
        return self.source.text[cell.start : cell.end].strip(" \n\u3000-—/")

    def task(self, row: Sequence[Cell]) -> tuple[str, Cell | None]:
        """(task, its cell): the most specific task cell, which no other row shares."""
        cells = self.cells(row, "task") or self.cells(row, "metric")
        if not cells:
            return "", None
        headings = {self.text(row[number]) for number in self._categories() for row in self.table.rows}
        own = [cell for cell in cells if self.text(cell) not in headings] or cells
        best = own[0]
        remedies = [cell for cell in own if not self._is_issue(row, cell)]
        if self._is_issue(row, best) and remedies:
            issue, remedy = clean_task(self.text(best)), clean_task(self.text(remedies[0]))
            return f"{issue}：{shorten(remedy)}", remedies[0]
        return shorten(clean_task(self.text(best))), best

    def _issues(self, row: Sequence[Cell]) -> list[Cell]:
        return [cell for cell in self.cells(row, "task") if self._is_issue(row, cell)]

    def _is_issue(self, row: Sequence[Cell], cell: Cell) -> bool:
        """Whether a cell says what is wrong, not what is to be done."""
        number = next((n for n, other in enumerate(row) if other is cell), None)
        return number is not None and ISSUE.pattern.search(self.table.header[number]) is not None

    def _categories(self) -> list[int]:
        """Task columns whose texts repeat from row to row: they group the rows."""
        columns = self.columns.get("task", [])
        texts = {number: [self.text(row[number]) for row in self.table.rows] for number in columns}
        grouping = [number for number in columns if len(set(texts[number])) < len(texts[number])]
        return grouping if len(grouping) < len(columns) else []

    def responsibility(self, row: Sequence[Cell], time: TimeExpression | None) -> Responsibility | None:
        task, home = self.task(row)
        roles = Roles()
        used: list[Cell] = [home, *self._issues(row)] if home else []
        role: Role
        for role in ("lead", "participating", "responsible"):
            for cell in self.cells(row, role):
                self._add_units(roles, role, cell)
                used.append(cell)
        if not roles or not task:
            return None
        stated = role_of_words(task)
        if stated != "responsible" and not roles.units["lead"] and not roles.units["participating"]:
            roles.units[stated], roles.units["responsible"] = roles.units["responsible"], []
        roles.time = time
        if time:
            used.extend(self.cells(row, "deadline"))
        return make_responsibility(self.source, self.section, task, roles, self._span(used))

    def _add_units(self, roles: Roles, role: Role, cell: Cell) -> None:
        """A cell of 责任单位 may itself say who leads: 市教育局牵头，市财政局配合."""
        text = self.source.text
        words = text[cell.start : cell.end].rstrip()
        spoken = any(
            named.pattern.search(piece) for piece in re.split("[，,；;。\n]", words) for _, named in VERBS
        )
        if spoken or TOGETHER.search(words) or re.search("[：:]", words):
            inner = read_roles(text, Block(cell.start, cell.end, cell.start, cell.end))
            if inner:
                for name, items in inner.units.items():
                    roles.add(name if name != "responsible" else role, tuple(items))
                return
        roles.add(role, split_units(text, cell.start, cell.end))

    def region(self, row: Sequence[Cell]) -> str | None:
        """The one place that the row is about, else the document's region."""
        for number, cell in enumerate(row):
            name = self.table.header[number] if number < len(self.table.header) else ""
            if PLACES.pattern.search(name):
                places = places_in(self.text(cell), self.source, name)
                return places[0] if len(places) == 1 else self.source.region
        return self.source.region

    def time(self, row: Sequence[Cell]) -> TimeExpression | None:
        """The time in the row's deadline column; None when there is none or it cannot be read."""
        for cell in self.cells(row, "deadline"):
            written = self.source.text[cell.start : cell.end].strip()
            if day := _CELL_DAY.search(narrow(written)):
                value = "-".join(part.zfill(2) for part in day.groups() if part)
                return TimeExpression(cell.start, cell.end, written, "deadline", value)
            if short := _CELL_MONTH_DAY.fullmatch(narrow(written)):
                written = f"{short['m']}月{short['d']}日"  # 9.13 below 日期
            times = self.source.years.times(written, year=None if self.source.year else self._period_end())
            dated = [time for time in times if time.value]
            if dated:
                written = self.source.text[cell.start : cell.end].strip()
                return TimeExpression(cell.start, cell.end, written, "deadline", dated[-1].value)
            if _STANDING.search(written):
                return TimeExpression(cell.start, cell.end, written, "recurrence", None)
        return None

    def _period_end(self) -> int | None:
        return self.source.document.metadata.year_to

    def deadline(self, row: Sequence[Cell], time: TimeExpression | None) -> Deadline | None:
        task, home = self.task(row)
        if time is None or home is None or not task:
            return None
        span = self._span([home, *self._issues(row), *self.cells(row, "deadline")])
        return make_deadline(self.source, self.section.id, time, task, span.start, span.end)

    def stated_targets(self, row: Sequence[Cell], time: TimeExpression | None) -> list[Target]:
        """Targets inside a task cell (新建公办幼儿园6所), due when the row is."""
        found: list[Target] = []
        due = self.cells(row, "deadline") if time else []
        for cell in [*self.cells(row, "task"), *self.cells(row, "aim"), *self._prose(row)]:
            words = self.source.text[cell.start : cell.end]
            sentence = Sentence(cell.start, cell.end, words, self.section, cell.start)
            span = self._span([cell, *due])
            times = self.source.years.times(words)
            timed = Timed(sentence, blank(words), times, time, span.start)
            for target in targets_of(self.source, timed):
                inherited = time is not None and target.as_written == time.as_written
                found.append(replace(target, end=max(target.end, span.end)) if inherited else target)
        return found

    def _prose(self, row: Sequence[Cell]) -> list[Cell]:
        """Cells of sentences in columns whose names say nothing of the kind (建设标准, 评估要点)."""
        return [row[number] for number in self._prose_columns if number < len(row)]

    @cached_property
    def _prose_columns(self) -> tuple[int, ...]:
        known = {number for kind, numbers in self.columns.items() if kind != "value" for number in numbers}
        free = (number for number in range(len(self.table.header)) if number not in known)
        return tuple(number for number in free if self._is_prose(number))

    def _is_prose(self, number: int) -> bool:
        texts = [self.text(row[number]) for row in self.table.rows if number < len(row)]
        return sum(map(len, texts)) >= _PROSE_CHARS * max(1, len(texts))

    def _span(self, cells: Sequence[Cell]) -> Block:
        low, high = min(cell.start for cell in cells), max(cell.end for cell in cells)
        return Block(low, high, low, high)
